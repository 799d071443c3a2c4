"""The workflows in ComfyUI's template dialog, with their thumbnails."""

from __future__ import annotations

import json
from io import BytesIO

import pytest
import requests
from PIL import Image
from playwright.sync_api import Locator, Page

from host.browser import open_frontend, screenshot
from host.client import get
from host.server import REPOSITORY
from tools.thumbnails import SIDE, thumbnail
from tools.workflows import ui_files

FOLDER = "animagine-xl"  # of the pack in custom_nodes
CATEGORY = "Animagine XL"
MAX_BYTES = 150_000
INVALID = "Invalid workflow"
SHOWN = REPOSITORY / "test-output"

EXECUTE = "(command) => window.app.extensionManager.command.execute(command)"
IS_LOADED = "([image, side]) => image.naturalWidth === side"
# What is on the canvas: node classes, and those of them that the front end does not know.
CANVAS = """() => {
    const types = window.app.rootGraph.nodes.map(({ type }) => type);
    const unknown = types.filter((type) => !(type in LiteGraph.registered_node_types));
    return { types: types.sort(), unknown };
}"""
LOADED = "(title) => window.app.extensionManager.workflow.activeWorkflow.filename === title"


@pytest.mark.parametrize("ui_file", ui_files(), ids=lambda path: path.stem)
def test_every_workflow_has_a_square_thumbnail(server, ui_file):
    served = requests.get(
        f"{server.url}/api/workflow_templates/{FOLDER}/{thumbnail(ui_file).name}", timeout=30
    )
    assert served.content == thumbnail(ui_file).read_bytes()
    assert len(served.content) <= MAX_BYTES
    with Image.open(BytesIO(served.content)) as image:
        assert (image.format, image.size) == ("JPEG", (SIDE, SIDE))
        assert len(image.convert("L").getcolors(256)) > 50, "the thumbnail is blank"


def test_the_server_lists_the_workflows(server):
    listed = get(f"{server.url}/api/workflow_templates")
    assert sorted(listed[FOLDER]) == [path.stem for path in ui_files()]


def open_templates(page: Page) -> Locator:
    """Open the dialog at the pack's category; its cards."""
    page.evaluate(EXECUTE, "Comfy.BrowseTemplates")
    page.get_by_role("dialog").get_by_text(CATEGORY, exact=True).click()
    page.get_by_test_id(f"template-workflow-{ui_files()[0].stem}").wait_for()
    return page.locator("[data-testid^='template-workflow-']")


def test_the_dialog_shows_the_workflows_and_a_click_opens_them(server):
    SHOWN.mkdir(exist_ok=True)
    with open_frontend(server.url) as frontend:
        page = frontend.page
        cards = open_templates(page)
        assert cards.count() == len(ui_files())
        for card in cards.all():  # a thumbnail is loaded once it is in sight
            card.scroll_into_view_if_needed()
            picture = card.locator("img").element_handle()
            page.wait_for_function(IS_LOADED, arg=[picture, SIDE])
        cards.first.scroll_into_view_if_needed()
        screenshot(page, SHOWN / "templates.png")
        page.keyboard.press("Escape")
        for ui_file in ui_files():
            open_templates(page)
            page.get_by_test_id(f"template-workflow-{ui_file.stem}").click()
            page.wait_for_function(LOADED, arg=ui_file.stem)
            workflow = json.loads(ui_file.read_text(encoding="utf-8"))
            types = sorted(node["type"] for node in workflow["nodes"])
            assert page.evaluate(CANVAS) == {"types": types, "unknown": []}
            assert page.get_by_text(INVALID).all_inner_texts() == []
        assert frontend.complaints == []
