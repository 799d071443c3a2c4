"""The grammar: what a unit is, what is escaped, what passes through byte for byte."""

import pytest
from hypothesis import given

from animagine.grammar import normal_form, parse, render
from prompts import meant
from rows import rows


def rendered(text: str, **options: bool) -> str:
    return render(parse(text), **options)


@rows(
    "text, expected",
    ("a, b", "a, b", "commas separate"),
    ("a\nb\r\nc", "a, b, c", "line breaks separate"),
    ("a，b、c", "a, b, c", "fullwidth and ideographic commas separate"),
    (",, a,\t,b , ,", "a, b", "empty pieces vanish"),
    ("\ufeffa\u00a0b,\u3000c\0", "a b, c", "BOM, NBSP, ideographic space and NUL are white space"),
    ("", "", "nothing stays nothing"),
    (" ,\n, ", "", "only commas are nothing"),
    ("初音ミク, 女の子", "初音ミク, 女の子", "Japanese tags stay"),
    ("Saber, SABER lily", "Saber, SABER lily", "the user's case stays"),
    ("长发，蓝眼睛、微笑", "长发, 蓝眼睛, 微笑", "Chinese commas between Chinese tags"),
    ("שער ארוך, smile", "שער ארוך, smile", "right-to-left text"),
    ("\u202egirl\u202c, a", "\u202egirl\u202c, a", "marks of direction stay"),
    ("👩\u200d👩\u200d👧, ❤\ufe0f b", "👩\u200d👩\u200d👧, ❤\ufe0f b", "joiners of emoji stay"),
    ("\ud83d, a\udc00 b", "\ud83d, a\udc00 b", "lone surrogates"),
    ("a\rb\x0bc\x0cd\x85e\u2028f", "a b c d e f", "rarer line ends are white space"),
    ("\x01a\x1b, b\x7f", "\x01a\x1b, b\x7f", "other control characters stay"),
    ("a,b , c,,d,", "a, b, c, d", "with and without spaces"),
    ("saber（fate）", "saber（fate）", "fullwidth parentheses are letters"),
    ("year 2025, mandarin collar, safe zone", "year 2025, mandarin collar, safe zone", "words"),
    ("(), a, (,), ( :1.2), (())", "a", "groups of nothing are no tags"),
)
def test_splits_at_commas(text, expected):
    assert rendered(text) == expected


@rows(
    "text, expected",
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
    ("saber(fate)", r"saber\(fate\)", "no space before the qualifier"),
    ("artoria (fate/stay night)", r"artoria \(fate/stay night\)", "a qualifier with a slash"),
    ("2b (nier:automata)", r"2b \(nier:automata\)", "a qualifier with a colon and no space"),
    ("a (b (c) d)", r"a \(b \(c\) d\)", "text after a qualifier in a qualifier"),
    (
        "ganyu (heytea) (genshin impact)",
        r"ganyu \(heytea\) \(genshin impact\)",
        "two, no text after",
    ),
    (r"a (b) \(c\)", r"a \(b\) \(c\)", "one escaped, one not"),
    ("saber_(fate)_(cosplay)", r"saber \(fate\) \(cosplay\)", "underscores are no text"),
    ("saber (fate)!", r"saber \(fate\)!", "a sign is no text"),
    ("saber (fate): lily", r"saber \(fate\): lily", "a colon ends the name"),
    ("saber (fate) <lora:a:1>", r"saber \(fate\), <lora:a:1>", "a LoRA is no text"),
    ("saber (fate) BREAK hat", r"saber \(fate\) BREAK hat", "a separator is no text"),
    ("(saber (fate) :1.2)", r"(saber \(fate\) :1.2)", "a number is no text"),
    ("saber (fate)\u00a0(cosplay)", r"saber \(fate\) \(cosplay\)", "a no-break space"),
    (r"a \(b (c)\)", r"a \(b \(c\)\)", "half of a nest escaped"),
    ("a ()", r"a \(\)", "an empty qualifier"),
    ("1990s (style)", r"1990s \(style\)", "a style"),
    ("arima kana (oshi no ko) (cosplay)", r"arima kana \(oshi no ko\) \(cosplay\)", "a costume"),
    ("初音ミク (ボカロ)", r"初音ミク \(ボカロ\)", "a Japanese qualifier"),
    ("👩\u200d👧 (family)", "👩\u200d👧 \\(family\\)", "a qualified emoji"),
    ("(embedding:foo(v2):1.2)", r"(embedding:foo\(v2\):1.2)", "an embedding in a group"),
    ("(a, embedding:foo(v2):1.2)", r"(a, embedding:foo\(v2\):1.2)", "behind a comma in a group"),
    ("embedding:a(b,c), d", "embedding:a, (b,c), d", "no embedding has a comma in its name"),
    ("embedding:(v2)a", r"embedding:\(v2\)a", "a name that begins with a parenthesis"),
)
def test_escapes_names(text, expected):
    assert rendered(text) == expected


