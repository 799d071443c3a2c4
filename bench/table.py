"""What a benchmark found: tables and budgets, as Markdown, and the arithmetic behind them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import linear_regression, median, quantiles


@dataclass(frozen=True)
class Budget:
    """A figure that has a limit; `why` is the reason where it is over it, and the plan."""

    what: str
    figure: str
    budget: str
    met: bool
    why: str = ""


@dataclass(frozen=True)
class Section:
    """One part of the document: how it was measured, and a table that begins with its header."""

    title: str
    how: str
    table: Sequence[Sequence[str]]
    budgets: Sequence[Budget] = ()

    def markdown(self) -> str:
        return f"## {self.title}\n\n{self.how}\n\n{table(self.table)}"


def table(rows: Sequence[Sequence[str]]) -> str:
    header, *others = rows
    lines = [header, ["---"] * len(header), *others]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def budgets(sections: Sequence[Section]) -> str:
    """The table of all budgets, with what was found to be over one in bold."""
    rows = [("what", "figure", "budget", "met")]
    for section in sections:
        for found in section.budgets:
            met = "yes" if found.met else "**no**"
            rows.append((found.what, found.figure, found.budget, met))
    reasons = {found.why for section in sections for found in section.budgets if not found.met}
    return "\n".join([table(rows), *(f"- {why}" for why in sorted(reasons) if why)])


@dataclass(frozen=True)
class Spread:
    """The median of what was measured, and the range that holds the middle half of it."""

    median: float
    low: float
    high: float

    def text(self, unit: str = "", digits: int = 2) -> str:
        shown = [f"{value:,.{digits}f}" for value in (self.median, self.low, self.high)]
        return f"{shown[0]}{unit} ({shown[1]}–{shown[2]})"


def spread(values: list[float]) -> Spread:
    if len(values) == 1:
        return Spread(*values * 3)
    low, _, high = quantiles(values, n=4, method="inclusive")
    return Spread(median(values), low, high)


def percentile(values: Sequence[float], percent: int) -> float:
    """The smallest of `values` that `percent` of them do not exceed."""
    return sorted(values)[math.ceil(len(values) * percent / 100) - 1]


def exponent(sizes: Sequence[int], seconds: Sequence[float]) -> float:
    """The slope of the line through both logarithms: 1 where time grows as size does."""
    return linear_regression([math.log(n) for n in sizes], [math.log(s) for s in seconds]).slope
