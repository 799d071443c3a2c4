"""Where the artists of a prompt of another family stand here."""

from __future__ import annotations

from collections.abc import Container

from ..grammar import Unit
from ..models import ModelPreset
from ..prompt import order
from ..report import Report
from ..vocabulary import names, vocabulary_of


def after_names(
    units: list[Unit], artists: Container[str], new: ModelPreset, report: Report
) -> list[Unit]:
    """`units`, one prompt without `BREAK`, with `artists`, in normal form, after the series.

    Where nobody knows which tags are names, they stay where they were typed.
    """
    marked = [unit for unit in units if unit.tags and all(tag in artists for tag in unit.tags)]
    if not marked:
        return units
    moving = set(map(id, marked))
    others = [unit for unit in units if id(unit) not in moving]
    vocabulary = vocabulary_of(new)
    _, found = order.slots_in(vocabulary, others, whole_prompt=True)
    before = units[: units.index(marked[0])]
    unknown = any(names.kind_of(vocabulary, unit) == "unknown" for unit in before)
    if not found.known or (found.first == found.end and unknown):
        return units
    placed = [*others[: found.end], *marked, *others[found.end :]]
    if placed != units:
        report.moved(", ".join(unit.source for unit in marked), "moved_to", slot="artist")
    return placed
