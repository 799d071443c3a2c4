"""Put other words in the place of tags, also inside weight groups."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from ..report import Decision
from .scan import COMMAS
from .units import Unit, normal_form, parse

_GONE = "\0"  # in place of a tag that leaves its group: no unit holds one
_GONE_BEFORE_COMMA = re.compile(rf"{_GONE}\s*[{COMMAS}]\s*")
_GONE_BEHIND_COMMA = re.compile(rf"[{COMMAS}]\s*{_GONE}")
_BETWEEN_TAGS = re.compile(rf"((?<!\\)[()]|[{COMMAS}]|:\s*[-+.\d][^():{COMMAS}]*(?=\)))")


class Change(NamedTuple):
    text: str  # what stands for the word; empty where it goes
    reason: str


def reword(unit: Unit, changed: Mapping[str, Change], decisions: list[Decision]) -> list[Unit]:
    """`unit` with each tag of `changed`, by normal form, in its new words, weights as they were.

    None where nothing is left, several where a tag becomes several. A weight group that cannot be
    reworded stays, with a warning; every decision is added to `decisions`.
    """
    if changed.keys().isdisjoint(unit.names):
        return [unit]
    if unit.kind == "group":
        return _reworded_group(unit, changed, decisions)
    change = changed[unit.names[0]]
    decisions.append(_told(unit, unit.names[0], change))
    return parse(change.text)


def _reworded_group(
    unit: Unit, changed: Mapping[str, Change], decisions: list[Decision]
) -> list[Unit]:
    """A weight group with other words inside; its weights stay."""
    parts = _BETWEEN_TAGS.split(unit.source)
    names = [normal_form(part) for part in parts]
    places = [place for place, name in enumerate(names) if name in changed]
    told: list[Decision] = []
    there = set(unit.names).difference(changed)
    for place in places:
        name, change = names[place], changed[names[place]]
        told.append(_told(unit, name, change))
        new = [tag for tag in parse(change.text) if not there.issuperset(tag.names or [None])]
        tags = [tag.source for tag in new]
        if change.text and not tags:
            told.append(Decision("removed", unit.source, f"{change.text} is there already"))
        there.update(name for tag in new for name in tag.names)
        text = ", ".join(tags) or _GONE
        parts[place] = parts[place].replace(parts[place].strip(), text)
    written = _GONE_BEFORE_COMMA.sub("", _GONE_BEHIND_COMMA.sub("", "".join(parts)))
    here = [name for name in unit.names if name in changed]
    nothing_left = not any(name not in changed or changed[name].text for name in unit.names)
    # A name may hold a special word: `foo (aesthetic)` has a part that is no tag.
    if sorted(here) == sorted(names[place] for place in places):
        if nothing_left:
            decisions += told
            return []
        if _GONE not in written:
            decisions += told
            return parse(written)
    reason = f"has {here[0]}, which cannot be taken out of this group"
    decisions.append(Decision("warning", unit.source, reason))
    return [unit]


def _told(unit: Unit, name: str, change: Change) -> Decision:
    alone = len(unit.names) == 1
    if change.text:
        words = change.text if alone else f"{name} is now {change.text}"
        return Decision("changed", unit.source, f"{words}: {change.reason}")
    return Decision("removed", unit.source, change.reason if alone else f"{name}: {change.reason}")
