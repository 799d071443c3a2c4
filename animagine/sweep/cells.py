"""One prompt for each cell of a grid: the values of an axis, or of two, put into a prompt."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from .. import choices
from ..choices import MAX_CELLS
from ..grammar import Unit, render
from ..models import ModelPreset, presets
from ..reader import read
from ..report import Decision, Report, as_text
from ..vocabulary import meanings, vocabulary_of
from .axes import AXES, CUSTOM, NONE, QUALITY, Value, axes_of, lines_of, read_values
from .edits import apply

_ONE_ROW = 7  # ours: more values than that of one axis go on in the next row
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
    return {"model": presets.model_ids(), "x_axis": AXES, "y_axis": (NONE, *AXES)}


def require_axes(
    model: str | None,
    x_axis: str | None,
    x_values: str | None,
    y_axis: str | None,
    y_values: str | None,
) -> None:
    """Raise ValueError for axes and values that do not work; None is not known before the run."""
    choices.require_known(sweep_choices(), model=model, x_axis=x_axis, y_axis=y_axis)
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
    """`prompt` once for each value, x within y: the tags of an axis replace those of the prompt.

    A value that does the same as an earlier one is left out, and so is one that gives the same
    prompt as another on a single axis; both are reported. Raises ValueError for values that are not
    allowed, for more than `MAX_CELLS` cells, and for a search that finds nothing.
    """
    (x, y), report = _axes(preset, x_axis, x_values, y_axis, y_values)
    vocabulary = vocabulary_of(preset)
    reading = read(prompt, vocabulary.slots)
    reading.report(report)
    units = meanings.written(vocabulary, reading.units, report)

    @cache
    def cell(column: Value, row: Value) -> str:
        values = sorted([(x_axis, column), (y_axis, row)], key=_turn)
        return _edited(preset, units, [value for _, value in values])

    if y_axis == NONE:
        x = _once(x, report, lambda value: cell(value, *y))
        labels, columns = [value.label for value in x], columns_for(len(x))
    else:
        labels, columns = [f"{column.label}\n{row.label}" for row in y for column in x], len(x)
    return Sweep(
        [cell(column, row) for row in y for column in x], labels, columns, report.decisions
    )


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
) -> tuple[tuple[list[Value], list[Value]], Report]:
    choices.require(sweep_choices(), x_axis=x_axis, y_axis=y_axis)
    if x_axis == y_axis != CUSTOM:
        others = ", ".join(axis for axis in [NONE, *axes_of(preset)] if axis != x_axis)
        raise ValueError(f"x_axis is already {x_axis!r}; for y_axis choose {others}")
    report = Report()
    x = _once(read_values(preset, x_axis, x_values, "x_values"), report)
    y = [Value("", "", ())]
    if y_axis == NONE and (unused := lines_of(y_values, "y_values")):
        report.ignored(", ".join(unused), "no_y_axis")
    if y_axis != NONE:
        y = _once(read_values(preset, y_axis, y_values, "y_values"), report)
    if len(x) * len(y) > MAX_CELLS:
        cells = f"{len(x)} x {len(y)} = {len(x) * len(y)}" if y_axis != NONE else f"{len(x)}"
        raise ValueError(f"{cells} cells; the maximum is {MAX_CELLS}")
    return (x, y), report


def _once(
    values: list[Value],
    report: Report,
    of: Callable[[Value], object] = lambda value: value.edits,
) -> list[Value]:
    """The first of the `values` with each result; the others are reported by its label."""
    kept: dict[object, list[Value]] = {}
    for value in values:
        kept.setdefault(of(value), []).append(value)
    for first, *others in kept.values():
        if others:
            typed = ", ".join(dict.fromkeys(other.typed for other in others))
            report.removed(typed, "same_prompt", other=first.label)
    return [first for first, *_ in kept.values()]
