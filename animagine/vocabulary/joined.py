"""Several tags in one: `masterpiece best quality`, `hatsune_miku long_hair`, `1girl | solo`."""

from __future__ import annotations

import re

from ..grammar import Unit, normal_form
from .general import is_general
from .lookup import Vocabulary

_MOST = 200  # characters of a unit that is looked at, ours: what is longer is a sentence
_BETWEEN = r"\s+[|;]\s*|[|;]\s+"
_LONGEST = 4  # words of a tag that is looked for inside
# English words as well: `safe zone` and `mid air` are no two tags.
_WORDS = frozenset(["safe", "sensitive", "explicit", "aesthetic", "displeasing", "newest", "recent",
                    "mid", "early", "late", "oldest"])  # fmt: skip


def parts_of(vocabulary: Vocabulary, unit: Unit) -> list[str]:
    """The tags that `unit`, a plain tag, surely holds without a comma; empty for one tag.

    That is so where a special tag is whole words of it, or underscored words stand apart.
    """
    source = unit.source
    if " " not in source or unit.kind != "tag" or len(source) > _MOST:
        return []
    tag = unit.tags[0]
    if tag in vocabulary.slots or tag in vocabulary.unknown:
        return []
    signs = "|" in source or ";" in source
    if not signs and "_" not in source and vocabulary.words.isdisjoint(tag.split()):
        return []  # nearly all
    if signs:
        parts = [part.strip() for part in re.split(_BETWEEN, source)]
        forms = [normal_form(part) for part in parts]
        known = [form for form in forms if form in vocabulary.slots or is_general(form)]
        with_letters = all(re.search(r"\w", form) for form in forms)
        return parts if len(parts) > 1 and with_letters and known else []
    words = source.split(" ")
    if len(words) < 2:
        return []
    underscored = [word for word in words if re.search(r"[^\W_]_[^\W_]|[^\W_]_\(", word)]
    parts, special = _taken_apart(vocabulary, words)
    if special or len(underscored) > 1 or (underscored and _known(vocabulary, words)):
        return parts if len(parts) > 1 else []
    return []


def special_parts(vocabulary: Vocabulary, unit: Unit) -> list[str]:
    """The special tags among `parts_of`, in normal form, but for English words."""
    forms = map(normal_form, parts_of(vocabulary, unit))
    return [form for form in forms if form in vocabulary.slots and form not in _WORDS]


def _known(vocabulary: Vocabulary, words: list[str]) -> bool:
    """Whether another word than the underscored ones is a tag by itself."""
    plain = [word.casefold() for word in words if "_" not in word]
    return any(word in vocabulary.slots or is_general(word) for word in plain)


def _taken_apart(vocabulary: Vocabulary, words: list[str]) -> tuple[list[str], bool]:
    """`words` as tags, and whether a special one is among them; words of no tag stay together."""
    parts: list[str] = []
    loose: list[str] = []
    special = False
    at = 0
    while at < len(words):
        for length in range(min(_LONGEST, len(words) - at), 0, -1):
            text = " ".join(words[at : at + length])
            form = normal_form(text)
            mine = form in vocabulary.slots and form not in _WORDS
            whole = mine or "_" in text or (length > 1 and is_general(form))
            if whole and not (length > 1 and "_" in text):
                break
        else:
            loose.append(words[at])
            at += 1
            continue
        special = special or mine
        parts += [*([" ".join(loose)] if loose else []), text]
        loose = []
        at += length
    return [*parts, *([" ".join(loose)] if loose else [])], special
