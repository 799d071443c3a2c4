"""The pack on older ComfyUIs with their own front ends, and the workflows of older packs on this one.

Of the ComfyUIs the oldest alone, as the newest runs all other tests; ``nox -s compat`` takes all.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from dataclasses import replace

import pytest
import requests
from PIL import Image

from host import stand_in_lora
from host.browser import load_workflow, open_frontend, screenshot, to_api
from host.client import images_of, object_info, queue, text_of
from host.comfyui import NEWEST, OLDEST, RELEASES, installed_host, stand_in_checkpoint
from host.compat import lost_values, texts_alone
from host.preview_page import change_setting, wait
from host.server import REPOSITORY, running_server
from host.test_workflows import LOOSE, MISSING, SHOWN, V40, api, only
from tools.contract import SNAPSHOT, contract
from tools.workflows import api_file, ui_files

ALL = os.environ.get("COMFYUI_RELEASES") == "all"
OTHER = {"COMFYUI_PATH", "COMFYUI_FRONTEND"} & set(os.environ)
SAVED = REPOSITORY / "tests" / "fixtures" / "saved"
V31 = "Animagine XL 3.1 - Text to Image"
WRITERS = {"AnimaginePromptComposer", "AnimagineNegative", "AnimaginePromptConverter"}
TEXTS = "() => [...document.querySelectorAll('.animagine-text')].map((text) => text.textContent)"
VISIBLE = """() => [...document.querySelectorAll('.animagine-text')]
    .some((text) => text.checkVisibility())"""

older = pytest.mark.skipif(bool(OTHER) and not ALL, reason="another ComfyUI is asked for")


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


def texts_of(graph):
    """The part of a graph that runs in no time."""
    return texts_alone(graph, {node: len(said["outputs"]) for node, said in read(SNAPSHOT).items()})


def own_front_end(version):
    (release,) = (release for release in RELEASES if release.comfyui == version)
    requirements = (installed_host(release).path / "requirements.txt").read_text(encoding="utf-8")
    return re.search(r"^comfyui-frontend-package==(\S+)$", requirements, re.MULTILINE)[1]


def run_texts(url, graph):
    """The texts that the writing nodes give, without a trace in the history.

    The front end of 0.16.3 complains of each run in it that gave texts alone.
    """
    run = queue(url, texts_of(graph))
    requests.post(f"{url}/history", json={"clear": True}, timeout=60).raise_for_status()
    writers = [node_id for node_id, node in graph.items() if node["class_type"] in WRITERS]
    return {text_of(run, f"{node_id} shows 0") for node_id in writers}


@pytest.fixture(scope="module", params=RELEASES if ALL else [OLDEST], ids=lambda one: one.comfyui)
def old_server(request, server):
    free = {"unload_models": True, "free_memory": True}  # two models are much for a small machine
    requests.post(f"{server.url}/free", json=free, timeout=60).raise_for_status()
    checkpoint = stand_in_checkpoint(installed_host(NEWEST))
    with running_server(installed_host(request.param), checkpoint) as started:
        Image.new("RGB", (100, 150), "teal").save(started.base / "input" / "example.png")
        stand_in_lora.write(started.base / "models" / "loras" / "your-lora.safetensors")
        yield started


@pytest.fixture
def version(request):
    return request.node.callspec.params["old_server"].comfyui


@older
def test_the_contract_is_the_same(old_server, version):
    assert f"ComfyUI version: {version}\n" in old_server.log()
    assert contract(old_server.url) == read(SNAPSHOT)


@older
@pytest.mark.parametrize("title", [V40, V31])
def test_draws_a_picture(old_server, title):
    graph = api(title)
    run = queue(old_server.url, graph)
    assert not run.node_errors
    (picture,) = images_of(run, only(graph, "SaveImage"), old_server.base)
    with Image.open(picture) as image:
        assert len(image.convert("L").getcolors(256)) > 50, "the picture is blank"


@older
@pytest.mark.parametrize("nodes2", [False, True], ids=["classic", "nodes2"])
def test_opens_in_its_own_front_end_and_shows_the_texts_that_run(old_server, version, nodes2):
    SHOWN.mkdir(exist_ok=True)
    graphs = {ui_file: read(api_file(ui_file)) for ui_file in ui_files()}
    written = {ui_file: run_texts(old_server.url, graph) for ui_file, graph in graphs.items()}
    with open_frontend(old_server.url, nodes2=nodes2) as frontend:
        page = frontend.page
        assert page.evaluate("() => window.__COMFYUI_FRONTEND_VERSION__") == own_front_end(version)
        for ui_file, texts in written.items():
            load_workflow(page, ui_file)
            assert page.evaluate(MISSING) == [], "missing nodes"
            assert page.evaluate(LOOSE) == [], "links that lead nowhere"
            assert lost_values(graphs[ui_file], to_api(page)) == []
            missing = wait(page, lambda texts=texts: texts - {*page.evaluate(TEXTS)}, set())
            renderer = "nodes2" if nodes2 else "classic"
            screenshot(page, SHOWN / f"{ui_file.stem}, ComfyUI {version} ({renderer}).png")
            assert missing == set(), "texts that no preview shows"
        for enabled in (False, True):
            change_setting(page, "AnimagineXL.Preview.Enabled", enabled)
            assert wait(page, lambda: page.evaluate(VISIBLE), enabled) == enabled
        assert frontend.complaints == []


@older
def test_the_oldest_comfyui_under_a_lower_number_says_what_is_needed_and_runs_on(tmp_path):
    oldest = installed_host(OLDEST)
    host = replace(oldest, version="0.16.2", path=tmp_path / "ComfyUI")
    shutil.copytree(oldest.path, host.path)
    (host.path / "comfyui_version.py").write_text(f'__version__ = "{host.version}"\n')
    with running_server(host) as server:
        modules = {info["python_module"] for info in object_info(server.url).values()}
        log = server.log()
    needed = f"Animagine XL needs ComfyUI {OLDEST.comfyui} or later; this is {host.version}\n"
    assert f"module for custom nodes: {needed}" in log
    assert "nodes" in modules
    assert not any(module.startswith("custom_nodes.") for module in modules)


def test_the_oldest_comfyui_is_the_one_that_is_asked_for():
    pyproject = (REPOSITORY / "pyproject.toml").read_text(encoding="utf-8")
    assert f'requires-comfyui = ">={OLDEST.comfyui}"\n' in pyproject
    assert f"ComfyUI {OLDEST.comfyui} or later" in (REPOSITORY / "README.md").read_text("utf-8")


def test_saved_workflows_open_as_they_were(server):
    with open_frontend(server.url) as frontend:
        page = frontend.page
        for ui_file in sorted(SAVED.glob("*/*.json")):
            load_workflow(page, ui_file)
            assert page.evaluate(MISSING) == [], f"missing nodes in {ui_file}"
            assert page.evaluate(LOOSE) == [], f"links that lead nowhere in {ui_file}"
            stored = read(ui_file.parent / "api" / ui_file.name)
            assert lost_values(stored, to_api(page)) == [], ui_file
        assert frontend.complaints == []


@pytest.mark.parametrize(
    "path", sorted(SAVED.glob("*/api/*.json")), ids=lambda path: f"{path.parts[-3]} {path.stem}"
)
def test_the_texts_of_a_saved_workflow_run(server, path):
    graph = texts_of(read(path))
    run = queue(server.url, graph)
    assert not run.node_errors
    assert {key for key in graph if " shows " in key} <= set(run.outputs)
