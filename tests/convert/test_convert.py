"""The converter: the table of words, ratings, years, blocks, negatives, and there and back."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from animagine.convert import convert
from animagine.grammar import parse
from animagine.models import presets
from rows import rows

V40, V31, V30 = "animagine-xl-4.0-opt", "animagine-xl-3.1", "animagine-xl-3.0"
MODELS = presets.model_ids()
BLOCK = {model: presets.load(model).quality_block.recommended for model in MODELS}
NEGATIVE = {model: presets.load(model).negative.recommended for model in MODELS}
ABSTRACT = (
    "warning: [abstract] - kept as in the model card; ComfyUI reads the brackets as plain text"
)
NEAREST = "no documented equivalent; closest in meaning"
NAMES_40 = "Animagine XL 4.0 Opt, Animagine XL 4.0, Animagine XL 4.0 Zero"


def told(result):
    """Text and report, for a row."""
    return (result.text, result.report)


def between(*pair):
    return [(one, other) for one in pair for other in pair if one != other]


@rows(
    "source, target, word, expected",
    (V31, V40, "great quality", "great score", "great quality to 4.0"),
    (V31, V40, "good quality", "good score", "good quality to 4.0"),
    (V31, V40, "normal quality", "average score", "normal quality to 4.0"),
    (V31, V40, "very aesthetic", "high score", "very aesthetic to 4.0"),
    (V31, V40, "aesthetic", "great score", "aesthetic to 4.0"),
    (V31, V40, "displeasing", "bad score", "displeasing to 4.0"),
    (V31, V40, "very displeasing", "low score", "very displeasing to 4.0"),
    (V30, V40, "high quality", "great score", "high quality to 4.0"),
    (V30, V40, "medium quality", "good score", "medium quality to 4.0"),
    (V30, V40, "normal quality", "average score", "3.0's normal quality to 4.0"),
    (V40, V31, "high score", "very aesthetic", "high score to 3.1"),
    (V40, V31, "great score", "aesthetic", "great score to 3.1"),
    (V40, V31, "good score", "good quality", "good score to 3.1"),
    (V40, V31, "average score", "normal quality", "average score to 3.1"),
    (V40, V31, "bad score", "displeasing", "bad score to 3.1"),
    (V40, V31, "low score", "very displeasing", "low score to 3.1"),
    (V40, V30, "good score", "medium quality", "good score to 3.0"),
    (V40, V30, "average score", "normal quality", "average score to 3.0"),
    (V31, V30, "good quality", "medium quality", "good quality to 3.0"),
    (V30, V31, "medium quality", "good quality", "medium quality to 3.1"),
)
def test_nearest_words(source, target, word, expected):
    result = convert(word, source, target)
    assert told(result) == (expected, f"changed: {word} - now {expected}; {NEAREST}")


@rows(
    "source, target, word, expected",
    (V31, V30, "great quality", "high quality", "great quality to 3.0"),
    (V30, V31, "high quality", "great quality", "high quality to 3.1"),
)
def test_renamed_words(source, target, word, expected):
    report = f"changed: {word} - now {expected}; the authors renamed it"
    assert convert(word, source, target).text == expected
    assert convert(word, source, target).report == report


@pytest.mark.parametrize(("source", "target"), between(V40, V31, V30))
@pytest.mark.parametrize(
    "word", ["masterpiece", "best quality", "low quality", "worst quality", "absurdres", "highres"]
)
def test_words_of_every_version(word, source, target):
    assert convert(word, source, target) == (word, [])


@rows(
    "source, word",
    (V40, "high score", "the best score"),
    (V40, "great score", "the next"),
    (V40, "bad score", "a bad one"),
    (V40, "low score", "the worst"),
    (V31, "very aesthetic", "the best aesthetic"),
    (V31, "aesthetic", "the next"),
    (V31, "displeasing", "a bad one"),
    (V31, "very displeasing", "the worst"),
    (V31, "(very aesthetic:1.2)", "with a weight"),
)
def test_words_without_anything_near_in_30(source, word):
    result = convert(f"1girl, {word}, hat", source, V30)
    report = f"removed: {word} - Animagine XL 3.0 has no similar tag"
    assert (result.text, result.report) == ("1girl, hat", report)


RATINGS = [list(presets.load(model).tags.rating.values()) for model in (V40, V31, V30)]


@pytest.mark.parametrize(("source", "target"), between(0, 1, 2))
@pytest.mark.parametrize("choice", range(4), ids=["safe", "sensitive", "nsfw", "explicit"])
def test_ratings_there_and_back(choice, source, target):
    old, new = RATINGS[source][choice], RATINGS[target][choice]
    models = (V40, V31, V30)
    result = convert(f"1girl, {old}, hat", models[source], models[target])
    assert result.text == f"1girl, {new}, hat"
    assert bool(result.report) == (old != new)


@rows(
    "source, target, text, expected",
    (V31, V40, "explicit, hat", "explicit, hat", "half of a form"),
    (V31, V40, "nsfw, 1girl, explicit", "1girl, explicit", "the two apart"),
    (V31, V30, "nsfw, explicit", "rating: explicit, nsfw", "in the other order"),
    (V30, V31, "rating: explicit", "explicit, nsfw", "half of a form of 3.0"),
    (V30, V40, "nsfw, hat", "nsfw, hat", "the half that every version knows"),
    (V40, V31, "nsfw, explicit", "nsfw, explicit", "two ratings stay, each tag once"),
    (V40, V30, "explicit, nsfw", "rating: explicit, nsfw", "one wish in 4.0, too"),
    (V40, V31, "(explicit:1.2)", "(explicit, nsfw:1.2)", "one weight for both tags"),
    (V40, V31, "(nsfw, explicit:1.2)", "(nsfw, explicit:1.2)", "each tag once in a group, too"),
    (V31, V40, "(explicit, nsfw:1.2)", "(explicit:1.2)", "two tags of a group are one rating"),
    (V30, V40, "(rating: explicit, nsfw, hat:1.2)", "(explicit, hat:1.2)", "among others"),
    (V30, V31, "(hat, rating: questionable, nsfw:1.2)", "(hat, nsfw:1.2)", "at the end"),
    (V40, V30, "Safe", "rating: general", "any case"),
    (V40, V30, "safe BREAK nsfw", "rating: general BREAK rating: questionable, nsfw",
     "each segment for itself"),
)  # fmt: skip
def test_forms_of_ratings(source, target, text, expected):
    assert convert(text, source, target).text == expected


@rows(
    "target, year, expected",
    (V31, 2005, "oldest", "2005"),
    (V31, 2010, "oldest", "2010"),
    (V31, 2011, "early", "2011"),
    (V31, 2014, "early", "2014"),
    (V31, 2015, "mid", "2015"),
    (V31, 2017, "mid", "2017"),
    (V31, 2018, "recent", "2018"),
    (V31, 2020, "recent", "2020"),
    (V31, 2021, "newest", "2021"),
    (V31, 2024, "newest", "2024"),
    (V30, 2005, "oldest", "2005 in 3.0"),
    (V30, 2010, "oldest", "2010 in 3.0"),
    (V30, 2011, "early", "2011 in 3.0"),
    (V30, 2014, "early", "2014 in 3.0"),
    (V30, 2015, "mid", "2015 in 3.0"),
    (V30, 2018, "mid", "2018 in 3.0"),
    (V30, 2019, "late", "2019 in 3.0"),
    (V30, 2021, "late", "2021 in 3.0"),
    (V30, 2022, "newest", "2022 in 3.0"),
    (V30, 2023, "newest", "2023 in 3.0"),
)
def test_years_to_eras(target, year, expected):
    report = f"changed: year {year} - now {expected}; the tag of {year}"
    result = convert(f"year {year}", V40, target)
    assert (result.text, result.report) == (expected, report)


@rows(
    "target, year, expected",
    (V31, 2004, "oldest", "before all"),
    (V31, 2025, "newest", "3.1 ends with 2024"),
    (V30, 2024, "newest", "3.0 ends with 2023"),
    (V30, 2025, "newest", "later still"),
)
def test_years_outside_the_eras(target, year, expected):
    result = convert(f"year {year}", V40, target)
    title = presets.load(target).title
    reason = f"now {expected}; closest to {year}, for which {title} has no tag"
    assert told(result) == (expected, f"changed: year {year} - {reason}")


@rows(
    "source, era, year, span",
    (V31, "newest", 2023, "2021 to 2024", "3.1's newest"),
    (V31, "recent", 2019, "2018 to 2020", "recent"),
    (V31, "mid", 2016, "2015 to 2017", "3.1's mid"),
    (V31, "early", 2013, "2011 to 2014", "3.1's early"),
    (V31, "oldest", 2008, "2005 to 2010", "3.1's oldest"),
    (V30, "newest", 2023, "2022 to 2023", "3.0's newest"),
    (V30, "late", 2020, "2019 to 2021", "late"),
    (V30, "mid", 2017, "2015 to 2018", "3.0's mid"),
    (V30, "early", 2013, "2011 to 2014", "3.0's early"),
    (V30, "oldest", 2008, "2005 to 2010", "3.0's oldest"),
)
def test_eras_to_their_middle_year(source, era, year, span):
    report = f"changed: {era} - now year {year}; the middle of {span}"
    assert told(convert(era, source, V40)) == (f"year {year}", report)


@rows(
    "source, target, era, expected",
    (V31, V30, "newest", "newest", "newest to 3.0"),
    (V31, V30, "recent", "late", "recent to 3.0"),
    (V31, V30, "mid", "mid", "mid to 3.0"),
    (V31, V30, "early", "early", "early to 3.0"),
    (V31, V30, "oldest", "oldest", "oldest to 3.0"),
    (V30, V31, "newest", "newest", "newest to 3.1"),
    (V30, V31, "late", "recent", "late to 3.1"),
    (V30, V31, "mid", "mid", "mid to 3.1"),
    (V30, V31, "early", "early", "early to 3.1"),
    (V30, V31, "oldest", "oldest", "oldest to 3.1"),
)
def test_eras_through_a_year(source, target, era, expected):
    assert convert(era, source, target).text == expected


@pytest.mark.parametrize(("source", "target"), between(V40, V31, V30))
@pytest.mark.parametrize("chosen", ["block", "negative"])
def test_the_recommended_words_of_each_version(source, target, chosen):
    old, new = (
        {"block": BLOCK, "negative": NEGATIVE}[chosen][source],
        ({"block": BLOCK, "negative": NEGATIVE}[chosen][target]),
    )
    for given_source in (source, "detect"):
        there = convert(old, given_source, target)
        assert there.text == new
        assert convert(there.text, target, source).text == old


@rows(
    "source, target, text, expected",
    (V40, V31, "1girl, hat, masterpiece, high score, great score, absurdres",
     "masterpiece, best quality, very aesthetic, absurdres, 1girl, hat", "to the start"),
    (V31, V40, "masterpiece, best quality, very aesthetic, absurdres, 1girl, hat",
     "1girl, hat, masterpiece, high score, great score, absurdres", "to the end"),
    (V31, V40, "absurdres, very aesthetic, hat, best quality, masterpiece",
     "hat, masterpiece, high score, great score, absurdres", "in any order, anywhere"),
    (V31, V40, "highres, masterpiece, best quality, very aesthetic, absurdres, hat",
     "hat, highres, masterpiece, high score, great score, absurdres", "other meta tags before it"),
    (V40, V31, "hat, highres, masterpiece, high score, great score, absurdres",
     "masterpiece, best quality, very aesthetic, absurdres, highres, hat", "and behind it"),
    (V30, V40, "absurdres, masterpiece, best quality, hat",
     "hat, masterpiece, high score, great score, absurdres", "a tag that the new block brings"),
    (V30, V40, "(absurdres:1.2), masterpiece, best quality, hat",
     "hat, masterpiece, high score, great score, (absurdres:1.2)", "its weight stays"),
    (V31, V40, "masterpiece, best quality, (very aesthetic:1.1), absurdres, hat",
     "hat, masterpiece, best quality, (high score:1.1), absurdres", "a weight: no recommended block"),
    (V31, V40, "best quality, hat", "hat, best quality", "a single word"),
    (V31, V30, "hat, masterpiece, best quality, very aesthetic", "hat, masterpiece, best quality",
     "3.x was trained on both ends"),
    (V40, V31, "hat, absurdres, cap", "hat, absurdres, cap", "absurdres alone is no block"),
    (V40, V31, "1girl, hat", "1girl, hat", "none is added"),
    (V31, V40, "best quality, hat BREAK best quality, cap", "hat, best quality BREAK best quality, cap",
     "only the first segment's is moved"),
    (V31, V40, f"hat BREAK {BLOCK[V31]}, cap", f"hat BREAK {BLOCK[V40]}, cap", "a later one's stays"),
    (V31, V40, f"BREAK {BLOCK[V31]}, cap", f"BREAK {BLOCK[V40]}, cap", "an empty first segment"),
    (V31, V40, "(masterpiece, best quality:1.2), hat", "hat, (masterpiece, best quality:1.2)",
     "a group wholly of the block"),
    (V31, V40, "(masterpiece, smile:1.2), hat", "(masterpiece, smile:1.2), hat", "a mixed group"),
    (V31, V40, "safe, best quality, 1girl, newest, hat", "safe, 1girl, year 2023, hat, best quality",
     "rating, count and year keep their places"),
)  # fmt: skip
def test_quality_block(source, target, text, expected):
    assert convert(text, source, target).text == expected


@rows(
    "source, target, text, expected",
    (V31, V40, "(great quality:1.2), hat", "hat, (great score:1.2)", "a weight"),
    (V31, V40, "((aesthetic)), hat", "hat, ((great score))", "brackets alone"),
    (V31, V40, "(smile, aesthetic:1.1)", "(smile, great score:1.1)", "several tags"),
    (V31, V40, "(smile, (aesthetic:1.3):1.1)", "(smile, (great score:1.3):1.1)", "nested"),
    (V31, V40, "(smile,Great_Quality , hat:0.9)", "(smile,great score , hat:0.9)", "white space"),
    (V31, V40, "(unaesthetic, aesthetic hat:1.1)", "(unaesthetic, aesthetic hat:1.1)", "whole tags"),
    (V31, V40, "(great quality, aesthetic, hat:1.1)", "(great score, hat:1.1)", "once in a group"),
    (V31, V30, "(aesthetic, hat, displeasing:1.2)", "(hat:1.2)", "some go"),
    (V31, V30, "(hat, aesthetic, displeasing:1.2)", "(hat:1.2)", "those at the end"),
    (V31, V30, "(a, aesthetic, b)", "(a, b)", "one in the middle"),
    (V31, V30, "(aesthetic, displeasing:1.2), hat", "hat", "all go"),
    (V31, V40, "(foo (aesthetic), aesthetic:1.1)", "(foo (aesthetic), great score:1.1)",
     "a qualifier that reads like a word"),
    (V31, V40, "(foo (aesthetic), hat:1.1)", "(foo (aesthetic), hat:1.1)", "a qualifier alone"),
    (V31, V30, "((aesthetic:1.2), hat:1.1)", "(hat:1.1)", "a group in a group goes with its tag"),
    (V31, V40, "{aesthetic|hat}, [aesthetic], __aesthetic__, <lora:aesthetic:1>",
     "{aesthetic|hat}, [aesthetic], __aesthetic__, <lora:aesthetic:1>", "other tools' units"),
)  # fmt: skip
def test_groups(source, target, text, expected):
    assert convert(text, source, target).text == expected


@rows(
    "text",
    ("saber (fate), long_hair, Hat, hat, Hat", "nothing is escaped, respelled or dropped"),
    (r"a \(b\), :), (o)_(o), ^_^, (unclosed, 初音ミク", "faces and strays"),
    ("high quality, late", "words that 3.1 has not either"),
    ("mid-rise, most aesthetic, greatest quality, generals", "no whole words"),
)
def test_all_else_stays(text):
    assert convert(text, V31, V40).text == text


@rows(
    "source, target, text, expected",
    (V31, V40, "aesthetic, hat, great quality", "hat, great score", "two words become one"),
    (V31, V40, "aesthetic, (great quality:1.2)", "(great score:1.2)", "the weight stays"),
    (V31, V40, "aesthetic, aesthetic", "great score, great score", "typed twice"),
    (V31, V40, "great score, aesthetic", "great score", "the new word was there"),
    (V40, V31, "year 2021, hat, year 2022", "newest, hat", "two years of one era"),
    (V31, V40, "aesthetic BREAK great quality", "great score BREAK great score", "other segments"),
)
def test_doubles_of_the_conversion(source, target, text, expected):
    assert convert(text, source, target).text == expected


@rows(
    "source, target, text, expected",
    (V40, V31, "hat, " + NEGATIVE[V40], NEGATIVE[V31] + ", hat", "further tags behind it"),
    (V40, V31, NEGATIVE[V40] + ", text", NEGATIVE[V31], "a tag twice"),
    (V31, V30, "nsfw, lowres", "nsfw, lowres", "a short one: its nsfw is no rating"),
    (V31, V40, "nsfw, (low quality, worst quality:1.2), very displeasing, 3d, watermark",
     "nsfw, (low quality, worst quality:1.2), low score, 3d, watermark", "half of the demo's"),
    (V40, V30, f"hat BREAK cap, {NEGATIVE[V40]}", f"hat BREAK {NEGATIVE[V30]}, cap", "behind BREAK"),
    (V31, V40, NEGATIVE[V31].replace("[abstract]", "(abstract:0.91)") + ", hat",
     NEGATIVE[V40] + ", hat", "in ComfyUI's syntax"),
    (V31, V40, NEGATIVE[V31] + ", very displeasing", NEGATIVE[V40], "a word that is in the new one"),
    (V31, V40, NEGATIVE[V31] + ", nsfw, (great quality:1.2)", NEGATIVE[V40] + ", (great score:1.2)",
     "words behind it"),
    (V40, V31, NEGATIVE[V40].removesuffix(", blurry"),
     "lowres, bad anatomy, bad hands, text, error, missing finger, extra digits, fewer digits, cropped, worst quality, low quality, very displeasing, displeasing, normal quality, signature, watermark, username", "not whole: word by word, in their places"),
    (V30, V40, NEGATIVE[V30].removesuffix(", artist name") + ", rating: sensitive",
     NEGATIVE[V30].removesuffix(", artist name").replace("normal quality", "average score")
     + ", sensitive", "the addition of 3.0's card"),
    (V31, V30, NEGATIVE[V31].removesuffix(", [abstract]") + ", explicit",
     NEGATIVE[V31].removesuffix(", [abstract]").replace(" displeasing,", "")
     + ", rating: explicit", "each rating tag for itself"),
)  # fmt: skip
def test_negatives(source, target, text, expected):
    assert convert(text, source, target).text == expected


@rows(
    "text, expected",
    (f"hat, {BLOCK[V40]}", f"detected: {NAMES_40} - contains its recommended block; tags only it has: great score, high score", "4.0's block"),
    ("hat, year 2024, good score", f"detected: {NAMES_40} - tags only it has: good score, year 2024",
     "4.0's words"),
    (f"{BLOCK[V31]}, hat", "detected: Animagine XL 3.1 - contains its recommended block; tags only it has: very aesthetic", "3.1's block, which holds that of 3.0"),
    ("great quality, recent", "detected: Animagine XL 3.1 - tags only it has: great quality, recent",
     "3.1's words"),
    ("masterpiece, best quality, hat", "detected: Animagine XL 3.0 - contains its recommended block",
     "3.0's block alone"),
    ("masterpiece, best quality, recent", "detected: Animagine XL 3.1 - tags only it has: recent",
     "a word says more than words that all have"),
    ("rating: general, (late:1.2)", "detected: Animagine XL 3.0 - tags only it has: late, rating: general",
     "3.0's words"),
    (NEGATIVE[V30], "detected: Animagine XL 3.0 - contains its recommended negative", "a negative"),
    (NEGATIVE[V30].removesuffix(", artist name"),
     "detected: Animagine XL 3.0 - closest to its recommended negative", "most of a negative"),
    ("masterpiece, best quality, safe, hat", "warning: source - no tag in this prompt identifies its version; "
     f"assuming {NAMES_40}", "3.0 has this block, but not this rating"),
    ("newest, safe", "detected: Animagine XL 3.1 - only version with all of newest, safe", "by elimination"),
    ("newest, hat", "warning: source - no tag in this prompt identifies its version; assuming Animagine XL 3.1",
     "the newest that knows the words"),
    ("safe, hat", f"warning: source - no tag in this prompt identifies its version; assuming {NAMES_40}",
     "the newest that knows it"),
    ("hat", f"warning: source - no tag in this prompt identifies its version; assuming {NAMES_40}", "no word"),
)  # fmt: skip
def test_detect(text, expected):
    assert convert(text, "detect", V40).report.split("\n")[0] == expected


@rows(
    "source, target, text, expected",
    (V31, V40, "best quality, hat",
     "moved: best quality - Animagine XL 4.0 Opt expects the quality block at the end", "moved"),
    (V31, V40, "hat, best quality", "", "in its place already"),
    (V30, V40, "rating:safe", "changed: rating:safe - now safe",
     "a form that no model has"),
    (V31, V40, "hat, score_9", "removed: score_9 - no Animagine XL version has anything like it",
     "a word of other families"),
    (V31, V40, "hat, amazing quality", f"changed: amazing quality - now great score; {NEAREST}",
     "a quality word of other families"),
    (V31, V40, "hat, most aesthetic", "warning: most aesthetic - no Animagine XL version was trained on this tag",
     "a word that no model has"),
    (V40, V31, "late, hat",
     "warning: late - not a tag of Animagine XL 3.1; it belongs to Animagine XL 3.0",
     "a word of neither"),
    (V31, V40, "(smile, aesthetic:1.1)",
     f"changed: (smile, aesthetic:1.1) - aesthetic is now great score; {NEAREST}", "in a group"),
    (V31, V40, "explicit, nsfw",
     "removed: nsfw - Animagine XL 4.0 Opt writes \"explicit, nsfw\" as just \"explicit\"", "a form"),
    (V40, V31, "year 2021, year 2022",
     "changed: year 2021 - now newest; the tag of 2021\nchanged: year 2022 - now newest; the tag of 2022\nremoved: newest - duplicate of newest", "a double"),
    (V40, V31, NEGATIVE[V40],
     f"changed: {NEGATIVE[V40]} - now {NEGATIVE[V31]}; recommended by Animagine XL 3.1\n{ABSTRACT}",
     "a negative"),
    (V40, V31, BLOCK[V40], f"changed: {BLOCK[V40]} - now {BLOCK[V31]}; recommended by Animagine XL 3.1",
     "a block"),
    (V31, V40, "(hat (aesthetic), aesthetic:1.1)", f"changed: (hat (aesthetic), aesthetic:1.1) - aesthetic is now great score; {NEAREST}", "a name with a special tag in it"),
)  # fmt: skip
def test_report(source, target, text, expected):
    assert convert(text, source, target).report == expected


@rows("text", (None, "None"), ("", "nothing"), (" ,，\n, ", "commas"))
def test_no_tags(text):
    assert convert(text, V31, V40) == ("", [])
    assert convert(text, "detect", V31) == ("", [])


@rows(
    "source, target, message",
    ("3.1", V40, "unknown source '3.1'; choose one of: detect, animagine-xl-4.0-opt", "source"),
    (V31, "detect", "unknown target 'detect'; choose one of: animagine-xl-4.0-opt", "target"),
    (V31, None, "unknown target None", "no target"),
)
def test_refuses(source, target, message):
    with pytest.raises(ValueError, match=message):
        convert("hat", source, target)


@pytest.mark.parametrize("source", MODELS[:3])
@pytest.mark.parametrize("target", MODELS[:3])
def test_the_three_models_of_40_are_one(source, target):
    text = f"year 2020,hat ,(high score:1.1),\n{BLOCK[V40]}"
    assert convert(text, source, target) == (text, [])


EXAMPLES_40 = (
    r"1girl, firefly \(honkai: star rail\), honkai \(series\), honkai: star rail, safe, casual, solo, looking at viewer, outdoors, smile, reaching towards viewer, night, "
    + BLOCK[V40],
    "1girl, sensitive, looking at viewer, solo, " + BLOCK[V40],
    r"1girl, arima kana, oshi no ko, hoshimachi suisei, hoshimachi suisei \(1st costume\), cosplay, looking at viewer, smile, outdoors, night, v, "
    + BLOCK[V40],
    "1girl, green hair, sweater, looking at viewer, upper body, beanie, outdoors, night, turtleneck, "
    + BLOCK[V40],
)
EXAMPLES_3X = (
    "1girl, souryuu asuka langley, neon genesis evangelion, solo, upper body, v, smile, looking at viewer, outdoors, night",
    "1girl, arima kana, oshi no ko, solo, upper body, v, smile, looking at viewer, outdoors, night",
    r"1boy, male focus, yuuki makoto \(persona 3\), persona 3, black jacket, white shirt, long sleeves, closed mouth, glowing eyes, gun, hair over one eye, holding gun, handgun, looking at viewer, solo, upper body",
    "kimi no na wa., building, cityscape, cloud, cloudy sky, gradient sky, lens flare, no humans, "
    r"outdoors, power lines, scenery, shooting star, sky, sparkle, star \(sky\), starry sky, sunset, tree, utility pole",
)


@pytest.mark.parametrize("text", EXAMPLES_40)
@pytest.mark.parametrize("target", [V31, V30])
def test_documented_examples_of_40_there_and_back(text, target):
    there = convert(text, "detect", target)
    assert there.text.startswith(BLOCK[target] + ", 1girl, ")
    assert convert(there.text, target, V40).text == text


@pytest.mark.parametrize("text", EXAMPLES_3X)
@pytest.mark.parametrize(("source", "target"), between(V40, V31, V30))
def test_documented_examples_of_3x(text, source, target):
    assert convert(text, source, target) == (text, [])
    whole = f"{BLOCK[V31]}, {text}"
    assert convert(convert(whole, V31, V40).text, V40, V31).text == whole


SHARED = ["masterpiece", "best quality", "low quality", "worst quality"]
ALIKE = {  # words that come back as they were
    (V40, V31): ["high score", "great score", "good score", "average score", "bad score",
                 "low score", "year 2023", "year 2019", "year 2016", "year 2013", "year 2008"],
    (V31, V40): ["good quality", "normal quality", "very aesthetic", "aesthetic", "displeasing",
                 "very displeasing", "newest", "recent", "mid", "early", "oldest"],
    (V40, V30): ["good score", "average score", "year 2023", "year 2020", "year 2017", "year 2013"],
    (V30, V40): ["medium quality", "normal quality", "newest", "late", "mid", "early", "oldest"],
    (V31, V30): ["great quality", "good quality", "normal quality", "recent", "mid", "newest"],
    (V30, V31): ["high quality", "medium quality", "normal quality", "late", "mid", "newest"],
}  # fmt: skip
BLOCK_WORDS = (*SHARED, "score", "quality", "aesthetic", "displeasing")
OTHERS = ["1girl", "saber (fate)", "long_hair", ":3", "hat", "__x__", "<lora:a:1>", "{a|b}", "初音"]


def _rating(model):
    return st.sampled_from(["", *presets.load(model).tags.rating.values()])


@given(st.sampled_from(list(ALIKE)), st.data(), st.sampled_from(["{}", "({}:1.2)", "(({}))"]))
def test_there_and_back(pair, data, weight):
    source, target = pair
    words = data.draw(st.lists(st.sampled_from(SHARED + ALIKE[pair]), unique=True))
    others = data.draw(st.lists(st.sampled_from(OTHERS)))
    rating = data.draw(_rating(source))
    block = [weight.format(word) for word in words if word.endswith(BLOCK_WORDS)]
    body = [*(word for word in words if not word.endswith(BLOCK_WORDS)), rating, *others]
    position = presets.load(source).quality_block.position
    text = ", ".join(filter(None, block + body if position == "start" else body + block))
    there = convert(text, source, target).text
    # A block that is whole in the target alone comes back as the whole block of the source.
    assume(not set(BLOCK[target].split(", ")) <= set(there.split(", ")))
    assume(not set(BLOCK[source].split(", ")) <= set(text.split(", ")))
    assert convert(there, target, source).text == text


PIECES = st.sampled_from(
    [*SHARED, *ALIKE[V40, V31], *ALIKE[V31, V40], *ALIKE[V30, V40], *OTHERS, *NEGATIVE[V31].split(", "), *BLOCK[V40].split(", "),
     "rating: explicit", "nsfw", "explicit", "(aesthetic, hat:1.2)", "(very aesthetic:1.1)", "(", ")",
     "(rating: explicit, nsfw, (great score):0.9)", "BREAK", "year 1999", "// late", "\n", "，"]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=30).map(", ".join)


@given(TEXTS, st.sampled_from(["detect", *MODELS]), st.sampled_from(MODELS))
def test_nothing_is_lost_silently(text, source, target):
    result = convert(text, source, target)
    names = {name for unit in parse(result.text) for name in unit.tags}
    texts = {unit.source for unit in parse(result.text)}
    reported = {decision.subject for decision in result.decisions}
    blocks = {tag for tags in reported for tag in tags.split(", ")}  # one line for a whole block
    for unit in parse(text):
        in_text = names.issuperset(unit.tags) if unit.tags else unit.source in texts
        assert in_text or unit.source in reported | blocks, unit


@given(TEXTS, st.sampled_from(MODELS))
def test_its_own_version_changes_nothing(text, model):
    assert convert(text, model, model).text == text


@given(TEXTS, st.sampled_from(MODELS), st.sampled_from(MODELS))
def test_the_result_is_all_target(text, source, target):
    once = convert(text, source, target).text
    assert convert(once, target, target).text == once
    assert ", ," not in once or source == target


def test_a_long_prompt():
    tags = ["aesthetic", "(hat, displeasing:1.1)", "very aesthetic BREAK", "tag"] * 2_500
    result = convert(", ".join(tags), V31, V40)
    assert result.text.count("high score") == result.text.count("(hat, bad score:1.1)") == 2_500
    assert convert("a, " * 10_000, V31, V40).text == ", ".join("a" * 10_000)
