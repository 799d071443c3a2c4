"""A report: decisions as data, a sentence for each reason, and an end to its length."""

import ast
import re
from pathlib import Path

import pytest

from animagine.check import check
from animagine.convert import convert
from animagine.models import presets
from animagine.prompt import compose, negative
from animagine.reasons import ENGLISH
from animagine.report import MAX_QUOTE, MAX_REPORT, Decision, as_text
from animagine.sweep import sweep
from animagine.tokens import TokenCount
from rows import rows

RULES = Path(__file__).parents[1] / "animagine"
V40, V31, V30 = map(presets.load, ("animagine-xl-4.0-opt", "animagine-xl-3.1", "animagine-xl-3.0"))


def decision(subject: str) -> Decision:
    return Decision("moved", subject, ("moved_to",), {"slot": "rating"})


@rows(
    "subject, expected",
    ("nsfw", "moved: nsfw - moved to rating", "as it is"),
    ("(a,\r\n\tb)", "moved: (a, b) - moved to rating", "line breaks and tabs"),
    ("", "moved:  - moved to rating", "nothing"),
)
def test_one_decision_is_one_line(subject, expected):
    assert as_text([decision(subject)]) == expected


def test_a_long_quote_is_shortened():
    (line,) = as_text([decision("a" * 10_000)]).splitlines()
    assert line == f"moved: {'a' * (MAX_QUOTE - 1)}… - moved to rating"
    assert as_text([decision("a" * MAX_QUOTE)]).count("a") == MAX_QUOTE + 1  # and that of rating


@pytest.mark.parametrize("count", [1, 1_000, 100_000])
def test_a_report_ends(count):
    lines = as_text([decision("a tag")] * count).split("\n")
    assert len("\n".join(lines)) <= MAX_REPORT
    told = [line for line in lines if line.startswith("moved")]
    more = [f"and {count - len(told)} more"] if len(told) < count else []
    assert lines == told + more


def literals() -> set[str]:
    """Every text in the code of the rules, but for the table itself."""
    return {
        node.value
        for path in RULES.rglob("*.py")
        if path.name != "reasons.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def test_every_sentence_has_a_use():
    assert set(ENGLISH) - literals() == set()


def reasons_in_code() -> set[str]:
    """The reason keys in calls such as `report.warning(unit, "remove_it")`."""
    kinds = {"added", "changed", "detected", "escaped", "ignored", "moved", "removed", "warning"}
    found = set()
    for path in RULES.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in kinds
            ):
                keys = [arg.value for arg in node.args[1:] if isinstance(arg, ast.Constant)]
                found |= set(map(str, keys))
    return found


def test_every_reason_has_a_sentence():
    assert len(reasons_in_code()) > 40
    assert reasons_in_code() - set(ENGLISH) == set()


ODD = (
    "1girl, 2girls, solo, no humans, saber (fate), |||, year 2004, newest, great quality, score_9, "
    "1 girl, amazing quality, steps: 20, safe, nsfw, explicit, year 2020, year 2021, hat ), [a], "
    "{b}, [c:d:0.5], {a|b}, <lora:x:1>, // c\n(x:9), (y, :3), (z:nan), smile:1.2, hat ], "
    "(a:1.2, b:0.5), a girl with a hat in the rain and a dog, hat, hat, (hat:1.2), masterpiece, "
    "highres BREAK cap"
)
OLD = "1girl, explicit, nsfw, newest, great quality, aesthetic, (aesthetic, displeasing:1.2), 2024"


def decisions() -> list[Decision]:
    """Decisions of all rules, with as many reasons as a few prompts have."""
    taken = []
    for preset in (V40, V31, V30):
        for general in (ODD, f"{ODD}, {'long hair, ' * 400}masterpiece", "hat", "nsfw"):
            taken += compose(preset, general=general, count="1boy", year="2012").decisions
            taken += check(preset, general, "hat", counted).findings
        for text in (
            r"1girl, saber \(fate\), hat",
            "1girl, hat, masterpiece, smile",
            "1girl, explicit",
        ):
            taken += check(preset, text).findings
    blocks = [preset.quality_block.recommended for preset in (V40, V31, V30)]
    negatives = [preset.negative.recommended for preset in (V40, V31, V30)]
    most = [text.rsplit(", ", 1)[0] for text in negatives]
    models = presets.model_ids()
    for text in (ODD, OLD, "newest, safe", "rating:safe, hat", *blocks, *negatives, *most):
        for source in ("detect", *models):
            for target in models:
                taken += convert(text, source, target).decisions
    for positive in ("text, nsfw", "explicit"):
        additional = "[hat], (text, cap:1.2), (nsfw, cap:1.2), text"
        remove = "cap, foo, lowres"
        options = {"additional": additional, "remove": remove, "positive": positive}
        taken += negative(V31, **options).decisions
    taken += sweep(V40, "smile", x_values="2020, year 2020", y_values="safe").decisions
    return taken


def counted(text: str) -> TokenCount:
    """One token for a word or a comma."""
    words = len(text.replace(",", " , ").split())
    return TokenCount(words, max(1, -(-words // 75)))


def test_every_sentence_gets_its_values():
    """Rendered without a missing value, and each reason at least once."""
    taken = decisions()
    assert all(re.search(r"\w", one.sentence) for one in taken)
    assert set(ENGLISH) - {key for one in taken for key in one.reason} == set()


@rows(
    "text, tag",
    ("1girl, saber (fate), hat", "saber (fate)", "a name"),
    ("1girl,\r\n\tsaber (fate)", "saber (fate)", "after a line break"),
    ("1girl，great quality", "great quality", "after a full-width comma"),
)
def test_a_finding_knows_its_place(text, tag):
    finding = next(one for one in check(V40, text).findings if one.subject == tag)
    assert (finding.field, text[finding.start : finding.end]) == ("text", tag)


def test_a_repair_is_a_replacement():
    (finding,) = check(V40, "1girl, saber (fate), fate").findings
    assert finding.replacement == r"saber \(fate\)"
