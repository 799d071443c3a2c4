"""What the rules do grows with the length of a prompt and no faster: by count, not by the clock."""

from collections.abc import Callable, Sequence

import pytest

from animagine.check import check
from animagine.convert import convert
from animagine.models import presets
from animagine.prompt import compose, negative
from animagine.report import MAX_REPORT, Decision, as_text
from animagine.sweep import sweep
from steps import MOST, steps

V40 = presets.load("animagine-xl-4.0-opt")
SMALL, LARGE = 200, 800
FOREIGN = ["very awa", "score_8_up", "@wlop", "a | girl", "source#hug"]

GROUPS = {
    "one tag of another version": lambda n: ["great quality"] * n,
    "many of them": lambda n: ["great quality", "very aesthetic", "nsfw", "year 2022"] * (n // 4),
    "ratings": lambda n: ["safe", "sensitive", "nsfw", "explicit"] * (n // 4),
    "years": lambda n: [f"year {number}" for number in range(n)],
    "other spellings": lambda n: ["1 girl", "score_9", "rating:general", "2024"] * (n // 4),
    "words of other families": lambda n: FOREIGN * (n // len(FOREIGN)),
    "plain tags": lambda n: [f"tag {number}" for number in range(n)],
    "weights inside": lambda n: [f"(aesthetic:1.{number})" for number in range(n)],
}
SHAPES: dict[str, Callable[[list[str]], str]] = {
    "a group": lambda tags: f"({', '.join(tags)}:1.2)",
    "a list": ", ".join,
    "weights": lambda tags: ", ".join(f"({tag}:1.{at})" for at, tag in enumerate(tags)),
    "nested": lambda tags: "(" * len(tags) + ", ".join(tags) + ":1.1)" * len(tags),
}
RULES: dict[str, Callable[[str], Sequence[Decision]]] = {
    "compose": lambda text: compose(V40, general=text).decisions,
    "compose, duplicates kept": lambda text: (
        compose(V40, general=text, remove_duplicates=False).decisions
    ),
    "check": lambda text: check(V40, text, text).findings,
    "convert": lambda text: convert(text, "animagine-xl-3.1", "animagine-xl-4.0-opt").decisions,
    "convert to 3.0": lambda text: convert(text, "animagine-xl-3.1", "animagine-xl-3.0").decisions,
    "convert, detected": lambda text: (
        convert(f"source#hug, {text}", "detect", "animagine-xl-4.0-opt").decisions
    ),
    "negative": lambda text: negative(V40, additional=text, remove=text, positive=text).decisions,
    "sweep": lambda text: sweep(V40, text, x_values="2020, 2021").decisions,
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("rule", RULES)
def test_steps_and_reports_grow_with_the_text(rule, group, shape):
    small, large = (SHAPES[shape](GROUPS[group](size)) for size in (SMALL, LARGE))
    reports = [as_text(RULES[rule](text)) for text in (small, large)]  # fills the caches, too
    few, many = (steps(lambda text=text: as_text(RULES[rule](text))) for text in (small, large))
    assert many < MOST * few
    assert len(reports[1]) <= max(MOST * len(reports[0]), 2_000) and len(reports[1]) <= MAX_REPORT


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("rule", RULES)
def test_decisions_grow_no_faster_than_the_text(rule, group, shape):
    few, many = (RULES[rule](SHAPES[shape](GROUPS[group](size))) for size in (100, 1_000))
    assert len(many) <= 10.5 * len(few)
    assert len(as_text(many)) <= min(max(10.5 * len(as_text(few)), 2_000), MAX_REPORT)


def test_many_tags_of_one_slot_are_ordered_in_steps_that_grow_with_them():
    """Weighted `highres` with duplicates kept: each was once looked for in a list of them."""

    def run(size: int) -> int:
        text = ", ".join(f"(highres:1.{at})" for at in range(size))
        return steps(lambda: compose(V40, general=text, remove_duplicates=False))

    assert run(LARGE) < MOST * run(SMALL)
