"""Where in a text its units stand."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .scan import COMMAS
from .units import INVISIBLE, Unit

_BETWEEN = re.compile(rf"[\s{COMMAS}{''.join(INVISIBLE)}]*")


def locate(text: str, units: Iterable[Unit]) -> list[tuple[int, int]]:
    """Start and end of each of the `units` in the `text` that they were parsed from."""
    spans = []
    at = 0
    for unit in units:
        start = _BETWEEN.match(text, at).end()  # type: ignore[union-attr]  # matches nothing, too
        if text.startswith(unit.source, start):
            at = start + len(unit.source)
        else:  # its white space was another, or a unit that holds nothing stands before it
            start = at = text.index(unit.source[0], start)
            for letter in unit.source:
                if not letter.isspace():
                    at = text.index(letter, at) + 1
        spans.append((start, at))
    return spans
