"""The workflow files: they make an image, cache what did not change, and open in the front end."""

from __future__ import annotations

import base64
import copy
import json
from pathlib import Path

import pytest
from PIL import Image

from animagine.grid import plan
from animagine.models import presets
from animagine.sweep import sweep
from host.browser import load_workflow, open_frontend, screenshot, to_api
from host.client import Graph, images_of, object_info, queue, text_of
from host.server import REPOSITORY
from tools.workflows import api_file, ui_files

TITLES = [path.stem for path in ui_files()]
V40 = "Animagine XL 4.0 - Text to Image"
SMALL = {"AnimagineResolution": {"scale": 0.25}, "KSampler": {"steps": 1}}
SHOWN = REPOSITORY / "test-output"


DRAWN = {  # size of the image, a quarter of each side, and how many
    V40: ((208, 304), 1),
    "Animagine XL 3.1 - Text to Image": ((224, 288), 1),
    "Animagine XL 4.0 - Selectors": ((208, 304), 1),
    "Animagine XL 4.0 - Hires Fix": ((312, 456), 1),  # 1.5 times as large
    "Animagine XL 4.0 - Image to Image": ((208, 304), 1),  # the nearest to 100x150
    "Animagine XL 4.0 - LoRA": ((208, 304), 1),
    "Animagine XL 4.0 - Two Characters": ((304, 208), 1),
    "Animagine XL 4.0 - Batch of Four": ((208, 304), 4),
}
CHECKED = "Animagine XL - Check and Convert a Prompt"  # makes no image
SWEPT = ("Animagine XL 4.0 - Year Sweep", "Animagine XL 4.0 - Score x Rating Grid")
TINY = {"resolution": "custom", "width": 256, "height": 256, "scale": 0.25}  # 64x64


def api(title: str) -> Graph:
    """The API form of a workflow, made small enough for a CPU."""
    graph: Graph = json.loads(api_file(Path(f"{title}.json")).read_text(encoding="utf-8"))
    for node in graph.values():
        node["inputs"].update(SMALL.get(node["class_type"], {}))
    return graph


def only(graph: Graph, class_type: str) -> str:
    (node_id,) = (key for key, node in graph.items() if node["class_type"] == class_type)
    return node_id


def test_every_workflow_is_run_here():
    assert {*DRAWN, *SWEPT, CHECKED} == set(TITLES)


@pytest.mark.parametrize("title", DRAWN)
def test_draws_and_runs_nothing_when_queued_again(server, title):
    size, count = DRAWN[title]
    graph = api(title)
    run = queue(server.url, graph)
    assert not run.node_errors
    pictures = images_of(run, only(graph, "SaveImage"), server.base)
    assert len(pictures) == count
    for picture in pictures:
        with Image.open(picture) as image:
            assert image.size == size
            assert len(image.convert("L").getcolors(256)) > 50, "the image is blank"
    assert queue(server.url, graph).executed == ()


@pytest.mark.parametrize("title", SWEPT)
def test_a_sweep_draws_a_labelled_grid(server, title):
    graph = api(title)
    graph[only(graph, "AnimagineResolution")]["inputs"].update(TINY)
    swept = graph[only(graph, "AnimagineSweep")]["inputs"]
    run = queue(server.url, graph)
    assert not run.node_errors
    (picture,) = images_of(run, only(graph, "SaveImage"), server.base)

    given = {name: value for name, value in swept.items() if name not in ("prompt", "model")}
    cells = sweep(presets.load(swept["model"]), "", **given)
    style = {**graph[only(graph, "AnimagineGrid")]["inputs"], "columns": cells.columns}
    style = {name: value for name, value in style.items() if not isinstance(value, list)}
    layout = plan([(1, 64, 64, 3)] * len(cells.labels), cells.labels, **style)
    with Image.open(picture) as image:
        assert image.size == (layout.width, layout.height)
        boxes = [(x, y, x + width, y + height) for x, y, width, height in layout.cells]
        drawn = {image.crop(box).tobytes() for box in boxes}
    assert len(drawn) == len(cells.labels), "each prompt gives another image"

    assert queue(server.url, graph).executed == ()
    swept["x_values"] = swept["x_values"].replace("2025", "2020") or "high score, none"
    run = queue(server.url, graph)
    ran = [graph[node_id]["class_type"] for node_id in run.executed]
    assert ran == ["AnimagineSweep", "CLIPTextEncode", "KSampler", "VAEDecode", "AnimagineGrid",
                   "SaveImage"], "the host keeps whole lists; checkpoint and negative stay"  # fmt: skip


