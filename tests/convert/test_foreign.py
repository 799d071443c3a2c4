"""What each word of another family becomes in 4.0 and in 3.1."""

import pytest

from animagine.convert import convert
from animagine.convert.foreign import changes
from animagine.grammar import parse
from animagine.models import families, presets
from rows import rows

V40, V31, V30 = map(presets.load, ("animagine-xl-4.0-opt", "animagine-xl-3.1", "animagine-xl-3.0"))
ALL = tuple(families.families().values())


def become(text, new, negative=False, of=ALL):
    """Each word that changes, and its new text."""
    return {tag: to.text for tag, to in changes(of, parse(text), new, negative).items()}


@rows(
    "word, in_40, in_31, in_30",
    (
        "masterpiece (quality)",
        "masterpiece",
        "masterpiece",
        "masterpiece",
        "Illustrious's spelling",
    ),
    ("amazing quality", "great score", "great quality", "high quality", "amazing"),
    ("average quality", "average score", "normal quality", "normal quality", "average"),
    ("bad quality", "low quality", "low quality", "low quality", "bad"),
    ("very awa", "high score", "very aesthetic", "", "NoobAI's best"),
    ("top aesthetic", "high score", "very aesthetic", "", "NovelAI's best"),
    ("extremely aesthetic", "high score", "very aesthetic", "", "Illustrious's best"),
    ("worst aesthetic", "low score", "very displeasing", "", "NoobAI's worst"),
    ("anthro", "furry", "furry", "furry", "an alias"),
    ("censor", "censored", "censored", "censored", "another"),
    ("score_9", "", "", "", "a score"),
    ("score_8_up", "", "", "", "Pony's form"),
    ("source_anime", "", "", "", "a source"),
    ("source pony", "", "", "", "with a blank"),
    ("style_cluster_1402", "", "", "", "Pony V7's style"),
    ("location", "", "", "", "NovelAI's"),
    ("no text", "", "", "", "NovelAI's, too"),
    ("fur dataset", "", "", "", "a data set"),
    ("background dataset", "", "", "", "the other"),
    ("ye-pop", "", "", "", "Anima's"),
    ("worst detail", "", "", "", "WAI's"),
    ("unclear", "", "", "", "Illustrious's"),
    ("mutated hands", "", "", "", "NoobAI's"),
    ("mammal", "", "", "", "of e621"),
    ("feral", "", "", "", "of e621, too"),
    ("semi-anthro", "", "", "", "of e621, again"),
    ("ambiguous form", "", "", "", "the last of e621"),
)
def test_words(word, in_40, in_31, in_30):
    assert [become(word, new) for new in (V40, V31, V30)] == [
        {parse(word)[0].key: text} for text in (in_40, in_31, in_30)
    ]


@pytest.mark.parametrize("new", [V40, V31, V30], ids=["4.0", "3.1", "3.0"])
@pytest.mark.parametrize(
    "word",
    ["absurdres", "highres", "lowres", "logo", "sketch", "comic", "multiple views", "2koma", "4koma",
     "scan artifacts", "film grain", "dated", "furry", "official art", "text", "sources", "signature",
     "masterpiece", "best quality", "low quality", "worst quality", "hatsune miku", "saber (fate)",
     "source filmmaker", "score", "old", "no humans"],
)  # fmt: skip
def test_words_that_stay(word, new):
    assert become(word, new) == {}


@rows(
    "text, expected",
    ("best quality, amazing quality", {"amazing quality": ""}, "amazing beside the best"),
    ("best quality, high quality", {"high quality": ""}, "high beside the best"),
    (
        "masterpiece, amazing quality",
        {"amazing quality": "great score"},
        "beside masterpiece alone",
    ),
    ("(amazing quality, hat:1.2)", {"amazing quality": "great score"}, "in a group"),
)
def test_words_beside_others(text, expected):
    assert become(text, V40) == expected


@rows(
    "word",
    ("location", "a word of everyday"),
    ("unclear", "another"),
    ("feral", "of e621"),
    ("anthro", "an alias"),
    ("mutated hands", "that many type"),
    ("high quality", "3.0's own"),
)
def test_words_that_stay_in_a_prompt_of_animagine(word):
    assert become(word, V40, of=()) == {}


@rows(
    "text, in_40, in_31",
    ("score_4, hat", {"score_4": "low score, bad score"}, {"score_4": "worst quality, low quality"},
     "one"),
    ("score_6, score_5", {"score_6": "low score, bad score", "score_5": ""},
     {"score_6": "worst quality, low quality", "score_5": ""}, "several"),
    ("worst quality, score_1, score_2", {"score_1": "", "score_2": ""},
     {"score_1": "", "score_2": ""}, "beside the worst"),
    ("worst quality, old, early, hat", {"old": "", "early": ""}, {"old": "oldest"}, "eras"),
    ("hat, old", {}, {}, "old by itself"),
)  # fmt: skip
def test_words_of_negatives(text, in_40, in_31):
    assert (become(text, V40, True), become(text, V31, True)) == (in_40, in_31)


@rows(
    "text, in_40, in_31",
    ("masterpiece, old, 1girl", "year 2008", "oldest", "behind a quality tag"),
    ("old, highres, 1girl", "year 2008", "oldest", "before a meta tag"),
    ("very awa, old", "year 2008", "oldest", "beside a word of a family"),
    ("(old, masterpiece:1.1)", "year 2008", "oldest", "in one group with it"),
    ("1boy, old, beard, masterpiece", None, None, "between other tags"),
    ("1boy, old", None, None, "behind a count"),
    ("safe, old", None, None, "behind a rating"),
)
def test_old(text, in_40, in_31):
    assert (become(text, V40).get("old"), become(text, V31).get("old")) == (in_40, in_31)


@rows(
    "text, in_40, in_31",
    ("newest", "year 2023", "newest", "newest"),
    ("recent", "year 2019", "recent", "recent"),
    ("mid", "year 2016", "mid", "mid"),
    ("early", "year 2013", "early", "early"),
    ("year 2024", "year 2024", "newest", "a year"),
    ("great quality", "great score", "great quality", "great"),
    ("good quality", "good score", "good quality", "good"),
    ("normal quality", "average score", "normal quality", "normal"),
    ("very aesthetic", "high score", "very aesthetic", "3.1's own"),
    ("aesthetic", "great score", "aesthetic", "3.1's own, too"),
    ("displeasing", "bad score", "displeasing", "3.1's own, again"),
    ("very displeasing", "low score", "very displeasing", "3.1's worst"),
    ("rating_safe", "safe", "safe", "Pony's safe"),
    ("rating_questionable", "nsfw", "nsfw", "Pony has no sensitive"),
    ("rating_explicit", "explicit", "explicit, nsfw", "Pony's explicit"),
    ("nsfw, explicit", "explicit", "explicit, nsfw", "NoobAI's and Kohaku's"),
    ("explicit", "explicit", "explicit, nsfw", "one word for it"),
    ("rating:general", "safe", "safe", "NovelAI's safe"),
    ("general", "safe", "safe", "Illustrious's safe"),
    ("rating:sensitive", "sensitive", "sensitive", "NovelAI's sensitive"),
    ("safe", "safe", "safe", "as it is"),
)
def test_words_that_families_share_with_animagine(text, in_40, in_31):
    """Beside a word that proves a family: in its prompts these have the same meaning."""
    for new, expected in (("animagine-xl-4.0-opt", in_40), ("animagine-xl-3.1", in_31)):
        found = convert(f"1girl, source#hug, {text}, hat", "detect", new).text
        assert set(found.split(", ")) == {"1girl", "hug", "hat", *expected.split(", ")}
