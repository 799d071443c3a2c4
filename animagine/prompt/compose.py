"""Compose a positive prompt in the order that the model was trained on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from .. import choices
from ..grammar import Unit, parse, render
from ..models import QUALITY_SLOTS, ModelPreset, presets
from ..reader import Note
from ..report import Report, Result
from ..vocabulary import Vocabulary, special_tags, unknown, vocabulary_of
from .fields import Fields, read_fields
from .order import in_order, misplaced, order_of, slots_in
from .tidy import drop_duplicates, one_rating, report_brackets

NONE, RECOMMENDED = special_tags.NONE, special_tags.RECOMMENDED
DOCUMENTED = "documented"
NAMED = ("character", "series", "artist")


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
    typed: dict[str, list[Unit | Note]] = {}
    report = Report(typed)
    texts = {"count": count, "character": character, "series": series, "artist": artist,
             "general": general, "tags": tags}  # fmt: skip
    fields = read_fields(vocabulary, texts, typed, report, remove_duplicates=remove_duplicates)
    documented = quality_position == DOCUMENTED
    position: str = preset.quality_block.position if documented else quality_position
    by_slot, order, filled_count = _place(vocabulary, fields, position, report)
    widgets = {"rating": rating, "year": year, "quality": quality}
    filled = [*filled_count, *_fill_in(vocabulary, by_slot, fields.later, widgets, report)]
    if filled:
        report.added(", ".join(filled), "from_widgets")
    by_slot["rating"], other_ratings = one_rating(preset, by_slot["rating"])
    for unit, kept in other_ratings:
        report.removed(unit, "rating_already", other=kept.source)
    units = in_order(vocabulary, by_slot, order) + fields.later
    if remove_duplicates:
        units = drop_duplicates(units, report)
    report_brackets(units, report, escape=escape_parentheses)
    unknown.warn_of_unknown(vocabulary, units, report)
    _warn_of_scenery(units, filled_count, report)
    text = render(units, escape=escape_parentheses, underscores=underscores_to_spaces)
    return Result(text, report.decisions)


def _place(
    vocabulary: Vocabulary, fields: Fields, position: str, report: Report
) -> tuple[dict[str, list[Unit]], Sequence[str], list[str]]:
    """The units by slot, the order of the slots, and what the count field fills in.

    Special tags go where they belong, others to the slot of their field.
    """
    heads = fields.heads
    counts, others, filled_in = _counts(vocabulary, fields, report)
    text = [*others, *heads["general"], *heads["tags"]]
    whole_prompt = not any(heads[field] for field in NAMED)
    before = counts if filled_in else []
    slots, found = slots_in(vocabulary, [*before, *text], whole_prompt=whole_prompt)
    order = order_of(vocabulary.preset, position, found)
    by_slot: dict[str, list[Unit]] = {slot: [] for slot in order}
    for field in NAMED:
        for unit in heads[field]:
            slot = vocabulary.slot_of(unit) or field
            by_slot[slot].append(unit)
            if slot != field:
                report.moved(unit, "moved_to", slot=slot)
    of_text = slots[len(before) :]
    general = of_text[: len(others) + len(heads["general"])]
    tags = of_text[len(general) :]
    moved = misplaced(general, order)
    if "general" in tags:  # selectors give only special tags, in any order
        moved += [len(general) + index for index in misplaced(tags, order)]
    for index in moved:
        if of_text[index] != "character":
            report.moved(text[index], "moved_to", slot=of_text[index])
    for unit, slot in zip(text, of_text, strict=True):
        by_slot[slot].append(unit)
    by_slot["count"] += counts
    return by_slot, order, filled_in


def _counts(
    vocabulary: Vocabulary, fields: Fields, report: Report
) -> tuple[list[Unit], list[Unit], list[str]]:
    """What of the count field is a count, what is general, and the tags that it fills in.

    It fills in only what no other text says, in any part of the prompt.
    """
    elsewhere = [unit for field, of in fields.heads.items() if field != "count" for unit in of]
    elsewhere += fields.later
    said = unknown.slots_filled(vocabulary, elsewhere).get("count")
    same = {tag for unit in elsewhere for tag in unit.tags} if said else set()
    kept: list[Unit] = []
    others: list[Unit] = []
    for unit in fields.heads["count"]:
        slot = vocabulary.slot_of(unit)
        if slot == "count" and said:
            if not same.issuperset(unit.tags):
                report.removed(unit, "replaced_by", other=said)
            elif unit.kind == "group":
                kept.append(unit)  # the same tags, but with a weight
        elif slot == "count" or unit.kind != "tag":
            kept.append(unit)
        else:
            others.append(unit)
            if not slot:
                report.moved(unit, "moved_to", slot="general")
    filled = [unit.source for unit in kept if not said and vocabulary.slot_of(unit) == "count"]
    return kept, others, filled


def _fill_in(
    vocabulary: Vocabulary,
    by_slot: dict[str, list[Unit]],
    later: list[Unit],
    widgets: Mapping[str, str],
    report: Report,
) -> list[str]:
    """Add what the rating, year and quality widgets say where the texts have no such tag.

    The tags that were added.
    """
    preset = vocabulary.preset
    units = [unit for of in (*by_slot.values(), later) for unit in of]
    tags = {tag for unit in units for tag in unit.tags}
    typed: dict[str, str] = {}
    for slot, tag in unknown.slots_filled(vocabulary, units).items():
        typed.setdefault("quality" if slot in QUALITY_SLOTS else slot, tag)
    wanted = {
        "rating": special_tags.rating(preset, widgets["rating"]),
        "year": special_tags.year(preset, widgets["year"]),
        "quality": special_tags.quality(preset, widgets["quality"]),
    }
    added: list[str] = []
    for slot, text in wanted.items():
        missing = [unit for unit in parse(text) if unit.tags[0] not in tags]
        if not missing:
            continue
        if slot in typed:
            ignored = ", ".join(unit.source for unit in missing)
            report.ignored(ignored, "not_added", other=typed[slot])
            continue
        added += [unit.source for unit in missing]
        for unit in missing:
            by_slot[vocabulary.slot_of(unit) or "general"].append(unit)
    return added


def _warn_of_scenery(units: Sequence[Unit], filled_count: Sequence[str], report: Report) -> None:
    """A count that nobody typed, beside tags of scenery without people."""
    scene = unknown.scenery_without_people(units) if filled_count else None
    if scene:
        report.warning(scene, "no_people", "write_no_humans", count=", ".join(filled_count))
