"""Which family a prompt is of: what proves it, what is strong, what hints, and what Animagine has."""

import pytest

from animagine.convert import convert
from animagine.models import presets
from rows import rows

V40 = "animagine-xl-4.0-opt"
PONY, V7, ILLUSTRIOUS = "Pony Diffusion V6 XL", "Pony Diffusion V7", "Illustrious XL"
NOOBAI, NOVELAI, ANIMA, KOHAKU = "NoobAI XL", "NovelAI Diffusion", "Anima", "Kohaku XL"
OLD = "Animagine XL 2.0"
IS_40 = "Animagine XL 4.0 Opt, Animagine XL 4.0, Animagine XL 4.0 Zero"


def detected(text):
    """The titles that the report names; empty where it only assumes."""
    report = convert(text, "detect", V40).report.split("\n")[0]
    return (
        report.removeprefix("detected: ").split(" - ")[0] if report.startswith("detected") else ""
    )


@rows(
    "text, title",
    ("1girl, score_8_up", PONY, "a score with up proves"),
    ("1girl, rating_safe", PONY, "a rating with an underscore proves"),
    ("1girl, rating_questionable", PONY, "another"),
    ("1girl, rating_explicit", PONY, "the last"),
    ("1girl, source_anime", PONY, "a source is strong"),
    ("1girl, source_furry", PONY, "another source"),
    ("1girl, score_9", PONY, "a score hints"),
    ("score_6, score_5, score_4", PONY, "low scores hint"),
    ("1girl, style_cluster_12", V7, "a style proves"),
    ("score_9, a girl stands in the rain with a red umbrella", V7, "a score and prose hint"),
    ("1girl, @wlop, score_7", ANIMA, "an artist and a score prove"),
    ("1girl, score_7, masterpiece", ANIMA, "a score and masterpiece are strong"),
    ("1girl, @nnn yryr", ANIMA, "an artist is strong"),
    ("worst quality, score_1", ANIMA, "the lowest score is strong"),
    ("1girl, 1.5::smile::", NOVELAI, "a number proves"),
    ("1girl, -1::hat ::", NOVELAI, "a negative number proves"),
    ("1girl, source#hug", NOVELAI, "who acts proves"),
    ("1girl, {smile}", NOVELAI, "a brace is strong"),
    ("lowres, {bad}", NOVELAI, "a brace of a negative"),
    ("1girl, no text", NOVELAI, "no text is strong"),
    ("1girl, amazing quality, very aesthetic", NOVELAI, "two words together are strong"),
    ("1girl, rating:general", f"{NOVELAI}", "a rating hints"),
    ("1girl, artist:wlop", f"{NOOBAI}, {NOVELAI}", "an artist hints at both"),
    ("1girl, very awa", NOOBAI, "very awa proves"),
    (
        "masterpiece, best quality, newest, absurdres, highres, safe, 1girl",
        NOOBAI,
        "its block is strong",
    ),
    ("lowres, semi-anthro", NOOBAI, "a word of e621 is strong"),
    ("lowres, ambiguous form", NOOBAI, "another of e621"),
    ("1girl, worst aesthetic", NOOBAI, "worst aesthetic is strong"),
    ("newest, 1girl, highres, safe", NOOBAI, "three tags hint"),
    ("lowres, worst detail", ILLUSTRIOUS, "worst detail proves"),
    ("1girl, amazing quality", ILLUSTRIOUS, "amazing quality alone is strong"),
    ("1girl, average quality", ILLUSTRIOUS, "average quality is strong"),
    ("lowres, 2koma, 4koma", ILLUSTRIOUS, "two tags are strong"),
    ("1girl, general", ILLUSTRIOUS, "general hints"),
    ("1girl, bad quality", f"{ILLUSTRIOUS}, {NOVELAI}", "bad quality hints at both"),
    ("1girl, smile, best quality, absurdres, safe", KOHAKU, "the rating last is strong"),
    ("1girl, smile, good quality, old, nsfw, explicit", KOHAKU, "two ratings last"),
    (
        "face focus, cute, masterpiece, best quality, 1girl",
        OLD,
        "the beginning of its card's examples",
    ),
)
def test_detected(text, title):
    assert detected(text) == title


