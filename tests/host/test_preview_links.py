"""The live preview follows what is linked: selectors, core texts, reroutes, subgraphs."""

from __future__ import annotations

from host.preview_page import (
    BLOCK,
    CHECK,
    CONVERTER,
    NEGATIVE,
    V40,
    build,
    composed,
    composer,
    run,
    set_value,
    shown,
    views,
    wait,
    with_outputs,
)

QUALITY, SCORE, RATING = "AnimagineQuality", "AnimagineScore", "AnimagineRating"
TEXT, LINES, JOIN = "PrimitiveString", "PrimitiveStringMultiline", "StringConcatenate"


SOURCES = {
    "best": (QUALITY, {"model": V40, "model.quality": "masterpiece"}),
    "best and scores": (SCORE, {"score": "recommended", "tags": ["best", 0]}),
    "all of them": ("AnimagineAesthetic", {"aesthetic": "displeasing", "tags": ["best and scores", 0]}),
    "rated": (RATING, {"model": V40, "rating": "nsfw", "tags": ["all of them", 0]}),
    "dated": ("AnimagineYear", {"model": V40, "year": "2012", "tags": ["rated", 0]}),
    "one line": (TEXT, {"value": "2girls"}),
    "lines": (LINES, {"value": "hat,\nlong_hair, // not here"}),
    "both": (JOIN, {"string_a": ["one line", 0], "string_b": ["lines", 0], "delimiter": ", "}),
    "cut": ("StringSubstring", {"string": ["both", 0], "start": 3, "end": 12}),
    "trimmed": ("StringTrim", {"string": "  night  ", "mode": "Both"}),
    "upper": ("CaseConverter", {"string": ["trimmed", 0], "mode": "UPPERCASE"}),
    "replaced": ("StringReplace", {"string": ["lines", 0], "find": "hat", "replace": "beret"}),
    "point": ("Reroute", {"": ["best and scores", 0]}),
    "next point": ("Reroute", {"": ["point", 0]}),
    "muted": (SCORE, {"score": "low score", "tags": ["best", 0]}),
    "after the muted": (QUALITY, {"model": V40, "model.quality": "best quality", "tags": ["muted", 0]}),
    "bypassed": (SCORE, {"score": "low score", "tags": ["best", 0]}),
    "after the bypassed": (RATING, {"model": V40, "rating": "nsfw", "tags": ["bypassed", 0]}),
    "bypassed text": (JOIN, {"string_a": ["one line", 0], "string_b": ["lines", 0], "delimiter": ", "}),
    "bypassed composer": composer(tags=["lines", 0], general="not here"),
    "a rating": ("PrimitiveNode", {}),
    "a count": ("PrimitiveNode", {}),
    "a general": ("PrimitiveNode", {}),
    "a year": ("PrimitiveNode", {}),
    "a switch": ("PrimitiveBoolean", {"value": False}),
}  # fmt: skip
PRIMITIVES = (
    ("rating", "explicit"),
    ("count", "2boys"),
    ("general", "smile // long hair"),
    ("year", "2007"),
)
MODES = {"muted": 2, "bypassed": 4, "bypassed text": 4, "bypassed composer": 4}
FOLLOWED = {
    "a chain of selectors": composer(tags=["best and scores", 0]),
    "a long chain": composer(tags=["dated", 0]),
    "a text of many lines": composer(tags=["lines", 0]),
    "two texts joined": composer(tags=["both", 0]),
    "a part of a text": composer(tags=["cut", 0]),
    "a text in capitals": composer(tags=["upper", 0]),
    "a text replaced": composer(tags=["replaced", 0]),
    "a reroute": composer(tags=["point", 0]),
    "a reroute after a reroute": composer(tags=["next point", 0]),
    "a muted selector": composer(tags=["muted", 0]),
    "after a muted selector": composer(tags=["after the muted", 0]),
    "a bypassed selector": composer(tags=["bypassed", 0]),
    "after a bypassed selector": composer(tags=["after the bypassed", 0]),
    "a bypassed core node": composer(tags=["bypassed text", 0]),
    "a bypassed composer": composer(tags=["bypassed composer", 0]),
    "a primitive on rating": composer(rating=["a rating", 0], general="night"),
    "a primitive on count": composer(count=["a count", 0]),
    "a primitive on general": composer(general=["a general", 0]),
    "a primitive on year": composer(year=["a year", 0]),
    "texts on widgets": composer(count=["one line", 0], character=["lines", 0], general=["cut", 0]),
    "a switch": composer(escape_parentheses=["a switch", 0], general="saber (fate)"),
    "a composer": composer(tags=["a long chain", 0], general="hat"),
    "a report": composer(tags=["a chain of selectors", 1]),
    "a negative": (NEGATIVE, {"model": V40, "additional": ["lines", 0], "positive": ["a long chain", 0]}),
    "a converter": (CONVERTER, {"text": ["a long chain", 0], "target": "animagine-xl-3.1"}),
    "a check": (CHECK, {"model": V40, "text": ["a long chain", 0], "negative": ["a negative", 0]}),
    "a check of a converter": (CHECK, {"model": V40, "text": ["a converter", 0]}),
}  # fmt: skip
SET_MODES = """(modes) => {
    for (const node of window.app.rootGraph.nodes) if (modes[node.title]) node.mode = modes[node.title];
}"""