BLOCK = "masterpiece, high score, great score, absurdres"
FIREFLY = r"1girl, firefly \(honkai: star rail\), honkai \(series\), honkai: star rail, safe, casual, solo, looking at viewer, outdoors, smile, reaching towards viewer, night"
TEXTS = {
    V40: f"{FIREFLY}, {BLOCK}",
    "Animagine XL 4.0 - Selectors": f"{FIREFLY}, year 2023, {BLOCK}",
    "Animagine XL 4.0 - Hires Fix": f"{FIREFLY}, {BLOCK}",
    "Animagine XL 4.0 - Image to Image": f"1girl, safe, solo, looking at viewer, smile, outdoors, night, {BLOCK}",
    "Animagine XL 4.0 - LoRA": f"{FIREFLY}, {BLOCK}",
    "Animagine XL 4.0 - Two Characters": rf"2girls, hatsune miku, artoria pendragon \(fate\), vocaloid, fate \(series\), safe, side-by-side, holding hands, smile, looking at viewer, upper body, outdoors, night, {BLOCK}",
    "Animagine XL 4.0 - Batch of Four": f"{FIREFLY}, {BLOCK}",
}


SHOWING = ("SaveImage", "PreviewImage", "PreviewAny")  # only what leads to one of these runs


@pytest.mark.parametrize("title", TEXTS)
def test_what_a_workflow_asks_for(server, title):
    graph = api(title)
    texts = {key: node for key, node in graph.items() if node["class_type"] not in SHOWING}
    source = [only(graph, "AnimaginePromptComposer"), 0]
    texts["text"] = {"class_type": "PreviewAny", "inputs": {"source": source}}
    assert text_of(queue(server.url, texts), "text") == TEXTS[title]


def test_the_lora_changes_the_image(server):
    graph = api("Animagine XL 4.0 - LoRA")
    drawn = []
    for strength in (0.8, 0):
        graph[only(graph, "LoraLoader")]["inputs"]["strength_model"] = strength
        (picture,) = images_of(queue(server.url, graph), only(graph, "SaveImage"), server.base)
        with Image.open(picture) as image:
            drawn.append(image.tobytes())
    assert drawn[0] != drawn[1]
    assert "lora key not loaded" not in server.log()


def test_an_image_opens_as_the_workflow_that_made_it(server):
    ui_file = REPOSITORY / "workflows" / f"{V40}.json"
    graph = api(V40)
    run = queue(server.url, graph, workflow=json.loads(ui_file.read_text(encoding="utf-8")))
    (picture,) = images_of(run, only(graph, "SaveImage"), server.base)
    with open_frontend(server.url) as frontend:
        content = base64.b64encode(picture.read_bytes()).decode()
        frontend.page.evaluate(OPEN_PICTURE, content)
        opened = to_api(frontend.page)
        assert opened == json.loads(api_file(ui_file).read_text(encoding="utf-8"))
        text = text_of(run, next(k for k, n in graph.items() if n["class_type"] == "PreviewAny"))
        frontend.page.wait_for_function(f"(text) => ({SHOWN_ON_COMPOSER})() === text", arg=text)
        assert frontend.complaints == []


def test_the_final_prompt_is_shown(server):
    graph = api(V40)
    run = queue(server.url, graph)
    shown = [text_of(run, key) for key, node in graph.items() if node["class_type"] == "PreviewAny"]
    assert shown[0].startswith(r"1girl, firefly \(honkai: star rail\), honkai \(series\), ")
    assert "escaped: firefly (honkai: star rail)" in shown[1]


