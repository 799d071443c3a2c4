"""The syntax of other programs in a prompt of another family."""

import pytest

from animagine.convert import convert
from animagine.convert.plain import plain
from animagine.grammar import Unit, parse, render
from animagine.models import presets
from animagine.report import Report
from rows import rows

V40 = presets.load("animagine-xl-4.0-opt")


def made_plain(text, novelai=True):
    report = Report()
    return render(plain(parse(text), V40, novelai, report), escape=False), report.decisions


@rows(
    "text, expected",
    ("{x}", "(x:1.05)", "one brace"),
    ("{{x}}", "(x:1.1)", "two"),
    ("{{{x}}}", "(x:1.16)", "three"),
    ("[x]", "(x:0.95)", "a bracket"),
    ("[[x]]", "(x:0.91)", "two of them"),
    ("1.2::a, -1::hat ::", "(a:1.2)", "a negative number in a row"),
    ("-2::hat, 1.5::smile::", "(smile:1.5)", "a negative number first"),
    ("[artist:wlop]", "(wlop:0.95)", "a marked artist in brackets"),
    ("1.5::a, b ::", "(a, b:1.5)", "a number"),
    ("0.5::a::, hat", "(a:0.5), hat", "a number below one"),
    ("hat, -1::cap ::", "hat", "a negative number"),
    ("-0.8::feet::", "", "nothing but a negative number"),
    ("{a|b}", "{a|b}", "a choice of another tool"),
    (
        "<lora:x:1>, __hat__, embedding:y",
        "<lora:x:1>, __hat__, embedding:y",
        "units of other tools",
    ),
    ("source#hug", "hug", "who acts"),
    ("target#holding hands, mutual#kiss", "holding hands, kiss", "who acts, with blanks"),
    ("(source#hug:1.2)", "(hug:1.2)", "who acts, with a weight"),
    ("base | girl, red hair | boy, hat", "base, red hair, hat", "characters"),
    ("1girl, 1boy |girl, smile", "1girl, 1boy, smile", "without a blank"),
    ("base | purple eyes", "base, purple eyes", "a character without its count"),
    ("| girl, hat", "hat", "nothing before it"),
    ("hat, Text: hello, world", "hat", "lettering is the rest"),
    ("hat BREAK cap", "hat, cap", "a chunk"),
    ("@nnn yryr", "nnn yryr", "Anima's artist"),
    ("artist:john_kafka", "john kafka", "NoobAI's artist"),
    ("by wlop", "wlop", "by"),
    ("@WLOP", "WLOP", "as it was typed"),
    ("(artist:wlop:1.2)", "(wlop:1.2)", "with a weight"),
    (r"artist:ask \(askzy\)", r"ask \(askzy\)", "with a qualifier"),
    ("artist:ask_(askzy)", r"ask \(askzy\)", "with a bare qualifier"),
    ("by artist:wlop", "wlop", "with two marks"),
    ("source#hug | girl, artist:wlop|boy", "hug, wlop", "marks beside characters"),
    ("|_|, hat", "|_|, hat", "a face"),
    ("_artist:wlop", "wlop", "behind an underscore"),
    ("@_@, by night, by the sea", "@_@, by night, by the sea", "no artists"),
)
def test_syntax(text, expected):
    assert made_plain(text)[0] == expected


@rows(
    "text",
    ("a | girl", "characters"),
    ("text: hat", "lettering"),
)
def test_syntax_of_novelai_alone(text):
    assert made_plain(text, novelai=False) == (text, [])


@pytest.mark.parametrize(
    "text", ["{x}", "-1::cap::", "source#hug", "a | girl", "text: hat", "@wlop", "hat BREAK cap"]
)
def test_each_change_is_told(text):
    ((kind, *_), *others) = made_plain(text)[1]
    assert kind in ("changed", "removed") and others == []


def test_what_novelai_takes_out_is_told():
    (removed,) = made_plain("-1::cap, hat ::")[1]
    assert removed.sentence == (
        "NovelAI takes cap, hat out of the image; write it into the negative prompt"
    )


def test_a_change_knows_its_place():
    typed = "1girl, no text, {{smile}}"
    (changed,) = [
        one
        for one in convert(typed, "detect", "animagine-xl-4.0-opt").decisions
        if "smile" in one.subject and one.kind == "changed"
    ]
    assert changed.field == "text" and typed[changed.start : changed.end] == "{{smile}}"
    assert isinstance(parse(changed.replacement)[0], Unit)
