"""What a finished prompt looks like, tag by tag."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from .grammar.segments import first_segment
from .grammar.spans import locate
from .grammar.units import Unit, parse
from .models.preset import ModelPreset
from .prompt.order import names_before_rating
from .tokens import TokenCount, first_after
from .vocabulary.lookup import slot_of

SYNTAX = "syntax"  # in place of a slot: what another tool decides, such as `<lora:...>` or BREAK
NAMED = ("character", "series", "artist")  # slots that no vocabulary knows
_MARKS = 3  # ends of chunks that are looked for: each takes a few runs of the tokenizer


class View(NamedTuple):
    """A prompt to look at.

    `parts` are all of the text in pieces, each with its slot, `SYNTAX`, or "" between two tags.
    `crossing` are the indices of the parts in which a new chunk of the encoders begins.
    """

    parts: list[tuple[str, str]]
    tokens: int
    chunks: int
    crossing: list[int]


def view(
    preset: ModelPreset,
    text: str,
    named: Mapping[str, str],
    count: Callable[[str], TokenCount],
) -> View:
    """The parts of `text`; `named` are the texts of the fields that `NAMED` lists.

    `count` is the host's tokenizer.
    """
    units = parse(text)
    spans = locate(text, units)
    parts: list[tuple[str, str]] = []
    at = 0
    for (start, end), slot in zip(spans, _slots(preset, units, named), strict=True):
        parts += [(text[at:start], ""), (text[start:end], slot)]
        at = end
    parts.append((text[at:], ""))
    tokens, chunks = count(text)
    ends = [end for _, end in spans]
    behind = [first_after(chunk, text, ends, count) for chunk in range(1, min(chunks, _MARKS + 1))]
    crossing = [2 * index + 1 for index in dict.fromkeys(behind) if index < len(ends)]
    return View(parts, tokens, chunks, crossing)


def _slots(preset: ModelPreset, units: list[Unit], named: Mapping[str, str]) -> list[str]:
    fields = {unit.names: field for field, text in named.items() for unit in parse(text)}
    head, rest = first_segment(units)
    landed = [slot_of(preset, unit) or fields.get(unit.names) or "general" for unit in head]
    if not fields:  # a whole prompt in one text
        for index in names_before_rating(head, landed):
            is_series = any(name.endswith("(series)") for name in head[index].names)
            landed[index] = "series" if is_series else "character"
    landed += [slot_of(preset, unit) or fields.get(unit.names) or "general" for unit in rest]
    return [
        slot if unit.kind in ("tag", "group") else SYNTAX
        for unit, slot in zip(units, landed, strict=True)
    ]
