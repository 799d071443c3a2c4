"""What a rule decided about a prompt, as data; the English sentences are in `reasons`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from .reasons import ENGLISH

Kind = Literal["added", "changed", "detected", "escaped", "ignored", "moved", "removed", "warning"]
MAX_QUOTE = 400  # characters of a subject or a sentence: ours, two to three lines of a node
MAX_REPORT = 64 * 1024  # characters


class Decision(NamedTuple):
    """One decision. `reason` are keys of `reasons.ENGLISH`, `values` what their sentences name.

    Where it is about a piece of a text as typed, `field` is the id of the input it was typed into,
    `start` and `end` its offsets there; `replacement` is the text that was or should be put there.

        >>> Decision("moved", "nsfw", ("moved_to",), {"slot": "rating"}).sentence
        'moved to rating'
    """

    kind: Kind
    subject: str
    reason: tuple[str, ...]
    values: Mapping[str, str] = {}
    field: str = ""
    start: int | None = None
    end: int | None = None
    replacement: str | None = None

    @property
    def sentence(self) -> str:
        return "; ".join(ENGLISH[key] for key in self.reason).format_map(self.values)


if TYPE_CHECKING:
    from typing import Protocol

    class Typed(Protocol):
        """A piece of a text as it was typed, such as a unit of the grammar."""

        @property
        def source(self) -> str: ...
        @property
        def start(self) -> int: ...
        @property
        def end(self) -> int: ...


class Report:
    """Decisions in the order in which they were taken, written down by their meaning.

    `fields` are the texts as typed, by input id, each as its pieces: a decision about one of those
    pieces gets its place. The mapping is read at the first of them.
    """

    def __init__(self, fields: Mapping[str, Sequence[Typed]] | None = None) -> None:
        self.decisions: list[Decision] = []
        self._fields = fields
        self._field_of: dict[int, str] = {}

    def added(self, subject: str | Typed, *reason: str, **values: str) -> None:
        self._write("added", subject, reason, values)

    def changed(self, subject: str | Typed, *reason: str, **values: str) -> None:
        self._write("changed", subject, reason, values)

    def detected(self, subject: str | Typed, *reason: str, **values: str) -> None:
        self._write("detected", subject, reason, values)

    def escaped(self, subject: str | Typed, *reason: str, **values: str) -> None:
        self._write("escaped", subject, reason, values)

    def ignored(self, subject: str | Typed, *reason: str, **values: str) -> None:
        self._write("ignored", subject, reason, values)

    def moved(self, subject: str | Typed, *reason: str, **values: str) -> None:
        self._write("moved", subject, reason, values)

    def removed(self, subject: str | Typed, *reason: str, **values: str) -> None:
        self._write("removed", subject, reason, values)

    def warning(self, subject: str | Typed, *reason: str, **values: str) -> None:
        self._write("warning", subject, reason, values)

    def _write(
        self, kind: Kind, subject: str | Typed, reason: tuple[str, ...], values: dict[str, str]
    ) -> None:
        replacement = values.get("replacement")
        if isinstance(subject, str):
            decision = Decision(kind, subject, reason, values, replacement=replacement)
        elif (field := self._field(subject)) is None:
            decision = Decision(kind, subject.source, reason, values, replacement=replacement)
        else:
            place = (field, subject.start, subject.end)
            decision = Decision(kind, subject.source, reason, values, *place, replacement)
        self.decisions.append(decision)

    def _field(self, subject: Typed) -> str | None:
        if not self._field_of and self._fields:  # most prompts need no decision: only now
            self._field_of = {id(unit): name for name, of in self._fields.items() for unit in of}
        return self._field_of.get(id(subject))


class Result(NamedTuple):
    """A finished prompt and how it came about."""

    text: str
    decisions: list[Decision]

    @property
    def report(self) -> str:
        return as_text(self.decisions)


def as_text(decisions: Sequence[Decision]) -> str:
    """`kind: subject - sentence`, one per line; empty when there is nothing to say.

    What is quoted is shortened to `MAX_QUOTE` characters, and beyond `MAX_REPORT` characters the
    report ends with "and N more".
    """
    lines = [f"{kind}: {subject} - {sentence}" for kind, subject, sentence in shown(decisions)]
    if len(lines) < len(decisions):
        lines.append(f"and {len(decisions) - len(lines)} more")
    return "\n".join(lines)


def shown(decisions: Iterable[Decision]) -> Iterator[tuple[Kind, str, str]]:
    """Kind, subject and sentence of the decisions that a report has room for, each on one line."""
    room = MAX_REPORT - len("and 1000000 more")
    for decision in decisions:
        said = decision.kind, shortened(decision.subject), shortened(decision.sentence)
        room -= sum(map(len, said)) + len(":  - \n")
        if room < 0:
            return
        yield said


def shortened(text: str) -> str:
    """`text` on one line: a group may hold line breaks, and thousands of tags."""
    start = text[: 4 * MAX_QUOTE]
    line = " ".join(start.split())
    return line if len(line) <= MAX_QUOTE and start == text else f"{line[: MAX_QUOTE - 1]}…"
