"""A picture has one rating, which some models write as two tags."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from .model_preset import ModelPreset
from .report import Decision
from .tags import Unit, parse


@cache
def rating_forms(preset: ModelPreset) -> tuple[frozenset[str], ...]:
    """The normal forms of the tags of each rating, in the order of the choices."""
    texts = preset.tags.rating.values()
    return tuple(frozenset(unit.names[0] for unit in parse(text)) for text in texts)


def one_rating(preset: ModelPreset, units: Iterable[Unit], decisions: list[Decision]) -> list[Unit]:
    """The first of the rating `units`, and those that form one rating with it.

    The others are left out and added to `decisions`.
    """
    forms: Sequence[frozenset[str]] = rating_forms(preset)
    kept: list[Unit] = []
    for unit in units:
        possible = [form for form in forms if form.intersection(unit.names)]
        if kept and not possible:
            reason = f"{kept[0].source} is the rating already"
            decisions.append(Decision("removed", unit.source, reason))
        else:
            forms = possible
            kept.append(unit)
    return kept
