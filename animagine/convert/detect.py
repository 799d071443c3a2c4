"""Which version of Animagine XL a prompt was written for, and whether it is a negative prompt."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from ..grammar.units import Unit, parse
from ..models import presets
from ..models.preset import ModelPreset
from ..prompt.negative import negative
from ..report import Decision
from ..vocabulary.lookup import recommended, slots

_AVOIDED = frozenset({"lowres", "bad anatomy", "bad hands"})  # of the documents' negatives


class _Evidence(NamedTuple):
    """What speaks for a version, the strongest first."""

    blocks: int  # recommended block and negative that are there whole
    own: int  # words that no other version knows
    unknown: int  # minus the special words of others that it does not know
    shared_block: int  # a recommended block of words that every version knows
    negative: int  # tags of its recommended negative, where the text is a negative prompt
    known: int  # special words that it knows


def is_negative(units: Sequence[Unit]) -> bool:
    """Whether at least half of a negative of some model is there, recommended or of its demo.

    Without any count, one tag that hardly any positive prompt has is enough.
    """
    there = _spellings(units)
    counts = {name for preset in _vocabularies() for name in preset.tags.count}
    if not _AVOIDED.isdisjoint(there) and counts.isdisjoint(there):
        return True
    return any(
        2 * sum(not form.isdisjoint(there) for form in forms) >= len(forms)
        for preset in _vocabularies()
        for forms in (_negative_forms(preset), *_demo_negatives(preset))
    )


def holds_block(preset: ModelPreset, units: Sequence[Unit]) -> bool:
    """Whether the whole recommended block is there, without weights and in any order."""
    return recommended(preset).issubset(unit.names[0] for unit in units if unit.kind == "tag")


def beside_negative(preset: ModelPreset, units: Sequence[Unit]) -> list[Unit] | None:
    """All but the recommended negative of `preset`; None where that is not there whole."""
    forms = _negative_forms(preset)
    there = {_spelling(unit) for unit in units}
    if any(form.isdisjoint(there) for form in forms):
        return None
    belongs = frozenset().union(*forms)
    return [unit for unit in units if _spelling(unit) not in belongs]


def detect(units: Sequence[Unit]) -> tuple[ModelPreset, Decision]:
    """The version whose words `units` have, and on what ground.

    Where nothing decides, it is the newest version that knows most of the special words.
    """
    there = _spellings(units)
    avoided = is_negative(units)
    found = {preset: _evidence(preset, units, there, avoided) for preset in _vocabularies()}
    best = max(found, key=found.__getitem__)  # the first of equals: the menu has the newest first
    titles = ", ".join(other.title for other in presets.models().values() if same(best, other))
    if sum(evidence[:-1] == found[best][:-1] for evidence in found.values()) > 1:
        reason = f"no word in it tells the version; taken for {titles}"
        return best, Decision("warning", "source", reason)
    reason = "; ".join(_grounds(best, found[best], there))
    return best, Decision("detected", titles, reason)


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

    `[abstract]` is that, `(abstract:0.91)` as ComfyUI has it, and `abstract`.
    """
    document = parse(negative(preset, adapt=False).text)
    adapted = parse(negative(preset).text)
    return tuple(
        frozenset((_spelling(one), _spelling(other), *other.names))
        for one, other in zip(document, adapted, strict=True)
    )


@cache
def _demo_negatives(preset: ModelPreset) -> tuple[tuple[frozenset[str], ...], ...]:
    """The negatives of the authors' demo by name, each tag as it is spelled there."""
    texts = preset.negative.presets.values()
    return tuple(tuple(frozenset({_spelling(unit)}) for unit in parse(text)) for text in texts)


def _spelling(unit: Unit) -> str:
    return unit.names[0] if unit.kind == "tag" else unit.source


def _spellings(units: Sequence[Unit]) -> set[str]:
    """All that `units` are and hold."""
    return {name for unit in units for name in (_spelling(unit), *unit.names)}


def _in_common(preset: ModelPreset, there: set[str]) -> int:
    return sum(not form.isdisjoint(there) for form in _negative_forms(preset))


@cache
def _special(preset: ModelPreset) -> frozenset[str]:
    """All special tags but the counts, which are no model's own."""
    return frozenset(name for name, slot in slots(preset).items() if slot != "count")


@cache
def _any_special() -> frozenset[str]:
    return frozenset[str]().union(*map(_special, _vocabularies()))


@cache
def _own(preset: ModelPreset) -> frozenset[str]:
    """The special tags that no other vocabulary has."""
    others = (_special(other) for other in _vocabularies() if not same(other, preset))
    return _special(preset).difference(*others)


def _block_is_shared(preset: ModelPreset) -> bool:
    return all(recommended(preset) <= _special(other) for other in _vocabularies())


def _evidence(
    preset: ModelPreset, units: Sequence[Unit], there: set[str], avoided: bool
) -> _Evidence:
    block = holds_block(preset, units)
    shared = block and _block_is_shared(preset)
    return _Evidence(
        (block and not shared) + (beside_negative(preset, units) is not None),
        len(_own(preset) & there),
        -len((_any_special() & there) - _special(preset)),
        int(shared),
        _in_common(preset, there) if avoided else 0,
        len(_special(preset) & there),
    )


def _grounds(preset: ModelPreset, evidence: _Evidence, there: set[str]) -> list[str]:
    whole = evidence.blocks or evidence.shared_block
    grounds = []
    if whole:
        grounds.append(f"its recommended {'negative' if evidence.negative else 'block'} is there")
    if evidence.own:
        grounds.append("its own words: " + ", ".join(sorted(_own(preset) & there)))
    if evidence.negative and not whole:
        grounds.append("nearest to its recommended negative")
    if not grounds:
        grounds.append("it alone knows all of " + ", ".join(sorted(_special(preset) & there)))
    return grounds
