"""Prompts of other families: their blocks, whole prompts, there and once more, each tag told."""

import time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from animagine.convert import convert
from animagine.grammar import parse
from animagine.models import families, presets
from rows import rows

V40, V31, V30 = MODELS = ("animagine-xl-4.0-opt", "animagine-xl-3.1", "animagine-xl-3.0")
BLOCK = {model: presets.load(model).quality_block.recommended for model in MODELS}
NEGATIVE = {model: presets.load(model).negative.recommended for model in MODELS}
B40, B31, N40, N31 = BLOCK[V40], BLOCK[V31], NEGATIVE[V40], NEGATIVE[V31]
PONY = "score_9, score_8_up, score_7_up, score_6_up, score_5_up, score_4_up"

POSITIVE = (
    (PONY + ", just describe what you want, tag1, tag2", "just describe what you want, tag1, tag2", "", "Pony"),
    ("masterpiece, best quality, newest, absurdres, highres, safe,", "safe", "newest", "NoobAI"),
    ("masterpiece,best quality,amazing quality,", "", "", "WAI"),
    ("masterpiece, best quality, score_7, safe, ", "safe", "", "Anima"),
    ("best quality, amazing quality, very aesthetic, absurdres", "", "", "NovelAI V3"),
    ("no text, best quality, very aesthetic, absurdres", "", "", "NovelAI V4"),
    ("rating:general, amazing quality, very aesthetic, absurdres", "safe", "", "NovelAI V4 curated"),
    ("location, very aesthetic, masterpiece, no text", "", "", "NovelAI V4.5"),
    ("location, masterpiece, no text, -0.8::feet::, rating:general", "safe", "", "NovelAI V4.5 curated"),
    ("very aesthetic, masterpiece, no text", "", "", "NovelAI V5"),
)  # fmt: skip


@rows("text, rest, era", *POSITIVE)
def test_blocks_alone(text, rest, era):
    highres = "highres, " if "highres" in text else ""
    year = "year 2023, " if era else ""
    front = f"{rest}, " if rest else ""
    assert convert(text, "detect", V40).text == f"{front}{year}{highres}{B40}"
    after = "".join(f", {tag}" for tag in (highres[:-2], rest, era) if tag)
    assert convert(text, "detect", V31).text == f"{B31}{after}"


@rows("text, rest, era", *POSITIVE)
@pytest.mark.parametrize("at", ["{}, {}", "{1}, {0}"], ids=["block first", "block last"])
def test_blocks_in_a_prompt(text, rest, era, at):
    typed = at.format(text.strip(", "), "1girl, hatsune miku, vocaloid, smile, long hair")
    result = convert(typed, "detect", V40).text
    assert result.endswith(f", {B40}")
    tags = result.removesuffix(f", {B40}").split(", ")
    assert tags[:3] == ["1girl", "hatsune miku", "vocaloid"] or rest.startswith("just")
    assert {"smile", "long hair", *filter(None, rest.split(", "))} <= set(tags)
    assert convert(typed, "detect", V31).text.startswith(f"{B31}, ")
    assert convert(typed, "detect", V30).text.startswith(BLOCK[V30])


