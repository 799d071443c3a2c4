"""Weights as A1111 and NovelAI write them, in ComfyUI's syntax."""

from __future__ import annotations

import re

from .parentheses import WEIGHT_PER_LEVEL
from .scan import COMMAS

_NUMBER = r"-?(?:\d+\.?\d*|\.\d+)"  # before `::`
# The start of a tag: after a comma, or after a unit that needs none.
_TAG_START = (
    rf"(?:^|(?<=[{COMMAS}>])|(?<=::)|(?<=\*/)|(?<=\bBREAK\s)|(?<=\bAND\s)"
    rf"|embedding:[^\s{COMMAS}]{{1,255}}\s)"
)
_OPENING = rf"{_TAG_START}\s*({_NUMBER})::"
_CLOSING = r"::(?![^\W\d_])"  # not `re::zero`
_NOVELAI_PER_LEVEL = 1.05  # its documentation
_BRACKETED = r"([\[{]+)([^\[\]{}|$]+?)(?::\s*([\d.]+))?([\]}]+)"
_MOST_LEVELS = 400  # a weight stays a number
_MIRRORED = str.maketrans("[{", "]}")


def numbered(text: str) -> list[tuple[int, int]]:
    """Where NovelAI's `1.3::cherry blossoms::` is in `text`; several in a row count as one.

    >>> numbered("1girl, 1.3::a, b ::, 2::c, 0.5::d ::")
    [(7, 19), (21, 36)]
    >>> numbered("re::zero, 2::3")
    []
    """
    openings = {match.end(): match.start(1) for match in re.finditer(_OPENING, text)}
    found = []
    start = -1
    for colons in re.finditer("::", text):
        if colons.end() in openings:
            start = openings[colons.end()] if start < 0 else start
        elif start >= 0 and re.match(_CLOSING, text[colons.start() : colons.end() + 1]):
            found.append((start, colons.end()))
            start = -1
    return [(low, high) for low, high in found if not re.search(r"[|{}]", text[low:high])]


def as_weight(text: str) -> str:
    """`[abstract]`, `{{hat}}` or `1.3::cherry blossoms::` as ComfyUI writes it; empty for all else.

    Empty as well for a negative number, which no group has.

        >>> as_weight("[[hat]]"), as_weight("[{hat}]"), as_weight("1.3::a, b ::")
        ('(hat:0.83)', '(hat:0.95)', '(a, b:1.3)')
    """
    if text.endswith("::") and re.match(f"{_NUMBER}::", text):
        return _of_numbers(text)
    match = re.fullmatch(_BRACKETED, text)
    if not match or match[1].translate(_MIRRORED) != match[4][::-1]:
        return ""
    tags = match[2].strip()
    if not tags or (":" in tags and "[" in match[1]):  # a schedule
        return ""
    lower, raised = (min(match[1].count(char), _MOST_LEVELS) for char in "[{")
    weight = _NOVELAI_PER_LEVEL**raised / WEIGHT_PER_LEVEL**lower
    return f"({tags}:{match[3] or f'{weight:.2f}'.rstrip('0').rstrip('.')})"


def _of_numbers(text: str) -> str:
    found = list(re.finditer(_OPENING, text))
    ends = [match.start() for match in found[1:]] + [len(text) - len("::")]
    groups = []
    for match, end in zip(found, ends, strict=True):
        tags = text[match.end() : end].strip(f"{COMMAS} ").removesuffix("::").rstrip()
        if not tags or match[1].startswith("-"):
            return ""
        groups.append(f"({tags}:{float(match[1]):.6g})")
    from .split import parse

    return ", ".join(unit.escaped for unit in parse(", ".join(groups)))
