"""Which other family of models a prompt was written for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ..grammar import Unit, parse
from ..models import families, presets
from ..report import Report
from ..vocabulary import vocabulary_of


class Evidence(NamedTuple):
    """What speaks for a family: a negative of its own, tags that prove it, strong ones, hints.

    In order of strength.
    """

    negative: bool
    proves: tuple[str, ...]
    strong: tuple[str, ...]
    hints: tuple[str, ...]

    @property
    def rank(self) -> tuple[bool, int, int]:
        sure = self.negative or bool(self.proves)
        return sure, len(self.proves) + len(self.strong), len(self.hints)


def detect_family(units: Sequence[Unit], report: Report) -> families.Family | None:
    """The family whose words `units` have; None where Animagine's own weigh as much.

    A word that proves one wins. Without it, a score tag of Animagine XL 4.0 does, and hints only
    tell where no quality tag of an Animagine version is there.
    """
    tags = dict.fromkeys(tag for unit in units for tag in (unit.key, *unit.tags))
    found = {family: _evidence(family, units, tags) for family in families.families().values()}
    best = max(found, key=lambda family: found[family].rank)
    evidence = found[best]
    if not any(evidence):
        return None
    if not evidence.rank[0]:
        models = presets.models().values()
        own = {tag for preset in models for tag in vocabulary_of(preset).tags_of("score")}
        known = {tag for preset in models for tag in vocabulary_of(preset).tags_of("quality")}
        if not own.isdisjoint(tags) or (not evidence.strong and not known.isdisjoint(tags)):
            return None
    told = dict.fromkeys((*evidence.proves, *evidence.strong, *evidence.hints))
    grounds = [
        *(["has_negative"] if evidence.negative else []),
        *(["has_own_tags"] if told else []),
    ]
    report.detected(best.title, *grounds, tags=", ".join(told))
    return best


def _evidence(family: families.Family, units: Sequence[Unit], tags: Mapping[str, None]) -> Evidence:
    def those(words: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(tag for tag in tags if families.matches(words, tag))

    proves, strong = those(family.proves), those(family.strong)
    negative = any(all(unit.key in tags for unit in parse(text)) for text in family.negative)
    if family.title.startswith("NovelAI"):
        numbered = (unit.source for unit in units if unit.source.endswith("::") and unit.as_weight)
        curly = (unit.source for unit in units if unit.source[0] == "{" and unit.as_weight)
        proves, strong = (*proves, *numbered), (*strong, *curly)
    marks = tuple(unit.source for unit in units if unit.source.startswith("@"))
    if family.title == "Anima" and marks and those(("score <n>",)):
        proves += marks
    return Evidence(negative, proves, strong, those(family.hints))


def is_negative_of(family: families.Family, units: Sequence[Unit]) -> bool:
    """Whether half of a negative of `family` is in the text, and no count."""
    keys = {unit.key for unit in units}
    counts = vocabulary_of(presets.default()).tags_of("count")
    if not counts.isdisjoint(keys):
        return False
    return any(
        2 * sum(unit.key in keys for unit in parse(text)) >= len(parse(text))
        for text in family.negative
    )
