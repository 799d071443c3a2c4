"""What a finished prompt looks like, tag by tag."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from .grammar import Unit, parse, segments
from .models import ModelPreset
from .prompt import order
from .tokens import TokenCount, first_after
from .vocabulary import vocabulary_of

SYNTAX = "syntax"  # in place of a slot: what another tool decides, such as `<lora:...>` or BREAK
NAMED = ("character", "series", "artist")  # slots whose tags are in no vocabulary
_MARKS = 3  # ends of chunks that are looked for: each takes a few runs of the tokenizer


class View(NamedTuple):
    """A prompt to look at.

    `parts` are all of the text in pieces, each with its slot, `SYNTAX`, or "" between two tags.
    `crossing` are the indices of the parts in which a new chunk of the encoders begins, `guessed`
    of those that are names by their place alone.
    """

    parts: list[tuple[str, str]]
    tokens: int
    chunks: int
    crossing: list[int]
    guessed: list[int]


def view(
    preset: ModelPreset,
    text: str,
    named: Mapping[str, str] | None,
    count: Callable[[str], TokenCount],
) -> View:
    """The parts of `text`; `named` are the texts of the fields that `NAMED` lists.

    None for a negative prompt, in which no tag is a name by its place. `count` is the host's
    tokenizer.
    """
    units = parse(text)
    parts: list[tuple[str, str]] = []
    at = 0
    slots, names = _slots(preset, units, named)
    for unit, slot in zip(units, slots, strict=True):
        parts += [(text[at : unit.start], ""), (text[unit.start : unit.end], slot)]
        at = unit.end
    parts.append((text[at:], ""))
    tokens, chunks = count(text)
    ends = [unit.end for unit in units]
    after = [first_after(chunk, text, ends, count) for chunk in range(1, min(chunks, _MARKS + 1))]
    crossing = [2 * index + 1 for index in dict.fromkeys(after) if index < len(ends)]
    guessed = [2 * index + 1 for index in names if slots[index] in NAMED]
    return View(parts, tokens, chunks, crossing, guessed)


def _slots(
    preset: ModelPreset, units: list[Unit], named: Mapping[str, str] | None
) -> tuple[list[str], range]:
    """The slot of each unit, and the indices of those that are names by their place alone."""
    vocabulary = vocabulary_of(preset)
    texts = (named or {}).items()
    fields = {unit.tags: field for field, text in texts for unit in parse(text)}
    head, *later = segments(units)
    slots, names = order.slots_in(vocabulary, head, whole_prompt=named is not None and not fields)
    guessed = range(names.first, names.end)
    for index in guessed:
        if any(tag.endswith("(series)") for tag in head[index].tags):
            slots[index] = "series"
    slots += [vocabulary.slot_of(unit) or "general" for part in later for unit in part]
    shown = [_shown(unit, slot, fields) for unit, slot in zip(units, slots, strict=True)]
    return shown, guessed


def _shown(unit: Unit, slot: str, fields: Mapping[tuple[str, ...], str]) -> str:
    if unit.kind not in ("tag", "group"):
        return SYNTAX
    return fields.get(unit.tags, slot) if slot == "general" else slot
