"""The pack in each of its languages, as the real front end shows it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from host.browser import open_frontend, screenshot
from host.client import get, queue, text_of
from host.server import REPOSITORY
from languages import COMPLETE
from tools.locales import node_texts

PAGES = REPOSITORY / "web" / "docs"
SHOWN = REPOSITORY / "test-output"


def texts(language: str, file: str) -> dict[str, Any]:
    path = REPOSITORY / "locales" / language / f"{file}.json"
    return json.loads(path.read_text(encoding="utf-8"))


NODES = list(texts("en", "nodeDefs"))


def test_the_english_texts_are_those_of_the_nodes(server):
    assert node_texts(server.url) == texts("en", "nodeDefs"), "out of date: nox -s locales"


def test_the_server_hands_out_all_languages(server):
    served = get(f"{server.url}/api/i18n")
    for language in COMPLETE:
        files = {file: texts(language, file) for file in ("nodeDefs", "settings")}
        assert served[language] == {**texts(language, "main"), **files}


FILL = """(types) => {
    const nodes = types.map((type, i) => {
        const node = LiteGraph.createNode(type);
        node.pos = [(i % 6) * 480, Math.floor(i / 6) * 700];
        window.app.rootGraph.add(node);
        return node;
    });
    const find = (type) => nodes.find((node) => node.type === type);
    const composer = find('AnimaginePromptComposer');
    composer.connect(0, find('AnimaginePromptCheck'), 'text');
    find('PreviewAny').connect(0, find('AnimagineNegative'), 'positive');
    window.app.canvas.ds.scale = 0.6;
    window.app.canvas.ds.offset = [150, 250];
}"""
FIND = "const node = window.app.rootGraph.nodes.find((node) => node.type === type);"
SELECT = f"(type) => {{ {FIND} window.app.canvas.selectItems([node]) }}"
EXECUTE = "(command) => window.app.extensionManager.command.execute(command)"


@pytest.fixture(scope="module", params=COMPLETE)
def language(request):
    return request.param


@pytest.fixture(scope="module")
def page(server, language):
    """The front end in ``language``, with all nodes of the pack on the canvas."""
    SHOWN.mkdir(exist_ok=True)
    with open_frontend(server.url, locale=language) as frontend:
        frontend.page.evaluate(FILL, [*NODES, "PreviewAny"])
        frontend.page.wait_for_function("() => document.querySelector('.animagine-tag')")
        screenshot(frontend.page, SHOWN / f"nodes ({language}).png")
        yield frontend.page
        # The front end looks for en.md before the page without a language.
        assert [said for said in frontend.complaints if "/en.md" not in said] == []


SHOWN_TEXTS = """() => Object.fromEntries(window.app.rootGraph.nodes.map((node) => [node.type, {
    title: node.title,
    inputs: Object.fromEntries(node.inputs.map((slot) => [slot.name, slot.localized_name])),
    widgets: Object.fromEntries(node.widgets.filter((widget) => widget.serialize !== false)
        .map((widget) => [widget.name, widget.label])),
    outputs: node.outputs.map((slot) => slot.localized_name),
}]))"""


def test_nodes_have_the_names_of_the_language(page, language):
    found = page.evaluate(SHOWN_TEXTS)
    for node, expected in texts(language, "nodeDefs").items():
        names = {name: said["name"] for name, said in expected["inputs"].items()}
        shown = found[node]
        assert shown["title"] == expected["display_name"]
        assert {name.replace(".", "_"): said for name, said in shown["inputs"].items()} == names
        widgets = {name.replace(".", "_"): said for name, said in shown["widgets"].items()}
        assert widgets == {name: names[name] for name in widgets}
        assert shown["outputs"] == [said["name"] for said in expected["outputs"].values()]


PLACES = f"""(type) => {{
    {FIND}
    const {{ ds, canvas }} = window.app.canvas;
    const page = canvas.getBoundingClientRect();
    const at = (x, y) => [(x + ds.offset[0]) * ds.scale + page.left,
                          (y + ds.offset[1]) * ds.scale + page.top];
    const rating = node.widgets.find(({{ name }}) => name === 'rating');
    return {{ description: at(node.pos[0] + 60, node.pos[1] - 15), tags: at(...node.getInputPos(0)),
        rating: at(node.pos[0] + 200, node.pos[1] + rating.y + 8),
        output: at(...node.getOutputPos(0)) }};
}}"""
TOOLTIP = "(text) => document.querySelector('.node-tooltip')?.textContent.trim() === text"


def test_tooltips_are_in_the_language(page, language):
    composer = texts(language, "nodeDefs")["AnimaginePromptComposer"]
    expected = {
        "description": composer["description"],
        "tags": composer["inputs"]["tags"]["tooltip"],
        "rating": composer["inputs"]["rating"]["tooltip"],
        "output": composer["outputs"]["0"]["tooltip"],
    }
    for place, (x, y) in page.evaluate(PLACES, "AnimaginePromptComposer").items():
        page.mouse.move(x, y)
        page.wait_for_function(TOOLTIP, arg=expected[place])


def test_the_node_library_has_the_categories_of_the_language(page, language):
    categories = texts(language, "main")["nodeCategories"]
    page.evaluate(EXECUTE, "Workspace.ToggleSidebarTab.node-library")
    for category in ("Animagine XL", "Settings", "Tags", "Prompt", "Compare"):
        page.get_by_role("treeitem", name=categories[category], exact=True).last.click()
    for node in texts(language, "nodeDefs").values():
        name = page.get_by_text(node["display_name"], exact=True)  # one may begin another
        page.get_by_role("treeitem").filter(has=name).wait_for()
    screenshot(page, SHOWN / f"node library ({language}).png")
    page.evaluate(EXECUTE, "Workspace.ToggleSidebarTab.node-library")


def test_the_settings_are_in_the_language(page, language):
    page.evaluate(EXECUTE, "Comfy.ShowSettingsDialog")
    dialog = page.get_by_role("dialog")
    main = texts(language, "main")
    dialog.get_by_text(main["settingsCategories"]["Animagine XL"], exact=True).click()
    dialog.get_by_text(main["settingsCategories"]["Preview"], exact=True).wait_for()
    for setting in texts(language, "settings").values():
        dialog.get_by_text(setting["name"]).locator(".pi-info-circle").hover()
        tooltip = page.get_by_role("tooltip").filter(has_text=setting["tooltip"])
        tooltip.wait_for()
        page.mouse.move(0, 0)
        tooltip.wait_for(state="hidden")
    screenshot(page, SHOWN / f"settings ({language}).png")
    page.keyboard.press("Escape")
    dialog.wait_for(state="hidden")


PREVIEW = f"""(type) => {{
    {FIND}
    return node.widgets.find((widget) => widget.name === 'preview').element.innerText;
}}"""


def test_the_preview_speaks_the_language(page, language):
    words, nodes = texts(language, "main")["animagineXL"], texts(language, "nodeDefs")
    assert words["tokens"].replace("$1", "15").replace("$2", "75") in page.evaluate(
        PREVIEW, "AnimaginePromptComposer"
    )
    assert words["nothing"] in page.evaluate(PREVIEW, "AnimaginePromptCheck")
    given = nodes["AnimagineNegative"]["inputs"]["positive"]["name"]
    origin = page.evaluate(f"(type) => {{ {FIND} return node.title }}", "PreviewAny")
    elsewhere = words["elsewhere"].replace("$1", given).replace("$2", origin)
    assert elsewhere in page.evaluate(PREVIEW, "AnimagineNegative")
    settings = page.evaluate(PREVIEW, "AnimagineSamplerSettings").splitlines()
    outputs = [output["name"] for output in nodes["AnimagineSamplerSettings"]["outputs"].values()]
    assert [line.rpartition(" ")[0] for line in settings] == outputs
    assert page.locator(".animagine-choices").get_attribute("title") == words["sizes"]
    legend = [words["legend"], *words["slots"].values()]
    assert page.locator(".animagine-text").first.get_attribute("title").splitlines() == legend
    for slot in ("count", "rating", "quality", "score", "meta"):
        tag = page.locator(f".animagine-tag[data-slot={slot}]").first
        assert tag.get_attribute("title") == words["slots"][slot]


HEADING = "(text) => document.querySelector('.node-help-content h1')?.textContent === text"
PICTURES = """async () => Promise.all([...document.querySelectorAll('.node-help-content img')]
    .map(async (image) => { await image.decode(); return image.naturalWidth }))"""
MARKS = """() => {
    const help = document.querySelector('.node-help-content').cloneNode(true);
    for (const code of help.querySelectorAll('code')) code.remove();
    return help.textContent.match(/.*[*`|#].*/g) ?? [];
}"""


def test_every_node_has_its_help_page(page, language):
    page.evaluate(SELECT, NODES[0])
    page.get_by_test_id("info-button").click()
    for node in NODES:
        page.evaluate(SELECT, node)
        path = PAGES / (f"{node}.md" if language == "en" else f"{node}/{language}.md")
        written = path.read_text(encoding="utf-8")
        page.wait_for_function(HEADING, arg=written.splitlines()[0].removeprefix("# "))
        assert page.locator(".node-help-content h2").count() == written.count("\n## ")
        assert len(page.evaluate(PICTURES)) == written.count("![")
        assert page.evaluate(MARKS) == [], "Markdown that was not understood"
    page.evaluate(SELECT, NODES[0])
    screenshot(page, SHOWN / f"help ({language}).png")
    page.evaluate("() => window.app.canvas.deselectAll()")


def test_the_help_page_of_the_check_shows_what_it_says(server):
    written = (PAGES / "AnimaginePromptCheck.md").read_text(encoding="utf-8")
    prompt = "2girls, saber (fate), fate (series), solo, great quality"
    graph = {
        "prompt": {"class_type": "PrimitiveString", "inputs": {"value": prompt}},
        "check": {
            "class_type": "AnimaginePromptCheck",
            "inputs": {"text": ["prompt", 0], "model": "animagine-xl-4.0-opt"},
        },
    }
    report = text_of(queue(server.url, graph), "check").splitlines()
    assert "".join(f"- `{line}`\n" for line in report) in written
