"""The reader: what people paste, cut to its prompt; what is a prompt comes back as it is."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from animagine.grammar import parse
from animagine.reader import Reading, read
from animagine.report import Report
from prompts import DOCUMENT_PIECES, DOCUMENTED, PIECES
from rows import rows
from steps import MOST, steps

SPECIAL = frozenset({"masterpiece", "best quality", "1girl", "safe", "year 2024", "high score"})
SETTINGS = "Steps: 28, Sampler: Euler a, CFG scale: 5"
BAD = "worst quality, low quality"


def settled(typed: str) -> Reading:
    """`typed` as it is read, which reading once more leaves alone."""
    reading = read(typed, SPECIAL)
    again = read(reading.text, SPECIAL)
    assert (again.text, again.notes) == (reading.text, ())
    assert [unit.source for unit in reading.units] == [u.source for u in parse(reading.text)]
    for note in reading.notes:
        assert typed[note.start : note.end] == note.source != ""
        assert (note.replacement is None) == (note.kind == "removed")
    for unit in reading.units:
        assert 0 <= unit.start < unit.end <= len(typed)
    return reading


@rows(
    "typed, positive, negative",
    (f"1girl, smile\nNegative prompt: {BAD}\n{SETTINGS}", "1girl, smile", BAD, "of A1111"),
    (f"1girl, smile Negative prompt: {BAD} {SETTINGS}", "1girl, smile", BAD, "line ends lost"),
    (f"1girl, smileNegative prompt: {BAD}{SETTINGS}", "1girl, smile", BAD, "without a space"),
    (f"1girl, smile\r\nnegative PROMPT: {BAD}\r\n{SETTINGS}", "1girl, smile", BAD, "any case"),
    (f"1girl, smile\nNegative prompt: {BAD}", "1girl, smile", BAD, "no settings"),
    (f"1girl, smile\n{SETTINGS}", "1girl, smile", "", "no negative"),
    (f"1girl, smile {SETTINGS}", "1girl, smile", "", "in one line"),
    (f"Negative prompt: {BAD}\n{SETTINGS}", "", BAD, "no positive"),
    ("1girl\nNegative prompt:\n" + SETTINGS, "1girl", "", "an empty negative"),
    ("1girl\nNegative prompt: a,\nb,\nc\n" + SETTINGS, "1girl", "a,\nb,\nc", "several lines"),
    ("1girl\nSteps: 28\nSampler: Euler a\nSeed: 1", "1girl", "", "one setting in a line"),
    ("1girl\nSampler: Euler a\nSeed: 1\nSteps: 28", "1girl", "", "steps last"),
    ("1girl, steps: 30, cfgScale: 7, sampler: DPM++ 2M", "1girl,", "", "of Civitai"),
    ("1girl\nSteps: 28 Sampler: Euler a CFG scale: 5", "1girl", "", "no commas between them"),
    ("1girl\n- Steps: 28\n- Sampler: Euler a\n- Seed: 1", "1girl,", "", "a list of them"),
    ("1girl\nSteps: 28 | Sampler: Euler a | Seed: 1", "1girl", "", "between bars"),
    (f"Negative prompt: {BAD}\nPrompt: 1girl, hat", "1girl, hat", BAD, "the negative first"),
    (f"Negative prompt: {BAD} Prompt: 1girl, hat", "1girl, hat", BAD, "first, in one line"),
    (f"{SETTINGS}\nNegative: bad\nPositive: 1girl", "1girl", "bad", "the settings first"),
    ("Prompt: 1girl\nNegative: bad\nPrompt: hat", "1girl, hat", "bad", "two positive parts"),
    ("positive: 1girl, solo\nnegative: bad", "1girl, solo", "bad", "short heads"),
    ("**Prompt:** 1girl\n**Negative prompt:** bad", "1girl", "bad", "bold"),
    ("**Prompt**: 1girl\n\n**Negative**: bad", "1girl", "bad", "bold without the colon"),
    ("### Prompt\n1girl, hat\n### Negative\nbad", "1girl, hat", "bad", "headings"),
    ("Prompt\n1girl\nNegative prompt\nbad", "1girl", "bad", "a page's own labels"),
    ("parameters\n\n1girl\nNegative prompt: bad", "1girl", "bad", "a chunk of a PNG"),
    ("提示词：1girl，hat\n反向提示词：bad", "1girl，hat", "bad", "Chinese"),
    ("プロンプト：1girl\nネガティブプロンプト：bad", "1girl", "bad", "Japanese"),
    ("프롬프트: 1girl\n부정 프롬프트: bad", "1girl", "bad", "Korean"),
    ('Prompt: "1girl, hat"\nNegative prompt: "bad"', "1girl, hat", "bad", "quoted parts"),
    ("1girl\nnegative_prompt: bad", "1girl", "bad", "an underscore"),
    ("> 1girl, hat\n> Negative prompt: bad", "1girl, hat", "bad", "a quoted message"),
    ("```\n1girl\nNegative prompt: bad\n```", "1girl", "bad", "in a code fence"),
    ("1girl\nNegative prompt: bad\nSampler: Euler a\nCFG: 5", "1girl", "bad", "no steps"),
    ("1girl\nNegative prompt: bad\nSeed: 5", "1girl", "bad", "one setting behind the negative"),
    ("Positive: 1girl, hat Negative: bad", "1girl, hat", "bad", "short heads in one line"),
    ("1girl, hat, Sampler: Euler a, CFG scale: 5, Seed: 12, Size: 832x1216", "1girl, hat,", "", "settings without steps"),
    ("1girl\nSampler: Euler a, Seed: 12, Size: 832x1216", "1girl", "", "on a line of their own"),
    ("1girl\nSize: 832 x 1216, Seed: 12, CFG: 5.5, Clip skip: 2", "1girl", "", "without a sampler"),
    ("1girl\nModel: animagine, VAE: sdxl, Seed: 12", "1girl", "", "names of files"),
    ("POSITIVE (all): 1girl\nNEGATIVE (all): bad", "1girl", "bad", "heads with a qualifier"),
    ("POSITIVE (on each):\n`1girl,\nhat`\n\nNEGATIVE (on each):\n`bad`", "1girl,\nhat", "bad", "code below them"),
    ("1girl\nNegative prompt (universal): bad", "1girl", "bad", "a longer head with one"),
    ("**Positive (v4):** 1girl\n**Negative (v4):** bad", "1girl", "bad", "bold with one"),
    ("Positive (a): 1girl Negative (b): bad", "1girl", "bad", "qualifiers in one line"),
    ("Positive: 1girl | Negative: bad", "1girl", "bad", "a bar between the parts"),
    ("positive_prompt='1girl, hat', negative_prompt='bad'", "1girl, hat", "bad", "arguments of a program"),
    ('prompt = "1girl, hat"\nnegative_prompt = "bad"', "1girl, hat", "bad", "variables"),
    ('prompt="""1girl,\nhat""", negative_prompt="bad", width=832,', "1girl,\nhat", "bad", "of several lines"),
    ("/imagine prompt: 1girl --no hat", "1girl", "hat", "a command"),
)  # fmt: skip
def test_documents(typed, positive, negative):
    reading = settled(typed)
    assert (reading.text, reading.negative) == (positive, negative)
    assert reading.notes


def test_a_document_is_one_note():
    typed = f"1girl, smile\nNegative prompt: {BAD}\n{SETTINGS}"
    (note,) = settled(typed).notes
    assert (note.kind, note.source) == ("removed", typed[13:])
    (note,) = settled(f"Negative prompt: {BAD}\nPrompt: 1girl").notes
    assert note.source == f"Negative prompt: {BAD}\nPrompt:"


@rows(
    "settings, expected",
    (SETTINGS, {"Steps": "28", "Sampler": "Euler a", "CFG scale": "5"}, "the first three"),
    ('Steps: 1, Seed: 2, Lora hashes: "a: b, c: d"', {"Lora hashes": "a: b, c: d"}, "quoted"),
    ('Steps: 1, Seed: 2, Hashes: {"m": "a", "v": "b"}', {"Hashes": '{"m": "a", "v": "b"}'}, "JSON"),
    ('Steps: 1, Seed: 2, Civitai resources: [{"a":1,"b":2}], RNG: CPU', {"RNG": "CPU"}, "a list"),
    ("Steps: 1, Seed: 2, Hires prompt: hat, ADetailer negative prompt: b", {"Hires prompt": "hat"}, "a prompt in them"),
    ("Steps: 1, Seed: 2, Schedule type: Align Your Steps: x", {"Seed": "2"}, "a colon in a value"),
    ("Steps: 20, Size: 832x1216, Version: f2.0.1v1.10", {"Version": "f2.0.1v1.10"}, "of Forge"),
    ("Steps：20，Size：832x1216，Seed：1", {"Steps": "20", "Seed": "1"}, "full-width"),
)  # fmt: skip
def test_settings(settings, expected):
    reading = settled(f"1girl, hat\n{settings}")
    assert reading.text == "1girl, hat"
    assert expected.items() <= dict(reading.settings).items()


@rows(
    "typed, expected",
    ("Prompt: 1girl, hat", "1girl, hat", "a head"),
    ("Positive prompt: 1girl", "1girl", "a longer one"),
    ("POSITIVE: 1girl", "1girl", "another one, loud"),
    ("Tags: 1girl, hat", "1girl, hat", "a list's own head"),
    ('"1girl, solo"', "1girl, solo", "quotes"),
    ("“1girl, solo”", "1girl, solo", "curly quotes"),
    ("'1girl, girls' frontline'", "1girl, girls' frontline", "an apostrophe in single quotes"),
    ("「1girl、solo」", "1girl、solo", "Japanese quotes around tags"),
    ('"1girl, solo",', "1girl, solo", "a line of a program"),
    ('"1girl", "solo"', "1girl, solo", "every tag quoted"),
    ('["1girl", "solo"]', "1girl, solo", "a list of a program"),
    ('""1girl, solo""', "1girl, solo", "quoted for a table"),
    (r"\"1girl, solo\"", "1girl, solo", "quotes out of JSON"),
    ("`1girl`", "1girl", "back-ticks"),
    ("`1girl`, `solo`", "1girl, solo", "around each tag"),
    ("1girl, `solo`, hat", "1girl, solo, hat", "around one tag"),
    ("```\n1girl, solo\n```", "1girl, solo", "a code fence"),
    ("```text\n1girl, solo\n```", "1girl, solo", "with a language"),
    ("``` 1girl, solo ```", "1girl, solo", "in one line"),
    ("~~~\n1girl, solo\n~~~", "1girl, solo", "the other fence"),
    ("**1girl, solo**", "1girl, solo", "bold"),
    ("> 1girl, solo", "1girl, solo", "a quoted line"),
    ("> 1girl,\n> solo", "1girl,\nsolo", "two of them"),
    ("- 1girl", "1girl", "a list of one"),
    ("- 1girl\n- solo\n- hat", "1girl,\nsolo,\nhat", "a list"),
    ("* 1girl\n* solo", "1girl,\nsolo", "stars"),
    ("• 1girl\n• solo", "1girl,\nsolo", "bullets"),
    ("1. 1girl\n2. solo", "1girl,\nsolo", "numbers"),
    ("1) 1girl\n2) solo", "1girl,\nsolo", "numbers with a parenthesis"),
    ("- [ ] 1girl\n- [x] solo", "1girl,\nsolo", "boxes"),
    ("Prompt:\n- 1girl\n- solo", "1girl,\nsolo", "a list with a head"),
    ("? 1girl 6.5M\n? solo 5.4M", "1girl,\nsolo", "the side bar of Danbooru"),
    ("? 1girl 6.5M ? solo 5.4M", "1girl, solo", "in one line"),
    ("Artist\n? wlop 1.2k\nGeneral\n? long hair 50k", "wlop,\nlong hair", "its headings"),
    ("? + - 1girl 6500000\n? + - saber (fate) 12", "1girl,\nsaber (fate)", "of Gelbooru"),
    ("? 1girl 6.5M", "1girl", "one of it"),
    ("Copyrights\nfate\nCharacters\nsaber (fate)\nGeneral\n1girl\nlong hair", "fate,\nsaber (fate),\n1girl,\nlong hair", "headings without counts"),
    ("artists:\nwlop\n\ngeneral:\nlong hair\n\nmeta:\nhighres", "wlop,\n\nlong hair,\n\nhighres", "small ones"),
    ("Artist\nwlop,\nGeneral\nlong hair,\nhat", "wlop,\nlong hair,\nhat", "commas at line ends"),
    ("1girl 6543210\nlong hair 4000000\nhat", "1girl,\nlong hair,\nhat", "counts alone"),
    ("1girl\t6.5M\nlong hair\t4M", "1girl,\nlong hair", "behind a tab"),
    ("General\n1girl 6,543,210\npersona 5 400k", "1girl,\npersona 5", "one heading and counts"),
    (r"1girl,\nsolo", "1girl,\nsolo", "a line end in two characters"),
    (r"1girl,\r\nsolo", "1girl,\nsolo", "that of Windows"),
    (r"say \"hi\", hat", 'say "hi", hat', "escaped quotes"),
    (r"paradise \\(place\\)", r"paradise \(place\)", "doubled backslashes"),
    (r"paradise \\\\(place\\\\)", r"paradise \(place\)", "doubled twice"),
    (r"\u521d\u97f3, hat", "初音, hat", "code points"),
    ('{"prompt": "1girl, hat"}', "1girl, hat", "JSON"),
    ('{"Positive": "1girl, \\"hi\\"", "seed": 1}', '1girl, "hi"', "a quote in it"),
    ('"prompt": "1girl, hat",', "1girl, hat", "a line of JSON"),
    ('{"sui_image_params": {"prompt": "1girl"}, "sui_extra_data": {}}', "1girl", "of SwarmUI"),
    ('{"negative_prompt": "bad", "prompt": "a \\\\(b\\\\)"}', r"a \(b\)", "a name in it"),
    ('```json\n{"prompt": "1girl,\\nhat"}\n```', "1girl,\nhat", "in a fence"),
    ("&lt;lora:x:1&gt;, hat", "<lora:x:1>, hat", "entities"),
    ("salt &amp; pepper", "salt & pepper", "an ampersand"),
    ("salt &amp;amp; pepper", "salt & pepper", "escaped twice"),
    ("&quot;1girl, hat&quot;", "1girl, hat", "quotes of HTML"),
    ("girls&#39; frontline, &#x31;girl", "girls' frontline, 1girl", "numbers of characters"),
    ("1girl%2C%20long%20hair", "1girl, long hair", "out of an address"),
    ("1girl%2C+saber+%28fate%29", "1girl, saber (fate)", "with plus signs"),
    ("%E5%88%9D%E9%9F%B3%2c+hat", "初音, hat", "Japanese in an address"),
    ("1girl%252C%2520hat", "1girl, hat", "out of an address twice"),
    ("#1girl #long_hair", "1girl, long_hair", "tags of a social network"),
    ("#1girl#hat", "1girl, hat", "without spaces"),
    ("#1girl, #long hair", "1girl, long hair", "with commas"),
    ("#1girl\n#hat", "1girl,\nhat", "in lines"),
    ("1girl, safe # the rating", "1girl, safe", "a comment"),
    ("1girl, # who, always\nhat # what", "1girl,\nhat", "comments in lines"),
    ("# who\n1girl,\n# what\nhat", "1girl,\nhat", "lines of comments"),
    ("1girl, smile.", "1girl, smile", "a full stop"),
    ("1girl, hat.\nsmile, (cap:1.2).\n", "1girl, hat,\nsmile, (cap:1.2)", "at line ends"),
    ("1girl,<br>hat,<br/>cap", "1girl,\nhat,\ncap", "line breaks of HTML"),
)  # fmt: skip
def test_wrappers(typed, expected):
    reading = settled(typed)
    assert reading.text == expected
    assert reading.notes


def test_json_has_the_other_parts_as_well():
    typed = '{"prompt": "1girl", "negative_prompt": "bad", "steps": 28, "cfg": 5.5, "hr": false}'
    reading = settled(typed)
    assert (reading.text, reading.negative) == ("1girl", "bad")
    assert dict(reading.settings) == {"steps": "28", "cfg": "5.5"}


@rows(
    "typed, positive, negative",
    ("1girl --n lowres, bad hands --w 832 --h 1216 --d 42 --s 28 --l 5", "1girl", "lowres, bad hands", "of kohya"),
    ("1girl --w 832 --n lowres", "1girl", "lowres", "the negative last"),
    ("1girl --n lowres\n2girls --n bad", "1girl,\n2girls", "lowres, bad", "a prompt in each line"),
    ("1girl --ar 2:3", "1girl", "", "of Midjourney"),
    ("1girl --ar 2:3 --niji 6, solo", "1girl, solo", "", "tags after it"),
    ("1girl --niji --tile", "1girl", "", "without values"),
    ("1girl, hat --v 6.0 --style raw --s 250", "1girl, hat", "", "several"),
    ("1girl --no hat, glasses --ar 2:3", "1girl", "hat, glasses", "a negative"),
    ("1girl --ar 2:3 hat", "1girl, hat", "", "text after it"),
    ("--ar 2:3 1girl", "1girl", "", "first"),
    ("1girl —ar 2:3", "1girl", "", "a long dash"),
    ("1girl –no hat", "1girl", "hat", "a shorter one"),
    ("1girl --sref https://a.b/c.png?d=1 --cw 50", "1girl", "", "an address"),
    ("1girl --ar=2:3 --seed=5", "1girl", "", "with an equals sign"),
)  # fmt: skip
def test_flags(typed, positive, negative):
    reading = settled(typed)
    assert (reading.text, reading.negative) == (positive, negative)
    assert any(note.reason == "read_flags" for note in reading.notes)


@rows(
    "typed, expected",
    ("1girl aqua_eyes hatsune_miku long_hair solo", "1girl, aqua_eyes, hatsune_miku, long_hair, solo", "a copy"),
    ("1girl solo\naqua_eyes saber_(fate) |_| o_o", "1girl, solo,\naqua_eyes, saber_(fate), |_|, o_o", "the edit box"),
    ("long_hair blue_eyes", "long_hair, blue_eyes", "two tags"),
    ("1girl long_hair", "1girl, long_hair", "a special tag and one more"),
    ("masterpiece best quality 1girl long_hair", "masterpiece, best quality, 1girl, long_hair", "special tags of two words"),
    ("year 2024 long_hair smile", "year 2024, long_hair, smile", "a year"),
    ("long_hair (blue_eyes:1.2)", "long_hair, (blue_eyes:1.2)", "a weight"),
    ("long_hair blue_eyes BREAK red_hat solo", "long_hair, blue_eyes BREAK red_hat, solo", "BREAK"),
    ("fate/stay_night re:zero_kara rating:safe", "fate/stay_night, re:zero_kara, rating:safe", "slashes and colons"),
    ("1girl solo", "1girl, solo", "known words alone"),
    ("1girl solo smile masterpiece best quality", "1girl, solo, smile, masterpiece, best quality", "more of them"),
    ("1girl\tlong hair\tsmiling", "1girl, long hair, smiling", "tabs"),
    ("dog\tcat", "dog, cat", "one tab"),
    ("1girl・long hair・smiling", "1girl, long hair, smiling", "dots"),
    ("long_hair  blue_eyes\t:)", "long_hair, blue_eyes, :)", "white space of any kind"),
)  # fmt: skip
def test_copies(typed, expected):
    reading = settled(typed)
    assert reading.text == expected
    (note,) = reading.notes
    assert (note.kind, note.reason, note.replacement) == ("changed", "read_copy", expected)
    for unit in reading.units:
        assert typed[unit.start : unit.end] == unit.source


FILLED = (
    "1boy, solo, full body, young navy admiral, white peaked cap,\n"
    "navy blue double-breasted suit, white admiral coat draped over\n"
    "shoulders like a cape, holding sheathed saber, running, simple\n"
    "magenta background, masterpiece"
)


@rows(
    "typed, expected, reasons",
    (FILLED, FILLED.replace("over\n", "over ").replace("simple\n", "simple "), ["read_wrap", "read_wrap"], "lines filled to a width"),
    (FILLED.replace("simple", "3"), FILLED.replace("over\n", "over ").replace("simple", "3,"), ["read_wrap", "read_line_ends"], "one that ends no word"),
    (FILLED.replace("running, ", ""), FILLED.replace("running, ", "").replace("over\n", "over,\n").replace("simple\n", "simple,\n"), ["read_line_ends"], "one line too short"),
    (f"{'hat, ' * 12}smile\nmasterpiece, safe", f"{'hat, ' * 12}smile,\nmasterpiece, safe", ["read_line_ends"], "two long lines tell nothing"),
    ("a,\nb,\nc,\nlong\nhair, red\nhat", "a,\nb,\nc,\nlong hair, red hat", ["read_wrap", "read_wrap"], "several wraps, more commas"),
    ("a,\nb,\nc,\nlong\nhair, red\nHat", "a,\nb,\nc,\nlong hair, red,\nHat", ["read_wrap", "read_line_ends"], "a capital begins a tag"),
    ("a,\nb,\nc,\nd\ne\nf\ng", "a,\nb,\nc,\nd,\ne,\nf,\ng", ["read_line_ends"], "as many without"),
    ("1girl, solo,\npainterly depth\nof field, cozy,\nhat,\ncap", "1girl, solo,\npainterly depth of field, cozy,\nhat,\ncap", ["read_wrap"], "one wrap"),
    ("a,\nb,\nlong\r\nhair,\nc", "a,\nb,\nlong hair,\nc", ["read_wrap"], "a line end of Windows"),
    ("a,\n\nb,\nc,\nlong\nhair", "a,\n\nb,\nc,\nlong hair", ["read_wrap"], "a blank line among them"),
    ("1girl\nsolo\nhat", "1girl,\nsolo,\nhat", ["read_line_ends"], "no commas"),
    ("1girl,\nsolo\nhat", "1girl,\nsolo,\nhat", ["read_line_ends"], "too few to tell"),
    ("a,\nb,\nc\nd\ne", "a,\nb,\nc,\nd,\ne", ["read_line_ends"], "two without"),
    ("a,\nb,\n(c:1.2)\nd", "a,\nb,\n(c:1.2),\nd", ["read_line_ends"], "a weight is no half of a tag"),
    ("a,\nb\n\nc", "a,\nb\n\nc", [], "a blank line"),
    ("a,\nb,\nc\nBREAK\nd", "a,\nb,\nc\nBREAK\nd", [], "beside BREAK"),
    ("a,\nb,\n// c\nd", "a,\nb,\n// c\nd", [], "beside a comment"),
    ("(a\nb:1.2), c", "(a\nb:1.2), c", [], "in brackets"),
    ("a, b\n<lora:x:1>", "a, b\n<lora:x:1>", [], "a LoRA"),
    ("a,\nb,\nc", "a,\nb,\nc", [], "commas everywhere"),
    ("\na, b\n", "\na, b\n", [], "at the ends"),
)  # fmt: skip
def test_line_ends(typed, expected, reasons):
    reading = settled(typed)
    assert reading.text == expected
    assert [note.reason for note in reading.notes] == reasons


def test_a_wrap_says_what_it_joined():
    (note,) = settled("a,\nb,\nlong\nhair, c").notes
    assert (note.source, note.replacement) == ("long\nhair", "long hair")


@rows(
    "typed, expected",
    ("（smile：1.2）", "(smile:1.2)", "a weight"),
    ("（smile，hat：１.２）", "(smile，hat:1.2)", "of two tags"),
    ("(smile：1.2)", "(smile:1.2)", "only its colon"),
    ("（初音ミク：1.2）", "(初音ミク:1.2)", "of a Japanese tag"),
    ("（smile:1.2)", "(smile:1.2)", "half of it plain"),
    ("saber（fate）", "saber (fate)", "a qualifier"),
    ("1ｇｉｒｌ，ｓｏｌｏ", "1girl，solo", "letters"),
    ("year ２０２４", "year 2024", "digits"),
    ("1girl；solo", "1girl,solo", "a semicolon"),
    ("1girl。solo。", "1girl,solo,", "full stops"),
    ("1girl；初音ミク", "1girl,初音ミク", "a semicolon beside Japanese"),
    ("long＿hair", "long_hair", "an underscore"),
    ("｛cat｜dog｝", "{cat|dog}", "a choice"),
    ("｛初音ミク｜鏡音リン｝", "{初音ミク|鏡音リン}", "a Japanese choice"),
    ("［smile］", "[smile]", "square brackets"),
    ("＜lora：abc：1＞", "<lora:abc:1>", "a LoRA"),
    ("1girl､solo", "1girl,solo", "a half-width comma"),
)
def test_full_width(typed, expected):
    reading = settled(typed)
    assert reading.text == expected
    assert {note.reason for note in reading.notes} == {"read_full_width"}


UNTOUCHED = (
    "1girl, solo", "初音ミク, （笑）, 長い髪。青い目", "彼女は笑う。空は青い。", "（＾ｏ＾）", "ＡＢＣアニメ",
    "長髪，蓝眼睛、微笑", "rating: safe, honkai: star rail, :3, 16:9, (smile:1.2)", "1girl, steps: 20",
    "size: 3, seed: 5, model: x", "hat\n\nseed: 5", "hat, negative: x", "1girl, steps: many, size: x, seed: y", '"quoted" text inside, hat',
    '1girl, "hi"', ":), ;), |_|, >_<, ^_^, -_-, '_', o_o, =_=", r"\(", r"saber \(fate\), \m/",
    "__camera/p+2__", r"\__color__", "{a|b}", '{"a"|"b"}', "-1::hat::", "long_hair girl", "hat __a_b__",
    "<lora:my_lora:1> hat", "<lora:style\\neon_x:0.8>, hat", "embedding:dir\\name_x, hat",
    "a girl with long_hair and blue_eyes", "1girl __color__ long_hair blue_eyes", "o_o v_v |_|",
    "negative space, positive pose, prompt, neg", "prompt engineer, 1girl", "a & b, R&B",
    "hat -- cap, a --b, --unknown 5", "1girl — solo", "1.5, hat", "1990s (style)", ">:), hat",
    "one line,\n- a dash in it,\nanother line,\nmore", '{"nodes": [], "prompt": "x"}',
    '{"3": {"class_type": "KSampler", "inputs": {"steps": 20, "prompt": "x"}}}',
    '{"prompt": {"3": {"class_type": "KSampler"}}}', "[smile], [a:b:0.5]", "*smile", "'90s style, hat",
    "Hires prompt: a, smile", "prompt='a', hat", "1girl, c.c.", "1girl, wait...", "kimi no na wa., hat", "hat, kimi no na wa.",
    "A girl, smiling. She runs.", "100%, hat", "50%2C off, hat", "hat, #1", "#1girl, hat", "#ff8800, #00ff00", "a # b, c, d", "solo smile", "1girl saber", "a b\tc",
    "1girl・初音", "hat:., cap", "1girl, 1.", "hat, :).", "1girl,\ngeneral", "persona 5,\nfate 2", "year 2024,\nyear 2023", "seed: 12, size: 8x8, hat", "hat, seed: a, cfg: b, sampler: c", "a=b, hat", "positive (mood), hat", "1girl | hat", "? hat", "[hat]", "", "  ", ",", "`", '"', "a ` b",
    "(a,\nb:1.2), c", "masterpiece, best quality BREAK 2girls, hat",
)  # fmt: skip


@pytest.mark.parametrize("typed", [*UNTOUCHED, *(p for of in DOCUMENTED.values() for p in of)])
def test_a_prompt_comes_back_as_it_is(typed):
    reading = settled(typed)
    assert (reading.text, reading.notes, reading.negative) == (typed, (), "")
    assert reading.units == parse(typed)


def test_none_is_no_text():
    assert read(None) == Reading("", [])


def test_a_decision_knows_its_place():
    typed = f"1girl, smile --ar 2:3\nNegative prompt: {BAD}"
    reading = read(typed)
    for write, kinds in ((reading.report, {"removed"}), (reading.warn, {"warning"})):
        report = Report({"general": reading.pieces})
        write(report)
        assert {one.kind for one in report.decisions} == kinds
        for one in report.decisions:
            assert one.sentence
            assert (one.field, typed[one.start : one.end]) == ("general", one.subject)


def test_a_warning_says_what_to_write():
    report = Report()
    read("1girl\nsolo").warn(report)
    (warning,) = report.decisions
    assert (warning.replacement, warning.reason[-1]) == ("1girl,\nsolo", "write")


MORE_PIECES = (
    "ab.", ".", "%2C", "%20", "%25", "#a ", "#b", " # c", "\n# d\n", "・", "\t", "1girl solo ", "General\n", "\nArtists\n", "\na 1234\n", "b 5k\n", " 77", "Negative (all): ", "\nPOSITIVE (a b):\n", " | Negative: ", "prompt='", 'prompt="', "', negative_prompt='",
)  # fmt: skip
TEXTS = st.lists(
    st.one_of(
        st.sampled_from((*DOCUMENT_PIECES, *MORE_PIECES)),
        st.sampled_from(PIECES),
        st.text(max_size=4),
    ),
    max_size=12,
).map("".join)


def letters(text: str) -> list[str]:
    return re.findall(r"\w", text)


@given(TEXTS)
def test_reading_twice_is_reading_once(typed):
    settled(typed)


@given(TEXTS)
def test_nothing_is_lost(typed):
    """What no note is about is in the text, in its order."""
    reading = settled(typed)
    at = 0
    for place, char in enumerate(typed):
        told = any(note.start <= place < note.end for note in reading.notes)
        if not told and not char.isspace():
            at = reading.text.index(char, at) + 1


@given(TEXTS)
def test_a_unit_knows_what_it_was_made_of(typed):
    reading = settled(typed)
    for unit in reading.units:
        made_of = typed[unit.start : unit.end]
        touched = any(n.start < unit.end and unit.start < n.end for n in reading.notes)
        if not touched:
            assert [same.source for same in parse(made_of)] == [unit.source]


@rows(
    "typed, expected",
    ('"1girl, solo"', ["1girl", "solo"], "behind a quote"),
    ("- 1girl\n- long hair", ["1girl", "long hair"], "behind marks"),
    ("Prompt: 1girl, solo\nNegative: bad", ["1girl", "solo"], "behind a head"),
    ("Negative: bad\nPrompt: 1girl", ["1girl"], "behind the negative"),
    ("1girl --ar 2:3, solo", ["1girl", "solo"], "behind a flag"),
    ("a,\nb,\nlong\nhair,\nc", ["a", "b", "long\nhair", "c"], "over a line end"),
    ("（smile：1.2）, 1ｇｉｒｌ", ["（smile：1.2）", "1ｇｉｒｌ"], "full-width"),
    ('{"prompt": "a \\\\(b\\\\),\\nc"}', [r"a \\(b\\)", "c"], "out of JSON"),
    ("&lt;lora:x:1&gt;, &#49;girl", ["&lt;lora:x:1&gt;", "&#49;girl"], "entities"),
    ("? 1girl 6M\n? saber (fate) 1k", ["1girl", "saber (fate)"], "in a side bar"),
    ("1girl long_hair", ["1girl", "long_hair"], "a copy"),
    ('> "`1girl`, hat"', ["1girl", "hat"], "in three wrappers"),
)
def test_the_place_of_a_unit(typed, expected):
    assert [typed[unit.start : unit.end] for unit in settled(typed).units] == expected


BOMBS = (
    "Negative prompt: ", "Steps: 1, ", "Steps: 1, Seed: 2, Size: 3, ", '"', "`", "```\n", "--a ", "--no a ",
    "{", "[", "(", "（", "（a", "\n", "a\n", "\\\\", '\\"', "\\n", "&amp;", "> ", "- ", "- a\n", "? a 1 ", "+ ",
    "### Prompt\n", "Prompt: ", "Positive: x\nNegative: y\n", "a_b ", "1girl long_hair\n", "Steps: {",
    'Steps: "', "；", "a；", "<", '"prompt": "', '{"prompt": ', "'a', ", "—no a ", "｛a｜", " ", "prompt='", "prompt='a', ", "a=b, ", "Negative (", "Positive: x | ", "ab. ", "a, ab.\n", "%2C", "%25", "#a ", "#a", " # ", "a # b\n", "# a\n", "a・", "a\t", " \t", "1girl solo ", "a,\nb, c\n", "a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q\n", "General\n", "a 5k\n", "a 1 2 ", "General\nArtists\na\n",
)  # fmt: skip


@pytest.mark.parametrize("bomb", BOMBS)
def test_repetition_is_read_in_steps_that_grow_with_it(bomb):
    for frame in ("{}", '"{}"', "1girl\nNegative prompt: {}", "x, {} y"):
        few, many = (frame.replace("{}", bomb * size) for size in (200, 800))
        read(few, SPECIAL)  # fills the caches
        calls = [steps(lambda text=text: read(text, SPECIAL)) for text in (few, many)]
        assert calls[1] < MOST * calls[0] + 200
    settled(bomb * 20_000)  # what calls do not show: a quadratic pattern takes minutes here
