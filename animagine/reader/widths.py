"""Full-width characters that are surely syntax: `（smile：1.2）`, `1ｇｉｒｌ`, `；`."""

from __future__ import annotations

import re
from bisect import bisect_left

from .draft import Draft, Edit

_ANY = "[\uff01-\uff5e\uff61\uff64。]"
_WIDE = r"[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a（）［］｛｝＿：｜＜＞．＋－／＼＆＇＂＃]"
_STOPS = ("。", "｡", "；")
_SEPARATORS = r"[,，、\n。｡､；]|\Z"
_EAST_ASIAN = (
    "[\u3005-\u3007\u3040-\u30fa\u30fc-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f]"
)
_LATIN = "[A-Za-z0-9\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]"
_WEIGHT = r"[:：]\s*[\d\uff10-\uff19]*[.．]?[\d\uff10-\uff19]+\s*\Z"
_MOST = 12  # characters of a weight, its colon included
_OPEN = {"(": ")", "（": ")", "[": "]", "［": "]", "{": "}", "｛": "}"}
_CLOSED = {")": ")", "）": ")", "]": "]", "］": "]", "}": "}", "｝": "}"}
_COMMAS = ",，、\n"
_SHIFT = 0xFEE0  # from a full-width character to its plain one


def make_plain(draft: Draft) -> None:
    """Write full-width syntax in plain characters; Chinese, Japanese and Korean text stays."""
    text = draft.text
    if not text.isascii() and re.search(_ANY, text):
        changed = _Widths(text).changed
        edits: list[Edit] = [(at, at + 1, new) for at, new in sorted(changed.items())]
        draft.change(edits, "read_full_width")


class _Widths:
    """What is to be written in the place of which character."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.asian = [match.start() for match in re.finditer(_EAST_ASIAN, text)]
        self.latin = [match.start() for match in re.finditer(_LATIN, text)]
        self.words = [match.start() for match in re.finditer(_LATIN + "{2}", text)]
        self.bars = [match.start() for match in re.finditer("[|｜]", text)]
        self.changed: dict[int, str] = {}
        self.kept: set[int] = set()  # brackets that are text
        pairs = _pairs(text)
        paired = {at for pair in pairs for at in pair}
        self.kept |= {m.start() for m in re.finditer("[（）［］｛｝]", text)} - paired
        for opened, closed in pairs:
            if "\\" in (text[opened - 1 : opened], text[closed - 1 : closed]):
                self.kept |= {opened, closed}  # half of it is text: so is the other half
            else:
                self._pair(opened, closed)
        self._pieces()

    def _has(self, places: list[int], start: int, end: int) -> bool:
        at = bisect_left(places, start)
        return at < len(places) and places[at] < end

    def _pair(self, opened: int, closed: int) -> None:
        text = self.text
        near = max(opened + 1, closed - _MOST)
        weight = re.compile(_WEIGHT).search(text, near, closed) if text[opened] in "(（" else None
        if weight:
            self._plain(weight.start(), closed)
        elif text[opened] in "([{" and text[closed] in ")]}":
            return
        elif not self._is_syntax(opened, closed):
            self.kept |= {opened, closed}
            return
        self._plain(opened, opened + 1)
        self._plain(closed, closed + 1)
        if text[opened] == "（" and text[opened - 1 : opened].isalnum():
            self.changed[opened] = " ("  # a qualifier: the full-width one has its space in it

    def _is_syntax(self, opened: int, closed: int) -> bool:
        if self.text[opened] in "{｛" and self._has(self.bars, opened, closed):
            return True
        if self._has(self.asian, max(0, opened - 1), closed + 2):
            return False
        found = self.words if self.text[opened] in "(（" else self.latin  # `（＾ｏ＾）` is a face
        return self._has(found, opened, closed)

    def _pieces(self) -> None:
        """All else, tag by tag."""
        text, start = self.text, 0
        wide, choice = re.compile(_WIDE), 0  # how many choices are open
        for match in re.finditer(_SEPARATORS, text):
            end = match.start()
            brackets = re.compile("[｛［]").search(text, start, end)
            latin = self._has(self.latin if brackets else self.words, start, end)
            whole = latin and not self._has(self.asian, start, end)
            for found in wide.finditer(text, start, end):
                at, char = found.start(), found[0]
                choice += (char == "｛") - (char == "｝") if at in self.changed else 0
                if at in self.kept or at in self.changed:
                    continue
                if whole or (char == "｜" and choice > 0):
                    self._plain(at, at + 1)
            if (match[0] in _STOPS and self._parts_tags(end)) or match[0] == "､":
                self.changed[end] = ","
            start = match.end()

    def _plain(self, start: int, end: int) -> None:
        for match in re.compile("[\uff01-\uff5e]").finditer(self.text, start, end):
            self.changed[match.start()] = chr(ord(match[0]) - _SHIFT)

    def _parts_tags(self, at: int) -> bool:
        """Whether the stop there stands between tags, not between sentences of an Asian text."""
        text = self.text
        beside = (text[max(0, at - 8) : at].rstrip()[-1:], text[at + 1 : at + 9].lstrip()[:1])
        asian = sum(bool(re.match(_EAST_ASIAN, char)) for char in beside)
        return not asian or (asian == 1 and text[at] == "；")


def _pairs(text: str) -> list[tuple[int, int]]:
    """Brackets of either width and their partners, escaped ones, too."""
    pairs = []
    opened: dict[str, list[int]] = {")": [], "]": [], "}": []}
    comma = -1  # the last one
    for match in re.finditer(r"[()（）\[\]［］{}｛｝,，、\n]", text):
        if match[0] in _COMMAS:
            comma = match.start()
        elif match[0] in _OPEN:
            opened[_OPEN[match[0]]].append(match.start())
        elif match[0] in _CLOSED and opened[_CLOSED[match[0]]]:
            start = opened[_CLOSED[match[0]]].pop()
            mixed = (text[start] in "([{") != (match[0] in ")]}")
            if not mixed or comma < start:  # of two widths only within a tag
                pairs.append((start, match.start()))
    return pairs
