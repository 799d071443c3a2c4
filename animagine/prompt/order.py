"""Where typed tags are, and where the documented order wants them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..grammar import Unit
from ..models import BLOCK_SLOTS
from ..vocabulary import Vocabulary


def slots_in(
    vocabulary: Vocabulary, units: Sequence[Unit], home: str, *, whole_prompt: bool
) -> tuple[list[str], list[int]]:
    """The slot of each unit, `home` for what no vocabulary knows, and which units are names.

    In a `whole_prompt`, one text without name fields, names are recognised by their place (see
    `_names_before_rating`): they get the slot `character`, and their indices come back as well.
    The composer and the preview both ask here, so that they agree.
    """
    slots = [vocabulary.slot_of(unit) or home for unit in units]
    names = _names_before_rating(units, slots) if whole_prompt else []
    for index in names:
        slots[index] = "character"
    return slots, names


def _names_before_rating(units: Sequence[Unit], slots: Sequence[str]) -> list[int]:
    """Indices of the names between count and rating of a whole prompt in the documented order.

    Such a prompt, pasted into one text, has its character, series and artist there. No vocabulary
    knows them, but they come after a count and before a rating, and other tags follow the rating
    or one of them has a qualifier. Otherwise a rating in its right place would be moved in front of
    the names.
    """
    if "rating" not in slots:
        return []
    rating = slots.index("rating")
    head = [index for index in range(rating) if slots[index] not in BLOCK_SLOTS]
    names = [index for index in head if slots[index] != "count"]
    counts = len(head) - len(names)
    starts_with_count = counts > 0 and head[counts:] == names
    if not starts_with_count or any(slots[index] != "general" for index in names):
        return []
    qualified = any(units[index].kind == "tag" and "(" in units[index].source for index in names)
    return names if qualified or "general" in slots[rating:] else []


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
    vocabulary: Vocabulary, by_slot: Mapping[str, list[Unit]], position: str
) -> list[Unit]:
    """All units of `by_slot` in the documented order, the block at `position`: `start` or `end`.

    A complete recommended block stays together: other meta tags go before it at the end, so that
    the prompt ends exactly as the model card's.
    """
    block = _ranked(vocabulary, by_slot)
    body = [unit for slot in vocabulary.preset.order for unit in by_slot[slot]]
    if position == "start":
        return block + body
    recommended = vocabulary.block_tags
    if not recommended.issubset(tag for unit in block for tag in unit.tags):
        return body + block
    meta = by_slot["meta"]
    apart = [unit for unit in meta if recommended.isdisjoint(unit.tags)]
    rest = [unit for unit in meta if not recommended.isdisjoint(unit.tags)]
    return body + apart + _ranked(vocabulary, {**by_slot, "meta": rest})


def _ranked(vocabulary: Vocabulary, by_slot: Mapping[str, list[Unit]]) -> list[Unit]:
    """The quality block, each slot in the authors' order."""
    rank = vocabulary.ranks
    return [
        unit
        for slot in vocabulary.preset.quality_block.order
        for unit in sorted(by_slot[slot], key=lambda unit: rank.get(unit.tags[0], 0))
    ]
