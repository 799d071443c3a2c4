"""What a rule did to a prompt, one line per decision."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple


class Decision(NamedTuple):
    kind: Literal["moved", "added", "removed", "escaped", "warning", "changed", "detected"]
    tag: str
    reason: str


class Result(NamedTuple):
    """A finished prompt and how it came about."""

    text: str
    decisions: list[Decision]

    @property
    def report(self) -> str:
        return as_text(self.decisions)


def as_text(decisions: Iterable[Decision]) -> str:
    """`kind: tag - reason`, a line each; empty when there is nothing to say."""
    lines = (f"{kind}: {_short(tag)} - {_short(reason)}" for kind, tag, reason in decisions)
    return "\n".join(lines)


def _short(text: str) -> str:
    """What is quoted may hold line breaks, and may be a group of thousands of tags."""
    line = " ".join(text.split())
    return line if len(line) <= 400 else f"{line[:399]}…"
