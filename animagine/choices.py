"""What may stand in a choice, and the one sentence that says so."""

from __future__ import annotations

import reprlib
from collections.abc import Mapping, Sequence

_quotes = reprlib.Repr()  # as deep or long as a value may be
_quotes.maxstring = _quotes.maxother = 80


def quoted(value: object) -> str:
    """`value` as it is quoted in a sentence: short."""
    return _quotes.repr(value)


def check(allowed: Mapping[str, Sequence[str]], **given: object) -> None:
    """Raise ValueError for the first of `given` that is not among its `allowed` choices.

    The message quotes the value and lists the choices.
    """
    for name, value in given.items():
        if value not in allowed[name]:
            known = ", ".join(allowed[name])
            raise ValueError(f"{name} {quoted(value)} is unknown; allowed are {known}")


def check_known(allowed: Mapping[str, Sequence[str]], **given: object) -> None:
    """Like `check` before a run, when a linked value is not known yet and stands as None."""
    check(allowed, **{name: value for name, value in given.items() if value is not None})
