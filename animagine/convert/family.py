"""A prompt of another family of models, in the words of Animagine XL 3.1, the closest to all."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..grammar import Unit, normal_form, parse
from ..models import ModelPreset, families, presets
from ..report import Report
from ..vocabulary import equivalents, meanings, vocabulary_of
from .change import changed

BETWEEN = "animagine-xl-3.1"
# Ours, from the labels of the cards side by side, best to worst; no card says that they are equal.
_CLOSEST = {
    "masterpiece (quality)": "masterpiece",
    "average quality": "normal quality",
    "bad quality": "low quality",
    "very awa": "very aesthetic",
    "top aesthetic": "very aesthetic",
    "extremely aesthetic": "very aesthetic",
    "worst aesthetic": "very displeasing",
    "anthro": "furry",  # aliases of Danbooru
    "censor": "censored",
}
_BELOW_BEST = ("amazing quality", "high quality")  # nothing beside `best quality`
_OUT = ("location", "unclear", "mutated hands", "mammal", "feral", "no text")  # nothing by them
_ERAS = {"newest": "2023", "recent": "2019", "mid": "2016", "early": "2013", "old": "2008"}
_NEEDS = ("masterpiece", "best quality", "worst quality", "low quality", *_ERAS)  # beside `old`


def in_own_words(
    family: families.Family, units: list[Unit], new: ModelPreset, negative: bool, report: Report
) -> list[Unit]:
    """`units` of `family` as a prompt of Animagine XL 3.1, on the way to `new`."""
    old = presets.load(BETWEEN)
    replaced: list[Unit] = []
    if negative:
        replaced, units = _without_negative(family, units, new, report)
    units = [_unmarked(_as_weight(unit, report), report) for unit in units]
    tags = {tag for unit in (*replaced, *units) for tag in unit.tags}
    units = (_scores_of_negative if negative else _of_positive)(family, units, tags, report)
    rule = _rule(tags, new, negative)
    found: list[Unit] = []
    for unit in units:
        to_change = {tag: change for tag in unit.tags if (change := rule(tag))}
        found += changed(unit, to_change, report)
    return [*replaced, *meanings.written(vocabulary_of(old), found, report)]


def _rule(
    tags: set[str], new: ModelPreset, negative: bool
) -> Callable[[str], equivalents.Change | None]:
    """What becomes of a tag of another family, beside the other `tags`."""
    years = "year 2016" in vocabulary_of(new).slots
    beside_quality = not tags.isdisjoint(_NEEDS)

    def change(tag: str) -> equivalents.Change | None:
        if tag in _CLOSEST:
            return equivalents.Change(_CLOSEST[tag], "closest_in_meaning")
        if tag in _BELOW_BEST:
            text = "" if "best quality" in tags else "great quality"
            return equivalents.Change(text, "closest_in_meaning" if text else "nothing_here")
        if tag in _ERAS and (tag != "old" or beside_quality):
            if negative:
                text = tag if not years else ""
            else:
                text = f"year {_ERAS[tag]}" if years else tag
            text = "oldest" if text == "old" else text
            if text == tag:
                return None
            return equivalents.Change(text, "closest_in_meaning" if text else "nothing_here")
        if (families.owners(tag) and not _is_certain(new, tag)) or tag in _OUT:
            return equivalents.Change("", "nothing_here")
        return None

    return change


def _of_positive(
    family: families.Family, units: list[Unit], tags: set[str], report: Report
) -> list[Unit]:
    """The quality block of `family`, or its run of scores, as the recommended block of 3.1."""
    old = presets.load(BETWEEN)
    blocks = [tuple(unit.key for unit in parse(block)) for block in family.positive]
    block = next((keys for keys in blocks if tags.issuperset(map(normal_form, keys))), ())
    scores = tuple(word for word in family.quality if "<n>" in word)
    scored = [tag for tag in tags if scores and families.matches(scores, tag)]
    if not block and (not scored or "masterpiece" in tags):
        return units
    replaced = {*map(normal_form, block), *scored}
    more = vocabulary_of(old).block_tags  # typed beside it, these would be there twice
    first = next(i for i, unit in enumerate(units) if unit.tags and unit.tags[0] in replaced)
    gone = [unit for unit in units if unit.tags and replaced.issuperset(unit.tags)]
    text = old.quality_block.recommended
    report.changed(
        ", ".join(unit.source for unit in gone), "block_of", replacement=text, family=family.title
    )
    lost = set(map(id, gone))
    kept = [
        [
            unit
            for unit in part
            if id(unit) not in lost and not (unit.kind == "tag" and unit.tags[0] in more)
        ]
        for part in (units[:first], units[first:])
    ]
    return [*kept[0], *parse(text), *kept[1]]


def _without_negative(
    family: families.Family, units: list[Unit], new: ModelPreset, report: Report
) -> tuple[list[Unit], list[Unit]]:
    """The recommended negative of `new` for a whole one of `family`, and what else was typed."""
    keys = {unit.key for unit in units}
    for text in family.negative:
        whole = {unit.key for unit in parse(text)}
        if whole <= keys:
            gone = ", ".join(unit.source for unit in units if unit.key in whole)
            replacement = new.negative.recommended
            report.changed(gone, "negative_of", replacement=replacement, family=family.title)
            written = parse(replacement)
            there = {unit.key for unit in written}
            return written, [unit for unit in units if unit.key not in whole | there]
    return [], units


def _scores_of_negative(
    family: families.Family, units: list[Unit], tags: set[str], report: Report
) -> list[Unit]:
    """Low scores as the two worst qualities, where those are not there already."""
    scores = [u for u in units if u.tags and families.matches(("score <n>",), u.tags[0])]
    if not scores or not tags.isdisjoint(("worst quality", "low quality")):
        return units
    text = "worst quality, low quality"
    report.changed(scores[0], "becomes", "closest_in_meaning", replacement=text)
    at = units.index(scores[0])
    return [*units[:at], *parse(text), *units[at + 1 :]]


def _as_weight(unit: Unit, report: Report) -> Unit:
    """A weight of another program as ComfyUI writes it."""
    text = unit.as_weight if unit.kind == "verbatim" else ""
    new = parse(text)
    if len(new) != 1:
        return unit
    report.changed(unit, "becomes", "no_bracket_weights", replacement=text)
    return new[0]._replace(start=unit.start, end=unit.end)


def _unmarked(unit: Unit, report: Report) -> Unit:
    """An artist without `@`, `by` or `artist:`."""
    meant = (
        meanings.meaning(vocabulary_of(presets.load(BETWEEN)), unit.tags[0]) if unit.tags else None
    )
    if unit.kind != "tag" or not meant or meant.reason[:1] != ("artist_mark",):
        return unit
    (new,) = parse(meant.text or meant.values["replacement"])
    report.changed(unit, "becomes", "artist_mark", replacement=new.source)
    return new._replace(start=unit.start, end=unit.end)


def without_family_words(units: Sequence[Unit], new: ModelPreset, report: Report) -> list[Unit]:
    """`units` without the words that only other families have, each reported."""
    found: list[Unit] = []
    for unit in units:
        gone = {
            tag: equivalents.Change("", "nothing_here")
            for tag in unit.tags
            if families.owners(tag) and not _is_certain(new, tag)
        }
        found += changed(unit, gone, report)
    return found


def _is_certain(new: ModelPreset, tag: str) -> bool:
    meant = meanings.meaning(vocabulary_of(new), tag)
    return meant is not None and meant.certain