def test_check_and_convert_shows_its_texts_and_runs_once(server):
    graph = api(CHECKED)
    run = queue(server.url, graph)
    assert not run.node_errors
    titles = {node["_meta"]["title"]: node_id for node_id, node in graph.items()}
    assert text_of(run, titles["The converted prompt"]) == (
        "1girl, saber (fate), fate (series), safe, year 2023, solo, upper body, smile, "
        "looking at viewer, outdoors, night, masterpiece, high score, great score, absurdres"
    )
    assert text_of(run, titles["The converted negative"]).startswith("lowres, bad anatomy, ")
    assert "detected: Animagine XL 3.1 - " in text_of(run, titles["What was converted"])
    shown = text_of(run, only(graph, "AnimaginePromptCheck"))
    assert r"warning: saber (fate) - ComfyUI reads its parentheses as a weight" in shown
    assert queue(server.url, graph).executed == ()


def test_another_year_runs_neither_checkpoint_nor_negative_nor_size(server):
    graph = api(V40)
    queue(server.url, graph)
    changed = copy.deepcopy(graph)
    changed[only(graph, "AnimaginePromptComposer")]["inputs"]["year"] = "2012"
    run = queue(server.url, changed)
    ran = {changed[node_id]["class_type"] for node_id in run.executed}
    assert {"AnimaginePromptComposer", "KSampler"} <= ran
    unchanged = {"CheckpointLoaderSimple", "AnimagineNegative", "AnimagineResolution"}
    assert not ran & {*unchanged, "AnimagineSamplerSettings"}


@pytest.mark.parametrize("title", TITLES)
def test_a_workflow_has_only_our_nodes_and_cores(server, title):
    infos = object_info(server.url)
    for node in api(title).values():
        info = infos[node["class_type"]]
        assert info["python_module"].startswith(("nodes", "comfy_extras", "custom_nodes.animagine"))


@pytest.mark.parametrize("nodes2", [False, True], ids=["classic", "nodes2"])
def test_opens_in_the_front_end(server, nodes2):
    SHOWN.mkdir(exist_ok=True)
    with open_frontend(server.url, nodes2=nodes2) as frontend:
        page = frontend.page
        for title in TITLES:
            ui_file = REPOSITORY / "workflows" / f"{title}.json"
            load_workflow(page, ui_file)
            page.wait_for_timeout(1000)
            assert page.evaluate(MISSING) == [], "missing nodes"
            assert page.evaluate(LOOSE) == [], "links that lead nowhere"
            stored = json.loads(api_file(ui_file).read_text(encoding="utf-8"))
            assert to_api(page) == stored, "the API form is out of date: nox -s workflows"
            renderer = "nodes2" if nodes2 else "classic"
            screenshot(page, SHOWN / f"{title} ({renderer}).png")
        assert frontend.complaints == []


MISSING = """() => window.app.rootGraph.nodes
    .filter((node) => node.has_errors || !(node.type in LiteGraph.registered_node_types))
    .map((node) => node.type)"""
LOOSE = """() => [...window.app.rootGraph.links.values()].filter((link) => {
    const from = window.app.rootGraph.getNodeById(link.origin_id)?.outputs[link.origin_slot];
    const to = window.app.rootGraph.getNodeById(link.target_id)?.inputs[link.target_slot];
    return !from || !to || to.link !== link.id || !LiteGraph.isValidConnection(from.type, to.type);
}).map((link) => link.id)"""

OPEN_PICTURE = """async (content) => {
    const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
    await window.app.handleFile(new File([bytes], 'drawn.png', { type: 'image/png' }));
}"""
SHOWN_ON_COMPOSER = """() => window.app.rootGraph.nodes
    .find((node) => node.type === 'AnimaginePromptComposer')
    ?.widgets.at(-1).element.querySelector('.animagine-text').textContent"""
