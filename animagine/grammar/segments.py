"""The parts of a prompt between two of `BREAK` and `AND`."""

from __future__ import annotations

from .units import Unit


def segments(units: list[Unit]) -> list[list[Unit]]:
    """The units between two of `BREAK` and `AND`, each by itself; the first may be empty."""
    parts: list[list[Unit]] = []
    at = 0
    for index in [index for index, unit in enumerate(units) if unit.kind == "separator"]:
        parts += [units[at:index], units[index : index + 1]]
        at = index + 1
    return [*parts, units[at:]]
