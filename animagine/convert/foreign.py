"""What the words of other families become in a version of Animagine XL."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from ..grammar import Unit, parse
from ..models import ModelPreset, families, presets
from ..vocabulary import equivalents, meanings, vocabulary_of

NOVELAI = "NovelAI Diffusion"
BETWEEN = "animagine-xl-3.1"  # the version whose words are most like those of other families
# The closest tag: the first that the target has; where it has none, the word goes. Ours: the labels
# of the cards side by side, best to worst; no card says that two of them mean the same.
_CLOSEST = {
    "masterpiece (quality)": ("masterpiece",),
    "average quality": ("normal quality", "average score"),
    "bad quality": ("low quality",),
    "very awa": ("very aesthetic", "high score"),
    "top aesthetic": ("very aesthetic", "high score"),
    "extremely aesthetic": ("very aesthetic", "high score"),
    "worst aesthetic": ("very displeasing", "low score"),
}
_BELOW_BEST = ("amazing quality", "high quality")  # they say nothing beside `best quality`
_GREAT = ("great quality", "high quality", "great score")
_ALIASES = {"anthro": "furry", "censor": "censored"}  # Danbooru's
# Of the families' negatives: what an image shows, not how good it is. Ours, by Danbooru's groups.
SHOWN = frozenset(
    ["comic", "multiple views", "2koma", "4koma", "monochrome", "greyscale", "guro", "sketch",
     "logo", "film grain", "scan artifacts", "furry", "anthro", "censor"]
)  # fmt: skip
_ERAS = ("newest", "recent", "mid", "early", "old", "oldest")
_SCORE = r"score[_ ](\d{1,3})(?:[_ ]up)?"
_YEAR = r"year (?:19|20)\d\d"
_QUALITY = ("quality", "score", "aesthetic")


def score_of(tag: str) -> int | None:
    """9 of `score_9` and `score_9_up`; None of any other tag."""
    match = re.fullmatch(_SCORE, tag) if tag.startswith("score") else None
    return int(match[1]) if match else None


def is_numbered(unit: Unit) -> bool:
    """Whether it is a weight as NovelAI writes it: `1.5::smile::`, `-1::hat::`."""
    return unit.kind == "verbatim" and unit.source.endswith("::") and unit.source[0] not in "[{("


def names_of(unit: Unit) -> tuple[str, ...]:
    """All that `unit` is found by: its text, its tags, also those in brackets of other programs."""
    if unit.kind == "tag":
        return unit.tags
    inside = parse(unit.as_weight) if unit.kind == "verbatim" else []
    return (unit.source, *unit.tags, *(tag for one in inside for tag in (one.source, *one.tags)))


@cache
def forms_of(text: str) -> tuple[frozenset[str], ...]:
    """Each tag of a negative in all spellings of it: `{bad}`, `(bad:1.05)`, `bad`."""
    return tuple(frozenset(names_of(unit)) for unit in parse(text))


@cache
def negatives() -> tuple[tuple[frozenset[str], ...], ...]:
    """The negatives of all families, the longest first."""
    found = (forms_of(text) for of in families.families().values() for text in of.negative)
    return tuple(sorted(found, key=len, reverse=True))


@cache
def members_of(text: str) -> frozenset[str]:
    """The tags of a block that speak of quality, or mean nothing to Animagine.

    The others of it, such as ratings and eras, have an equivalent of their own.
    """
    also = {word for family in families.families().values() for word in family.also}
    quality = {
        tag
        for preset in presets.models().values()
        for tag in vocabulary_of(preset).tags_of(*_QUALITY)
    }
    tags = {tag for unit in parse(text) for tag in unit.tags}
    return frozenset(tag for tag in tags if tag in quality | also or families.owners(tag))


def changes(
    of: Sequence[families.Family],
    units: Sequence[Unit],
    new: ModelPreset,
    negative: bool,
    best: bool = False,
) -> dict[str, equivalents.Change]:
    """What becomes of each foreign word of `units`, by normal form.

    `of` are the families that the prompt is of, none for one of Animagine: there, only words go
    that no Animagine prompt has. `best` says that a block better than `best quality` comes in.
    """
    tags = dict.fromkeys(tag for unit in units for tag in unit.tags)
    best = best or "best quality" in tags
    found: dict[str, equivalents.Change] = {}
    known = vocabulary_of(new).slots
    for tag in tags:
        if tag in known:
            continue
        if tag in _CLOSEST:
            found[tag] = _closest(_CLOSEST[tag], new)
        elif tag in _BELOW_BEST and (of or families.owners(tag)):
            found[tag] = equivalents.Change("", "beside_best") if best else _closest(_GREAT, new)
        elif of and tag in _ALIASES:
            found[tag] = equivalents.Change(_ALIASES[tag], "alias")
        elif _goes(of, tag) and not _is_certain(new, tag):
            found[tag] = equivalents.Change("", "nothing_here")
    if negative:
        found.update(_low_scores(tags, new))
    found.update(_eras(units, new, bool(of), negative))
    return found


def _closest(chain: Sequence[str], new: ModelPreset) -> equivalents.Change:
    other = next((tag for tag in chain if tag in vocabulary_of(new).slots), "")
    if not other:
        return equivalents.Change("", "no_similar_tag", {"model": new.title})
    return equivalents.Change(other, "closest_in_meaning")


def _goes(of: Sequence[families.Family], tag: str) -> bool:
    if families.owners(tag):
        return True
    every = families.families().values() if of else ()
    return any(tag in family.also and (family in of or tag in family.strong) for family in every)


def _is_certain(new: ModelPreset, tag: str) -> bool:
    meant = meanings.meaning(vocabulary_of(new), tag)
    return meant is not None and meant.certain


def _low_scores(tags: Mapping[str, None], new: ModelPreset) -> dict[str, equivalents.Change]:
    """Scores of a negative: the first becomes the two worst tags, where none is there already."""
    scores = [tag for tag in tags if score_of(tag) is not None]
    if not scores or "worst quality" in tags:
        return {}
    worst = new.tags.score[:-3:-1] or new.tags.quality[:-3:-1]
    return {scores[0]: equivalents.Change(", ".join(worst), "closest_in_meaning")}


def _eras(
    units: Sequence[Unit], new: ModelPreset, of_family: bool, negative: bool
) -> dict[str, equivalents.Change]:
    """`old` beside special tags; all eras of a negative of a family, where `new` has years.

    `old` alone is a tag of Danbooru.
    """
    found: dict[str, equivalents.Change] = {}
    by_year = "oldest" not in vocabulary_of(new).slots
    tags = {tag for unit in units for tag in unit.tags}
    if old_is_an_era(units, 1 if of_family else 2):
        (oldest,) = (era for era in presets.load(BETWEEN).tags.year if era.tag == "oldest")
        year = (oldest.first + oldest.last + 1) // 2
        text = f"year {year}" if by_year else "oldest"
        found["old"] = equivalents.Change(text, "closest_in_meaning")
    if of_family and negative and by_year:
        gone = equivalents.Change("", "no_era_in_negative", {"model": new.title})
        found.update({era: gone for era in _ERAS if era in tags and (era != "old" or era in found)})
    dated = min((tag for tag in tags if re.fullmatch(_YEAR, tag)), default="")
    if of_family and not negative and dated:
        gone = equivalents.Change("", "already", {"other": dated})
        found.update({era: gone for era in _ERAS if era in tags and (era != "old" or era in found)})
    return found


def old_is_an_era(units: Sequence[Unit], sides: int) -> bool:
    """Whether tags of quality or another era stand on one or both sides of `old`."""
    slots = vocabulary_of(presets.load(BETWEEN)).slots
    tags = [tag for unit in units for tag in unit.tags]
    for at in (at for at, tag in enumerate(tags) if tag == "old"):
        beside = [*tags[max(0, at - 1) : at], *tags[at + 1 : at + 2]]
        special = [
            tag
            for tag in beside
            if slots.get(tag, "count") not in ("count", "rating") or families.owners(tag)
        ]
        if len(special) >= sides:
            return True
    return False
