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
_ENDS = ("quality", "aesthetic", "displeasing", "score")
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
        for tag in unit.tags:
            if tag not in known and (
                tag in others or ":" in tag or tag.startswith("year ") or tag.endswith(_ENDS)
            ):
                break
        else:  # nearly all
            continue
        origins: dict[str, dict[str, None]] = {}
        plain: dict[str, None] = {}
        for tag in unit.tags:
            if tag in known:
                continue
            if tag in others:
                origins.setdefault(others[tag], {})[tag] = None
            elif year_of(tag) is not None:
                plain["trained_on_years"] = None
            elif ":" in tag and re.fullmatch(_SETTINGS, tag):
                plain["generation_setting"] = None
            elif tag.endswith(_ENDS) and re.fullmatch(_QUALITY_LIKE, tag):
                plain["no_version"] = None
        for titles, tags in origins.items():
            near = dict.fromkeys(closest(tag, vocabulary.preset) for tag in tags) if suggest else {}
            here = ", ".join(filter(None, near))
            reason = ("belongs_to", "closest_tag") if here else ("belongs_to",)
            report.warning(unit, *reason, model=model, others=titles, closest=here)
        for reason_key in plain:
            report.warning(unit, reason_key, model=model, years=trained_years(vocabulary.preset))