SHOWN_ON_CHECK = """() => window.app.rootGraph.nodes
    .find((node) => node.type === 'AnimaginePromptCheck')
    .widgets.find((widget) => widget.name === 'preview').element.textContent"""


@pytest.mark.parametrize("nodes2", [False, True], ids=["classic", "nodes2"])
def test_the_check_shows_its_report_on_itself_without_the_preview(server, nodes2):
    title = CHECKED
    SHOWN.mkdir(exist_ok=True)
    off = {"AnimagineXL.Preview.Enabled": False}
    with open_frontend(server.url, nodes2=nodes2, settings=off) as frontend:
        page = frontend.page
        load_workflow(page, REPOSITORY / "workflows" / f"{title}.json")
        page.evaluate("async () => { await window.app.queuePrompt(0, 1) }")
        page.wait_for_function(f"() => ({SHOWN_ON_CHECK})().includes('tokens in')")
        assert "warning: saber (fate) - ComfyUI reads" in page.evaluate(SHOWN_ON_CHECK)
        renderer = "nodes2" if nodes2 else "classic"
        screenshot(page, SHOWN / f"{title}, after a run ({renderer}).png")
        assert frontend.complaints == []


OTHER = {
    "AnimaginePromptComposer": {
        "model": "animagine-xl-3.1", "count": "2girls", "character": "c (d)", "series": "s",
        "artist": "a", "rating": "nsfw", "general": "g\nh", "year": "2012", "quality": "none",
        "quality_position": "end", "escape_parentheses": False, "underscores_to_spaces": False,
        "remove_duplicates": False,
    },
    "AnimagineQuality": {"model": "animagine-xl-3.1", "model.quality": "heavy"},
    "AnimagineScore": {"score": "bad score"},
    "AnimagineAesthetic": {"aesthetic": "displeasing"},
    "AnimagineRating": {"model": "animagine-xl-3.0", "rating": "explicit"},
    "AnimagineYear": {"model": "animagine-xl-4.0", "year": "2007"},
    "AnimagineNegative": {
        "model": "animagine-xl-3.1", "model.negative": "light", "additional": "x\ny",
        "remove": "z", "adapt": False,
    },
    "AnimagineResolution": {
        "resolution": "custom", "swap": True, "scale": 0.5, "batch_size": 3, "width": 640,
        "height": 648,
    },
    "AnimagineSamplerSettings": {"model": "animagine-xl-3.0"},
    "AnimaginePromptCheck": {"model": "animagine-xl-3.1"},
    "AnimaginePromptConverter": {
        "text": "x\ny", "source": "animagine-xl-3.1", "target": "animagine-xl-3.0",
    },
    "AnimagineSweep": {
        "model": "animagine-xl-3.1", "x_axis": "custom", "x_values": "a\nb", "y_axis": "aesthetic",
        "y_values": "none",
    },
    "AnimagineGrid": {
        "columns": 3, "title": "t", "label_size": 20, "gap": 0, "background": "light",
    },
}  # fmt: skip
FILL = """async (values) => {
    window.app.rootGraph.clear();
    for (const [type, widgets] of Object.entries(values)) {
        const node = LiteGraph.createNode(type);
        window.app.rootGraph.add(node);
        for (const [name, value] of Object.entries(widgets))
            node.widgets.find((widget) => widget.name === name).value = value;
    }
    await window.app.loadGraphData(window.app.rootGraph.serialize());
}"""
READ = """() => Object.fromEntries(window.app.rootGraph.nodes.map((node) =>
    [node.type, Object.fromEntries(node.widgets
        .filter((widget) => widget.serialize !== false)
        .map((widget) => [widget.name, widget.value]))]))"""


@pytest.mark.parametrize("nodes2", [False, True], ids=["classic", "nodes2"])
def test_every_value_survives_saving_and_loading(server, nodes2):
    with open_frontend(server.url, nodes2=nodes2) as frontend:
        frontend.page.evaluate(FILL, OTHER)
        frontend.page.wait_for_timeout(500)
        assert frontend.page.evaluate(READ) == OTHER
