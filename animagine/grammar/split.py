"""Split a text into units."""

from __future__ import annotations

import re

from .members import members
from .parentheses import Piece
from .pieces import read_pieces
from .scan import COMMAS, SPECIAL, is_balanced
from .units import Kind, Unit, Warning, plain_normal_form

_SPLIT = re.compile(f"[{COMMAS}]")
_WILDCARD = re.compile(r"__[^\s_][^\n]*?__")
_BARE_PARENTHESIS = re.compile(r"(?<!\\)[()]")
# Behind a comma, `embedding:`; behind `embedding:a`, another comma, of which one kind ends a name.
_NO_BLANK = (
    rf"[{COMMAS[:-1]}](?=embedding:)|(?<![^\s(,])embedding:[^\s{COMMAS}()]+(?=[，、])"
    rf"|(?<![^\s(,])embedding:[^\s{COMMAS}()]+,(?=\S)"
)
INVISIBLE = ("\ufeff", "\u200b", "\0")  # byte order mark, zero width space, NUL
SANE_WEIGHTS = (0.0, 2.0)  # ours: beyond, most often a typo or no weight at all: `(12:30)`


def parse(text: str | None) -> list[Unit]:
    """Split `text` into units at commas (also `，` and `、`) and line breaks outside brackets.

    Empty pieces vanish. CRLF, tabs, no-break spaces, byte order marks and NUL are white space.
    None is no text.

        >>> [unit.source for unit in parse("1girl, (smile, hat:1.2), <lora:a:1>")]
        ['1girl', '(smile, hat:1.2)', '<lora:a:1>']
    """
    text = (text or "").replace("\r\n", " \n")  # of the same length: offsets stay true
    for invisible in INVISIBLE:
        text = text.replace(invisible, " ")
    if not any(part in text for part in SPECIAL):
        return _tags(text, 0)
    units: list[Unit] = []
    for piece in read_pieces(text):
        raw = text[piece.start : piece.end]
        if piece.kind == "tags":
            units += _tags(raw, piece.start)
            continue
        raw = raw.lstrip()
        start = piece.end - len(raw)
        raw = raw.rstrip()
        if not raw:
            continue
        if piece.kind == "brackets":
            unit = _bracketed(text, piece, raw, start)
            if unit.tags or unit.kind != "group":  # `()` holds nothing
                units.append(unit)
        else:
            units.append(_by_itself(piece.kind, raw, start))
    return units


def _tags(text: str, at: int) -> list[Unit]:
    """Units of a text without brackets, which stands at offset `at`."""
    units: list[Unit] = []
    add, new = units.append, tuple.__new__  # a plain tag is most of a prompt: no call per field
    mended = "_" in text or "\\" in text
    wild = "__" in text
    if text.isprintable() and "  " not in text and "，" not in text and "、" not in text:
        pieces = text.split(",")  # no other white space than single spaces
        single = True
    else:
        pieces = _SPLIT.split(text)
        single = False
    for piece in pieces:
        source = piece.strip()
        if source:
            start = at + piece.index(source)
            end = start + len(source)
            if not single:
                source = " ".join(source.split())
            if wild and _WILDCARD.search(source):
                units.append(Unit("verbatim", source, source, start, end))
            else:
                tag = plain_normal_form(source) if mended else source.casefold()
                add(new(Unit, ("tag", source, source, start, end, (tag,), (), "")))
        at += len(piece) + 1
    return units


def _by_itself(kind: str, raw: str, start: int) -> Unit:
    end = start + len(raw)
    if kind == "word":
        return Unit("separator", raw, raw, start, end)
    if kind == "embedding":  # the host finds the file only by escaped parentheses
        escaped = _BARE_PARENTHESIS.sub(r"\\\g<0>", raw)
        return Unit("verbatim", raw, escaped, start, end)
    warning: Warning = "" if is_balanced(raw) else "parenthesis_unmatched"
    kind_of: Kind = "comment" if kind == "comment" else "verbatim"
    return Unit(kind_of, raw, raw, start, end, warning=warning)


def _bracketed(text: str, piece: Piece, raw: str, start: int) -> Unit:
    low, high = SANE_WEIGHTS
    end = start + len(raw)
    warning: Warning = ""
    if piece.strays:
        warning = "parenthesis_unmatched"
    elif piece.to_write:
        warning = "weight_misread"
    elif piece.numbers and not (low <= min(piece.numbers) and max(piece.numbers) <= high):
        warning = "weight_extreme"
    elif piece.has_text_after:
        warning = "text_after_parenthesis"
    verbatim = piece.has_square_or_curly or bool(_WILDCARD.search(raw))
    if not (verbatim or piece.weights):
        source = " ".join(raw.split())
        escaped = _BARE_PARENTHESIS.sub(r"\\\g<0>", source)
        return Unit(
            "tag", source, escaped, start, end, (plain_normal_form(source),), warning=warning
        )
    edits = [(at, "\\") for at in (*piece.strays, *piece.faces)]
    for opened, closed in piece.qualifiers:
        edits += [(m.start(), "\\") for m in _BARE_PARENTHESIS.finditer(text, opened, closed)]
    edits += piece.to_write
    if "embedding:" in raw and not verbatim and (blanks := _blanks(text, piece)):
        edits += blanks
        warning = warning or "embedding_unread"
    if verbatim:
        escaped = _edited(text, piece, edits)
        return Unit("verbatim", raw, escaped, start, end, warning=warning)
    tags, spans = members(text, piece, start, end)
    return Unit("group", raw, _edited(text, piece, edits), start, end, tags, spans, warning)


def _blanks(text: str, piece: Piece) -> list[tuple[int, str]]:
    """White space that ComfyUI needs before an embedding in a group, and after its name."""
    found = re.compile(_NO_BLANK).finditer(text, piece.start, piece.end)
    return [(match.end(), " ") for match in found]


def _edited(text: str, piece: Piece, insertions: list[tuple[int, str]]) -> str:
    parts = []
    at = piece.start
    for position, insertion in sorted(insertions):
        parts += [text[at:position], insertion]
        at = position
    return "".join([*parts, text[at : piece.end]]).strip()
