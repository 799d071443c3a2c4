r"""Escapes of HTML and JSON: `&lt;`, `<br>`, `\n` as two characters, `\"`, `\\(`."""

from __future__ import annotations

import re

from .draft import Draft, Edit

_ENTITIES = {"lt": "<", "gt": ">", "quot": '"', "apos": "'", "nbsp": " ", "amp": "&"}
_ENTITY = r"&(?:amp;)*(?:(lt|gt|quot|apos|nbsp)|#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6}));|&(?:amp;)+"
_PERCENT = r"(?i)%(?:25)*(?:2c|20|0a)"
_BREAK = r"(?i)<br[ \t]*/?>\n?"
# Names of files have backslashes as well: LoRA, embeddings, wildcards, paths come first.
_ESCAPE = (
    r"(?P<file><[^<>\n]*>|embedding:(?:\\[()]|[^\s,，、()])+|__\S*?__|\b[A-Za-z]:\\\S*)"
    r'|(?<!\\)(?:(?P<line>(?:\\+r)?\\+n)|(?P<quote>\\+(?="))|(?P<twice>\\{2,}(?=[()]))'
    r"|(?P<code>(?:\\+u[0-9a-fA-F]{4})+))"
)


def undo_escapes(draft: Draft) -> None:
    """Write what was escaped for HTML or JSON as it was meant."""
    if "%" in draft.text:
        _undo_address(draft)
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


def _undo_address(draft: Draft) -> None:
    """Decode `1girl%2C%20smile`, copied out of an address: a text without white space."""
    text = draft.text
    if re.search(r"\s", text.strip()) or not re.search(_PERCENT, text):
        return
    spaces = bool(re.search(r"(?i)%2c\+|\+%2c", text))  # a plus of its own is `%2B`
    edits: list[Edit] = []
    for match in re.finditer(r"(?:%[0-9A-Fa-f]{2})+|\+", text):
        new = " " if spaces else "+"
        if match[0] != "+":
            try:
                new = bytes.fromhex(match[0].replace("%", "")).decode()
            except UnicodeDecodeError:
                return
            if not new.replace("\n", "").replace("\r", "").isprintable():
                return
        if new != match[0]:
            edits.append((match.start(), match.end(), new))
    draft.note("changed", 0, len(text), "read_escapes")
    draft.edit(edits)


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
