"""Programs that use the nodes without the front end, and a host with its doors half closed."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import requests
from PIL import Image

from host.client import Graph, images_of, object_info, queue, text_of
from host.package import comfy
from host.server import REPOSITORY, running_server
from tools.contract import SNAPSHOT

API = "workflows/api/Animagine XL 4.0 - Text to Image.json"
SMALL = {"AnimagineResolution": {"scale": 0.25}, "KSampler": {"steps": 1}}
PORT = "8188"


@pytest.fixture
def workflow(tmp_path) -> Path:
    """The 4.0 API graph, small enough for a CPU, where the README has it."""
    graph: Graph = json.loads((REPOSITORY / API).read_text(encoding="utf-8"))
    for node in graph.values():
        node["inputs"].update(SMALL.get(node["class_type"], {}))
    (tmp_path / API).parent.mkdir(parents=True)
    (tmp_path / API).write_text(json.dumps(graph), encoding="utf-8")
    return tmp_path / API


def port(server) -> str:
    return server.url.rpartition(":")[2]


def program() -> str:
    """The example of the README."""
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    section = readme.partition("\n## Use it from a program\n")[2].partition("\n## ")[0]
    (code,) = re.findall(r"```python\n(.*?)```", section, re.DOTALL)
    return code


def test_the_program_of_the_readme_saves_a_picture(server, workflow, tmp_path):
    code = program()
    assert code.count("\n") <= 20
    assert code.count(API) == code.count(PORT) == 1
    command = [sys.executable, "-c", code.replace(PORT, port(server))]
    subprocess.run(command, cwd=tmp_path, check=True, timeout=600)
    (picture,) = tmp_path.glob("*.png")
    with Image.open(picture) as image:
        assert image.size == (208, 304)
        run = json.loads(image.info["prompt"])
    assert any(node["inputs"].get("character") == "hatsune miku" for node in run.values())


def test_comfy_run_draws_with_an_api_graph(server, workflow, tmp_path):
    where = ("--host", "127.0.0.1", "--port", port(server))
    said = comfy(tmp_path, "run", "--workflow", workflow, "--wait", "--json", *where)
    end = json.loads(said.stdout.splitlines()[-1])
    assert end["ok"]
    (picture,) = end["data"]["outputs"]
    assert requests.get(picture, timeout=60).content.startswith(b"\x89PNG")


CLOSED = (
    "--disable-metadata",
    "--multi-user",
    "--disable-all-custom-nodes",
    "--whitelist-custom-nodes",
    "animagine-xl",
)
TO_A_FILE = {
    "it": {
        "class_type": "AnimaginePromptComposer",
        "inputs": {"model": "animagine-xl-3.1", "general": "smile"},
    },
    "shown": {"class_type": "PreviewAny", "inputs": {"source": ["it", 0]}},
    "size": {"class_type": "AnimagineResolution", "inputs": {"scale": 0.25}},
    "drawn": {"class_type": "EmptyImage", "inputs": {"width": ["size", 1], "height": ["size", 2], "batch_size": 1, "color": 0}},
    "saved": {"class_type": "SaveImage", "inputs": {"images": ["drawn", 0], "filename_prefix": "it"}},
}  # fmt: skip


def test_a_host_for_many_users_that_lets_nothing_else_in(host):
    with running_server(host, arguments=CLOSED) as server:
        ids = json.loads(SNAPSHOT.read_text(encoding="utf-8")).keys()
        assert ids <= object_info(server.url).keys()
        run = queue(server.url, TO_A_FILE)
        assert (
            text_of(run, "shown")
            == "masterpiece, best quality, very aesthetic, absurdres, 1girl, safe, smile"
        )
        (picture,) = images_of(run, "saved", server.base)
        with Image.open(picture) as image:
            assert image.size == (208, 304)
            assert image.info == {}
        body = {"node": "it", "graph": TO_A_FILE}
        answer = requests.post(f"{server.url}/animagine/preview", json=body, timeout=60)
        assert answer.status_code == 200, answer.text
