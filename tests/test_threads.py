"""The rules in many threads at once: no run sees anything of another."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from animagine.check import check
from animagine.convert import convert
from animagine.models import presets
from animagine.prompt import compose, negative
from animagine.sweep import sweep
from animagine.vocabulary import vocabulary_of
from fuzz import Case, a_case

THREADS = 32
CASES = [[a_case(random.Random(THREADS * i + k)) for i in range(20)] for k in range(THREADS)]


def results(cases: list[Case]) -> list[tuple[object, ...]]:
    """All that the rules make of some prompts."""
    return [
        (
            compose(preset, **{**case.others, "general": case.text, **case.options}),
            negative(preset, case.choice, additional=case.text, positive=case.positive),
            check(preset, case.text, case.remove),
            convert(case.text, case.source, case.model),
            sweep(preset, case.text, x_axis="rating", x_values="safe, nsfw"),
        )
        for case in cases
        for preset in [presets.load(case.model)]
    ]


def forget() -> None:
    """Empty every cache of the rules, as at the first run."""
    for name, module in list(sys.modules.items()):
        if name.startswith("animagine."):
            for value in vars(module).values():
                if hasattr(value, "cache_clear"):
                    value.cache_clear()


@pytest.fixture
def hurried() -> Iterator[None]:
    """Threads that take turns as often as they can."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(interval)


def test_each_thread_gets_what_it_would_get_alone(hurried: None) -> None:
    alone = [results(cases) for cases in CASES]
    before = vocabulary_of(presets.default())
    forget()
    assert vocabulary_of.cache_info().currsize == presets.models.cache_info().currsize == 0
    assert vocabulary_of(presets.default()) is not before  # its cached properties are gone, too
    forget()  # again: that line filled some
    everybody = Barrier(THREADS)

    def together(cases: list[Case]) -> list[tuple[object, ...]]:
        everybody.wait(60)
        return results(cases)

    with ThreadPoolExecutor(THREADS) as threads:
        assert list(threads.map(together, CASES)) == alone
