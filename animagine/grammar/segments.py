"""The parts of a prompt between two of `BREAK` and `AND`."""

from __future__ import annotations

from collections.abc import Iterable

from .units import Unit


def segments(units: Iterable[Unit]) -> list[list[Unit]]:
    """The units between two of `BREAK` and `AND`, each by itself; the first may be empty."""
    found: list[list[Unit]] = [[]]
    for unit in units:
        if unit.kind == "separator":
            found += [[unit], []]
        else:
            found[-1].append(unit)
    return found
