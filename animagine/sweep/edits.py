"""Put tags in the place of others of their slot, so that a prompt never has two."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from .. import choices
from ..grammar import Unit, parse, render, replace, segments
from ..models import BLOCK_SLOTS, QUALITY_SLOTS, ModelPreset
from ..prompt import order
from ..report import shortened
from ..vocabulary import vocabulary_of

BLOCK = "block"  # in place of a slot: all slots of the quality block together


class Edit(NamedTuple):
    """`text` in the place of `instead`: the keys of units, or tags in weight groups.

    Where a prompt has none of them, `text` goes to `slot`; without a slot, one must be there.
    """

    text: str
    instead: frozenset[str]
    slot: str | None


def of_slot(preset: ModelPreset, slot: str, text: str) -> Edit:
    """`text` in the place of all tags of `slot`."""
    return Edit(text, vocabulary_of(preset).tags_of(slot), slot)


def of_block(preset: ModelPreset, text: str) -> tuple[Edit, ...]:
    """`text` in the place of the whole quality block; its tags of no block are added."""
    vocabulary = vocabulary_of(preset)
    units = parse(text)
    block = [unit for unit in units if vocabulary.slot_of(unit) in BLOCK_SLOTS]
    others = [unit for unit in units if vocabulary.slot_of(unit) not in BLOCK_SLOTS]
    instead = vocabulary.tags_of(*QUALITY_SLOTS) | vocabulary.block_tags
    return (Edit(_written(block), instead, BLOCK), *added(preset, others))


def added(preset: ModelPreset, units: Iterable[Unit]) -> tuple[Edit, ...]:
    """`units` in the places of the tags of their slots; general tags beside the others."""
    vocabulary = vocabulary_of(preset)
    texts: dict[tuple[frozenset[str], str], list[str]] = {}
    for unit in units:
        slot = vocabulary.slot_of(unit) or "general"
        beside = slot in ("general", "meta")
        instead = frozenset(unit.tags or [unit.source]) if beside else vocabulary.tags_of(slot)
        texts.setdefault((instead, slot), []).append(_written([unit]))
    return tuple(Edit(", ".join(parts), *place) for place, parts in texts.items())


def search(text: str, replacement: str) -> Edit:
    """`replacement` in the place of the tags of `text`, which must be there."""
    wanted = frozenset(unit.key for unit in parse(text))
    return Edit(replacement, wanted, None)


def apply(preset: ModelPreset, units: list[Unit], edit: Edit) -> list[Unit]:
    """`units` with `edit` done in each part between two `BREAK`s that has what it replaces.

    Raises ValueError for something that must be there and is not, or is where it cannot go.
    """
    missing = set() if edit.slot else set(edit.instead)
    edited: list[Unit] = []
    done = False
    for segment in segments(units):
        placed = False
        for unit in segment:
            matches = _matches(unit, edit)
            if not matches:
                edited.append(unit)
                continue
            missing.difference_update(matches)
            text = "" if placed else edit.text
            # All of a group of the block: the text has weights of its own.
            whole_block = edit.slot == BLOCK and set(matches) == set(unit.tags)
            if whole_block or matches == [unit.source] or unit.kind == "tag":
                edited += parse(text)
            else:
                edited += _replaced_inside(unit, matches, text)
            placed = done = True
    if missing:
        tags = shortened(", ".join(unit.source for unit in units))
        present = f"; its tags are: {tags}" if tags else ", which is empty"
        raise ValueError(f"{choices.quoted(min(missing))} is not in the prompt{present}")
    return edited if done else _inserted(preset, units, edit)


def _matches(unit: Unit, edit: Edit) -> list[str]:
    """What of `unit` the edit replaces: the whole of it, or some of its tags."""
    if unit.kind != "tag" and unit.source in edit.instead:
        return [unit.source]
    return [tag for tag in dict.fromkeys(unit.tags) if tag in edit.instead]


def _replaced_inside(unit: Unit, tags: list[str], text: str) -> list[Unit]:
    """`text` in the place of the first of `tags` in a weight group, the others removed."""
    new = parse(text)
    if any(other.kind in ("separator", "comment") for other in new):
        tag, group = choices.quoted(tags[0]), choices.quoted(unit.source)
        raise ValueError(f"{tag} cannot be replaced inside {group}; write it as a separate tag")
    present = set(unit.tags).difference(tags)
    left = [other for other in new if not present.issuperset(other.tags or [""])]
    texts = dict.fromkeys(tags, "")
    texts[tags[0]] = ", ".join(other.source for other in left)
    return replace(unit, texts)


def _inserted(preset: ModelPreset, units: list[Unit], edit: Edit) -> list[Unit]:
    """The text of `edit` at the documented place of its slot, the quality block where it is."""
    head, *later = segments(units)
    slots, names = order.slots_in(vocabulary_of(preset), head, whole_prompt=True)
    position: str = preset.quality_block.position
    if not QUALITY_SLOTS.isdisjoint(slots):
        position = "start" if slots[0] in BLOCK_SLOTS else "end"
    if edit.slot == BLOCK:
        at = 0 if position == "start" else len(head)
    else:
        slot_order = order.order_of(preset, position, names)
        upto = slot_order[: slot_order.index(str(edit.slot)) + 1]
        at = max((place + 1 for place, slot in enumerate(slots) if slot in upto), default=0)
    rest = [unit for part in later for unit in part]
    return [*head[:at], *parse(edit.text), *head[at:], *rest]


def _written(units: Iterable[Unit]) -> str:
    return render(units, escape=False, underscores=False)
