"""What each kind of tag may mean: a rule for each, the first that knows the tag decides."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from ..grammar import normal_form
from ..models import families
from . import counts
from .general import data, is_general, is_listed
from .lookup import Vocabulary
from .near import may_be_near, near_miss
from .years import era_of, misspelled_year, trained_years, year_of

_RATING = r"rat(?:ing|ed)(?: ?[:=] ?| )(\w+)"
_RATINGS = {
    "general": "safe", "g": "safe", "safe": "safe", "sfw": "safe", "sensitive": "sensitive",
    "s": "sensitive", "questionable": "nsfw", "q": "nsfw", "nsfw": "nsfw", "explicit": "explicit",
    "e": "explicit",
}  # fmt: skip
_WITHOUT_PREFIX = ("sfw", "questionable", "general")  # whole tags that mean a rating as well
_DECADE = r"(?:19[5-9]|200)0s"  # of Danbooru's tags of style
_BY = r"(?:(?:drawn|art|artwork|illustrated)[ _])?by(?:[ _]|: ?)"
_ARTIST = rf"(?i)(?:{_BY}|artist ?: ?|@)(?=[^\W_])(.{{2,}})"
_NO_ARTIST = ("the", "a", "an", "her", "his", "my", "its", "their", "night", "day", "side")
# What looks like a quality tag and is none of any model, as `best aesthetic`. Ours.
_QUALITY_LIKE = r"\w+ (quality|aesthetic|displeasing|score)"
_FIRST = ("rat", "year", "by ", "drawn", "art", "illustrated", "@")
_STARTS = (*_FIRST, *counts.FIRST, *"0123456789")
_ENDS = ("quality", "aesthetic", "displeasing", "score")
_LAST = (*_ENDS, "year")
# Lines of the text that other programs save with an image.
_SETTINGS = r"negative prompt:.*|(steps|sampler|cfg scale|seed|size|model hash): ?\S+.*"
_NOTHING: Mapping[str, str] = MappingProxyType({})


class Meaning(NamedTuple):
    """`text` is what the model writes for it: tags between commas, empty where it has nothing.

    `slots` are those that it fills. `reason` and `values` say why a tag that is not certain is
    warned of.
    """

    text: str
    slots: tuple[str, ...]
    certain: bool = True
    reason: tuple[str, ...] = ()
    values: Mapping[str, str] = _NOTHING


Rule = Callable[[Vocabulary, str], "Meaning | None"]


def may_mean(vocabulary: Vocabulary, tag: str) -> bool:
    """Whether some rule may know `tag`; quick, and false for nearly all tags."""
    return tag not in vocabulary.slots and (
        tag in _whole_tags(vocabulary)
        or tag.startswith(_STARTS)
        or tag.endswith(_LAST)
        or ":" in tag
        or bool(families.owners(tag))
        or may_be_near(vocabulary, tag)
        or counts.holds_count(tag)
    )


@cache
def _whole_tags(vocabulary: Vocabulary) -> frozenset[str]:
    """Whole tags that mean something."""
    return frozenset([*vocabulary.unknown, *_embeddings(), *_WITHOUT_PREFIX, *counts.NOBODY])


def _rating(vocabulary: Vocabulary, tag: str) -> Meaning | None:
    word = tag if tag in _WITHOUT_PREFIX else ""
    if not word and tag.startswith("rat"):
        match = re.fullmatch(_RATING, tag)
        word = match[1] if match else ""
    elif tag in _RATINGS and tag in vocabulary.unknown:  # a rating of other versions
        word = tag
    if word not in _RATINGS:
        return None
    return Meaning(vocabulary.preset.tags.rating[_RATINGS[word]], ("rating",))


def _count(vocabulary: Vocabulary, tag: str) -> Meaning | None:
    if tag in counts.NOBODY:
        return Meaning(counts.NO_HUMANS, ("count",))
    if text := counts.meant(tag, vocabulary):
        return Meaning(text, ("count",))
    if not is_listed(tag) and (near := counts.mentioned(tag)):
        return Meaning("", ("count",), False, ("may_be_count",), {"replacement": near})
    return None


def _year(vocabulary: Vocabulary, tag: str) -> Meaning | None:
    preset = vocabulary.preset
    year = year_of(tag)
    if year is not None and tag in vocabulary.unknown:
        return Meaning(era_of(preset, year).tag, ("year",))
    if year is not None:
        values = {"model": preset.title, "years": trained_years(preset)}
        return Meaning("", ("year",), False, ("trained_on_years",), values)
    if re.fullmatch(_DECADE, tag):
        style = rf"{tag} \(style\)"
        return Meaning("", (), False, ("decade", "write"), {"replacement": style})
    year = misspelled_year(tag)
    years = [of for era in preset.tags.year for of in (era.first, era.last)]
    if year is None or not min(years) <= year <= max(years):
        return None
    text = era_of(preset, year).tag
    if tag.isdecimal():
        values = {"replacement": text}
        return Meaning("", ("year",), False, ("may_be_year", "write"), values)
    return Meaning(text, ("year",))


def _other_version(vocabulary: Vocabulary, tag: str) -> Meaning | None:
    """A special tag that only other versions of Animagine XL have."""
    titles = vocabulary.unknown.get(tag)
    if titles is None:
        return None
    return Meaning("", (), False, ("belongs_to",), {"others": titles})


def _family(vocabulary: Vocabulary, tag: str) -> Meaning | None:
    titles = families.owners(tag)
    if titles:
        return Meaning("", (), False, ("belongs_to",), {"others": ", ".join(titles)})
    if tag.endswith(_ENDS) and re.fullmatch(_QUALITY_LIKE, tag):
        return Meaning("", (), False, ("no_version",))
    return None


def _embedding(vocabulary: Vocabulary, tag: str) -> Meaning | None:
    name = embedding_of(tag)
    values = {"replacement": f"embedding:{name}"}
    return Meaning("", (), False, ("bare_embedding", "write"), values) if name else None


def embedding_of(tag: str) -> str:
    """The file name of a known embedding that `tag`, in normal form, names; empty for none."""
    return _embeddings().get(tag, "")


@cache
def _embeddings() -> Mapping[str, str]:
    return {normal_form(name): name for name in data("embeddings")["names"]}


def _artist(vocabulary: Vocabulary, tag: str) -> Meaning | None:
    name = unmarked_artist(tag)
    if not name or is_general(name) or name.split()[0] in _NO_ARTIST:
        return None
    return Meaning("", (), False, ("artist_mark", "write"), {"replacement": name})


def unmarked_artist(tag: str) -> str:
    """`wlop` of `by wlop`, `artist:wlop`, `@wlop` and `drawn by wlop`; empty without a mark."""
    match = re.fullmatch(_ARTIST, tag)
    return match[1].strip() if match else ""


def _setting(vocabulary: Vocabulary, tag: str) -> Meaning | None:
    if ":" in tag and re.fullmatch(_SETTINGS, tag):
        return Meaning("", (), False, ("generation_setting",))
    return None


def _typo(vocabulary: Vocabulary, tag: str) -> Meaning | None:
    near = near_miss(vocabulary, tag)
    if not near:
        return None
    slot = vocabulary.slots.get(near)
    if slot is None:
        values = {"replacement": near, "others": vocabulary.unknown[near]}
        return Meaning("", (), False, ("near_miss_elsewhere",), values)
    return Meaning("", (slot,), False, ("near_miss",), {"replacement": near})


RULES: tuple[Rule, ...] = (
    _rating, _count, _year, _other_version, _family, _embedding, _artist, _setting, _typo,
)  # fmt: skip
