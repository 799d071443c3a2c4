"""Two copies of the pack in one ComfyUI, the registry's and a git clone, as it happens to people."""

from __future__ import annotations

import json

import requests

from host.browser import open_frontend
from host.client import get, object_info
from host.package import git, registry_zip, repository, unpacked
from host.preview_page import build, shown, wait
from host.server import running_server
from tools.contract import SNAPSHOT

REGISTRY, CLONE = "animagine-xl", "ComfyUI_Animagine-XL"
COMPOSER = {
    "class_type": "AnimaginePromptComposer",
    "inputs": {"model": "animagine-xl-4.0-opt", "general": "smile"},
}
TEXT = "1girl, safe, smile, masterpiece, high score, great score, absurdres"


def test_two_copies_are_as_good_as_one(host, tmp_path):
    checkout = repository(tmp_path / "checkout")
    clone = tmp_path / "その他 v2.0" / CLONE
    git(checkout, "clone", "--quiet", checkout, clone)
    pack = unpacked(registry_zip(checkout, tmp_path / "home"), tmp_path / "unpacked")
    more = tmp_path / "more.yaml"  # a second folder of custom nodes; JSON is YAML
    more.write_text(json.dumps({"more": {"custom_nodes": str(clone.parent)}}), encoding="utf-8")

    more_packs = ["--extra-model-paths-config", str(more)]
    with running_server(host, pack=pack, folder_name=REGISTRY, arguments=more_packs) as server:
        ours = {
            node_id: info["python_module"]
            for node_id, info in object_info(server.url).items()
            if info["python_module"].startswith("custom_nodes.")
        }
        assert ours.keys() == json.loads(SNAPSHOT.read_text(encoding="utf-8")).keys()
        assert len(set(ours.values())) == 1  # all of one copy
        assert {REGISTRY, CLONE} <= get(f"{server.url}/api/workflow_templates").keys()
        log = server.log()
        assert "IMPORT FAILED" not in log
        assert "Error while calling" not in log

        body = {"node": "it", "graph": {"it": COMPOSER}}
        answer = requests.post(f"{server.url}/animagine/preview", json=body, timeout=60).json()
        assert "".join(part for part, _ in answer["parts"]) == TEXT

        with open_frontend(server.url) as frontend:
            page = frontend.page
            build(page, {"composer": (COMPOSER["class_type"], COMPOSER["inputs"])})
            assert wait(page, lambda: shown(page), {"composer": TEXT}) == {"composer": TEXT}
            assert page.locator(".animagine-view").count() == 1
            assert frontend.complaints == []
