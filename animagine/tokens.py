"""Tokens and the chunks that the text encoders take; whoever asks brings the tokenizer."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import NamedTuple

CHUNK = 75  # tokens that one pass of the text encoders takes, without start and end
MAX_TEXT = 250_000  # characters: ComfyUI's tokenizer takes time by the square of the length


class TokenCount(NamedTuple):
    """`tokens` without start, end and padding, in `chunks` of up to `CHUNK`."""

    tokens: int
    chunks: int


def require_text(text: str, name: str) -> None:
    """Raise ValueError, which calls `text` by `name`, for what no tokenizer takes.

    That is more than `MAX_TEXT` characters, or a lone surrogate.
    """
    if len(text) > MAX_TEXT:
        raise ValueError(f"{name} is too long: {len(text)} characters, maximum {MAX_TEXT}")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        half = text[error.start]
        raise ValueError(f"{name} contains an invalid character ({half!r}); delete it") from None


def first_after(
    chunk: int, text: str, ends: Sequence[int], count: Callable[[str], TokenCount]
) -> int:
    """Index of the first tag that ends after the first `chunk` chunks; `len(ends)` for none.

    `ends` are the offsets in `text` where its tags end. Found by halving.
    """
    return bisect_right(ends, chunk, key=lambda end: count(text[:end]).chunks)
