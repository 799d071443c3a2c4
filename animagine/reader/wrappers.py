"""What stands around a whole prompt, or around each of its tags: quotes, back-ticks, fences."""

from __future__ import annotations

import re

from ..grammar import COMMAS
from .draft import Draft

_PAIRS = {'"': '"', "'": "'", "“": "”", "‘": "’", "„": "“", "«": "»", "「": "」", "『": "』",
          "`": "`", "*": "*"}  # fmt: skip
_ONLY_AROUND_LISTS = "「『«"  # around one tag they may be part of it
_FENCE = r"(?m)^[ \t>]*(?:`{3,}|~{3,})[\w+-]*[ \t]*(?:\n|\Z)"
_LANGUAGE = r"(?:text|txt|plain|plaintext|prompt|markdown|md|json|yaml)\s+(?=\S)"
_WORD = r"[^\W_]{2}|[^\x00-\x7f]"  # faces such as `'_'` and `"o"` have none
# The string ends before its line does: a search for the end that fails is not repeated.
_QUOTED = (r'"(?:\\.|[^"\\\n])+"', "'[^'\n]+'", "`[^`\n]+`", "“[^“”\n]+”")
_CODE = rf"(?<![^\s{COMMAS}])`[^`\n]+`(?![^\s{COMMAS}.])"


def unwrap(draft: Draft) -> None:
    """Take off what stands around the prompt or around each tag."""
    text = draft.text
    if "```" in text or "~~~" in text:
        fences = [match.span() for match in re.finditer(_FENCE, text)]
        draft.remove(fences, "read_wrapper")
        text = draft.text
    start = len(text) - len(text.lstrip())
    if text[start : start + 1] in _PAIRS or text[start : start + 1] == "[":
        _unwrap_whole(draft, start)
        _unwrap_each(draft)
    if "`" in draft.text:
        _unwrap_code(draft)


def _unwrap_whole(draft: Draft, start: int) -> None:
    text = draft.text
    opened = text[start]
    closed = _PAIRS.get(opened)
    if not closed:
        return
    end = len(text.rstrip(f" \t\r\n;{COMMAS}"))
    first, last = start, end
    while first < end and text[first] == opened:
        first += 1
    while last > first and text[last - 1] == closed:
        last -= 1
    depth = min(first - start, end - last)
    if not depth or last <= first:
        return
    first, last = start + depth, end - depth
    if opened == "`" and depth >= 3 and (language := re.compile(_LANGUAGE).match(text, first)):
        first = language.end()
    inner = text[first:last]
    if opened == "'":
        inner = re.sub(r"(?<=\w)'(?=[\w ])", "", inner)  # girls' frontline
    if opened in "*'\"`" or opened in inner or closed in inner:
        bare = inner.replace('\\"', "")
        if opened in bare or closed in bare:
            return
    if not re.search(_WORD, inner):
        return
    if opened in _ONLY_AROUND_LISTS and not any(comma in inner for comma in COMMAS):
        return
    draft.note("changed", start, len(text), "read_wrapper")
    draft.edit([(start, first, ""), (last, len(text), "")])


def _unwrap_each(draft: Draft) -> None:
    """Take the quotes off `"1girl", "solo"`, where all tags have them."""
    text = draft.text
    start = len(text) - len(text.lstrip())
    for quoted in _QUOTED:
        pattern = rf"(\[)?\s*{quoted}(\s*,\s*{quoted})*[\s,]*(?:(\])[\s,]*)?"
        listed = re.compile(pattern).fullmatch(text, start)
        if not listed or bool(listed[1]) != bool(listed[3]) or not (listed[1] or listed[2]):
            continue
        if not re.search(_WORD, text):
            return
        edits = []
        for match in re.finditer(quoted, text):
            edits += [(match.start(), match.start() + 1, ""), (match.end() - 1, match.end(), "")]
        if listed[1]:
            edits = [(listed.start(1), listed.end(1), ""), *edits]
            edits.append((listed.start(3), listed.end(3), ""))
        draft.note("changed", 0, len(text), "read_wrapper")
        draft.edit(edits)
        return


def _unwrap_code(draft: Draft) -> None:
    edits = []
    for match in re.finditer(_CODE, draft.text):
        if re.search(_WORD, match[0]):
            edits += [(match.start(), match.start() + 1, ""), (match.end() - 1, match.end(), "")]
    draft.change(edits, "read_wrapper")
