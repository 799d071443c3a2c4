"""The special tag that a misspelled one is near to."""

from __future__ import annotations

from .general import is_listed
from .lookup import Vocabulary

SHORTEST = 6  # letters, ours: `face`, `cafe` and `saber` are near `safe`
_LONG = 9  # from here on two mistakes, ours


def near_miss(vocabulary: Vocabulary, tag: str) -> str:
    """The special tag of some model that `tag`, in normal form, is near to; empty for none.

    Those of this model come first. Near is one letter added, left out, changed or swapped with the
    next, or two of those in a tag of 9 or more letters or with a space. The first letter is right.
    What is a common general tag is no mistake.
    """
    if len(tag) < SHORTEST - 1 or not may_be_near(vocabulary, tag) or is_listed(tag):
        return ""
    near = [
        other
        for length in range(len(tag) - 2, len(tag) + 3)
        for other in vocabulary.shapes.get((tag[0], length), ())
    ]
    for other in sorted(near, key=vocabulary.unknown.__contains__):
        if len(other) < SHORTEST or not _is_words(other):
            continue
        most = 2 if len(other) >= _LONG or " " in other else 1
        if abs(len(other) - len(tag)) <= most and distance(tag, other) <= most:
            return other
    return ""


def may_be_near(vocabulary: Vocabulary, tag: str) -> bool:
    """Whether a special tag begins with the same letter and is about as long."""
    first, length, shapes = tag[0], len(tag), vocabulary.shapes
    return (
        (first, length) in shapes
        or (first, length + 1) in shapes
        or (first, length - 1) in shapes
        or (first, length + 2) in shapes
        or (first, length - 2) in shapes
    )


def _is_words(tag: str) -> bool:
    """Not a year or a count: `year 2014` is one letter from another tag, and no mistake."""
    return tag.replace(" ", "").isalpha()


def distance(one: str, other: str) -> int:
    """How many letters are added, left out, changed or swapped with the next.

    >>> distance("masterpeice", "masterpiece"), distance("high res", "highres")
    (1, 1)
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one):
        next_row = [i + 1]
        for j, theirs in enumerate(other):
            cost = min(next_row[j] + 1, row[j + 1] + 1, row[j] + (letter != theirs))
            if i and j and letter == other[j - 1] and one[i - 1] == theirs:
                cost = min(cost, before[j - 1] + 1)
            next_row.append(cost)
        before, row = row, next_row
    return row[-1]
