r"""Which unknown tags of a prompt are names: characters, series, artists.

No vocabulary knows them. They stand directly after the count, and Danbooru's common general tags
tell where they end; or a qualifier names a series that follows: `makima \(chainsaw man\), chainsaw
man`. Without such evidence nothing is known, and nothing is put in front of unknown text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

from ..grammar import Unit
from .general import is_general
from .joined import special_parts
from .lookup import Vocabulary
from .meanings import meaning

Known = Callable[[str], str | None]  # a tag in normal form -> its category, where a list has it
_MOST = 60  # units that are looked at for a qualifier and its series, ours: far beyond any prompt
_MOST_GUESSED = 4  # unknown tags before a general one that are taken for names, ours
_QUALIFIED = r".+ \(([^()]+)\)"
_CATEGORIES = ("character", "series", "copyright", "artist")
Kind = Literal["special", "count", "general", "unknown", "nothing"]


class Names(NamedTuple):
    """`first` to `end` (not included) are names, none where both are equal.

    `known` says whether the place after them is known: where a rating stands. Where it is not, the
    general tags may begin with names.
    """

    first: int
    end: int
    known: bool


NONE = Names(0, 0, True)  # a prompt with name fields


def find(
    vocabulary: Vocabulary,
    units: Sequence[Unit],
    kinds: Sequence[Kind],
    known: Known | None = None,
) -> Names:
    """The names in `units`, one prompt before its first `BREAK` in the order of typing.

    `kinds` are those of the units (see `kind_of`). `known` gives the category of a tag that the
    user's own lists have: `character`, `series`, `artist` or `general`.
    """
    first, preceded = _start(kinds)
    after = _next(kinds, kinds.index("count") if "count" in kinds else 0)
    for place in dict.fromkeys((after, first)):
        if place < len(units) and units[place].tags == ("solo",):
            # Some write it among the counts: names may follow, but only where something tells.
            names = _found(vocabulary, units, kinds, _next(kinds, place + 1), False, known)
            if names.known and names.first < names.end:
                return names
    return _found(vocabulary, units, kinds, first, preceded, known)


def _found(
    vocabulary: Vocabulary,
    units: Sequence[Unit],
    kinds: Sequence[Kind],
    first: int,
    preceded: bool,
    known: Known | None,
) -> Names:
    """The names that begin at `first`."""
    end = first
    run: list[int] = []  # the unknown ones
    while end < len(units) and kinds[end] in ("unknown", "count", "nothing"):
        if kinds[end] == "unknown":
            run.append(end)
        end += 1
    if not run:
        return Names(first, first, True)  # surely general tags follow, or none
    begin = run[0]
    while begin and not units[begin - 1].tags and kinds[begin - 1] == "nothing":
        begin -= 1  # a LoRA in front of a name stays there
    proven = _proven(units, run[:_MOST], known)
    if proven >= 0:
        return Names(begin, run[proven] + 1, True)
    follows = [kind for kind in kinds[end:] if kind in ("general", "unknown")]
    rated = end < len(units) and vocabulary.slot_of(units[end]) == "rating" and bool(follows)
    general = bool(follows) and follows[0] == "general" and len(run) <= _MOST_GUESSED
    if rated or general or preceded:
        return Names(begin, run[-1] + 1, True)
    return Names(first, first, False)


def kind_of(vocabulary: Vocabulary, unit: Unit, known: Known | None = None) -> Kind:
    """What a unit says about where names are.

    LoRAs, embeddings and comments say nothing, nor do quality tags and years: those are moved away.

    One with a count is `count`, also among other tags, as in `(1girl, solo:1.2)`.
    """
    if not unit.tags:
        nothing = unit.kind == "comment" or unit.source.startswith(("<", "embedding:"))
        return "nothing" if nothing else "unknown"
    kinds = {_kind_of_tag(vocabulary, tag, known) for tag in unit.tags}
    order: tuple[Kind, ...] = ("count", "general", "special", "unknown", "nothing")
    kind = next(kind for kind in order if kind in kinds)
    if kind in ("unknown", "general"):
        slots = {vocabulary.slots[tag] for tag in special_parts(vocabulary, unit)}
        if slots:
            return "count" if "count" in slots else "special"
    return kind


def _kind_of_tag(vocabulary: Vocabulary, tag: str, known: Known | None) -> Kind:
    slot = vocabulary.slots.get(tag)
    if slot:
        return "count" if slot == "count" else "special" if slot == "rating" else "nothing"
    category = known(tag) if known else None
    if category in _CATEGORIES:
        return "unknown"
    if category or is_general(tag):
        return "general"
    meant = meaning(vocabulary, tag)
    if meant and meant.reason != ("artist_mark", "write"):
        return "count" if meant.slots == ("count",) else "special"
    return "unknown"


def _start(kinds: Sequence[Kind]) -> tuple[int, bool]:
    """Where names may begin, and whether other tags were typed in front of the count.

    That is after the count and special tags behind it. It is the start of the text where there is
    no count, where unknown tags alone lead to it, or where none follow it: that is their order once
    the count has been moved to the front.
    """
    count = kinds.index("count") if "count" in kinds else 0
    led = [kind for kind in kinds[:count] if kind not in ("special", "nothing")]
    after = _next(kinds, count)
    if not led:
        return after, False
    names_follow = after < len(kinds) and kinds[after] == "unknown"
    if all(kind == "unknown" for kind in led) or not names_follow:
        return _next(kinds, 0), False
    return after, True


def _next(kinds: Sequence[Kind], at: int) -> int:
    """The next index from `at` on that is no special tag and no count."""
    while at < len(kinds) and kinds[at] in ("special", "count", "nothing"):
        at += 1
    return at


def _proven(units: Sequence[Unit], run: Sequence[int], known: Known | None) -> int:
    """Index in `run` of the last name that something proves; -1 for none."""
    tags = [units[index].tags for index in run]
    last = -1
    for at, of in enumerate(tags):
        for tag in of:
            if tag.endswith("(series)") or (known and known(tag) in _CATEGORIES):
                last = max(last, at)
            match = re.fullmatch(_QUALIFIED, tag) if tag.endswith(")") else None
            if match:
                named = [
                    later
                    for later in range(at + 1, len(tags))
                    if any(names_series(other, match[1]) for other in tags[later])
                ]
                last = max([last, *named])
    return last


def names_series(tag: str, qualifier: str) -> bool:
    """Whether `tag` has the words of `qualifier` outside a qualifier that is the same."""
    if qualifier not in tag or tag.endswith(f" ({qualifier})"):
        return False
    return bool(re.search(rf"(?<!\w){re.escape(qualifier)}(?!\w)", tag))
