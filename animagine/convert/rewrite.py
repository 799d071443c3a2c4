"""A prompt of one version of Animagine XL, or of another family, as a version expects it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from .. import choices
from ..grammar import Unit, parse, render, segments
from ..models import ModelPreset, presets
from ..prompt import tidy
from ..reader import read
from ..report import Report, Result
from ..vocabulary import equivalents, meanings, unknown, vocabulary_of
from . import family, foreign
from .detect import beside_negative, detect, holds_block, is_negative, same
from .detect_family import detect_family, is_negative_of
from .segment import Plan, placed, written

DETECT = "detect"


@cache
def converter_choices() -> Mapping[str, Sequence[str]]:
    """Options of the converter's combos by input id; the first is the default."""
    return {"source": [DETECT, *presets.model_ids()], "target": presets.model_ids()}


def convert(text: str | None, source: str, target: str) -> Result:
    """`text`, a positive or a negative prompt of `source`, as `target` expects it.

    All that is not a special tag of the source, or a word of another family of models, stays as it
    is. A text between models of one vocabulary comes back unchanged, except that with `detect` such
    words go. Raises ValueError for an unknown model.
    """
    choices.require(converter_choices(), source=source, target=target)
    new = presets.load(target)
    reading = read(text, vocabulary_of(new).slots)
    units = reading.units
    report = Report({"text": reading.pieces})
    reading.report(report)
    found = detect_family(units, report) if source == DETECT else ()
    if found:
        separated = tidy.drop_caption_separators(reading.text, report)
        units = units if separated == reading.text else parse(separated)
        return Result(family.rewritten(found, units, new, report), report.decisions)
    old = detect(units, report) if source == DETECT else presets.load(source)
    negative = _is_negative(units, source)
    mended = units
    if source == DETECT or not same(old, new):
        known = vocabulary_of(old).slots
        mended = meanings.written(vocabulary_of(new), units, report, kept=known)
        plan = Plan(changes=foreign.changes((), mended, new, negative))
        mended = written(mended, plan, new, report) if plan.changes else mended
    if same(old, new):
        unknown.warn_of_unknown(vocabulary_of(new), mended, report)
        plain = render(mended, escape=False, underscores=False)
        unchanged = mended == units and reading.text == (text or "")
        return Result(reading.text if unchanged else plain, report.decisions)
    return Result(_rewritten(old, new, mended, negative, report), report.decisions)


def reads_as_negative(text: str | None, source: str, target: str) -> bool:
    """Whether `convert` takes `text` for a negative prompt: its result is one as well.

    >>> reads_as_negative("lowres, bad quality", DETECT, "animagine-xl-4.0-opt")
    True
    >>> reads_as_negative("1girl, lowres", DETECT, "animagine-xl-4.0-opt")
    False
    """
    choices.require(converter_choices(), source=source, target=target)
    return _is_negative(read(text, vocabulary_of(presets.load(target)).slots).units, source)


def _is_negative(units: Sequence[Unit], source: str) -> bool:
    return is_negative(units) or (source == DETECT and is_negative_of(units))


def _rewritten(
    old: ModelPreset, new: ModelPreset, units: list[Unit], negative: bool, report: Report
) -> str:
    """`units` of `old` as `new` expects them."""
    converted: list[Unit] = []
    for number, segment in enumerate(segments(units)):
        whole = not negative and holds_block(old, segment)
        now = written(segment, _plan(old, new, segment, negative, whole), new, report)
        if number == 0 and not negative:
            now = placed(old, new, now, whole, report)
        converted += now
    unknown.warn_of_unknown(vocabulary_of(new), converted, report)
    return render(converted, escape=False, underscores=False)


def _plan(
    old: ModelPreset, new: ModelPreset, units: list[Unit], negative: bool, whole: bool
) -> Plan:
    """A recommended negative is replaced at the front, a `whole` recommended block where it begins;
    all other special tags one by one.
    """
    replaced: list[Unit] = []
    text = new.quality_block.recommended
    rest = beside_negative(old, units) if negative else None
    if rest is not None:
        kept = set(map(id, rest))
        replaced = [unit for unit in units if id(unit) not in kept]
        text = new.negative.recommended
    elif whole:
        block = vocabulary_of(old).block_tags
        replaced = [unit for unit in units if unit.kind == "tag" and unit.tags[0] in block]
    gone = set(map(id, replaced)) if negative else set[int]()
    tags = {tag for unit in units if id(unit) not in gone for tag in unit.tags}
    return Plan(replaced, text, negative, equivalents.changes(old, new, tags, negative))
