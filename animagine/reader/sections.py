"""Cut a document: its positive part, its negative part, its settings."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from .draft import Draft, spaces_after, spaces_before
from .settings import Run, settings_in

Kind = Literal["positive", "negative", "settings"]
_MARK = r"^[ \t>#*•\-]*"  # what may stand before a head at the start of its line
_FOR = r"(?:[ \t]*[(（][^()（）\n]{1,60}[)）])?"  # `Negative (for all images):`
_COLON = rf"[*_]*{_FOR}[*_]*[ \t]*[:：][*]*"
_NEGATIVE = r"(?i:negative[ _-]?prompts?)"
_ANY = rf"(?:(?<![^\W_]){_NEGATIVE}|(?<=[a-z\d)\]}}>.])Negative prompt){_COLON}"
_NEGATIVES = (
    r"(?i:negatives?|neg(?:[ _-]?prompts?)?|undesired content)"
    r"|[反负負][向面]提示[词詞]|ネガティブ ?プロンプト|부정 ?프롬프트|네거티브 ?프롬프트"
)
_POSITIVES = (
    r"(?i:(?:/(?:imagine|dream)[ \t]+)?(?:positive[ _-]?)?prompts?|positives?|tags)"
    r"|(?:正[向面])?提示[词詞]|(?:ポジティブ ?)?プロンプト|(?:긍정 ?)?프롬프트"
)
_NEAR = 8  # characters before a head that are looked at
_OTHERS = r"(?i:other metadata|generation data|metadata)"
_OWN_LINE = r"(?:#{1,6}[ \t]*|\*\*)"
_PATTERN = (
    rf"(?m)(?P<negative_line>{_MARK}(?:{_NEGATIVES}){_COLON}|{_MARK}{_ANY}"
    rf"|^(?:{_OWN_LINE}(?:{_NEGATIVES})|{_NEGATIVE}){_FOR}[*]*[ \t]*$(?=\n))"
    rf"|(?P<positive_line>\A\s*(?i:parameters)[ \t]*[:：\n]|{_MARK}(?:{_POSITIVES}){_COLON}"
    rf"|^(?:{_OWN_LINE}(?:{_POSITIVES})|(?i:(?:positive[ _-]?)?prompts?)){_FOR}[*]*[ \t]*$(?=\n))"
    rf"|(?P<settings_line>^{_OWN_LINE}?{_OTHERS}[*]*[ \t]*[:：]?[ \t]*$)"
    rf"|(?P<negative>{_ANY})"
    rf"|(?P<short>(?<![^\W_])(?i:negative){_FOR}[ \t]*[:：])"
    rf"|(?P<positive>(?<![^\W_])(?i:(?:positive[ _-]?)?prompts?){_FOR}[ \t]*[:：])"
)
_WORDS = ("prompt", "tags", "positive", "negative", "neg:", "undesired", "parameters", "metadata",
          "提示", "プロンプト", "프롬프트")  # fmt: skip


class Section(NamedTuple):
    """A part of a document; its head stands from `head` to `start`."""

    kind: Kind
    head: int
    start: int


def cut_sections(draft: Draft) -> None:
    """Leave the positive parts of a document, without their heads."""
    text = draft.text
    runs = settings_in(text)
    sections = [Section("positive", 0, 0), *_sections(text, runs)]
    if len(sections) == 1:
        return
    read = {section.start for section in sections if section.kind == "settings"}
    for run in runs:
        if run.sure or run.start in read:
            draft.settings.update(run.pairs)
    cuts: list[tuple[int, int, bool]] = []  # and whether more than a head is left out
    ends = [*(section.head for section in sections[1:]), len(text)]
    for section, end in zip(sections, ends, strict=True):
        if section.kind == "negative":
            draft.negatives.append(text[section.start : end])
        stop = section.start if section.kind == "positive" else end
        part = section.kind != "positive"
        if section.head == stop:
            continue
        if cuts and cuts[-1][1] == section.head:
            cuts[-1] = (cuts[-1][0], stop, part or cuts[-1][2])
        else:
            cuts.append((section.head, stop, part))
    edits = []
    for start, end, part in cuts:
        draft.note("removed", start, end, "read_part" if part else "read_head")
        first = spaces_before(text, start)
        glue = (", " if part else text[first:start]) if first else ""
        end = spaces_after(text, end)
        edits.append((first, end, glue if end < len(text) else ""))
    draft.edit(edits)


def _sections(text: str, runs: list[Run]) -> list[Section]:
    found: list[Section] = []
    kind: Kind = "positive"
    small = text.lower()
    has_heads = any(word in small for word in _WORDS)
    heads = list(re.finditer(_PATTERN, text)) if has_heads else []
    marks: list[tuple[int, int, str]] = [(m.start(), m.end(), m.lastgroup or "") for m in heads]
    of_start = {run.start: run for run in runs}
    marks += [(_line_mark(text, start), start, "run") for start in of_start]
    inside = -1  # the end of the settings that were just read: their keys are no heads
    for head, start, mark in sorted(marks):
        if head < inside:
            continue
        new: Kind
        if mark == "run":
            if not of_start[start].sure and kind == "positive":
                continue
            new = "settings"
            inside = of_start[start].end
        elif mark == "settings_line":
            new = "settings"
            if kind == "positive" and not runs:
                continue
        else:
            new = "positive" if mark.startswith("positive") else "negative"
            if mark == "short" and not (found and found[0].kind == kind == "positive"):
                continue  # only behind a head of its kind
            weak = kind == "positive" == new or (kind == "settings" and not _parted(text, head))
            if weak and not mark.endswith("line"):
                continue
        if new == kind == "settings":
            continue
        kind = new
        found.append(Section(kind, _bar_before(text, head), start))
    return found


def _bar_before(text: str, head: int) -> int:
    """Where the bar before a head begins, `1girl | Negative: hat`; else the head itself."""
    start = max(0, head - _NEAR)
    bar = re.search(r"\s\|+[ \t]*\Z", text[start:head])
    return start + bar.start() if bar else head


def _parted(text: str, at: int) -> bool:
    """Whether a comma or a line end stands before: `Hires prompt:` is no head."""
    return text[max(0, at - _NEAR) : at].rstrip(" \t")[-1:] in (",", ";", "|", "\n")


def _line_mark(text: str, at: int) -> int:
    """Where the marks before the first key of its line begin."""
    start = at
    while start and text[start - 1] in " \t>#*•-":
        start -= 1
    return start if not start or text[start - 1] == "\n" else at
