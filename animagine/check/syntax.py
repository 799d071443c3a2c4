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
_CHOICE = r"[|]|__|\$\$"
_NUMBER = r"[-+]?(\d+\.?\d*|\.\d+)"
_NUMBERED = r"-?[\d.]+::"
_BARE = r"(?<!\\)[()]"
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
    """A parsed prompt: all of it, what comes before the first `BREAK`, and the text as typed."""

    vocabulary: Vocabulary
    units: list[Unit]
    head: list[Unit]
    text: str = ""


Rule = Callable[[Prompt, Report], None]


def typed(unit: Unit, tag: str) -> Unit | str:
    """What a finding on `tag` is about: `unit` with its place, or the tag in a larger group."""
    return unit if unit.tags == (tag,) else tag


def brackets(prompt: Prompt, report: Report) -> None:
    """Strays, misread and extreme weights, and names that lose their qualifier."""
    for unit in prompt.units:
        if _is_foreign(unit):
            if unit.warning == "parenthesis_unmatched":
                _report_repair(unit, report)
        elif unit.warning:
            _report_repair(unit, report)
        elif unit.escaped != unit.source:
            report.warning(unit, "reads_as_weight", "write", replacement=unit.escaped)
        elif unit.kind == "tag" and not _BRACKETS.isdisjoint(unit.source):
            report.warning(unit, "bracket_unmatched", "remove_it")
        elif unit.kind == "tag" and ":" in unit.source and re.search(_BARE_WEIGHT, unit.source):
            report.warning(unit, "bare_weight", "write", replacement=f"({unit.source})")


def _is_foreign(unit: Unit) -> bool:
    """Whether ComfyUI's own text encode does not know it; see `without_effect`."""
    return unit.kind in ("verbatim", "comment") and not unit.source.startswith("embedding:")


def _report_repair(unit: Unit, report: Report) -> None:
    if match := re.fullmatch(_NO_NUMBER, unit.source):
        weighted = f"({match[1]}:1.1)"
        reasons = (unit.warning, "not_a_number", "write")
        report.warning(unit, *reasons, number=match[2], replacement=weighted)
    elif unit.escaped != unit.source:
        stray = unit.warning == "parenthesis_unmatched"
        match = re.fullmatch(_OPEN_WEIGHT, unit.source) if stray else None
        written = f"({match[1]}:{match[2]})" if match else unit.escaped
        report.warning(unit, unit.warning, "write", replacement=written)
    elif unit.warning == "text_after_parenthesis":
        report.warning(unit, unit.warning)
    else:
        report.warning(unit, unit.warning, "remove_it" if unit.kind != "group" else "use_number")


def embeddings(prompt: Prompt, report: Report) -> None:
    """`1girl,embedding:a`: plain text; `embedding:a,smile`: a file called `a,smile`."""
    text = prompt.text
    for unit in prompt.units:
        if unit.kind != "verbatim" or not unit.source.startswith("embedding:"):
            continue
        before, after = text[: unit.start][-1:], text[unit.end : unit.end + 2]
        if before and not before.isspace() and before != ")":
            report.warning(unit, "embedding_unread", "write", replacement=f" {unit.escaped}")
        elif after[:1] in ("，", "、") or (after[:1] == "," and after[1:].strip()):
            report.warning(unit, "embedding_unread", "write", replacement=f"{unit.escaped} ")


def inner_numbers(prompt: Prompt, report: Report) -> None:
    """`(a:1.2, b:0.5)`: one group has one weight, the last number."""
    for unit in prompt.units:
        for tag in dict.fromkeys(unit.tags) if unit.kind == "group" and not unit.warning else ():
            if ":" in tag and re.search(_NUMBER_AT_END, tag):
                report.warning(tag, "one_weight", "write_apart", replacement=f"({tag})")


