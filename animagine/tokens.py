"""Count tokens as ComfyUI does; both text encoders of SDXL share one vocabulary."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

CHUNK = 75  # tokens that one pass of the text encoders takes, without start and end
MAX_TEXT = 250_000  # letters: the host's tokenizer takes time by the square of the length


class TokenCount(NamedTuple):
    """`tokens` without start, end and padding, in `chunks` of up to `CHUNK`."""

    tokens: int
    chunks: int


def check_text(text: str, name: str) -> None:
    """Raise ValueError, which calls `text` by `name`, for what no tokenizer takes.

    That is more than `MAX_TEXT` letters, or half a letter (a lone surrogate).
    """
    if len(text) > MAX_TEXT:
        raise ValueError(f"{name} is too long, {len(text)} letters; {MAX_TEXT} are allowed")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        half = text[error.start]
        raise ValueError(f"{name} holds {half!r}, half a letter; write a whole one") from None


def count_tokens(text: str) -> TokenCount:
    """The tokens of `text` by the host's SDXL tokenizer, which is loaded at the first call.

    An embedding counts as the text of its name: its file is not opened. Raises ValueError as
    `check_text` does.
    """
    check_text(text, "the text")
    chunks = _tokenizer().tokenize_with_weights(text, return_word_ids=True)
    tokens = sum(1 for chunk in chunks for _, _, word in chunk if word)
    return TokenCount(tokens, len(chunks))


def first_behind(
    chunk: int, text: str, ends: Sequence[int], count: Callable[[str], TokenCount]
) -> int:
    """Index of the first tag that ends behind the first `chunk` chunks; `len(ends)` for none.

    `ends` are the places in `text` where its tags end. Found by halving.
    """
    return bisect_right(ends, chunk, key=lambda end: count(text[:end]).chunks)


@cache
def _tokenizer() -> Any:
    from comfy.sdxl_clip import SDXLTokenizer

    tokenizer = SDXLTokenizer().clip_l
    tokenizer.tokenizer = _ByWord(tokenizer.tokenizer)
    return tokenizer


class _ByWord:
    """The host's tokenizer, which is asked once for each word: no token spans a space.

    Where the chunks of a text end is found by counting its beginnings, word for word the same.
    """

    def __init__(self, tokenizer: Any) -> None:
        def ids(word: str) -> list[int]:
            return tokenizer(word)["input_ids"][1:-1]

        self._start, self._end = tokenizer("")["input_ids"]
        self._ids = ids
        self._known = lru_cache(maxsize=10_000)(ids)

    def __call__(self, text: str) -> dict[str, list[int]]:
        found = [self._start]
        for word in text.split(" "):
            found += self._known(word) if len(word) < 40 else self._ids(word)
        return {"input_ids": [*found, self._end]}