@rows(
    "text, expected",
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
    ("1.3::cherry_blossoms::, a", "1.3::cherry_blossoms::, a", "NovelAI's weights"),
    ("1.5::a, (b ::, -1::hat ::", "1.5::a, (b ::, -1::hat ::", "with commas, with a stray"),
    ("BREAK .5::a::2::b::", "BREAK .5::a::, 2::b::", "without commas"),
    ("2::3, re::zero, b_cd", "2::3, re::zero, b cd", "names"),
    ("{0.5::red_hat, 2::a|b::}", "{0.5::red_hat, 2::a|b::}", "in a dynamic prompt"),
    ("[x], [a, b]", "[x], [a, b]", "square brackets"),
    ("{a|b, c}", "{a|b, c}", "dynamic prompt with a comma"),
    ("__hair/color__", "__hair/color__", "wildcard"),
    ("__color__ long_hair", "__color__ long_hair", "a tag with a wildcard in it"),
    ("<lora:my_lora:0.8>", "<lora:my_lora:0.8>", "LoRA"),
    ("<lora:a, b_cd:1>", "<lora:a, b cd:1>", "a comma ends it, or two tags could make one"),
    ("<a:, AND >:", "<a: AND >:", "a separator ends it, too"),
    ("<lora:my lora:0.8>", "<lora:my lora:0.8>", "white space in its name"),
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
    ("a, // b,", "a, // b,", "a comment keeps its comma"),
    ("AND(o)_(o)BREAK", r"AND \(o\)_\(o\) BREAK", "a face between two of them"),
    ("BREAK(cap:1.2)", "BREAK (cap:1.2)", "BREAK before a weight"),
    ("(masterpiece:1.2)(best quality:1.2)", "(masterpiece:1.2)(best quality:1.2)", "no comma"),
    ("((long hair)), 2girls", "((long hair)), 2girls", "a nested weight first"),
    ("(honkai: star rail:1.2)", "(honkai: star rail:1.2)", "the last colon is the weight's"),
    ("(a:1.2, b:0.5)", "(a:1.2, b:0.5)", "two weights in one group"),
    (
        "(masterpiece, (best quality:1.2):0.5)",
        "(masterpiece, (best quality:1.2):0.5)",
        "one in one",
    ),
    ("(a:.5), (b: 1.2 ), (c:+1), (d:2.)", "(a:.5), (b: 1.2 ), (c:+1), (d:2.)", "other numbers"),
    ("(a:0), (b:1e3)", "(a:0), (b:1e3)", "the smallest and a large one"),
    ("(a:1.2:1.3)", "(a:1.2:1.3)", "two numbers"),
    ("(a、b\n, c:1.2)", "(a、b\n, c:1.2)", "any comma in a group stays"),
    ("(saber [fate]:1.2)", "(saber [fate]:1.2)", "square brackets in a group"),
    ("([a:1.2)]", "([a:1.2)]", "crossed brackets"),
    ("[from:to:0.5], [a|b], [x::0.5]", "[from:to:0.5], [a|b], [x::0.5]", "A1111 schedules"),
    ("{2$$a|b, c}", "{2$$a|b, c}", "a dynamic prompt that counts"),
    ("{a_b|{c_d, e}|f}", "{a_b|{c_d, e}|f}", "a dynamic prompt in one"),
    ("{(a:1.2)|b}", "{(a:1.2)|b}", "a weight in a dynamic prompt"),
    ("__a/*__, __b_c__-d", "__a/*__, __b_c__-d", "wildcards of other forms"),
    ("<lora:a:1:0.5><lora:b:1>", "<lora:a:1:0.5>, <lora:b:1>", "LoRAs without comma"),
    ("<lora:a:1>embedding:b_c", "<lora:a:1>, embedding:b_c", "an embedding right behind a LoRA"),
    ("/* a */embedding:b_c", "/* a */, embedding:b_c", "an embedding right behind a comment"),
    ("1girl (a <lora:b:1>)", "1girl (a <lora:b:1>)", "a LoRA is part of no name"),
    ("BREAK", "BREAK", "alone"),
    ("a BREAK BREAK b AND", "a BREAK BREAK b AND", "twice, and at the end"),
    ("BREAKFAST, BAND, break", "BREAKFAST, BAND, break", "other words"),
    ("(a BREAK b:1.2)", "(a BREAK b:1.2)", "no separator in a group"),
    ("[a BREAK b_c]", "[a BREAK b_c]", "none in square brackets"),
    ("a // b\n// c\nd", "a, // b\n// c\nd", "comments on two lines"),
    ("http://a.b", "http://a.b", "an address is no comment"),
    ("/* a\nb, */, c", "/* a\nb, */, c", "a comment over two lines"),
    ("a|b, c&d, e+f", "a|b, c&d, e+f", "other signs"),
)
def test_other_units_pass_through(text, expected):
    assert rendered(text) == expected


