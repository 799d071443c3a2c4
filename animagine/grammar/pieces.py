"""Cut a prompt into pieces at the commas outside brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .parentheses import Piece, PieceReader
from .scan import COMMAS, Mark, paired_brackets, scan
from .text_after import TextAfter

_COMMA = re.compile(f"[{COMMAS}]")


def read_pieces(text: str) -> Iterator[Piece]:
    """Yield the pieces of `text` in order, empty ones too; linear in its length."""
    marks = scan(text)
    paired = paired_brackets(text, marks)
    text_after = TextAfter(text, marks, paired)
    depth = 0  # of paired [] and {}
    reader: PieceReader | None = None  # None while the piece has no bracket
    start = done = 0
    for kind, at, end in [*marks, Mark("end", len(text), len(text))]:
        comma = None if depth else _COMMA.search(text, done, at)
        if comma:
            last = max(text.rfind(char, done, at) for char in COMMAS)
            if reader and reader.inside:
                reader.comma(last)
            else:
                if reader:
                    yield reader.finish(comma.start())
                    start = comma.end()
                yield Piece(start, last, "tags")
                start, reader = last + 1, None
        done = end
        if kind == "bracket" or kind == "face":
            reader = reader or PieceReader(text, start, text_after)
            if kind == "face":
                reader.faces += [i for i in range(at, end) if text[i] in "()"]
            elif text[at] in "()":
                reader.parenthesis(at, at in paired)
            elif at in paired:
                reader.has_square_or_curly = True
                depth += 1 if text[at] in "[{" else -1
        elif kind == "end":
            break
        elif not depth and not (reader and reader.inside):
            yield reader.finish(at) if reader else Piece(start, at, "tags")
            yield Piece(at, end, kind)
            start, reader = end, None
        elif reader:
            reader.unit(kind, at, end)
    yield reader.finish(len(text)) if reader else Piece(start, len(text), "tags")
