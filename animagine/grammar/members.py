"""The tags of a weight group, and where they are in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from .parentheses import Piece
from .scan import COMMAS
from .units import normal_form

_SPLIT = re.compile(f"[{COMMAS}]")


class _Part(NamedTuple):
    """Text or weight syntax of a group, from `start` to `end`."""

    start: int
    end: int
    partner: int  # of syntax, where the other end of its group starts; -1 for text


def members(
    text: str, piece: Piece, start: int, end: int
) -> tuple[tuple[str, ...], tuple[tuple[int, int], ...]]:
    """Normal forms of the tags of a weight group from `start` to `end`, and their offsets in it.

    A group inside a tag, as in `long (blonde:1.3) hair`, is part of it: the tag is the whole.
    Others end one.
    """
    tags, spans = [], []
    (opened, low), (high, closed), *inner = piece.weights
    if not inner and opened == start and closed == end:  # most are one group around all
        for typed in _SPLIT.split(text[low:high]):
            if tag := typed.strip():
                tags.append(normal_form(tag))
                place = low + typed.index(tag) - start
                spans.append((place, place + len(tag)))
            low += len(typed) + 1
        return tuple(tags), tuple(spans)
    for parts in _between_commas(text, piece):
        if len(parts) > 1:
            parts = _without_outer_groups(parts)
        if len(parts) > 1 and _is_one_tag(parts):
            typed = "".join(text[one.start : one.end] for one in parts if one.partner < 0)
            found = [(normal_form(typed), parts[0].start, parts[-1].end)]
        else:
            texts = [one for one in parts if one.partner < 0]
            found = [(normal_form(text[low:high]), low, high) for low, high, _ in texts]
        for tag, low, high in found:
            typed = text[low:high]
            tags.append(tag)
            low += len(typed) - len(typed.lstrip()) - start
            spans.append((low, low + len(typed.strip())))
    return tuple(tags), tuple(spans)


def _between_commas(text: str, piece: Piece) -> Iterator[list[_Part]]:
    """The parts of each tag: what is between two commas, at any depth; blank text left out."""
    opened, closed = piece.weights[::2], piece.weights[1::2]
    syntax = [_Part(*one, partner=other[0]) for one, other in zip(opened, closed, strict=True)]
    syntax += [_Part(*other, partner=one[0]) for one, other in zip(opened, closed, strict=True)]
    at = piece.start
    parts: list[_Part] = []
    for one in [*sorted(syntax), _Part(piece.end, piece.end, -1)]:
        for number, between in enumerate(_SPLIT.split(text[at : one.start])):
            if number:
                yield parts
                parts = []
            if between and not between.isspace():
                parts.append(_Part(at, at + len(between), -1))
            at += len(between) + 1
        at = one.end
        if one.end > one.start:
            parts.append(one)
    yield parts


def _without_outer_groups(parts: list[_Part]) -> list[_Part]:
    """`parts` without the groups around all of them, and without those that hold more tags."""
    there = {one.start for one in parts}
    first, last = 0, len(parts) - 1
    while first < last:
        if parts[first].partner == parts[last].start:
            first, last = first + 1, last - 1
        elif parts[first].partner >= 0 and parts[first].partner not in there:
            first += 1
        elif parts[last].partner >= 0 and parts[last].partner not in there:
            last -= 1
        else:
            break
    return parts[first : last + 1]


def _is_one_tag(parts: Sequence[_Part]) -> bool:
    """Whether each group in it has text beside it: not `(masterpiece)(best quality)`."""
    index = {one.start: at for at, one in enumerate(parts)}
    is_text: list[bool] = []  # of each text and each outermost group
    at = 0
    while at < len(parts):
        is_text.append(parts[at].partner < 0)
        last = at if is_text[-1] else index.get(parts[at].partner, -1)
        if last < at:  # begins or ends among other tags
            return False
        at = last + 1
    if is_text.count(False) == 1:
        return True in is_text
    beside = any(not (one or other) for one, other in pairwise(is_text))
    return is_text[0] and not beside