def told(title, text, report):
    """What both a run and a preview tell; a check has no text of its own."""
    return "" if FOLLOWED[title][0] == CHECK else text, sorted(line for line in report if line)


def test_shows_what_a_run_gives(page):
    def read():
        found = views(page)
        return {
            title: told(title, found[title]["text"], found[title]["report"]) for title in FOLLOWED
        }

    build(page, with_outputs({**SOURCES, **FOLLOWED}, FOLLOWED))
    page.evaluate(SET_MODES, MODES)
    for name, value in PRIMITIVES:
        set_value(page, f"a {name}", name, value)
    ran = run(page)
    expected = {}
    for title, (node, _) in FOLLOWED.items():
        report = ran[f"{title} {0 if node == CHECK else 1}"].split("\n")
        expected[title] = told(title, ran[f"{title} 0"], report)
    assert wait(page, read, expected) == expected
    assert expected["a primitive on general"][0] == f"1girl, safe, smile, {BLOCK}"
    assert expected["a primitive on rating"][0] == f"1girl, explicit, night, {BLOCK}"
    chain = "1girl, nsfw, displeasing, year 2012, masterpiece, high score, great score"
    assert expected["a long chain"][0] == chain


def test_names_the_node_that_only_a_run_can_tell(page):
    build(page, {
        "my pattern": ("RegexReplace", {"string": "night", "regex_pattern": "n", "replace": "l"}),
        "joined": (JOIN, {"string_a": ["my pattern", 0], "string_b": "hat", "delimiter": ", "}),
        "scored": (SCORE, {"score": "good score", "tags": ["joined", 0]}),
        "composer": composer(tags=["scored", 0], general="smile"),
        "in its general": composer(general=["my pattern", 0]),
        "negative": (NEGATIVE, {"model": V40, "model.negative": "none", "additional": "hat, beret", "positive": ["composer", 0]}),
        "converter": (CONVERTER, {"text": ["my pattern", 0]}),
        "check": (CHECK, {"model": V40, "text": ["composer", 0]}),
    })  # fmt: skip
    known = "available after “my pattern” has run"
    expected = {
        "composer": ("1girl, safe, smile, hat, good score", f"tags: {known}"),
        "in its general": (f"1girl, safe, {BLOCK}", f"general: {known}"),
        "negative": ("beret", f"positive: {known}"),
        "converter": ("", f"text: {known}"),
        "check": ("", f"text: {known}"),
    }

    def read():
        return {title: (view["text"], view["state"]) for title, view in views(page).items()}

    assert wait(page, read, expected) == expected
    run(page)
    assert wait(page, lambda: "tokens in 1 chunk" in read()["check"][1], True), read()["check"]


VIRTUAL = """() => {
    if ('AnimagineTestSet' in LiteGraph.registered_node_types) return;
    class Set extends LiteGraph.LGraphNode {
        constructor() { super('Set'); this.addInput('*', '*'); this.isVirtualNode = true; }
    }
    class Get extends LiteGraph.LGraphNode {
        constructor() { super('Get'); this.addOutput('*', '*'); this.isVirtualNode = true; }
        getInputLink(slot) {
            const setter = this.graph.nodes.find((node) => node.type === 'AnimagineTestSet');
            return this.graph.getLink(setter.inputs[slot].link);
        }
    }
    LiteGraph.registerNodeType('AnimagineTestSet', Set);
    LiteGraph.registerNodeType('AnimagineTestGet', Get);
}"""


def test_names_a_node_that_finds_its_link_itself(page):
    page.evaluate(VIRTUAL)
    nodes = {
        "lines": (LINES, {"value": "hat"}),
        "set": ("AnimagineTestSet", {"*": ["lines", 0]}),
        "get": ("AnimagineTestGet", {}),
        "composer": composer(tags=["get", 0]),
    }
    build(page, with_outputs(nodes, ["composer"]))
    text = run(page)["composer 0"]
    assert text == f"1girl, safe, hat, {BLOCK}"
    state = "tags: available after “get” has run"
    assert wait(page, lambda: shown(page, "state")["composer"], state) == state


