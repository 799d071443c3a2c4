"""The grammar: what a unit is, what is escaped, what passes through byte for byte."""

import pytest

from animagine.tags import normal_form, parse, render
from rows import rows


def rendered(text: str, **options: bool) -> str:
    return render(parse(text), **options)


@rows(
    ("a, b", "a, b", "commas separate"),
    ("a\nb\r\nc", "a, b, c", "line breaks separate"),
    ("a，b、c", "a, b, c", "fullwidth and ideographic commas separate"),
    (",, a,\t,b , ,", "a, b", "empty pieces vanish"),
    ("\ufeffa\u00a0b,\u3000c\0", "a b, c", "BOM, NBSP, ideographic space and NUL are white space"),
    ("", "", "nothing stays nothing"),
    (" ,\n, ", "", "only commas are nothing"),
    ("初音ミク, 女の子", "初音ミク, 女の子", "Japanese tags stay"),
    ("Saber, SABER lily", "Saber, SABER lily", "the user's case stays"),
)
def test_splits_at_commas(text, expected):
    assert rendered(text) == expected


@rows(
    ("firefly (honkai: star rail)", r"firefly \(honkai: star rail\)", "a qualifier with a colon"),
    (r"firefly \(honkai: star rail\)", r"firefly \(honkai: star rail\)", "escaped already"),
    (r"saber \(fate)", r"saber \(fate\)", "half escaped"),
    (
        "dsr-50 (highest bid) (girls' frontline)",
        r"dsr-50 \(highest bid\) \(girls' frontline\)",
        "two qualifiers",
    ),
    ("saber_(fate)", r"saber \(fate\)", "Danbooru's own spelling"),
    ("tsukino (sailor (moon))", r"tsukino \(sailor \(moon\)\)", "a qualifier in a qualifier"),
    ("re:zero kara hajimeru", "re:zero kara hajimeru", "a colon is part of a name"),
    ("embedding:foo_(bar) x", r"embedding:foo_\(bar\), x", "an embedding is found only so"),
    ("[saber (fate)]", r"[saber \(fate\)]", "in square brackets"),
    ("{saber (fate)|rin}", r"{saber \(fate\)|rin}", "in a dynamic prompt"),
    ("__name__ (fate)", r"__name__ \(fate\)", "behind a wildcard"),
    ("kimi no na wa.", "kimi no na wa.", "a full stop is part of a name"),
    (".hack//sign", ".hack//sign", "slashes inside a name are no comment"),
    ("masterpiece (fate)", r"masterpiece \(fate\)", "a name, whatever its first word"),
)
def test_escapes_names(text, expected):
    assert rendered(text) == expected


@rows(
    ("(smile:1.3)", "(smile:1.3)", "a weight"),
    ("((x))", "((x))", "nested weight"),
    ("(a, b:1.2)", "(a, b:1.2)", "one weight for two tags"),
    (r"(saber \(fate\):1.2)", r"(saber \(fate\):1.2)", "an escaped name with a weight"),
    ("(saber (fate):1.2)", r"(saber \(fate\):1.2)", "a bare name with a weight"),
    ("((saber (fate)))", r"((saber \(fate\)))", "a bare name, nested"),
    ("(honkai: star rail:1.2)", "(honkai: star rail:1.2)", "a colon in the name, then a weight"),
    ("(honkai: star rail)", "(honkai: star rail)", "no number, so 1.1"),
    ("(tag:abc)", "(tag:abc)", "no number, so part of the name"),
    ("(x:)", "(x:)", "nothing behind the colon"),
    ("(x:-1), (y:1e1), (z:1_0)", "(x:-1), (y:1e1), (z:1_0)", "all that ComfyUI reads as a number"),
    ("long (blonde:1.3) hair", "long (blonde:1.3) hair", "a weight inside a tag"),
    ("1girl (solo, hat:1.2)", "1girl (solo, hat:1.2)", "a group that follows text without comma"),
    ("(long_hair:1.2)", "(long_hair:1.2)", "groups pass through, underscores too"),
    ("[x], [a, b]", "[x], [a, b]", "square brackets"),
    ("{a|b, c}", "{a|b, c}", "dynamic prompt with a comma"),
    ("__hair/color__", "__hair/color__", "wildcard"),
    ("__color__ long_hair", "__color__ long_hair", "a tag with a wildcard in it"),
    ("<lora:my_lora:0.8>", "<lora:my_lora:0.8>", "LoRA"),
    ("hat <lora:my_lora:0.8>", "hat, <lora:my_lora:0.8>", "LoRA without a comma"),
    ("embedding:foo_bar", "embedding:foo_bar", "embedding"),
    ("score_9_up", "score_9_up", "another model's tag keeps its form"),
    ("a BREAK b_cd", "a BREAK b cd", "BREAK separates and has no commas"),
    ("a, BREAK, b", "a BREAK b", "BREAK between commas"),
    ("long hair AND hat", "long hair AND hat", "AND"),
    ("a, // b, (c\nd_ef", "a, // b, (c\nd ef", "a comment to the end of the line"),
    ("a, /* b, c */ d", "a, /* b, c */, d", "a comment in the line"),
    ("/* a, b", "/* a, b", "a comment that never ends is text"),
    (r"embedding:foo\(v2\), a", r"embedding:foo\(v2\), a", "an embedding, escaped already"),
    ("<lora:a:1>BREAK b", "<lora:a:1> BREAK b", "BREAK without white space"),
    ("BREAK(cap:1.2)", "BREAK (cap:1.2)", "BREAK before a weight"),
    ("(masterpiece:1.2)(best quality:1.2)", "(masterpiece:1.2)(best quality:1.2)", "no comma"),
)
def test_other_units_pass_through(text, expected):
    assert rendered(text) == expected