@rows(
    "text, expected",
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
    (
        "(x:-inf), (y:1e400), (z:Infinity)",
        "(x:-inf:1.1), (y:1e400:1.1), (z:Infinity:1.1)",
        "nor here",
    ),
    ("(a, (x:nan):0.5)", "(a, (x:nan:0.55):0.5)", "nor inside a weight"),
    ("(fate/stay night, :-3)", "(fate/stay night, :-3:1.1)", "a face with a nose"),
    ("(>:3), ((:3))", "(>:3:1.1), ((:3))", "alone in a group"),
    ("(:)), (a:1.2)", r"(:\)), (a:1.2)", "alone in a group, with a parenthesis"),
    ("((o)_(o):1.2)", r"(\(o\)_\(o\):1.2)", "a face of two groups with a weight"),
    ("(a, :):-1), ;(:-1)", r"(a, :\):-1), ;\(:-1\)", "before a negative weight"),
    ("(smile:1.2) :), :) (smile:1.2)", r"(smile:1.2) :\), :\) (smile:1.2)", "beside a weight"),
    ("(smile:1.2):), :)(smile:1.2)", r"(smile:1.2):\), :\)(smile:1.2)", "right beside a weight"),
    (":)<lora:a:1>, (:)AND b", r":\), <lora:a:1>, \(:\) AND b", "before a unit without comma"),
    ("<lora:a:1>:), b", r"<lora:a:1>, :\), b", "right behind a unit"),
    ("saber :) (fate)", r"saber :\) \(fate\)", "inside a name"),
    (r"d:, :d, \m/, \(^o^)/", r"d:, :d, \m/, \(^o^\)/", "backslashes"),
    ("[:)], {:(|b}", r"[:\)], {:\(|b}", "in other brackets"),
)
def test_faces_keep_their_look(text, expected):
    assert rendered(text) == expected


@rows(
    "text, expected",
    ("1girl, ((", r"1girl, \(\(", "opened at the end"),
    ("))", r"\)\)", "closed only"),
    ("(unclosed, hat, (smile:1.2)", r"\(unclosed, hat, (smile:1.2)", "opened at the start"),
    ("1girl, ), (smile:1.2)", r"1girl, \), (smile:1.2)", "a stray in the middle"),
    ("{a|b} (, (c:1.2)", r"{a|b} \(, (c:1.2)", "a stray beside a dynamic prompt"),
    ("(a, b", r"\(a, b", "opened at the start, nothing else"),
    ("a, b)", r"a, b\)", "closed at the end"),
    (")a, (b:1.2)", r"\)a, (b:1.2)", "closed at the start"),
    ("(b:1.2), a(", r"(b:1.2), a\(", "opened at the end of a tag"),
    ("(a:1.2)), (b:1.2)", r"(a:1.2)\), (b:1.2)", "closed once too often"),
    ("((a:1.2), (b:1.2)", r"\((a:1.2), (b:1.2)", "opened once too often"),
    (")(, (b:1.2)", r"\)\(, (b:1.2)", "the wrong way round"),
    ("saber (fate, (b:1.2)", r"saber \(fate, (b:1.2)", "a qualifier that never ends"),
    ("{a|(b, c}, (d:1.2)", r"{a|\(b, c}, (d:1.2)", "in a dynamic prompt"),
    ("(a, // b), c\nd:1.2), (e:1.2)", "(a, // b\\), c\nd:1.2), (e:1.2)", "in a comment in a group"),
    ("(a, <lora:x):1>:1.2), b", r"(a, <lora:x\):1>:1.2), b", "in a LoRA in a group"),
)
def test_strays_are_escaped_and_reported(text, expected):
    assert rendered(text) == expected
    assert any(unit.warning == "parenthesis_unmatched" for unit in parse(text))


