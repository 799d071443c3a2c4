"""Put other tags in the place of tags, also inside weight groups."""

from __future__ import annotations

import re
from collections.abc import Mapping

from .scan import COMMAS
from .split import parse
from .units import Unit

_GONE = "\0"  # in place of a tag that leaves its group: no unit has one
# With the comma on one side of it, or with the parentheses in which it was the only tag.
_COMMA_TOO = rf"[{COMMAS}]\s*{_GONE}|{_GONE}\s*[{COMMAS}]\s*"
_GROUP_TOO = rf"(?<!\\)\(\s*{_GONE}\s*(?::[^():{COMMAS}]*)?\)"


def replace(unit: Unit, texts: Mapping[str, str]) -> list[Unit]:
    """`unit` with other text for each tag of `texts`, by normal form; an empty text removes it.

    Several units where a tag becomes several, none where nothing is left. Weights stay as they are.

        >>> [group] = parse("(smile, hat:1.2)")
        >>> replace(group, {"smile": "grin, fang"})[0].source
        '(grin, fang, hat:1.2)'
        >>> replace(group, {"smile": ""})[0].source
        '(hat:1.2)'
    """
    if texts.keys().isdisjoint(unit.tags):
        return [unit]
    if not any(texts.get(tag, tag) for tag in unit.tags):
        return []
    if unit.kind == "tag":
        return parse(texts[unit.tags[0]])
    written = []
    at = 0
    for tag, (start, end) in zip(unit.tags, unit.spans, strict=True):
        if tag in texts:
            written += [unit.source[at:start], texts[tag] or _GONE]
            at = end
    text = "".join([*written, unit.source[at:]])
    while _GONE in text:
        before = text
        text = re.sub(_COMMA_TOO, "", text)
        text = re.sub(_GROUP_TOO, _GONE, text)
        if text == before:  # `(a:1.2)(b:1.2)` without a comma between
            text = text.replace(_GONE, "")
    return parse(text)
