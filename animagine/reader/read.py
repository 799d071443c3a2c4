"""Read a text as people paste it."""

from __future__ import annotations

from collections.abc import Container

from ..grammar import parse
from .note import Reading


def read(text: str | None, special: Container[str] = ()) -> Reading:
    """The positive part of `text` as units, and what was left out or changed to get it.

    `special` holds the normal forms of the model's special tags. None is no text.
    """
    typed = text or ""
    return Reading(typed, parse(typed))