@rows(
    "text, expected",
    ("[a, (b:1.2)", "[a, (b:1.2)", "[ at the start"),
    ("(b:1.2), a [", "(b:1.2), a [", "[ at the end"),
    ("], (b:1.2)", "], (b:1.2)", "] at the start"),
    ("(b:1.2), long_hair]", "(b:1.2), long hair]", "] at the end"),
    ("{a, (b:1.2)", "{a, (b:1.2)", "{ at the start"),
    ("(b:1.2), a {", "(b:1.2), a {", "{ at the end"),
    ("}, (b:1.2)", "}, (b:1.2)", "} at the start"),
    ("(b:1.2), long_hair}", "(b:1.2), long hair}", "} at the end"),
    ("<lora:a, (b:1.2)", "<lora:a, (b:1.2)", "< without an end"),
    ("a>, (b:1.2)", "a>, (b:1.2)", "> alone"),
)
def test_other_unpaired_brackets_are_letters(text, expected):
    assert rendered(text) == expected
    assert not any(unit.warning for unit in parse(text))


@rows(
    "text, expected",
    ("long_hair", "long hair", "a tag"),
    ("_", "_", "3 characters or fewer"),
    ("a_b", "a_b", "3 characters"),
    ("looking_at_viewer", "looking at viewer", "several"),
    ("a b_c", "a b_c", "no two letters in a row"),
    ("_long_hair_", "long hair", "at the ends"),
    ("foo_BREAK_bar, AND_x", "foo_BREAK_bar, AND_x", "a space would begin a separator"),
    ("cat_embedding:foo", "cat_embedding:foo", "a space would begin an embedding"),
    ("long_//_hair, long_/*_hair", "long_//_hair, long_/*_hair", "a space would begin a comment"),
    ("long_ANDROID", "long ANDROID", "another word"),
)
def test_underscores(text, expected):
    assert rendered(text) == expected
    assert rendered(text, underscores=False) == text


@rows(
    "text, expected",
    ("(long_hair:1.2)", "(long hair:1.2)", "alone"),
    ("((long_hair, Blue_Eyes))", "((long hair, Blue Eyes))", "several, nested"),
    ("(saber_(fate):1.2)", r"(saber \(fate\):1.2)", "a name"),
    ("very_((long))_hair", "very ((long)) hair", "a group inside a tag"),
    ("long_(blonde:1.3)_hair", "long (blonde:1.3) hair", "with a number"),
    (
        "(o_o, a_b, score_9_up, x:1.1)",
        "(o_o, a_b, score_9_up, x:1.1)",
        "faces, 3 characters, Pony's",
    ),
    ("(a_bc <lora:d_e:1>, embedding:f_g:1.2)", "(a bc <lora:d_e:1>, embedding:f_g:1.2)", "others'"),
    ("(__a_b__, c_dd:1.2)", "(__a_b__, c_dd:1.2)", "beside a wildcard"),
    ("(x:1_0), (long_hair:1_)", "(x:1_0), (long_hair:1_)", "in a number, or what would be one"),
    ("(smile_:), b_cd", "(smile_:), b cd", "what would be a face"),
    (
        "(x)AND_yes, (a_bc // d_e\n:1.2)",
        "(x)AND_yes, (a_bc // d_e\n:1.2)",
        "what would be a unit, a comment",
    ),
)
def test_underscores_in_groups(text, expected):
    assert rendered(text) == expected
    assert rendered(rendered(text)) == expected


