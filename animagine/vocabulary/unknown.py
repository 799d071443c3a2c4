"""Words in a prompt that its model was never trained on."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..grammar.units import Unit
from ..models.preset import ModelPreset
from ..report import Decision
from .lookup import foreign, slots

_YEAR = re.compile(r"year \d+")
# What looks like a quality word and is none of the model's: `amazing quality`, `best aesthetic`.
_QUALITY_LIKE = re.compile(r"\w+ (quality|aesthetic|displeasing|score)")
# Lines of the text that other programs save with a picture.
_SETTINGS = re.compile(r"negative prompt:.*|(steps|sampler|cfg scale|seed|size|model hash): ?\S+.*")


def foreign_words(preset: ModelPreset, units: Iterable[Unit]) -> list[Decision]:
    """Warn of special words of other models, of years that this one lacks, of pasted settings."""
    found = []
    known, other = slots(preset), foreign(preset)
    for unit in units:
        reasons: dict[str, None] = {}  # once each: a group may hold many words of one kind
        for name in unit.names:
            if name in known:
                continue
            reason = ""
            if name in other:
                reason = f"{preset.title} does not know it; it belongs to {other[name]}"
            elif name.startswith("year ") and _YEAR.fullmatch(name):
                tags = [era.tag for era in preset.tags.year]
                single = _YEAR.fullmatch(tags[0])
                span = f"{tags[0]} to {tags[-1]}" if single else ", ".join(tags)
                reason = f"{preset.title} knows {span}"
            elif ":" in name and _SETTINGS.fullmatch(name):
                reason = "settings of a picture, not a tag"
            elif name.endswith(("quality", "aesthetic", "displeasing", "score")) and (
                _QUALITY_LIKE.fullmatch(name)
            ):
                reason = "no Animagine XL was trained on it"
            if reason:
                reasons[reason] = None
        found += [Decision("warning", unit.source, reason) for reason in reasons]
    return found
