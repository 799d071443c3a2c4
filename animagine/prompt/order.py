"""Where typed tags are, and where the documented order wants them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..grammar import Unit
from ..models import BLOCK_SLOTS, ModelPreset
from ..vocabulary import Vocabulary, names


def slots_in(
    vocabulary: Vocabulary,
    units: Sequence[Unit],
    *,
    whole_prompt: bool,
    known: names.Known | None = None,
) -> tuple[list[str], names.Names]:
    """The slot of each of `units`, `general` for what no vocabulary knows, and the names.

    A unit that holds a count among other tags stands where the count stands.

    In a `whole_prompt`, texts without name fields, names are told by their place: they get the
    slot `character`. Composer, sweep and preview all ask here, so that they agree.
    """
    kinds = [names.kind_of(vocabulary, unit, known) for unit in units]
    slots = [
        vocabulary.slot_of(unit) or ("count" if kind == "count" else "general")
        for unit, kind in zip(units, kinds, strict=True)
    ]
    found = names.find(vocabulary, units, kinds, known) if whole_prompt else names.NONE
    for index in range(found.first, found.end):
        if slots[index] == "general":
            slots[index] = "character"
    return slots, found


def order_of(preset: ModelPreset, position: str, found: names.Names) -> tuple[str, ...]:
    """Every slot in the order of the model, the quality block at `position`.

    Where nobody knows whether general tags begin with names, the rating comes after them: the
    models were trained on ratings behind general tags as well, never in front of a name.
    """
    order = preset.slots_in_order(position)
    if found.known:
        return order
    others = [slot for slot in order if slot != "rating"]
    at = others.index("general") + 1
    return (*others[:at], "rating", *others[at:])


def misplaced(slots: Sequence[str], order: Sequence[str]) -> list[int]:
    """Indices in `slots` (one per typed unit) that are not where `order` wants them.

    A special tag is misplaced on the wrong side of a general tag, or after one of a later slot.
    """
    rank = {slot: place for place, slot in enumerate(order)}
    general = [index for index, slot in enumerate(slots) if slot == "general"]
    found = []
    highest = -1
    for index, slot in enumerate(slots):
        if slot == "general":
            continue
        own = rank[slot]
        after = general and own < rank["general"] and index > general[0]
        before = general and own > rank["general"] and index < general[-1]
        if after or before or own < highest:
            found.append(index)
        highest = max(highest, own)
    return found


def in_order(
    vocabulary: Vocabulary, by_slot: Mapping[str, list[Unit]], order: Sequence[str]
) -> list[Unit]:
    """All units of `by_slot` in `order`, those of the block in the authors' own.

    A complete recommended block stays together: other meta tags, and those of bad images, go
    before it at the end, so that the prompt ends exactly as the model card's.
    """
    block = _ranked(vocabulary, by_slot)
    body = [unit for slot in order if slot not in BLOCK_SLOTS for unit in by_slot[slot]]
    if order[0] in BLOCK_SLOTS:
        return block + body
    recommended = vocabulary.block_tags
    if not recommended.issubset(tag for unit in block for tag in unit.tags):
        return body + block
    bad = vocabulary.bad
    apart = [unit for unit in block if unit.tags and bad.issuperset(unit.tags)]
    apart += [unit for unit in by_slot["meta"] if recommended.isdisjoint(unit.tags)]
    alone = set(map(id, apart))
    return body + apart + [unit for unit in block if id(unit) not in alone]


def _ranked(vocabulary: Vocabulary, by_slot: Mapping[str, list[Unit]]) -> list[Unit]:
    """The quality block, each slot in the authors' order."""
    rank = vocabulary.ranks
    return [
        unit
        for slot in vocabulary.preset.quality_block.order
        for unit in sorted(by_slot[slot], key=lambda unit: rank.get(unit.tags[0], 0))
    ]
