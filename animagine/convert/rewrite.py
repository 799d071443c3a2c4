"""A prompt of one version of Animagine XL as another version expects it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from .. import choices
from ..grammar import Unit, parse, render, segments
from ..models import BLOCK_SLOTS, QUALITY_SLOTS, ModelPreset, presets
from ..prompt import tidy
from ..report import Report, Result
from ..vocabulary import changes, spellings, vocabulary_of, warn_of_unknown
from .change import changed
from .detect import beside_negative, detect, holds_block, is_negative, same

DETECT = "detect"


@cache
def converter_choices() -> Mapping[str, Sequence[str]]:
    """Options of the converter's combos by input id; the first is the default."""
    return {"source": [DETECT, *presets.model_ids()], "target": presets.model_ids()}


def convert(text: str | None, source: str, target: str) -> Result:
    """`text`, a positive or a negative prompt of `source`, as `target` expects it.

    All that is not a special tag of the source stays as it is. A text between models of one
    vocabulary comes back unchanged. Raises ValueError for an unknown model.
    """
    choices.require(converter_choices(), source=source, target=target)
    units = parse(text)
    report = Report({"text": units})
    new = presets.load(target)
    old = detect(units, report) if source == DETECT else presets.load(source)
    if same(old, new):
        warn_of_unknown(vocabulary_of(new), units, report)
        return Result(text or "", report.decisions)
    negative = is_negative(units)
    converted: list[Unit] = []
    for number, segment in enumerate(segments(units)):
        written, whole = _written(old, new, segment, negative, report)
        if number == 0 and not negative:
            written = _placed(old, new, written, whole, report)
        converted += written
    warn_of_unknown(vocabulary_of(new), converted, report)
    _warn_of_spellings(new, converted, report)
    return Result(render(converted, escape=False, underscores=False), report.decisions)


def _warn_of_spellings(new: ModelPreset, units: Iterable[Unit], report: Report) -> None:
    """Warn of what no model was trained on in this form, and so was not converted."""
    vocabulary, right_form = vocabulary_of(new), spellings.right_form
    for unit in units:
        for form in {form: None for tag in unit.tags if (form := right_form(vocabulary, tag))}:
            report.warning(unit, "spelled", model=new.title, replacement=form)


def _written(
    old: ModelPreset, new: ModelPreset, units: list[Unit], negative: bool, report: Report
) -> tuple[list[Unit], bool]:
    """One segment with the tags of `new`, and whether it had the whole recommended block.

    A recommended negative is replaced at the front, a recommended block where it begins; all other
    special tags one by one.
    """
    rest = beside_negative(old, units) if negative else None
    whole = not negative and holds_block(old, units)
    replaced: list[Unit] = []
    written: list[Unit] = []
    if rest is not None:
        kept = set(map(id, rest))
        replaced = [unit for unit in units if id(unit) not in kept]
        written = _replacement(replaced, new, new.negative.recommended, report)
        units = rest
    elif whole:
        block = vocabulary_of(old).block_tags
        replaced = [unit for unit in units if unit.kind == "tag" and unit.tags[0] in block]
    to_change = changes(old, new, {tag for unit in units for tag in unit.tags}, negative)
    origins: dict[str, set[str]] = {unit.tags[0]: {""} for unit in written if unit.tags}
    to_replace = set(map(id, replaced))
    for unit in units:
        if id(unit) not in to_replace:
            now, origin = changed(unit, to_change, report), ", ".join(unit.tags)
        elif unit is replaced[0]:
            now = _replacement(replaced, new, new.quality_block.recommended, report)
            origin = ""
        else:
            continue
        written += now
        for one in now:
            if len(one.tags) == 1:
                origins.setdefault(one.tags[0], set()).add(origin)
    doubled = {tag for tag, of in origins.items() if len(of) > 1}
    return _once(written, doubled, report), whole


def _replacement(units: Iterable[Unit], new: ModelPreset, text: str, report: Report) -> list[Unit]:
    tags = ", ".join(unit.source for unit in units)
    report.changed(tags, "becomes", "recommended", replacement=text, model=new.title)
    replacement = parse(text)
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


def _placed(
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
    placed = block + body if at_start else body + block
    if placed != units:
        tags = ", ".join(unit.source for unit in block)
        end = "block_at_start" if at_start else "block_at_end"
        report.moved(tags, end, model=new.title)
    return placed
