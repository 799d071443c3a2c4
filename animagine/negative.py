"""The recommended negative prompt, fitted to ComfyUI and to the positive."""

from __future__ import annotations

import re
from collections.abc import Iterable

from . import choices
from .duplicates import drop_duplicates
from .presets import ModelPreset
from .report import Decision, Result, mended_brackets
from .special_tags import NONE, RECOMMENDED
from .tags import Unit, parse, render

# One `[...]` of another program, without its own syntax inside: `[abstract]`, `[[text]]`.
_DOWN_WEIGHT = re.compile(r"(\[+)([^\[\]():|,\\]+)(\]+)")
_WEIGHT_PER_LEVEL = 1 / 1.1  # what `[` means where it means anything
_ADULT_RATINGS = ("nsfw", "explicit")


def negative_choices(preset: ModelPreset) -> list[str]:
    return [RECOMMENDED, *preset.negative.presets, NONE]


def check_choice(preset: ModelPreset, choice: str) -> None:
    """Raise ValueError, listing the choices, for one that `preset` does not have."""
    choices.check({"negative": negative_choices(preset)}, negative=choice)


def negative(
    preset: ModelPreset,
    choice: str = RECOMMENDED,
    *,
    additional: str = "",
    remove: str = "",
    positive: str | None = "",
    adapt: bool = True,
) -> Result:
    """The negative prompt of `choice`, `additional` tags behind it, without those in `remove`.

    What contradicts `positive` goes too. With `adapt`, `[tag]`, which ComfyUI does not know,
    becomes `(tag:0.91)`; without it the document's own bytes stay. Raises ValueError for an unknown
    choice.
    """
    check_choice(preset, choice)
    text = "" if choice == NONE else preset.negative.presets.get(choice, "")
    if choice == RECOMMENDED:
        text = preset.negative.recommended
    decisions: list[Decision] = []
    units = [*parse(text), *parse(additional)]
    unwanted = parse(remove)
    if adapt:
        units = [_adapted(unit, decisions) for unit in units]
        unwanted = [_adapted(unit, []) for unit in unwanted]
    units = drop_duplicates(units, decisions)
    units = _without(units, unwanted, decisions)
    units = _without_contradictions(preset, units, positive or "", decisions)
    decisions += mended_brackets(units)
    return Result(render(units), decisions)


def _adapted(unit: Unit, decisions: list[Decision]) -> Unit:
    match = _DOWN_WEIGHT.fullmatch(unit.source) if unit.kind == "verbatim" else None
    if not match or len(match[1]) != len(match[3]):
        return unit
    (adapted,) = parse(f"({match[2].strip()}:{_WEIGHT_PER_LEVEL ** len(match[1]):.2f})")
    reason = f"stands for {unit.source}, which ComfyUI reads as plain text"
    decisions.append(Decision("added", adapted.source, reason))
    return adapted


def _names(units: Iterable[Unit]) -> set[str]:
    return {name for unit in units for name in unit.names or (unit.source,)}


def _without(units: list[Unit], unwanted: list[Unit], decisions: list[Decision]) -> list[Unit]:
    names = _names(unwanted)
    kept = []
    for unit in units:
        if len(unit.names) <= 1 and names & _names([unit]):
            decisions.append(Decision("removed", unit.source, "named in remove"))
        else:
            kept.append(unit)
    there = _names(units)
    for unit in unwanted:
        if not there & _names([unit]):
            decisions.append(Decision("warning", unit.source, "to remove, but not in the negative"))
    return kept


def _without_contradictions(
    preset: ModelPreset, units: list[Unit], positive: str, decisions: list[Decision]
) -> list[Unit]:
    wanted = _names(parse(positive))
    adult = {unit.names[0] for r in _ADULT_RATINGS for unit in parse(preset.tags.rating[r])}
    kept = []
    for unit in units:
        both = wanted.intersection(unit.names)
        if adult & wanted and adult.intersection(unit.names):
            both = adult & wanted
        if both and len(unit.names) == 1:
            reason = f"the positive prompt has {min(both)}"
            decisions.append(Decision("removed", unit.source, reason))
            continue
        if both:
            reason = f"contradicts {min(both)} in the positive prompt"
            decisions.append(Decision("warning", unit.source, reason))
        kept.append(unit)
    return kept
