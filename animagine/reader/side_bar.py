"""Tags copied from the side bar of an image board, with its headings and post counts."""

from __future__ import annotations

import re

from ..grammar import COMMAS
from .draft import Draft, Edit, line_edges, spaces_after

# `? 1girl 6.5M`, with signs to add and to exclude; without line ends as well.
_ENTRY = (
    rf"(?:[?+\-–][ \t]+){{1,4}}(?P<name>[^\s{COMMAS}](?:[^\n?{COMMAS}]|\?(?![ \t]))*?)"
    r"[ \t]+\d[\d.,]*[kKmM]?(?=\s*\Z|\s*\n|\s+\?\s)"
)
_CATEGORY = r"(?i)(?:artist|copyright|character|general|meta(?:data)?|tag|species)s?:?"
_COUNT = r"[ \t]+(?P<count>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?[kKmM]|\d+)\Z"
_LONGEST = 16  # characters of a count, the white space before it included
_SURE = r"\d{4,}|.*[kKmM,].*"  # a count that is no part of a name, as in `persona 5`
_NAMED = r"(?i)(?:year|chapter|part|volume|vol\.?|type|mark)\Z"
_FEWEST = 2  # headings, or counts: one alone may be a tag


def read_side_bar(draft: Draft) -> None:
    """Leave the names of the tags, and drop the headings between them and the post counts."""
    text = draft.text
    if text.lstrip()[:1] == "?" or "\n?" in text:
        _read_marked(draft)
        text = draft.text
    if "\n" in text:
        _read_lines(draft)


def _read_marked(draft: Draft) -> None:
    """Those with their marks: `? 1girl 6.5M`."""
    text = draft.text
    edits: list[Edit] = []
    entry = re.compile(_ENTRY)
    found = False
    for start, end in line_edges(text):
        at = start
        while at < end and (match := entry.match(text, at, end)):
            found = True
            edits.append((at, match.start("name"), ""))
            edits.append((match.end("name"), match.end(), ","))
            at = spaces_after(text, match.end())
        if at == start and re.compile(_CATEGORY).fullmatch(text, start, end):
            edits.append((start, spaces_after(text, end), ""))
        elif at < end:
            return
    if found:
        start, end, _ = edits[-1]
        edits[-1] = (start, end, "")  # no comma after the last
        draft.note("changed", 0, len(text), "read_side_bar")
        draft.edit(edits)


def _read_lines(draft: Draft) -> None:
    """A tag in each line: `Artists`, `wlop`, `General`, `1girl 6543210`."""
    text = draft.text
    lines = line_edges(text)
    category = re.compile(_CATEGORY)
    headings = {span for span in lines if category.fullmatch(text, *span)}
    names = {text[start:end].lower().rstrip(":") for start, end in headings}
    tags = [span for span in lines if span not in headings]
    counts = {span: at for span in tags if (at := _count_at(text, *span))}
    sure = sum(bool(re.fullmatch(_SURE, text[at:end].strip())) for (_, end), at in counts.items())
    has_counts = len(counts) >= _FEWEST and 2 * len(counts) > len(tags) and 2 * sure > len(counts)
    if not has_counts:
        counts = {}
    inner = sum(_has_comma(text[start : counts.get((start, end), end - 1)]) for start, end in tags)
    if len(names) < (1 if has_counts else _FEWEST) or inner:
        headings = set()
    if not tags or not (headings or counts):
        return
    edits: list[Edit] = []
    for span in lines:
        start, end = span
        if span in headings:
            edits.append((start, spaces_after(text, end), ""))
            continue
        at = counts.get(span, end)
        comma = "" if span == tags[-1] or text[at - 1] in COMMAS else ","
        edits.append((at, end, comma))
    draft.note("changed", 0, len(text), "read_side_bar")
    draft.edit(edits)


def _has_comma(text: str) -> bool:
    return any(comma in text for comma in COMMAS)


def _count_at(text: str, start: int, end: int) -> int:
    """Where the post count at the end of a line begins; 0 where there is none."""
    first = max(start, end - _LONGEST)
    match = re.search(_COUNT, text[first:end])
    if not match or first + match.start() <= start:
        return 0
    at = first + match.start()
    return 0 if re.search(_NAMED, text[max(start, at - _LONGEST) : at]) else at
