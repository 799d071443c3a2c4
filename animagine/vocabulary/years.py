"""Years: as tags, as people write them, and the era that a model has for each."""

from __future__ import annotations

import re

from ..models import Era, ModelPreset

_TAG = r"year (\d+)"
_SPELLED = r"year ?[:-]? ?(\d{4})|(\d{4}) year|((?:19|20)\d\d)"
# Of a model or not; a bare `2024` is taken for one as well.
TAGS = frozenset(f"{form}{year}" for year in range(1900, 2100) for form in ("year ", ""))


def year_of(tag: str) -> int | None:
    """2019 of the tag `year 2019`, in normal form; None of any other."""
    match = re.fullmatch(_TAG, tag) if tag.startswith("year ") else None
    return int(match[1][:9]) if match else None


def misspelled_year(name: str) -> int | None:
    """2019 of `2019`, `year2019`, `year: 2019` or `2019 year`; None of the tag itself."""
    match = re.fullmatch(_SPELLED, name)
    if not match or re.fullmatch(r"year \d{4}", name):
        return None
    return int(match[1] or match[2] or match[3])


def era_of(preset: ModelPreset, year: int) -> Era:
    """The era that holds `year`; outside the documented years, the closest one."""
    return min(preset.tags.year, key=lambda era: max(era.first - year, year - era.last, 0))


def trained_years(preset: ModelPreset) -> str:
    """The year tags of a model for a sentence: `year 2005 to year 2025`, or its eras."""
    tags = [era.tag for era in preset.tags.year]
    return f"{tags[0]} to {tags[-1]}" if year_of(tags[0]) is not None else ", ".join(tags)
