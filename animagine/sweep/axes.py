"""The values of an axis of a sweep, as they are typed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from .. import choices
from ..grammar import COMMAS, normal_form, parse, render
from ..models import ModelPreset
from ..vocabulary import special_tags
from .edits import Edit, added, of_block, of_slot, search

NONE = special_tags.NONE
AXES = YEAR, RATING, QUALITY, SCORE, AESTHETIC, CUSTOM = (
    "year", "rating", "quality", "score", "aesthetic", "custom",
)  # fmt: skip
ARROW = "->"
MAX_TAGS = 50  # of one value, ours: each is looked for in the whole prompt
_ARROWS = "[-=－＝−][>＞]|[→⇒➡]"  # variants of `->` that people type or paste
_SPLIT = f"[{COMMAS}\\n]"
_RANGE = r"(\d{4})\s*[-–—~〜]\s*(\d{4})(?:\s*/\s*0*([1-9]\d{0,3}))?"


class Value(NamedTuple):
    """One value of an axis: as typed, its label on the image, its edits of the prompt."""

    typed: str
    label: str
    edits: tuple[Edit, ...]


def axes_of(preset: ModelPreset) -> list[str]:
    """The axes that the model has tags for."""
    return [axis for axis in AXES if axis == CUSTOM or getattr(preset.tags, axis)]


def read_values(preset: ModelPreset, axis: str, text: object, name: str) -> list[Value]:
    """The values of `axis` that `text` lists in lines or between commas; blank means all.

    A line of a custom axis holds tags to add, or `search -> replacement`, or none. Raises
    ValueError, which calls the text `name`, for values that are unknown, and for an axis that
    the model does not have.
    """
    if axis not in axes_of(preset):
        has = ", ".join(axes_of(preset))
        raise ValueError(f"{preset.title} has no {axis} tags; choose {has}")
    lines = lines_of(text, name)
    if axis == CUSTOM:
        return _custom(preset, lines, name)
    pieces = re.split(
        _SPLIT, unicodedata.normalize("NFKC", "\n".join(lines))
    )  # full-width digits, too
    typed = [piece.strip() for piece in pieces if piece.strip()]
    if axis == YEAR:
        return _years(preset, typed, name)
    allowed = {normal_form(choice): choice for choice in _choices(preset, axis)}
    for value in typed:
        if normal_form(value) not in allowed:
            listed = ", ".join(allowed.values())
            said = choices.quoted(value)
            raise ValueError(f"{name}: unknown {axis} {said}; choose one of: {listed}")
    chosen = [allowed[normal_form(value)] for value in typed] or getattr(preset.tags, axis)
    return [Value(choice, choice, _edits(preset, axis, choice)) for choice in chosen]


def lines_of(text: object, name: str) -> list[str]:
    """The lines of `text` that are not blank. Raises ValueError for what is not text."""
    if not isinstance(text, (str, type(None))):
        raise ValueError(
            f"{name} must be text (got {choices.quoted(text)}); type it or link a text"
        )
    lines = (line.strip(f" \t{COMMAS}") for line in (text or "").splitlines())
    return [line for line in lines if line]


def _choices(preset: ModelPreset, axis: str) -> Sequence[str]:
    if axis == RATING:
        return special_tags.rating_choices()
    if axis == QUALITY:
        return special_tags.quality_choices(preset)
    if axis == SCORE:
        return special_tags.score_choices()
    return [NONE, *preset.tags.aesthetic]


def _edits(preset: ModelPreset, axis: str, choice: str) -> tuple[Edit, ...]:
    if axis == RATING:
        return (of_slot(preset, axis, special_tags.rating(preset, choice)),)
    if axis == SCORE:
        return (of_slot(preset, axis, special_tags.score(choice)),)
    if axis == AESTHETIC:
        return (of_slot(preset, axis, special_tags.aesthetic(choice)),)
    if choice in preset.tags.quality:
        return (of_slot(preset, axis, choice),)
    return of_block(preset, special_tags.quality(preset, choice))


def _years(preset: ModelPreset, typed: list[str], name: str) -> list[Value]:
    """Years, ranges with a step, the model's era tags; blank: all of the model's, oldest first."""
    eras = sorted(preset.tags.year, key=lambda era: era.first)
    words = {normal_form(era.tag): era.tag for era in eras} | {NONE: ""}
    known = [choice for choice in special_tags.year_choices() if choice != NONE]
    tags: list[tuple[str, str]] = []
    for value in typed or [era.tag for era in eras]:
        span = re.fullmatch(_RANGE, value)
        years = _span(*map(int, span.groups("1"))) if span else [value]
        for year in years:
            word = normal_form(year)
            if word in words:
                tags.append((year, words[word]))
            elif (number := word.removeprefix("year ")) in known:
                tags.append((year, special_tags.year(preset, number)))
            else:
                others = [tag for tag in words if not tag.startswith("year ")]
                raise ValueError(
                    f"{name}: unknown year {choices.quoted(value)}; use {known[-1]} to {known[0]}, "
                    f"ranges such as {known[-1]}-{known[0]}/5, or {', '.join(others)}"
                )
    return [Value(year, tag or NONE, (_year(preset, tag),)) for year, tag in tags]


def _year(preset: ModelPreset, tag: str) -> Edit:
    edit = of_slot(preset, YEAR, tag)
    return edit._replace(instead=edit.instead | special_tags.ANY_YEAR)


def _span(first: int, last: int, step: int) -> list[str]:
    """Every `step`th year from `first` to `last`, both included, in either direction."""
    years = range(first, last + 1, step) if first <= last else range(first, last - 1, -step)
    return [str(year) for year in years]


def _custom(preset: ModelPreset, lines: list[str], name: str) -> list[Value]:
    if not lines:
        raise ValueError(
            f"{name} is empty; custom needs at least one line: tags to add, "
            f"search {ARROW} replacement, or none"
        )
    return [_custom_value(preset, line, name) for line in lines]


def _custom_value(preset: ModelPreset, line: str, name: str) -> Value:
    parts = [part.strip() for part in re.split(_ARROWS, line)]
    said = choices.quoted(line)
    if len(parts) > 2:
        raise ValueError(f"{name} {said}: use one arrow, search {ARROW} replacement")
    if len(parts) == 2 and not parse(parts[0]):
        raise ValueError(f"{name} {said}: write the tags to search for before the arrow")
    units = [] if normal_form(parts[-1]) == NONE else parse(render(parse(parts[-1])))
    if len(units) > MAX_TAGS:
        raise ValueError(f"{name} {said}: {len(units)} tags; the maximum per line is {MAX_TAGS}")
    if any(unit.tags == (NONE,) for unit in units):
        raise ValueError(f"{name} {said}: {NONE} must be on a line by itself")
    if len(parts) == 1:
        return Value(line, line, added(preset, units))
    text = render(units, escape=False, underscores=False)
    return Value(line, parts[1] if units else line, (search(parts[0], text),))
