"""Which slot of the documented order a tag belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from ..grammar.units import Unit, normal_form, parse
from ..models import presets
from ..models.preset import ModelPreset
from ..models.slots import BLOCK_SLOTS


@cache
def rating_forms(preset: ModelPreset) -> tuple[frozenset[str], ...]:
    """The normal forms of the tags of each rating, in the order of the choices."""
    texts = preset.tags.rating.values()
    return tuple(frozenset(unit.names[0] for unit in parse(text)) for text in texts)


@cache
def slots(preset: ModelPreset) -> Mapping[str, str]:
    """Normal form of each special tag of `preset` -> its slot."""
    groups = preset.tags.by_slot().items()
    return MappingProxyType({normal_form(tag): slot for slot, group in groups for tag in group})


@cache
def foreign(preset: ModelPreset) -> Mapping[str, str]:
    """Normal form of each special tag that only other models know -> the titles of those."""
    titles: dict[str, list[str]] = {}
    for other in presets.models().values():
        for name, slot in slots(other).items():
            if slot != "count" and name not in slots(preset):
                titles.setdefault(name, []).append(other.title)
    return MappingProxyType({name: ", ".join(found) for name, found in titles.items()})


@cache
def ranks(preset: ModelPreset) -> Mapping[str, int]:
    """Place of each quality, score, aesthetic and meta tag in the authors' order."""
    block = [tag for slot in preset.quality_block.order for tag in getattr(preset.tags, slot)]
    return MappingProxyType({normal_form(tag): rank for rank, tag in enumerate(block)})


@cache
def recommended(preset: ModelPreset) -> frozenset[str]:
    """Normal forms of the tags of the recommended block."""
    return frozenset(map(normal_form, preset.quality_block.recommended.split(", ")))


def slot_of(preset: ModelPreset, unit: Unit) -> str | None:
    """The slot that `unit` belongs to wherever it was typed; None if its words do not say.

    A weight group belongs where all its tags belong; one that lies wholly in the quality block goes
    there with its first tag.
    """
    known = slots(preset)
    if len(unit.names) == 1:
        return known.get(unit.names[0])
    found = {known.get(name) for name in unit.names}
    if len(found) == 1:
        return found.pop()
    return known[unit.names[0]] if found and found <= set(BLOCK_SLOTS) else None
