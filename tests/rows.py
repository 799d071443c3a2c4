"""A test is a row: input, expected, why."""

from collections.abc import Callable
from typing import Any

import pytest


def rows(*table: tuple[Any, ...]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Run the test once for each row; its last value, the reason, names it; fixtures go first."""
    cases = [pytest.param(*row[:-1], id=row[-1]) for row in table]

    def decorate(test: Callable[..., None]) -> Callable[..., None]:
        code = test.__code__
        arguments = code.co_varnames[: code.co_argcount]
        return pytest.mark.parametrize(arguments[1 - len(table[0]) :], cases)(test)

    return decorate
