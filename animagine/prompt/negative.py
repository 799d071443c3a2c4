"""The recommended negative prompt, fitted to ComfyUI and to the positive."""

from __future__ import annotations

import re

from .. import choices
from ..grammar.pieces import WEIGHT_PER_LEVEL
from ..grammar.scan import COMMAS
from ..grammar.units import Unit, parse, render
from ..models.preset import ModelPreset
from ..report import Decision, Result
from ..vocabulary.special_tags import NONE, RECOMMENDED
from .tidy import drop_duplicates, mended_brackets

# One `[...]` of another program, without its own syntax inside: `[abstract]`, `[[text]]`.
_DOWN_WEIGHT = re.compile(rf"(\[+)([^\[\]():|\\{COMMAS}]+)(\]+)")
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
    additional: str | None = "",
    remove: str | None = "",
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
    units = _without([*parse(text), *parse(additional)], parse(remove), decisions)
    units = _without_contradictions(preset, units, positive, decisions)
    if adapt:
        units = [_adapted(unit, decisions) for unit in units]
    units = drop_duplicates(units, decisions)
    decisions += mended_brackets(units)
    return Result(render(units), decisions)


def _in_host_syntax(unit: Unit) -> Unit:
    """`[tag]` as the weight group that it means, anything else as it is."""
    match = _DOWN_WEIGHT.fullmatch(unit.source) if unit.kind == "verbatim" else None
    if not match or len(match[1]) != len(match[3]) or not match[2].strip():
        return unit
    weight = WEIGHT_PER_LEVEL ** -len(match[1])
    found = parse(f"({match[2].strip()}:{weight:.2f})")
    return found[0] if len(found) == 1 and found[0].names else unit


def _adapted(unit: Unit, decisions: list[Decision]) -> Unit:
    adapted = _in_host_syntax(unit)
    if adapted is not unit:
        reason = f"stands for {unit.source}, which ComfyUI reads as plain text"
        decisions.append(Decision("added", adapted.source, reason))
    return adapted


def _names(unit: Unit) -> set[str]:
    """What the unit holds, in normal form; its own text where no tag is in it."""
    return set(_in_host_syntax(unit).names or (unit.source,))


def _without(units: list[Unit], unwanted: list[Unit], decisions: list[Decision]) -> list[Unit]:
    names = {name for unit in unwanted for name in _names(unit)}
    kept = []
    for unit in units:
        found = names & _names(unit)
        if found and len(_names(unit)) == 1:
            decisions.append(Decision("removed", unit.source, "named in remove"))
            continue
        if found:
            reason = f"has {min(found)}, which is to be removed, in a group with other tags"
            decisions.append(Decision("warning", unit.source, reason))
        kept.append(unit)
    there = {name for unit in units for name in _names(unit)}
    for unit in unwanted:
        if not there & _names(unit):
            decisions.append(Decision("warning", unit.source, "to remove, but not in the negative"))
    return kept


def _without_contradictions(
    preset: ModelPreset, units: list[Unit], positive: str | None, decisions: list[Decision]
) -> list[Unit]:
    wanted = {name for unit in parse(positive) for name in unit.names}
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
