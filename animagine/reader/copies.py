"""Tags copied without commas, as image boards write them: `1girl aqua_eyes hatsune_miku`."""

from __future__ import annotations

import re
from collections.abc import Container

from ..grammar import COMMAS, normal_form
from .draft import Draft, Edit

_OTHERS = r"[{\[<]|//|/\*|embedding:|__\S+?__"  # what is no list of tags, whatever its words
_UNDERSCORED = r"[^\W_]{2}\S*_|_\S*[^\W_]{2}"  # faces such as `o_o` prove nothing
# No tags; a text that has one of these by itself is a sentence with a few tags in it.
_STOP = ("a", "an", "the", "with", "and", "of", "in", "on", "at", "is", "are", "her", "his", "its",
         "to", "from", "by", "for", "while", "as")  # fmt: skip
_SEPARATORS = ("BREAK", "AND")
_COMMON = ("solo", "smile", "blush", "standing", "sitting", "outdoors", "indoors", "hat")  # ours
_DOTS = "・･"  # part a Japanese name, too
_DOTTED = rf"[A-Za-z0-9 \t\n_()':.\-]+(?:[{_DOTS}][A-Za-z0-9 \t\n_()':.\-]+)+"
_MOST_WORDS = 4  # of a special tag


def split_copy(draft: Draft, special: Container[str]) -> None:
    """Put commas between the tags of what can only be a copy."""
    text = draft.text
    if any(comma in text for comma in COMMAS if comma != "\n") or re.search(_OTHERS, text):
        return
    if re.fullmatch(_DOTTED, text):
        dots = re.finditer(f"[ \t]*[{_DOTS}][ \t]*", text)
        _split(draft, [(match.start(), match.end(), ", ") for match in dots])
        return
    found = list(re.finditer(r"\S+", text))
    words = [match[0] for match in found]
    if len(words) < 2:
        return
    underscored = "_" in text and _is_copy(text, words, special)
    if not underscored and not _are_known(words, special):
        if "\t" in text.strip() and not any(word in _SEPARATORS for word in words):
            _split(draft, _tabs(text))
        return
    edits: list[Edit] = []
    at = 0
    while (at := at + (_special_words(words, at, special) or 1)) < len(words):
        start, end = found[at - 1].end(), found[at].start()
        if not any(word in _SEPARATORS for word in words[at - 1 : at + 1]):
            edits.append((start, start, ",") if "\n" in text[start:end] else (start, end, ", "))
    if any(new == ", " for *_, new in edits):  # else the line ends part them
        _split(draft, edits)


def _split(draft: Draft, edits: list[Edit]) -> None:
    if edits:
        draft.note("changed", 0, len(draft.text), "read_copy")
        draft.edit(edits)


def _tabs(text: str) -> list[Edit]:
    """Commas for tabs, as tables have them; one tab among spaces proves nothing."""
    gaps = [match for match in re.finditer(r"[ \t]+", text) if "\t" in match[0]]
    gaps = [
        gap
        for gap in gaps
        if text[gap.start() - 1 : gap.start()].strip() and text[gap.end() : gap.end() + 1].strip()
    ]
    if len(gaps) < 2 and " " in text.strip():
        return []
    return [(gap.start(), gap.end(), ", ") for gap in gaps]


def _are_known(words: list[str], special: Container[str]) -> bool:
    """Whether each word is of a special tag or another short one that is no part of a name."""
    at = specials = 0
    while at < len(words):
        count = _special_words(words, at, special)
        if not count and words[at].lower() not in _COMMON:
            return False
        specials += count > 0
        at += count or 1
    return specials > 0


def _is_copy(text: str, words: list[str], special: Container[str]) -> bool:
    if any(word.lower() in _STOP or not _is_whole(word) for word in words):
        return False
    underscored = 0
    candidates: list[list[str]] = []
    for line in text.split("\n"):
        parts = line.split()
        if len(parts) > 1:  # one tag in a line needs no comma
            underscored += sum(bool(re.search(_UNDERSCORED, part)) for part in parts)
            candidates.append(parts)
    if underscored != 1:
        return underscored > 1
    return any(
        _special_words(parts, at, special) for parts in candidates for at in range(len(parts))
    )


def _is_whole(word: str) -> bool:
    """Whether the parentheses of `word` have their partners in it, if it is no face."""
    return word.count("(") == word.count(")") or len(word) <= 3


def _special_words(words: list[str], at: int, special: Container[str]) -> int:
    """Of how many words the special tag there consists; none where there is none."""
    for count in range(min(_MOST_WORDS, len(words) - at), 0, -1):
        if normal_form(" ".join(words[at : at + count])) in special:
            return count
    return 0
