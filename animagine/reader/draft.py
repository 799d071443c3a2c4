"""A text while it is read: its edits, and the place in what was typed of each character."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Literal

from ..grammar import COMMAS, Unit, parse
from .note import Note

Edit = tuple[int, int, str]  # start, end and the text to put there
MOST_NOTES = 3  # of one reason, of one pass: more become one. Ours
_EDGES = f" \t\r\n{COMMAS}"


class Draft:
    """A text, where its characters come from, and what else was found in what was typed.

    >>> draft = Draft("`1girl`, hat")
    >>> draft.change([(0, 1, ""), (6, 7, "")], "wrapped")
    >>> draft.text, draft.typed_span(0, 5)
    ('1girl, hat', (1, 6))
    """

    def __init__(self, typed: str) -> None:
        self.typed = typed
        self.text = typed
        self.negatives: list[str] = []
        self.settings: dict[str, str] = {}
        self._starts: Sequence[int] = range(len(typed))
        self._ends: Sequence[int] = range(1, len(typed) + 1)
        self._notes: list[Note] = []
        self._parsed: tuple[str, list[Unit]] = ("", [])

    @property
    def units(self) -> list[Unit]:
        """The units of the text as it is now."""
        if self._parsed[0] is not self.text:
            self._parsed = (self.text, parse(self.text))
        return self._parsed[1]

    def typed_span(self, start: int, end: int) -> tuple[int, int]:
        """The offsets in what was typed of the text from `start` to `end`, which is not empty."""
        return self._starts[start], self._ends[end - 1]

    def note(self, kind: Literal["removed", "changed"], start: int, end: int, reason: str) -> None:
        """Take note of what is about to be done from `start` to `end`, white space left out."""
        piece = self.text[start:end]
        start += len(piece) - len(piece.lstrip())
        end = start + len(piece.strip())
        if start < end:
            start, end = self.typed_span(start, end)
            self._notes.append(Note(kind, self.typed[start:end], start, end, reason))

    def remove(self, spans: Sequence[tuple[int, int]], reason: str, glue: str = "") -> None:
        """Take out `spans`, sorted and apart; `glue` is put between the texts beside one."""
        edits = []
        for start, end in spans:
            self.note("removed", start, end, reason)
            new = self._glue(start, end, glue)
            if new and "\n" not in self.text[end : (after := spaces_after(self.text, end))]:
                end = after
            edits.append((start, end, new))
        self.edit(edits)

    def trim(self) -> None:
        """Take off the white space at both ends, which no note is about."""
        start = len(self.text) - len(self.text.lstrip())
        end = len(self.text.rstrip())
        self.edit([(0, start, ""), (max(start, end), len(self.text), "")])

    def _glue(self, start: int, end: int, glue: str) -> str:
        before = self.text[max(0, start - 80) : start].rstrip()
        after = self.text[end : end + 80].lstrip()
        if not before or not after or before[-1] in COMMAS or after[0] in COMMAS:
            return ""
        return glue.rstrip() if self.text[end:].startswith(("\n", "\r\n")) else glue

    def change(self, edits: Sequence[Edit], reason: str) -> None:
        """Apply `edits`, sorted and apart, with a note for each tag that has some.

        A few tags get a note each; of many it is one, from the first to the last.
        """
        if not edits:
            return
        spans: list[tuple[int, int]] = []
        comma = re.compile(f"[{COMMAS}]")
        for start, end, _ in edits:
            done = spans[-1][1] if spans else 0
            if spans and done >= start:
                if end <= done:
                    continue
                first = spans.pop()[0]
            else:
                first = max(self.text.rfind(char, done, start) for char in COMMAS) + 1
                first = first or done
            found = comma.search(self.text, end)
            spans.append((first, found.start() if found else len(self.text)))
        if len(spans) > MOST_NOTES:
            spans = [(spans[0][0], spans[-1][1])]
        for start, end in spans:
            self.note("changed", start, end, reason)
        self.edit(edits)

    def edit(self, edits: Sequence[Edit]) -> None:
        """Apply `edits`, sorted and apart, without a word."""
        parts: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        at = 0
        for start, end, new in edits:
            parts += (self.text[at:start], new)
            starts += self._starts[at:start]
            ends += self._ends[at:start]
            if len(new) == end - start:  # character by character
                starts += self._starts[start:end]
                ends += self._ends[start:end]
            elif new:
                first = last = self._ends[start - 1] if start else 0
                if start < end:
                    first, last = self.typed_span(start, end)
                starts += [first] * len(new)
                ends += [last] * len(new)
            at = end
        self.text = "".join([*parts, self.text[at:]])
        self._starts = [*starts, *self._starts[at:]]
        self._ends = [*ends, *self._ends[at:]]

    def notes(self) -> tuple[Note, ...]:
        """The notes in the order of the text, each with what stands there now.

        None for what lies in a part that was left out later.
        """
        removed = sorted((n.start, -n.end) for n in self._notes if n.kind == "removed")
        widest: list[tuple[int, int]] = []  # those in no other
        for start, end in removed:
            if not widest or -end > widest[-1][1]:
                widest.append((start, -end))
        kept = []
        for note in sorted(self._notes, key=lambda n: (n.start, -n.end)):
            at = bisect_left(widest, (note.start + 1,)) - 1
            if at >= 0 and note.end <= widest[at][1] and widest[at] != (note.start, note.end):
                continue
            if note.kind == "changed":
                first = bisect_left(self._starts, note.start)
                last = bisect_left(self._starts, note.end)
                now = self.text[first:last].strip(_EDGES)
                if now == note.source:
                    continue
                changed = note._replace(replacement=now)
                note = changed if now else note._replace(kind="removed")
            kept.append(note)
        return tuple(kept)


def spaces_before(text: str, at: int) -> int:
    """Where the white space before `at` begins."""
    while at and text[at - 1].isspace():
        at -= 1
    return at


def spaces_after(text: str, at: int) -> int:
    """Where the white space that begins at `at` ends."""
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def line_edges(text: str) -> list[tuple[int, int]]:
    """The lines of `text` that are not blank, without the white space around them."""
    return [match.span() for match in re.finditer(r"\S[^\n]*(?<=\S)", text)]
