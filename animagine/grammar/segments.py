"""The parts of a prompt between two of `BREAK` and `AND`."""

from __future__ import annotations

from collections.abc import Iterable

from .units import Unit


def first_segment(units: list[Unit]) -> tuple[list[Unit], list[Unit]]:
    """All before the first `BREAK` or `AND`, and the rest."""
    for index, unit in enumerate(units):
        if unit.kind == "separator":
            return units[:index], units[index:]
    return units, []


def segments(units: Iterable[Unit]) -> list[list[Unit]]:
    """The units between two of `BREAK` and `AND`, each of these by itself."""
    found: list[list[Unit]] = [[]]
    for unit in units:
        if unit.kind == "separator":
            found += [[unit], []]
        else:
            found[-1].append(unit)
    return found
