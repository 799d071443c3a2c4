"""Whether a parenthesis has text after it in the same tag, as in `the (red) car`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from .scan import COMMAS, Mark

_NOTHING_AFTER = frozenset((*COMMAS, ")", ":", "|", ""))  # right after the parenthesis: most often
# Up to the first letter or digit, or to what ends the tag or begins something else.
_NO_TEXT = rf"(?:[^\w{COMMAS}:|]|_)*"


class TextAfter:
    """The closing parentheses with text between them and the end of their tag.

    `marks` are all of the text, `paired` its brackets with a partner. A qualifier is no text:
    `ganyu (heytea) (genshin impact)` has none after `(heytea)`.
    """

    __slots__ = ("found", "marks", "paired", "text")

    def __init__(self, text: str, marks: Sequence[Mark], paired: set[int]) -> None:
        self.text = text
        self.marks = marks
        self.paired = paired
        self.found: set[int] | None = None

    def __contains__(self, closing: object) -> bool:
        assert isinstance(closing, int)
        if self.text[closing + 1 : closing + 2] in _NOTHING_AFTER:
            return False
        if self.found is None:
            self.found = self._search()
        return closing in self.found

    def _search(self) -> set[int]:
        """One pass from the end: a group hands on what comes after it."""
        found = set[int]()
        no_text = re.compile(_NO_TEXT)
        literal = self._paired_literals()
        outside: list[tuple[bool, bool]] = []  # of each open group: is it literal, text after it
        after = False
        known_from = len(self.text)
        for kind, start, end in reversed(self.marks):
            stop = no_text.match(self.text, end, known_from).end()  # type: ignore[union-attr]
            if stop < known_from:
                after = self.text[stop].isalnum()
            known_from = start
            for at in range(end - 1, start - 1, -1) if kind in ("bracket", "face") else ():
                char = self.text[at]
                is_literal = at in literal
                if char == ")" and (is_literal or at in self.paired):
                    if not is_literal and after:
                        found.add(at)
                    outside.append((is_literal, after))
                    after = False
                elif char == "(" and (is_literal or at in self.paired):
                    while outside:
                        opened, after = outside.pop()
                        if opened == is_literal:
                            break
            if kind != "bracket" or self.text[start] in "[]{}":
                after = False
        return found

    def _paired_literals(self) -> set[int]:
        """The parentheses that are text for the host, or will be once escaped, in pairs."""
        pairs = set[int]()
        opened: list[int] = []
        for at in self._literals():
            if self.text[at] == "(":
                opened.append(at)
            elif opened:
                pairs |= {opened.pop(), at}
        return pairs

    def _literals(self) -> Iterable[int]:
        for kind, start, end in self.marks:
            if kind == "face":
                yield from (at for at in range(start, end) if self.text[at] in "()")
            elif kind == "bracket" and self.text[start] in "()" and start not in self.paired:
                yield start
