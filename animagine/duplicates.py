"""Drop a tag that is there already."""

from __future__ import annotations

from collections.abc import Iterable

from .report import Decision
from .tags import Unit


def drop_duplicates(units: Iterable[Unit], decisions: list[Decision]) -> list[Unit]:
    """`units` with each tag once between two `BREAK`s: first place wins, weight beats no weight.

    Groups of several tags, wildcards and the like are not touched. Each drop is added to
    `decisions`.
    """
    kept: list[Unit] = []
    place: dict[str, int] = {}
    for unit in units:
        if unit.kind == "separator":
            place = {}
        if len(unit.names) != 1:
            kept.append(unit)
            continue
        at = place.setdefault(unit.names[0], len(kept))
        if at == len(kept):
            kept.append(unit)
        elif unit.kind == "group" and kept[at].kind == "tag":
            decisions.append(Decision("removed", kept[at].source, f"{unit.source} has a weight"))
            kept[at] = unit
        else:
            decisions.append(
                Decision("removed", unit.source, f"{kept[at].source} is there already")
            )
    return kept
