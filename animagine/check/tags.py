"""Checks of a prompt's tags: those of the model, their place, and what they contradict."""

from __future__ import annotations

import re

from ..models import BLOCK_SLOTS, QUALITY_SLOTS
from ..prompt import tidy
from ..report import Report
from ..vocabulary import spellings, warn_of_unknown
from .syntax import Prompt, Rule, typed

_COUNT = r"(\d\+?|multiple )(girl|boy|other)s?"
_QUALIFIED = r".+ \(([^()]+)\)$"
# What a qualifier says when it is not a series. Ours, from Danbooru's qualifiers.
_NO_SERIES = (
    r"series|style|medium|cosplay|meme|object|artist|animal|weapon|clothing|flower|food|fruit"
    r"|vehicle|symbol|instrument|anime|manga|game|append|sky|.*costume|.*(ver|form)\.?"
)
_MOST_CHARACTERS = 30  # ours: each is compared with all other tags


def unknown(prompt: Prompt, report: Report) -> None:
    """Tags of another version, and the closest that this one has."""
    warn_of_unknown(prompt.vocabulary, prompt.units, report, suggest=True)


def forms(prompt: Prompt, report: Report) -> None:
    """Tags that are meant well and spelled as another program or model spells them."""
    preset, right_form = prompt.vocabulary.preset, spellings.right_form
    pony = [unit.source for unit in prompt.units if any(map(spellings.is_pony, unit.tags))]
    if pony:
        block = preset.quality_block.recommended
        report.warning(", ".join(pony), "pony_tag", model=preset.title, block=block)
    for unit in prompt.units:
        right = {form: None for tag in unit.tags if (form := right_form(prompt.vocabulary, tag))}
        for form in right:
            report.warning(unit, "trained_on", model=preset.title, replacement=form)


def years(prompt: Prompt, report: Report) -> None:
    """Two years at once."""
    units = [unit for unit in prompt.units if prompt.vocabulary.slot_of(unit) == "year"]
    for unit in units[1:]:
        report.warning(unit, "already", "remove_one", other=units[0].source)


def ratings(prompt: Prompt, report: Report) -> None:
    """Several ratings, or one of the two tags that form one."""
    preset, known = prompt.vocabulary.preset, prompt.vocabulary.rating_forms
    units = [unit for unit in prompt.units if prompt.vocabulary.slot_of(unit) == "rating"]
    kept, others = tidy.one_rating(preset, units)
    for unit, first in others:
        report.warning(unit, "rating_already", "remove_one", other=first.source)
    tags = {tag for unit in kept for tag in unit.tags}
    if tags and not any(form <= tags for form in known):
        whole = next(form for form in known if tags <= form)
        missing = ", ".join(sorted(whole - tags))
        report.warning(kept[0], "expects_with", model=preset.title, missing=missing)


def counts(prompt: Prompt, report: Report) -> None:
    """`1girl, 2girls`, `solo` beside more than one, or `no humans` beside any."""
    units = {tag: unit for unit in prompt.head for tag in unit.tags}
    may_be = [tag for tag in units if tag[0].isdecimal() or tag.startswith("multiple")]
    matches = {tag: match for tag in may_be if (match := re.fullmatch(_COUNT, tag))}
    first: dict[str, str] = {}
    for tag, match in matches.items():
        earlier = first.setdefault(match[2], tag)
        both_many = "1" not in (match[1], earlier[0]) and "multiple " in tag + earlier
        if earlier != tag and not both_many:
            report.warning(typed(units[tag], tag), "already", "remove_one", other=earlier)
    others = ", ".join(matches)
    if "solo" in units and (len(first) > 1 or any(match[1] != "1" for match in matches.values())):
        report.warning(typed(units["solo"], "solo"), "means_one", "remove_one", others=others)
    if "no humans" in units and matches:
        report.warning(
            typed(units["no humans"], "no humans"), "contradicts", "remove_one", others=others
        )


def quality_place(prompt: Prompt, report: Report) -> None:
    """The quality block where the model did not see it in training.

    4.0: last. 3.x: the card says first, the authors' demo puts it last, and training shuffled it.
    """
    vocabulary = prompt.vocabulary
    slots = [
        "apart"
        if unit.kind in ("verbatim", "comment")
        or not vocabulary.unknown.keys().isdisjoint(unit.tags)
        else vocabulary.slot_of(unit) or "general"
        for unit in prompt.head
    ]
    block = [i for i, slot in enumerate(slots) if slot in QUALITY_SLOTS]
    others = [i for i, slot in enumerate(slots) if slot != "apart" and slot not in BLOCK_SLOTS]
    if not block or not others:
        return
    may_start = vocabulary.preset.quality_block.position == "start"
    if block[0] < others[-1] and not (may_start and block[-1] < others[0]):
        wrong = prompt.head[next(i for i in block if i < others[-1])]
        place = "quality_at_one_end" if may_start else "quality_at_end"
        report.warning(wrong, place, model=vocabulary.preset.title)


def series(prompt: Prompt, report: Report) -> None:
    """A character, known by its qualifier right after the count, whose series is not named."""
    tags = [unit.tags[0] if len(unit.tags) == 1 else "" for unit in prompt.head]
    slots = [prompt.vocabulary.slot_of(unit) for unit in prompt.head]
    if "count" not in slots:
        return
    start = slots.index("count")
    for index in range(start, min(len(tags), start + _MOST_CHARACTERS)):
        if slots[index] in ("count", "rating") or tags[index] == "solo":
            continue
        match = re.fullmatch(_QUALIFIED, tags[index])
        if not match:
            return
        others = [tag for tag in tags if not tag.endswith(f"({match[1]})")]
        if not re.fullmatch(_NO_SERIES, match[1]) and not any(
            match[1] in tag or match[1] == _initials(tag) for tag in others
        ):
            report.warning(prompt.head[index], "no_series", series=match[1])


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split())


RULES: tuple[Rule, ...] = (unknown, forms, years, ratings, counts, quality_place, series)
