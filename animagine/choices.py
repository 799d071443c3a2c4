"""What may stand in a choice, and the one sentence that says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def check(allowed: Mapping[str, Sequence[str]], **given: object) -> None:
    """Raise ValueError for the first of `given` that is not among its `allowed` choices.

    The message quotes the value and lists the choices.
    """
    for name, value in given.items():
        if value not in allowed[name]:
            raise ValueError(f"{name} {value!r} is unknown; allowed are {', '.join(allowed[name])}")


def check_known(allowed: Mapping[str, Sequence[str]], **given: object) -> None:
    """Like `check` before a run, when a linked value is not known yet and stands as None."""
    check(allowed, **{name: value for name, value in given.items() if value is not None})
