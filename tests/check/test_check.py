"""The check: every finding has its row, and the documents' own examples have none."""

import pytest

from animagine.check import check
from animagine.models import presets
from animagine.tokens import CHUNK, TokenCount
from rows import rows

V40, V31, V30 = map(presets.load, ("animagine-xl-4.0-opt", "animagine-xl-3.1", "animagine-xl-3.0"))
EXAMPLES_40 = [
    r"1girl, firefly \(honkai: star rail\), honkai \(series\), honkai: star rail, safe, casual, solo, looking at viewer, outdoors, smile, reaching towards viewer, night, masterpiece, high score, great score, absurdres",
    "1girl, sensitive, looking at viewer, solo, masterpiece, high score, great score, absurdres",
    r"1girl, arima kana, oshi no ko, hoshimachi suisei, hoshimachi suisei \(1st costume\), cosplay, looking at viewer, smile, outdoors, night, v, masterpiece, high score, great score, absurdres",
    "1girl, green hair, sweater, looking at viewer, upper body, beanie, outdoors, night, turtleneck, masterpiece, high score, great score, absurdres",
]
EXAMPLES_3 = [
    "1girl, souryuu asuka langley, neon genesis evangelion, solo, upper body, v, smile, looking at viewer, outdoors, night",
    "1girl, arima kana, oshi no ko, solo, upper body, v, smile, looking at viewer, outdoors, night",
    r"1boy, male focus, yuuki makoto \(persona 3\), persona 3, black jacket, white shirt, long sleeves, closed mouth, glowing eyes, gun, hair over one eye, holding gun, handgun, looking at viewer, solo, upper body",
    r"kimi no na wa., building, cityscape, cloud, cloudy sky, gradient sky, lens flare, no humans, outdoors, power lines, scenery, shooting star, sky, sparkle, star \(sky\), starry sky, sunset, tree, utility pole",
]


@pytest.mark.parametrize("text", EXAMPLES_40)
def test_the_examples_of_40_have_no_finding(text):
    assert check(V40, text, V40.negative.recommended).findings == []


@pytest.mark.parametrize("preset", [V31, V30], ids=["3.1", "3.0"])
@pytest.mark.parametrize("text", EXAMPLES_3)
def test_the_examples_of_3x_have_no_finding_with_the_block_at_either_end(preset, text):
    block = preset.quality_block.recommended
    for prompt in (text, f"{block}, {text}", f"{text}, {block}"):
        assert check(preset, prompt, preset.negative.recommended).findings == []


