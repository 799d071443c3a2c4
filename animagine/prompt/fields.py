"""The texts of the composer's fields, read: documents cut, tags in the model's form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ..grammar import Unit, replace, segments
from ..reader import Note, read
from ..report import Report
from ..vocabulary import Vocabulary, meanings
from .tidy import drop_caption_separators, drop_duplicates


class Fields(NamedTuple):
    """Each field's units before its first `BREAK`, and all that comes after one."""

    heads: dict[str, list[Unit]]
    later: list[Unit]


def read_fields(
    vocabulary: Vocabulary,
    texts: Mapping[str, str | None],
    typed: dict[str, list[Unit | Note]],
    report: Report,
    *,
    remove_duplicates: bool,
) -> Fields:
    """The units of `texts`, by input id; `typed`, which `report` looks into, gets their pieces."""
    heads: dict[str, list[Unit]] = {}
    later: list[Unit] = []
    readings = {}
    for field, text in texts.items():
        text = drop_caption_separators(text or "", report)
        readings[field] = read(text, vocabulary.slots)
        typed[field] = readings[field].pieces
    for field, reading in readings.items():
        reading.report(report)
        units = reading.units
        if field == "artist":
            units = [_unmarked(unit, report) for unit in units]
        units = meanings.written(vocabulary, units, report)
        if remove_duplicates:
            units = drop_duplicates(units, report)
        heads[field], *rest = segments(units)
        later += [unit for part in rest for unit in part]
    return Fields(heads, later)


def _unmarked(unit: Unit, report: Report) -> Unit:
    """`unit` of the artist field without `by`, `artist:` or `@`, which is reported."""
    name = meanings.unmarked_artist(unit.tags[0]) if len(unit.tags) == 1 else ""
    typed = meanings.unmarked_artist(unit.source) if unit.kind == "tag" else name
    if not name or not typed:
        return unit
    (new,) = replace(unit, {unit.tags[0]: typed})  # without a comma it is one
    report.changed(unit, "artist_unmarked", replacement=new.source)
    return new._replace(start=unit.start, end=unit.end)
