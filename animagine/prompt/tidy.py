"""What is tidied in a list of units, each time with a decision."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..grammar import Unit, parse
from ..models import ModelPreset
from ..report import Report
from ..vocabulary import vocabulary_of

CAPTION_SEPARATOR = "|||"  # of the authors' training captions, removed before training


def drop_caption_separators(text: str, report: Report) -> str:
    """`text` with a comma for each `|||`, as long as before, so that offsets in it stay true.

    Inside `{a ||| b}` and other units that belong to another tool it stays.
    """
    if CAPTION_SEPARATOR not in text:
        return text
    parts = []
    at = 0
    for unit in parse(text):
        if unit.kind in ("tag", "group"):
            tags = text[unit.start : unit.end].replace(CAPTION_SEPARATOR, ",  ")
            parts += [text[at : unit.start], tags]
            at = unit.end
    separated = "".join([*parts, text[at:]])
    if separated != text:
        report.removed(CAPTION_SEPARATOR, "caption_separator")
    return separated


def drop_duplicates(units: Iterable[Unit], report: Report) -> list[Unit]:
    """`units` with each tag once between two `BREAK`s: first place wins, weight beats no weight.

    Groups of several tags, wildcards and the like are not touched.
    """
    kept: list[Unit] = []
    place: dict[str, int] = {}
    for unit in units:
        tags = unit.tags
        if len(tags) != 1:
            if unit.kind == "separator":
                place = {}
            kept.append(unit)
            continue
        at = place.setdefault(tags[0], len(kept))
        if at == len(kept):
            kept.append(unit)
        elif unit.kind == "group" and kept[at].kind == "tag":
            report.removed(kept[at], "duplicate_weighted", other=unit.source)
            kept[at] = unit
        else:
            report.removed(unit, "duplicate", other=kept[at].source)
    return kept


def one_rating(
    preset: ModelPreset, units: Iterable[Unit]
) -> tuple[list[Unit], list[tuple[Unit, Unit]]]:
    """The first of the rating `units` with those that form one rating with it, and the others.

    Each of the others comes with the unit that is the rating already.
    """
    forms: Sequence[frozenset[str]] = vocabulary_of(preset).rating_forms
    kept: list[Unit] = []
    others: list[tuple[Unit, Unit]] = []
    units = list(units)
    joint = any(form.issuperset(("nsfw", "explicit")) for form in forms)
    if len(units) > 1 and units[0].tags == ("nsfw",) and not joint:
        # `nsfw, explicit` is one rating to other models: the stronger is meant.
        units.sort(key=lambda unit: unit.tags != ("explicit",))
    for unit in units:
        possible = [form for form in forms if form.intersection(unit.tags)]
        if kept and not possible:
            others.append((unit, kept[0]))
        else:
            forms = possible
            kept.append(unit)
    return kept, others


def report_brackets(units: Iterable[Unit], report: Report, *, escape: bool = True) -> None:
    """A decision for each unit whose brackets ComfyUI would have read as something else."""
    for unit in units:
        mended = escape and unit.escaped != unit.source
        if unit.warning and mended:
            report.warning(unit, unit.warning, "written_as", replacement=unit.escaped)
        elif unit.warning:
            report.warning(unit, unit.warning)
        elif mended:
            report.escaped(unit, "would_read_as_weight", replacement=unit.escaped)
