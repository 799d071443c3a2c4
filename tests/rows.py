"""A test is a row: input, expected, why."""

from typing import Any

import pytest


def rows(names: str, *table: tuple[Any, ...]) -> pytest.MarkDecorator:
    """Run the test once for each row: the values of ``names``, then the reason, its id."""
    return pytest.mark.parametrize(names, [pytest.param(*row[:-1], id=row[-1]) for row in table])
