"""A prompt of another family of models as a version of Animagine XL expects it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..grammar import Unit, render, segments
from ..models import BLOCK_SLOTS, ModelPreset, families, presets
from ..prompt import compose, tidy
from ..report import Report
from ..vocabulary import equivalents, meanings, special_tags, unknown, vocabulary_of
from . import foreign
from .artists import after_names
from .detect import is_negative, same
from .detect_family import is_negative_of, parts_characters
from .plain import plain
from .segment import Plan, placed, written

_MIDDLE = 5  # scores below it ask for no good image, ours


def rewritten(
    of: Sequence[families.Family], units: list[Unit], new: ModelPreset, report: Report
) -> str:
    """`units`, a prompt of one of the families `of`, as `new` expects them."""
    negative = is_negative(units) or is_negative_of(units)
    novelai = any(family.title == foreign.NOVELAI for family in of)
    novelai = novelai or any(map(parts_characters, units))
    artists: set[str] = set()
    units = plain(units, new, novelai, report, artists)
    plan = _negative_plan(of, units, new) if negative else _plan(of, units, new)
    units = meanings.written(vocabulary_of(new), written(units, plan, new, report), report)
    if not negative:
        head, *later = segments(units)
        head = _one_of_each_rating(head, new, report)
        block_first = placed(presets.default(), new, head, bool(plan.replaced), report)
        told = block_first != head
        head = after_names(block_first, artists, new, report)
        return _composed([*head, *(unit for part in later for unit in part)], new, told, report)
    unknown.warn_of_unknown(vocabulary_of(new), units, report)
    return render(units, escape=False, underscores=False)


def _one_of_each_rating(units: list[Unit], new: ModelPreset, report: Report) -> list[Unit]:
    """`units` with a rating that was typed twice, perhaps in two spellings, once."""
    slots = vocabulary_of(new).slots
    ratings = [u for u in units if len(u.tags) == 1 and slots.get(u.tags[0]) == "rating"]
    gone = set(map(id, ratings)).difference(map(id, tidy.drop_duplicates(ratings, report)))
    return [unit for unit in units if id(unit) not in gone]


def _composed(units: list[Unit], new: ModelPreset, told: bool, report: Report) -> str:
    """`units` in the order of the composer, which fills in nothing here.

    `told` says that the report has the place of the quality block.
    """
    result = compose(
        new,
        count="",
        general=render(units, escape=False, underscores=False),
        rating=special_tags.NONE,
        quality=special_tags.NONE,
        escape_parentheses=False,
        underscores_to_spaces=False,
        remove_duplicates=False,
    )
    report.decisions += [
        one._replace(field="", start=None, end=None)
        for one in result.decisions
        if one.reason != ("may_be_count",)  # that is about the composer's count input
        and not (told and one.kind == "moved" and one.values.get("slot") in BLOCK_SLOTS)
    ]
    return result.text


def _plan(of: Sequence[families.Family], units: list[Unit], new: ModelPreset) -> Plan:
    gone = _block(units)
    replaced = [unit for unit in units if unit.tags and gone.issuperset(unit.tags)]
    replaced = [u for u in replaced if u.kind == "tag" or foreign.score_of(u.tags[0]) is not None]
    left = _left(units, replaced)
    changes = {
        **_of_versions(left, new, False),
        **foreign.changes(of, units, new, False, best=bool(replaced)),
        **_ratings(left, new, False),
    }
    return Plan(replaced, new.quality_block.recommended, False, changes)


def _negative_plan(of: Sequence[families.Family], units: list[Unit], new: ModelPreset) -> Plan:
    replaced: list[Unit] = []
    there = {name for unit in units for name in (unit.key, *unit.tags[:1])}
    for forms in foreign.negatives():
        if all(not form.isdisjoint(there) for form in forms):
            belongs = frozenset[str]().union(*forms) - foreign.SHOWN
            replaced = [
                u for u in units if u.key in belongs or (len(u.tags) == 1 and u.tags[0] in belongs)
            ]
            break
    left = _left(units, replaced)
    changes = {
        **_of_versions(left, new, True),
        **foreign.changes(of, units, new, True, best=bool(replaced)),
        **_ratings(left, new, True),
    }
    return Plan(replaced, new.negative.recommended, True, changes)


def _left(units: list[Unit], replaced: list[Unit]) -> list[Unit]:
    gone = set(map(id, replaced))
    return [unit for unit in units if id(unit) not in gone]


def _block(units: Sequence[Unit]) -> set[str]:
    """The tags of `units` that are a whole quality block of some family, or a run of scores."""
    tags = {unit.tags[0] for unit in units if unit.kind == "tag"}
    gone: set[str] = set()
    for text in (text for of in families.families().values() for text in of.positive):
        members = foreign.members_of(text)
        if tags.issuperset(members):
            gone |= members
    scores = {tag for unit in units for tag in unit.tags if foreign.score_of(tag) is not None}
    good = any((foreign.score_of(tag) or 0) >= _MIDDLE for tag in scores)
    if any(tag.endswith("up") for tag in scores) or gone or (good and "masterpiece" not in tags):
        gone |= scores
    return gone | {"absurdres"} if gone else gone


def _of_versions(
    units: Sequence[Unit], new: ModelPreset, negative: bool
) -> dict[str, equivalents.Change]:
    """Tags that the families share with a version of Animagine XL, as they are in `new`."""
    tags = {tag for unit in units for tag in unit.tags}
    known = vocabulary_of(new).slots
    found: dict[str, equivalents.Change] = {}
    for old in [*reversed(list(presets.models().values())), presets.load(foreign.BETWEEN)]:
        if not same(old, new):
            changes = equivalents.changes(old, new, tags, negative)
            found.update((tag, to) for tag, to in changes.items() if tag not in known)
    return found


def _ratings(
    units: Sequence[Unit], new: ModelPreset, negative: bool
) -> dict[str, equivalents.Change]:
    """Each rating as `new` writes it; `nsfw, explicit` is one.

    In a negative each stands for itself, and what `new` has stays.
    """
    choice_of = _choices(units)
    text_of = new.tags.rating
    typed = list(choice_of)
    if negative:
        known = vocabulary_of(new).slots
        typed = [tag for tag in typed if tag not in known and text_of[choice_of[tag]] != tag]
    elif ", ".join(typed) in text_of.values():
        return {}
    found: dict[str, equivalents.Change] = {}
    explicit = "explicit" in choice_of.values() and not negative
    form = ", ".join(typed)
    for tag in typed:
        text = text_of[choice_of[tag]]
        if explicit and choice_of[tag] == "nsfw":
            whole = {"model": new.title, "form": form, "whole": text_of["explicit"]}
            found[tag] = equivalents.Change("", "rating_part", whole)
        elif text != tag:
            found[tag] = equivalents.Change(text, "rating_form", {"model": new.title})
    return found


def _choices(units: Sequence[Unit]) -> Mapping[str, str]:
    """The choice that each rating tag in `units` stands for."""
    default = vocabulary_of(presets.default())
    found: dict[str, str] = {}
    for tag in dict.fromkeys(tag for unit in units for tag in unit.tags):
        if default.slots.get(tag) == "rating":
            found[tag] = tag
        elif (meant := meanings.meaning(default, tag)) and meant.slots == ("rating",):
            found[tag] = meant.text
    return {tag: choice for tag, choice in found.items() if choice}