NEGATIVES = (
    ("nsfw, worst quality, old, early, low quality, lowres, signature, username, logo, bad hands, mutated hands, mammal, anthro, furry, ambiguous form, feral, semi-anthro", "logo, furry", "NoobAI"),
    ("worst quality, comic, multiple views, bad quality, low quality, lowres, displeasing, very displeasing, bad anatomy, bad hands, scan artifacts, monochrome, greyscale, signature, twitter username, jpeg artifacts, 2koma, 4koma, guro, extra digits, fewer digits", "comic, multiple views, scan artifacts, monochrome, greyscale, 2koma, 4koma, guro", "Illustrious"),
    ("worst quality, comic, multiple views, bad quality, low quality, lowres, displeasing, very displeasing, bad anatomy, bad hands, scan artifacts, monochrome, greyscale, twitter username, jpeg artifacts, 2koma, 4koma, guro, extra digits, fewer digits, jaggy lines, unclear", "comic, multiple views, scan artifacts, monochrome, greyscale, 2koma, 4koma, guro", "Illustrious's other"),
    ("bad quality,worst quality,worst detail,sketch,censor,", "sketch, censored", "WAI"),
    ("worst quality, low quality, score_1, score_2, score_3, artist name, blurry, jpeg artifacts, chromatic aberration", "", "Anima"),
    ("nsfw, lowres, {bad}, error, fewer, extra, missing, worst quality, jpeg artifacts, bad quality, watermark, unfinished, displeasing, chromatic aberration, signature, extra digits, artistic error, username, scan, [abstract]", "", "NovelAI V3"),
    ("lowres, artistic error, film grain, scan artifacts, worst quality, bad quality, jpeg artifacts, very displeasing, chromatic aberration, dithering, halftone, screentone, multiple views, logo, too many watermarks, negative space, blank page", "film grain, scan artifacts, multiple views, logo", "NovelAI V4.5"),
    ("score_6, score_5, score_4, source_pony, source_furry, source_cartoon", "", "Pony"),
    (NEGATIVE[V30].removeprefix("nsfw, ").removesuffix(", artist name"), "", "Animagine 2.0"),
)  # fmt: skip


@rows("text, shown", *NEGATIVES)
@pytest.mark.parametrize("target", MODELS)
def test_negatives(text, shown, target):
    """The recommended one of the target, then what the other says of the image, not its quality."""
    assert convert(text, "detect", target).text == ", ".join(
        filter(None, (NEGATIVE[target], shown))
    )


@rows("text, shown", *NEGATIVES)
@pytest.mark.parametrize("target", MODELS)
def test_what_was_added_to_a_negative_stays(text, shown, target):
    added = "(fused fingers:1.2), my own tag"
    after, before = f"{text.strip(',')}, {added}", f"{added}, {text}"
    for typed, rest in ((after, (shown, added)), (before, (added, shown))):
        expected = ", ".join(filter(None, (NEGATIVE[target], *rest)))
        assert convert(typed, "detect", target).text == expected


