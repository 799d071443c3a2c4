"""How a bad value is refused: one sentence with the value and what works."""

from __future__ import annotations

import reprlib
from collections.abc import Mapping, Sequence

MAX_SIDE = 16384  # pixels of an image: ComfyUI's MAX_RESOLUTION
MAX_CELLS = 256  # prompts of a sweep, images of a grid: ours

_quotes = reprlib.Repr()  # truncates, for error messages
_quotes.maxstring = _quotes.maxother = 80


def quoted(value: object) -> str:
    """`value` as a sentence quotes it: at most 80 characters."""
    return _quotes.repr(value)


def require(options: Mapping[str, Sequence[str]], **given: object) -> None:
    """Raise ValueError for the first of `given` that is not among its `options`.

    >>> require({"rating": ["safe", "nsfw"]}, rating="foo")
    Traceback (most recent call last):
    ValueError: unknown rating 'foo'; choose one of: safe, nsfw
    """
    for name, value in given.items():
        if value not in options[name]:
            listed = ", ".join(options[name])
            raise ValueError(f"unknown {name} {quoted(value)}; choose one of: {listed}")


def require_known(options: Mapping[str, Sequence[str]], **given: object) -> None:
    """Like `require` before a run, when a linked value is not known yet and is None."""
    require(options, **{name: value for name, value in given.items() if value is not None})


def require_between(low: float, high: float, **given: object) -> None:
    """Raise ValueError for the first of `given` that is no number from `low` to `high`."""
    for name, value in given.items():
        if not isinstance(value, (int, float)) or not low <= value <= high:
            raise ValueError(f"{name} must be between {low:g} and {high:g} (got {quoted(value)})")