@rows(
    (":), (smile:1.2)", r":\), (smile:1.2)", "would switch off every later weight"),
    (":(, (smile:1.2), b", r":\(, (smile:1.2), b", "would swallow the next weight"),
    (";), >:), :-)", r";\), >:\), :-\)", "other faces"),
    ("(smile, :), hat:1.2)", r"(smile, :\), hat:1.2)", "a face in a group"),
    ("(o)_(o)", r"\(o\)_\(o\)", "a face of two groups"),
    ("^_^, @_@, o_o, >_<, 0_0, :3, \\m/", "^_^, @_@, o_o, >_<, 0_0, :3, \\m/", "faces without ()"),
    ("<|>_<|>, ||_||", "<|>_<|>, ||_||", "longer faces keep their underscore"),
    ("(smile, :3)", "(smile, :3:1.1)", "ComfyUI would read weight 3 and lose the face"),
    ("((smile, :3):1.3)", "((smile, :3:1.43):1.3)", "the same inside a weight"),
    ("(smile, :3:1.2)", "(smile, :3:1.2)", "a face and a weight"),
    ("(:3)", "(:3)", "ComfyUI reads no weight here"),
    ("(smile, :9)", "(smile, :9:1.1)", "any face of a colon and a digit"),
    ("(smile, hat, :1.2)", "(smile, hat, :1.2)", "a weight behind a trailing comma"),
    ("(x:nan), (y:inf)", "(x:nan:1.1), (y:inf:1.1)", "no number that anyone meant"),
)
def test_faces_keep_their_look(text, expected):
    assert rendered(text) == expected


@rows(
    ("1girl, ((", r"1girl, \(\(", "opened at the end"),
    ("))", r"\)\)", "closed only"),
    ("(unclosed, hat, (smile:1.2)", r"\(unclosed, hat, (smile:1.2)", "opened at the start"),
    ("1girl, ), (smile:1.2)", r"1girl, \), (smile:1.2)", "a stray in the middle"),
    ("{a|b} (, (c:1.2)", r"{a|b} \(, (c:1.2)", "a stray beside a dynamic prompt"),
)
def test_strays_are_escaped_and_reported(text, expected):
    assert rendered(text) == expected
    assert any("without a partner" in unit.warning for unit in parse(text))


@rows(
    ("long_hair", "long hair", "a tag"),
    ("_", "_", "3 characters or fewer"),
    ("a_b", "a_b", "3 characters"),
    ("looking_at_viewer", "looking at viewer", "several"),
)
def test_underscores(text, expected):
    assert rendered(text) == expected
    assert rendered(text, underscores=False) == text


@rows(
    ("// :) note", "a comment"),
    ("<lora:x):1>", "a LoRA's name"),
)
def test_strays_that_must_stay_are_reported(text):
    (unit,) = parse(text)
    assert unit.escaped == text
    assert "without a partner" in unit.warning


@rows(
    ("(x:1e9)", True, "far too much"),
    ("(x:-1)", True, "negative"),
    ("(smile :3)", True, "a face without its comma is weight 3"),
    ("clock (12:30)", True, "a time is weight 30"),
    ("(x:0), (y:2)", False, "the ends of what is sane"),
)
def test_extreme_weights_are_reported(text, expected):
    assert any("outside 0 to 2" in unit.warning for unit in parse(text)) == expected


@pytest.mark.parametrize("text", [None, "\u200b"])
def test_nothing_is_no_tag(text):
    assert parse(text) == []


def test_escaping_can_be_switched_off():
    assert rendered("saber (fate), :)", escape=False) == "saber (fate), :)"


@rows(
    ("Long_Hair", "long hair", "case and underscores"),
    (r"saber \(fate\)", "saber (fate)", "escapes"),
    ("  long   hair ", "long hair", "white space"),
    ("o_o", "o_o", "a face"),
    ("(o)_(o)", "(o)_(o)", "a longer face"),
)
def test_normal_form(tag, expected):
    assert normal_form(tag) == expected


@rows(
    ("(long hair:1.2)", ("long hair",), "one tag"),
    ("(a, B_cde:1.2)", ("a", "b cde"), "two tags in normal form"),
    ("((a:1.2), (saber (fate)))", ("a", "saber (fate)"), "nested, with a name"),
    ("{a|b}", (), "another tool decides what it holds"),
    ("(masterpiece)(best quality)", ("masterpiece", "best quality"), "two groups"),
    ("long (blonde:1.3) hair", ("long blonde hair",), "a weight inside a tag"),
    ("1girl (solo, hat:1.2)", ("1girl", "solo", "hat"), "a group behind a tag"),
)
def test_names_of_a_group(text, expected):
    (unit,) = parse(text)
    assert unit.names == expected


@pytest.mark.parametrize(
    "text",
    [
        "(" * 10_000 + "a" + ")" * 10_000,
        "a (" * 10_000,
        ")" * 10_000,
        "/* a " * 50_000,
        "<a:" * 50_000,
    ],
)
def test_long_and_deep_texts_end(text):
    once = rendered(text)
    assert rendered(once) == once
