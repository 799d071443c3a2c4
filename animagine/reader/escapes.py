r"""Escapes of HTML and JSON: `&lt;`, `<br>`, `\n` as two characters, `\"`, `\\(`."""

from __future__ import annotations

import re

from .draft import Draft, Edit

_ENTITIES = {"lt": "<", "gt": ">", "quot": '"', "apos": "'", "nbsp": " ", "amp": "&"}
_ENTITY = r"&(?:amp;)*(?:(lt|gt|quot|apos|nbsp)|#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6}));|&(?:amp;)+"
_BREAK = r"(?i)<br[ \t]*/?>\n?"
# Names of files have backslashes as well: LoRA, embeddings, wildcards, paths come first.
_ESCAPE = (
    r"(?P<file><[^<>\n]*>|embedding:\S+|__\S*?__|\b[A-Za-z]:\\\S*)"
    r'|(?<!\\)(?:(?P<line>(?:\\+r)?\\+n)|(?P<quote>\\+(?="))|(?P<twice>\\{2,}(?=[()]))'
    r"|(?P<code>(?:\\+u[0-9a-fA-F]{4})+))"
)


def undo_escapes(draft: Draft) -> None:
    """Write what was escaped for HTML or JSON as it was meant."""
    text = draft.text
    if "&" in text:
        found = re.finditer(_ENTITY, text)
        decoded = ((match, _entity(match)) for match in found)
        edits = [(match.start(), match.end(), new) for match, new in decoded if new]
        draft.change(edits, "read_escapes")
        text = draft.text
    if "<" in text:
        edits = [(m.start(), m.end(), "\n") for m in re.finditer(_BREAK, text)]
        draft.change(edits, "read_escapes")
        text = draft.text
    if "\\" in text:
        draft.change(_unescaped(text), "read_escapes")


def _entity(match: re.Match[str]) -> str:
    name, decimal, hexadecimal = match.groups()
    if name:
        return _ENTITIES[name]
    if not (decimal or hexadecimal):
        return "&"
    code = int(decimal) if decimal else int(hexadecimal, 16)
    char = chr(code) if code <= 0x10FFFF else ""
    return char if char.isprintable() else ""


def _unescaped(text: str) -> list[Edit]:
    edits = []
    for match in re.finditer(_ESCAPE, text):
        kind, start, end = match.lastgroup, match.start(), match.end()
        if kind == "line":
            edits.append((start, end, "\n"))
        elif kind == "quote":
            edits.append((start, end, ""))
        elif kind == "twice":
            edits.append((start, end, "\\"))
        elif kind == "code":
            codes = bytes.fromhex(match[0].replace("\\", "").replace("u", ""))
            edits.append((start, end, codes.decode("utf-16-be", "surrogatepass")))
    return edits
