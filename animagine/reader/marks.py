"""Marks at the starts of lines: bullets, numbers, `> `, and the side bar of an image board."""

from __future__ import annotations

import re

from ..grammar import COMMAS
from .draft import Draft, Edit, line_edges, spaces_after

_MARKS = r"(?:>[ \t]+|[-*+•·▪◦‣–—][ \t]+|\d{1,3}[.)][ \t]+|\[[ xX]\][ \t]+)+(?=\S)|>(?=\Z)"
_ALONE = r"(?:>|[-*•·]|1[.)])[ \t]"  # what is a mark on a text of one line, too
_QUOTE = ">"
# `? 1girl 6.5M`, with signs to add and to exclude; without line ends as well.
_SIDE_BAR = (
    r"(?:[?+\-–][ \t]+){1,4}(?P<name>\S(?:[^\n?]|\?(?![ \t]))*?)"
    r"[ \t]+\d[\d.,]*[kKmM]?(?=\s*\Z|\s*\n|\s+\?\s)"
)
_CATEGORIES = r"(?i)(?:artist|copyright|character|general|meta(?:data)?|tag|species)s?:?"


def take_off_marks(draft: Draft) -> None:
    """Take off the marks that all lines have, or most; one dash in a longer text is none."""
    text = draft.text
    if text.lstrip()[:1] == "?" or "\n?" in text:
        _read_side_bar(draft)
        text = draft.text
    lines = line_edges(text)
    if not lines:
        return
    pattern = re.compile(_MARKS)
    marks = [pattern.match(text, start, end) for start, end in lines]
    marked = sum(mark is not None for mark in marks)
    if len(lines) == 1:
        if not marked or not re.compile(_ALONE).match(text, lines[0][0]):
            return
    elif marked < 2 or 2 * marked < len(lines):
        return
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


def _read_side_bar(draft: Draft) -> None:
    """Leave the names of `? 1girl 6.5M`, and drop the headings between them."""
    text = draft.text
    edits: list[Edit] = []
    entry = re.compile(_SIDE_BAR)
    found = False
    for start, end in line_edges(text):
        at = start
        while at < end and (match := entry.match(text, at, end)):
            found = True
            edits.append((at, match.start("name"), ""))
            edits.append((match.end("name"), match.end(), ","))
            at = spaces_after(text, match.end())
        if at == start and re.compile(_CATEGORIES).fullmatch(text, start, end):
            edits.append((start, spaces_after(text, end), ""))
        elif at < end:
            return
    if found:
        start, end, _ = edits[-1]
        edits[-1] = (start, end, "")  # no comma after the last
        draft.note("changed", 0, len(text), "read_side_bar")
        draft.edit(edits)
