"""Compose a positive prompt in the order that the model was trained on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from .. import choices
from ..grammar import Unit, parse, render, segments
from ..models import QUALITY_SLOTS, ModelPreset, presets
from ..report import Report, Result
from ..vocabulary import Vocabulary, special_tags, vocabulary_of, warn_of_unknown
from .order import in_order, misplaced, slots_in
from .tidy import drop_caption_separators, drop_duplicates, one_rating, report_brackets

NONE, RECOMMENDED = special_tags.NONE, special_tags.RECOMMENDED
DOCUMENTED = "documented"
_TEXTS = ("character", "series", "artist", "general", "tags")  # all but count, in output order
_NO_COUNT = "no humans"  # Danbooru's tag for an image without people: it has no count


@cache
def composer_choices() -> Mapping[str, Sequence[str]]:
    """Options of the composer's combos by input id; the first but `rating`'s is the default."""
    *years, none = special_tags.year_choices()
    *ratings, _ = special_tags.rating_choices()
    return {
        "model": presets.model_ids(),
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
    """One prompt of all fields, and every decision on the way.

    A tag that was typed, or came in through `tags`, overrides the widget of its slot; a count does
    so only before the first `BREAK`, as each part of an image may have its own. Tags of one slot
    keep the order in which they were typed. Raises ValueError for an unknown choice.
    """
    choices.require(
        composer_choices(),
        rating=rating,
        year=year,
        quality=quality,
        quality_position=quality_position,
    )
    vocabulary = vocabulary_of(preset)
    typed: dict[str, list[Unit]] = {}
    report = Report(typed)
    texts = (("count", count), ("character", character), ("series", series), ("artist", artist),
             ("general", general), ("tags", tags))  # fmt: skip
    for field, text in texts:
        typed[field] = parse(drop_caption_separators(text or "", report))
    heads: dict[str, list[Unit]] = {}
    later: list[Unit] = []
    for field, units in typed.items():
        if remove_duplicates:
            units = drop_duplicates(units, report)
        heads[field], *rest = segments(units)
        later += [unit for part in rest for unit in part]

    documented = quality_position == DOCUMENTED
    position: str = preset.quality_block.position if documented else quality_position
    by_slot = _place(vocabulary, heads, preset.slots_in_order(position), report)
    widgets = {"rating": rating, "year": year, "quality": quality}
    _fill_in(vocabulary, by_slot, later, widgets, report)
    by_slot["rating"], other_ratings = one_rating(preset, by_slot["rating"])
    for unit, kept in other_ratings:
        report.removed(unit, "rating_already", other=kept.source)
    units = in_order(vocabulary, by_slot, position) + later
    if remove_duplicates:
        units = drop_duplicates(units, report)
    report_brackets(units, report, escape=escape_parentheses)
    warn_of_unknown(vocabulary, units, report)
    text = render(units, escape=escape_parentheses, underscores=underscores_to_spaces)
    return Result(text, report.decisions)


def _place(
    vocabulary: Vocabulary,
    heads: Mapping[str, list[Unit]],
    order: Sequence[str],
    report: Report,
) -> dict[str, list[Unit]]:
    """The units by slot: special tags where they belong, others in the slot of their field."""
    by_slot: dict[str, list[Unit]] = {slot: [] for slot in order}
    whole_prompt = not (heads["character"] or heads["series"] or heads["artist"])
    for field in _TEXTS:
        units = heads[field]
        home = "general" if field == "tags" else field
        in_general = home == "general"
        slots, names = slots_in(vocabulary, units, home, whole_prompt=whole_prompt and in_general)
        if not in_general:
            moved = [index for index, slot in enumerate(slots) if slot != home]
        elif field == "tags" and home not in slots:
            moved = []  # selectors give only special tags, in any order
        else:
            moved = misplaced(slots, order)
        for index in moved:
            if index not in names:
                report.moved(units[index], "moved_to", slot=slots[index])
        for unit, slot in zip(units, slots, strict=True):
            by_slot[slot].append(unit)
    _place_counts(vocabulary, heads, by_slot, report)
    return by_slot


def _place_counts(
    vocabulary: Vocabulary,
    heads: Mapping[str, list[Unit]],
    by_slot: dict[str, list[Unit]],
    report: Report,
) -> None:
    """The count field fills in only what no other text says; what is not a count is general."""
    elsewhere = [
        tag
        for field in _TEXTS
        for unit in heads[field]
        for tag in unit.tags
        if vocabulary.slots.get(tag) == "count" or tag == _NO_COUNT
    ]
    others: list[Unit] = []
    for unit in heads["count"]:
        slot = vocabulary.slot_of(unit)
        if slot == "count" and elsewhere:
            if not set(unit.tags) <= set(elsewhere):
                report.removed(unit, "replaced_by", other=elsewhere[0])
            elif unit.kind == "group":
                by_slot["count"].append(unit)  # the same tags, but with a weight
        elif slot or unit.kind != "tag":
            by_slot[slot or "count"].append(unit)
        else:
            others.append(unit)
            report.moved(unit, "moved_to", slot="general")
    by_slot["general"][:0] = others


def _fill_in(
    vocabulary: Vocabulary,
    by_slot: dict[str, list[Unit]],
    later: list[Unit],
    widgets: Mapping[str, str],
    report: Report,
) -> None:
    """Add what the rating, year and quality widgets say where the texts have no such tag."""
    preset = vocabulary.preset
    tags = dict.fromkeys(
        tag for units in (*by_slot.values(), later) for unit in units for tag in unit.tags
    )
    typed: dict[str, str] = {}
    for tag in tags:
        if slot := vocabulary.slots.get(tag):
            typed.setdefault("quality" if slot in QUALITY_SLOTS else slot, tag)
    wanted = {
        "rating": special_tags.rating(preset, widgets["rating"]),
        "year": special_tags.year(preset, widgets["year"]),
        "quality": special_tags.quality(preset, widgets["quality"]),
    }
    for slot, text in wanted.items():
        missing = [unit for unit in parse(text) if unit.tags[0] not in tags]
        if not missing:
            continue
        if slot in typed:
            ignored = ", ".join(unit.source for unit in missing)
            report.ignored(ignored, "not_added", other=typed[slot])
            continue
        for unit in missing:
            by_slot[vocabulary.slot_of(unit) or "general"].append(unit)
        if text != widgets[slot]:
            report.added(text, "set_to", slot=slot, choice=widgets[slot])
