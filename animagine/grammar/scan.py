"""What a prompt's text holds beside letters and commas: brackets, faces, units of other tools."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

COMMAS = ",，、\n"
_UNITS = ("//", "/*", "<", "embedding:", "BREAK", "AND")  # where a unit without brackets begins
SPECIAL = (*"()[]{}", *_UNITS)  # a text without any of these holds nothing but tags and wildcards
_FACE_PARTS = frozenset(":;=-^o'")  # right before the parenthesis of a face such as `:)`
_EDGE = rf"(?<![^\s{COMMAS}])"
_BRACKET = r"[()\[\]{}]"
_BRACKETS = re.compile(_BRACKET)
_PARENTHESES = re.compile("[()]")
_FIRST = re.compile(r"[()\[\]{}/<>:;=eBA]")  # a mark begins with one of these
_CLOSES = {"(": ")", "[": "]", "{": "}"}


class Mark(NamedTuple):
    """One thing found: a `bracket`, a `face`, or a unit of the kind that `Piece` names."""

    kind: str
    start: int
    end: int


def scan(text: str) -> list[Mark]:
    """All that is more than a letter or a comma: kind, start and end."""
    brackets = [Mark("bracket", m.start(), m.end()) for m in _BRACKETS.finditer(text)]
    may_be_faces = any(
        text[at - 1 : at] in _FACE_PARTS or text[end : end + 1] == "_" for _, at, end in brackets
    )
    if may_be_faces or any(part in text for part in _UNITS):
        return list(_all_marks(text))
    return brackets


@cache
def _mark(fresh: bool) -> re.Pattern[str]:
    """What a mark is, `fresh` for right behind a unit that needs no comma: any edge is there.

    Compiled at its first use: that takes longer than importing all else.
    """
    edge = "" if fresh else _EDGE
    word_edge = "" if fresh else rf"(?<![^\s{COMMAS}>)\]}}])"
    face_edge = "" if fresh else rf"(?<![^\s{COMMAS}(])"
    in_name = rf"[^\s{COMMAS}()\[\]{{}}]"
    return re.compile(
        rf"(?P<comment>{edge}(?://[^\n]*|/\*))"
        rf"|(?P<network><\w+:(?:(?!\s(?:BREAK|AND)\s)[^<>{COMMAS}])*>)"
        rf"|(?P<embedding>{edge}embedding:(?!\\?[()])"
        rf"(?:\\[()]|\({in_name}*\)|{in_name})+)"
        rf"|(?P<word>{word_edge}(?:BREAK|AND)(?![^\s{COMMAS}<(\[{{]))"
        rf"|(?P<face>{face_edge}(?:>?[:;=][-^o']?[()]|\([^\s()]{{1,3}}\)_+\([^\s()]{{1,3}}\))"
        rf"(?=[\s{COMMAS})<]|:[\s\d.+-]|BREAK|AND|$))"
        rf"|{_BRACKET}"
    )


def _all_marks(text: str) -> Iterator[Mark]:
    at, fresh_at = 0, -1
    comments_end = True  # whether a `*/` is left, so that no `/*` looks for one in vain twice
    while first := _FIRST.search(text, at):
        at = first.start()
        found = _mark(at == fresh_at).match(text, at)
        end = found.end() if found else at + 1
        if found and found[0] == "/*":
            close = text.find("*/", end) if comments_end else -1
            comments_end = close >= 0
            if comments_end:
                end = close + 2
            else:
                found = None
        if found:
            yield Mark(found.lastgroup or "bracket", at, end)
            if found.lastgroup in ("comment", "network", "embedding", "word"):
                fresh_at = end
        at = end


def bare_parentheses(text: str, start: int, end: int) -> list[Mark]:
    """The parentheses from `start` to `end` that no backslash escapes."""
    found = _PARENTHESES.finditer(text, start, end)
    return [Mark("bracket", m.start(), m.end()) for m in found if not is_escaped(text, m.start())]


def is_balanced(text: str) -> bool:
    """Whether every bare parenthesis of `text` has its partner in it."""
    bare = bare_parentheses(text, 0, len(text))
    return len(paired_brackets(text, bare)) == len(bare)


def is_escaped(text: str, at: int) -> bool:
    """Whether the host takes the parenthesis there for text: all behind one backslash."""
    return text[at] in "()" and text[at - 1 : at] == "\\"


def paired_brackets(text: str, marks: Iterable[Mark]) -> set[int]:
    """Positions of the brackets that have a partner; each kind by itself, as the host does it."""
    paired: set[int] = set()
    opened: dict[str, list[int]] = {")": [], "]": [], "}": []}
    for kind, at, _ in marks:
        if kind == "bracket" and not is_escaped(text, at):
            char = text[at]
            if char in _CLOSES:
                opened[_CLOSES[char]].append(at)
            elif opened[char]:
                paired.add(opened[char].pop())
                paired.add(at)
    return paired
