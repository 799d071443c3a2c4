"""A prompt of one version of Animagine XL in the words of another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from .. import choices
from ..grammar.replace import reword
from ..grammar.segments import segments
from ..grammar.units import Unit, parse, render
from ..models import presets
from ..models.preset import ModelPreset
from ..models.slots import BLOCK_SLOTS, QUALITY_SLOTS
from ..prompt.tidy import drop_duplicates
from ..report import Decision, Result
from ..vocabulary.equivalents import changes
from ..vocabulary.lookup import recommended, slot_of
from ..vocabulary.spellings import right_form
from ..vocabulary.unknown import foreign_words
from .detect import beside_negative, detect, holds_block, is_negative, same

DETECT = "detect"


@cache
def converter_choices() -> Mapping[str, Sequence[str]]:
    """Options of the converter's combos by input id; the first is the default."""
    return {"source": [DETECT, *presets.names()], "target": presets.names()}


def convert(text: str | None, source: str, target: str) -> Result:
    """`text`, a positive or a negative prompt of `source`, in the words of `target`.

    All that is no special word of the source stays as it is. A text between models of one
    vocabulary comes back unchanged. Raises ValueError for a model that is not known.
    """
    choices.check(converter_choices(), source=source, target=target)
    units = parse(text)
    decisions: list[Decision] = []
    new = presets.load(target)
    if source == DETECT:
        old, decision = detect(units)
        decisions += [decision] if units else []
    else:
        old = presets.load(source)
    if same(old, new):
        return Result(text or "", decisions + foreign_words(new, units))
    avoided = is_negative(units)
    converted: list[Unit] = []
    for number, segment in enumerate(segments(units)):
        written, whole = _written(old, new, segment, avoided, decisions)
        if number == 0 and not avoided:
            written = _placed(old, new, written, whole, decisions)
        converted += written
    decisions += foreign_words(new, converted)
    decisions += _wrong_forms(new, converted)
    return Result(render(converted, escape=False, underscores=False), decisions)


def _wrong_forms(new: ModelPreset, units: Iterable[Unit]) -> list[Decision]:
    """What no model knows in this form, and so was not converted."""
    return [
        Decision("warning", unit.source, f"{new.title} knows it as {right}; it stays as it is")
        for unit in units
        for name in unit.names
        if (right := right_form(new, name))
    ]


def _written(
    old: ModelPreset,
    new: ModelPreset,
    units: list[Unit],
    avoided: bool,
    decisions: list[Decision],
) -> tuple[list[Unit], bool]:
    """One segment in the words of `new`, and whether it had the whole recommended block.

    A recommended negative is replaced at the front, a recommended block where it begins; all other
    special words one by one.
    """
    rest = beside_negative(old, units) if avoided else None
    whole = not avoided and holds_block(old, units)
    replaced: list[Unit] = []
    written: list[Unit] = []
    if rest is not None:
        kept = set(map(id, rest))
        replaced = [unit for unit in units if id(unit) not in kept]
        written = _replacement(replaced, new, new.negative.recommended, decisions)
        units = rest
    elif whole:
        block = recommended(old)
        replaced = [u for u in units if u.kind == "tag" and u.names[0] in block]
    changed = changes(old, new, {name for unit in units for name in unit.names}, avoided)
    origins: dict[str, set[str]] = {unit.names[0]: {""} for unit in written if unit.names}
    to_replace = set(map(id, replaced))
    for unit in units:
        if id(unit) not in to_replace:
            now, origin = reword(unit, changed, decisions), ", ".join(unit.names)
        elif id(unit) == id(replaced[0]):
            now = _replacement(replaced, new, new.quality_block.recommended, decisions)
            origin = ""
        else:
            continue
        written += now
        for one in now:
            if len(one.names) == 1:
                origins.setdefault(one.names[0], set()).add(origin)
    doubled = {name for name, found in origins.items() if len(found) > 1}
    return _once(written, doubled, decisions), whole


def _replacement(
    units: Iterable[Unit], new: ModelPreset, text: str, decisions: list[Decision]
) -> list[Unit]:
    tags = ", ".join(unit.source for unit in units)
    decisions.append(Decision("changed", tags, f"{text}: as {new.title} recommends"))
    found = parse(text)
    reason = "as in the document; ComfyUI reads the brackets as plain text"
    decisions += [Decision("warning", u.source, reason) for u in found if u.kind == "verbatim"]
    return found


def _once(units: list[Unit], doubled: set[str], decisions: list[Decision]) -> list[Unit]:
    """`units` with each tag of `doubled` once; what was typed twice stays twice."""
    found = [unit for unit in units if len(unit.names) == 1 and unit.names[0] in doubled]
    left = {unit.names[0]: unit for unit in drop_duplicates(found, decisions)}
    kept = []
    for unit in units:
        if len(unit.names) != 1 or unit.names[0] not in doubled:
            kept.append(unit)
        elif unit.names[0] in left:
            kept.append(left.pop(unit.names[0]))
    return kept


def _placed(
    old: ModelPreset, new: ModelPreset, units: list[Unit], whole: bool, decisions: list[Decision]
) -> list[Unit]:
    """The quality block where the document of `new` has it, in the order in which it was typed.

    A `whole` recommended block keeps the outer end, in the order of the document.
    """
    landed = [slot_of(new, unit) for unit in units]
    if QUALITY_SLOTS.isdisjoint(landed):
        return units  # `absurdres` alone is no quality block
    pairs = list(zip(units, landed, strict=True))
    body = [unit for unit, slot in pairs if slot not in BLOCK_SLOTS]
    block = [unit for unit, slot in pairs if slot in BLOCK_SLOTS]
    at_start = new.quality_block.position == "start"
    if at_start and old.quality_block.position == "start" and units == body + block:
        return units  # 3.x was trained on both ends
    if whole:
        order = [unit.names for unit in parse(new.quality_block.recommended)]
        together = sorted(
            (u for u in block if u.names in order), key=lambda u: order.index(u.names)
        )
        others = [unit for unit in block if unit.names not in order]
        block = together + others if at_start else others + together
    placed = block + body if at_start else body + block
    if placed != units:
        tags = ", ".join(unit.source for unit in block)
        reason = f"{new.title} has the quality block at the {new.quality_block.position}"
        decisions.append(Decision("moved", tags, reason))
    return placed
