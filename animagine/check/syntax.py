"""Checks of a prompt's syntax: what ComfyUI's own text encode makes of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from ..grammar import Unit
from ..report import Report
from ..vocabulary import Vocabulary

_NUMBER_AT_END = r"(?<=[^\W\d]):\s*([-+]?\d*\.?\d+)$"  # not `16:9`, not `:3`
_BARE_WEIGHT = r"[^\W\d]:\d\.\d+$"
_OPEN_WEIGHT = r"\(*([^()]*[^()\s]):\s*(\d*\.?\d+)\)*"
_NO_NUMBER = r"(?i)\((.*):\s*(nan|[-+]?inf(inity)?)\s*\)"
_SCHEDULE = r"\[[^\[\]:|]*[:|][^\[\]]*\]"
_BRACKETS = frozenset("[]{}")
_PERSON = r"(girl|boy|woman|man|lady|guy|person)"
_SENTENCE = (
    rf"\b(she|he|they|it) (is|are|was|were|has|have)\b|^(a|an) (\w+ )*{_PERSON}\b"
    rf"|\b{_PERSON} (is|are|with|wearing|standing|sitting|walking|holding|in|at) "
)
_SMALL_WORDS = frozenset(
    ["a", "an", "with", "in", "on", "and", "at", "to", "by", "from", "who", "while", "is", "are"]
)
_LONG = 6  # ours: a tag of 6 or more words, 3 of them small, is taken for a sentence


class Prompt(NamedTuple):
    """A parsed prompt: all of it, and what comes before the first `BREAK`."""

    vocabulary: Vocabulary
    units: list[Unit]
    head: list[Unit]


Rule = Callable[[Prompt, Report], None]


def typed(unit: Unit, tag: str) -> Unit | str:
    """What a finding on `tag` is about: `unit` with its place, or the tag in a larger group."""
    return unit if unit.tags == (tag,) else tag


def brackets(prompt: Prompt, report: Report) -> None:
    """Strays, misread and extreme weights, and names that lose their qualifier."""
    for unit in prompt.units:
        if unit.warning:
            _report_repair(unit, report)
        elif unit.escaped != unit.source:
            report.warning(unit, "reads_as_weight", "write", replacement=unit.escaped)
        elif unit.kind == "tag" and not _BRACKETS.isdisjoint(unit.source):
            report.warning(unit, "bracket_unmatched", "remove_it")
        elif unit.kind == "tag" and ":" in unit.source and re.search(_BARE_WEIGHT, unit.source):
            report.warning(unit, "bare_weight", "write", replacement=f"({unit.source})")


def _report_repair(unit: Unit, report: Report) -> None:
    if match := re.fullmatch(_NO_NUMBER, unit.source):
        weighted = f"({match[1]}:1.1)"
        reasons = (unit.warning, "not_a_number", "write")
        report.warning(unit, *reasons, number=match[2], replacement=weighted)
    elif unit.escaped == unit.source:
        report.warning(unit, unit.warning, "remove_it" if unit.kind != "group" else "use_number")
    elif match := re.fullmatch(_OPEN_WEIGHT, unit.source):
        report.warning(unit, unit.warning, "write", replacement=f"({match[1]}:{match[2]})")
    else:
        report.warning(unit, unit.warning, "write", replacement=unit.escaped)


def inner_numbers(prompt: Prompt, report: Report) -> None:
    """`(a:1.2, b:0.5)`: one group has one weight, the last number."""
    for unit in prompt.units:
        for tag in dict.fromkeys(unit.tags) if unit.kind == "group" and not unit.warning else ():
            if ":" in tag and re.search(_NUMBER_AT_END, tag):
                report.warning(tag, "one_weight", "write_apart", replacement=f"({tag})")


def without_effect(prompt: Prompt, report: Report) -> None:
    """What other programs or packs understand, and ComfyUI's own text encode does not."""
    for unit in prompt.units:
        text = unit.source
        if unit.kind == "separator":
            report.warning(unit, "plain_text", "use_concat")
        elif unit.kind == "comment":
            report.warning(unit, "no_comments")
        elif unit.kind != "verbatim" or text.startswith("embedding:"):
            continue
        elif text.startswith("<"):
            report.warning(unit, "plain_text", "use_load_lora")
        elif weighted := unit.as_weight:
            report.warning(unit, "plain_text", "no_bracket_weights", "write", replacement=weighted)
        elif re.search(_SCHEDULE, text):
            report.warning(unit, "plain_text", "no_scheduling")
        else:
            report.warning(unit, "plain_text", "use_expander")


def sentences(prompt: Prompt, report: Report) -> None:
    """Natural language: the models are trained on tags."""
    for unit in prompt.units:
        if any(map(_is_sentence, unit.tags)):
            report.warning(unit, "sentence")


def _is_sentence(tag: str) -> bool:
    words = tag.split()
    if len(words) < 3 or ":" in tag or "(" in tag:
        return False
    small = sum(word in _SMALL_WORDS for word in words)
    return bool(re.search(_SENTENCE, tag)) or (len(words) >= _LONG and small >= 3)


RULES: tuple[Rule, ...] = (brackets, inner_numbers, without_effect, sentences)