@rows(
    "text, expected",
    ("1girl, ), hat", "warning: ) - unmatched parenthesis: weights after it are ignored; "
     r"write \)", "a stray"),
    ("1girl, hat (", r"warning: hat ( - unmatched parenthesis: weights after it are "
     r"ignored; write hat \(", "unclosed"),
    ("saber (fate), fate", "warning: saber (fate) - ComfyUI reads its parentheses as a weight; write "
     r"saber \(fate\)", "an unescaped qualifier"),
    (":), hat", r"warning: :) - ComfyUI reads its parentheses as a weight; write :\)", "a face"),
    ("(a:1.2, b:0.5)", "warning: a:1.2 - a group can have only one weight, at its end; write (a:1.2) as a separate tag",
     "two weights in one group"),
    ("(hat:3)", "warning: (hat:3) - weight outside 0 to 2, probably a typo; use a number from 0 to 2", "too much weight"),
    ("(hat:nan)", "warning: (hat:nan) - ComfyUI would misread its ending as a weight; nan is not a number; write (hat:1.1)", "no number"),
    ("[hat]", "warning: [hat] - CLIP Text Encode reads this as plain text; ComfyUI has no [ ] or { } weights; write (hat:0.91)", "A1111's down-weight"),
    ("[hat:cap:0.5]", "warning: [hat:cap:0.5] - CLIP Text Encode reads this as plain text; prompt scheduling is not part of ComfyUI; use a node pack that supports it", "a schedule"),
    ("a BREAK b", "warning: BREAK - CLIP Text Encode reads this as plain text; use Conditioning (Concat) or (Combine), or a node pack that supports it", "BREAK"),
    ("<lora:x:1>", "warning: <lora:x:1> - CLIP Text Encode reads this as plain text; use the Load LoRA node, or a node pack that supports it", "a LoRA"),
    ("embedding:foo", "", "an embedding works in core"),
    ("newest", "warning: newest - not a tag of Animagine XL 4.0 Opt; it belongs to Animagine XL 3.1, Animagine XL 3.0; the closest tag here is year 2023", "an era"),
    ("great quality", "warning: great quality - not a tag of Animagine XL 4.0 Opt; it belongs to Animagine XL 3.1; the closest tag here is great score", "a quality tag of 3.1"),
    ("rating: safe", "warning: rating: safe - Animagine XL 4.0 Opt was trained on safe; write that instead", "form"),
    ("rating:general", "warning: rating:general - Animagine XL 4.0 Opt was trained on safe; write that instead",
     "3.0's form without its space"),
    ("year2024", "warning: year2024 - Animagine XL 4.0 Opt was trained on year 2024; write that instead", "form"),
    ("2024 year", "warning: 2024 year - Animagine XL 4.0 Opt was trained on year 2024; write that instead", "form"),
    ("year 2024", "", "the right form"),
    ("year_2024", "", "underscores become spaces"),
    ("score_9, score_8_up", "warning: score_9, score_8_up - not a tag of Animagine XL 4.0 Opt; it belongs to Pony Diffusion V6 XL; convert the prompt with Animagine Prompt Converter", "Pony's"),
    ("1 girl", "warning: 1 girl - Animagine XL 4.0 Opt was trained on 1girl; write that instead", "form"),
    ("year 2004", "warning: year 2004 - Animagine XL 4.0 Opt was trained on year 2005 to year 2025 only", "early"),
    ("year 2005, hat", "", "the first"),
    ("year 2026", "warning: year 2026 - Animagine XL 4.0 Opt was trained on year 2005 to year 2025 only", "late"),
    ("masterpiece, hat", "warning: masterpiece - Animagine XL 4.0 Opt expects the quality tags at the end; move it there", "in front in 4.0"),
    ("hat, masterpiece, <lora:x:1>", "warning: <lora:x:1> - CLIP Text Encode reads this as plain text; use the Load LoRA node, or a node pack that supports it", "a LoRA behind the block is no tag"),
    ("safe, nsfw", "warning: nsfw - the rating is already safe; remove one of them", "two ratings"),
    ("1girl, 2girls", "warning: 2girls - 1girl is already in the prompt; remove one of them", "counts"),
    ("1girl, multiple girls", "warning: multiple girls - 1girl is already in the prompt; remove one of them",
     "one and many"),
    ("2girls, multiple girls", "", "Danbooru has both"),
    ("1girl, 1boy", "", "two kinds"),
    ("2girls, solo", "warning: solo - means one character, but the prompt has 2girls; remove one of them", "solo"),
    ("1girl, 1boy, solo", "warning: solo - means one character, but the prompt has 1girl, 1boy; remove one of them", "solo"),
    ("1girl, solo", "", "one alone"),
    ("1girl, saber \\(fate\\), hat", "warning: saber \\(fate\\) - name the series as well, right after the character", "no series"),
    ("1girl, saber \\(fate\\), fate \\(series\\)", "", "its series"),
    ("1girl, asuna \\(sao\\), sword art online", "", "its series by its initials"),
    ("2girls, saber \\(fate\\), rin \\(fate\\), hat", "warning: rin \\(fate\\) - name the series as well, right after the character", "two of one series, told once"),
    ("2girls, saber \\(fate\\), rin \\(fate\\)", "", "what follows may be anything"),
    ("1girl, solo, safe, saber \\(fate\\), hat", "warning: saber \\(fate\\) - name the series as well, right after the character", "behind solo and the rating"),
    ("1girl, bow \\(weapon\\)", "", "no character, but a thing"),
    ("(smile, :3:1.2), (16:9, b:1.1)", "", "a face and a ratio in a group"),
    ("1girl, (smile:1.2", "warning: (smile:1.2 - unmatched parenthesis: weights after it are ignored; write (smile:1.2)", "a weight not closed"),
    ("smile:1.2", "warning: smile:1.2 - a weight needs parentheses; write (smile:1.2)", "no parentheses"),
    ("[smile", "warning: [smile - unmatched bracket, read as plain text; remove it", "unclosed ["),
    ("{smile}", "warning: {smile} - CLIP Text Encode reads this as plain text; ComfyUI has no [ ] or { } weights; write (smile:1.05)", "another program's weight"),
    ("most aesthetic", "warning: most aesthetic - no Animagine XL version was trained on this tag", "no quality tag"),
    ("rating_safe", "warning: rating_safe - Animagine XL 4.0 Opt was trained on safe; write that instead", "Danbooru's"),
    ("sfw", "warning: sfw - Animagine XL 4.0 Opt was trained on safe; write that instead", "short for safe"),
    ("1girls", "warning: 1girls - Animagine XL 4.0 Opt was trained on 1girl; write that instead", "a plural"),
    ("year 2010, year 2024", "warning: year 2024 - year 2010 is already in the prompt; remove one of them",
     "two years"),
    ("1girl, no humans", "warning: no humans - contradicts 1girl; remove one of them", "no humans"),
    ("1girl, smile, masterpiece, very aesthetic, absurdres", "warning: very aesthetic - not a tag of Animagine XL 4.0 Opt; it belongs to Animagine XL 3.1; the closest tag here is high score",
     "a foreign word in the block does not move it"),
    ("a girl with blue eyes", "warning: a girl with blue eyes - the models were trained on tags, so sentences may not work; use Danbooru tags", "a short sentence"),
    ("(she is smiling:1.2)", "warning: (she is smiling:1.2) - the models were trained on tags, so sentences may not work; use Danbooru tags", "a sentence in a group"),
    ("the lord of the rings, a song of ice and fire", "", "titles"),
    ("1girl, hat, star \\(sky\\)", "", "no character"),
    ("a beautiful girl is standing in the rain", "warning: a beautiful girl is standing in the rain - the models were trained on tags, so sentences may not work; use Danbooru tags", "a sentence"),
    ("the legend of zelda: breath of the wild", "", "a series with small words"),
    ("hair over one eye, standing on one leg", "", "tags with small words"),
    ("Steps: 28", "warning: Steps: 28 - a generation setting, not a tag", "another program's text"),
    ("", "", "nothing"),
    (None, "", "nothing at all"),
)  # fmt: skip
def test_findings_of_40(text, expected):
    assert check(V40, text).report == expected


