"""Checks of a prompt's syntax: what ComfyUI's own text encode makes of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from ..grammar.units import Unit
from ..models.preset import ModelPreset
from ..report import Decision

_NUMBER_AT_END = re.compile(r"(?<=[^\W\d]):\s*([-+]?\d*\.?\d+)$")  # not `16:9`, not `:3`
_BARE_WEIGHT = re.compile(r"[^\W\d]:\d\.\d+$")
_OPEN_WEIGHT = re.compile(r"\(*([^()]*[^()\s]):\s*(\d*\.?\d+)\)*")
_NO_NUMBER = re.compile(r"\((.*):\s*(nan|[-+]?inf(inity)?)\s*\)", re.IGNORECASE)
_SCHEDULE = re.compile(r"\[[^\[\]:|]*[:|][^\[\]]*\]")
_BRACKETS = frozenset("[]{}")
_BRACKETED = re.compile(r"[\[{]+([^\[\]{}:|]+)(?::\s*([\d.]+))?[\]}]+")
_PERSON = r"(girl|boy|woman|man|lady|guy|person)"
_SENTENCE = re.compile(
    rf"\b(she|he|they|it) (is|are|was|were|has|have)\b|^(a|an) (\w+ )*{_PERSON}\b"
    rf"|\b{_PERSON} (is|are|with|wearing|standing|sitting|walking|holding|in|at) "
)
_SMALL_WORDS = frozenset(
    ["a", "an", "with", "in", "on", "and", "at", "to", "by", "from", "who", "while", "is", "are"]
)
_LONG = 6  # words: few tags have as many, and those have few small words


class Checked(NamedTuple):
    """A parsed prompt: all of it, and what stands before the first `BREAK`."""

    preset: ModelPreset
    units: list[Unit]
    head: list[Unit]


Rule = Callable[[Checked], Iterable[Decision]]


def warning(tag: str, reason: str) -> Decision:
    return Decision("warning", tag, reason)


def brackets(checked: Checked) -> Iterator[Decision]:
    """Strays, misread and extreme weights, and names that lose their qualifier."""
    for unit in checked.units:
        if unit.warning:
            yield warning(unit.source, f"{unit.warning}; {_repair(unit)}")
        elif unit.escaped != unit.source:
            reason = f"ComfyUI reads its parentheses as a weight; write {unit.escaped}"
            yield warning(unit.source, reason)
        elif unit.kind == "tag" and not _BRACKETS.isdisjoint(unit.source):
            reason = "a bracket without a partner is plain text; take it out"
            yield warning(unit.source, reason)
        elif unit.kind == "tag" and _BARE_WEIGHT.search(unit.source):
            yield warning(unit.source, f"a weight needs parentheses; write ({unit.source})")


def _repair(unit: Unit) -> str:
    if match := _NO_NUMBER.fullmatch(unit.source):
        return f"{match[2]} is no weight, write ({match[1]}:1.1)"
    if unit.escaped == unit.source:
        return "take it out" if unit.kind != "group" else "write a number from 0 to 2"
    if match := _OPEN_WEIGHT.fullmatch(unit.source):
        return f"write ({match[1]}:{match[2]})"
    return f"write {unit.escaped}"


def inner_numbers(checked: Checked) -> Iterator[Decision]:
    """`(a:1.2, b:0.5)`: one group has one weight, the last number."""
    for unit in checked.units:
        for name in unit.names if unit.kind == "group" and not unit.warning else ():
            if _NUMBER_AT_END.search(name):
                reason = f"a group has one weight, at its end; write ({name}) by itself"
                yield warning(name, reason)


def without_effect(checked: Checked) -> Iterator[Decision]:
    """What other programs or packs know, and ComfyUI's own text encode reads as plain text."""
    for unit in checked.units:
        text = unit.source
        if unit.kind == "separator":
            what = "use Conditioning (Concat) or (Combine), or a pack that knows it"
        elif unit.kind == "comment":
            what = "leave it out"
        elif unit.kind != "verbatim" or text.startswith("embedding:"):
            continue
        elif text.startswith("<"):
            what = "use the Load LoRA node, or a pack that knows it"
        elif match := _BRACKETED.fullmatch(text):
            weight = match[2] or ("0.91" if text.startswith("[") else "1.05")
            what = f"there are no [ ] and {{ }} weights; write ({match[1]}:{weight})"
        elif _SCHEDULE.search(text):
            what = "schedules are of another program; use a pack that knows them"
        else:
            what = "choices and wildcards need a text field or a pack that resolves them"
        yield warning(text, f"plain text to ComfyUI's own text encode; {what}")


def sentences(checked: Checked) -> Iterator[Decision]:
    """Natural language: the models are trained on tags."""
    for unit in checked.units:
        for name in unit.names:
            words = name.split()
            if len(words) < 3 or ":" in name or "(" in name:
                continue
            small = sum(word in _SMALL_WORDS for word in words)
            if _SENTENCE.search(name) or (len(words) >= _LONG and small >= 3):
                reason = "the models are trained on tags, sentences may not work; use Danbooru tags"
                yield warning(unit.source, reason)


RULES: tuple[Rule, ...] = (brackets, inner_numbers, without_effect, sentences)
