"""Line ends without a comma: a wrapped line, or tags that the grammar parts there."""

from __future__ import annotations

from itertools import pairwise

from ..grammar import COMMAS, Unit
from .draft import Draft

_FEWEST = 2  # other line ends, all with commas, that make one without a wrap
_BY_THEMSELVES = ("<", "embedding:")  # need no comma


def mend_lines(draft: Draft) -> None:
    """Join one wrapped line; else put the commas that the grammar reads at line ends."""
    text = draft.text
    if "\n" not in text.strip():
        return
    bare: list[tuple[Unit, Unit]] = []
    with_comma = 0
    for unit, after in pairwise(draft.units):
        between = text[unit.end : after.start]
        if between.count("\n") != 1 or not (_is_text(unit) and _is_text(after)):
            continue
        if any(comma in between for comma in COMMAS if comma != "\n"):
            with_comma += 1
        else:
            bare.append((unit, after))
    if not bare:
        return
    first, second = bare[0]
    if len(bare) == 1 and with_comma >= _FEWEST and first.kind == second.kind == "tag":
        draft.note("changed", first.start, second.end, "read_wrap")
        draft.edit([(first.end, second.start, " ")])
    else:
        draft.note("changed", first.start, second.end, "read_line_ends")
        draft.edit([(unit.end, unit.end, ",") for unit, _ in bare])


def _is_text(unit: Unit) -> bool:
    """Whether it is of this pack's grammar, and a comma parts it from another."""
    return unit.kind not in ("comment", "separator") and not unit.source.startswith(_BY_THEMSELVES)