@rows(
    "preset, text, expected",
    (V31, "hat, masterpiece, cap", "warning: masterpiece - Animagine XL 3.1 expects all quality tags at the start or all at the end; move this one", "in the middle"),
    (V31, "explicit", "warning: explicit - Animagine XL 3.1 expects nsfw with this rating; add nsfw", "half a rating"),
    (V31, "explicit, nsfw", "", "the whole rating"),
    (V31, "year 2019", "warning: year 2019 - Animagine XL 3.1 was trained on recent; write that instead", "a year"),
    (V31, "rating: explicit, hat", "warning: rating: explicit - Animagine XL 3.1 was trained on explicit, nsfw; write that instead", "3.0's form"),
    (V30, "nsfw", "warning: nsfw - Animagine XL 3.0 expects rating: questionable with this rating; add rating: questionable",
     "half a rating"),
)  # fmt: skip
def test_findings_of_3x(preset, text, expected):
    assert check(preset, text).report == expected


@rows(
    "text",
    ("1girl" + ", a (b)" * 20_000, "characters"),
    ("[a] [" + ":" * 50_000, "a schedule that never ends"),
    ("newest, " * 20_000, "foreign words"),
    ("a girl " * 20_000, "one sentence"),
    ("(a:1.2, b:0.5), " * 20_000, "inner numbers"),
    ("nan" * 50_000, "one word"),
    ("(" * 50_000, "strays"),
)
def test_long_texts_end(text):
    assert len(check(V40, text).report) < 70_000


def test_contradictions():
    found = check(V40, "1girl, (blurry:1.1), Text", V40.negative.recommended).report
    assert found == (
        "warning: (blurry:1.1) - is also in the negative prompt; remove it from one of them\nwarning: Text - is also in the negative prompt; remove it from one of them"
    )


def counted(text: str) -> TokenCount:
    """One token a word: the rules need no more of a tokenizer than that it counts."""
    words = len(text.replace(",", " , ").split())
    return TokenCount(words, max(1, -(-words // CHUNK)))


BLOCK = "masterpiece, high score, great score, absurdres"  # 9 tokens here


@rows(
    "preset, text, expected",
    (V40, f"{'a, ' * 33}{BLOCK}", "", "the block ends with the first chunk"),
    (V40, f"{'a, ' * 34}{BLOCK}", "absurdres", "its last tag is cut off"),
    (V40, f"{'a, ' * 37}{BLOCK}", "high score", "it is cut in the middle"),
    (V40, f"{'a, ' * 99}{BLOCK}", "a", "all of it is behind"),
    (V40, f"{BLOCK}{', a' * 99}", "", "it is in front"),
    (V40, ", ".join("a" * 99), "", "no block"),
    (V31, ", ".join("a" * 113), "", "225 tokens"),
    (V31, ", ".join("a" * 114), "227 tokens", "more than a caption had"),
    (V40, ", ".join("a" * 200), "", "no longest caption is known of 4.0"),
)
def test_length(preset, text, expected):
    without = check(preset, text).findings
    by_length = check(preset, text, count=counted).findings[len(without) :]
    assert ", ".join(finding.subject for finding in by_length) == expected
