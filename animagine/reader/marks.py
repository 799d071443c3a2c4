"""Marks at the starts of lines: bullets, numbers, `> `."""

from __future__ import annotations

import re

from ..grammar import COMMAS
from .draft import Draft, Edit, line_edges

_MARKS = r"(?:>[ \t]+|[-*+•·▪◦‣–—][ \t]+|\d{1,3}[.)][ \t]+|\[[ xX]\][ \t]+)+(?=\S)|>(?=\Z)"
_ALONE = r"(?:>|[-*•·]|1[.)])[ \t]"  # what is a mark at the start of a text alone, too
_QUOTE = ">"


def take_off_marks(draft: Draft) -> None:
    """Take off the marks that all lines have, or most, or that of the text's start."""
    text = draft.text
    lines = line_edges(text)
    if not lines:
        return
    pattern = re.compile(_MARKS)
    marks = [pattern.match(text, start, end) for start, end in lines]
    marked = sum(mark is not None for mark in marks)
    if marked < 2 or 2 * marked < len(lines):
        if not marks[0] or not re.compile(_ALONE).match(text, lines[0][0]):
            return
        marks[1:] = [None] * (len(marks) - 1)  # the text as a whole is the item
    edits: list[Edit] = []
    before = -1  # where the line before ends, if a tag ends there
    for mark, (start, end) in zip(marks, lines, strict=True):
        if mark:
            if before >= 0 and text[start] != _QUOTE:
                edits.append((before, before, ","))
            edits.append((start, mark.end(), ""))
        before = -1 if text[end - 1] in f"{COMMAS}:：" or text[start] == _QUOTE else end
    draft.note("changed", 0, len(text), "read_marks")
    draft.edit(edits)
