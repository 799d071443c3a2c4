"""Count tokens as ComfyUI does; both text encoders of SDXL share one vocabulary."""

from functools import cache, lru_cache
from typing import Any

from ..animagine.tokens import TokenCount, require_text
from .host import clip_tokenizer


def count_tokens(text: str) -> TokenCount:
    """The tokens of `text` by ComfyUI's SDXL tokenizer, which is loaded at the first call.

    An embedding counts as the text of its name: its file is not opened. Raises ValueError as
    `require_text` does.
    """
    require_text(text, "the text")
    chunks = _tokenizer().tokenize_with_weights(text, return_word_ids=True)
    tokens = sum(1 for chunk in chunks for _, _, word in chunk if word)
    return TokenCount(tokens, len(chunks))


@cache
def _tokenizer() -> Any:
    tokenizer = clip_tokenizer()
    tokenizer.tokenizer = _ByWord(tokenizer.tokenizer)
    return tokenizer


class _ByWord:
    """ComfyUI's tokenizer, asked once for each word: no token spans a space.

    Where the chunks of a text end is found by counting its beginnings, word for word the same.
    """

    def __init__(self, tokenizer: Any) -> None:
        def ids(word: str) -> list[int]:
            found: list[int] = tokenizer(word)["input_ids"]
            return found[1:-1]

        self._start, self._end = tokenizer("")["input_ids"]
        self._ids = ids
        self._known = lru_cache(maxsize=10_000)(ids)

    def __call__(self, text: str) -> dict[str, list[int]]:
        found = [self._start]
        for word in text.split(" "):
            found += self._known(word) if len(word) < 40 else self._ids(word)
        return {"input_ids": [*found, self._end]}
