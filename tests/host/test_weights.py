"""What ComfyUI's own parser makes of our prompts: the tags and weights that were meant."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from animagine import presets
from animagine.prompt import compose
from host.comfyui import Host

Parts = list[tuple[str, float]]

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
]  # fmt: skip


def read_by_host(host: Host, prompts: list[str]) -> list[Parts]:
    script = Path(__file__).with_name("token_weights.py").resolve()
    answer = subprocess.run(
        [host.python, script], cwd=host.path, input=json.dumps(prompts),
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [[(text, weight) for text, weight in parts] for parts in json.loads(answer.stdout)]


def test_the_host_reads_the_tags_and_weights_that_were_meant(host):
    prompts = [compose(presets.default(), **BARE, general=typed).text for typed, _, _ in ROWS]
    for (typed, expected, why), parts in zip(ROWS, read_by_host(host, prompts), strict=True):
        assert [text for text, _ in parts] == [text for text, _ in expected], (typed, why)
        weights = [weight for _, weight in expected]
        assert [weight for _, weight in parts] == pytest.approx(weights), (typed, why)


def test_the_host_would_have_read_something_else(host):
    """The judge itself: without escaping, the very same prompts lose their names and weights."""
    prompts = ["saber (fate)", "1girl, :), (smile:1.2)", "(smile, :3)"]
    assert read_by_host(host, prompts) == [
        [("saber ", 1.0), ("fate", 1.1)],
        [("1girl, :), (smile:1.2)", 1.0)],
        [("smile, ", 3.0)],
    ]
