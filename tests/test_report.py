"""A report: decisions as data, a sentence for each reason, and an end to its length."""

import ast
import re
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest

from animagine.check import check
from animagine.convert import convert
from animagine.models import presets
from animagine.prompt import compose, negative
from animagine.reader import read
from animagine.reasons import ENGLISH
from animagine.report import MAX_QUOTE, MAX_REPORT, Decision, Kind, Report, as_text
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


TREES = [
    ast.parse(path.read_text(encoding="utf-8"))
    for path in RULES.rglob("*.py")
    if path.name != "reasons.py"  # the table itself
]
KINDS = get_args(Kind)


def test_every_sentence_has_a_use():
    literals = {
        node.value for tree in TREES for node in ast.walk(tree) if isinstance(node, ast.Constant)
    }
    assert set(ENGLISH) - literals == set()


def alternatives(node: ast.expr) -> set[str]:
    """The texts that `node` may be: itself, or either side of `a if b else c`."""
    if isinstance(node, ast.IfExp):
        return alternatives(node.body) | alternatives(node.orelse)
    return {str(node.value)} if isinstance(node, ast.Constant) else set()


def reported() -> list[tuple[set[str], set[str | None]]]:
    """Of each call such as `report.moved(unit, "moved_to", slot=slot)` its keys and values.

    Among the values of a call that hands on a mapping of them is None.
    """
    found = []
    for node in (node for tree in TREES for node in ast.walk(tree)):
        if isinstance(node, ast.Call):
            keys = set[str]()
            values = {keyword.arg for keyword in node.keywords}
            if isinstance(node.func, ast.Attribute) and node.func.attr in KINDS:
                keys = keys.union(*map(alternatives, node.args[1:]))
            elif isinstance(node.func, ast.Name) and node.func.id == "Change":
                keys, values = alternatives(node.args[1]), {None}
            found.append((keys, values))
    return found


def test_every_reason_has_a_sentence():
    keys = set[str]().union(*(keys for keys, _ in reported()))
    assert len(keys) > 50
    assert keys - set(ENGLISH) == set()


def test_every_name_in_a_sentence_is_given():
    for keys, values in reported():
        names = {name for key in keys for _, name, _, _ in Formatter().parse(ENGLISH[key]) if name}
        assert None in values or names <= values, keys


ODD = (
    "1girl, 2girls, solo, no humans, saber (fate), |||, year 2004, newest, great quality, score_9, "
    "1 girl, amazing quality, steps: 20, safe, nsfw, explicit, year 2020, year 2021, hat ), [a], "
    "{b}, [c:d:0.5], {a|b}, <lora:x:1>, // c\n(x:9), (y, :3), (z:nan), smile:1.2, hat ], "
    "(a:1.2, b:0.5), a girl with a hat in the rain and a dog, hat, hat, (hat:1.2), masterpiece, "
    "highres BREAK cap, the (red) car, (x,embedding:y), 1.3::hat::, -1::cap::, (a, (b:1.2):0.5), "
    "<lora:y:1>"
)
OLD = "1girl, explicit, nsfw, newest, great quality, aesthetic, (aesthetic, displeasing:1.2), 2024"
PASTED = (
    "1girl\nNegative prompt: hat", "Prompt: 1girl", '"1girl, hat"', "- 1girl", "? 1girl 6M", r"a\nb",
    '{"prompt": "hat"}', "1girl --ar 2:3", "long_hair blue_eyes", "a,\nb,\nlong\nhair", "1ｇｉｒｌ",
    "prompt='hat'", "hat, cap.", "hat # cap",
)  # fmt: skip


MEANT = (
    "absurdes, very aesthetics, by wlop, 1980s, 2024, a young woman, negativeXL_D, masterpiece best quality, "
    "low quality, score_9, score_8_up, rating:explicit", "scenery, river",
)  # fmt: skip
FAMILIES = (
    "score_9, score_8_up, source_anime, 1girl, @wlop, {hat}", "amazing quality, best quality, 1girl",
    "bad quality,worst quality,worst detail,sketch,censor", "score_6, ye-pop, lowres",
    "score_9, anthro, source#hug, amazing quality, best quality, a | girl, -1::hat::, text: hello",
    "1girl, hat, good quality, safe", "1girl, artist:wlop", "newest, hat", "most aesthetic, hat",
)  # fmt: skip


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
    report = Report()
    for text in PASTED:
        read(text).report(report)
        read(text).warn(report)
    taken += report.decisions
    for text in MEANT:
        taken += compose(V40, general=text, artist="by wlop").decisions
        taken += check(V40, text).findings
    for text in FAMILIES:
        taken += convert(text, "detect", "animagine-xl-3.1").decisions
    taken += convert("bad quality, early, worst detail", "detect", "animagine-xl-4.0").decisions
    pasted = "hat\nNegative prompt: negativeXL_D"
    taken += negative(V40, additional=pasted).decisions
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


TEXTS = (
    ("smile, {}", "after a comma"),
    ("smile,\r\n\t{}\r\n", "after a line break of Windows and a tab"),
    ("smile，　{}", "after a full-width comma and space"),
    ("smile、{}、hat", "between commas of another keyboard"),
    ("\ufeff smile ,,  {} ,", "white space and empty places"),
    ("smile, 微笑, 😀, {}", "after characters of other planes"),
)


@rows("text", *TEXTS)
def test_a_decision_on_a_prompt_knows_its_place(text):
    general = text.format("nsfw")
    found = compose(V40, general=general, rating="none", quality="none").decisions
    (moved,) = [one for one in found if one.subject == "nsfw"]
    assert (moved.kind, moved.field) == ("moved", "general")
    assert general[moved.start : moved.end] == "nsfw"


@rows("text", *TEXTS)
@pytest.mark.parametrize(
    "tag",
    [
        "saber (fate)",
        "great quality",
        "2girls",
        "solo",
        "no humans",
        "lowres",
        "1 girl",
        "year 2004",
    ],
)
def test_a_finding_knows_its_place(tag, text):
    typed = "1girl, 1boy, " + text.format(tag)
    findings = [one for one in check(V40, typed, "lowres").findings if one.subject == tag]
    assert findings
    for finding in findings:
        assert (finding.field, typed[finding.start : finding.end]) == ("text", tag)


def test_only_what_is_not_one_piece_has_no_place():
    """A length, tags of another model together, and tags inside a group, which is longer than the tag."""
    placeless = {"captions_shorter", "use_converter", "one_weight"}
    for preset in (V40, V31, V30):
        for text in (ODD, f"{ODD}, {'long hair, ' * 400}masterpiece", OLD):
            for finding in check(preset, text, "hat", counted).findings:
                if placeless.intersection(finding.reason):
                    assert finding.start is None
                else:
                    assert finding.field == "text"
                    typed = text[finding.start : finding.end]
                    assert " ".join(typed.split()) == " ".join(finding.subject.split())


def test_a_repair_is_a_replacement():
    (finding,) = check(V40, "1girl, saber (fate), fate").findings
    assert finding.replacement == r"saber \(fate\)"
