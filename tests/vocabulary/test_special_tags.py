"""The selectors' choices and the tags they give."""

import pytest

from animagine.models import presets
from animagine.vocabulary import special_tags
from animagine.vocabulary.special_tags import append
from rows import rows

V40, V31, V30 = "animagine-xl-4.0-opt", "animagine-xl-3.1", "animagine-xl-3.0"


@rows(
    "model, expected",
    (V40, ["recommended", "none", "masterpiece", "best quality", "low quality", "worst quality"],
     "4.0 has no presets"),
    (V31, ["recommended", "none", "standard", "light", "heavy", "masterpiece", "best quality",
           "great quality", "good quality", "normal quality", "low quality", "worst quality"],
     "3.1 has the demo's presets"),
)  # fmt: skip
def test_quality_choices(model, expected):
    assert special_tags.quality_choices(presets.load(model)) == expected


def test_other_choices():
    assert list(special_tags.score_choices()) == [
        "recommended", "none", "high score", "great score", "good score", "average score",
        "bad score", "low score",
    ]  # fmt: skip
    assert list(special_tags.aesthetic_choices()) == [
        "none", "very aesthetic", "aesthetic", "displeasing", "very displeasing",
    ]  # fmt: skip
    assert list(special_tags.rating_choices()) == ["safe", "sensitive", "nsfw", "explicit", "none"]
    assert list(special_tags.year_choices()) == [*map(str, range(2025, 2004, -1)), "none"]


@rows(
    "model, choice, expected",
    (V40, "recommended", "masterpiece, high score, great score, absurdres", "4.0's block"),
    (V31, "recommended", "masterpiece, best quality, very aesthetic, absurdres", "3.1's block"),
    (V30, "recommended", "masterpiece, best quality", "3.0's block"),
    (V40, "none", "", "nothing"),
    (V31, "great quality", "great quality", "one tag"),
)
def test_quality(model, choice, expected):
    assert special_tags.quality(presets.load(model), choice) == expected


@rows(
    "choice, expected",
    ("recommended", "high score, great score", "those of the recommended block"),
    ("none", "", "nothing"),
    ("bad score", "bad score", "one tag"),
)
def test_score(choice, expected):
    assert special_tags.score(choice) == expected


@rows(
    "model, choice, expected",
    (V40, "explicit", "explicit", "4.0"),
    (V31, "explicit", "explicit, nsfw", "3.1 has two tags"),
    (V30, "safe", "rating: general", "3.0 has its own form"),
    (V30, "explicit", "rating: explicit, nsfw", "3.0 has both"),
    (V40, "none", "", "nothing"),
)
def test_rating(model, choice, expected):
    assert special_tags.rating(presets.load(model), choice) == expected


@rows(
    "model, choice, expected",
    (V40, "2024", "year 2024", "4.0 has single years"),
    (V40, "2005", "year 2005", "the first"),
    (V31, "2024", "newest", "3.1: 2021 to 2024"),
    (V31, "2025", "newest", "after the last era, the nearest"),
    (V31, "2020", "recent", "3.1: 2018 to 2020"),
    (V30, "2020", "late", "3.0: 2019 to 2021"),
    (V30, "2005", "oldest", "3.0: from 2005"),
    (V31, "none", "", "nothing"),
)
def test_year(model, choice, expected):
    assert special_tags.year(presets.load(model), choice) == expected


@rows(
    "call, message",
    (lambda: special_tags.quality(presets.load(V40), "great quality"),
     "unknown quality 'great quality'; choose one of: recommended, none, masterpiece, best",
     "a tag of 3.1"),
    (lambda: special_tags.score("best"), "unknown score 'best'; choose one of: recommended", "score"),
    (lambda: special_tags.aesthetic("ugly"), "unknown aesthetic 'ugly'", "aesthetic"),
    (lambda: special_tags.rating(presets.load(V40), "general"), "unknown rating 'general'", "rating"),
    (lambda: special_tags.year(presets.load(V40), "2004"), "unknown year '2004'", "year before"),
    (lambda: special_tags.year(presets.load(V40), 2024), "unknown year 2024", "a number"),
    (lambda: special_tags.score(None), "unknown score None", "nothing at all"),
    (lambda: special_tags.score(["high score"]), "; choose one of: ", "a list"),
)  # fmt: skip
def test_refuses(call, message):
    with pytest.raises(ValueError, match=message):
        call()


@rows(
    "tags, own, expected",
    ("", "safe", "safe", "first of the chain"),
    (None, "safe", "safe", "not linked"),
    ("1girl", "", "1girl", "nothing of its own"),
    ("1girl, smile,", "safe", "1girl, smile, safe", "a trailing comma is no tag"),
    ("1girl BREAK 1boy", "safe", "1girl, safe BREAK 1boy", "before a BREAK"),
    ("saber (fate), long_hair", "safe", "saber (fate), long_hair, safe", "what came in stays"),
)
def test_append(tags, own, expected):
    assert append(tags, own) == expected
