"""The route of the live preview: it answers what a run would give, and refuses anything else."""

from __future__ import annotations

import json
from typing import Any

import pytest
import requests

from host.client import queue, text_of
from rows import rows

V40, V31 = "animagine-xl-4.0-opt", "animagine-xl-3.1"
BLOCK = "masterpiece, high score, great score, absurdres"
Node = dict[str, Any]


def node(class_type: str, **inputs: Any) -> Node:
    return {"class_type": class_type, "inputs": inputs}


def composer(**inputs: Any) -> Node:
    return node("AnimaginePromptComposer", **{"model": V40, **inputs})


def post(server, body: object, **headers: str) -> requests.Response:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    sent = {"Content-Type": "application/json", **headers}
    return requests.post(f"{server.url}/animagine/preview", data=data, headers=sent, timeout=60)


def look(server, **graph: Node) -> dict[str, Any]:
    """What the node called `it` would give."""
    response = post(server, {"node": "it", "graph": graph})
    assert response.status_code == 200, response.text
    return response.json()


def text(shown: dict[str, Any]) -> str:
    return "".join(part for part, _ in shown["parts"])


def report(shown: dict[str, Any]) -> str:
    """The report, whose lines the decisions are."""
    return "\n".join(f"{d['kind']}: {d['subject']} - {d['reason']}" for d in shown["decisions"])


def run(server, outputs: int, **graph: Node) -> list[str]:
    """The first outputs of the node called `it` after a run."""
    shown = {f"shown {index}": node("PreviewAny", source=["it", index]) for index in range(outputs)}
    ran = queue(server.url, {**graph, **shown})
    return [text_of(ran, node_id) for node_id in shown]


SELECTORS = {
    "quality": node("AnimagineQuality", model=V31, **{"model.quality": "light"}),
    "year": node("AnimagineYear", model=V31, year="2012", tags=["quality", 0]),
}


@rows(
    "graph",
    ({"it": composer(character="saber (fate)", general="hat, nsfw, (smile")}, "one node"),
    ({"it": composer(model=V31, tags=["year", 0]), **SELECTORS}, "selectors in a chain"),
    (
        {
            "a": node("PrimitiveStringMultiline", value="a (b),\nc"),
            "b": node("StringConcatenate", string_a=["a", 0], string_b="d", delimiter=", "),
            "c": node("StringReplace", string=["b", 0], find="d", replace="1boy"),
            "it": composer(tags=["c", 0]),
        },
        "core's text nodes",
    ),
    (
        {"b": node("PrimitiveBoolean", value=False), "it": composer(general="a_b_c (d)", escape_parentheses=["b", 0])},
        "a linked switch",
    ),
    (
        {"c": composer(rating="nsfw"), "it": node("AnimagineNegative", model=V31, positive=["c", 0])},
        "a negative that knows the positive",
    ),
    (
        {"it": node("AnimagineNegative", model=V31, **{"model.negative": "heavy"}, adapt=False)},
        "a nested choice",
    ),
    (
        {"it": node("AnimaginePromptConverter", text="newest,\n1girl, great quality", target=V40)},
        "the converter",
    ),
)  # fmt: skip
def test_shows_what_a_run_gives(server, graph):
    shown = look(server, **graph)
    assert [text(shown), report(shown)] == run(server, 2, **graph)
    assert shown["elsewhere"] == {}


def test_shows_what_the_check_finds(server):
    graph = {
        "c": composer(general="newest, " + ", ".join(["looking at viewer"] * 30)),
        "it": node("AnimaginePromptCheck", text=["c", 0], model=V31),
    }
    graph["c"]["inputs"]["remove_duplicates"] = False
    shown = look(server, **graph)
    said, _, tokens, chunks = run(server, 4, **graph)
    assert report(shown) == said
    assert [str(shown["tokens"]), str(shown["chunks"])] == [tokens, chunks]
    assert shown["crossing"] and text(shown).startswith("1girl, safe, newest, ")


@rows(
    "inputs, width, height",
    ({}, "832", "1216", "the default"),
    ({"swap": True, "scale": 1.5}, "1824", "1248", "swapped and scaled"),
    ({"resolution": "custom", "width": 1000, "height": 1500}, "1000", "1504", "rounded"),
)
def test_shows_the_size(server, inputs, width, height):
    it = node("AnimagineResolution", **inputs)
    shown = look(server, it=it)
    assert [str(shown["width"]), str(shown["height"])] == [width, height]
    assert run(server, 3, it=it)[1:] == [width, height]


