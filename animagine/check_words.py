"""Checks of a prompt's words: those of the model, their place, and what they contradict."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .check_syntax import Checked, Rule
from .foreign_words import foreign_words
from .model_preset import ModelPreset
from .preset_rules import BLOCK_SLOTS
from .ratings import one_rating, rating_forms
from .report import Decision
from .special_tags import era_of
from .vocabulary import foreign as foreign_names
from .vocabulary import slot_of, slots
from .word_changes import nearest

_RATING = re.compile(r"rating ?: ?(\w+)")
_YEAR = re.compile(r"year ?[:-]? ?(\d{4})|(\d{4}) year")
_PONY = re.compile(r"score_\d(_up)?")
_SPACED_COUNT = re.compile(r"(\d\+?) (girl|boy|other)s?")
_COUNT = re.compile(r"(\d\+?|multiple )(girl|boy|other)s?")
_QUALIFIED = re.compile(r".+ \(([^()]+)\)$")
# What a qualifier says when it is no series.
_NO_SERIES = re.compile(r"series|style|medium|cosplay|meme|object|artist|.*costume|.*ver\.?|sky")
_RATING_WORDS = {
    "general": "safe", "safe": "safe", "sensitive": "sensitive", "questionable": "nsfw",
    "nsfw": "nsfw", "explicit": "explicit",
}  # fmt: skip


def _warning(tag: str, reason: str) -> Decision:
    return Decision("warning", tag, reason)


def foreign(checked: Checked) -> Iterator[Decision]:
    """Words of another version, and the nearest that this one knows."""
    names = {unit.source: unit.names for unit in checked.units}
    for found in foreign_words(checked.preset, checked.units):
        words = filter(None, (nearest(name, checked.preset) for name in names[found.tag]))
        here = ", ".join(dict.fromkeys(words))
        reason = found.reason + (f"; {here} is nearest here" if here else "")
        yield found._replace(reason=reason)


def forms(checked: Checked) -> Iterator[Decision]:
    """Words that are meant well and written as another program or model writes them."""
    known = slots(checked.preset).keys() | foreign_names(checked.preset).keys()
    for unit in checked.units:
        for name in unit.names:
            if name not in known and (right := _right_form(checked.preset, name)):
                yield _warning(
                    unit.source, f"{checked.preset.title} knows it as {right}; write that"
                )


def _right_form(preset: ModelPreset, name: str) -> str:
    if (match := _RATING.fullmatch(name)) and match[1] in _RATING_WORDS:
        return preset.tags.rating[_RATING_WORDS[match[1]]]
    if (match := _YEAR.fullmatch(name)) and name[:5] + name[5:].strip() != f"year {match[1]}":
        return era_of(preset, int(match[1] or match[2])).tag
    if match := _SPACED_COUNT.fullmatch(name):
        return name.replace(" ", "")
    if _PONY.fullmatch(name):
        return preset.quality_block.recommended
    return ""


def ratings(checked: Checked) -> Iterator[Decision]:
    """Several ratings, or one of the two tags that form one."""
    units = [unit for unit in checked.units if slot_of(checked.preset, unit) == "rating"]
    others: list[Decision] = []
    kept = one_rating(checked.preset, units, others)
    for other in others:
        yield _warning(other.tag, f"{other.reason}; take one of them out")
    names = {name for unit in kept for name in unit.names}
    if names and not any(form <= names for form in rating_forms(checked.preset)):
        whole = next(form for form in rating_forms(checked.preset) if names <= form)
        missing = ", ".join(sorted(whole - names))
        yield _warning(kept[0].source, f"{checked.preset.title} knows it with {missing}; add that")


def counts(checked: Checked) -> Iterator[Decision]:
    """`1girl, 2girls`, or `solo` beside more than one."""
    names = [name for unit in checked.head for name in unit.names]
    found: dict[str, str] = {}
    several = False
    for name in names:
        if match := _COUNT.fullmatch(name):
            number, kind = match[1], match[2]
            several = several or number != "1"
            many = "multiple " in (number, found.get(kind, "")[:9])
            if (
                kind in found
                and found[kind] != name
                and ("1" in (number, found[kind][0]) or not many)
            ):
                yield _warning(name, f"{found[kind]} is there already; take one of them out")
            found.setdefault(kind, name)
    if "solo" in names and (several or len(found) > 1):
        others = ", ".join(found.values())
        yield _warning("solo", f"one alone, beside {others}; take one of them out")


def quality_place(checked: Checked) -> Iterator[Decision]:
    """The quality block where the model did not see it in training.

    4.0: last. 3.x: the card says first, the authors' demo puts it last, and training shuffled it.
    """
    preset = checked.preset
    landed = [
        "apart" if unit.kind in ("verbatim", "comment") else slot_of(preset, unit) or "general"
        for unit in checked.head
    ]
    block = [i for i, slot in enumerate(landed) if slot in ("quality", "score", "aesthetic")]
    others = [i for i, slot in enumerate(landed) if slot != "apart" and slot not in BLOCK_SLOTS]
    if not block or not others:
        return
    at_end = block[0] > others[-1]
    at_start = block[-1] < others[0]
    if not at_end and not (at_start and preset.quality_block.position == "start"):
        wrong = next(i for i in block if i < others[-1])
        place = "last" if preset.quality_block.position == "end" else "first, or all of them last"
        reason = f"{preset.title} was trained with the quality tags {place}; move them there"
        yield _warning(checked.head[wrong].source, reason)


def series(checked: Checked) -> Iterator[Decision]:
    """A character, known by its qualifier right behind the count, whose series is not named."""
    names = [unit.names[0] if len(unit.names) == 1 else "" for unit in checked.head]
    landed = [slot_of(checked.preset, unit) for unit in checked.head]
    start = next((i for i, slot in enumerate(landed) if slot == "count"), None)
    if start is None:
        return
    for index in range(start, len(names)):
        if landed[index] == "count":
            continue
        match = _QUALIFIED.fullmatch(names[index])
        if not match:
            return
        if _NO_SERIES.fullmatch(match[1]):
            continue
        if not any(match[1] in name for i, name in enumerate(names) if i != index):
            reason = f"the series behind a character helps the model; add {match[1]}"
            yield _warning(checked.head[index].source, reason)


RULES: tuple[Rule, ...] = (foreign, forms, ratings, counts, quality_place, series)
