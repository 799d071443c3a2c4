"""Other families of models, from `presets/families/*.json`: their words, blocks and negatives."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType

from . import typed_json
from .typed_json import Facts

FOLDER = Path(__file__).parents[2] / "presets" / "families"
_NOT_FACTS = ("title", "proves", "strong", "hints", "sources")
_WILD = {"<n>": r"\d{1,4}", "<word>": r"[^\s,].{1,60}"}


class Family(Facts):
    """What is known of one family. `presets/README.md` explains each key."""

    title: str
    words: tuple[str, ...]
    also: tuple[str, ...]
    proves: tuple[str, ...]
    strong: tuple[str, ...]
    hints: tuple[str, ...]
    positive: tuple[str, ...]
    negative: tuple[str, ...]
    sources: Mapping[str, str]

    __eq__, __hash__ = object.__eq__, object.__hash__  # one object each, for caches


@cache
def families() -> Mapping[str, Family]:
    """Every family by its file stem. Raises ValueError naming the file and the key."""
    return MappingProxyType({path.stem: read(path) for path in sorted(FOLDER.glob("*.json"))})


def read(path: Path) -> Family:
    """The family in `path`. Raises ValueError naming the file, the key and what is expected."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        family: Family = typed_json.read(Family, json.loads(text), "")
    except ValueError as error:
        raise ValueError(f"{path.name}: {error}") from error
    facts = [key for key in Family.__annotations__ if key not in _NOT_FACTS]
    expected = {"evidence", *(key for key in facts if getattr(family, key))}
    if set(family.sources) != expected:
        raise ValueError(
            f"{path.name}: key 'sources' is {', '.join(family.sources)}; "
            f"expected {', '.join(sorted(expected))}"
        )
    return family


def owners(tag: str) -> tuple[str, ...]:
    """Titles of the families that alone have `tag`, in normal form: a word no Animagine prompt has.

    >>> owners("source anime")
    ('Pony Diffusion V6 XL', 'Pony Diffusion V7')
    >>> owners("sources")
    ()
    """
    words, beginnings = _owned()
    tag = _spaced(tag)
    if tag in words:
        return words[tag]
    if not tag.startswith(beginnings):
        return ()
    found = (family.title for family in families().values() if matches(family.words, tag))
    return tuple(found)


def matches(words: Sequence[str], tag: str) -> bool:
    """Whether `tag`, in normal form, is one of `words`: `<n>` is a number, `<word>` any text.

    >>> matches(("score_<n>", "@<word>"), "score_9"), matches(("@<word>",), "@")
    (True, False)
    """
    exact, wild = _compiled(tuple(words))
    tag = _spaced(tag)
    return tag in exact or bool(wild and re.fullmatch(wild, tag))


@cache
def _owned() -> tuple[Mapping[str, tuple[str, ...]], tuple[str, ...]]:
    """The titles of the families of each word, and how the words with a wild part begin."""
    titles: dict[str, tuple[str, ...]] = {}
    beginnings: dict[str, None] = {}
    for family in families().values():
        for word in map(_spaced, family.words):
            if "<" in word:
                beginnings[word.partition("<")[0]] = None
            else:
                titles[word] = (*titles.get(word, ()), family.title)
    return MappingProxyType(titles), tuple(beginnings)


@cache
def _compiled(words: tuple[str, ...]) -> tuple[frozenset[str], str]:
    """Those of `words` without a wild part, and a pattern of the others; empty for none."""
    spaced = list(map(_spaced, words))
    wild = "|".join(re.escape(word) for word in spaced if "<" in word)
    for name, pattern in _WILD.items():
        wild = wild.replace(name, pattern)
    return frozenset(word for word in spaced if "<" not in word), wild


def _spaced(tag: str) -> str:
    return tag.replace("_", " ")
