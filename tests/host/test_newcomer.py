"""A node, a language and a model that a newcomer added, in one start of the real ComfyUI."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from host.browser import open_frontend
from host.client import get, object_info, queue, text_of
from host.compat import breaks
from host.server import REPOSITORY, copy_pack, running_server
from newcomer import (
    LANGUAGE,
    MODEL,
    NODE,
    NODE_TEXTS,
    OWN_WORDS,
    YEAR,
    add_language,
    add_model,
    add_node,
    read,
)
from tools.contract import SNAPSHOT, contract

PUBLISHED = read(SNAPSHOT)
ENGLISH = REPOSITORY / "locales" / "en"
CHECK, COMPOSER = "AnimaginePromptCheck", "AnimaginePromptComposer"


@pytest.fixture(scope="module")
def newcomer(host, tmp_path_factory):
    pack = copy_pack(tmp_path_factory.mktemp("newcomer") / "animagine-xl")
    for add in (add_node, add_language, add_model):
        add(pack)
    with running_server(host, pack=pack) as server:
        yield server


@pytest.fixture(scope="module")
def nodes(newcomer):
    return contract(newcomer.url)


def inputs(specs: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Each input, nested ones too."""
    for spec in specs:
        yield spec
        for option in spec.get("options", []):
            if isinstance(option, dict):
                yield from inputs([*option["required"], *option["optional"]])


def test_a_node_in_the_list_is_in_the_menu_and_runs(newcomer, nodes):
    assert [*nodes] == [*PUBLISHED, NODE]
    assert object_info(newcomer.url, NODE)[NODE]["display_name"] == "Animagine Toy"
    graph = {
        "toy": {"class_type": NODE, "inputs": {"text": "smile"}},
        "shown": {"class_type": "PreviewAny", "inputs": {"source": ["toy", 0]}},
    }
    assert text_of(queue(newcomer.url, graph), "shown") == "smile, smile"


def test_a_model_is_the_last_option_everywhere(nodes):
    menus = [
        [option["key"] if isinstance(option, dict) else option for option in spec["options"]]
        for node in nodes.values()
        for spec in inputs([*node["required"], *node["optional"]])
        if "options" in spec
    ]
    with_models = [options for options in menus if "animagine-xl-3.0" in options]
    assert len(with_models) >= len(PUBLISHED) - 3  # score, aesthetic and grid have no model
    assert {options[-1] for options in with_models} == {MODEL}


def test_a_model_changes_nothing_else_but_the_years(nodes):
    changed = breaks(PUBLISHED, nodes)
    assert [line for line in changed if ": input year" not in line] == []


def test_the_default_year_is_the_same_for_people_and_programs(newcomer, nodes):
    (year,) = (spec for spec in nodes["AnimagineYear"]["optional"] if spec["id"] == "year")
    assert (year["default"], year["options"][0]) == (f"{YEAR}", f"{YEAR}")
    graph = {
        "year": {"class_type": "AnimagineYear", "inputs": {"model": MODEL}},
        "shown": {"class_type": "PreviewAny", "inputs": {"source": ["year", 0]}},
    }
    assert text_of(queue(newcomer.url, graph), "shown") == f"year {YEAR}"


def test_a_partial_language_is_served_as_it_is(newcomer):
    assert get(f"{newcomer.url}/api/i18n")[LANGUAGE] == {**OWN_WORDS, "nodeDefs": NODE_TEXTS}


FILL = """(types) => {
    const nodes = types.map((type, i) => {
        const node = LiteGraph.createNode(type);
        node.pos = [300 + i * 500, 300];
        window.app.rootGraph.add(node);
        return node;
    });
    nodes[0].connect(0, nodes[1], 'text');
}"""
SHOWN = """() => Object.fromEntries(window.app.rootGraph.nodes.map((node) => [node.type, {
    title: node.title,
    inputs: node.inputs.map((slot) => slot.localized_name ?? slot.name),
    preview: node.widgets.find((widget) => widget.name === 'preview').element.innerText,
}]))"""
READY = """(word) => window.app.rootGraph.nodes.every((node) => node.widgets
    .find((widget) => widget.name === 'preview').element.innerText)
    && document.body.innerText.includes(word)"""
SELECT = """(type) => window.app.canvas.selectItems(
    [window.app.rootGraph.nodes.find((node) => node.type === type)])"""
HEADING = "(text) => document.querySelector('.node-help-content h1')?.textContent === text"


def test_what_a_partial_language_lacks_is_shown_in_english(newcomer):
    english = read(ENGLISH / "nodeDefs.json")
    words = read(ENGLISH / "main.json")["animagineXL"]
    with open_frontend(newcomer.url, locale=LANGUAGE) as frontend:
        page = frontend.page
        page.evaluate(FILL, [COMPOSER, CHECK])
        page.wait_for_function(READY, arg=OWN_WORDS["animagineXL"]["nothing"])
        shown = page.evaluate(SHOWN)
        assert shown[CHECK]["title"] == NODE_TEXTS[CHECK]["display_name"]
        assert shown[COMPOSER]["title"] == english[COMPOSER]["display_name"]
        names = [slot["name"] for slot in english[CHECK]["inputs"].values()]
        assert sorted(shown[CHECK]["inputs"]) == sorted(names)
        assert OWN_WORDS["animagineXL"]["nothing"] in shown[CHECK]["preview"]
        tokens = words["tokens"].partition("$1")[2].partition("$2")[0]
        assert tokens in shown[COMPOSER]["preview"]

        page.evaluate(SELECT, COMPOSER)
        page.get_by_test_id("info-button").click()
        written = (REPOSITORY / "web" / "docs" / f"{COMPOSER}.md").read_text(encoding="utf-8")
        page.wait_for_function(HEADING, arg=written.splitlines()[0].removeprefix("# "))
        # The front end looks for the page of the language first.
        assert [said for said in frontend.complaints if f"/{LANGUAGE}.md" not in said] == []
