"""What each parenthesis of a prompt is: part of a name, a weight, or a stray.

ComfyUI reads every bare `(` and `)` as weight syntax (`comfy.sd1_clip.token_weights`): a name such
as `saber (fate)` loses its qualifier to weight 1.1, and one stray `)` turns off every later weight.
`PieceReader` tells by the place of a parenthesis what was meant, without recursion, in linear time.

A worked example, `(saber (fate):1.2)`, the offsets below it:

    ( s a b e r   ( f a t e )  :  1  .  2  )
    0 1           7         12 13          17

0 opens a group after no text: it can only be a weight. 7 opens one after `saber`, so it may be a
qualifier, and 12 closes it without a comma, a number or a unit of another tool in it, and without
text between it and the end of its tag: it is one, part of the name. 17 closes the outer group; what
follows its last colon is a number, so its syntax is `(` at 0 and `:1.2)` from 13. The piece:
`weights=[(0, 1), (13, 18)], qualifiers=[(7, 13)], numbers=(1.2,)`. Without text before the inner
group, as in `((fate):1.2)`, both are weights; so are both of a doubled one, `saber ((fate))`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Container, Sequence
from typing import Literal, NamedTuple

from .scan import bare_parentheses, is_escaped, paired_brackets

WEIGHT_PER_LEVEL = 1.1  # comfy.sd1_clip.token_weights
_MOST = 1e9  # a weight to spell out stays a number, however deep it stands
_NUMBER_FACE = r">?:-?\d"  # `:3`


PieceKind = Literal["tags", "brackets", "comment", "lora", "embedding", "word", "numbered"]


class Piece(NamedTuple):
    """One stretch of a prompt between commas, or a unit that stands by itself.

    `kind` is `tags` for a run of tags without any bracket, commas inside; `brackets` for one piece
    that has some; else `comment`, `lora` (`<lora:...>`), `embedding`, `word` (`BREAK`, `AND`) or
    `numbered` (`1.3::hat::`).
    All positions are offsets in the whole text.
    """

    start: int
    end: int
    kind: PieceKind
    has_square_or_curly: bool = False  # a `[...]` or `{...}` in it
    weights: Sequence[tuple[int, int]] = ()  # spans of `(` and of `:1.2)`
    qualifiers: Sequence[tuple[int, int]] = ()  # spans of `(fate)`
    strays: Sequence[int] = ()  # parentheses without a partner
    faces: Sequence[int] = ()  # parentheses of emoticons such as `:)`, of embeddings in brackets
    to_write: Sequence[tuple[int, str]] = ()  # weights to spell out before a `)`
    numbers: Sequence[float] = ()  # the weights that are spelled out already
    has_text_after: bool = (
        False  # a group without a number that stands inside a tag: `the (red) car`
    )


class _Group:
    """One open parenthesis while the text is read; the first stands for the piece itself."""

    __slots__ = (
        "comma", "doubled", "follows_text", "has_text", "known", "open", "parent", "tag_start",
        "text_start", "weighted",
    )  # fmt: skip

    def __init__(
        self, open_: int, parent: int, follows_text: bool, known: tuple[int, int, int]
    ) -> None:
        self.open = open_
        self.parent = parent
        self.follows_text = follows_text
        self.known = known  # what was found before it: `_close` drops what is inside a name
        self.tag_start = open_ + 1  # after the last comma inside
        self.text_start = open_ + 1  # after the last comma or closed parenthesis inside
        self.has_text = False  # whether the tag has text before a parenthesis in it
        self.comma = False
        self.weighted = False  # a comma, a number or a unit inside: no qualifier has one
        self.doubled = False  # begins with a group: no name has `((`


class PieceReader:
    """Reads the parentheses of one piece, one after the other."""

    def __init__(self, text: str, start: int, text_after: Container[int]) -> None:
        self.text = text
        self.text_after = text_after  # the `)` that have text after them
        self.start = start
        self.has_square_or_curly = False
        self.weights: list[tuple[int, int]] = []
        self.qualifiers: list[tuple[int, int]] = []
        self.in_tags: list[int] = []  # the `)` of groups with text after them
        self.strays: list[int] = []
        self.faces: list[int] = []
        self.groups = [_Group(start - 1, 0, False, (0, 0, 0))]
        self.stack = [0]
        self.last = -1  # the last parenthesis: a number has none after its colon
        self.numbers: dict[int, float] = {}  # of the groups, by index
        self.weights_to_write: list[tuple[int, int]] = []  # group and position of its `)`

    @property
    def inside(self) -> bool:
        """Whether a parenthesis is open."""
        return len(self.stack) > 1

    def comma(self, at: int) -> None:
        """Take note of the last comma inside the open parenthesis."""
        group = self.groups[self.stack[-1]]
        group.comma = True
        group.has_text = False
        group.tag_start = group.text_start = at + 1

    def parenthesis(self, at: int, paired: bool) -> None:
        before, self.last = self.last, at
        if is_escaped(self.text, at):
            return
        if not paired:
            self.strays.append(at)
        elif self.text[at] == "(":
            outer = self.groups[self.stack[-1]]
            if self.text[outer.text_start : at].strip():
                outer.has_text = True
            elif outer.text_start == outer.open + 1:
                outer.doubled = True
            known = (len(self.weights), len(self.qualifiers), len(self.in_tags))
            self.groups.append(_Group(at, self.stack[-1], outer.has_text, known))
            self.stack.append(len(self.groups) - 1)
        else:
            self._close(at, before)

    def unit(self, kind: str, at: int, end: int) -> None:
        """Take note of a unit inside brackets: it is part of no name, and the host reads it."""
        self.groups[self.stack[-1]].weighted = True
        bare = bare_parentheses(self.text, at, end)
        if kind == "embedding":
            self.faces += [place for _, place, _ in bare]
        else:
            paired = paired_brackets(self.text, bare)
            self.strays += [place for _, place, _ in bare if place not in paired]

    def _close(self, at: int, before: int) -> None:
        index = self.stack.pop()
        group, outer = self.groups[index], self.groups[self.stack[-1]]
        outer.text_start = at + 1
        colon = self.text.rfind(":", max(group.open + 1, before + 1), at)
        number = self._number(group, colon, at)
        weighted = group.comma or group.weighted or number is not None
        if group.follows_text and not (weighted or group.doubled):
            outer.has_text = True
            if at not in self.text_after or self._is_embedding(outer):
                # All that was found inside is part of this name.
                weights, qualifiers, in_tags = group.known
                del self.weights[weights:], self.qualifiers[qualifiers:], self.in_tags[in_tags:]
                self.qualifiers.append((group.open, at + 1))
                return
            self.in_tags.append(at)
        outer.weighted = outer.weighted or weighted or (group.doubled and group.follows_text)
        end_syntax = at
        if number is not None:
            if math.isfinite(number) and not self._ends_in_face(group, at):
                self.numbers[index] = number
                end_syntax = colon
            else:  # `(x:nan)`, `(smile, :3)`: the host would take a number that nobody meant
                self.weights_to_write.append((index, at))
        self.weights += [(group.open, group.open + 1), (end_syntax, at + 1)]

    def _is_embedding(self, outer: _Group) -> bool:
        """Whether the tag in `outer` is `embedding:(v2)a`: its parentheses are of a file's name."""
        start = self.text[outer.tag_start : outer.tag_start + 16]
        return start.lstrip().startswith("embedding:")

    def _number(self, group: _Group, colon: int, at: int) -> float | None:
        """The weight before a `)`, by the host's own test: `float` of all after the last colon."""
        if colon <= group.open + 1:
            return None
        try:
            return float(self.text[colon + 1 : at])
        except ValueError:
            return None

    def _ends_in_face(self, group: _Group, at: int) -> bool:
        """Whether the last tag of the group is `:3`, which the host takes for weight 3."""
        if at - group.tag_start > 16:  # white space included; keeps the reading linear
            return False
        return bool(re.fullmatch(_NUMBER_FACE, self.text[group.tag_start : at].strip()))

    def _to_write(self) -> list[tuple[int, str]]:
        weights = [1.0]
        for index, group in enumerate(self.groups[1:], 1):
            implied = min(weights[group.parent] * WEIGHT_PER_LEVEL, _MOST)
            weights.append(self.numbers.get(index, implied))
        return [(at, f":{weights[index]:.6g}") for index, at in self.weights_to_write]

    def finish(self, end: int) -> Piece:
        return Piece(
            self.start,
            end,
            "brackets",
            self.has_square_or_curly,
            self.weights,
            self.qualifiers,
            self.strays,
            self.faces,
            self._to_write() if self.weights_to_write else (),
            tuple(self.numbers.values()),
            bool(self.in_tags),
        )
