r"""What is meant by a tag that is no special tag of the model: the one table that every rule asks.

A certain meaning fills its slot and is written in the model's form; another one stays as it was
typed, its slots count as filled, and a warning says what it may be.
"""

from __future__ import annotations

from collections.abc import Container, Iterable

from ..grammar import Unit, replace
from ..report import Report
from .joined import parts_of
from .lookup import Vocabulary
from .meaning_rules import RULES, Meaning, embedding_of, may_mean, unmarked_artist

__all__ = ["Meaning", "embedding_as_typed", "embedding_of", "meaning", "parts_of",
           "unmarked_artist", "written"]  # fmt: skip

_MOST_KNOWN = 8192  # meanings of tags that are remembered: below 2 MB
MOST = 64  # characters of a tag that has a meaning: ours, twice the longest that is known


def meaning(vocabulary: Vocabulary, tag: str) -> Meaning | None:
    r"""What is meant by `tag`, in normal form; None for a special tag and for what says nothing.

    >>> from animagine.models import presets
    >>> from animagine.vocabulary import vocabulary_of
    >>> of_40, of_31 = (presets.load(f"animagine-xl-{name}") for name in ("4.0-opt", "3.1"))
    >>> meaning(vocabulary_of(of_40), "rating explicit").text
    'explicit'
    >>> meaning(vocabulary_of(of_31), "rating explicit").text
    'explicit, nsfw'
    >>> meaning(vocabulary_of(of_40), "long hair") is None
    True
    """
    known = vocabulary.meanings
    if tag in known:  # a prompt asks several times for each of its tags
        return known[tag]
    if len(tag) > MOST:
        return None
    if len(known) >= _MOST_KNOWN:
        known.clear()
    known[tag] = found = _first(vocabulary, tag) if may_mean(vocabulary, tag) else None
    return found


def _first(vocabulary: Vocabulary, tag: str) -> Meaning | None:
    """What the first rule says that knows `tag`."""
    for rule in RULES:
        if found := rule(vocabulary, tag):
            return found
    return None


def written(
    vocabulary: Vocabulary,
    units: Iterable[Unit],
    report: Report,
    *,
    kept: Container[str] = (),
) -> list[Unit]:
    """`units` with each certain tag but those of `kept` in the model's form, which is reported.

    The name of an embedding stays as it was typed.
    """
    found = []
    for unit in units:
        texts: dict[str, str] = {}
        for tag in unit.tags:
            meant = meaning(vocabulary, tag)
            if meant and meant.certain and tag not in kept:
                texts[tag] = meant.text
        if not texts:
            found.append(embedding_as_typed(unit))
            continue
        now = replace(unit, texts)
        how = "becomes" if len(unit.tags) == 1 else "tag_becomes"
        for tag, text in texts.items():
            report.changed(unit, how, replacement=text, tag=tag)
        found += [new._replace(start=unit.start, end=unit.end) for new in now]
    return found


def embedding_as_typed(unit: Unit) -> Unit:
    """`unit`, passed through byte for byte where it is the name of a known embedding."""
    if unit.kind == "tag" and "_" in unit.source and embedding_of(unit.tags[0]):
        return unit._replace(kind="verbatim")
    return unit
