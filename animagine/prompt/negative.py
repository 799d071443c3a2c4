"""The recommended negative prompt, fitted to ComfyUI and to the positive."""

from __future__ import annotations

from .. import choices
from ..grammar import Unit, parse, render
from ..models import ModelPreset
from ..reader import Reading, read
from ..report import Report, Result, shortened
from ..vocabulary import meanings, special_tags, unknown, vocabulary_of
from .tidy import drop_duplicates, report_brackets

NONE, RECOMMENDED = special_tags.NONE, special_tags.RECOMMENDED
_ADULT_RATINGS = ("nsfw", "explicit")
_NESTING = frozenset("()\\:")  # syntax of its own inside the brackets: not one plain tag


def negative_choices(preset: ModelPreset) -> list[str]:
    return [RECOMMENDED, *preset.negative.presets, NONE]


def require_choice(preset: ModelPreset, choice: str) -> None:
    """Raise ValueError, listing the choices, for one that `preset` does not have."""
    choices.require({"negative": negative_choices(preset)}, negative=choice)


def negative(
    preset: ModelPreset,
    choice: str = RECOMMENDED,
    *,
    additional: str | None = "",
    remove: str | None = "",
    positive: str | None = "",
    adapt: bool = True,
) -> Result:
    """The negative prompt of `choice`, `additional` tags after it, without those in `remove`.

    What contradicts `positive` goes too. With `adapt`, `[tag]`, which ComfyUI reads as plain text,
    becomes `(tag:0.91)`; without it the text of the model card is unchanged. Raises ValueError for
    an unknown choice.
    """
    require_choice(preset, choice)
    text = "" if choice == NONE else preset.negative.presets.get(choice, "")
    if choice == RECOMMENDED:
        text = preset.negative.recommended
    special = vocabulary_of(preset).slots
    own, unwanted = read(additional, special), read(remove, special)
    more = _negative_part(own)
    report = Report({"additional": [*own.pieces, *more], "remove": unwanted.pieces})
    if more is own.units:
        own.report(report)
    elif left_out := own.text.strip(" ,\n"):
        report.removed(shortened(left_out), "not_negative")
    unwanted.report(report)
    more = [meanings.embedding_as_typed(unit) for unit in more]
    units = _without([*parse(text), *more], unwanted.units, report)
    units = _without_contradictions(preset, units, positive, report)
    if adapt:
        units = [_adapted(unit, report) for unit in units]
    units = drop_duplicates(units, report)
    report_brackets(units, report)
    _warn_of_embeddings(units, report)
    unknown.warn_of_families(vocabulary_of(preset), more, report)
    return Result(render(units), report.decisions)


def _negative_part(reading: Reading) -> list[Unit]:
    """What of a text belongs to the negative: of a pasted document, its negative part."""
    document = reading.negative or reading.settings
    return parse(reading.negative) if document else reading.units


def _warn_of_embeddings(units: list[Unit], report: Report) -> None:
    """Warn of the names of embeddings that ComfyUI reads as plain text."""
    for unit in units:
        for name in {meanings.embedding_of(tag): None for tag in unit.tags}:
            if name:
                replacement = f"embedding:{name}"
                report.warning(unit, "bare_embedding", "write", replacement=replacement)


def _in_host_syntax(unit: Unit) -> Unit:
    """`[tag]` as the weight group that it means, anything else as it is."""
    if unit.kind != "verbatim" or not _NESTING.isdisjoint(unit.source.strip("[{}]")):
        return unit
    adapted = parse(unit.as_weight)
    return adapted[0] if len(adapted) == 1 and len(adapted[0].tags) == 1 else unit


def _adapted(unit: Unit, report: Report) -> Unit:
    adapted = _in_host_syntax(unit)
    if adapted is not unit:
        report.changed(unit, "brackets_rewritten", replacement=adapted.source)
    return adapted


def _keys(unit: Unit) -> set[str]:
    """The tags of the unit; its own text where no tag is in it."""
    return set(_in_host_syntax(unit).tags or (unit.source,))


def _without(units: list[Unit], unwanted: list[Unit], report: Report) -> list[Unit]:
    listed = {key for unit in unwanted for key in _keys(unit)}
    kept = []
    present: set[str] = set()
    for unit in units:
        keys = _keys(unit)
        present |= keys
        both = listed & keys
        if both and len(keys) == 1:
            report.removed(unit, "listed")
            continue
        if both:
            report.warning(unit, "listed_in_group", tag=min(both))
        kept.append(unit)
    for unit in unwanted:
        if not present & _keys(unit):
            report.warning(unit, "not_listed")
    return kept


def _without_contradictions(
    preset: ModelPreset, units: list[Unit], positive: str | None, report: Report
) -> list[Unit]:
    vocabulary = vocabulary_of(preset)
    typed = read(positive, vocabulary.slots).units
    wanted = {tag for unit in meanings.written(vocabulary, typed, Report()) for tag in unit.tags}
    adult = {unit.tags[0] for r in _ADULT_RATINGS for unit in parse(preset.tags.rating[r])}
    kept = []
    for unit in units:
        both = wanted.intersection(unit.tags)
        if adult & wanted and adult.intersection(unit.tags):
            both = adult & wanted
        if both and len(unit.tags) == 1:
            same = min(both) in unit.tags
            report.removed(unit, "in_positive" if same else "contradicts_positive", other=min(both))
            continue
        if both:
            report.warning(unit, "contradicts_positive", "kept_in_group", other=min(both))
        kept.append(unit)
    return kept