def test_a_change_above_is_shown_below(page):
    build(page, {
        "lines": (LINES, {"value": "hat"}),
        "composer": composer(tags=["lines", 0]),
        "negative": (NEGATIVE, {"model": V40, "model.negative": "none", "additional": "hat, beret", "positive": ["composer", 0]}),
        "check": (CHECK, {"model": V40, "text": ["composer", 0]}),
    })  # fmt: skip
    for tag, left in (("hat", "beret"), ("beret", "hat"), ("night", "hat, beret")):
        set_value(page, "lines", "value", tag)
        text = f"1girl, safe, {tag}, {BLOCK}"
        expected = {"composer": text, "negative": left, "check": text}
        assert wait(page, lambda: shown(page), expected) == expected
    page.evaluate(MUTE, "lines")
    expected["composer"] = expected["check"] = f"1girl, safe, {BLOCK}"
    assert wait(page, lambda: shown(page), expected) == expected


MUTE = "(title) => { window.app.rootGraph.nodes.find((node) => node.title === title).mode = 2; }"
WRAP = """(titles) => {
    const { rootGraph } = window.app;
    const inner = rootGraph.nodes.filter((node) => titles.includes(node.title));
    const { node } = rootGraph.convertToSubgraph(new Set(inner));
    node.title = 'subgraph';
}"""
OPEN = """(title) => {
    const { canvas } = window.app;
    const node = canvas.graph.nodes.find((node) => node.title === title);
    canvas.openSubgraph(node.subgraph, node);
}"""
LEAVE = "() => window.app.canvas.setGraph(window.app.rootGraph)"
VISIBLE = """() => [...document.querySelectorAll('.animagine-text')]
    .filter((text) => text.checkVisibility()).map((text) => text.textContent)"""


def test_inside_a_subgraph(page):
    nodes = {
        "lines": (LINES, {"value": "hat"}),
        "composer": composer(tags=["lines", 0]),
        "check": (CHECK, {"model": V40, "text": ["composer", 0]}),
    }
    build(page, with_outputs(nodes, ["composer"]))
    page.evaluate(WRAP, ["composer", "check"])
    page.evaluate(OPEN, "subgraph")
    for rating in ("nsfw", "safe"):
        set_value(page, "composer", "rating", rating)
        text = f"1girl, {rating}, hat, {BLOCK}"
        expected = {"composer": text, "check": text}
        assert wait(page, lambda: shown(page), expected) == expected
        assert wait(page, lambda: page.evaluate(VISIBLE), [text, text]) == [text, text]
    page.evaluate(LEAVE)
    assert run(page)["composer 0"] == text


def test_below_a_subgraph(page):
    nodes = {
        "lines": (LINES, {"value": "hat"}),
        "scored": (SCORE, {"score": "good score", "tags": ["lines", 0]}),
        "composer": composer(tags=["scored", 0]),
    }
    build(page, with_outputs(nodes, ["composer"]))
    page.evaluate(WRAP, ["scored"])
    text = "1girl, safe, hat, good score"
    assert composed(page, text) == text
    assert run(page)["composer 0"] == text
    set_value(page, "lines", "value", "night")
    text = "1girl, safe, night, good score"
    assert composed(page, text) == text


TWICE = """() => {
    const { rootGraph } = window.app;
    const [first, night] = ['subgraph', 'night'].map((title) =>
        rootGraph.nodes.find((node) => node.title === title));
    const other = LiteGraph.createNode(first.subgraph.id);
    other.title = 'other';
    rootGraph.add(other);
    night.connect(0, other, 0);
}"""


def test_inside_a_subgraph_that_is_there_twice(page):
    nodes = {
        "hat": (TEXT, {"value": "hat"}),
        "night": (TEXT, {"value": "night"}),
        "composer": composer(tags=["hat", 0]),
    }
    build(page, nodes)
    page.evaluate(WRAP, ["composer"])
    page.evaluate(TWICE)
    for entered, tag in (("subgraph", "hat"), ("other", "night"), ("subgraph", "hat")):
        page.evaluate(OPEN, entered)
        text = f"1girl, safe, {tag}, {BLOCK}"
        assert composed(page, text) == text
        page.evaluate(LEAVE)


PROMOTE = """() => {
    const { rootGraph } = window.app;
    const { subgraph } = rootGraph.nodes.find((node) => node.title === 'subgraph');
    const composer = subgraph.nodes.find((node) => node.title === 'composer');
    const input = composer.inputs.find(({ name }) => name === 'general');
    subgraph.addInput('general', 'STRING').connect(input, composer);
}"""


def test_a_value_on_the_subgraph_itself(page):
    build(page, with_outputs({"composer": composer(general="hat")}, ["composer"]))
    page.evaluate(WRAP, ["composer"])
    page.evaluate(PROMOTE)
    set_value(page, "subgraph", "general", "night")
    text = f"1girl, safe, night, {BLOCK}"
    assert run(page)["composer 0"] == text
    page.evaluate(OPEN, "subgraph")
    assert composed(page, text) == text
    page.evaluate(LEAVE)
