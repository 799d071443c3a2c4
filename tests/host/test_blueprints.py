"""The blueprints: whole parts of a workflow that are put on the canvas as one node."""

from __future__ import annotations

import json

import pytest
from PIL import Image

from host.browser import BLANK, screenshot, to_api
from host.client import get, images_of, object_info, queue, text_of
from host.server import REPOSITORY
from host.test_workflows import SHOWN, SMALL, only

FILES = sorted((REPOSITORY / "subgraphs").glob("*.json"))
TITLES = [path.stem for path in FILES]
PROMPT, TEXT_TO_IMAGE = "Animagine XL Prompt", "Animagine XL Text to Image"
CHOSEN = ["version", "count", "character", "series", "rating", "general", "year"]
WIDGETS = {PROMPT: CHOSEN, TEXT_TO_IMAGE: [*CHOSEN, "resolution", "seed"]}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_blueprint_is_one_node_of_only_our_nodes_and_cores(server, path):
    graph = json.loads(path.read_text(encoding="utf-8"))
    (node,), (subgraph,) = graph["nodes"], graph["definitions"]["subgraphs"]
    assert node["type"] == subgraph["id"]
    assert node["title"] == subgraph["name"] == path.stem
    assert subgraph["category"] == "Animagine XL"
    assert graph["extra"]["BlueprintDescription"] == subgraph["description"]
    assert graph["extra"]["BlueprintSearchAliases"]
    infos = object_info(server.url)
    for inner in subgraph["nodes"]:
        module = infos[inner["type"]]["python_module"]
        assert module == "nodes" or module == "custom_nodes.animagine-xl"


def test_the_server_lists_the_blueprints(server):
    listed = get(f"{server.url}/global_subgraphs").values()
    pack = {"node_pack": "custom_nodes.animagine-xl"}
    assert sorted(entry["name"] for entry in listed if entry["info"] == pack) == TITLES
    assert set(WIDGETS) == set(TITLES)


def put(page, title):
    """Search for a blueprint as a user does and put it on a clean canvas."""
    page.evaluate(BLANK)
    canvas = page.locator("canvas#graph-canvas")
    search = page.get_by_role("combobox", name="Add a node")
    for _ in range(10):  # two clicks are not a double one while the page is busy
        canvas.dblclick(position={"x": 700, "y": 150})
        page.wait_for_timeout(500)
        if search.is_visible():
            break
    search.fill(title)
    page.get_by_role("option").filter(has_text=title).first.click()
    search.wait_for(state="hidden")
    canvas.click(position={"x": 700, "y": 150})  # until then the node follows the mouse
    page.wait_for_function(PLACED, arg=title)


PLACED = """(title) => window.app.rootGraph.nodes
    .some((node) => node.title === title && !node.flags.ghost)"""


@pytest.mark.parametrize("title", TITLES)
def test_is_found_and_put_on_the_canvas(page, title, nodes2):
    assert page.get_by_role("alert").all_inner_texts() == []
    put(page, title)
    assert page.evaluate(SHOWN_WIDGETS) == WIDGETS[title]
    SHOWN.mkdir(exist_ok=True)
    renderer = "nodes2" if nodes2 else "classic"
    screenshot(page, SHOWN / f"{title} ({renderer}).png")


SHOWN_WIDGETS = "() => window.app.rootGraph.nodes[0].widgets.map(({ name }) => name)"

SETTINGS = ("steps", "cfg", "sampler_name", "scheduler")
# What is around the blueprint: classes and their values, then links by slot names.
AROUND = {
    PROMPT: (
        {"KSampler": {}, "EmptyLatentImage": {"width": 256, "height": 256}, "VAEDecode": {}},
        [
            ("CheckpointLoaderSimple", "CLIP", PROMPT, "clip"),
            ("CheckpointLoaderSimple", "MODEL", "KSampler", "model"),
            ("CheckpointLoaderSimple", "VAE", "VAEDecode", "vae"),
            *((PROMPT, name, "KSampler", name) for name in ("positive", "negative", *SETTINGS)),
            ("EmptyLatentImage", "LATENT", "KSampler", "latent_image"),
            ("KSampler", "LATENT", "VAEDecode", "samples"),
            ("VAEDecode", "IMAGE", "SaveImage", "images"),
        ],
    ),
    TEXT_TO_IMAGE: (
        {},
        [
            ("CheckpointLoaderSimple", "MODEL", TEXT_TO_IMAGE, "model"),
            ("CheckpointLoaderSimple", "CLIP", TEXT_TO_IMAGE, "clip"),
            ("CheckpointLoaderSimple", "VAE", TEXT_TO_IMAGE, "vae"),
            (TEXT_TO_IMAGE, "image", "SaveImage", "images"),
        ],
    ),
}
LINK = """([title, values, nodes, links]) => {
    const graph = window.app.rootGraph;
    const set = (node, values) => {
        for (const [name, value] of Object.entries(values)) {
            const widget = node.widgets.find((widget) => widget.name === name);
            widget.value = value;
            widget.callback?.(value);
        }
    };
    set(graph.nodes[0], values);
    const found = { [title]: graph.nodes[0] };
    for (const [type, values] of Object.entries(nodes)) {
        found[type] = LiteGraph.createNode(type);
        graph.add(found[type]);
        set(found[type], values);
    }
    for (const [from, output, to, input] of links) {
        found[from].connect(output, found[to], input) ?? console.error(`no link to ${input}`);
    }
}"""
SMALL_SIZE = {PROMPT: (256, 256), TEXT_TO_IMAGE: (336, 192)}
V31 = {
    "version": "animagine-xl-3.1", "character": "saber (fate)", "rating": "nsfw", "year": "2019",
    "general": "long_hair",
}  # fmt: skip
VALUES = {PROMPT: V31, TEXT_TO_IMAGE: {**V31, "resolution": "1344x768 (7:4 landscape)"}}
ALWAYS = {"CheckpointLoaderSimple": {}, "SaveImage": {}, "PreviewAny": {}}
POSITIVE = (
    "masterpiece, best quality, very aesthetic, absurdres, "
    r"1girl, saber \(fate\), nsfw, long hair, recent"
)


@pytest.mark.parametrize("frontend", [False], ids=["classic"], indirect=True)
@pytest.mark.parametrize("title", TITLES)
def test_draws_with_one_choice_of_the_version(server, page, title):
    nodes, links = AROUND[title]
    text = (title, "prompt", "PreviewAny", "source")
    put(page, title)
    page.evaluate(LINK, [title, VALUES[title], {**ALWAYS, **nodes}, [*links, text]])
    graph = to_api(page)
    inputs = {node["class_type"]: node["inputs"] for node in graph.values()}
    versions = [inputs[node]["model"] for node in ("AnimagineNegative", "AnimagineSamplerSettings")]
    assert versions == [V31["version"]] * 2
    settings = [inputs["KSampler"][name][1] for name in SETTINGS]
    assert settings == [0, 1, 2, 3], "the outputs of Animagine Sampler Settings"
    for node in graph.values():
        node["inputs"].update(SMALL.get(node["class_type"], {}))
    run = queue(server.url, graph)
    assert not run.node_errors
    assert text_of(run, only(graph, "PreviewAny")) == POSITIVE
    (picture,) = images_of(run, only(graph, "SaveImage"), server.base)
    with Image.open(picture) as image:
        assert image.size == SMALL_SIZE[title]
        assert len(image.convert("L").getcolors(256)) > 50, "the image is blank"
