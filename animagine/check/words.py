"""Checks of a prompt's words: those of the model, their place, and what they contradict."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..models.slots import BLOCK_SLOTS
from ..prompt.tidy import one_rating
from ..report import Decision
from ..vocabulary.equivalents import nearest
from ..vocabulary.lookup import foreign as foreign_names
from ..vocabulary.lookup import rating_forms, slot_of
from ..vocabulary.spellings import is_pony, right_form
from ..vocabulary.unknown import foreign_words
from .syntax import Checked, Rule, warning

_COUNT = re.compile(r"(\d\+?|multiple )(girl|boy|other)s?")
_QUALIFIED = re.compile(r".+ \(([^()]+)\)$")
# What a qualifier says when it is no series.
_NO_SERIES = re.compile(
    r"series|style|medium|cosplay|meme|object|artist|animal|weapon|clothing|flower|food|fruit"
    r"|vehicle|symbol|instrument|anime|manga|game|append|sky|.*costume|.*(ver|form)\.?"
)
_MOST_CHARACTERS = 30  # that are looked at; each is compared with all other tags


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
    pony = [unit.source for unit in checked.units for name in unit.names if is_pony(name)]
    if pony:
        block = checked.preset.quality_block.recommended
        reason = f"tags of Pony Diffusion; take them out, the quality tags here are {block}"
        yield warning(", ".join(pony), reason)
    for unit in checked.units:
        for name in unit.names:
            if right := right_form(checked.preset, name):
                yield warning(
                    unit.source, f"{checked.preset.title} knows it as {right}; write that"
                )


def years(checked: Checked) -> Iterator[Decision]:
    """Two years at once."""
    units = [unit for unit in checked.units if slot_of(checked.preset, unit) == "year"]
    for unit in units[1:]:
        yield warning(unit.source, f"{units[0].source} is there already; take one of them out")


def ratings(checked: Checked) -> Iterator[Decision]:
    """Several ratings, or one of the two tags that form one."""
    units = [unit for unit in checked.units if slot_of(checked.preset, unit) == "rating"]
    others: list[Decision] = []
    kept = one_rating(checked.preset, units, others)
    for other in others:
        yield warning(other.tag, f"{other.reason}; take one of them out")
    names = {name for unit in kept for name in unit.names}
    if names and not any(form <= names for form in rating_forms(checked.preset)):
        whole = next(form for form in rating_forms(checked.preset) if names <= form)
        missing = ", ".join(sorted(whole - names))
        yield warning(kept[0].source, f"{checked.preset.title} knows it with {missing}; add that")


def counts(checked: Checked) -> Iterator[Decision]:
    """`1girl, 2girls`, `solo` beside more than one, or `no humans` beside any."""
    names = [name for unit in checked.head for name in unit.names]
    found = {name: match for name in names if (match := _COUNT.fullmatch(name))}
    first: dict[str, str] = {}
    for name, match in found.items():
        earlier = first.setdefault(match[2], name)
        both_many = "1" not in (match[1], earlier[0]) and "multiple " in name + earlier
        if earlier != name and not both_many:
            yield warning(name, f"{earlier} is there already; take one of them out")
    others = ", ".join(found)
    if "solo" in names and (len(first) > 1 or any(match[1] != "1" for match in found.values())):
        yield warning("solo", f"one alone, beside {others}; take one of them out")
    if "no humans" in names and found:
        yield warning("no humans", f"beside {others}; take one of them out")


def quality_place(checked: Checked) -> Iterator[Decision]:
    """The quality block where the model did not see it in training.

    4.0: last. 3.x: the card says first, the authors' demo puts it last, and training shuffled it.
    """
    preset = checked.preset
    other = foreign_names(preset)
    landed = [
        "apart"
        if unit.kind in ("verbatim", "comment") or not other.keys().isdisjoint(unit.names)
        else slot_of(preset, unit) or "general"
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
        yield warning(checked.head[wrong].source, reason)


def series(checked: Checked) -> Iterator[Decision]:
    """A character, known by its qualifier right behind the count, whose series is not named."""
    names = [unit.names[0] if len(unit.names) == 1 else "" for unit in checked.head]
    landed = [slot_of(checked.preset, unit) for unit in checked.head]
    if "count" not in landed:
        return
    start = landed.index("count")
    for index in range(start, min(len(names), start + _MOST_CHARACTERS)):
        if landed[index] in ("count", "rating") or names[index] == "solo":
            continue
        match = _QUALIFIED.fullmatch(names[index])
        if not match:
            return
        others = [name for name in names if not name.endswith(f"({match[1]})")]
        if not _NO_SERIES.fullmatch(match[1]) and not any(
            match[1] in name or match[1] == _initials(name) for name in others
        ):
            reason = f"a series behind the character helps; add it, such as {match[1]} (series)"
            yield warning(checked.head[index].source, reason)


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split())


RULES: tuple[Rule, ...] = (foreign, forms, years, ratings, counts, quality_place, series)
