"""The grammar of a prompt: text to frozen units and back.

A unit is what stands between commas: a plain tag, a weight group, or something that belongs to
another tool and passes through byte for byte.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from .brackets import COMMAS, Piece, read_pieces

_SPLIT = re.compile(f"[{COMMAS}]")
_SPECIAL = (*"()[]{}<", "//", "/*", "embedding:", "BREAK", "AND")
_WILDCARD = re.compile(r"__[^\s_][^\n]*?__")
_BARE_PARENTHESIS = re.compile(r"(?<!\\)[()]")
_TWO_LETTERS = re.compile(r"[^\W_]{2}")
_SCORE_TAG = re.compile(r"score_\d+(_up)?", re.IGNORECASE)  # Pony's tags exist only in this form

_UNPAIRED = "its parenthesis has no partner and would switch off every later weight"
_MISREAD = "ComfyUI would read its end as a weight that nobody meant"
PASSES_THROUGH = {"comment": "comment", "word": "separator"}


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
    warning: str = ""  # what was wrong with its brackets


def parse(text: str) -> list[Unit]:
    """Split `text` into units at commas (also `，` and `、`) and line breaks outside brackets.

    Empty pieces vanish. CRLF, tabs, no-break spaces, byte order marks and NUL are white space.
    """
    text = text.replace("\ufeff", " ").replace("\0", " ").replace("\r\n", "\n")
    if not any(part in text for part in _SPECIAL):
        return _tags(text)
    units: list[Unit] = []
    for piece in read_pieces(text):
        raw = text[piece.start : piece.end].strip()
        if not raw:
            continue
        if piece.kind == "tags":
            units += _tags(raw)
        else:
            units.append(_unit(text, piece, raw))
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


def _unit(text: str, piece: Piece, raw: str) -> Unit:
    if piece.kind != "brackets":
        return Unit(PASSES_THROUGH.get(piece.kind, "verbatim"), raw, raw)
    warning = _UNPAIRED if piece.strays else _MISREAD if piece.stated else ""
    edits = [(at, "\\") for at in (*piece.strays, *piece.faces)]
    if piece.closed or _WILDCARD.search(raw):
        return Unit("verbatim", raw, _edited(text, piece, edits), (), warning)
    if piece.weights:
        edits += piece.stated
        for start, end in piece.names:
            edits += [(m.start(), "\\") for m in _BARE_PARENTHESIS.finditer(text, start, end)]
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
    """Normal forms of the tags inside a weight group."""
    parts = []
    at = piece.start
    for start, end in sorted(piece.weights):
        parts.append(text[at:start])
        at = end
    inside = "".join([*parts, text[at : piece.end]])
    return tuple(normal_form(part) for part in _SPLIT.split(inside) if part.strip())


def _normal(tag: str) -> str:
    if "\\" in tag:
        tag = tag.replace("\\(", "(").replace("\\)", ")")
    if "_" in tag:
        tag = _spaced(tag)
    return tag.casefold()


def _spaced(tag: str) -> str:
    """Underscores as spaces in tags longer than 3 characters, as the authors' captions have them.

    Faces (`o_o`, `(o)_(o)`: no two letters or digits in a row) keep theirs.
    """
    if len(tag) <= 3 or not _TWO_LETTERS.search(tag) or _SCORE_TAG.fullmatch(tag):
        return tag
    return " ".join(tag.replace("_", " ").split()) or tag
