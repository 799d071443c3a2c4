"""Take the pictures of the README in the real front end: ``nox -s pictures``."""

from __future__ import annotations

from PIL import Image
from playwright.sync_api import Page, ViewportSize

from host.browser import load_workflow, open_frontend, screenshot
from host.comfyui import ready_host, say, stand_in_checkpoint
from host.server import REPOSITORY, running_server
from host.workflows import SETTLED, WORKFLOWS

TITLE = "Animagine XL 4.0 - Text to Image"
PICTURE = REPOSITORY / "docs" / "text-to-image.png"
SIZE: ViewportSize = {"width": 2700, "height": 1500}
QUIET = {"Comfy.Minimap.Visible": False, "Comfy.Graph.CanvasInfo": False}
RUN_TEXTS = """async () => {
    const shown = window.app.rootGraph.nodes.filter((node) => node.type === 'PreviewAny');
    await window.app.queuePrompt(0, 1, shown.map((node) => String(node.id)));
}"""
FIT = "() => window.app.extensionManager.command.execute('Comfy.Canvas.FitView')"


def show_texts(page: Page) -> None:
    """Run what shows the texts, not the sampler: random weights would draw noise."""
    page.evaluate(RUN_TEXTS)
    page.wait_for_function(
        "() => Object.values(window.app.nodeOutputs).filter((o) => o.text).length >= 2"
    )


BOUNDS = """() => {
    const { ds, graph } = window.app.canvas;
    const boxes = [...graph.nodes, ...graph.groups].map((item) => item.boundingRect);
    const left = Math.min(...boxes.map((b) => b[0])), top = Math.min(...boxes.map((b) => b[1]));
    const right = Math.max(...boxes.map((b) => b[0] + b[2]));
    const bottom = Math.max(...boxes.map((b) => b[1] + b[3]));
    const corner = (x, y) => [(x + ds.offset[0]) * ds.scale, (y + ds.offset[1]) * ds.scale];
    return [...corner(left - 20, top - 20), ...corner(right + 20, bottom + 20)];
}"""


def main() -> None:
    host = ready_host()
    with (
        running_server(host, stand_in_checkpoint(host)) as server,
        open_frontend(server.url, settings=QUIET) as frontend,
    ):
        page = frontend.page
        page.set_viewport_size(SIZE)
        load_workflow(page, WORKFLOWS / f"{TITLE}.json")
        page.wait_for_timeout(SETTLED)
        show_texts(page)
        page.evaluate(FIT)
        page.wait_for_timeout(SETTLED)
        PICTURE.parent.mkdir(exist_ok=True)
        graph = page.evaluate(BOUNDS)
        screenshot(page, PICTURE)
    with Image.open(PICTURE) as image:
        image.convert("RGB").crop(tuple(map(round, graph))).save(PICTURE, optimize=True)
    say(f"Saved {PICTURE.relative_to(REPOSITORY)}")


if __name__ == "__main__":
    main()