Q = f", {B40}"
WHOLE = (
    # Pony V6
    ("score_9, score_8_up, score_7_up, source_anime, rating_safe, 1girl, hatsune miku, vocaloid, smile",
     "1girl, hatsune miku, vocaloid, safe, smile" + Q, "Pony, all its words"),
    ("1girl, hat, score_9, score_8_up, score_7_up", "1girl, hat" + Q, "Pony, its scores last"),
    ("score_9, score_8_up, BREAK, 1girl, rating_explicit, smile", "1girl, explicit, smile" + Q, "Pony, BREAK"),
    ("(score_9, score_8_up:1.2), 1girl, hat", "1girl, hat" + Q, "Pony, its scores with a weight"),
    ("score_9, score_8_up, masterpiece, best quality, absurdres, 1girl, hat", "1girl, hat" + Q,
     "Pony, with other quality tags"),
    ("(1girl, source_anime, smile:1.1), score_9, <lora:x:1>", "(1girl, smile:1.1), <lora:x:1>" + Q, "Pony, a group"),
    ("score_9, score_8, score_7, 1boy, source_furry, anthro, wolf", "1boy, furry, wolf" + Q, "Pony, without up"),
    # Pony V7
    ("score_9, style_cluster_12, source_anime, anime style", "anime style" + Q, "Pony V7"),
    ("style_cluster_1402, 1girl, hat", "1girl, hat", "Pony V7, without a score"),
    ("score_8, style_cluster_7, rating_explicit, 1girl, hat", "1girl, explicit, hat" + Q, "Pony V7, a rating"),
    ("1girl, hat, style_cluster_3, score_9, by wlop", "1girl, wlop, hat" + Q, "Pony V7, an artist"),
    ("(style_cluster_12:1.2), (score_9:1.1), 1girl, hat", "1girl, hat" + Q, "Pony V7, weights"),
    # Illustrious, WAI
    ("masterpiece,best quality,amazing quality,1girl,hatsune miku,vocaloid,general,smile",
     "1girl, hatsune miku, vocaloid, safe, smile" + Q, "WAI, without blanks"),
    ("1girl, hat, amazing quality", "1girl, hat, great score", "WAI, a single word"),
    ("masterpiece, best quality, amazing quality, very aesthetic, newest, 1girl, hat",
     "1girl, hat, year 2023" + Q, "WAI, more words"),
    ("masterpiece (quality), average quality, 1girl, hat", "1girl, hat, masterpiece, average score", "Illustrious's words"),
    ("masterpiece, best quality, amazing quality, nsfw, explicit, 1girl, hat", "1girl, explicit, hat" + Q, "WAI, explicit"),
    ("masterpiece, best quality, amazing quality, year 2024, 1girl, hat", "1girl, hat, year 2024" + Q, "WAI, a year"),
    # NoobAI
    ("1girl, hatsune miku, vocaloid, artist:john_kafka, smile, masterpiece, best quality, very awa, newest",
     "1girl, hatsune miku, vocaloid, john kafka, smile, year 2023" + Q, "NoobAI, an artist"),
    ("masterpiece, best quality, newest, absurdres, highres, safe, 1girl, hat",
     "1girl, safe, hat, year 2023, highres" + Q, "NoobAI, its block"),
    ("very awa, old, 1girl, hat", "1girl, hat, year 2008, high score", "NoobAI, old"),
    ("very awa, mid, nsfw, 1girl, hat", "1girl, nsfw, hat, year 2016, high score", "NoobAI, mid"),
    ("good quality, very awa, year 2022, 1girl, hat", "1girl, hat, year 2022, high score, good score", "NoobAI, a year"),
    ("1girl, (artist:wlop:0.8), (very awa:1.2), hat", "1girl, (wlop:0.8), hat, (high score:1.2)", "NoobAI, weights"),
    # Anima
    ("masterpiece, best quality, score_7, safe, year 2025, 1girl, hatsune miku, vocaloid, @nnn yryr, smile",
     "1girl, hatsune miku, vocaloid, nnn yryr, safe, smile, year 2025" + Q, "Anima, all"),
    ("masterpiece, score_9, 1girl, hat", "1girl, hat, masterpiece", "Anima, a score beside masterpiece"),
    ("1girl, @wlop, smile", "1girl, wlop, smile", "Anima, an artist alone"),
    ("score_8, 1girl, @big_chungus, smile", "1girl, big chungus, smile" + Q, "Anima, an underscore"),
    ("ye-pop, 1girl, hat", "1girl, hat", "Anima, a data set"),
    ("masterpiece, best quality, score_9, score_8, newest, 1girl, (@wlop:1.5), hat",
     "1girl, (wlop:1.5), hat, year 2023" + Q, "Anima, weights"),
    # NovelAI
    ("1girl, {{smile}}, [hat], best quality, amazing quality, very aesthetic, absurdres",
     "1girl, (smile:1.1), (hat:0.95)" + Q, "NovelAI V3, brackets"),
    ("1girl, 1.5::smile, hat ::, -1::cap ::, rating:sensitive", "1girl, sensitive, (smile, hat:1.5)", "NovelAI V4, numbers"),
    ("1girl, 1boy, park | girl, source#hug, red hair | boy, target#hug, hat, very aesthetic, masterpiece, no text, Text: hello, you",
     "1girl, 1boy, park, hug, red hair, hug, hat" + Q, "NovelAI V4.5, characters"),
    ("fur dataset, 1boy, wolf, very aesthetic, masterpiece, no text", "1boy, wolf" + Q, "NovelAI, a data set"),
    ("1girl, artist:wlop, {hat}, year 2024, top aesthetic", "1girl, wlop, (hat:1.05), year 2024, high score",
     "NovelAI, an artist"),
    # Kohaku
    ("1girl, hatsune miku, vocaloid, wlop, smile, masterpiece, newest, absurdres, safe",
     "1girl, hatsune miku, vocaloid, wlop, safe, smile, year 2023, masterpiece, absurdres", "Kohaku, its order"),
    ("1girl, smile, good quality, old, absurdres, nsfw, explicit", "1girl, explicit, smile, year 2008, good score, absurdres",
     "Kohaku, explicit"),
    ("1girl, smile, great quality, recent, sensitive", "1girl, sensitive, smile, year 2019, great score", "Kohaku, great"),
    ("1girl, smile, best quality, safe", "1girl, safe, smile, best quality", "Kohaku, one word"),
    ("1girl, smile, normal quality, early, highres, nsfw", "1girl, nsfw, smile, year 2013, average score, highres", "Kohaku, normal"),
    # Animagine 2.0
    ("face focus, cute, masterpiece, best quality, 1girl, green hair, sweater",
     "1girl, face focus, cute, green hair, sweater" + Q, "Animagine 2.0, the example of its card"),
    ("masterpiece, best quality, 1girl, green hair", "1girl, green hair" + Q, "Animagine 2.0, its block"),
    ("face focus, cute, masterpiece, best quality, 1boy, blue hair, night", "1boy, face focus, cute, blue hair, night" + Q,
     "Animagine 2.0, a boy"),
    # any
    ("1girl, general", "1girl, safe", "a rating"),
    ("rating_explicit, 1girl, rating:explicit, hat, score_9_up", "1girl, explicit, hat" + Q, "a rating in two spellings"),
    ("1girl, saber \\(fate\\), fate \\(series\\), Smile, score_9, score_8_up",
     "1girl, saber \\(fate\\), fate \\(series\\), Smile" + Q, "names as they are"),
    ("score_9, score_8_up, 1girl, long_hair, foo (bar)", "1girl, long_hair, foo (bar)" + Q, "tags as they are"),
)  # fmt: skip


