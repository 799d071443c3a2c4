"""Read a text as people paste it."""

from __future__ import annotations

import re
from collections.abc import Container
from types import MappingProxyType

from ..grammar import parse
from .note import Reading

_FIRST = "\"'*>-[{?•·"  # at the start of a text: quotes, marks of lists, JSON
_NUMBERED = r"\s*1[.)]\s"
_WORDS = ("prompt", "steps", "tive", "sampler", "seed", "cfg")  # of documents
# Full-width characters, curly quotes, long dashes, bullets; heads in Chinese, Japanese, Korean.
_ODD = "[\uff01-\uff64‘’“”„«»「」『』—–•·▪◦‣。：・]|提示|プロンプト|프롬프트"


def read(text: str | None, special: Container[str] = ()) -> Reading:
    r"""The positive part of `text` as units, and what was left out or changed to get it.

    A text without documents, wrappers and flags of other programs comes back as it is. `special`
    holds the normal forms of the model's special tags: they tell what is a tag in a text without
    commas. None is no text.

        >>> reading = read("1girl, smile\nNegative prompt: lowres\nSteps: 28, Seed: 1, Size: 8x8")
        >>> reading.text, reading.negative, reading.settings["Steps"]
        ('1girl, smile', 'lowres', '28')
        >>> [(note.kind, note.start) for note in reading.notes]
        [('removed', 13)]
    """
    typed = text or ""
    if not _may_need_a_cure(typed):
        return Reading(typed, parse(typed))
    from .cures import cure  # most prompts need none

    draft = cure(typed, special)
    if draft.text == typed:
        return Reading(typed, draft.units)
    placed = []
    for unit in draft.units:
        start, end = draft.typed_span(unit.start, unit.end)
        placed.append(unit._replace(start=start, end=end))
    settings = MappingProxyType(draft.settings)
    return Reading(draft.text, placed, ", ".join(draft.negatives), settings, draft.notes())


def _may_need_a_cure(text: str) -> bool:
    """False for nearly all prompts, by the cheapest tests: one is read at every key stroke."""
    if "\n" in text or "--" in text or "&" in text or "`" in text:
        return True
    if "\\" in text and ("\\\\" in text or '\\"' in text or re.search(r"\\[nru]", text)):
        return True
    if "," not in text and ("_" in text or " " in text or "\t" in text):
        return True
    if "#" in text or "%" in text or text.rstrip()[-1:] == ".":
        return True
    small = text.lower()
    colon = ":" in text or "：" in text
    if colon and any(word in small for word in _WORDS):
        return True
    if "=" in text and "prompt" in small:
        return True
    if (
        "neg:" in small
        or "tags:" in small
        or "parameters" in small
        or "undesired" in small
        or "<br" in small
    ):
        return True
    if not text.isascii() and re.search(_ODD, text):
        return True
    first = text.lstrip()[:1]
    return first != "" and (first in _FIRST or (first == "1" and bool(re.match(_NUMBERED, text))))
