"""What the prompts of a sweep have in common."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from ..grammar import parse


def shared_parts(prompts: Sequence[str]) -> list[list[tuple[list[str], bool]]]:
    """For each prompt its tags in runs, and whether all prompts have those of the run.

    >>> shared_parts(["1girl, smile, year 2005", "1girl, smile, year 2025"])[0]
    [(['1girl', 'smile'], True), (['year 2005'], False)]
    """
    tags = [[unit.source for unit in parse(prompt)] for prompt in prompts]
    everywhere = set.intersection(*map(set, tags)) if tags else set()
    return [
        [(list(run), shared) for shared, run in groupby(of, everywhere.__contains__)] for of in tags
    ]
