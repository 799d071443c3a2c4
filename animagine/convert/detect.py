"""Which version of Animagine XL a prompt was written for, and whether it is a negative prompt."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from ..grammar import Unit, parse
from ..models import ModelPreset, presets
from ..prompt import negative
from ..report import Report
from ..vocabulary import vocabulary_of

_AVOIDED = frozenset({"lowres", "bad anatomy", "bad hands"})  # ours, from the cards' negatives


class _Evidence(NamedTuple):
    """What speaks for a version. Compared field by field: the order is that of strength."""

    blocks: int  # recommended block and negative that the prompt has whole
    own: int  # tags that no other version has
    unknown: int  # minus the special tags of others that it lacks
    shared_block: int  # a recommended block of tags that every version has
    negative: int  # tags of its recommended negative, where the text is a negative prompt
    known: int  # special tags that it has


def is_negative(units: Sequence[Unit]) -> bool:
    """Whether at least half of a negative of some model is in the text, recommended or of its demo.

    Without any count, one tag that hardly any positive prompt has is enough.
    """
    spellings = _spellings(units)
    counts = {name for preset in _vocabularies() for name in preset.tags.count}
    if not _AVOIDED.isdisjoint(spellings) and counts.isdisjoint(spellings):
        return True
    return any(
        2 * sum(not form.isdisjoint(spellings) for form in forms) >= len(forms)
        for preset in _vocabularies()
        for forms in (_negative_forms(preset), *_demo_negatives(preset))
    )


def holds_block(preset: ModelPreset, units: Sequence[Unit]) -> bool:
    """Whether the whole recommended block is in the prompt, without weights and in any order."""
    return vocabulary_of(preset).block_tags.issubset(
        unit.tags[0] for unit in units if unit.kind == "tag"
    )


def beside_negative(preset: ModelPreset, units: Sequence[Unit]) -> list[Unit] | None:
    """All but the recommended negative of `preset`; None where it is not whole."""
    forms = _negative_forms(preset)
    spellings = {unit.key for unit in units}
    if any(form.isdisjoint(spellings) for form in forms):
        return None
    belongs = frozenset().union(*forms)
    return [unit for unit in units if unit.key not in belongs]


def detect(units: Sequence[Unit], report: Report) -> ModelPreset:
    """The version whose tags `units` have; the report says on what ground, if spellings are any.

    Where nothing decides, it is the newest version that has most of the special tags.
    """
    spellings = _spellings(units)
    is_of = {preset: _evidence(preset, units, spellings) for preset in _vocabularies()}
    best = max(is_of, key=is_of.__getitem__)  # the first of equals: the menu has the newest first
    titles = ", ".join(other.title for other in presets.models().values() if same(best, other))
    if sum(evidence[:-1] == is_of[best][:-1] for evidence in is_of.values()) > 1:
        if units:
            report.warning("source", "assumed", models=titles)
        return best
    own, all_tags = (sorted(of & spellings) for of in (_own(best), _special(best)))
    tags = ", ".join(own or all_tags)
    report.detected(titles, *_grounds(is_of[best]), tags=tags)
    return best


def own_tags(units: Sequence[Unit]) -> frozenset[str]:
    """The tags of `units` that one vocabulary alone has, or that make a whole block of it alone."""
    spellings = _spellings(units)
    found = frozenset[str]()
    for preset in _vocabularies():
        found |= _own(preset) & spellings
        if holds_block(preset, units) and not _block_is_shared(preset):
            found |= vocabulary_of(preset).block_tags
        rest = beside_negative(preset, units)
        if rest is not None:
            found |= {unit.key for unit in units}.difference(unit.key for unit in rest)
    return found


def most_in_negative(units: Sequence[Unit]) -> int:
    """How many tags of one recommended negative are in the text, at most."""
    spellings = _spellings(units)
    return max(_in_common(preset, spellings) for preset in _vocabularies())


def same(one: ModelPreset, other: ModelPreset) -> bool:
    """Whether both have one vocabulary, as 4.0, 4.0 Opt and 4.0 Zero do."""
    return one.tags == other.tags


@cache
def _vocabularies() -> tuple[ModelPreset, ...]:
    """One model of each vocabulary, in menu order."""
    found: list[ModelPreset] = []
    for preset in presets.models().values():
        if not any(same(preset, other) for other in found):
            found.append(preset)
    return tuple(found)


@cache
def _negative_forms(preset: ModelPreset) -> tuple[frozenset[str], ...]:
    """Each tag of the recommended negative in all spellings of it.

    `[abstract]` itself, `(abstract:0.91)` as ComfyUI has it, and `abstract`.
    """
    document = parse(negative(preset, adapt=False).text)
    adapted = parse(negative(preset).text)
    return tuple(
        frozenset((one.key, other.key, *other.tags))
        for one, other in zip(document, adapted, strict=True)
    )


@cache
def _demo_negatives(preset: ModelPreset) -> tuple[tuple[frozenset[str], ...], ...]:
    """The negatives of the authors' demo by name, each tag as it is spelled in it."""
    texts = preset.negative.presets.values()
    return tuple(tuple(frozenset({unit.key}) for unit in parse(text)) for text in texts)


def _spellings(units: Sequence[Unit]) -> set[str]:
    """All that `units` are and hold."""
    return {name for unit in units for name in (unit.key, *unit.tags)}


def _in_common(preset: ModelPreset, spellings: set[str]) -> int:
    return sum(not form.isdisjoint(spellings) for form in _negative_forms(preset))


@cache
def _special(preset: ModelPreset) -> frozenset[str]:
    """All special tags but the counts, which every model has."""
    return frozenset(name for name, slot in vocabulary_of(preset).slots.items() if slot != "count")


@cache
def _any_special() -> frozenset[str]:
    return frozenset[str]().union(*map(_special, _vocabularies()))


@cache
def _own(preset: ModelPreset) -> frozenset[str]:
    """The special tags that no other vocabulary has."""
    others = (_special(other) for other in _vocabularies() if not same(other, preset))
    return _special(preset).difference(*others)


def _block_is_shared(preset: ModelPreset) -> bool:
    return all(vocabulary_of(preset).block_tags <= _special(other) for other in _vocabularies())


def _evidence(preset: ModelPreset, units: Sequence[Unit], spellings: set[str]) -> _Evidence:
    block = holds_block(preset, units)
    shared = block and _block_is_shared(preset)
    return _Evidence(
        (block and not shared) + (beside_negative(preset, units) is not None),
        len(_own(preset) & spellings),
        -len((_any_special() & spellings) - _special(preset)),
        int(shared),
        _in_common(preset, spellings) if is_negative(units) else 0,
        len(_special(preset) & spellings),
    )


def _grounds(evidence: _Evidence) -> list[str]:
    """Reason keys of what speaks for a version."""
    whole = evidence.blocks or evidence.shared_block
    grounds = []
    if whole:
        grounds.append("has_negative" if evidence.negative else "has_block")
    if evidence.own:
        grounds.append("has_own_tags")
    if evidence.negative and not whole:
        grounds.append("closest_negative")
    return grounds or ["only_with_all"]
