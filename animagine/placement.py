"""Where typed tags stand now and where the documented order wants them."""

from __future__ import annotations

from collections.abc import Sequence

from .preset_rules import BLOCK_SLOTS
from .tags import Unit


def first_segment(units: list[Unit]) -> tuple[list[Unit], list[Unit]]:
    """All before the first `BREAK` or `AND`, and the rest."""
    for index, unit in enumerate(units):
        if unit.kind == "separator":
            return units[:index], units[index:]
    return units, []


def names_before_rating(landed: Sequence[str]) -> range:
    """The tags between count and rating of a whole prompt in the documented order.

    Such a prompt, pasted into one text, has its character, series and artist there: no vocabulary
    knows them, but they stand behind a count and before a rating that other tags follow. Without
    this a right prompt would have its rating moved to the front of the names.
    """
    if "rating" not in landed:
        return range(0)
    rating = landed.index("rating")
    head = [slot for slot in landed[:rating] if slot not in BLOCK_SLOTS]
    counts = 0
    while counts < len(head) and head[counts] == "count":
        counts += 1
    names = len(head) - counts
    if not counts or "general" not in landed[rating:] or set(head[counts:]) != {"general"}:
        return range(0)
    return range(rating - names, rating)


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
