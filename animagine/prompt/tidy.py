"""What is tidied in a list of units, each time with a decision."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..grammar.units import Unit
from ..models.preset import ModelPreset
from ..report import Decision
from ..vocabulary.lookup import rating_forms


def drop_duplicates(units: Iterable[Unit], decisions: list[Decision]) -> list[Unit]:
    """`units` with each tag once between two `BREAK`s: first place wins, weight beats no weight.

    Groups of several tags, wildcards and the like are not touched. Each drop is added to
    `decisions`.
    """
    kept: list[Unit] = []
    place: dict[str, int] = {}
    for unit in units:
        if unit.kind == "separator":
            place = {}
        if len(unit.names) != 1:
            kept.append(unit)
            continue
        at = place.setdefault(unit.names[0], len(kept))
        if at == len(kept):
            kept.append(unit)
        elif unit.kind == "group" and kept[at].kind == "tag":
            decisions.append(Decision("removed", kept[at].source, f"{unit.source} has a weight"))
            kept[at] = unit
        else:
            decisions.append(
                Decision("removed", unit.source, f"{kept[at].source} is there already")
            )
    return kept


def one_rating(preset: ModelPreset, units: Iterable[Unit], decisions: list[Decision]) -> list[Unit]:
    """The first of the rating `units`, and those that form one rating with it.

    The others are left out and added to `decisions`.
    """
    forms: Sequence[frozenset[str]] = rating_forms(preset)
    kept: list[Unit] = []
    for unit in units:
        possible = [form for form in forms if form.intersection(unit.names)]
        if kept and not possible:
            reason = f"{kept[0].source} is the rating already"
            decisions.append(Decision("removed", unit.source, reason))
        else:
            forms = possible
            kept.append(unit)
    return kept


def mended_brackets(units: Iterable[Unit], *, escape: bool = True) -> list[Decision]:
    """A decision for each unit whose brackets the host would have read as something else."""
    found = []
    for unit in units:
        mended = escape and unit.escaped != unit.source
        if unit.warning:
            reason = unit.warning + (f"; written as {unit.escaped}" if mended else "")
            found.append(Decision("warning", unit.source, reason))
        elif mended:
            reason = "ComfyUI would read its parentheses as a weight"
            found.append(Decision("escaped", unit.source, reason))
    return found