@rows(
    "text, title",
    ("1girl, score_8_up, high score, year 2024", PONY, "against 4.0's"),
    ("1girl, very awa, oldest, great quality", NOOBAI, "against 3.1's"),
    ("1girl, source#hug, medium quality", NOVELAI, "against 3.0's"),
    ("lowres, worst detail, low score", ILLUSTRIOUS, "in a negative"),
    ("masterpiece, best quality, score_7, safe, year 2025, 1girl", ANIMA, "a whole block"),
)
def test_what_proves_wins(text, title):
    assert detected(text) == title


@rows(
    "text, title",
    ("1girl, source_anime, high score", IS_40, "a strong word"),
    ("1girl, amazing quality, low score", IS_40, "another"),
    ("1girl, score_9, year 2024", IS_40, "a hint"),
    ("1girl, score_9, oldest", "", "only 3.x has it, but both of them"),
    ("1girl, {smile}, medium quality", "Animagine XL 3.0", "a brace"),
    ("masterpiece, best quality, very aesthetic, absurdres, 1girl, hat, source_anime", "Animagine XL 3.1", "a whole block"),
    ("1girl, hat, masterpiece, best quality, very aesthetic, absurdres, safe", "Animagine XL 3.1", "a block, the rating last"),
)  # fmt: skip
def test_own_tags_of_animagine_win_over_the_others(text, title):
    assert detected(text) == title


@rows(
    "text, title",
    ("1girl, source_anime, very aesthetic", PONY, "an aesthetic tag"),
    ("1girl, no text, year 2024", NOVELAI, "a year"),
    ("1girl, amazing quality, good quality", ILLUSTRIOUS, "a quality tag"),
    ("lowres, semi-anthro, displeasing", NOOBAI, "a bad one"),
)
def test_strong_words_win_over_tags_that_families_share(text, title):
    assert detected(text) == title


@pytest.mark.parametrize(
    "tag",
    ["masterpiece", "best quality", "absurdres", "highres", "newest", "safe", "sensitive", "nsfw",
     "explicit", "year 2024", "very aesthetic", "displeasing", "hat", "old", "furry", "[hat]",
     "{hat|cap}", "by wlop", "location", "unclear", "feral", "@_@", "score", "sources"],
)  # fmt: skip
def test_tags_that_prove_no_family(tag):
    title = detected(f"1girl, {tag}, hat")
    assert title in ("", IS_40, "Animagine XL 3.1")


@rows(
    "text, title",
    ("nsfw, lowres, {bad}, error, fewer, extra, missing, worst quality, jpeg artifacts, bad quality, watermark, unfinished, displeasing, chromatic aberration, signature, extra digits, artistic error, username, scan, [abstract]", NOVELAI, "NovelAI V3's negative"),
    ("worst quality, comic, multiple views, bad quality, low quality, lowres, displeasing, very displeasing, bad anatomy, bad hands, scan artifacts, monochrome, greyscale, signature, twitter username, jpeg artifacts, 2koma, 4koma, guro, extra digits, fewer digits", ILLUSTRIOUS, "Illustrious's negative"),
    ("location, very aesthetic, masterpiece, no text", NOVELAI, "NovelAI V4.5's block"),
    ("masterpiece,best quality,amazing quality,1girl", ILLUSTRIOUS, "WAI"),
    ("masterpiece, best quality, score_7, safe, year 2025", ANIMA, "Anima with a year"),
)  # fmt: skip
def test_what_looks_like_animagine(text, title):
    assert detected(text) == title


@pytest.mark.parametrize("model", presets.model_ids())
def test_blocks_and_negatives_of_animagine_are_animagine_s(model):
    preset = presets.load(model)
    for text in (
        preset.quality_block.recommended,
        preset.negative.recommended,
        *preset.negative.presets.values(),
    ):
        assert preset.title in detected(text) or detected(text) == ""


@rows(
    "text, grounds",
    ("1girl, very awa", "has its words very awa", "a proof"),
    ("1girl, source_anime", "has its words source_anime", "a strong word"),
    ("1girl, artist:wlop", "its prompts have artist:wlop", "a hint"),
    ("1girl, hat, best quality, safe", "its prompts end with the rating", "an order"),
    ("bad quality, worst quality, worst detail, sketch, censor", "contains its recommended negative; has its words bad quality, worst detail", "a negative"),
    ("best quality, amazing quality, very aesthetic", "contains its recommended block; has its words amazing quality, very aesthetic", "a block"),
)  # fmt: skip
def test_grounds(text, grounds):
    report = convert(text, "detect", V40).report.split("\n")[0]
    assert report.split(" - ")[1] == grounds
