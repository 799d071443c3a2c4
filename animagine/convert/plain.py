"""The syntax of other programs as ComfyUI reads it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..grammar import COMMAS, Unit, parse, render, replace
from ..models import ModelPreset
from ..report import Report
from ..vocabulary import meanings, vocabulary_of
from .foreign import is_numbered

_NUMBER = r"(?:^|(?<=[\s,:]))(-?(?:\d+\.?\d*|\.\d+))::"  # before the tags that it weighs
# Brackets of one kind, which NovelAI counts by 1.05; a marked artist has a colon of its own.
_BRACKETS = r"(\[+|\{+)\s*((?:artist ?: ?)?[^\[\]{}:|$]+?)\s*(\]+|\}+)"
_PER_LEVEL = {True: 1.05, False: 1.1}  # of a square bracket, in NovelAI and elsewhere
_MOST_LEVELS = 400
_MOST_MARKS = 3
_ACTION = r"(?i)(?:source|target|mutual)#([^\s|].*)"  # who acts, in NovelAI
_PART = r"\s*\|\s*"  # between NovelAI's characters
_CHARACTERS = ("girl", "boy", "other")
_LETTERING = "text:"  # the last of a prompt of NovelAI


def plain(
    units: Sequence[Unit],
    new: ModelPreset,
    novelai: bool,
    report: Report,
    artists: set[str] | None = None,
) -> list[Unit]:
    """`units` without the syntax of other programs, each change reported.

    The names of marked artists, in normal form, are added to `artists`.
    """
    found: list[Unit] = []
    artists = set() if artists is None else artists
    for at, unit in enumerate(units):
        if novelai and unit.kind == "tag" and unit.tags[0].startswith(_LETTERING):
            report.removed(", ".join(one.source for one in units[at:]), "lettering")
            break
        found += _plain(unit, new, novelai, report, artists)
    return found


def _plain(
    unit: Unit, new: ModelPreset, novelai: bool, report: Report, artists: set[str]
) -> list[Unit]:
    if unit.kind == "verbatim":
        return [
            one
            for now in _weighted(unit, novelai, report)
            for one in (_plain(now, new, novelai, report, artists) if now.tags else [now])
        ]
    if unit.kind == "separator" and unit.source == "BREAK":
        report.removed(unit, "plain_text")
        return []
    if unit.kind == "tag" and novelai and "|" in unit.source and re.search(r"[^\W_]", unit.source):
        parts = _characters(unit, report)  # none of them has a `|`
        return [one for part in parts for one in _plain(part, new, novelai, report, artists)]
    texts: dict[str, str] = {}
    for tag in unit.tags:
        if action := re.fullmatch(_ACTION, tag):
            texts[tag] = action[1]
        elif name := _artist(unit, tag, new):
            texts[tag] = name
            artists.update(of for one in parse(name) for of in one.tags)
    if not texts:
        return [unit]
    for tag, text in texts.items():
        reason = "who_acts" if "#" in tag else "artist_mark"
        how = "becomes" if len(unit.tags) == 1 else "tag_becomes"
        report.changed(unit, how, reason, replacement=text, tag=tag)
    return _there(replace(unit, texts), unit)


def _there(found: Sequence[Unit], unit: Unit) -> list[Unit]:
    return [new._replace(start=unit.start, end=unit.end) for new in found]


def _weighted(unit: Unit, novelai: bool, report: Report) -> list[Unit]:
    """A weight as ComfyUI writes it; a negative one, which it does not have, goes."""
    if is_numbered(unit):
        return _numbered(unit, report)
    text = _square(unit, novelai) or unit.as_weight
    if not text:
        return [unit]
    report.changed(unit, "becomes", "no_bracket_weights", replacement=text)
    return _there(parse(text), unit)


def _square(unit: Unit, novelai: bool) -> str:
    """`[hat]` as `(hat:0.95)`, also with a marked artist in it; empty for all else."""
    match = re.fullmatch(_BRACKETS, unit.source)
    if not match or len(match[1]) != len(match[3]) or match[1][0] != "[" or match[3][0] != "]":
        return ""
    weight = _PER_LEVEL[novelai] ** -min(len(match[1]), _MOST_LEVELS)
    return f"({match[2]}:{f'{weight:.2f}'.rstrip('0').rstrip('.')})"


def _numbered(unit: Unit, report: Report) -> list[Unit]:
    """`1.5::smile::, -1::hat ::` as `(smile:1.5)`: what has a negative number goes."""
    _, *pieces = re.split(_NUMBER, unit.source)
    groups: list[str] = []
    gone: list[str] = []
    for number, tags in zip(pieces[::2], pieces[1::2], strict=True):
        tags = tags.strip(f"{COMMAS} ").removesuffix("::").strip(f"{COMMAS} ")
        if tags:
            negative = number.startswith("-") and float(number) < 0
            (gone if negative else groups).append(tags if negative else f"({tags}:{number})")
    text = ", ".join(groups) if gone else unit.as_weight
    if text:
        report.changed(unit, "becomes", "no_number_weights", replacement=text)
    if gone:
        report.removed(unit, "takes_out", tags=", ".join(gone))
    return _there(parse(text), unit) if text or gone else [unit]


def _artist(unit: Unit, tag: str, new: ModelPreset) -> str:
    """The name of an artist as the models know it; empty for other tags."""
    meant = meanings.meaning(vocabulary_of(new), tag)
    if meant is None or meant.reason[:1] != ("artist_mark",):
        return ""
    typed = meanings.unmarked_artist(unit.source) if unit.kind == "tag" else ""
    name = typed or meanings.unmarked_artist(tag)
    for _ in range(_MOST_MARKS):  # `by artist:wlop`
        name = meanings.unmarked_artist(name) or name
    return render(parse(name))


def _characters(unit: Unit, report: Report) -> list[Unit]:
    """`park | girl` as `park`: the count of the base has the `girl` already."""
    first, *others = re.split(_PART, unit.source)
    parts = [first, *(part for part in others if part.casefold() not in _CHARACTERS)]
    text = ", ".join(filter(None, parts))
    if text:
        report.changed(unit, "becomes", "parts_characters", replacement=text)
    else:
        report.removed(unit, "parts_characters")
    return _there(parse(text), unit)
