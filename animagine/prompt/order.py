"""Where typed tags stand now, and where the documented order wants them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..grammar.units import Unit
from ..models.preset import ModelPreset
from ..models.slots import BLOCK_SLOTS
from ..vocabulary.lookup import ranks, recommended


def names_before_rating(units: Sequence[Unit], landed: Sequence[str]) -> list[int]:
    """Indices of the names between count and rating of a whole prompt in the documented order.

    Such a prompt, pasted into one text, has its character, series and artist there. No vocabulary
    knows them, but they stand behind a count and before a rating, and other tags follow the rating
    or one of them has a qualifier. Without this, a right prompt would have its rating moved to the
    front of the names.
    """
    if "rating" not in landed:
        return []
    rating = landed.index("rating")
    head = [index for index in range(rating) if landed[index] not in BLOCK_SLOTS]
    names = [index for index in head if landed[index] != "count"]
    counts = len(head) - len(names)
    starts_with_count = counts > 0 and head[counts:] == names
    if not starts_with_count or any(landed[index] != "general" for index in names):
        return []
    qualified = any(units[index].kind == "tag" and "(" in units[index].source for index in names)
    return names if qualified or "general" in landed[rating:] else []


def misplaced(landed: Sequence[str], order: Sequence[str]) -> list[int]:
    """Indices of the special tags that were not where `order` wants them among their neighbours."""
    rank = {slot: place for place, slot in enumerate(order)}
    general = [index for index, slot in enumerate(landed) if slot == "general"]
    found = []
    highest = -1
    for index, slot in enumerate(landed):
        if slot == "general":
            continue
        here = rank[slot]
        after = general and here < rank["general"] and index > general[0]
        before = general and here > rank["general"] and index < general[-1]
        if after or before or here < highest:
            found.append(index)
        highest = max(highest, here)
    return found


def in_order(preset: ModelPreset, placed: Mapping[str, list[Unit]], position: str) -> list[Unit]:
    """All units in the documented order, the quality block at `position`: `start` or `end`.

    A complete recommended block stands together: other meta tags go before it at the end, so that
    the prompt ends with the very words of the document.
    """
    block = _ranked(preset, placed)
    body = [unit for slot in preset.order for unit in placed[slot]]
    if position == "start":
        return block + body
    words = recommended(preset)
    if not words.issubset(name for unit in block for name in unit.names):
        return body + block
    meta = placed["meta"]
    apart = [unit for unit in meta if words.isdisjoint(unit.names)]
    rest = [unit for unit in meta if not words.isdisjoint(unit.names)]
    return body + apart + _ranked(preset, {**placed, "meta": rest})


def _ranked(preset: ModelPreset, placed: Mapping[str, list[Unit]]) -> list[Unit]:
    """The quality block, each slot in the authors' order."""
    rank = ranks(preset)
    return [
        unit
        for slot in preset.quality_block.order
        for unit in sorted(placed[slot], key=lambda unit: rank.get(unit.names[0], 0))
    ]
