"""What each parenthesis of a prompt is: part of a name, a weight, or a stray.

ComfyUI reads every bare `(` and `)` as weight syntax (`comfy.sd1_clip.token_weights`): a name such
as `saber (fate)` loses its qualifier to weight 1.1, and one stray `)` turns off every later weight.
`read_pieces` tells by the place of a parenthesis what the author meant. It never recurses and looks
at each character a bounded number of times.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .parentheses import Piece, PieceReader
from .scanner import COMMAS, Mark, paired_brackets, scan

_COMMA = re.compile(f"[{COMMAS}]")


def read_pieces(text: str) -> Iterator[Piece]:
    """Yield the pieces of `text` in order, empty ones too; linear in its length."""
    marks = scan(text)
    paired = paired_brackets(text, marks)
    depth = 0  # of paired [] and {}
    reader: PieceReader | None = None  # None while the piece has no bracket
    start = done = 0
    for kind, at, end in [*marks, Mark("", len(text), len(text))]:
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
        if kind in ("bracket", "face"):
            reader = reader or PieceReader(text, start)
            if kind == "face":
                reader.faces += [i for i in range(at, end) if text[i] in "()"]
            elif text[at] in "()":
                reader.parenthesis(at, at in paired)
            elif at in paired:
                reader.closed = True
                depth += 1 if text[at] in "[{" else -1
        elif kind and not depth and not (reader and reader.inside):
            yield reader.finish(at) if reader else Piece(start, at, "tags")
            yield Piece(at, end, kind)
            start, reader = end, None
        elif kind and reader:
            reader.unit(kind, at, end)
    yield reader.finish(len(text)) if reader else Piece(start, len(text), "tags")
