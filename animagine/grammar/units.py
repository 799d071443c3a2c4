"""Frozen units of a prompt, and the text of several.

A unit is what is between commas: a plain tag, a weight group, or something that belongs to
another tool and passes through as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal, NamedTuple

_TWO_LETTERS = re.compile(r"[^\W_]{2}")
# Pony's tags exist only in the first form; with a space, the others would begin a list or a unit.
_KEPT = re.compile(
    r"^(?i:score_\d+(_up)?)$|^--|^(?:[>*•·?+#-]+|\d+[.)])_|_(?://|/\*|embedding:)|_ ?-?[\d.]+::"
    r"|(?:^|[_\s>)\]}])(?:BREAK|AND)(?:[_\s<(\[{]|$)"
)

Kind = Literal["tag", "group", "verbatim", "separator", "comment"]
Warning = Literal[
    "", "parenthesis_unmatched", "weight_misread", "weight_extreme", "text_after_parenthesis",
    "embedding_unread",
]  # fmt: skip


class Unit(NamedTuple):
    """One frozen piece of a prompt.

    `kind` is `tag`, `group` (has weight syntax), `verbatim` (`[...]`, `{...}`, `__...__`,
    `<lora:...>`, `embedding:...`, `1.3::...::`), `separator` (`BREAK`, `AND`) or `comment`.
    `source` is the text as typed, white space in tags made single; `escaped` the same with every
    parenthesis that is not weight syntax escaped, and a space where ComfyUI wants one beside
    `embedding:` in a group. `start` and `end` are its offsets in the text that was parsed.

    `tags` are the normal forms of the tags in it (none where another tool decides what is in it),
    `spans` their offsets in the `source` of a group: `(smile, saber (fate):1.2)` has the tags
    `smile` at 1 to 6 and `saber (fate)` at 8 to 20. `warning` is the reason key of what is wrong
    with its brackets or embeddings.
    """

    kind: Kind
    source: str
    escaped: str
    start: int
    end: int
    tags: tuple[str, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()
    warning: Warning = ""

    @property
    def key(self) -> str:
        """What it is found by: a plain tag by its normal form, all else by its text."""
        return self.tags[0] if self.kind == "tag" else self.source

    @property
    def as_weight(self) -> str:
        """`[abstract]`, a weight in other programs, as ComfyUI writes it: `(abstract:0.91)`.

        NovelAI's `{hat}` is `(hat:1.05)`, its `1.3::hat::` `(hat:1.3)`; `[hat:1.2]` has a weight of
        its own. Empty for all else, a negative number included.
        """
        if self.kind != "verbatim" or self.source[0] not in "[{-.0123456789":
            return ""
        from .foreign import as_weight

        return as_weight(self.escaped)


def normal_form(tag: str) -> str:
    """The form in which two spellings of one tag are equal.

    Case-folded, `\\(` as `(`, underscores as spaces where the model reads spaces, single spaces.
    """
    return plain_normal_form(" ".join(tag.split()))


def render(units: Iterable[Unit], *, escape: bool = True, underscores: bool = True) -> str:
    """The text of `units`: parentheses escaped, underscores as spaces in tags and weight groups.

    Commas stand between tags, none beside `BREAK` and `AND`; a `//` comment ends its line.
    """
    parts: list[str] = []
    glue = ""
    for kind, source, escaped, _, _, _, _, _ in units:
        text = escaped if escape else source
        if kind == "tag":
            if underscores and "_" in text:
                text = spaced(text)
            parts += (glue, text)
            glue = ", "
        elif kind == "separator":
            parts += ("\n" if glue == "\n" else " " if parts else "", text)
            glue = " "
        elif kind == "group":
            if underscores and "_" in text:
                from .spaced import spaced_group

                text = spaced_group(text)
            parts += (glue, text)
            glue = ", "
        else:
            parts += (glue, text)
            glue = "\n" if text.startswith("//") else ", "
    return "".join(parts)


def plain_normal_form(tag: str) -> str:
    if "\\" in tag:
        tag = tag.replace("\\(", "(").replace("\\)", ")")
    if "_" in tag:
        tag = spaced(tag)
    return tag.casefold()


def spaced(tag: str) -> str:
    """Underscores as spaces in tags longer than 3 characters, as the authors' captions have them.

    Faces (`o_o`, `(o)_(o)`: no two letters or digits in a row) keep theirs, and so does what would
    be no tag without them.
    """
    if len(tag) <= 3 or not _TWO_LETTERS.search(tag) or _KEPT.search(tag):
        return tag
    return " ".join(tag.replace("_", " ").split()) or tag
