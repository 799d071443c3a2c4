"""What a preset must fulfil beyond its types: rules between its values."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from ..grammar import normal_form, parse
from .preset import ModelPreset
from .slots import BLOCK_SLOTS, RATINGS, SLOTS

SOURCE_MARKS = ("card: ", "code: ", "inferred: ")
LATENT_BLOCK = 64  # pixels: the step of the authors' training buckets


def broken_rules(preset: ModelPreset, facts: list[str]) -> Iterator[str]:
    """Yield a sentence, naming the key, for each rule that `preset` breaks."""
    yield from _slots("order", preset.order, SLOTS)
    yield from _slots("quality_block.order", preset.quality_block.order, BLOCK_SLOTS)
    yield from _tags(preset)
    yield from _sizes(preset)
    for key in ("steps", "cfg"):
        span = getattr(preset.sampling, key)
        lowest = 0 if span.min is None else span.min
        if not lowest <= span.recommended <= span.max:
            yield (
                f"key 'sampling.{key}.recommended' is {span.recommended}; "
                f"expected {lowest} to {span.max}"
            )
    if set(preset.sources) != set(facts):
        yield f"key 'sources' is {', '.join(preset.sources)}; expected {', '.join(facts)}"
    for fact, source in preset.sources.items():
        if not source.startswith(SOURCE_MARKS):
            marks = " or ".join(map(repr, SOURCE_MARKS))
            yield f"key 'sources.{fact}' is {source!r}; expected it to start with {marks}"


def _slots(key: str, given: tuple[str, ...], allowed: tuple[str, ...]) -> Iterator[str]:
    if sorted(given) != sorted(allowed):
        yield f"key {key!r} is {', '.join(given)}; expected each of {', '.join(allowed)} once"


def _tags(preset: ModelPreset) -> Iterator[str]:
    tags = preset.tags
    if tuple(tags.rating) != RATINGS:
        yield f"key 'tags.rating' is {', '.join(tags.rating)}; expected {', '.join(RATINGS)}"
    slot_of: dict[str, str] = {}
    for slot, group in tags.by_slot().items():
        for tag in group:
            name = normal_form(tag)
            if name in slot_of:
                yield f"key 'tags.{slot}' has {tag!r}, which is already in 'tags.{slot_of[name]}'"
            slot_of[name] = slot
    for unit in parse(preset.quality_block.recommended):
        if slot_of.get(unit.tags[0]) not in BLOCK_SLOTS:
            yield (
                f"key 'quality_block.recommended' is {unit.source!r}; "
                f"expected the tags of {', '.join(BLOCK_SLOTS)}"
            )
    eras = sorted(tags.year, key=lambda era: era.first)
    for earlier, later in pairwise(eras):
        if later.first != earlier.last + 1:
            yield (
                f"key 'tags.year' has {later.tag!r} starting in {later.first}; "
                f"expected {earlier.last + 1}"
            )


def _sizes(preset: ModelPreset) -> Iterator[str]:
    if len(set(preset.resolutions)) != len(preset.resolutions):
        yield "key 'resolutions' has a size twice; expected each size once"
    for size in preset.resolutions:
        sides = size.split("x")
        if len(sides) != 2 or not all(s.isdecimal() and int(s) % LATENT_BLOCK == 0 for s in sides):
            yield f"key 'resolutions' is {size!r}; expected WIDTHxHEIGHT, multiples of 64"
    if preset.default_resolution not in preset.resolutions:
        yield (
            f"key 'default_resolution' is {preset.default_resolution!r}; "
            f"expected {', '.join(preset.resolutions)}"
        )