def test_a_size_that_only_a_latent_of_gigabytes_could_have_is_shown_at_once(server):
    it = node("AnimagineResolution", resolution="custom", width=16384, height=16384, batch_size=64)
    assert look(server, it=it) == {"width": 16384, "height": 16384, "elsewhere": {}}


def test_shows_a_sweep_and_what_its_prompts_share(server):
    it = node(
        "AnimagineSweep",
        model=V40,
        prompt="1girl, (red, blue:1.2), safe",
        x_axis="rating",
        x_values="safe, nsfw, SAFE",
    )
    shown = look(server, it=it)
    assert shown["columns"] == 2 and [d["subject"] for d in shown["decisions"]] == ["safe"]
    shared = {"tags": ["1girl", "(red, blue:1.2)"], "shared": True}
    assert shown["cells"] == [
        ["safe", "1girl, (red, blue:1.2), safe", [shared, {"tags": ["safe"], "shared": False}]],
        ["nsfw", "1girl, (red, blue:1.2), nsfw", [shared, {"tags": ["nsfw"], "shared": False}]],
    ]


def test_shows_the_settings(server):
    it = node("AnimagineSamplerSettings", model=V31)
    assert [str(value) for _, value in look(server, it=it)["settings"]] == run(server, 7, it=it)


@rows(
    "graph, elsewhere, expected",
    ({"it": composer(tags=["llm", 0])}, {"tags": ["llm"]}, "1girl, safe, " + BLOCK, "the rest is there"),
    ({"it": composer(tags=["a", 0]), "a": node("AnimagineScore", tags=["llm", 0])}, {"tags": ["llm"]},
     "1girl, safe, high score, great score", "through a node of ours"),
    ({"it": composer(rating=["llm", 0])}, {"rating": ["llm"]}, None, "a choice cannot be left out"),
    ({"it": composer(tags=["re", 0]), "re": node("RegexReplace", string="a")},
     {"tags": ["re"]}, "1girl, safe, " + BLOCK, "a pattern may take for ever"),
    ({"re": node("StringReplace", string="a" * 1000, find="", replace="b" * 1000), "it": composer(tags=["re", 0])},
     {"tags": ["re"]}, "1girl, safe, " + BLOCK, "a megabyte from two short texts"),
    ({"it": node("AnimaginePromptCheck", model=V40, text=["llm", 0])}, {"text": ["llm"]}, None, "nothing to check"),
    ({"it": node("AnimaginePromptConverter", text=["llm", 0])}, {"text": ["llm"]}, None, "nothing to convert"),
    ({"it": node("AnimagineResolution", resolution="nearest to image", image=["load", 0])}, {"image": ["load"]}, None, "an image"),
    ({"it": composer(tags=["c", 0]), "c": node("AnimaginePromptCheck", text="newest", model=V40)},
     {"tags": ["c"]}, "1girl, safe, " + BLOCK, "an output node is not run"),
    ({"it": composer(tags=["s", 0]), "s": node("AnimagineSweep", prompt="1girl", model=V40)},
     {"tags": ["s"]}, "1girl, safe, " + BLOCK, "nor one that gives a list"),
    ({"it": composer(tags=["a", 7]), "a": node("AnimagineScore")}, {"tags": ["a"]}, "1girl, safe, " + BLOCK, "no such output"),
)  # fmt: skip
def test_names_the_node_of_a_value_that_only_a_run_tells(server, graph, elsewhere, expected):
    shown = look(server, **graph)
    assert shown["elsewhere"] == elsewhere
    assert (text(shown) if "parts" in shown else None) == expected


DOUBLED = {
    str(level): node("StringConcatenate", string_a=[str(level - 1), 0], string_b=[str(level - 1), 0], delimiter="")
    for level in range(1, 40)
} | {"0": node("PrimitiveString", value="abc")}  # fmt: skip


