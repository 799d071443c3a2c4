"""The settings at the end of a pasted document: `Steps: 28, Sampler: Euler a, CFG scale: 5`."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from typing import NamedTuple

MAY_BE_SETTINGS = r"steps[ \t]*[:：]|negative|sampler|seed|cfg"  # in lower case
_FEWEST = 3  # pairs in a row, one of them the steps or all well known: fewer may be tags
_STEPS = ("steps", "sampling steps", "num inference steps")
_KNOWN = (
    r"(?:sampling |num[ _]inference[ _])?steps|sampler(?:[ _]name)?|sampling method|schedule type"
    r"|scheduler|(?:distilled )?cfg(?:[ _]?scale)?|guidance(?: scale)?|seed|size|resolution"
    r"|model(?: hash)?|checkpoint|base model|vae(?: hash)?|clip ?skip|denoising strength|denoise"
    r"|hires[ .](?:fix|upscaler?|steps)|lora hashes|hashes|width|height|rng|ensd|version"
    r"|batch size|created date|aspect ratio|variation seed"
)
# Where the ends of lines were lost altogether, a capital letter begins the key.
_HEAD = (
    rf"(?:(?<![\w-])(?i:{_KNOWN})|(?<=[a-z\d)\]}}>.])(?:Steps|Sampler|Size|Seed|CFG scale|Model))"
    r"[ \t]*[:：](?!:)"
)
# What the value of a key looks like, if these pairs are to be settings without the steps.
_SHAPES = (
    (r"seed|variation seed|cfg.*|distilled cfg.*|guidance.*|width|height|clip ?skip|denois.*|ensd",
     r"-?\d[\d.]*"),
    (r"size|resolution", r"\d+\s*[x×*]\s*\d+"),
)  # fmt: skip
_KEY = r"(\w[\w .\-/]{0,40})[ \t]*[:：]\s*"
_STRING = r'"(?:\\.|[^"\\\n])*"'
_BETWEEN = r"[\s,，|;*•\-]*"
# Heads of other parts, and a tag of 3.0: a run of settings ends there.
_HEADS = ("prompt", "positive prompt", "positive", "negative prompt", "negative", "rating")
_BRACKETS = {"{": "}", "[": "]"}


class Run(NamedTuple):
    """Pairs of key and value in a row, and where they stand.

    `sure` where they are settings wherever they stand; others only behind a negative part.
    """

    start: int
    end: int
    pairs: Mapping[str, str]
    sure: bool = False


def settings_in(text: str) -> list[Run]:
    """The runs of pairs that are settings, or may be some at the start of a line; apart."""
    if not re.search(MAY_BE_SETTINGS, text.lower()):
        return []
    heads = [match.start() for match in re.finditer(_HEAD, text)]
    partners = _partners(text) if "{" in text or "[" in text else {}
    runs = []
    done = 0
    for head in heads:
        if head >= done:
            run = _run(text, head, heads, partners)
            done = max(run.end, head + 1)
            steps = next((v for k, v in run.pairs.items() if k.lower() in _STEPS), "")
            sure = len(run.pairs) >= _FEWEST and (steps[:1].isdigit() or _are_known(run.pairs))
            if sure or (run.pairs and text[max(0, head - 1) : head] == "\n"):
                runs.append(run._replace(sure=sure))
    return runs


def _are_known(pairs: Mapping[str, str]) -> bool:
    """Whether enough keys are well known, and the values of all look like theirs."""
    known = [(key.lower(), value) for key, value in pairs.items()]
    known = [(key, value) for key, value in known if re.fullmatch(_KNOWN, key)]
    for key, value in known:
        for keys, shape in _SHAPES:
            if re.fullmatch(keys, key) and not re.fullmatch(shape, value):
                return False
    return len(known) >= _FEWEST and not any(key in _STEPS for key, _ in known)


def _run(text: str, start: int, heads: list[int], partners: Mapping[int, int]) -> Run:
    key, string, stop, between = map(re.compile, (_KEY, _STRING, r"[,，|\n]", _BETWEEN))
    pairs: dict[str, str] = {}
    at = end = start
    while (match := key.match(text, at)) and match[1].strip().lower() not in _HEADS:
        first = match.end()
        quoted = string.match(text, first)
        if quoted:
            end = quoted.end()
        elif first in partners:
            end = partners[first] + 1
        else:
            later = bisect_left(heads, first)
            end = heads[later] if later < len(heads) else len(text)
            found = stop.search(text, first, end)
            end = found.start() if found else end
        value = text[first:end].strip()
        if value:
            pairs.setdefault(match[1].strip(), value[1:-1] if quoted else value)
        skipped = between.match(text, end)
        at = skipped.end() if skipped else end
    return Run(start, end, pairs)


def _partners(text: str) -> dict[int, int]:
    """Each `{` and `[` that is closed, and where."""
    partners = {}
    opened: list[int] = []
    for match in re.finditer(r"[{}\[\]]", text):
        if match[0] in _BRACKETS:
            opened.append(match.start())
        elif opened and _BRACKETS[text[opened[-1]]] == match[0]:
            partners[opened.pop()] = match.start()
    return partners
