"""Find the marks in a prompt: brackets, faces, LoRA, embeddings, BREAK, comments."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Literal, NamedTuple

COMMAS = ",，、\n"
_UNITS = (
    "//",
    "/*",
    "<",
    "embedding:",
    "BREAK",
    "AND",
    "::",
)  # where a unit without brackets begins
SPECIAL = (*"()[]{}", *_UNITS)  # a text without any of these holds nothing but tags and wildcards
_FACE_PARTS = frozenset(":;=-^o'")  # right before the parenthesis of a face such as `:)`
_EDGE = rf"(?<![^\s{COMMAS}])"
_BRACKET = r"[()\[\]{}]"
_BRACKETS = re.compile(_BRACKET)
_PARENTHESES = re.compile("[()]")
_FIRST = re.compile(r"[()\[\]{}/<>:;=eBA]")  # a mark begins with one of these
_CLOSES = {"(": ")", "[": "]", "{": "}"}


MarkKind = Literal["bracket", "face", "comment", "lora", "embedding", "word", "numbered", "end"]


class Mark(NamedTuple):
    """A bracket, a face such as `:)`, a unit of another tool, or the end of the text."""

    kind: MarkKind
    start: int
    end: int


def scan(text: str) -> list[Mark]:
    """All marks of `text`, in order."""
    brackets = [Mark("bracket", m.start(), m.end()) for m in _BRACKETS.finditer(text)]
    may_be_faces = any(
        text[at - 1 : at] in _FACE_PARTS or text[end : end + 1] == "_" for _, at, end in brackets
    )
    if may_be_faces or any(part in text for part in _UNITS):
        return list(_all_marks(text))
    return brackets


@cache
def _mark(fresh: bool) -> re.Pattern[str]:
    """The pattern of a mark; `fresh` right after a unit that needs no comma: any edge will do.

    Compiled at its first use: that takes longer than importing all else.
    """
    edge = "" if fresh else _EDGE
    word_edge = "" if fresh else rf"(?<![^\s{COMMAS}>)\]}}])"
    face_edge = "" if fresh else rf"(?<![^\s{COMMAS}(])"
    in_name = rf"[^\s{COMMAS}()\[\]{{}}]"
    return re.compile(
        rf"(?P<comment>{edge}(?://[^\n]*|/\*))"
        rf"|(?P<lora><\w+:(?:(?!\s(?:BREAK|AND)\s)[^<>{COMMAS}])*>)"
        rf"|(?P<embedding>{edge}embedding:(?!\\?[()])"
        rf"(?:\\[()]|\({in_name}*\)|{in_name})+)"
        rf"|(?P<word>{word_edge}(?:BREAK|AND)(?![^\s{COMMAS}<(\[{{]))"
        rf"|(?P<face>{face_edge}(?:>?[:;=][-^o']?[()]|\([^\s()]{{1,3}}\)_+\([^\s()]{{1,3}}\))"
        rf"(?=[\s{COMMAS})<]|:[\s\d.+-]|BREAK|AND|$))"
        rf"|{_BRACKET}"
    )


def _all_marks(text: str) -> Iterator[Mark]:
    at, fresh_at = 0, -1
    comments_end = True  # False once no `*/` remains: keeps the scan linear
    numbered = _numbered(text) if "::" in text else []
    while (first := _FIRST.search(text, at)) or numbered:
        if numbered and (not first or numbered[-1][0] <= first.start()):
            start, end = numbered.pop()
            if start >= at:
                yield Mark("numbered", start, end)
                at = fresh_at = end
            continue
        assert first
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
            kind: MarkKind = found.lastgroup or "bracket"  # type: ignore[assignment]  # see _mark
            yield Mark(kind, at, end)
            if found.lastgroup in ("comment", "lora", "embedding", "word"):
                fresh_at = end
        at = end


def _numbered(text: str) -> list[tuple[int, int]]:
    from .foreign import numbered

    return numbered(text)[::-1]


def bare_parentheses(text: str, start: int, end: int) -> list[Mark]:
    """The parentheses from `start` to `end` that no backslash escapes."""
    found = _PARENTHESES.finditer(text, start, end)
    return [Mark("bracket", m.start(), m.end()) for m in found if not is_escaped(text, m.start())]


def is_balanced(text: str) -> bool:
    """Whether every bare parenthesis of `text` has its partner in it."""
    bare = bare_parentheses(text, 0, len(text))
    return len(paired_brackets(text, bare)) == len(bare)


def is_escaped(text: str, at: int) -> bool:
    """Whether the host takes the parenthesis there for text: all after one backslash."""
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
