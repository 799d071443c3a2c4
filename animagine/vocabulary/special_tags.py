"""The special tags as choices: quality, score, aesthetic, rating and year."""

from __future__ import annotations

from functools import cache

from .. import choices
from ..grammar import parse, render, segments
from ..models import ModelPreset, presets
from . import years

RECOMMENDED, NONE = "recommended", "none"
ANY_YEAR = years.TAGS  # those that no model has, too


def quality_choices(preset: ModelPreset) -> list[str]:
    return [RECOMMENDED, NONE, *preset.quality_presets, *preset.tags.quality]


@cache
def score_choices() -> tuple[str, ...]:
    return (RECOMMENDED, NONE, *_tags_of_any_model("score"))


@cache
def aesthetic_choices() -> tuple[str, ...]:
    return (NONE, *_tags_of_any_model("aesthetic"))


@cache
def rating_choices() -> tuple[str, ...]:
    return (*presets.default().tags.rating, NONE)


@cache
def year_choices() -> tuple[str, ...]:
    """The years that the models were trained on, newest first."""
    eras = [era for preset in presets.models().values() for era in preset.tags.year]
    newest, oldest = max(era.last for era in eras), min(era.first for era in eras)
    return (*map(str, range(newest, oldest - 1, -1)), NONE)


def quality(preset: ModelPreset, choice: str) -> str:
    """The tags of a quality choice: the recommended block, a preset of the authors or one tag."""
    choices.require({"quality": quality_choices(preset)}, quality=choice)
    if choice == RECOMMENDED:
        return preset.quality_block.recommended
    return "" if choice == NONE else preset.quality_presets.get(choice, choice)


def score(choice: str) -> str:
    """The tags of a score choice. Raises ValueError, as all of these, for an unknown choice."""
    choices.require({"score": score_choices()}, score=choice)
    if choice == RECOMMENDED:
        recommended = parse(presets.default().quality_block.recommended)
        return ", ".join(tag.source for tag in recommended if tag.source in score_choices())
    return "" if choice == NONE else choice


def aesthetic(choice: str) -> str:
    """The tag of an aesthetic choice."""
    choices.require({"aesthetic": aesthetic_choices()}, aesthetic=choice)
    return "" if choice == NONE else choice


def rating(preset: ModelPreset, choice: str) -> str:
    """The tags of a rating, the way the model writes it."""
    choices.require({"rating": rating_choices()}, rating=choice)
    return "" if choice == NONE else preset.tags.rating[choice]


def year(preset: ModelPreset, choice: str) -> str:
    """The tag of a year: itself, or the era that holds it or is closest."""
    choices.require({"year": year_choices()}, year=choice)
    return "" if choice == NONE else years.era_of(preset, int(choice)).tag


def append(tags: str | None, own: str) -> str:
    """`own` after the `tags` that come in, before a `BREAK`, so that selectors chain."""
    head, *later = segments(parse(tags))
    units = [*head, *parse(own), *(unit for part in later for unit in part)]
    return render(units, escape=False, underscores=False)


def _tags_of_any_model(slot: str) -> list[str]:
    found = (getattr(preset.tags, slot) for preset in presets.models().values())
    return list(dict.fromkeys(tag for group in found for tag in group))
