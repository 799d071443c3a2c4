"""Find what would quietly hurt a prompt: what it is, why, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from ..grammar.segments import first_segment
from ..grammar.spans import locate
from ..grammar.units import Unit, parse
from ..models.preset import ModelPreset
from ..report import Decision, as_text
from ..tokens import CHUNK, TokenCount, first_after
from ..vocabulary.lookup import recommended
from . import syntax as check_syntax
from . import words as check_words
from .syntax import Checked


class Check(NamedTuple):
    findings: list[Decision]
    length: TokenCount

    @property
    def summary(self) -> str:
        """All that there is to say, for people."""
        chunks = f"{self.length.chunks} chunk{'s' if self.length.chunks != 1 else ''} of {CHUNK}"
        found = as_text(self.findings) or "Nothing to warn of."
        return f"{self.length.tokens} tokens in {chunks}\n{found}"


def check_with_length(
    preset: ModelPreset,
    text: str | None,
    negative: str | None,
    count: Callable[[str], TokenCount],
) -> Check:
    """Every finding on the positive prompt `text`; `count` is the host's tokenizer."""
    findings = check(preset, text, negative) + check_length(preset, text, count)
    return Check(findings, count(text or ""))


def check(preset: ModelPreset, text: str | None, negative: str | None = "") -> list[Decision]:
    """Every finding on the positive prompt `text`, without those that need a tokenizer."""
    units = parse(text)
    checked = Checked(preset, units, first_segment(units)[0])
    findings = [
        finding for rule in (*check_syntax.RULES, *check_words.RULES) for finding in rule(checked)
    ]
    return findings + list(_contradictions(units, parse(negative)))


def check_length(
    preset: ModelPreset, text: str | None, count: Callable[[str], TokenCount]
) -> list[Decision]:
    """Findings on the length in tokens; `count` is the host's tokenizer."""
    text = text or ""
    units, _ = first_segment(parse(text))
    total = count(text)
    findings = []
    words = recommended(preset)
    last = max((i for i, unit in enumerate(units) if words.intersection(unit.names)), default=-1)
    behind = len(units)
    if last >= 0 and total.chunks > 1:
        behind = first_after(1, text, [end for _, end in locate(text, units)], count)
    if last >= behind:
        reason = (
            f"the first {CHUNK} tokens end here, and the overall look is read from them alone; "
            f"shorten the prompt, so that {units[last].source} is in them"
        )
        findings.append(Decision("warning", units[behind].source, reason))
    longest = preset.caption_tokens
    if longest and total.tokens > longest:
        reason = f"{preset.title} was trained on captions of up to {longest}; shorten the prompt"
        findings.append(Decision("warning", f"{total.tokens} tokens", reason))
    return findings


def _contradictions(positive: list[Unit], negative: list[Unit]) -> Iterator[Decision]:
    unwanted = {name for unit in negative for name in unit.names}
    for unit in positive:
        for name in unit.names:
            if name in unwanted:
                reason = "is in the negative prompt, too; take it out of one of them"
                yield Decision("warning", name, reason)
