"""What the reader made of a text, and what it did to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, NamedTuple

from ..grammar import Unit

if TYPE_CHECKING:
    from ..report import Report


class Note(NamedTuple):
    """What the reader did at one place of a text.

    `source` is the text as typed there, from `start` to `end`; `reason` a key of
    `reasons.ENGLISH`; `replacement` what stands there now, for `changed`.
    """

    kind: Literal["removed", "changed"]
    source: str
    start: int
    end: int
    reason: str
    replacement: str | None = None


class Reading(NamedTuple):
    """A text as it was read.

    `text` is its positive part in the grammar's own syntax; the typed text where nothing was done.
    `units` are those of `text`, their offsets those in what was typed. `negative` is the negative
    part, empty where there is none, `settings` what else a document says (`Steps` -> `28`).
    """

    text: str
    units: list[Unit]
    negative: str = ""
    settings: Mapping[str, str] = {}
    notes: tuple[Note, ...] = ()

    @property
    def pieces(self) -> list[Note | Unit]:
        """All that a decision can be about, for the fields of a `Report`."""
        return [*self.notes, *self.units]

    def report(self, report: Report) -> None:
        """Write what was done, one decision for each note."""
        for note in self.notes:
            if note.kind == "removed":
                report.removed(note, note.reason)
            else:
                report.changed(note, note.reason, replacement=note.replacement or "")

    def warn(self, report: Report) -> None:
        """Warn of each note: the text as it stands is what is encoded."""
        for note in self.notes:
            if note.kind == "removed":
                report.warning(note, note.reason, "remove_it")
            else:
                report.warning(note, note.reason, "write", replacement=note.replacement or "")
