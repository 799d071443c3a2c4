"""What each parenthesis of a prompt is: part of a name, a weight, or a stray.

ComfyUI reads every bare `(` and `)` as weight syntax (`comfy.sd1_clip.token_weights`): a name such
as `saber (fate)` loses its qualifier to weight 1.1, and one stray `)` turns off every later weight.
`read_pieces` tells by the place of a parenthesis what the author meant. It never recurses and looks
at each character a bounded number of times.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

COMMAS = ",，、\n"

_EDGE = rf"(?<![^\s{COMMAS}])"
_FACE = (
    rf"(?<![^\s{COMMAS}(])(?:>?[:;=][-^o']?[()]|\([^\s()]{{1,3}}\)_+\([^\s()]{{1,3}}\))"
    rf"(?=[\s{COMMAS})]|:[\d.]|$)"
)
_BRACKETS = r"(?P<escape>\\[()])|(?P<bracket>[()\[\]{}])"
_TOKENS = re.compile(
    r"(?=[()\[\]{}\\/<>:;=eBA])(?:"  # lets the search step over all other characters fast
    rf"(?P<comment>{_EDGE}(?://[^\n]*|/\*(?:[^*]|\*(?!/))*\*/))"
    r"|(?P<network><\w+:[^<>\n]*>)"
    rf"|(?P<embedding>{_EDGE}embedding:[^\s{COMMAS}()\[\]{{}}]+)"
    rf"|(?P<word>{_EDGE}(?:BREAK|AND)(?![^\s{COMMAS}]))"
    rf"|(?P<face>{_FACE})|{_BRACKETS})"
)
# For a text with nothing rarer than brackets: the same tokens, several times faster.
_BRACKET_TOKENS = re.compile(_BRACKETS)
_COMMA = re.compile(f"[{COMMAS}]")
_RARE = re.compile(r"//|/\*|<|embedding:|BREAK|AND|[:;=][-^o']?[()]|\)_")
_CLOSES = {"(": ")", "[": "]", "{": "}"}
_NUMBER_FACES = frozenset({":3", ">:3"})
_WEIGHT_PER_LEVEL = 1.1  # comfy.sd1_clip.token_weights


@dataclass
class Piece:
    """One stretch of a prompt between commas, or a unit that stands by itself.

    `kind` is `tags` for a run of tags without any bracket, commas inside; `brackets` for one piece
    that has some; else `comment`, `network` (`<lora:...>`), `embedding` or `word` (`BREAK`, `AND`).
    All positions are offsets in the whole text.
    """

    start: int
    end: int = 0
    kind: str = "tags"
    closed: bool = False  # holds a `[...]` or `{...}`
    weights: list[tuple[int, int]] = field(default_factory=list)  # spans of `(` and of `:1.2)`
    names: list[tuple[int, int]] = field(default_factory=list)  # spans of ` (qualifiers)`
    strays: list[int] = field(default_factory=list)  # parentheses without a partner
    faces: list[int] = field(default_factory=list)  # parentheses of emoticons such as `:)`
    stated: list[tuple[int, str]] = field(default_factory=list)  # weights to spell out before `)`


class _Group:
    """One open parenthesis while the text is read; the first stands for the piece itself."""

    __slots__ = (
        "comma", "follows_text", "has_text", "inner", "mark", "open", "parent", "part", "weighted"
    )  # fmt: skip

    def __init__(self, open_: int, parent: int, follows_text: bool, inner: tuple[int, int]) -> None:
        self.open = open_
        self.parent = parent
        self.follows_text = follows_text
        self.inner = inner  # how many weights and names came before it
        self.mark = self.part = open_ + 1
        self.has_text = self.comma = self.weighted = False


def read_pieces(text: str) -> Iterator[Piece]:
    """Yield the pieces of `text` in order, empty ones too; linear in its length."""
    pattern = _TOKENS if _RARE.search(text) else _BRACKET_TOKENS
    tokens = [(m.lastgroup, m.start(), m.end()) for m in pattern.finditer(text)]
    paired = _paired(text, tokens)
    depth = 0  # of paired [] and {}
    reader = _PieceReader(text, 0)
    done = 0
    for kind, at, end in [*tokens, (None, len(text), len(text))]:
        comma = None if depth else _COMMA.search(text, done, at)
        if comma:
            last = max(text.rfind(char, done, at) for char in COMMAS)
            if len(reader.stack) > 1:
                reader.comma(last)
            else:
                if reader.piece.kind == "brackets":
                    yield reader.finish(comma.start())
                    yield Piece(comma.end(), last)
                else:
                    yield Piece(reader.piece.start, last)
                reader = _PieceReader(text, last + 1)
        done = end
        if kind == "bracket":
            char = text[at]
            reader.piece.kind = "brackets"
            if char in "()":
                reader.parenthesis(at, char, at in paired)
            elif at in paired:
                depth += 1 if char in "[{" else -1
                reader.piece.closed = True
        elif kind == "escape":
            reader.piece.kind = "brackets"
            reader.last = at
        elif kind == "face":
            reader.piece.kind = "brackets"
            reader.piece.faces += [i for i in range(at, end) if text[i] in "()"]
        elif kind and len(reader.stack) == 1 and not depth:
            yield reader.finish(at)
            yield Piece(at, end, kind)
            reader = _PieceReader(text, end)
    yield reader.finish(len(text))


def _paired(text: str, tokens: list[tuple[str | None, int, int]]) -> set[int]:
    """Positions of the brackets that have a partner; each kind by itself, as the host does it."""
    paired: set[int] = set()
    opened: dict[str, list[int]] = {")": [], "]": [], "}": []}
    for kind, at, _ in tokens:
        if kind == "bracket":
            char = text[at]
            if char in _CLOSES:
                opened[_CLOSES[char]].append(at)
            elif opened[char]:
                paired.add(opened[char].pop())
                paired.add(at)
    return paired


class _PieceReader:
    """Reads the parentheses of one piece, one after the other."""

    def __init__(self, text: str, start: int) -> None:
        self.text = text
        self.piece = Piece(start)
        self.groups = [_Group(start - 1, 0, False, (0, 0))]
        self.stack = [0]
        self.last = -1  # the last parenthesis: a number has none behind its colon
        self.numbers: dict[int, float] = {}
        self.unsaid: list[tuple[int, int]] = []

    def comma(self, at: int) -> None:
        """Take note of the last comma inside the open parenthesis."""
        group = self.groups[self.stack[-1]]
        group.comma = True
        group.has_text = False
        group.mark = group.part = at + 1

    def parenthesis(self, at: int, char: str, paired: bool) -> None:
        before, self.last = self.last, at
        if not paired:
            self.piece.strays.append(at)
        elif char == "(":
            outer = self.groups[self.stack[-1]]
            outer.has_text = outer.has_text or bool(self.text[outer.mark : at].strip())
            inner = (len(self.piece.weights), len(self.piece.names))
            self.groups.append(_Group(at, self.stack[-1], outer.has_text, inner))
            self.stack.append(len(self.groups) - 1)
        else:
            self._close(at, before)

    def _close(self, at: int, before: int) -> None:
        piece = self.piece
        index = self.stack.pop()
        group, outer = self.groups[index], self.groups[self.stack[-1]]
        outer.mark = at + 1
        colon = self.text.rfind(":", max(group.open + 1, before + 1), at)
        number = self._number(group, colon, at)
        if group.follows_text and not (group.comma or group.weighted or number is not None):
            outer.has_text = True
            del piece.weights[group.inner[0] :], piece.names[group.inner[1] :]
            piece.names.append((group.open, at + 1))
            return
        if group.comma or group.weighted or number is not None:
            outer.weighted = True
        end_syntax = at
        if number is not None:
            if math.isfinite(number) and not self._ends_in_face(group, at):
                self.numbers[index] = number
                end_syntax = colon
            else:  # `(x:nan)`, `(smile, :3)`: the host would take a number that nobody meant
                self.unsaid.append((index, at))
        piece.weights += [(group.open, group.open + 1), (end_syntax, at + 1)]

    def _number(self, group: _Group, colon: int, at: int) -> float | None:
        """The weight before a `)`, by the host's own test: `float` of all behind the last colon."""
        if colon <= group.open + 1:
            return None
        try:
            return float(self.text[colon + 1 : at])
        except ValueError:
            return None

    def _ends_in_face(self, group: _Group, at: int) -> bool:
        """Whether the last tag of the group is `:3`, which the host takes for weight 3."""
        if at - group.part > 16:  # white space included; keeps the reading linear
            return False
        return self.text[group.part : at].strip() in _NUMBER_FACES

    def finish(self, end: int) -> Piece:
        self.piece.end = end
        if self.unsaid:
            weights = [1.0]
            for index, group in enumerate(self.groups[1:], 1):
                weights.append(self.numbers.get(index, weights[group.parent] * _WEIGHT_PER_LEVEL))
            self.piece.stated = [(at, f":{weights[index]:.6g}") for index, at in self.unsaid]
        return self.piece
