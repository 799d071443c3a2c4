"""Change the special tags of one unit, and report it."""

from __future__ import annotations

from collections.abc import Mapping

from ..grammar import Unit, parse, replace
from ..report import Report
from ..vocabulary import equivalents


def changed(unit: Unit, to_change: Mapping[str, equivalents.Change], report: Report) -> list[Unit]:
    """`unit` with the new text for each of its tags in `to_change`, its weights as they were.

    A tag that would come into a weight group a second time is left out.
    """
    if to_change.keys().isdisjoint(unit.tags):
        return [unit]
    texts: dict[str, str] = {}
    present = set(unit.tags).difference(to_change)
    for tag in dict.fromkeys(unit.tags):
        if tag not in to_change:
            continue
        text, reason, values = to_change[tag]
        _report(unit, tag, text, reason, values, report)
        new = [other for other in parse(text) if not present.issuperset(other.tags or [""])]
        texts[tag] = text if unit.kind == "tag" else ", ".join(other.source for other in new)
        if text and not texts[tag]:
            report.removed(unit, "duplicate", other=text)
        present.update(name for other in new for name in other.tags)
    return replace(unit, texts)


def _report(
    unit: Unit, tag: str, text: str, reason: str, values: Mapping[str, str], report: Report
) -> None:
    only = len(unit.tags) == 1
    if text:
        how = "becomes" if only else "tag_becomes"
        report.changed(unit, how, reason, tag=tag, **{**values, "replacement": text})
    elif only:
        report.removed(unit, reason, **values)
    else:
        report.removed(unit, "tag_removed", reason, tag=tag, **values)
