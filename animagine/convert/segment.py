"""One segment of a prompt with other tags in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from ..grammar import Unit, parse
from ..models import BLOCK_SLOTS, QUALITY_SLOTS, ModelPreset
from ..prompt import tidy
from ..report import Report
from ..vocabulary import equivalents, vocabulary_of
from .change import changed


class Plan(NamedTuple):
    """What is to become of a segment.

    `text` takes the place of the first of the `replaced` units, or the front; what else is in
    `changes`, by normal form, is written in place.
    """

    replaced: Sequence[Unit] = ()
    text: str = ""
    in_front: bool = False
    changes: Mapping[str, equivalents.Change] = MappingProxyType({})


def written(units: Sequence[Unit], plan: Plan, new: ModelPreset, report: Report) -> list[Unit]:
    """`units` after `plan`; what comes in twice by it stays once."""
    found: list[Unit] = []
    if plan.replaced and plan.in_front:
        found = _replacement(plan.replaced, new, plan.text, report)
    origins: dict[str, set[str]] = {unit.tags[0]: {""} for unit in found if unit.tags}
    to_replace = set(map(id, plan.replaced))
    for unit in units:
        if id(unit) not in to_replace:
            now, origin = changed(unit, plan.changes, report), ", ".join(unit.tags)
        elif unit is plan.replaced[0] and not plan.in_front:
            now, origin = _replacement(plan.replaced, new, plan.text, report), ""
        else:
            continue
        found += now
        for one in now:
            if len(one.tags) == 1:
                origins.setdefault(one.tags[0], set()).add(origin)
    doubled = {tag for tag, of in origins.items() if len(of) > 1}
    return _once(found, doubled, report)


def _replacement(units: Iterable[Unit], new: ModelPreset, text: str, report: Report) -> list[Unit]:
    tags = ", ".join(unit.source for unit in units)
    replacement = parse(text)
    if tags != text:
        report.changed(tags, "becomes", "recommended", replacement=text, model=new.title)
    for unit in replacement:
        if unit.kind == "verbatim":
            report.warning(unit.source, "brackets_kept")
    return replacement


def _once(units: list[Unit], doubled: set[str], report: Report) -> list[Unit]:
    """`units` with each tag of `doubled` once; what was typed twice stays twice."""
    copies = [unit for unit in units if len(unit.tags) == 1 and unit.tags[0] in doubled]
    left = {unit.tags[0]: unit for unit in tidy.drop_duplicates(copies, report)}
    kept = []
    for unit in units:
        if len(unit.tags) != 1 or unit.tags[0] not in doubled:
            kept.append(unit)
        elif unit.tags[0] in left:
            kept.append(left.pop(unit.tags[0]))
    return kept


def placed(
    old: ModelPreset, new: ModelPreset, units: list[Unit], whole: bool, report: Report
) -> list[Unit]:
    """The quality block where the model card of `new` has it, in the order in which it was typed.

    A `whole` recommended block keeps the outer end, in the order of the card.
    """
    slots = [vocabulary_of(new).slot_of(unit) for unit in units]
    if QUALITY_SLOTS.isdisjoint(slots):
        return units  # `absurdres` by itself is not a quality block
    pairs = list(zip(units, slots, strict=True))
    body = [unit for unit, slot in pairs if slot not in BLOCK_SLOTS]
    block = [unit for unit, slot in pairs if slot in BLOCK_SLOTS]
    at_start = new.quality_block.position == "start"
    if at_start and old.quality_block.position == "start" and units == body + block:
        return units  # 3.x was trained on both ends
    if whole:
        order = [unit.tags for unit in parse(new.quality_block.recommended)]
        together = sorted((u for u in block if u.tags in order), key=lambda u: order.index(u.tags))
        others = [unit for unit in block if unit.tags not in order]
        block = together + others if at_start else others + together
    found = block + body if at_start else body + block
    if found != units:
        tags = ", ".join(unit.source for unit in block)
        end = "block_at_start" if at_start else "block_at_end"
        report.moved(tags, end, model=new.title)
    return found
