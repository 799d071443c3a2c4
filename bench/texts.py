"""Prompts of any length, made of tags that are all different and, on average, equally long."""

from __future__ import annotations

SHAPES = (
    "blue hair {:06}",
    "long_hair_{:06}",
    "holding {:06}",
    "saber {:06} (fate)",
    "outdoors {:06}",
    "(smile {:06}:1.2)",
    "from below {:06}",
    "hat {:06}",
    "green eyes {:06}",
    "looking at viewer {:06}",
)
BLOCK = "masterpiece, absurdres"  # at the end, where it has to be looked for behind a chunk


def mixed(count: int, first: int = 0) -> str:
    """Of each ten tags one has underscores, one a name to escape, one a weight."""
    return ", ".join(SHAPES[n % 10].format(n) for n in range(first, first + count))


def plain(count: int) -> str:
    return ", ".join(f"blue hair {n:06}" for n in range(count))
