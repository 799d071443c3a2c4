"""The contract against those of the published versions, and the comparison against bad contracts."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import pytest

from host.compat import breaks, lost_values, texts_alone
from rows import rows

FIXTURES = Path(__file__).parent / "fixtures"
FROZEN = sorted(FIXTURES.glob("contract-*.json"))
ADVICE = (
    "Saved workflows and programs rely on what was published. Restore it and add only at the end: "
    "nodes, optional inputs, options, outputs. What must change gets a new node; keep the old one, "
    "with is_deprecated=True."
)


def read(path: Path):
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("frozen", FROZEN, ids=lambda path: path.stem)
def test_what_was_published_is_kept(frozen):
    assert breaks(read(frozen), read(FIXTURES / "contract.json")) == [], ADVICE


def test_this_version_is_frozen():
    pyproject = (Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8")
    (version,) = (line.split('"')[1] for line in pyproject.splitlines() if line[:9] == "version =")
    advice = (
        f"copy tests/fixtures/contract.json to contract-{version}.json when you publish {version}"
    )
    assert FIXTURES / f"contract-{version}.json" in FROZEN, advice


def combo(id_, *options, **more):
    return {"id": id_, "type": "COMBO", "default": options[0], "options": list(options), **more}


def number(id_, **more):
    return {"id": id_, "type": "INT", "default": 1, "min": 1, "max": 64, "step": 1, **more}


def key(name, *nested):
    return {"key": name, "required": [], "optional": list(nested)}


NODE = {
    "category": "Ours",
    "display_name": "A Node",
    "output_node": False,
    "required": [combo("model", "4.0", "3.1")],
    "optional": [
        combo("rating", "safe", "nsfw"),
        {"id": "tags", "type": "STRING", "forceInput": True},
        number("steps"),
    ],
    "outputs": [
        {"name": "text", "type": "STRING", "list": False},
        {"name": "report", "type": "STRING", "list": False},
    ],
}
DYNAMIC = {
    **NODE,
    "required": [
        {
            "id": "model",
            "type": "COMFY_DYNAMICCOMBO_V3",
            "options": [key("4.0", combo("quality", "best")), key("3.1", combo("quality", "good"))],
        }
    ],
}
WAS = {"Node": NODE, "Dynamic": DYNAMIC}
RATING, TAGS, STEPS = NODE["optional"]
NEW = {"id": "new", "type": "STRING", "default": ""}
TEXT, REPORT = NODE["outputs"]


@rows(
    "change, expected",
    ({}, [], "nothing changed"),
    ({"display_name": "Another Name", "category": "Elsewhere"}, [], "a new name in the menu"),
    ({"optional": [RATING, TAGS, STEPS, NEW]}, [], "an optional input at the end"),
    (
        {"optional": [combo("rating", "safe", "nsfw", "none"), TAGS, STEPS]},
        [],
        "an option at the end",
    ),
    (
        {"optional": [RATING, TAGS, number("steps", min=0, max=99, step=2, advanced=True)]},
        [],
        "wider",
    ),
    (
        {"required": [], "optional": [*NODE["required"], RATING, TAGS, STEPS]},
        [],
        "no longer required",
    ),
    ({"outputs": [TEXT, REPORT, {**TEXT, "name": "new"}]}, [], "an output at the end"),
    ({"optional": [RATING, TAGS]}, ["input steps is gone"], "an input removed"),
    (
        {"optional": [RATING, TAGS, {**STEPS, "id": "count"}]},
        ["input steps is gone"],
        "an input renamed",
    ),
    (
        {"optional": [TAGS, RATING, STEPS]},
        ["inputs are model, tags, rating, steps, began with model, rating, tags, steps"],
        "inputs in another order",
    ),
    (
        {"optional": [RATING, NEW, TAGS, STEPS]},
        ["inputs are model, rating, new, tags, steps, began with model, rating, tags, steps"],
        "an input in between",
    ),
    (
        {"required": [*NODE["required"], NEW]},
        [
            "inputs are model, new, rating, tags, steps, began with model, rating, tags, steps",
            "input new is required, which it was not",
        ],
        "a required input",
    ),
    (
        {"required": [*NODE["required"], RATING], "optional": [TAGS, STEPS]},
        ["input rating is required, which it was not"],
        "an optional input that became required",
    ),
    (
        {"optional": [{**RATING, "type": "STRING"}, TAGS, STEPS]},
        ["input rating: type is 'STRING', was 'COMBO'"],
        "another type",
    ),
    (
        {"optional": [{**RATING, "default": "nsfw"}, TAGS, STEPS]},
        ["input rating: default is 'nsfw', was 'safe'"],
        "another default, which programs get that leave the input out",
    ),
    (
        {"optional": [combo("rating", "safe"), TAGS, STEPS]},
        ["input rating: option nsfw is gone"],
        "an option removed",
    ),
    (
        {"optional": [combo("rating", "safe", "none", "nsfw"), TAGS, STEPS]},
        ["input rating: options are safe, none, nsfw, began with safe, nsfw"],
        "an option in between",
    ),
    (
        {"optional": [{**RATING, "options": ["nsfw", "safe"]}, TAGS, STEPS]},
        ["input rating: options are nsfw, safe, began with safe, nsfw"],
        "options in another order",
    ),
    (
        {"optional": [RATING, {"id": "tags", "type": "STRING"}, STEPS]},
        ["input tags: forceInput is None, was True"],
        "a socket that became a widget",
    ),
    (
        {"optional": [RATING, TAGS, {**STEPS, "control_after_generate": True}]},
        ["input steps: control_after_generate is True, was None"],
        "a second widget beside an input",
    ),
    (
        {"optional": [RATING, TAGS, number("steps", min=2, max=63)]},
        ["input steps: min is 2, was 1", "input steps: max is 63, was 64"],
        "a narrower range",
    ),
    (
        {"optional": [{**RATING, "max": 5}, TAGS, STEPS]},
        ["input rating: max is 5, was None"],
        "a limit where there was none",
    ),
    ({"outputs": [TEXT]}, ["output report is gone"], "an output removed"),
    (
        {"outputs": [REPORT, TEXT]},
        ["outputs are report, text, began with text, report"],
        "outputs in another order",
    ),
    (
        {"outputs": [TEXT, {**REPORT, "type": "INT", "list": True}]},
        ["output report: type is 'INT', was 'STRING'", "output report: list is True, was False"],
        "an output of another type",
    ),
    (
        {"output_node": True},
        ["output_node is True, was False"],
        "a node that starts to run by itself",
    ),
)
def test_a_change_of_a_node(change, expected):
    now = {**copy.deepcopy(WAS), "Node": {**NODE, **change}}
    assert breaks(WAS, now) == [f"Node: {line}" for line in expected]


@rows(
    "options, expected",
    (
        [key("4.0", combo("quality", "best")), key("3.1", combo("quality", "good")), key("5")],
        [],
        "a key",
    ),
    (
        [key("4.0", combo("quality", "best", "none")), key("3.1", combo("quality", "good"))],
        [],
        "an option",
    ),
    ([key("4.0", combo("quality", "best"))], ["option 3.1 is gone"], "a key removed"),
    (
        [key("4.0", combo("quality", "best"), NEW), key("3.1", combo("quality", "good"))],
        ["option 4.0 has the inputs quality, new, had quality"],
        "a nested input, which shifts the values after it",
    ),
    (
        [key("4.0"), key("3.1", combo("quality", "good"))],
        ["option 4.0: input quality is gone"],
        "a nested input removed",
    ),
    (
        [key("4.0", combo("quality", "worst")), key("3.1", combo("quality", "good"))],
        [
            "option 4.0: input quality: default is 'worst', was 'best'",
            "option 4.0: input quality: option best is gone",
        ],
        "a nested option removed",
    ),
)
def test_a_change_of_a_dynamic_combo(options, expected):
    now = copy.deepcopy(WAS)
    now["Dynamic"]["required"][0]["options"] = options
    assert breaks(WAS, now) == [f"Dynamic: input model: {line}" for line in expected]


def test_a_node_may_come_but_not_go():
    assert breaks(WAS, {"First": NODE, **WAS}) == []
    assert breaks(WAS, {"Node": NODE}) == ["Dynamic is gone"]


def test_a_combo_may_not_become_a_dynamic_one():
    now = {**WAS, "Node": {**NODE, "required": DYNAMIC["required"]}}
    assert "Node: input model: type is 'COMFY_DYNAMICCOMBO_V3', was 'COMBO'" in breaks(WAS, now)


GRAPH = {
    "1": {"class_type": "Year", "inputs": {"year": "2024", "on": True}},
    "2": {"class_type": "Composer", "inputs": {"tags": ["1", 0]}},
    "3": {"class_type": "Sampler", "inputs": {"text": ["2", 0]}},
}


@rows(
    "change, expected",
    ({}, [], "nothing changed"),
    (
        {"1": {"class_type": "Year", "inputs": {"year": "2024", "on": True, "new": 1}}},
        [],
        "a new input",
    ),
    ({"4": {"class_type": "Year", "inputs": {}}}, [], "a new node"),
    (
        {"1": {"class_type": "Year", "inputs": {"year": "2023", "on": 1}}},
        ["Year (node 1): year is '2023', was '2024'", "Year (node 1): on is 1, was True"],
        "other values",
    ),
    (
        {"2": {"class_type": "Composer", "inputs": {}}},
        ["Composer (node 2): tags is None, was ['1', 0]"],
        "a link lost",
    ),
    ({"2": {"class_type": "Note", "inputs": {}}}, ["Composer (node 2) is Note"], "another node"),
)
def test_lost_values(change, expected):
    assert lost_values(GRAPH, {**GRAPH, **change}) == expected


def test_a_lost_node():
    assert lost_values(GRAPH, {"1": GRAPH["1"], "2": GRAPH["2"]}) == ["Sampler (node 3) is nothing"]


def test_texts_alone_are_the_nodes_with_all_they_read_and_their_outputs_shown():
    alone = texts_alone(GRAPH, {"Composer": 2})
    assert list(alone) == ["1", "2", "2 shows 0", "2 shows 1"]
    assert alone["2 shows 1"] == {"class_type": "PreviewAny", "inputs": {"source": ["2", 1]}}
