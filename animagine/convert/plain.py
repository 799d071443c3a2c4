"""The syntax of other programs as ComfyUI reads it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..grammar import Unit, parse, render, replace
from ..models import ModelPreset
from ..report import Report
from ..vocabulary import meanings, vocabulary_of
from .foreign import is_numbered

_ACTION = r"(?i)(?:source|target|mutual)#(\S.*)"  # who acts, in NovelAI
_PART = r"\s*\|\s*"  # between NovelAI's characters
_CHARACTERS = ("girl", "boy", "other")
_LETTERING = "text:"  # the last of a prompt of NovelAI


def plain(units: Sequence[Unit], new: ModelPreset, novelai: bool, report: Report) -> list[Unit]:
    """`units` without the syntax of other programs, each change reported."""
    found: list[Unit] = []
    for at, unit in enumerate(units):
        if novelai and unit.kind == "tag" and unit.tags[0].startswith(_LETTERING):
            report.removed(", ".join(one.source for one in units[at:]), "lettering")
            break
        found += _plain(unit, new, novelai, report)
    return found


def _plain(unit: Unit, new: ModelPreset, novelai: bool, report: Report) -> list[Unit]:
    if unit.kind == "verbatim":
        return _weighted(unit, report)
    if unit.kind == "separator" and unit.source == "BREAK":
        report.removed(unit, "plain_text")
        return []
    if unit.kind == "tag" and novelai and "|" in unit.source:
        return _characters(unit, report)
    texts: dict[str, str] = {}
    for tag in unit.tags:
        if action := re.fullmatch(_ACTION, tag):
            texts[tag] = action[1]
        elif name := _artist(unit, tag, new):
            texts[tag] = name
    if not texts:
        return [unit]
    for tag, text in texts.items():
        reason = "who_acts" if "#" in tag else "artist_mark"
        how = "becomes" if len(unit.tags) == 1 else "tag_becomes"
        report.changed(unit, how, reason, replacement=text, tag=tag)
    return _there(replace(unit, texts), unit)


def _there(found: Sequence[Unit], unit: Unit) -> list[Unit]:
    return [new._replace(start=unit.start, end=unit.end) for new in found]


def _weighted(unit: Unit, report: Report) -> list[Unit]:
    """A weight as ComfyUI writes it; a negative one, which it does not have, goes."""
    numbered = is_numbered(unit)
    text = unit.as_weight
    if text:
        reason = "no_number_weights" if numbered else "no_bracket_weights"
        report.changed(unit, "becomes", reason, replacement=text)
        return _there(parse(text), unit)
    if numbered and unit.source.startswith("-"):
        tags = unit.source.split("::")[1].strip(" ,")
        report.removed(unit, "takes_out", tags=tags)
        return []
    return [unit]


def _artist(unit: Unit, tag: str, new: ModelPreset) -> str:
    """The name of an artist as the models know it; empty for other tags."""
    meant = meanings.meaning(vocabulary_of(new), tag)
    if meant is None or meant.reason[:1] != ("artist_mark",):
        return ""
    typed = meanings.unmarked_artist(unit.source) if unit.kind == "tag" else ""
    return render(parse(typed or meanings.unmarked_artist(tag)))


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
