"""Compose a positive prompt in the order that the model was trained on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from .. import choices
from ..grammar.segments import first_segment
from ..grammar.units import Unit, parse, render
from ..models import presets
from ..models.preset import ModelPreset
from ..models.slots import QUALITY_SLOTS
from ..report import Decision, Result
from ..vocabulary import special_tags
from ..vocabulary.lookup import slot_of, slots
from ..vocabulary.special_tags import NONE, RECOMMENDED
from ..vocabulary.unknown import foreign_words
from .order import in_order, misplaced, names_before_rating
from .tidy import drop_duplicates, mended_brackets, one_rating

DOCUMENTED = "documented"
_TEXTS = ("character", "series", "artist", "general", "tags")  # all but count, in output order
_NO_COUNT = "no humans"  # Danbooru's tag for a picture that has no count
_CAPTION_SEPARATOR = "|||"  # of the authors' training captions, taken out before training


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
    count: str | None = "1girl",
    character: str | None = "",
    series: str | None = "",
    artist: str | None = "",
    rating: str = "safe",
    general: str | None = "",
    year: str = NONE,
    quality: str = RECOMMENDED,
    tags: str | None = "",
    quality_position: str = DOCUMENTED,
    escape_parentheses: bool = True,
    underscores_to_spaces: bool = True,
    remove_duplicates: bool = True,
) -> Result:
    """One prompt of all fields, and every decision that was taken on the way.

    A tag that was typed, or came in through `tags`, beats the choice of its slot; a count does so
    before the first `BREAK` alone, as each part of a picture may have its own. Tags of one slot
    keep the order in which they were typed. Raises ValueError for a choice that is not allowed.
    """
    choices.check(
        composer_choices(),
        rating=rating,
        year=year,
        quality=quality,
        quality_position=quality_position,
    )
    decisions: list[Decision] = []
    heads: dict[str, list[Unit]] = {}
    later: list[Unit] = []
    texts = (("count", count), ("character", character), ("series", series), ("artist", artist),
             ("general", general), ("tags", tags))  # fmt: skip
    for field, text in texts:
        units = parse(text)
        if text and _CAPTION_SEPARATOR in text:
            units = _without_caption_separators(units, decisions)
        if remove_duplicates:
            units = drop_duplicates(units, decisions)
        heads[field], rest = first_segment(units)
        later += rest
    block = preset.quality_block
    position = block.position if quality_position == DOCUMENTED else quality_position
    order = [*block.order, *preset.order] if position == "start" else [*preset.order, *block.order]

    placed = _place(preset, heads, order, decisions)
    chosen = {"rating": rating, "year": year, "quality": quality}
    _fill_in(preset, placed, later, chosen, decisions)
    placed["rating"] = one_rating(preset, placed["rating"], decisions)
    units = in_order(preset, placed, position) + later
    if remove_duplicates:
        units = drop_duplicates(units, decisions)
    decisions += mended_brackets(units, escape=escape_parentheses)
    decisions += foreign_words(preset, units)
    text = render(units, escape=escape_parentheses, underscores=underscores_to_spaces)
    return Result(text, decisions)


def _without_caption_separators(units: list[Unit], decisions: list[Decision]) -> list[Unit]:
    found = [unit for unit in units if unit.source == _CAPTION_SEPARATOR]
    reason = "it parts training captions and never stood in one that was trained on"
    decisions += [Decision("removed", unit.source, reason) for unit in found]
    return [unit for unit in units if unit.source != _CAPTION_SEPARATOR]


def _place(
    preset: ModelPreset,
    heads: Mapping[str, list[Unit]],
    order: Sequence[str],
    decisions: list[Decision],
) -> dict[str, list[Unit]]:
    """The units by slot: special tags where they belong, others in the slot of their field."""
    placed: dict[str, list[Unit]] = {slot: [] for slot in order}
    whole_prompt = not (heads["character"] or heads["series"] or heads["artist"])
    for field in _TEXTS:
        units = heads[field]
        home = "general" if field == "tags" else field
        landed = [slot_of(preset, unit) or home for unit in units]
        names: list[int] = []
        if home == "general":
            names = names_before_rating(units, landed) if whole_prompt else []
            for index in names:
                landed[index] = "character"
            moved = misplaced(landed, order)
            if field == "tags" and home not in landed:
                moved = []  # selectors give special tags alone, in any order
        else:
            moved = [index for index, slot in enumerate(landed) if slot != home]
        for index in moved:
            if index not in names:
                reason = f"belongs to {landed[index]}"
                decisions.append(Decision("moved", units[index].source, reason))
        for unit, slot in zip(units, landed, strict=True):
            placed[slot].append(unit)
    _place_counts(preset, heads, placed, decisions)
    return placed


def _place_counts(
    preset: ModelPreset,
    heads: Mapping[str, list[Unit]],
    placed: dict[str, list[Unit]],
    decisions: list[Decision],
) -> None:
    """The count field fills in only what no other text says; what is no count goes to general."""
    known = slots(preset)
    elsewhere = [
        name
        for field in _TEXTS
        for unit in heads[field]
        for name in unit.names
        if known.get(name) == "count" or name == _NO_COUNT
    ]
    others: list[Unit] = []
    for unit in heads["count"]:
        slot = slot_of(preset, unit)
        if slot == "count" and elsewhere:
            if not set(unit.names) <= set(elsewhere):
                reason = f"{elsewhere[0]} is in another text"
                decisions.append(Decision("removed", unit.source, reason))
            elif unit.kind == "group":
                placed["count"].append(unit)  # the same tags, but with a weight
        elif slot or unit.kind != "tag":
            placed[slot or "count"].append(unit)
        else:
            others.append(unit)
            decisions.append(Decision("moved", unit.source, "belongs to general"))
    placed["general"][:0] = others


def _fill_in(
    preset: ModelPreset,
    placed: dict[str, list[Unit]],
    later: list[Unit],
    chosen: Mapping[str, str],
    decisions: list[Decision],
) -> None:
    """Add what was chosen for rating, year and quality where the texts have no such tag."""
    names = dict.fromkeys(
        name for units in (*placed.values(), later) for unit in units for name in unit.names
    )
    known = slots(preset)
    typed: dict[str, str] = {}
    for name in names:
        if slot := known.get(name):
            typed.setdefault("quality" if slot in QUALITY_SLOTS else slot, name)
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
            tags = ", ".join(unit.source for unit in missing)
            decisions.append(Decision("removed", tags, f"{typed[slot]} was typed"))
            continue
        for unit in missing:
            placed[slot_of(preset, unit) or "general"].append(unit)
        if text != chosen[slot]:
            decisions.append(Decision("added", text, f"{slot} is {chosen[slot]}"))
