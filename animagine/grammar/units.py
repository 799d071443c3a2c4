"""The grammar of a prompt: text to frozen units and back.

A unit is what stands between commas: a plain tag, a weight group, or something that belongs to
another tool and passes through as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from .pieces import Piece, read_pieces
from .scan import COMMAS, SPECIAL, is_balanced

_SPLIT = re.compile(f"[{COMMAS}]")
_WILDCARD = re.compile(r"__[^\s_][^\n]*?__")
_BARE_PARENTHESIS = re.compile(r"(?<!\\)[()]")
_TWO_LETTERS = re.compile(r"[^\W_]{2}")
# Pony's tags exist only in the first form; with a space, the others would begin another unit.
_KEPT = re.compile(
    r"^(?i:score_\d+(_up)?)$|_(?://|/\*|embedding:)"
    r"|(?:^|[_\s>)\]}])(?:BREAK|AND)(?:[_\s<(\[{]|$)"
)
INVISIBLE = ("\ufeff", "\u200b", "\0")  # byte order mark, zero width space, NUL
SANE_WEIGHTS = (0.0, 2.0)  # beyond, a number is most often a slip or no weight at all: `(12:30)`
_UNPAIRED = "a parenthesis without a partner switches off every later weight"
_MISREAD = "ComfyUI would read its end as a weight that nobody meant"
_EXTREME = "a weight outside 0 to 2 is hardly meant"


class Unit(NamedTuple):
    """One frozen piece of a prompt.

    `kind` is `tag`, `group` (holds weight syntax), `verbatim` (`[...]`, `{...}`, `__...__`,
    `<lora:...>`, `embedding:...`), `separator` (`BREAK`, `AND`) or `comment`. `source` is the text
    as typed, `escaped` the same with every parenthesis that is not weight syntax escaped, `names`
    the normal forms of the tags it holds (none where another tool decides what it holds).
    """

    kind: str
    source: str
    escaped: str
    names: tuple[str, ...] = ()
    warning: str = ""  # what is wrong with its brackets


def parse(text: str | None) -> list[Unit]:
    """Split `text` into units at commas (also `，` and `、`) and line breaks outside brackets.

    Empty pieces vanish. CRLF, tabs, no-break spaces, byte order marks and NUL are white space.
    None is no text.
    """
    text = (text or "").replace("\r\n", "\n")
    for invisible in INVISIBLE:
        text = text.replace(invisible, " ")
    if not any(part in text for part in SPECIAL):
        return _tags(text)
    units: list[Unit] = []
    for piece in read_pieces(text):
        raw = text[piece.start : piece.end].strip()
        if not raw:
            continue
        if piece.kind == "tags":
            units += _tags(raw)
        elif piece.kind == "brackets":
            unit = _bracketed(text, piece, raw)
            if unit.names or unit.kind != "group":  # `()` holds nothing
                units.append(unit)
        else:
            units.append(_standing_alone(piece.kind, raw))
    return units


def normal_form(tag: str) -> str:
    """The form in which two spellings of one tag are equal.

    Case-folded, `\\(` as `(`, underscores as spaces where the model reads spaces, single spaces.
    """
    return _normal(" ".join(tag.split()))


def render(units: Iterable[Unit], *, escape: bool = True, underscores: bool = True) -> str:
    """The text of `units`: parentheses escaped, underscores as spaces in plain tags.

    Commas stand between tags, none beside `BREAK` and `AND`; a `//` comment ends its line.
    """
    parts: list[str] = []
    glue = ""
    for kind, source, escaped, _, _ in units:
        text = escaped if escape else source
        if kind == "tag":
            if underscores and "_" in text:
                text = _spaced(text)
            parts += (glue, text)
            glue = ", "
        elif kind == "separator":
            parts += ("\n" if glue == "\n" else " " if parts else "", text)
            glue = " "
        else:
            parts += (glue, text)
            glue = "\n" if text.startswith("//") else ", "
    return "".join(parts)


def _tags(text: str) -> list[Unit]:
    """Units of a text without brackets."""
    if text.isprintable() and "  " not in text and "，" not in text and "、" not in text:
        pieces = text.split(",")  # no other white space than single spaces
    else:
        pieces = [" ".join(piece.split()) for piece in _SPLIT.split(text)]
    sources = [source for piece in pieces if (source := piece.strip())]
    if "__" in text:
        return [_tag_or_wildcard(source) for source in sources]
    if "_" in text or "\\" in text:
        return [Unit("tag", source, source, (_normal(source),)) for source in sources]
    return [Unit("tag", source, source, (source.casefold(),)) for source in sources]


def _tag_or_wildcard(source: str) -> Unit:
    if _WILDCARD.search(source):
        return Unit("verbatim", source, source)
    return Unit("tag", source, source, (_normal(source),))


def _standing_alone(kind: str, raw: str) -> Unit:
    if kind == "word":
        return Unit("separator", raw, raw)
    if kind == "embedding":  # the host finds the file only by escaped parentheses
        return Unit("verbatim", raw, _BARE_PARENTHESIS.sub(r"\\\g<0>", raw))
    warning = "" if is_balanced(raw) else _UNPAIRED
    return Unit("comment" if kind == "comment" else "verbatim", raw, raw, (), warning)


def _bracketed(text: str, piece: Piece, raw: str) -> Unit:
    low, high = SANE_WEIGHTS
    warning = ""
    if piece.strays:
        warning = _UNPAIRED
    elif piece.stated:
        warning = _MISREAD
    elif not all(low <= number <= high for number in piece.numbers):
        warning = _EXTREME
    edits = [(at, "\\") for at in (*piece.strays, *piece.faces)]
    for start, end in piece.names:
        edits += [(m.start(), "\\") for m in _BARE_PARENTHESIS.finditer(text, start, end)]
    edits += piece.stated
    if piece.closed or _WILDCARD.search(raw):
        return Unit("verbatim", raw, _edited(text, piece, edits), (), warning)
    if piece.weights:
        return Unit("group", raw, _edited(text, piece, edits), _members(text, piece), warning)
    source = " ".join(raw.split())
    escaped = _BARE_PARENTHESIS.sub(r"\\\g<0>", source)
    return Unit("tag", source, escaped, (_normal(source),), warning)


def _edited(text: str, piece: Piece, insertions: list[tuple[int, str]]) -> str:
    parts = []
    at = piece.start
    for position, insertion in sorted(insertions):
        parts += [text[at:position], insertion]
        at = position
    return "".join([*parts, text[at : piece.end]]).strip()


def _members(text: str, piece: Piece) -> tuple[str, ...]:
    """Normal forms of the tags inside a weight group.

    One group without a comma may be part of a tag, as in `long (blonde:1.3) hair`; others end one.
    """
    spans = sorted(piece.weights)
    (_, inside), (inside_end, _) = spans[0], spans[-1]
    one_tag = len(spans) == 2 and not _SPLIT.search(text, inside, inside_end)
    parts = []
    at = piece.start
    for start, end in spans:
        parts.append(text[at:start])
        at = end
    parts.append(text[at : piece.end])
    found = _SPLIT.split(("" if one_tag else ",").join(parts))
    return tuple(normal_form(part) for part in found if part.strip())


def _normal(tag: str) -> str:
    if "\\" in tag:
        tag = tag.replace("\\(", "(").replace("\\)", ")")
    if "_" in tag:
        tag = _spaced(tag)
    return tag.casefold()


def _spaced(tag: str) -> str:
    """Underscores as spaces in tags longer than 3 characters, as the authors' captions have them.

    Faces (`o_o`, `(o)_(o)`: no two letters or digits in a row) keep theirs, and so does what would
    be no tag without them.
    """
    if len(tag) <= 3 or not _TWO_LETTERS.search(tag) or _KEPT.search(tag):
        return tag
    return " ".join(tag.replace("_", " ").split()) or tag