def nested_numbers(prompt: Prompt, report: Report) -> None:
    """`(a, (b:1.2):0.5)`: 1.2 in ComfyUI, 0.6 in A1111."""
    for unit in prompt.units:
        if unit.kind != "group" or unit.warning or unit.source.count(":") < 2:
            continue
        if found := _nested(unit.escaped):
            tags, inner, outer = found
            both = f"{float(inner) * float(outer):.3g}"
            report.warning(unit, "nested_weight", tags=tags, inner=inner, both=both)


def _nested(text: str) -> tuple[str, str, str] | None:
    """The first tags with a number in a group with another: they, their number, and the other."""
    opened: list[int] = []
    inner: list[tuple[str, str] | None] = [None]  # of each open group, what it holds with a number
    last = -1
    for match in re.finditer(_BARE, text):
        at = match.start()
        if match[0] == "(":
            opened.append(at)
            inner.append(None)
        elif opened:
            start, held = opened.pop(), inner.pop()
            colon = text.rfind(":", max(start, last) + 1, at)
            number = text[colon + 1 : at].strip() if colon > start + 1 else ""
            if re.fullmatch(_NUMBER, number):
                if held:
                    return *held, number
                held = (" ".join(text[start + 1 : colon].split()), number)
            inner[-1] = inner[-1] or held
        last = at
    return None


def without_effect(prompt: Prompt, report: Report) -> None:
    """What other programs or packs understand, and ComfyUI's own text encode does not.

    What is said of several is said once, of the first.
    """
    units: dict[tuple[tuple[str, ...], tuple[str, ...]], list[Unit]] = {}
    for unit in prompt.units:
        if unit.kind == "separator" or (
            _is_foreign(unit) and unit.warning != "parenthesis_unmatched"
        ):
            units.setdefault(_without_effect(unit), []).append(unit)
    for (reasons, values), (first, *others) in units.items():
        named = dict(zip(values[::2], values[1::2], strict=True))
        if others:
            reasons, named = (*reasons, "and_more"), {**named, "more": str(len(others))}
        report.warning(first, *reasons, **named)


def _without_effect(unit: Unit) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The reasons, and the names and values of their sentences in turn."""
    text = unit.source
    if unit.kind == "separator":
        return ("plain_text", "use_concat"), ()
    if unit.kind == "comment":
        return ("no_comments",), ()
    if text.startswith("<"):
        return ("plain_text", "use_load_lora"), ()
    if re.match(_NUMBERED, text):
        if weighted := unit.as_weight:
            return ("plain_text", "no_number_weights", "write"), ("replacement", weighted)
        if text.startswith("-"):
            return ("plain_text", "move_to_negative"), ("tags", text.split("::")[1].strip())
        return ("plain_text", "no_number_weights"), ()
    if weighted := unit.as_weight:
        return ("plain_text", "no_bracket_weights", "write"), ("replacement", weighted)
    if re.search(_SCHEDULE, text):
        return ("plain_text", "no_scheduling"), ()
    if not re.search(_CHOICE, text):
        return ("plain_text", "no_bracket_weights"), ()
    return ("plain_text", "use_expander"), ()


def sentences(prompt: Prompt, report: Report) -> None:
    """Natural language: the models are trained on tags. One finding for each unit is enough."""
    found = {(one.start, one.end) for one in report.decisions}
    for unit in prompt.units:
        if any(map(_is_sentence, unit.tags)) and (unit.start, unit.end) not in found:
            report.warning(unit, "sentence")


def _is_sentence(tag: str) -> bool:
    words = tag.split()
    if len(words) < 3 or ":" in tag or "(" in tag:
        return False
    small = sum(word in _SMALL_WORDS for word in words)
    return bool(re.search(_SENTENCE, tag)) or (len(words) >= _LONG and small >= 3)


RULES: tuple[Rule, ...] = (
    brackets,
    embeddings,
    inner_numbers,
    nested_numbers,
    without_effect,
    sentences,
)
