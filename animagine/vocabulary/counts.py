"""How people write the count tags: `two girls`, `1man`, `2girls 1boy`."""

from __future__ import annotations

import re

from .lookup import Vocabulary

NO_HUMANS = "no humans"  # Danbooru's tag for an image without people: it has no count
NOBODY = ("no people", "no person", "no human", "no one", "nobody")
_WHO = {
    "girl": "girl", "girls": "girl", "woman": "girl", "women": "girl", "lady": "girl",
    "ladies": "girl", "female": "girl", "females": "girl", "boy": "boy", "boys": "boy",
    "man": "boy", "men": "boy", "guy": "boy", "guys": "boy", "male": "boy", "males": "boy",
    "other": "other", "others": "other",
}  # fmt: skip
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_MANY = ("multiple", "several", "many")
_HOW_MANY = rf"(\d\d?|{'|'.join([*_NUMBERS, *_MANY])})(\+?)"
_ONE_COUNT = rf"{_HOW_MANY}[ -]?({'|'.join(_WHO)})"
_BETWEEN = r"\s*(?:[/&+× ]|\band\b|\bx\b|\bwith\b)\s*"
_MOST = 6  # Danbooru's highest count is `6+girls`
# A person is there, but not in the words of a count: `a girl`, `1man in armor`. Ours.
_PERSON = r"girl|boy|woman|man|lady|guy|person|character|people|women|men"
_LOOK = r"young|beautiful|pretty|cute|handsome|adult|teenage|elderly|middle-aged|old|lone|solo"
_MENTIONED = (
    rf"(?:^|[ /])(?P<count>\d\+? ?(?:{'|'.join(_WHO)}))(?:[ /]|$)"
    rf"|(?:^| )(?:a|an|one|two|three|{_LOOK}) (?:[\w-]+ ){{0,3}}(?P<who>{_PERSON})s?(?: |$)"
)


# How a tag begins that may be a count in words or say that a person is there.
FIRST = (*_NUMBERS, *_MANY, "a ", "an ", "the ", *_LOOK.split("|"))


def holds_count(tag: str) -> bool:
    """Whether a person is in `tag`, which may have a count: `armored 1girl`, `girls`."""
    if not any(word in tag for word in ("girl", "boy", "man", "men", "lady", "guy", "male", "per")):
        return False
    return tag in _WHO or " " in tag


def meant(tag: str, vocabulary: Vocabulary) -> str:
    """The count tags that `tag`, in normal form, stands for; empty where it is not certain.

    `2 girls`, `two girls`, `1woman`; two counts in one, as `2girls 1boy` or `1girl/1boy`.
    """
    if not (tag[:1].isdecimal() or tag.startswith((*_NUMBERS, *_MANY))):
        return ""
    if one := _one(tag):
        return one
    glued = re.fullmatch(r"(\d\+?(?:girl|boy|other)s?)(\d\+?(?:girl|boy|other)s?)", tag)
    parts = glued.groups() if glued else re.split(_BETWEEN, tag)
    counts = [part if vocabulary.slots.get(part) == "count" else _one(part) for part in parts]
    if len(counts) > 1 and all(counts):
        return ", ".join(dict.fromkeys(counts))
    return _pairs(tag)


def _pairs(tag: str) -> str:
    """`1 girl 1 boy`, whose blanks stand between the counts and in them."""
    pairs = re.fullmatch(rf"({_ONE_COUNT}){_BETWEEN}({_ONE_COUNT})", tag)
    if not pairs:
        return ""
    first, second = _one(pairs[1]), _one(pairs[5])
    return f"{first}, {second}" if first and second else ""


def _one(text: str) -> str:
    match = re.fullmatch(_ONE_COUNT, text)
    if not match:
        return ""
    number, plus, word = match.groups()
    who = _WHO[word]
    if number in _MANY:
        return f"multiple {who}s"
    count = _NUMBERS.get(number) or int(number)
    if count < 1:
        return ""
    if count >= _MOST or plus:
        return f"{_MOST}+{who}s" if count >= _MOST else f"multiple {who}s"
    return f"{count}{who}{'s' if count > 1 else ''}"


def mentioned(tag: str) -> str:
    """The count tag that a longer `tag` may mean, as `a girl` may mean `1girl`; empty for none."""
    if tag in _WHO:
        return f"1{_WHO[tag]}"
    if not any(word in tag for word in _PERSON.split("|")):
        return ""
    match = re.search(_MENTIONED, tag)
    if not match:
        return ""
    if match["count"]:
        return _one(match["count"])
    who = _WHO.get(match["who"])
    return f"1{who}" if who else "1girl, 1boy or 1other"
