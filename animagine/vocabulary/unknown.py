"""What a prompt says beside the special tags of its model: what to warn of, the slots it fills."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..grammar import Unit, parse
from ..models import families, presets
from ..report import Report
from .counts import NO_HUMANS
from .equivalents import closest
from .general import is_scenery, shows_people
from .joined import parts_of, special_parts
from .lookup import Vocabulary
from .meanings import Meaning, meaning


def warn_of_unknown(
    vocabulary: Vocabulary, units: Sequence[Unit], report: Report, *, suggest: bool = False
) -> None:
    """Warn of what is no tag of this model but means something, and of tags without commas.

    One decision for each reason and unit; several tags of the same other models are one decision
    for all units. With `suggest`, the closest tag of this model is named.
    """
    others: dict[str, dict[str, Unit]] = {}  # titles of other models -> their tags
    found: list[tuple[Unit, Meaning]] = []
    for unit in units:
        certain = any((one := meaning(vocabulary, tag)) and one.certain for tag in unit.tags)
        if not certain and (parts := parts_of(vocabulary, unit)):
            report.warning(unit, "no_comma", "write", replacement=", ".join(parts))
            continue
        told = set()
        for tag in unit.tags:
            if tag in vocabulary.slots:
                continue
            meant = meaning(vocabulary, tag)
            if meant is None or meant.certain or meant.reason in told:
                continue
            if meant.reason == ("belongs_to",):
                others.setdefault(meant.values["others"], {}).setdefault(tag, unit)
                continue
            told.add(meant.reason)
            if suggest and meant.reason == ("may_be_count",):
                continue  # that is about the count input, which a finished prompt has not
            found.append((unit, meant))
    for titles, tags in _merged(others).items():
        _warn_of_others(vocabulary, titles, tags, report, suggest)
    model = vocabulary.preset.title
    for unit, meant in found:
        report.warning(unit, *meant.reason, **{"model": model, **meant.values})


def warn_of_families(vocabulary: Vocabulary, units: Iterable[Unit], report: Report) -> None:
    """Warn of the words that only other families of models have, in one decision."""
    found: dict[str, dict[str, Unit]] = {}
    for unit in units:
        for tag in unit.tags:
            if owners := families.owners(tag):
                found.setdefault(", ".join(owners), {}).setdefault(tag, unit)
    for titles, tags in _merged(found).items():
        _warn_of_others(vocabulary, titles, tags, report, False)


def _merged(others: dict[str, dict[str, Unit]]) -> dict[str, dict[str, Unit]]:
    """`others` with all that belongs to other families as one: their blocks share some tags."""
    ours = {preset.title for preset in presets.models().values()}
    merged = {titles: tags for titles, tags in others.items() if titles.split(", ")[0] in ours}
    foreign = {titles: tags for titles, tags in others.items() if titles not in merged}
    if foreign:
        each = [titles.split(", ") for titles in foreign]
        every = list(dict.fromkeys(title for titles in each for title in titles))
        common = [title for title in every if all(title in titles for titles in each)]
        tags = {tag: unit for of in foreign.values() for tag, unit in of.items()}
        merged[", ".join(common or every)] = tags
    return merged


def _warn_of_others(
    vocabulary: Vocabulary, titles: str, tags: dict[str, Unit], report: Report, suggest: bool
) -> None:
    model = vocabulary.preset.title
    if len(tags) > 1:
        listed = ", ".join(dict.fromkeys(unit.source for unit in tags.values()))
        report.warning(listed, "belongs_to", "use_converter", model=model, others=titles)
        return
    ((tag, unit),) = tags.items()
    here = closest(tag, vocabulary.preset) if suggest else ""
    reason = ("belongs_to", "closest_tag") if here else ("belongs_to",)
    report.warning(unit, *reason, model=model, others=titles, closest=here)


def slots_filled(vocabulary: Vocabulary, units: Iterable[Unit]) -> dict[str, str]:
    """The slots that a tag of `units` fills, certainly or not -> the first such tag.

    A tag of bad images fills none: it is no quality block.
    """
    found: dict[str, str] = {}
    for unit in units:
        weighted = unit.as_weight if unit.kind == "verbatim" and unit.source[0] != "<" else ""
        inside = [tag for inner in parse(weighted) for tag in inner.tags]
        for tag in inside or unit.tags:
            slot = vocabulary.slots.get(tag)
            if slot:
                if tag not in vocabulary.bad:
                    found.setdefault(slot, tag)
            elif tag == NO_HUMANS:
                found.setdefault("count", tag)
            elif meant := meaning(vocabulary, tag):
                for slot in meant.slots:
                    found.setdefault(slot, tag)
        for tag in special_parts(vocabulary, unit):
            if tag not in vocabulary.bad:
                found.setdefault(vocabulary.slots[tag], unit.source)
    return found


def scenery_without_people(units: Sequence[Unit]) -> Unit | None:
    """The first unit that says scenery, where no tag of `units` is about a person."""
    scenes = (unit for unit in units if any(map(is_scenery, unit.tags)))
    scene = next(scenes, None)
    if scene and any(shows_people(tag) for unit in units for tag in unit.tags):
        return None
    return scene
