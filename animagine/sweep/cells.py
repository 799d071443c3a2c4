"""One prompt for each cell of a grid: the values of an axis, or of two, put into a prompt."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from .. import choices
from ..grammar.units import Unit, parse, render
from ..models import presets
from ..models.preset import ModelPreset
from ..report import Decision, as_text
from ..vocabulary.special_tags import NONE
from .axes import AXES, CUSTOM, QUALITY, Value, axes_of, lines_of, read_values
from .edits import apply

MAX_CELLS = 256
_ONE_ROW = 7  # values of one axis that still stand side by side
_APPLIED_FIRST = (CUSTOM, QUALITY)  # what was typed, the whole block, then the single slots


class Sweep(NamedTuple):
    """The prompts row by row, and the label of each: `x`, or `x` and `y` in two lines."""

    prompts: list[str]
    labels: list[str]
    columns: int
    decisions: list[Decision]

    @property
    def report(self) -> str:
        return as_text(self.decisions)


@cache
def sweep_choices() -> Mapping[str, Sequence[str]]:
    """Options of the combos by input id; the first is the default."""
    return {"model": presets.names(), "x_axis": AXES, "y_axis": (NONE, *AXES)}


def check(
    model: str | None,
    x_axis: str | None,
    x_values: str | None,
    y_axis: str | None,
    y_values: str | None,
) -> None:
    """Raise ValueError for what no prompt can be swept by; None is not known before the run."""
    choices.check_known(sweep_choices(), model=model, x_axis=x_axis, y_axis=y_axis)
    axes = (x_axis, x_values, y_axis, y_values)
    if model is not None and not any(part is None for part in axes):
        _axes(presets.load(model), *axes)  # type: ignore[arg-type]  # none of them is None


def sweep(
    preset: ModelPreset,
    prompt: str | None,
    *,
    x_axis: str = AXES[0],
    x_values: str | None = "",
    y_axis: str = NONE,
    y_values: str | None = "",
) -> Sweep:
    """`prompt` once for each value, x within y: tags of an axis take the place of those there.

    A value that does the same as an earlier one is left out, and so is one that gives the same
    prompt as another on a single axis; both are reported. Raises ValueError for values that are not
    allowed, for more than `MAX_CELLS` cells, and for a search that finds nothing.
    """
    (x, y), decisions = _axes(preset, x_axis, x_values, y_axis, y_values)
    units = parse(prompt)

    @cache
    def cell(column: Value, row: Value) -> str:
        values = sorted([(x_axis, column), (y_axis, row)], key=_turn)
        return _edited(preset, units, [value for _, value in values])

    if y_axis == NONE:
        x = _once(x, decisions, lambda value: cell(value, *y))
        labels, columns = [value.label for value in x], columns_for(len(x))
    else:
        labels, columns = [f"{column.label}\n{row.label}" for row in y for column in x], len(x)
    return Sweep([cell(column, row) for row in y for column in x], labels, columns, decisions)


def columns_for(cells: int) -> int:
    """The columns of a single axis: one row of a few, else about twice as many as rows."""
    if cells <= _ONE_ROW:
        return cells
    rows = math.ceil(cells / math.ceil(math.sqrt(2 * cells)))
    return math.ceil(cells / rows)


def _edited(preset: ModelPreset, units: list[Unit], values: Iterable[Value]) -> str:
    for value in values:
        for edit in value.edits:
            units = apply(preset, units, edit)
    return render(units, escape=False, underscores=False)


def _turn(axis_and_value: tuple[str, Value]) -> int:
    axis = axis_and_value[0]
    return _APPLIED_FIRST.index(axis) if axis in _APPLIED_FIRST else len(_APPLIED_FIRST)


def _axes(
    preset: ModelPreset, x_axis: str, x_values: str | None, y_axis: str, y_values: str | None
) -> tuple[tuple[list[Value], list[Value]], list[Decision]]:
    choices.check(sweep_choices(), x_axis=x_axis, y_axis=y_axis)
    if x_axis == y_axis != CUSTOM:
        others = ", ".join(axis for axis in [NONE, *axes_of(preset)] if axis != x_axis)
        raise ValueError(f"y_axis {y_axis!r} is the x_axis already; allowed are {others}")
    decisions: list[Decision] = []
    x = _once(read_values(preset, x_axis, x_values, "x_values"), decisions)
    y = [Value("", "", ())]
    if y_axis == NONE and (unused := lines_of(y_values, "y_values")):
        decisions.append(Decision("removed", ", ".join(unused), "y_axis is none"))
    if y_axis != NONE:
        y = _once(read_values(preset, y_axis, y_values, "y_values"), decisions)
    if len(x) * len(y) > MAX_CELLS:
        cells = f"{len(x)} x {len(y)} = {len(x) * len(y)}" if y_axis != NONE else f"{len(x)}"
        raise ValueError(f"{cells} cells are too many; allowed are {MAX_CELLS}")
    return (x, y), decisions


def _once(
    values: list[Value],
    decisions: list[Decision],
    of: Callable[[Value], object] = lambda value: value.edits,
) -> list[Value]:
    """The first of the `values` with each result; the others are reported by its label."""
    kept: dict[object, list[Value]] = {}
    for value in values:
        kept.setdefault(of(value), []).append(value)
    for first, *others in kept.values():
        if others:
            typed = ", ".join(dict.fromkeys(other.typed for other in others))
            decisions.append(Decision("removed", typed, f"{first.label} is there already"))
    return [first for first, *_ in kept.values()]