@rows(
    "text, tags",
    ("outdoors at ((night))", ("outdoors at night",), "at the end"),
    ("very ((long)) hair", ("very long hair",), "inside a tag"),
    ("((very)) long hair", ("very long hair",), "at the start"),
    ("saber ((fate))", ("saber fate",), "no name has them"),
    ("hat (((red)))", ("hat red",), "three"),
    ("hat ( (red) )", ("hat red",), "with white space"),
    ("(very ((long)) hair, hat:1.2)", ("very long hair", "hat"), "in a group"),
    ("a (b ((c)))", ("a b c",), "inside what would be a qualifier"),
)
def test_doubled_parentheses_are_a_weight(text, tags):
    (unit,) = parse(text)
    assert (unit.kind, unit.tags, unit.warning) == ("group", tags, "")
    assert render([unit]) == text


@rows(
    "text, expected, tags",
    ("the (red) car", "the (red) car", ("the red car",), "a weight inside a tag"),
    ("the_(red)_car", "the (red) car", ("the red car",), "with underscores"),
    ("saber (fate) lily", "saber (fate) lily", ("saber fate lily",), "behind a qualifier"),
    ("saber (fate)\u00a0lily", "saber (fate)\u00a0lily", ("saber fate lily",), "a no-break space"),
    ("girl(s) on stage", "girl(s) on stage", ("girls on stage",), "without white space"),
    ("初音 (ミク) 帽子", "初音 (ミク) 帽子", ("初音 ミク 帽子",), "Japanese"),
    ("(the (red) car:1.2)", "(the (red) car:1.2)", ("the red car",), "in a group"),
    ("a (b) c (d)", r"a (b) c \(d\)", ("a b c (d)",), "a qualifier behind it"),
    ("a (b (c)) d", r"a (b \(c\)) d", ("a b (c) d",), "a qualifier in it"),
    ("a (b (c) d) e (f)", r"a (b (c) d) e \(f\)", ("a b c d e (f)",), "nested"),
    ("a (b) (c) d", "a (b) (c) d", ("a", "b", "c", "d"), "two"),
    (r"a (b) \(c\) d", r"a (b) \(c\) d", ("a b (c) d",), "a qualifier between"),
)
def test_text_after_a_parenthesis_makes_it_a_weight(text, expected, tags):
    (unit,) = parse(text)
    assert (unit.kind, unit.tags) == ("group", tags)
    assert unit.warning == "text_after_parenthesis"
    assert rendered(text) == expected
    assert rendered(expected) == expected


@rows(
    "text, expected",
    ("(embedding:a,embedding:b:1.2)", "(embedding:a, embedding:b:1.2)", "two"),
    ("(smile,embedding:a)", "(smile, embedding:a)", "behind a comma"),
    ("(embedding:a,smile:1.2)", "(embedding:a, smile:1.2)", "before a comma, part of its name"),
    ("(embedding:a、embedding:b)", "(embedding:a 、 embedding:b)", "another comma"),
    ("((hat),embedding:a)", "((hat), embedding:a)", "behind a group"),
)
def test_embeddings_in_groups_get_their_space(text, expected):
    (unit,) = parse(text)
    assert (unit.escaped, unit.warning) == (expected, "embedding_unread")
    assert rendered(expected) == expected
    assert [one.warning for one in parse(expected)] == [""]


@rows(
    "text, expected",
    ("[abstract]", "(abstract:0.91)", "A1111"),
    ("[[hat]]", "(hat:0.83)", "twice"),
    ("{hat}", "(hat:1.05)", "NovelAI"),
    ("{{{{masterpiece}}}}", "(masterpiece:1.22)", "four times"),
    ("{{a, b}}", "(a, b:1.1)", "two tags"),
    ("[{a}]", "(a:0.95)", "both kinds"),
    ("[hat:1.2]", "(hat:1.2)", "with a number"),
    ("{saber (fate)}", r"(saber \(fate\):1.05)", "a name"),
    ("{honkai: star rail}", "(honkai: star rail:1.05)", "a colon"),
    ("[a:b:0.5]", "", "a schedule"),
    ("{a|b}", "", "a choice"),
    ("{a]", "", "no pair"),
    ("{[a}]", "", "crossed"),
    ("{ }", "", "nothing"),
    ("{2$$a}", "", "a choice of two"),
    ("[" * 20_000 + "a" + "]" * 20_000, "(a:0)", "as deep as it gets"),
    ("1.3::cherry blossoms::", "(cherry blossoms:1.3)", "NovelAI's number"),
    ("1.5::a, b ::", "(a, b:1.5)", "two tags, and white space"),
    (".5::saber (fate)::", r"(saber \(fate\):0.5)", "a name"),
    ("1.2::a, 0.5::b, c::", "(a:1.2), (b, c:0.5)", "one after the other"),
    ("-1::hat ::", "", "negative"),
    ("1::::", "", "nothing in it"),
    ("re::zero", "", "a name"),
)
def test_weights_of_other_programs(text, expected):
    assert parse(text)[0].as_weight == expected


