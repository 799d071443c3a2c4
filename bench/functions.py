"""How long the rules take, by pytest-benchmark; `rules.py` runs this and reads what it says.

The name keeps it from being collected with the tests.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from animagine.check import check
from animagine.convert import convert
from animagine.models import presets
from animagine.prompt import compose, negative
from bench.texts import mixed, plain

V31, V40 = "animagine-xl-3.1", "animagine-xl-4.0-opt"
PRESET = presets.load(V40)
SIZES = (10, 75, 1_000, 10_000, 100_000)


def calls(size: int) -> dict[str, Callable[[], object]]:
    """A call of each rule with `size` tags."""
    easy, text, other = plain(size), mixed(size), mixed(size, first=size)
    return {
        "compose, plain tags": lambda: compose(PRESET, general=easy),
        "compose, mixed tags": lambda: compose(PRESET, general=text),
        "negative": lambda: negative(PRESET, additional=text, positive=other),
        "check, without tokens": lambda: check(PRESET, text, other),
        "convert": lambda: convert(text, V31, V40),
    }


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", calls(1))
def test_seconds(benchmark: Callable[..., Any], name: str, size: int) -> None:
    benchmark(calls(size)[name])