@rows(
    "body, error",
    ([], "the request must be an object with graph and node", "a list"),
    ({}, "node None is not the id of a node in graph", "nothing"),
    ({"node": "it", "graph": []}, "graph must be an object of nodes keyed by id", "a graph that is not an object"),
    ({"node": "it", "graph": {}}, "graph must be an object of nodes keyed by id", "no nodes"),
    ({"node": {}, "graph": {"it": composer()}}, "node {} is not the id", "an id that is not a text"),
    ({"node": "x", "graph": {"it": composer()}}, "node 'x' has no class_type", "no such node"),
    ({"node": "it", "graph": {"it": 1}}, "node 'it' has no class_type", "no node"),
    ({"node": "it", "graph": {"it": {"class_type": "AnimaginePromptComposer"}}}, "node 'it' has no inputs object", "no inputs"),
    ({"node": "it", "graph": {"it": node("KSampler")}}, "class_type 'KSampler' has no preview", "a node of core"),
    ({"node": "it", "graph": {"it": composer(model=None)}}, "input 'model' is missing", "no model"),
    ({"node": "it", "graph": {"it": composer(general=1)}}, "input 'general' is 1; expected a value of STRING", "a number"),
    ({"node": "it", "graph": {"it": composer(general={})}}, "input 'general' is {}; expected a value of STRING", "an object"),
    ({"node": "it", "graph": {"it": composer(escape_parentheses="no")}}, "input 'escape_parentheses' is 'no'; expected a value of BOOLEAN", "a text for a switch"),
    ({"node": "it", "graph": {"it": composer(tags=["a"])}}, "input 'tags' is ['a']; expected a value or a link [node id, output]", "half a link"),
    ({"node": "it", "graph": {"it": composer(tags=["a", True])}}, "input 'tags' is ['a', True]; expected a value or a link", "no output"),
    ({"node": "it", "graph": {"it": composer(tags=["it", 0])}}, "node 'it' is linked to itself", "a loop"),
    ({"node": "it", "graph": {"it": composer(general="\ud800")}}, "input 'general' contains an invalid character ('\\ud800'); delete it", "half a character"),
    ({"node": "it", "graph": {"it": composer(general="a" * 250_001)}}, "input 'general' is too long: 250001 characters, maximum 250000", "a long text"),
    ({"node": "it", "graph": {"it": composer(tags=["39", 0]), **DOUBLED}}, "is too long", "a text that doubles"),
    ({"node": "it", "graph": {str(i): composer() for i in range(201)}}, "graph has 201 nodes; the maximum is 200", "too many nodes"),
    (b"[" * 100_000, "the request is not valid JSON", "deep JSON"),
    (b"\xff\xfe", "the request is not valid JSON", "not a text"),
)  # fmt: skip
def test_refuses_with_one_sentence(server, body, error):
    response = post(server, body)
    assert response.status_code == 400
    assert error in response.json()["error"]
    assert "\n" not in response.json()["error"]


@rows(
    "graph, error",
    ({"it": composer(model="x")}, "unknown model 'x'; choose one of: animagine-xl-4.0-opt, ", "an unknown model"),
    ({"it": composer(rating="x")}, "unknown rating 'x'; choose one of: none, safe, ", "an unknown choice"),
    ({"it": node("AnimagineResolution", scale=float("nan"))}, "scale must be between 0.25 and 4", "no number"),
    ({"it": node("AnimagineSweep", model=V40, prompt="a" * 10_001)}, "prompt is too long to preview a sweep: 10001 characters, maximum 10000", "a long prompt many times"),
    ({"it": node("AnimagineResolution", resolution="nearest to image")}, "'nearest to image' needs an image; link one or choose a size", "no image"),
)  # fmt: skip
def test_says_what_the_node_refuses(server, graph, error):
    shown = look(server, **graph)
    assert error in shown["error"] and "parts" not in shown


def test_a_diamond_of_links_takes_no_longer_than_a_chain(server):
    graph: dict[str, Node] = {"0": node("AnimagineScore", tags=["llm", 0])}
    for level in range(1, 150):
        above = [str(level - 1), 0]
        graph[str(level)] = node("StringConcatenate", string_a=above, string_b=above, delimiter="")
        if level % 5 == 0:
            graph[str(level)] = node("StringSubstring", string=above, start=0, end=9)
    assert look(server, it=composer(tags=["149", 0]), **graph)["elsewhere"] == {"tags": ["llm"]}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Content-Type": "text/plain"}, 415),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Origin": "http://elsewhere.example"}, 403),
    ],
    ids=["no JSON, as a form of another site would send", "another site", "another origin"],
)
def test_refuses_other_sites(server, headers, status):
    assert (
        post(server, {"node": "it", "graph": {"it": composer()}}, **headers).status_code == status
    )


def test_refuses_a_large_body(server):
    response = post(server, {"node": "it", "graph": {"it": composer(general="a" * 600_000)}})
    assert response.status_code == 413
    assert "too long to preview" in response.json()["error"]


def test_is_there_for_post_only(server):
    assert requests.get(f"{server.url}/animagine/preview", timeout=30).status_code in (404, 405)


def test_leaves_nothing_in_the_log(server):
    before = server.log()
    post(server, {"node": "it", "graph": {"it": composer(general="a secret prompt")}})
    post(server, b"[" * 100_000)
    assert server.log() == before
