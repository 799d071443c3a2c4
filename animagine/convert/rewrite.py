"""A prompt of one version of Animagine XL as another version expects it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from .. import choices
from ..grammar import Unit, parse, render, segments
from ..models import BLOCK_SLOTS, QUALITY_SLOTS, ModelPreset, families, presets
from ..prompt import compose, tidy
from ..reader import read
from ..report import Report, Result
from ..vocabulary import equivalents, meanings, special_tags, unknown, vocabulary_of
from .change import changed
from .detect import beside_negative, detect, holds_block, is_negative, same
from .detect_family import detect_family, is_negative_of
from .family import BETWEEN, in_own_words, without_family_words

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
    new = presets.load(target)
    reading = read(text, vocabulary_of(new).slots)
    units = reading.units
    report = Report({"text": reading.pieces})
    reading.report(report)
    family = detect_family(units, report) if source == DETECT else None
    if family:
        return _of_family(family, units, new, report)
    old = detect(units, report) if source == DETECT else presets.load(source)
    written = units
    if source == DETECT or not same(old, new):
        written = meanings.written(vocabulary_of(old), units, report)
        written = without_family_words(written, new, report)
    if same(old, new):
        unknown.warn_of_unknown(vocabulary_of(new), written, report)
        changed = written != units
        plain = render(written, escape=False, underscores=False) if changed else reading.text
        return Result(plain, report.decisions)
    return Result(_rewritten(old, new, written, report), report.decisions)


def _of_family(
    family: families.Family, units: list[Unit], new: ModelPreset, report: Report
) -> Result:
    """A prompt of another family: its words first, then the order that the composer gives."""
    negative = is_negative(units) or is_negative_of(family, units)
    units = in_own_words(family, units, new, negative, report)
    old = presets.load(BETWEEN)
    if same(old, new):
        text = render(units, escape=False, underscores=False)
    else:
        text = _rewritten(old, new, units, report, negative=negative)
    if not negative:
        placed = compose(
            new,
            count="",
            general=text,
            rating=special_tags.NONE,
            quality=special_tags.NONE,
            escape_parentheses=False,
            underscores_to_spaces=False,
            remove_duplicates=False,
        )
        report.decisions += [
            one._replace(field="", start=None, end=None) for one in placed.decisions
        ]
        text = placed.text
    return Result(text, report.decisions)


def _rewritten(
    old: ModelPreset,
    new: ModelPreset,
    units: list[Unit],
    report: Report,
    *,
    negative: bool | None = None,
) -> str:
    """`units` of `old` as `new` expects them."""
    negative = is_negative(units) if negative is None else negative
    converted: list[Unit] = []
    for number, segment in enumerate(segments(units)):
        written, whole = _written(old, new, segment, negative, report)
        if number == 0 and not negative:
            written = _placed(old, new, written, whole, report)
        converted += written
    unknown.warn_of_unknown(vocabulary_of(new), converted, report)
    return render(converted, escape=False, underscores=False)


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
    to_change = equivalents.changes(
        old, new, {tag for unit in units for tag in unit.tags}, negative
    )
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
