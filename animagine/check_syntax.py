"""Checks of a prompt's syntax: what ComfyUI's own text encode makes of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from .model_preset import ModelPreset
from .report import Decision
from .tags import Unit

_NUMBER_AT_END = re.compile(r":\s*[-+]?\d*\.?\d+\s*$")
_SCHEDULE = re.compile(r"\[[^\[\]]*[:|][^\[\]]*\]")
_ENDS_A_SENTENCE = re.compile(r"[a-z]{2}[.!?]$")
_SUBJECTS = frozenset({"is", "are", "was", "were", "she", "he", "they", "her", "his", "their"})
_SMALL_WORDS = _SUBJECTS | frozenset(
    {"a", "an", "the", "with", "in", "on", "of", "and", "at", "to", "by", "from", "who", "while"}
)
_LONG = 5  # words: few tags have as many, and those have few small words


class Checked(NamedTuple):
    """A parsed prompt: all of it, and what stands before the first `BREAK`."""

    preset: ModelPreset
    units: list[Unit]
    head: list[Unit]


Rule = Callable[[Checked], Iterable[Decision]]


def _warning(tag: str, reason: str) -> Decision:
    return Decision("warning", tag, reason)


def brackets(checked: Checked) -> Iterator[Decision]:
    """Strays, misread and extreme weights, and names that lose their qualifier."""
    for unit in checked.units:
        fixed = f"; write {unit.escaped}" if unit.escaped != unit.source else ""
        if unit.warning:
            yield _warning(unit.source, unit.warning + fixed)
        elif fixed:
            yield _warning(unit.source, f"ComfyUI reads its parentheses as a weight{fixed}")


def inner_numbers(checked: Checked) -> Iterator[Decision]:
    """`(a:1.2, b:0.5)`: one group has one weight, the last number."""
    for unit in checked.units:
        if unit.kind == "group":
            for name in unit.names:
                if match := _NUMBER_AT_END.search(name):
                    tag, number = name[: match.start()], match[0].lstrip(": ")
                    reason = f"a group has one weight, at its end; write ({tag}:{number}) by itself"
                    yield _warning(name, reason)


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
        elif _SCHEDULE.search(text):
            what = "schedules are of another program; use a pack that knows them"
        elif "[" in text:
            what = "there are no [ ] weights; write (tag:0.91)"
        else:
            what = "choices and wildcards need a text field or a pack that resolves them"
        yield _warning(text, f"plain text to ComfyUI's own text encode; {what}")


def sentences(checked: Checked) -> Iterator[Decision]:
    """Natural language: the models are trained on tags."""
    for unit in checked.units:
        words = re.findall(r"[^\W\d_]+", unit.source.casefold()) if unit.kind == "tag" else []
        if len(words) < _LONG or ":" in unit.source or "(" in unit.source:
            continue
        small = sum(word in _SMALL_WORDS for word in words)
        subject = not _SUBJECTS.isdisjoint(words) or _ENDS_A_SENTENCE.search(unit.source)
        if small >= 3 or (small and subject):
            reason = "the models are trained on tags, sentences may not work; use Danbooru tags"
            yield _warning(unit.source, reason)


RULES: tuple[Rule, ...] = (brackets, inner_numbers, without_effect, sentences)