@rows("text, expected", *WHOLE)
def test_whole_prompts(text, expected):
    assert convert(text, "detect", V40).text == expected


@rows(
    "text, expected",
    ("score_9, score_8_up, source_anime, rating_explicit, 1girl, hat", B31 + ", 1girl, explicit, nsfw, hat", "Pony"),
    ("1girl, hat, amazing quality", "great quality, 1girl, hat", "WAI"),
    ("very awa, old, 1girl, hat", "very aesthetic, 1girl, hat, oldest", "NoobAI"),
    ("masterpiece, best quality, score_7, safe, year 2025, 1girl, @wlop, hat", B31 + ", 1girl, wlop, safe, hat, newest", "Anima"),
    ("1girl, {hat}, no text, best quality, very aesthetic, absurdres", B31 + ", 1girl, (hat:1.05)", "NovelAI"),
    ("1girl, hat, good quality, mid, safe", "good quality, 1girl, safe, hat, mid", "Kohaku"),
)  # fmt: skip
def test_whole_prompts_to_31(text, expected):
    assert convert(text, "detect", V31).text == expected


@rows(
    "text, in_40, in_31",
    ("score_6, score_5, score_4", "low score, bad score", "worst quality, low quality", "scores alone"),
    ("worst quality, score_1, hat", "worst quality, hat", "worst quality, hat", "a score beside the worst"),
    ("bad quality, hat", "low quality, hat", "low quality, hat", "one bad word"),
    ("nsfw, worst quality, old, early, semi-anthro, hat", "nsfw, worst quality, hat", "nsfw, worst quality, oldest, early, hat",
     "not whole: word by word"),
    ("worst quality, lowres, displeasing, 2koma, 4koma, comic", "worst quality, lowres, bad score, 2koma, 4koma, comic",
     "worst quality, lowres, displeasing, 2koma, 4koma, comic", "general tags stay"),
    ("{{bad}}, lowres, bad quality, hat", "(bad:1.1), lowres, low quality, hat", "(bad:1.1), lowres, low quality, hat", "brackets"),
)  # fmt: skip
def test_short_negatives(text, in_40, in_31):
    assert (convert(text, "detect", V40).text, convert(text, "detect", V31).text) == (in_40, in_31)


