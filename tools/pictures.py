"""Take the pictures of the README and the help pages in the real front end: ``nox -s pictures``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Page, ViewportSize

from host.browser import load_workflow, open_frontend, screenshot
from host.client import Graph, images_of, queue
from host.comfyui import ready_host, say, stand_in_checkpoint
from host.server import REPOSITORY, Server, running_server
from tools.workflows import SETTLED, WORKFLOWS

TITLE = "Animagine XL 4.0 - Text to Image"
README_PICTURE = REPOSITORY / "docs" / "text-to-image.png"
GRID_TITLE = "Animagine XL 4.0 - Score x Rating Grid"
GRID_PICTURE = REPOSITORY / "docs" / "score-rating-grid.jpg"
SMALL = {"AnimagineResolution": {"scale": 0.25}, "KSampler": {"steps": 2}}
HELP_PICTURES = REPOSITORY / "web" / "docs" / "images"
SIZE: ViewportSize = {"width": 2700, "height": 1500}
COLOURS = 192  # a node has few
QUIET = {
    "Comfy.Minimap.Visible": False,
    "Comfy.Graph.CanvasInfo": False,
    "Comfy.NodeBadge.NodeSourceBadgeMode": "None",
}

FIREFLY = {
    "character": "firefly (honkai: star rail)",
    "series": "honkai (series), honkai: star rail",
    "general": "casual, solo, smile",
}
HELP: dict[str, list[tuple[str, tuple[float, float], dict[str, Any]]]] = {
    "composer": [("AnimaginePromptComposer", (460, 560), FIREFLY)],
    "check": [
        (
            "PrimitiveStringMultiline",
            (400, 160),
            {"value": "1girl, saber (fate), newest, 2girls, solo"},
        ),
        ("AnimaginePromptCheck", (460, 330), {}),
    ],
    "resolution": [("AnimagineResolution", (400, 320), {})],
    "sweep": [
        (
            "PrimitiveStringMultiline",
            (400, 160),
            {"value": "1girl, safe, smile, masterpiece, high score, great score, absurdres"},
        ),
        (
            "AnimagineSweep",
            (460, 460),
            {"x_axis": "score", "y_axis": "rating", "y_values": "safe\nsensitive"},
        ),
    ],
}
SHOW = """(nodes) => {
    const made = nodes.map(([type, size, values], index) => {
        const node = LiteGraph.createNode(type);
        node.pos = [300 + index * 470, 200];
        window.app.rootGraph.add(node);
        node.setSize(size);
        for (const [name, value] of Object.entries(values))
            node.widgets.find((widget) => widget.name === name).value = value;
        return node;
    });
    made[1]?.inputs.forEach(({ name }, slot) => {
        if (['text', 'prompt'].includes(name)) made[0].connect(0, made[1], slot);
    });
}"""
RUN_TEXTS = """async () => {
    const shown = window.app.rootGraph.nodes.filter((node) => node.type === 'PreviewAny');
    await window.app.queuePrompt(0, 1, shown.map((node) => String(node.id)));
}"""
FIT = "() => window.app.extensionManager.command.execute('Comfy.Canvas.FitView')"
BLANK = "() => { window.app.rootGraph.clear(); window.app.canvas.ds.reset(); }"
BOUNDS = """(edge) => {
    const { ds, graph } = window.app.canvas;
    const boxes = [...graph.nodes, ...graph.groups].map((item) => item.boundingRect);
    const left = Math.min(...boxes.map((b) => b[0])), top = Math.min(...boxes.map((b) => b[1]));
    const right = Math.max(...boxes.map((b) => b[0] + b[2]));
    const bottom = Math.max(...boxes.map((b) => b[1] + b[3]));
    const corner = (x, y) => [(x + ds.offset[0]) * ds.scale, (y + ds.offset[1]) * ds.scale];
    return [...corner(left - edge, top - edge), ...corner(right + edge, bottom + edge)];
}"""


def show_texts(page: Page) -> None:
    """Run what shows the texts, not the sampler: random weights would draw noise."""
    page.evaluate(RUN_TEXTS)
    page.wait_for_function(
        "() => Object.values(window.app.nodeOutputs).filter((o) => o.text).length >= 2"
    )


def save(page: Page, path: Path, edge: int) -> None:
    """The graph on the canvas and `edge` pixels around it."""
    page.wait_for_timeout(SETTLED)
    path.parent.mkdir(exist_ok=True)
    graph = page.evaluate(BOUNDS, edge)
    screenshot(page, path)
    with Image.open(path) as image:
        cut = image.convert("RGB").crop(tuple(map(round, graph)))
    cut.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    say(f"Saved {path.relative_to(REPOSITORY)}")


def draw_grid(server: Server) -> None:
    """The picture that the workflow draws, of noise: the weights are random."""
    graph: Graph = json.loads((WORKFLOWS / "api" / f"{GRID_TITLE}.json").read_text("utf-8"))
    for node in graph.values():
        node["inputs"].update(SMALL.get(node["class_type"], {}))
    saver = next(key for key, node in graph.items() if node["class_type"] == "SaveImage")
    (drawn,) = images_of(queue(server.url, graph), saver, server.base)
    with Image.open(drawn) as image:
        image.convert("RGB").save(GRID_PICTURE, quality=70, optimize=True)
    say(f"Saved {GRID_PICTURE.relative_to(REPOSITORY)}")


def main() -> None:
    host = ready_host()
    with (
        running_server(host, stand_in_checkpoint(host)) as server,
        open_frontend(server.url, settings=QUIET) as frontend,
    ):
        page = frontend.page
        for name, nodes in HELP.items():
            page.evaluate(BLANK)
            page.evaluate(SHOW, nodes)
            save(page, HELP_PICTURES / f"{name}.png", edge=12)
        page.set_viewport_size(SIZE)
        load_workflow(page, WORKFLOWS / f"{TITLE}.json")
        page.wait_for_timeout(SETTLED)
        show_texts(page)
        page.evaluate(FIT)
        save(page, README_PICTURE, edge=20)
        draw_grid(server)


if __name__ == "__main__":
    main()
