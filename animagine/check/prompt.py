"""Find problems in a prompt that ComfyUI does not report: what, why, and the fix."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from ..grammar import Unit, segments
from ..models import ModelPreset
from ..reader import read
from ..report import Decision, Report, as_text
from ..tokens import CHUNK, TokenCount, first_after
from ..vocabulary import Vocabulary, vocabulary_of
from . import syntax, tags
from .syntax import Prompt


class Check(NamedTuple):
    """What was found, and the length in tokens where a tokenizer was given."""

    findings: list[Decision]
    length: TokenCount | None

    @property
    def report(self) -> str:
        return as_text(self.findings)

    @property
    def summary(self) -> str:
        """The length and the findings, for people."""
        found = self.report or "No problems found."
        if not self.length:
            return found
        chunks = f"{self.length.chunks} chunk{'s' if self.length.chunks != 1 else ''} of {CHUNK}"
        return f"{self.length.tokens} tokens in {chunks}\n{found}"


def check(
    preset: ModelPreset,
    text: str | None,
    negative: str | None = "",
    count: Callable[[str], TokenCount] | None = None,
) -> Check:
    """Every finding on the positive prompt `text`; `count` is the host's tokenizer.

    Without it, what needs the length in tokens is not looked for.
    """
    vocabulary = vocabulary_of(preset)
    reading = read(text, vocabulary.slots)
    units = reading.units
    report = Report({"text": reading.pieces})
    reading.warn(report)
    prompt = Prompt(vocabulary, units, segments(units)[0], text or "")
    for rule in (*syntax.RULES, *tags.RULES):
        rule(prompt, report)
    _report_contradictions(units, read(negative, vocabulary.slots).units, report)
    length = count(text or "") if count else None
    if count and length:
        _report_length(prompt, text or "", length, count, report)
    return Check(report.decisions, length)


def _report_length(
    prompt: Prompt,
    text: str,
    length: TokenCount,
    count: Callable[[str], TokenCount],
    report: Report,
) -> None:
    """A recommended block that is not in the first chunk, and more tokens than in training."""
    preset = prompt.vocabulary.preset
    last = _last_of_block(prompt.vocabulary, prompt.head)
    if last >= 0 and length.chunks > 1:
        after = first_after(1, text, [unit.end for unit in prompt.head], count)
        if last >= after:
            tag = prompt.head[last].source
            report.warning(prompt.head[after], "chunk_ends", most=str(CHUNK), last=tag)
    most = preset.caption_tokens
    if most and length.tokens > most:
        subject = f"{length.tokens} tokens"
        report.warning(subject, "captions_shorter", model=preset.title, most=str(most))


def _last_of_block(vocabulary: Vocabulary, units: list[Unit]) -> int:
    """Index of the last unit with a tag of the recommended block; -1 for none."""
    block = vocabulary.block_tags
    return max((i for i, unit in enumerate(units) if block.intersection(unit.tags)), default=-1)


def _report_contradictions(positive: list[Unit], negative: list[Unit], report: Report) -> None:
    unwanted = {tag for unit in negative for tag in unit.tags}
    found: dict[str, Unit] = {}
    for unit in positive:
        for tag in unit.tags:
            if tag in unwanted:
                found.setdefault(tag, unit)
    for tag, unit in found.items():
        report.warning(syntax.typed(unit, tag), "in_negative")
