"""Compose a positive prompt in the order that the model was trained on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from . import choices, presets, special_tags
from .duplicates import drop_duplicates
from .placement import first_segment, misplaced, names_before_rating
from .presets import ModelPreset
from .report import Decision, Result, mended_brackets
from .special_tags import NONE, RECOMMENDED
from .tags import Unit, parse, render
from .vocabulary import foreign, ranks, slot_of, slots

DOCUMENTED = "documented"
_QUALITY_SLOTS = frozenset({"quality", "score", "aesthetic"})
_YEAR = re.compile(r"year \d+")


@cache
def composer_choices() -> Mapping[str, Sequence[str]]:
    """Options of the composer's combos by input id; the first but `rating`'s is the default."""
    *years, none = special_tags.year_choices()
    *ratings, _ = special_tags.rating_choices()
    return {
        "model": presets.names(),
        "rating": [NONE, *ratings],
        "year": [none, *years],
        "quality": [RECOMMENDED, NONE],
        "quality_position": [DOCUMENTED, "start", "end"],
    }


def compose(
    preset: ModelPreset,
    *,
    count: str = "1girl",
    character: str = "",
    series: str = "",
    artist: str = "",
    rating: str = "safe",
    general: str = "",
    year: str = NONE,
    quality: str = RECOMMENDED,
    tags: str | None = "",
    quality_position: str = DOCUMENTED,
    escape_parentheses: bool = True,
    underscores_to_spaces: bool = True,
    remove_duplicates: bool = True,
) -> Result:
    """One prompt of all fields, and every decision that was taken on the way.

    A tag that was typed, or came in through `tags`, beats the choice of its slot. Raises ValueError
    for a choice that is not allowed.
    """
    choices.check(
        composer_choices(),
        rating=rating,
        year=year,
        quality=quality,
        quality_position=quality_position,
    )
    typed = {
        "count": parse(count),
        "character": parse(character),
        "series": parse(series),
        "artist": parse(artist),
        "general": parse(general),
        "tags": parse(tags or ""),
    }
    decisions: list[Decision] = []
    block = preset.quality_block
    position = block.position if quality_position == DOCUMENTED else quality_position
    order = [*block.order, *preset.order] if position == "start" else [*preset.order, *block.order]
    placed, later = _place(preset, typed, order, decisions)
    _fill_in(preset, placed, {"rating": rating, "year": year, "quality": quality}, decisions)
    for slot in block.order:
        placed[slot].sort(key=lambda unit: ranks(preset).get(unit.names[0], 0))

    units = [unit for slot in order for unit in placed[slot]] + later
    if remove_duplicates:
        units = drop_duplicates(units, decisions)
    decisions += mended_brackets(units, escape=escape_parentheses)
    decisions += _unknown_words(preset, units)
    text = render(units, escape=escape_parentheses, underscores=underscores_to_spaces)
    return Result(text, decisions)


def _place(
    preset: ModelPreset,
    typed: Mapping[str, list[Unit]],
    order: Sequence[str],
    decisions: list[Decision],
) -> tuple[dict[str, list[Unit]], list[Unit]]:
    """The units of the first segments by slot, and all that follows a `BREAK` as it stands."""
    placed: dict[str, list[Unit]] = {slot: [] for slot in order}
    later: list[Unit] = []
    whole_prompt = not (typed["character"] or typed["series"] or typed["artist"])
    counts_elsewhere: list[str] = []
    for field in ("character", "series", "artist", "general", "tags", "count"):
        head, rest = first_segment(typed[field])
        later += rest
        known = [slot_of(preset, unit) for unit in head]
        if field == "count":
            _place_counts(head, known, counts_elsewhere, placed, decisions)
            continue
        home = "general" if field == "tags" else field
        landed = [slot or home for slot in known]
        if whole_prompt and home == "general":
            for index in names_before_rating(landed):
                landed[index] = "character"
        for unit, slot in zip(head, landed, strict=True):
            placed[slot].append(unit)
            if slot == "count" or len(unit.names) > 1:
                counts_elsewhere += [n for n in unit.names if slots(preset).get(n) == "count"]
        moved = misplaced(landed, order) if home == "general" else range(len(head))
        if field != "tags":
            for index in moved:
                if landed[index] != home or home == "general":
                    reason = f"belongs to {landed[index]}"
                    decisions.append(Decision("moved", head[index].source, reason))
    return placed, later


def _place_counts(
    units: list[Unit],
    known: list[str | None],
    counts_elsewhere: list[str],
    placed: dict[str, list[Unit]],
    decisions: list[Decision],
) -> None:
    """The count field fills in only what no other text says; what is no count goes to general."""
    others: list[Unit] = []
    for unit, slot in zip(units, known, strict=True):
        if slot == "count" and counts_elsewhere:
            if counts_elsewhere != list(unit.names):
                reason = f"{counts_elsewhere[0]} is in another text"
                decisions.append(Decision("removed", unit.source, reason))
        elif slot or unit.kind == "verbatim":
            placed[slot or "count"].append(unit)
        else:
            others.append(unit)
            decisions.append(Decision("moved", unit.source, "belongs to general"))
    placed["general"][:0] = others


def _fill_in(
    preset: ModelPreset,
    placed: dict[str, list[Unit]],
    chosen: Mapping[str, str],
    decisions: list[Decision],
) -> None:
    """Add what was chosen for rating, year and quality where the texts have no such tag."""
    names = dict.fromkeys(n for units in placed.values() for unit in units for n in unit.names)
    typed: dict[str, str] = {}
    for name, slot in slots(preset).items():
        if name in names:
            typed.setdefault("quality" if slot in _QUALITY_SLOTS else slot, name)
    wanted = {
        "rating": special_tags.rating(preset, chosen["rating"]),
        "year": special_tags.year(preset, chosen["year"]),
        "quality": special_tags.quality(preset, chosen["quality"]),
    }
    for slot, text in wanted.items():
        missing = [unit for unit in parse(text) if unit.names[0] not in names]
        if not missing:
            continue
        if slot in typed:
            decisions.append(Decision("removed", text, f"{typed[slot]} was typed"))
            continue
        for unit in missing:
            placed[slot_of(preset, unit) or "general"].append(unit)
        if text != chosen[slot]:
            decisions.append(Decision("added", text, f"{slot} is {chosen[slot]}"))
    _keep_one_rating(preset, placed["rating"], decisions)


def _keep_one_rating(preset: ModelPreset, units: list[Unit], decisions: list[Decision]) -> None:
    """A picture has one rating: the first typed stays, with the tags that form it."""
    if not units:
        return
    forms = [{unit.names[0] for unit in parse(text)} for text in preset.tags.rating.values()]
    first = units[0].names[0]
    together = set().union(*(form for form in forms if first in form))
    for unit in units[1:]:
        if not together.intersection(unit.names):
            reason = f"{units[0].source} is the rating already"
            decisions.append(Decision("removed", unit.source, reason))
    units[1:] = [unit for unit in units[1:] if together.intersection(unit.names)]


def _unknown_words(preset: ModelPreset, units: list[Unit]) -> list[Decision]:
    """Warn of the special words of other models, and of years that this one does not know."""
    found = []
    known, other = slots(preset), foreign(preset)
    for unit in units:
        for name in unit.names:
            if name in other:
                reason = f"{preset.title} does not know it; it belongs to {other[name]}"
                found.append(Decision("warning", unit.source, reason))
            elif name.startswith("year ") and name not in known and _YEAR.fullmatch(name):
                years = [era.tag for era in preset.tags.year]
                reason = f"{preset.title} knows {years[0]} to {years[-1]}"
                found.append(Decision("warning", unit.source, reason))
    return found
