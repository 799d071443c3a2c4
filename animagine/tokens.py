"""Count tokens as ComfyUI does; both text encoders of SDXL share one vocabulary."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple


class TokenCount(NamedTuple):
    """`tokens` without start, end and padding, in `chunks` of up to 75."""

    tokens: int
    chunks: int


def count_tokens(text: str) -> TokenCount:
    """The tokens of `text` by the host's SDXL tokenizer, which is loaded at the first call.

    An embedding counts as the text of its name: its file is not opened.
    """
    chunks = _tokenizer().tokenize_with_weights(text, return_word_ids=True)
    tokens = sum(1 for chunk in chunks for _, _, word in chunk if word)
    return TokenCount(tokens, len(chunks))


@cache
def _tokenizer() -> Any:
    from comfy.sdxl_clip import SDXLTokenizer

    return SDXLTokenizer().clip_l
