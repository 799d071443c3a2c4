"""What ComfyUI's own parser makes of our prompts: the tags and weights that were meant."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings

from animagine.models import presets
from animagine.prompt import compose
from animagine.vocabulary import special_tags
from host.comfyui import Host
from prompts import DOCUMENTED, Meant, Parts, meant

Read = Callable[[str], Parts]

BARE = {"count": "", "rating": "none", "quality": "none"}
# typed, the parts that ComfyUI must read, why
ROWS: list[tuple[str, Parts, str]] = [
    ("firefly (honkai: star rail), x", [("firefly (honkai: star rail), x", 1)], "a name"),
    (r"firefly \(honkai: star rail\)", [("firefly (honkai: star rail)", 1)], "escaped before"),
    ("dsr-50 (highest bid) (girls' frontline)", [("dsr-50 (highest bid) (girls' frontline)", 1)],
     "two qualifiers"),
    ("(saber (fate):1.2)", [("saber (fate)", 1.2)], "a name with a weight"),
    ("((saber (fate)))", [("saber (fate)", 1.21)], "a nested one"),
    ("((masterpiece))", [("masterpiece", 1.21)], "1.1 a level"),
    ("(a, (b:1.2):0.5)", [("a, ", 0.5), ("b", 1.2)], "an inner number replaces"),
    ("1girl, :), (smile:1.2), x", [("1girl, :), ", 1), ("smile", 1.2), (", x", 1)], "a face"),
    (":(, (smile:1.2), b", [(":(, ", 1), ("smile", 1.2), (", b", 1)], "another face"),
    ("(o)_(o), b", [("(o)_(o), b", 1)], "a face of groups"),
    ("(smile, :3), b", [("smile, :3", 1.1), (", b", 1)], "a face that looks like a weight"),
    ("((smile, :3):1.3)", [("smile, :3", 1.43)], "inside a weight"),
    ("(x:nan), b", [("x:nan", 1.1), (", b", 1)], "no number that anyone meant"),
    ("1girl, (unclosed, (hat:1.2)", [("1girl, (unclosed, ", 1), ("hat", 1.2)], "a stray ("),
    ("1girl, ), (hat:1.2)", [("1girl, ), ", 1), ("hat", 1.2)], "a stray )"),
    ("long (blonde:1.3) hair", [("long ", 1), ("blonde", 1.3), (" hair", 1)], "inside a tag"),
    ("(honkai: star rail:1.2)", [("honkai: star rail", 1.2)], "a colon and a weight"),
    ("re:zero, tsukino (sailor (moon))", [("re:zero, tsukino (sailor (moon))", 1)], "nested names"),
    ("(smile, :-3), b", [("smile, :-3", 1.1), (", b", 1)], "a face with a nose"),
    ("(a, :):-1), b", [("a, :)", -1), (", b", 1)], "a face before a negative weight"),
    ("(a, embedding:foo(v2):1.2)", [("a, embedding:foo(v2)", 1.2)], "an embedding in a group"),
    ("(a, <lora:x):1>:1.2), (b:0.5)", [("a, <lora:x):1>", 1.2), (", ", 1), ("b", 0.5)], "a stray in a unit"),
    ("(a, // b), c\nd:1.2), (e:0.5)", [("a, // b), c\nd", 1.2), (", ", 1), ("e", 0.5)], "in a comment"),
    ("a, (), (b:1.2)", [("a, ", 1), ("b", 1.2)], "a group of nothing"),
    ("outdoors at ((night)), (smile:1.2)", [("outdoors at ", 1), ("night", 1.21), (", ", 1), ("smile", 1.2)],
     "doubled parentheses"),
    ("very ((long)) hair, (a:0.5)", [("very ", 1), ("long", 1.21), (" hair, ", 1), ("a", 0.5)], "inside a tag"),
    ("the (red) car, saber (fate)", [("the ", 1), ("red", 1.1), (" car, saber (fate)", 1)], "text after it"),
    ("(long_hair, saber_(fate):1.2)", [("long hair, saber (fate)", 1.2)], "underscores in a group"),
    ("(a,embedding:b_c:1.2)", [("a, embedding:b_c", 1.2)], "an embedding behind a comma"),
    ("(x:1e400), (y:1e3), (z:-1)", [("x:1e400", 1.1), (", ", 1), ("y", 1000), (", ", 1), ("z", -1)], "numbers"),
]  # fmt: skip


FIELDS = {
    "count": "(2girls:1.1)",
    "character": "saber (fate)",
    "series": "(fate (series):1.2)",
    "artist": "some artist (:3)",
    "general": "(smile, :3:1.3), :)",
}
WIDGETS = {"rating": "nsfw", "year": "2020"}


@pytest.fixture(scope="session")
def read(host: Host) -> Iterator[Read]:
    """ComfyUI's own reading of a prompt, by one process for all."""
    script = Path(__file__).with_name("token_weights.py").resolve()
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([host.python, script], cwd=host.path, text=True, **pipes) as process:

        def ask(prompt: str) -> Parts:
            print(json.dumps(prompt), file=process.stdin, flush=True)
            return [(text, weight) for text, weight in json.loads(process.stdout.readline())]

        yield ask