@rows(
    "text, expected",
    ("1girl, hat, high score, score_9", "1girl, hat, high score", "a score of Pony"),
    ("1girl, hat, high score, source_anime, source_pony", "1girl, hat, high score", "sources"),
    ("1girl, hat, amazing quality, high score", "1girl, hat, great score, high score", "amazing"),
    ("1girl, high score, very awa", "1girl, high score", "what is there already"),
    ("1girl, (score_9, hat:1.2), high score", "1girl, (hat:1.2), high score", "in a group"),
    ("1girl, hat, high score", "1girl, hat, high score", "none"),
    ("1boy, old, " + B40, "1boy, old, " + B40, "a general tag before the block"),
    ("1girl,hat ,\n" + B40, "1girl,hat ,\n" + B40, "as it was typed"),
)
def test_words_of_families_in_a_prompt_of_the_target(text, expected):
    assert convert(text, "detect", V40).text == expected


def test_a_chosen_source_of_the_target_changes_nothing():
    text = "score_9, 1girl ,very awa"
    result = convert(text, V40, V40)
    assert result.text == text
    assert [one.kind for one in result.decisions] == ["warning"]


def test_a_block_is_one_line():
    report = convert("1girl, hat, " + PONY, "detect", V40).report.split("\n")
    assert report == [
        "detected: Pony Diffusion V6 XL - contains its recommended block; has its words score_9, score_8_up, "
        "score_7_up, score_6_up, score_5_up, score_4_up",
        f"changed: {PONY} - now {B40}; recommended by Animagine XL 4.0 Opt",
    ]


WORDS = sorted({
    *(word.replace("<n>", "8").replace("<word>", "wlop") for family in families.families().values()
      for word in (*family.words, *family.also)),
    *(unit.source for family in families.families().values() for text in (*family.positive, *family.negative)
      for unit in parse(text)),
})  # fmt: skip
PIECES = st.sampled_from(
    [*WORDS, "1girl", "hatsune miku", "smile", "long hair", "saber (fate)", "@wlop", "artist:wlop", "by wlop", "{hat}",
     "[[cap]]", "1.5::a, b ::", "-1::cap ::", "a | girl", "b | boy", "BREAK", "AND", "text: hello", "(very awa, hat:1.2)",
     "(score_9:1.1)", "(source_anime)", "old", "general", "rating:explicit", "newest", "year 2024", "oldest",
     "high score", "<lora:x:1>", "__x__", "nsfw", "explicit", "masterpiece", "late", "\n"]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=14).map(", ".join)


TITLES = {family.title for family in families.families().values()}


@given(TEXTS, st.sampled_from(MODELS))
def test_once_more_changes_nothing(text, target):
    """`old` may come to stand beside other tags, where it is another."""
    once = convert(text, "detect", target)
    assume(
        any(
            one.kind == "detected" and TITLES & {*one.subject.split(", ")} for one in once.decisions
        )
    )
    assume("old" not in once.text.split(", "))
    assert convert(once.text, "detect", target).text == once.text


@given(TEXTS, st.sampled_from(MODELS))
def test_nothing_is_lost_silently(text, target):
    result = convert(text, "detect", target)
    names = {name for unit in parse(result.text) for name in unit.tags}
    sources = {unit.source for unit in parse(result.text)}
    told = ", ".join(one.subject for one in result.decisions)
    for unit in parse(text):
        there = names.issuperset(unit.tags) if unit.tags else unit.source in sources
        assert there or unit.source in told, unit


@pytest.mark.parametrize(
    "piece",
    ["score_9, score_8_up", "artist:x{0}, source#a{0}", "old, worst quality", "1.5::a, b ::", "-1::a ::", "a | girl",
     "no text, {{x}}", "tag {0}", "BREAK"],
)  # fmt: skip
def test_a_long_prompt_takes_linear_time(piece):
    def seconds(count):
        text = "no text, " + ", ".join(piece.format(number) for number in range(count))
        start = time.perf_counter()
        convert(text, "detect", V40)
        return time.perf_counter() - start

    seconds(100)
    assert seconds(8_000) < 12 * max(seconds(2_000), 0.02)
