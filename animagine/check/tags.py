"""Checks of a prompt's tags: those of the model, their place, and what they contradict."""

from __future__ import annotations

import re

from ..grammar import Unit
from ..models import BLOCK_SLOTS, QUALITY_SLOTS
from ..prompt import tidy
from ..report import Report
from ..vocabulary import Vocabulary, meanings, names, unknown
from .syntax import Prompt, Rule, typed

_COUNT = r"(\d\+?|multiple )(girl|boy|other)s?"
_QUALIFIED = r".+ \(([^()]+)\)$"
# What a qualifier says when it is not a series. Ours, from Danbooru's qualifiers.
_NO_SERIES = (
    r"series|original|style|streetwear|casual|fe?male|human|young|adult|child|vtuber|swimsuit|medium|cosplay|meme|object|artist|animal|weapon|clothing|flower|food|fruit"
    r"|vehicle|symbol|instrument|anime|manga|game|append|sky|.*costume|.*(ver|form)\.?"
)
_MOST_CHARACTERS = 30  # ours: each is compared with all other tags


def other_tags(prompt: Prompt, report: Report) -> None:
    """Tags of other models and versions, mistyped ones, several without a comma."""
    unknown.warn_of_unknown(prompt.vocabulary, prompt.units, report, suggest=True)


def forms(prompt: Prompt, report: Report) -> None:
    """Tags that are meant well and spelled as another program or model spells them."""
    vocabulary = prompt.vocabulary
    for unit in prompt.units:
        meant = {tag: meanings.meaning(vocabulary, tag) for tag in unit.tags}
        for form in {one.text: None for one in meant.values() if one and one.certain}:
            report.warning(unit, "trained_on", model=vocabulary.preset.title, replacement=form)


def bad_quality(prompt: Prompt, report: Report) -> None:
    """Tags of bad images, which belong into the negative prompt."""
    for unit in prompt.units:
        bad = [tag for tag in dict.fromkeys(unit.tags) if tag in prompt.vocabulary.bad]
        if bad:
            report.warning(unit, "bad_quality", "to_negative")


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
    if kept:
        for unit in _other_ratings(prompt):
            report.warning(unit, "rating_already", "remove_one", other=kept[0].source)
    tags = {tag for unit in kept for tag in unit.tags}
    if tags and not any(form <= tags for form in known):
        whole = next(form for form in known if tags <= form)
        missing = ", ".join(sorted(whole - tags))
        report.warning(kept[0], "expects_with", model=preset.title, missing=missing)


def _other_ratings(prompt: Prompt) -> list[Unit]:
    """Ratings in another spelling."""
    found = []
    for unit in prompt.units:
        meant = meanings.meaning(prompt.vocabulary, unit.tags[0]) if len(unit.tags) == 1 else None
        if meant and meant.certain and meant.slots == ("rating",):
            found.append(unit)
    return found


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
    What has a finding of its own does not count.
    """
    vocabulary = prompt.vocabulary
    slots = [
        "apart" if _is_told_of(vocabulary, unit) else vocabulary.slot_of(unit) or "general"
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


def _is_told_of(vocabulary: Vocabulary, unit: Unit) -> bool:
    """Whether a finding of its own is about `unit`, or it belongs to another tool."""
    return (
        unit.kind in ("verbatim", "comment")
        or not vocabulary.bad.isdisjoint(unit.tags)
        or any(meanings.meaning(vocabulary, tag) for tag in unit.tags)
        or bool(meanings.parts_of(vocabulary, unit))
    )


def series(prompt: Prompt, report: Report) -> None:
    """A character right after the count, known by its qualifier, whose series surely is not named.

    That is so where the next tag is surely no series and no other tag has the qualifier.
    """
    vocabulary, units = prompt.vocabulary, prompt.head
    kinds = [names.kind_of(vocabulary, unit) for unit in units]
    if "count" not in kinds:
        return
    start = kinds.index("count")
    for index in range(start, min(len(units), start + _MOST_CHARACTERS)):
        tag = units[index].tags[0] if len(units[index].tags) == 1 else ""
        if kinds[index] in ("count", "special", "nothing") or tag == "solo":
            continue
        match = re.fullmatch(_QUALIFIED, tag)
        if kinds[index] != "unknown" or not match or re.fullmatch(_NO_SERIES, match[1]):
            return
        following = next((kind for kind in kinds[index + 1 :] if kind != "count"), "unknown")
        if following not in ("general", "special", "nothing"):
            continue
        tags = (tag for unit in units for tag in unit.tags if not tag.endswith(f"({match[1]})"))
        if not any(match[1] in other or match[1] == _initials(other) for other in tags):
            report.warning(units[index], "no_series")


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split())


RULES: tuple[Rule, ...] = (
    other_tags, forms, bad_quality, years, ratings, counts, quality_place, series,
)  # fmt: skip
