"""What begins with `#`: tags as social networks write them, and comments."""

from __future__ import annotations

import re

from ..grammar import COMMAS
from .draft import Draft, Edit

_TAG = rf"#\w[^\s#{COMMAS}]*"
_COLOR = r"#(?=[A-Fa-f]*\d)[0-9A-Fa-f]{6}\b"  # `#ff8800` is a color
_COMMENT = r"(?m)(?<=\S)[ \t]+#[ \t]+\S[^\n]*$"
_LINE = r"(?m)^[ \t]*#+[ \t]+\S[^\n]*(?:\n|\Z)"


def read_hashes(draft: Draft) -> None:
    """Take `#` off where all tags have it, and comments out."""
    if "#" in draft.text:
        _take_off(draft)
        _take_out_comments(draft)


def _take_off(draft: Draft) -> None:
    text = draft.text
    found = list(re.finditer(_TAG, text))
    if len(found) < 2 or re.search(_COLOR, text):
        return
    edits: list[Edit] = []
    if re.fullmatch(rf"\s*(?:{_TAG}[\s{COMMAS}]*)+", text):
        end = -1
        for match in found:
            parted = end < 0 or re.search(f"[{COMMAS}]", text[end : match.start()])
            first = match.start() if parted else end
            edits.append((first, match.start() + 1, "" if parted else ", "))
            end = match.end()
    else:
        pieces = [piece.strip() for piece in re.split(f"[{COMMAS}]", text) if piece.strip()]
        if len(pieces) != len(found) or not all(piece.startswith("#") for piece in pieces):
            return
        edits = [(match.start(), match.start() + 1, "") for match in found]
    draft.note("changed", 0, len(text), "read_marks")
    draft.edit(edits)


def _take_out_comments(draft: Draft) -> None:
    text = draft.text
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) > 1 and not all(line.lstrip().startswith("#") for line in lines):
        whole = [match.span() for match in re.finditer(_LINE, text)]
        draft.remove(whole, "read_comment")
        text = draft.text
    spans = [match.span() for match in re.finditer(_COMMENT, text)]
    if len(lines) == 1:  # a list that `#` parts is no comment
        spans = [(start, end) for start, end in spans if "," not in text[start:end]]
    draft.remove(spans, "read_comment", ", ")