def runs(parts: Parts) -> tuple[list[str], list[float]]:
    """Texts and weights, neighbours of one weight as one; white space and commas left out."""
    texts: list[str] = []
    weights: list[float] = []
    for text, weight in parts:
        text = "".join(char for char in text if not char.isspace() and char not in ",，、")
        if text and weights and weight == pytest.approx(weights[-1]):
            texts[-1] += text
        elif text:
            texts.append(text)
            weights.append(weight)
    return texts, weights


def assert_read_as(parts: Parts, expected: Parts) -> None:
    texts, weights = runs(parts)
    expected_texts, expected_weights = runs(expected)
    assert texts == expected_texts
    assert weights == pytest.approx(expected_weights)


@pytest.mark.parametrize(
    ("typed", "expected"), [row[:2] for row in ROWS], ids=[row[2] for row in ROWS]
)
def test_the_host_reads_the_tags_and_weights_that_were_meant(read, typed, expected):
    parts = read(compose(presets.default(), **BARE, general=typed).text)
    assert [text for text, _ in parts] == [text for text, _ in expected]
    assert [weight for _, weight in parts] == pytest.approx([weight for _, weight in expected])


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("saber (fate)", [("saber ", 1.0), ("fate", 1.1)]),
        ("1girl, :), (smile:1.2)", [("1girl, :), (smile:1.2)", 1.0)]),
        ("(smile, :3)", [("smile, ", 3.0)]),
    ],
)
def test_the_host_would_have_read_something_else(read, typed, expected):
    """The judge itself: without escaping, the very same prompts lose their names and weights."""
    assert read(typed) == expected


@settings(max_examples=500, deadline=None)
@given(meant())
def test_generated_prompts(read, prompt: Meant):
    text = compose(presets.default(), **BARE, general=prompt.typed, remove_duplicates=False).text
    assert_read_as(read(text), prompt.parts)
    assert compose(presets.default(), **BARE, general=text, remove_duplicates=False).text == text


@settings(max_examples=500, deadline=None)
@given(meant())
def test_generated_prompts_without_underscores_to_spaces(read, prompt: Meant):
    options = {**BARE, "remove_duplicates": False, "underscores_to_spaces": False}
    parts = read(compose(presets.default(), **options, general=prompt.typed).text)
    assert_read_as(
        [(text.replace("_", " "), weight) for text, weight in parts],
        [(text.replace("_", " "), weight) for text, weight in prompt.parts],
    )


EXAMPLES = [(name, text) for name, texts in DOCUMENTED.items() for text in texts]


@pytest.mark.parametrize(("preset", "text"), EXAMPLES)
def test_documented_examples(read, preset, text):
    """Unchanged, with or without their backslashes, and read as they were written."""
    bare = text.replace("\\", "")
    for typed in (text, bare):
        composed = compose(presets.load(preset), **BARE, general=typed).text
        assert composed == text
        assert_read_as(read(composed), [(bare, 1.0)])


@pytest.mark.parametrize("position", ["documented", "start", "end"])
@pytest.mark.parametrize("preset", map(presets.load, DOCUMENTED), ids=DOCUMENTED)
def test_every_subset_of_slots(read, preset, position):
    """The order of the document, and each text with its own weight, in every combination."""
    parts = {
        "count": [("2girls", 1.1)],
        "character": [("saber (fate)", 1.0)],
        "series": [("fate (series)", 1.2)],
        "artist": [("some artist (:3)", 1.0)],
        "rating": [(special_tags.rating(preset, WIDGETS["rating"]), 1.0)],
        "general": [("smile, :3", 1.3), (":)", 1.0)],
        "year": [(special_tags.year(preset, WIDGETS["year"]), 1.0)],
        "block": [(preset.quality_block.recommended, 1.0)],
    }
    first = (preset.quality_block.position if position == "documented" else position) == "start"
    order = ["block", *preset.order] if first else [*preset.order, "block"]
    given_fields = {**FIELDS, **WIDGETS}
    for chosen in (set(c) for n in range(8) for c in combinations(given_fields, n)):
        fields = {**BARE, **{slot: given_fields[slot] for slot in chosen}}
        fields |= {"quality": "recommended", "quality_position": position}
        expected = [part for slot in order if slot in {*chosen, "block"} for part in parts[slot]]
        assert_read_as(read(compose(preset, **fields).text), expected)


def test_deep_groups(read):
    """As deep as the host can read itself."""
    text = "(" * 900 + "saber (fate)" + ":0.7)" * 900
    assert_read_as(
        read(compose(presets.default(), **BARE, general=text).text), [("saber (fate)", 0.7)]
    )
