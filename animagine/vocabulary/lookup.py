"""The slot that a tag belongs to in one model, and what else its vocabulary says of it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, cached_property
from typing import TYPE_CHECKING

from ..grammar import Unit, normal_form, parse
from ..models import BLOCK_SLOTS, ModelPreset, presets

if TYPE_CHECKING:
    from .meaning_rules import Meaning


class Vocabulary:
    """The special tags of one model, by their normal forms. Built once: see `vocabulary_of`."""

    def __init__(self, preset: ModelPreset) -> None:
        self.preset = preset
        groups = preset.tags.by_slot().items()
        self.slots: Mapping[str, str] = {
            normal_form(tag): slot for slot, group in groups for tag in group
        }
        self.meanings: dict[str, Meaning | None] = {}  # a bounded cache, of `meanings.meaning`

    @cached_property
    def unknown(self) -> Mapping[str, str]:
        """Each special tag that only other models have -> the titles of those."""
        titles: dict[str, list[str]] = {}
        for other in presets.models().values():
            for tag, slot in vocabulary_of(other).slots.items():
                if slot != "count" and tag not in self.slots:
                    titles.setdefault(tag, []).append(other.title)
        return {tag: ", ".join(of) for tag, of in titles.items()}

    @cached_property
    def words(self) -> frozenset[str]:
        """The single words of the special tags."""
        return frozenset(word for tag in self.slots for word in tag.split())

    @cached_property
    def shapes(self) -> Mapping[tuple[str, int], tuple[str, ...]]:
        """The special tags of all models by first letter and length, those of this model first."""
        found: dict[tuple[str, int], list[str]] = {}
        for tag in (*self.slots, *self.unknown):
            found.setdefault((tag[0], len(tag)), []).append(tag)
        return {shape: tuple(tags) for shape, tags in found.items()}

    @cached_property
    def bad(self) -> frozenset[str]:
        """The block's tags of bad images: those in the recommended negative, and all worse."""
        avoided = {tag for unit in parse(self.preset.negative.recommended) for tag in unit.tags}
        found: list[str] = []
        for slot in BLOCK_SLOTS:  # in each, the authors have the best first
            tags = [normal_form(tag) for tag in getattr(self.preset.tags, slot)]
            first = next((at for at, tag in enumerate(tags) if tag in avoided), len(tags))
            found += tags[first:]
        return frozenset(found)

    @cached_property
    def ranks(self) -> Mapping[str, int]:
        """Place of each quality, score, aesthetic and meta tag in the authors' order."""
        tags = self.preset.tags
        block = [tag for slot in self.preset.quality_block.order for tag in getattr(tags, slot)]
        return {normal_form(tag): rank for rank, tag in enumerate(block)}

    @cached_property
    def block_tags(self) -> frozenset[str]:
        """The tags of the recommended block."""
        return frozenset(map(normal_form, self.preset.quality_block.recommended.split(", ")))

    @cached_property
    def rating_forms(self) -> tuple[frozenset[str], ...]:
        """The tags of each rating, in the order of the choices: some models write two for one."""
        texts = self.preset.tags.rating.values()
        return tuple(frozenset(unit.tags[0] for unit in parse(text)) for text in texts)

    def tags_of(self, *slots: str) -> frozenset[str]:
        return frozenset(tag for tag, slot in self.slots.items() if slot in slots)

    def slot_of(self, unit: Unit) -> str | None:
        """The slot that `unit` belongs to wherever it was typed; None if its tags do not say.

        A weight group belongs where all its tags belong; one that is wholly in the quality block
        goes there with its first tag.
        """
        tags = unit.tags
        if len(tags) == 1:
            return self.slots.get(tags[0])
        slots = {self.slots.get(tag) for tag in tags}
        if len(slots) == 1:
            return slots.pop()
        return self.slots[tags[0]] if slots and slots.issubset(BLOCK_SLOTS) else None


@cache
def vocabulary_of(preset: ModelPreset) -> Vocabulary:
    return Vocabulary(preset)
