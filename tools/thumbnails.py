"""Draw the pictures that the template dialog shows of the workflows: ``nox -s thumbnails``.

Run after a change of a workflow or of a node's looks. A picture has the workflow's title and a part
of its graph; nothing in it is drawn by a model.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import FloatRect, Page, ViewportSize

from host.browser import load_workflow, open_frontend
from host.comfyui import ready_host, say, stand_in_checkpoint
from host.server import REPOSITORY, running_server
from tools.workflows import SETTLED, ui_files

SIDE = 640  # px; the dialog shows up to 256, twice as many on a fine screen
QUALITY = 74
DRAWN = 1024  # px of the page that become the picture
MARGIN = 24  # of the graph around the nodes that are shown
SHOWN = (  # the first that a workflow has
    ("AnimagineSweep",),
    ("AnimaginePromptComposer", "AnimagineResolution", "AnimaginePromptCheck"),
)
WINDOW: ViewportSize = {"width": 1440, "height": 1320}
PICTURE: FloatRect = {"x": 200, "y": 150, "width": DRAWN, "height": DRAWN}  # clear of all menus
SETTINGS: dict[str, Any] = {
    "Comfy.ColorPalette": "dark",
    "Comfy.Minimap.Visible": False,
    "Comfy.Graph.CanvasInfo": False,
    "Comfy.NodeBadge.NodeSourceBadgeMode": "None",
    "LiteGraph.Canvas.MinFontSizeForLOD": 0,  # write all texts, however small
    "AnimagineXL.Preview.FontSize": 18,
}
FILLED = """() => {
    const texts = [...document.querySelectorAll('.animagine-text')];
    return texts.length && texts.every((text) => text.textContent)
        && !document.querySelector('.animagine-old');
}"""
DRAW = """({ product, title, shown, margin, picture }) => {
    document.getElementById('thumbnail-title')?.remove();
    const band = document.createElement('div');
    band.id = 'thumbnail-title';
    band.style = `position: fixed; z-index: 9999; box-sizing: border-box; padding: 28px 44px 28px;
        left: ${picture.x}px; top: ${picture.y}px; width: ${picture.width}px; color: #fff;
        background: #101318; font: 800 96px/1.04 Inter, sans-serif; text-wrap: balance`;
    band.append(document.createElement('div'), title);
    band.firstChild.textContent = product;
    band.firstChild.style = 'font: 600 64px Inter; color: #8ab4f8; padding-bottom: 4px';
    document.body.append(band);

    const { canvas, ds, graph } = window.app.canvas;
    const nodes = shown.map((types) => graph.nodes.filter(({ type }) => types.includes(type)));
    const boxes = nodes.find(({ length }) => length).map((node) => node.boundingRect);
    const left = Math.min(...boxes.map((b) => b[0])) - margin;
    const top = Math.min(...boxes.map((b) => b[1])) - margin;
    const width = Math.max(...boxes.map((b) => b[0] + b[2])) + margin - left;
    const height = Math.max(...boxes.map((b) => b[1] + b[3])) + margin - top;
    const free = picture.height - band.offsetHeight;
    ds.scale = Math.min(picture.width / width, free / height);
    const page = canvas.getBoundingClientRect();
    const x = picture.x - page.left + picture.width / 2;
    const y = picture.y - page.top + band.offsetHeight + free / 2;
    ds.offset = [x / ds.scale - left - width / 2, y / ds.scale - top - height / 2];
    window.app.canvas.setDirty(true, true);
}"""


def thumbnail(ui_file: Path) -> Path:
    """Where the picture of a workflow lies: the dialog looks for it there, as .jpg alone."""
    return ui_file.with_suffix(".jpg")


def draw(page: Page, ui_file: Path) -> None:
    load_workflow(page, ui_file)
    page.wait_for_function(FILLED)
    product, _, title = ui_file.stem.partition(" - ")
    given = {"product": product, "title": title, "shown": SHOWN}
    page.evaluate(DRAW, {**given, "margin": MARGIN, "picture": PICTURE})
    page.wait_for_timeout(SETTLED)
    path = thumbnail(ui_file)
    with Image.open(BytesIO(page.screenshot(clip=PICTURE))) as image:
        small = image.convert("RGB").resize((SIDE, SIDE), Image.Resampling.LANCZOS)
    small.save(path, quality=QUALITY, optimize=True)
    say(f"Saved {path.relative_to(REPOSITORY)}")


def main() -> None:
    host = ready_host()
    with (  # a checkpoint that is missing would be marked in red
        running_server(host, stand_in_checkpoint(host)) as server,
        open_frontend(server.url, settings=SETTINGS) as frontend,
    ):
        frontend.page.set_viewport_size(WINDOW)
        for ui_file in ui_files():
            draw(frontend.page, ui_file)


if __name__ == "__main__":
    main()
