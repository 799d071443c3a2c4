"""Tags in a prompt that its model was never trained on."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..grammar import Unit
from ..report import Report
from .equivalents import closest
from .lookup import Vocabulary
from .years import trained_years, year_of

# What looks like a quality tag and is none of any model: `amazing quality`, `best aesthetic`. Ours.
_QUALITY_LIKE = r"\w+ (quality|aesthetic|displeasing|score)"
_QUALITY_ENDS = ("quality", "aesthetic", "displeasing", "score")
# Lines of the text that other programs save with an image.
_SETTINGS = r"negative prompt:.*|(steps|sampler|cfg scale|seed|size|model hash): ?\S+.*"


def warn_of_unknown(
    vocabulary: Vocabulary, units: Iterable[Unit], report: Report, *, suggest: bool = False
) -> None:
    """Warn of special tags of other models, of years that this one lacks, of pasted settings.

    One decision for each reason and unit. With `suggest`, the closest tag of this model is named.
    """
    known, others = vocabulary.slots, vocabulary.unknown
    model = vocabulary.preset.title
    for unit in units:
        origins: dict[str, list[str]] = {}
        years = settings = no_version = False
        for tag in unit.tags:
            if tag in known:
                continue
            if tag in others:
                origins.setdefault(others[tag], []).append(tag)
            elif year_of(tag) is not None:
                years = True
            elif ":" in tag and re.fullmatch(_SETTINGS, tag):
                settings = True
            elif tag.endswith(_QUALITY_ENDS) and re.fullmatch(_QUALITY_LIKE, tag):
                no_version = True
        for titles, tags in origins.items():
            found = dict.fromkeys(closest(tag, vocabulary.preset) for tag in dict.fromkeys(tags))
            here = ", ".join(filter(None, found)) if suggest else ""
            reason = ("belongs_to", "closest_tag") if here else ("belongs_to",)
            report.warning(unit, *reason, model=model, others=titles, closest=here)
        if years:
            trained = trained_years(vocabulary.preset)
            report.warning(unit, "trained_on_years", model=model, years=trained)
        if settings:
            report.warning(unit, "generation_setting")
        if no_version:
            report.warning(unit, "no_version")
