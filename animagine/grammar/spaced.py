"""Underscores as spaces in the tags of weight groups."""

from __future__ import annotations

import re

from .scan import COMMAS
from .split import parse
from .units import spaced

# A unit of another tool inside a group keeps its underscores.
_OTHERS = rf"(<\w+:[^<>{COMMAS}]*>|embedding:[^\s{COMMAS}]+)"
_COMMENT = r"//|/\*"
_SYNTAX = r"(?<!\\)[()]"


def spaced_group(text: str) -> str:
    """A weight group with spaces for the underscores of its tags.

    Weights, commas, and what belongs to other tools stay as they are. Where a space would make a
    weight or another unit of something in it, all of it does.

        >>> spaced_group("(long_hair, very_((long))_skirt, <lora:a_b:1>:1.2)")
        '(long hair, very ((long)) skirt, <lora:a_b:1>:1.2)'
        >>> spaced_group("(o_o, score_9_up:1.1)")
        '(o_o, score_9_up:1.1)'
    """
    if re.search(_COMMENT, text):
        return text
    units = parse(text)
    if len(units) != 1 or units[0].source != text:
        return text
    unit = units[0]
    written, at = [], 0
    for start, end in unit.spans:
        written += [text[at:start], _spaced_tag(text[start:end])]
        at = end
    now = "".join([*written, text[at:]])
    again = parse(now) if now != text else units
    if len(again) == 1 and again[0].tags == unit.tags and again[0].escaped == now:
        return now
    return text


def _spaced_tag(tag: str) -> str:
    if "_" not in tag:
        return tag
    if re.search(_OTHERS, tag):
        between = re.split(_OTHERS, tag)
        between[::2] = map(_spaced_part, between[::2])
        return "".join(between)
    syntax = re.search(_SYNTAX, tag)
    if not syntax:
        return spaced(tag)
    return tag.replace("_", " ") if spaced(tag) != tag else tag


def _spaced_part(text: str) -> str:
    """White space around it stays: it parts a tag from a unit of another tool."""
    tag = text.strip()
    return text.replace(tag, spaced(tag)) if tag else text
