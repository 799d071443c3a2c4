"""What becomes of each special tag of one version in another."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from types import MappingProxyType
from typing import NamedTuple

from ..grammar import normal_form, parse
from ..models import Era, ModelPreset, presets
from .lookup import vocabulary_of
from .years import era_of, year_of

# The closest tag in the versions that lack one: the first that the target has; where it has none,
# the tag goes. Ours: the labels of the model cards side by side, best to worst; no card says that
# two of them mean the same.
_CLOSEST = {
    "great quality": ("high quality", "great score"),
    "high quality": ("great quality", "great score"),
    "good quality": ("medium quality", "good score"),
    "medium quality": ("good quality", "good score"),
    "normal quality": ("average score",),
    "very aesthetic": ("high score",),
    "aesthetic": ("great score",),
    "displeasing": ("bad score",),
    "very displeasing": ("low score",),
    "high score": ("very aesthetic",),
    "great score": ("aesthetic",),
    "good score": ("good quality", "medium quality"),
    "average score": ("normal quality",),
    "bad score": ("displeasing",),
    "low score": ("very displeasing",),
}
_RENAMED = {"great quality", "high quality"}  # by the authors, between 3.0 and 3.1


class Change(NamedTuple):
    """`text` in the place of a tag, empty where it goes, and why: a reason key and its values."""

    text: str
    reason: str
    values: Mapping[str, str] = MappingProxyType({})


def changes(
    old: ModelPreset, new: ModelPreset, tags: set[str], negative: bool
) -> dict[str, Change]:
    """What becomes of those of `tags`, in normal form, that do not stay as they are."""
    always = _always(old, new)
    found = {tag: always[tag] for tag in tags if tag in always}
    if year_of(old.tags.year[0].tag) is not None:
        for tag in tags - vocabulary_of(old).slots.keys():
            year = year_of(tag)
            if year is not None and len(tag) == len("year 2019"):
                found[tag] = _year(new, Era(tag=tag, first=year, last=year))
    found.update(_ratings(old, new, tags, negative))
    return found


@cache
def _always(old: ModelPreset, new: ModelPreset) -> Mapping[str, Change]:
    """The tags of `old` that are others in `new` wherever they are: all but the ratings."""
    found = {}
    known = vocabulary_of(new).slots
    for tag in vocabulary_of(old).slots:
        if tag in known or tag not in _CLOSEST:
            continue
        other = next((other for other in _CLOSEST[tag] if other in known), "")
        reason = "renamed" if {tag, other} == _RENAMED else "closest_in_meaning"
        found[tag] = Change(other, reason) if other else _no_similar(new)
    for era in old.tags.year:
        change = _year(new, era)
        if change.text != era.tag:
            found[normal_form(era.tag)] = change
    return MappingProxyType(found)


def _no_similar(new: ModelPreset) -> Change:
    return Change("", "no_similar_tag", {"model": new.title})


def _year(new: ModelPreset, era: Era) -> Change:
    """The tag of `new` for the middle year of `era`."""
    year = (era.first + era.last + 1) // 2
    found = era_of(new, year)
    if not found.first <= year <= found.last:
        return Change(found.tag, "year_closest", {"year": str(year), "model": new.title})
    if era.first != era.last:
        return Change(found.tag, "year_middle", {"first": str(era.first), "last": str(era.last)})
    return Change(found.tag, "year_same", {"year": str(year)})


def _ratings(
    old: ModelPreset, new: ModelPreset, tags: set[str], negative: bool
) -> dict[str, Change]:
    """Each rating as `new` writes it; the two tags of one form count as one rating.

    In a negative each tag stands for itself, and what `new` has stays: both the 3.0 and the 3.1
    card have plain `nsfw` in theirs.
    """
    found = {}
    for choice, form in old.tags.rating.items():
        first, *others = (unit.tags[0] for unit in parse(form))
        if first not in tags or (negative and first in vocabulary_of(new).slots):
            continue
        text = new.tags.rating[choice]
        if text != first:
            found[first] = Change(text, "rating_form", {"model": new.title})
        if not negative:
            part = Change("", "rating_part", {"model": new.title, "form": form, "whole": text})
            found.update(dict.fromkeys(tags.intersection(others), part))
    # Some write `explicit, nsfw` for any version: `nsfw` in it is not a second rating.
    forms = {tag: set(change.text.split(", ")) for tag, change in found.items() if change.text}
    for tag in forms:
        if any(tag in form for other, form in forms.items() if other != tag):
            del found[tag]
    return found


@lru_cache(1024)
def closest(tag: str, new: ModelPreset) -> str:
    """The text of `new` for a special tag, in normal form, of other models; empty for none."""
    for old in presets.models().values():
        if tag in vocabulary_of(old).slots:
            change = changes(old, new, {tag}, False).get(tag)
            if change:
                return change.text
    return ""
