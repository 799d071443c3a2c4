"""Words that are meant well and written as another program or model writes them."""

from __future__ import annotations

import re

from ..models.preset import ModelPreset
from .lookup import foreign, slots
from .special_tags import era_of

_RATING = re.compile(r"rating ?[: ] ?(\w+)")
_RATINGS = {
    "general": "safe", "g": "safe", "safe": "safe", "sfw": "safe", "sensitive": "sensitive",
    "s": "sensitive", "questionable": "nsfw", "q": "nsfw", "nsfw": "nsfw", "explicit": "explicit",
    "e": "explicit",
}  # fmt: skip
_ALONE = ("sfw", "questionable")  # of those, the words that need no `rating:` to be meant so
_YEAR = re.compile(r"year ?[:-]? ?(\d{4})|(\d{4}) year|((?:19|20)\d\d)")
_COUNT = re.compile(r"(\d\+?) (girl|boy|other)(s?)")
_PLURAL = re.compile(r"1(girl|boy|other)s")
_PONY = re.compile(r"score[_ ]\d([_ ]up)?|source_?\w+")


def right_form(preset: ModelPreset, name: str) -> str:
    """How `preset` writes the tag that `name`, in normal form, is meant to be; empty if it is not.

    Words that some model knows are no wrong forms, but words of that model.
    """
    if name in slots(preset) or name in foreign(preset):
        return ""
    if name in _ALONE:
        return preset.tags.rating[_RATINGS[name]]
    if (match := _RATING.fullmatch(name)) and match[1] in _RATINGS:
        return preset.tags.rating[_RATINGS[match[1]]]
    if (match := _YEAR.fullmatch(name)) and not re.fullmatch(r"year \d{4}", name):
        return era_of(preset, int(match[1] or match[2] or match[3])).tag
    if match := _COUNT.fullmatch(name):
        return f"{match[1]}{match[2]}{match[3]}"
    return name.removesuffix("s") if _PLURAL.fullmatch(name) else ""


def is_pony(name: str) -> bool:
    """Whether `name` is one of Pony Diffusion's quality or source tags."""
    return bool(_PONY.fullmatch(name))
