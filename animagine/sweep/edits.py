"""Put tags in the place of others of their slot, so that a prompt never has two."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ..grammar.replace import Change, reword
from ..grammar.segments import first_segment, segments
from ..grammar.units import Unit, parse, render
from ..models.preset import ModelPreset
from ..models.slots import BLOCK_SLOTS, QUALITY_SLOTS
from ..report import Decision
from ..vocabulary.lookup import recommended, slot_of, slots

BLOCK = "block"  # in place of a slot: all slots of the quality block together


class Edit(NamedTuple):
    """`text` in the place of `instead`: normal forms of tags, or texts of units that have none.

    Where a prompt has none of them, `text` goes to `slot`; without a slot, one must be there.
    """

    text: str
    instead: frozenset[str]
    slot: str | None


def of_slot(preset: ModelPreset, slot: str, text: str) -> Edit:
    """`text` in the place of all tags of `slot`."""
    return Edit(text, _names(preset, {slot}), slot)


def of_block(preset: ModelPreset, text: str) -> tuple[Edit, ...]:
    """`text` in the place of the whole quality block; its tags of no block are added."""
    units = parse(text)
    block = [unit for unit in units if slot_of(preset, unit) in BLOCK_SLOTS]
    instead = _names(preset, QUALITY_SLOTS) | recommended(preset)
    others = added(preset, [unit for unit in units if unit not in block])
    return (Edit(_written(block), instead, BLOCK), *others)


def added(preset: ModelPreset, units: Iterable[Unit]) -> tuple[Edit, ...]:
    """`units` in the places of the tags of their slots; general tags beside the others."""
    texts: dict[tuple[frozenset[str], str], list[str]] = {}
    for unit in units:
        slot = slot_of(preset, unit) or "general"
        beside = slot in ("general", "meta")
        instead = frozenset(unit.names or [unit.source]) if beside else _names(preset, {slot})
        texts.setdefault((instead, slot), []).append(_written([unit]))
    return tuple(Edit(", ".join(found), *place) for place, found in texts.items())


def search(text: str, replacement: str) -> Edit:
    """`replacement` in the place of the tags of `text`, which must be there."""
    wanted = frozenset(u.names[0] if u.kind == "tag" else u.source for u in parse(text))
    return Edit(replacement, wanted, None)


def apply(preset: ModelPreset, units: list[Unit], edit: Edit) -> list[Unit]:
    """`units` with `edit` done in each part between two `BREAK`s that has what it replaces.

    Raises ValueError for something that must be there and is not, or stands where it cannot go.
    """
    missing = set() if edit.slot else set(edit.instead)
    edited: list[Unit] = []
    done = False
    for segment in segments(units):
        placed = False
        for unit in segment:
            here = _matches(unit, edit)
            if not here:
                edited.append(unit)
                continue
            missing.difference_update(here)
            text = "" if placed else edit.text
            whole = edit.slot == BLOCK and set(here) == set(unit.names)  # it has weights of its own
            if whole or here == [unit.source] or unit.kind == "tag":
                edited += parse(text)
            else:
                edited += _reworded(unit, here, text)
            placed = done = True
    if missing:
        there = ", ".join(unit.source for unit in units)
        raise ValueError(
            f"{sorted(missing)[0]!r} is no whole tag of the prompt; allowed are {there:.400}"
        )
    return edited if done else _inserted(preset, units, edit)


def _matches(unit: Unit, edit: Edit) -> list[str]:
    """What of `unit` the edit replaces: the whole of it, or some of its tags."""
    if unit.kind != "tag" and unit.source in edit.instead:
        return [unit.source]
    return [name for name in dict.fromkeys(unit.names) if name in edit.instead]


def _reworded(unit: Unit, here: list[str], text: str) -> list[Unit]:
    changed = {name: Change("", "") for name in here} | {here[0]: Change(text, "")}
    decisions: list[Decision] = []
    found = reword(unit, changed, decisions)
    apart = {"separator", "comment"} & {new.kind for new in parse(text)}
    if apart or any(decision.kind == "warning" for decision in decisions):
        raise ValueError(f"{here[0]!r} cannot be replaced in {unit.source!r}; write it by itself")
    return found


def _inserted(preset: ModelPreset, units: list[Unit], edit: Edit) -> list[Unit]:
    """The text of `edit` at the documented place of its slot, the quality block where it stands."""
    head, rest = first_segment(units)
    landed = [slot_of(preset, unit) or "general" for unit in head]
    block = preset.quality_block
    at_start = block.position == "start"
    if not QUALITY_SLOTS.isdisjoint(landed):
        at_start = landed[0] in BLOCK_SLOTS
    order = [*block.order, *preset.order] if at_start else [*preset.order, *block.order]
    if edit.slot == BLOCK:
        at = 0 if at_start else len(head)
    else:
        upto = order[: order.index(str(edit.slot)) + 1]
        at = max((place + 1 for place, slot in enumerate(landed) if slot in upto), default=0)
    return [*head[:at], *parse(edit.text), *head[at:], *rest]


def _names(preset: ModelPreset, wanted: Iterable[str]) -> frozenset[str]:
    return frozenset(name for name, slot in slots(preset).items() if slot in wanted)


def _written(units: Iterable[Unit]) -> str:
    return render(units, escape=False, underscores=False)