@rows(
    "text",
    ("// :) note", "a comment"),
    ("<lora:x):1>", "a LoRA's name"),
)
def test_strays_that_must_stay_are_reported(text):
    (unit,) = parse(text)
    assert unit.escaped == text
    assert unit.warning == "parenthesis_unmatched"


@rows(
    "text, expected",
    ("(x:1e9)", True, "far too much"),
    ("(x:-1)", True, "negative"),
    ("(smile :3)", True, "a face without its comma is weight 3"),
    ("clock (12:30)", True, "a time is weight 30"),
    ("(x:1e3)", True, "a thousand"),
    ("(a, (x:-0.5):1.2)", True, "negative, nested"),
    ("(fate/stay night, 2:3)", True, "a name that ends like a weight"),
    ("(x:0), (y:2)", False, "the ends of what is sane"),
)
def test_extreme_weights_are_reported(text, expected):
    assert any(unit.warning == "weight_extreme" for unit in parse(text)) == expected


@pytest.mark.parametrize(
    "text", [None, "", " \t\r\n", ",，、\n", "\u200b", "\ufeff", "\0", "()", "((,))"]
)
def test_nothing_is_no_tag(text):
    assert parse(text) == []


def test_escaping_can_be_switched_off():
    assert rendered("saber (fate), :)", escape=False) == "saber (fate), :)"


@rows(
    "tag, expected",
    ("Long_Hair", "long hair", "case and underscores"),
    (r"saber \(fate\)", "saber (fate)", "escapes"),
    ("  long   hair ", "long hair", "white space"),
    ("o_o", "o_o", "a face"),
    ("(o)_(o)", "(o)_(o)", "a longer face"),
)
def test_normal_form(tag, expected):
    assert normal_form(tag) == expected


@rows(
    "text, expected",
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
    assert unit.tags == expected


@rows(
    "text",
    ("tag, " * 100_000, "100,000 tags"),
    ("(" * 10_000 + "a" + ")" * 10_000, "deep groups"),
    ("(" * 10_000 + "a, :3" + ")" * 10_000, "deep groups that end in a face"),
    ("a (" * 10_000, "opened only"),
    (")" * 10_000, "closed only"),
    ("(a :)" * 10_000, "faces in groups"),
    ("a, (b:1.2), " * 20_000, "groups"),
    ("a (b, <l:x> " * 10_000, "units in brackets"),
    ("/* a " * 50_000, "comments that never end"),
    ("<a:" * 50_000, "units that never end"),
    ("<a:>embedding:" * 10_000, "units without commas"),
    ("x_BREAK_(y) " * 10_000, "words that are none"),
    ("a (b) " * 10_000, "text after parentheses"),
    ("a (" * 10_000 + "b" + ") c" * 10_000, "text after nested parentheses"),
    ("a (b) :" * 10_000, "text after none"),
    ("((a)) b_cde " * 10_000, "doubled parentheses"),
    ("(" + "a_bcd, " * 50_000 + ":1.2)", "underscores in a group"),
    ("(" + "embedding:a," * 20_000 + ")", "embeddings in a group"),
    ("1::a " * 20_000, "numbers without an end"),
    ("1::a::" * 20_000, "numbers"),
    ("1::" * 50_000, "numbers of nothing"),
)
def test_long_and_deep_texts_end(text):
    once = rendered(text)
    assert rendered(once) == once


@given(meant())
def test_rendering_twice_changes_nothing(prompt):
    once = rendered(prompt.typed)
    assert rendered(once) == once


@given(meant())
def test_no_unit_is_empty(prompt):
    assert all(unit.source.strip() and unit.escaped.strip() for unit in parse(prompt.typed))
