"""Other families of models, from `presets/families/*.json`: their words, blocks and negatives."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from . import typed_json
from .typed_json import Facts

FOLDER = Path(__file__).parents[2] / "presets" / "families"


class Family(Facts):
    """What is known of one family. `presets/README.md` explains each key."""

    title: str
    words: tuple[str, ...]
    proves: tuple[str, ...]
    strong: tuple[str, ...]
    hints: tuple[str, ...]
    quality: tuple[str, ...]
    positive: tuple[str, ...]
    negative: tuple[str, ...]
    sources: Mapping[str, str]

    __eq__, __hash__ = object.__eq__, object.__hash__  # one object each, for caches

    def has(self, tag: str) -> bool:
        """Whether `tag`, in normal form, is a word of this family alone."""
        return matches(self.words, tag)


@cache
def families() -> Mapping[str, Family]:
    """Every family by its file stem. Raises ValueError naming the file and the key."""
    found = {}
    for path in sorted(FOLDER.glob("*.json")):
        try:
            text = path.read_text(encoding="utf-8-sig")
            found[path.stem] = typed_json.read(Family, json.loads(text), "")
        except ValueError as error:
            raise ValueError(f"{path.name}: {error}") from error
    return found


def owners(tag: str) -> tuple[str, ...]:
    """Titles of the families that have `tag`, in normal form, as a word of theirs alone.

    >>> owners("source anime")
    ('Pony Diffusion V6 XL', 'Pony Diffusion V7')
    >>> owners("sources")
    ()
    """
    return tuple(family.title for family in families().values() if family.has(tag))


def matches(words: tuple[str, ...], tag: str) -> bool:
    """Whether `tag` is one of `words`, in which `<n>` is a number and `<word>` any words."""
    spaced = tag.replace("_", " ")
    return spaced in words or bool((wild := _pattern(words)) and re.fullmatch(wild, spaced))


@cache
def _pattern(words: tuple[str, ...]) -> str:
    """A pattern for those of `words` that have a place for a number or a word; empty for none."""
    wild = [re.escape(word) for word in words if "<" in word]
    return "|".join(word.replace("<n>", r"\d{1,3}").replace("<word>", r"[\w ]+") for word in wild)
