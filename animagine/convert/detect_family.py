"""Which other family of models a prompt was written for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from ..grammar import Unit, parse
from ..models import families, presets
from ..report import Report
from ..vocabulary import vocabulary_of
from . import foreign
from .detect import most_in_negative, own_tags

# Own tags of an Animagine version that other families have as well: against strong words of a
# family they say nothing. Ours, from the cards side by side.
_SHARED = frozenset(
    ["very aesthetic", "aesthetic", "displeasing", "very displeasing", "great quality",
     "good quality", "normal quality", "high quality", "recent", "mid", "early", "newest"]
)  # fmt: skip
_ONLY_3X = frozenset(["oldest"])  # both versions of Animagine XL 3.x have it, no other family
_LEAST = 5  # tags of a negative that make a text with a count one, ours
_PROSE = 7  # words of a tag that is a sentence, ours
KOHAKU = "Kohaku XL"
_CHARACTERS = ("| girl", "| boy", "|girl", "|boy")


class Evidence(NamedTuple):
    """What speaks for a family, as it is told: in order of strength."""

    negative: bool  # a whole negative of its own, closer than one of Animagine's
    block: bool  # a whole block, with a word that Animagine does not have
    proves: tuple[str, ...]
    strong: tuple[str, ...]
    hints: tuple[str, ...]

    @property
    def rank(self) -> tuple[int, int, int]:
        sure = self.negative + self.block + len(self.proves)
        return sure, len(self.strong), len(self.hints)


def detect_family(units: Sequence[Unit], report: Report) -> tuple[families.Family, ...]:
    """The families whose words `units` have, several where all have the same; none for Animagine.

    What proves a family wins over Animagine's own tags; strong words win over those of Animagine's
    that other families share; hints win over none.
    """
    tags = _as_typed(units)
    found = {family: _evidence(family, units, tags) for family in families.families().values()}
    rank = max(evidence.rank for evidence in found.values())
    sure, strong, _ = rank
    if not any(rank):
        return ()
    own = own_tags(units) | _ONLY_3X.intersection(tags)
    decided = (tag for tag in own if tag not in _SHARED and not tag.startswith("year "))
    firm = strong or any(tag.startswith("artist:") for tag in tags)
    if not sure and (any(decided) if firm else own):
        return ()
    best = tuple(family for family, evidence in found.items() if evidence.rank == rank)
    evidence = found[best[0]]
    words = {*evidence.proves, *evidence.strong, *evidence.hints}
    told = ", ".join(dict.fromkeys(word for word in (*tags.values(), *words) if word in words))
    grounds = ["has_negative"] if evidence.negative else ["has_block"] if evidence.block else []
    if best[0].title == KOHAKU and strong and evidence.strong != ("old",):
        grounds.append("rating_last")
    elif told:
        grounds.append("has_words" if sure or strong else "may_be_words")
    report.detected(", ".join(family.title for family in best), *grounds, tags=told)
    return best


def _as_typed(units: Sequence[Unit]) -> Mapping[str, str]:
    """All that `units` are found by, with underscores and without -> what was typed."""
    found: dict[str, str] = {}
    for unit in units:
        for name in foreign.names_of(unit):
            typed = unit.source if unit.kind == "tag" else name
            found.setdefault(name, typed)
            found.setdefault(name.replace("_", " "), typed)
    return found


def is_negative_of(units: Sequence[Unit]) -> bool:
    """Whether a negative of a family, or half of one and no good word, is in the text.

    Without a count, one bad word and no good one is enough.
    """
    tags = {name for unit in units for name in foreign.names_of(unit)}
    wholes = foreign.negatives()
    if any(all(map(tags.intersection, forms)) for forms in wholes):
        return True
    if any(map(_is_good, tags)):
        return False
    counts = vocabulary_of(presets.default()).tags_of("count")
    if counts.isdisjoint(tags) and any(map(_is_bad, tags)):
        return True
    common = ((sum(map(bool, map(tags.intersection, of))), len(of)) for of in wholes)
    return any(found >= max(_LEAST, whole / 2) for found, whole in common)


def _is_good(tag: str) -> bool:
    if number := foreign.score_of(tag):
        return number >= 7 or tag.endswith("up")
    return tag in _quality_words()[0]


def _is_bad(tag: str) -> bool:
    number = foreign.score_of(tag)
    return tag in _quality_words()[1] or (number is not None and not _is_good(tag))


@cache
def _quality_words() -> tuple[frozenset[str], frozenset[str]]:
    """Those for good images and those for bad ones. Ours, where no card says so."""
    good, bad = {"amazing quality", "very awa", "top aesthetic", "extremely aesthetic"}, set[str]()
    bad.update(("bad quality", "worst detail", "worst aesthetic", "lowres", "bad hands"))
    for preset in presets.models().values():
        vocabulary = vocabulary_of(preset)
        bad |= vocabulary.bad
        good |= vocabulary.tags_of("quality", "score", "aesthetic") - vocabulary.bad
    return frozenset(good - bad), frozenset(bad - {"average score", "normal quality"})


def _evidence(family: families.Family, units: Sequence[Unit], tags: Mapping[str, str]) -> Evidence:
    closest = 0
    for forms in map(foreign.forms_of, family.negative):
        if all(any(map(tags.__contains__, form)) for form in forms):
            closest = max(closest, len(forms))
    block = any(
        any(_is_foreign(family, word) for word in members) and all(map(tags.__contains__, members))
        for members in map(foreign.members_of, family.positive)
    )
    proves, strong, hints = (
        tuple(tag for rule in rules for tag in _those(rule, tags))
        for rules in (family.proves, family.strong, family.hints)
    )
    if family.title == foreign.NOVELAI:
        proves += tuple(unit.source for unit in units if foreign.is_numbered(unit))
        strong += tuple(unit.source for unit in units if _is_curly(unit))
        strong += tuple(unit.source for unit in units if parts_characters(unit))
    elif family.title == "Anima" and _those("score_<n>", tags):
        proves += _those("@<word>", tags)
    elif family.title == "Pony Diffusion V7" and _those("score_<n>", tags):
        prose = tuple(tag for tag in tags.values() if tag.count(" ") >= _PROSE)
        hints += (*_those("score_<n>", tags), *prose) if prose else ()
    elif family.title == KOHAKU:
        strong += tuple(_rating_at_the_end(units))
        if foreign.old_is_an_era(units, 1):
            strong += ("old",)
    elif family.title == "NoobAI XL":
        strong += tuple(tag for text in family.positive for tag in _in_order(text, units))
    sure = closest > 0 and closest >= most_in_negative(units)
    return Evidence(sure, block, proves, strong, hints)


def _those(rule: str, tags: Mapping[str, str]) -> tuple[str, ...]:
    """The tags that fulfil `rule`: one word, `a + b` for both, `a without b`."""
    rule, _, without = rule.partition(" without ")
    if without in tags:
        return ()
    found: list[str] = []
    for word in rule.replace("_", " ").split(" + "):
        if "<" not in word:
            those = [tags[word]] if word in tags else []
        else:
            start = word.partition("<")[0].replace("_", " ")
            near = (tag for tag in tags if tag.startswith(start))
            those = [tags[tag] for tag in near if families.matches((word,), tag)]
        if not those:
            return ()
        found += those
    return tuple(found)


def _is_foreign(family: families.Family, word: str) -> bool:
    return bool(families.owners(word)) or families.matches(family.also, word)


def _is_curly(unit: Unit) -> bool:
    return unit.kind == "verbatim" and unit.source.startswith("{") and bool(unit.as_weight)


def parts_characters(unit: Unit) -> bool:
    """Whether it has the `| girl` that begins a character of NovelAI."""
    return unit.kind == "tag" and "|" in unit.source and any(c in unit.tags[0] for c in _CHARACTERS)


def _rating_at_the_end(units: Sequence[Unit]) -> Iterator[str]:
    """The rating that ends a prompt right behind its quality tags, as Kohaku's captions do."""
    vocabulary = vocabulary_of(presets.load(foreign.BETWEEN))
    slots = [vocabulary.slot_of(unit) for unit in units]
    ratings = 0
    while slots and slots[-1] == "rating":
        slots.pop()
        ratings += 1
    while slots and (slots[-1] in ("meta", "year") or units[len(slots) - 1].key == "old"):
        slots.pop()
    if ratings and len(slots) > 1 and slots[-1] == "quality" and None in slots:
        yield ", ".join(unit.source for unit in units[-ratings:])


def _in_order(text: str, units: Sequence[Unit]) -> list[str]:
    """The tags of `text` where they stand in the prompt one after the other; else none."""
    block = [unit.key for unit in parse(text)]
    keys = [unit.key for unit in units]
    start = keys.index(block[0]) if block[0] in keys else 0
    return block if keys[start : start + len(block)] == block else []
