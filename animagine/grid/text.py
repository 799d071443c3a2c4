"""Fit labels into the room they have: smaller text first, then lines, then an ellipsis."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple
from unicodedata import east_asian_width

from .font import LabelFont, plain

SMALLEST = 0.6  # of the wanted size: a label stays readable beside the others
MAX_LINES = 3
ELLIPSIS = "…"
_LONGEST = 1000  # characters of a line that are looked at


class Labels(NamedTuple):
    """Labels of one size: the lines of each, their font, and the height in pixels of them all."""

    lines: list[list[str]]
    font: LabelFont

    @property
    def height(self) -> int:
        return max(map(len, self.lines), default=0) * self.font.line_height

    @property
    def width(self) -> int:
        widths = (self.font.width(line) for lines in self.lines for line in lines)
        return math.ceil(max(widths, default=0))


def fit(texts: Sequence[str], width: int, size: int, max_lines: int = MAX_LINES) -> Labels:
    """Labels for rooms of `width` pixels, in text of at most `size` pixels, all of one size."""
    paragraphs = [[_seen(line) for line in text.split("\n", max_lines)] for text in texts]
    font = LabelFont(size)
    widest = max((font.width(line) for lines in paragraphs for line in lines), default=0)
    smallest = max(round(size * SMALLEST), 1)
    while widest > width and size > smallest:
        size = max(min(int(size * width / widest), size - 1), smallest)
        font = LabelFont(size)
        widest = max(font.width(line) for lines in paragraphs for line in lines)
    return Labels([_wrapped(lines, width, font, max_lines) for lines in paragraphs], font)


def _seen(line: str) -> str:
    characters = plain(line[: 4 * _LONGEST])  # some join, some are not drawn
    return characters if len(characters) <= _LONGEST else characters[: _LONGEST - 1] + ELLIPSIS


def _wrapped(paragraph: list[str], width: int, font: LabelFont, max_lines: int) -> list[str]:
    lines = [line for text in paragraph for line in _lines(text, width, font, max_lines)]
    if len(lines) <= max_lines:
        return lines
    last = lines[max_lines - 1]
    while last and font.width(last + ELLIPSIS) > width:
        last = last[:-1]
    return [*lines[: max_lines - 1], last.rstrip() + ELLIPSIS]


def _lines(text: str, width: int, font: LabelFont, enough: int) -> list[str]:
    """`text` in lines of at most `width` pixels; a word that is wider by itself is broken."""
    lines = [""]
    for piece in _pieces(text):
        if font.width(lines[-1] + piece.rstrip()) <= width:
            lines[-1] += piece
            continue
        if lines[-1].strip():
            lines.append("")
        for char in piece.lstrip():
            if lines[-1] and font.width(lines[-1] + char) > width:
                lines.append("")
            lines[-1] += char
        if len(lines) > enough:
            break
    return [line.rstrip() for line in lines]


def _pieces(text: str) -> Iterator[str]:
    """`text` where a line may end: at spaces, and at each character of a script without spaces."""
    for kind, characters in groupby(text, _kind):
        if kind == "wide":
            yield from characters
        else:
            yield "".join(characters)


def _kind(char: str) -> str:
    return "space" if char == " " else "wide" if east_asian_width(char) in "WF" else "word"
