"""What becomes of each special word of one version in another."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from types import MappingProxyType

from ..grammar.replace import Change
from ..grammar.units import normal_form, parse
from ..models import presets
from ..models.preset import Era, ModelPreset
from .lookup import slots
from .special_tags import era_of

# What comes nearest to a word in the versions that lack it: the first that the target knows; the
# word goes where it knows none. The labels of the cards side by side, best to worst; no card says
# that two of them mean the same.
_NEAREST = {
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
_YEAR = re.compile(r"year (\d{4})")


def changes(
    old: ModelPreset, new: ModelPreset, names: set[str], avoided: bool
) -> dict[str, Change]:
    """What becomes of those of `names` that do not stay as they are."""
    words = _words(old, new)
    found = {name: words[name] for name in names if name in words}
    if _YEAR.fullmatch(old.tags.year[0].tag):
        for name in names - slots(old).keys():
            if match := _YEAR.fullmatch(name):
                found[name] = _year(new, Era(name, int(match[1]), int(match[1])))
    found.update(_ratings(old, new, names, avoided))
    return found


@cache
def _words(old: ModelPreset, new: ModelPreset) -> Mapping[str, Change]:
    """The words of `old` that are others in `new` wherever they stand: all but the ratings."""
    found = {}
    for name in slots(old):
        if name in slots(new) or name not in _NEAREST:
            continue
        nearest = next((word for word in _NEAREST[name] if word in slots(new)), "")
        reason = "no equivalence is documented, nearest by meaning"
        if {name, nearest} == _RENAMED:
            reason = "the authors renamed it"
        found[name] = Change(nearest, reason if nearest else f"{new.title} has nothing near it")
    for era in old.tags.year:
        change = _year(new, era)
        if change.text != era.tag:
            found[normal_form(era.tag)] = change
    return MappingProxyType(found)


def _year(new: ModelPreset, era: Era) -> Change:
    """The word of `new` for the middle year of `era`."""
    year = (era.first + era.last + 1) // 2
    found = era_of(new, year)
    meant = f"{year}"
    if era.first != era.last:
        meant += f", the middle of {era.first} to {era.last}"
    if found.first <= year <= found.last:
        return Change(found.tag, f"stands for {meant}")
    return Change(found.tag, f"comes nearest to {meant}, which {new.title} has no word for")


def _ratings(
    old: ModelPreset, new: ModelPreset, names: set[str], avoided: bool
) -> dict[str, Change]:
    """Each rating in the form of `new`; the two tags of one form count as one rating.

    In a negative each tag stands for itself, and what `new` knows stays: both the 3.0 and the 3.1
    document have plain `nsfw` in theirs.
    """
    found = {}
    for choice, form in old.tags.rating.items():
        first, *others = (unit.names[0] for unit in parse(form))
        if first not in names or (avoided and first in slots(new)):
            continue
        text = new.tags.rating[choice]
        if text != first:
            found[first] = Change(text, f"the form of this rating in {new.title}")
        if not avoided:
            for other in names.intersection(others):
                found[other] = Change("", f"part of {form}, which is {text} in {new.title}")
    # Some write `explicit, nsfw` for any version: a tag of another one's form is no rating itself.
    forms = {name: set(change.text.split(", ")) for name, change in found.items() if change.text}
    for name in forms:
        if any(name in form for other, form in forms.items() if other != name):
            del found[name]
    return found


@lru_cache(1024)
def nearest(name: str, new: ModelPreset) -> str:
    """What stands in `new` for a special word, in normal form, of other models; empty for none."""
    for old in presets.models().values():
        if name in slots(old) and (change := changes(old, new, {name}, False).get(name)):
            return change.text
    return ""
