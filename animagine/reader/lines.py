"""Line ends without a comma: a wrapped line, or tags that the grammar parts there."""

from __future__ import annotations

from itertools import pairwise

from ..grammar import COMMAS, Unit
from .draft import MOST_NOTES, Draft

_FEWEST = 2  # other line ends, all with commas, that make one without a wrap
_FEWEST_OF_MANY = 3  # of those that make several without one wraps, where these are fewer. Ours
_NARROWEST = 50  # characters of the longest line of a text that an editor wrapped. Ours
_SLACK = 1  # characters that were cut off the longest line or another: a quotation mark
_BY_THEMSELVES = ("<", "embedding:")  # need no comma


def mend_lines(draft: Draft) -> None:
    """Join wrapped lines; else put the commas that the grammar reads at line ends."""
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
    wraps = [pair for pair in bare if pair[0].kind == pair[1].kind == "tag"]
    if len(bare) > 1 or with_comma < _FEWEST:
        sure = with_comma >= _FEWEST_OF_MANY and len(bare) < with_comma
        sure = sure or (with_comma > 0 and _is_filled(text))
        wraps = [pair for pair in wraps if sure and _goes_on(*pair)]
    joined = {unit.end for unit, _ in wraps}
    spans = [(unit.start, after.end) for unit, after in wraps]
    if len(spans) > MOST_NOTES:
        spans = [(spans[0][0], spans[-1][1])]
    for start, end in spans:
        draft.note("changed", start, end, "read_wrap")
    others = [pair for pair in bare if pair[0].end not in joined]
    if others:
        draft.note("changed", others[0][0].start, others[0][1].end, "read_line_ends")
    draft.edit(
        [
            (unit.end, after.start, " ") if unit.end in joined else (unit.end, unit.end, ",")
            for unit, after in bare
        ]
    )


def _goes_on(unit: Unit, after: Unit) -> bool:
    """Whether a small letter stands at both sides of the line end."""
    return unit.source[-1:].islower() and after.source[:1].islower()


def _is_filled(text: str) -> bool:
    """Whether each line is as long as a width allows: its next word would have been too much."""
    lines = [line.strip() for line in text.strip().split("\n")]
    longest = max(len(line) for line in lines)
    if longest < _NARROWEST or not all("," in line for line in lines[:-1]):
        return False
    return all(
        len(line) + 1 + len(after.split(maxsplit=1)[0]) > longest - _SLACK
        for line, after in pairwise(lines)
        if line and after
    )


def _is_text(unit: Unit) -> bool:
    """Whether it is of this pack's grammar, and a comma parts it from another."""
    return unit.kind not in ("comment", "separator") and not unit.source.startswith(_BY_THEMSELVES)
