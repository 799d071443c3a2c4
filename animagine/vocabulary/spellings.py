"""Tags that are meant well and spelled as another program or model spells them."""

from __future__ import annotations

import re

from .lookup import Vocabulary
from .years import era_of, misspelled_year

_RATING = r"rating ?[: ] ?(\w+)"
_RATINGS = {
    "general": "safe", "g": "safe", "safe": "safe", "sfw": "safe", "sensitive": "sensitive",
    "s": "sensitive", "questionable": "nsfw", "q": "nsfw", "nsfw": "nsfw", "explicit": "explicit",
    "e": "explicit",
}  # fmt: skip
_WITHOUT_PREFIX = ("sfw", "questionable")  # of those, what needs no `rating:` to be meant so
_COUNT = r"(\d\+?) (girl|boy|other)(s?)"
_PLURAL = r"1(girl|boy|other)s"
_PONY = r"score[_ ]\d([_ ]up)?|source_?\w+"


def right_form(vocabulary: Vocabulary, name: str) -> str:
    """How the model spells the tag that `name`, in normal form, is meant to be; empty if it is not.

    A tag that some model was trained on is not misspelled: it belongs to that model.
    """
    if name in vocabulary.slots or name in vocabulary.unknown:
        return ""
    preset = vocabulary.preset
    if name in _WITHOUT_PREFIX:
        return preset.tags.rating[_RATINGS[name]]
    if name.startswith("rating"):
        match = re.fullmatch(_RATING, name)
        return preset.tags.rating[_RATINGS[match[1]]] if match and match[1] in _RATINGS else ""
    if not (name[0].isdecimal() or name.startswith("year")):  # most tags
        return ""
    if year := misspelled_year(name):
        return era_of(preset, year).tag
    if match := re.fullmatch(_COUNT, name):
        return f"{match[1]}{match[2]}{match[3]}"
    return name.removesuffix("s") if re.fullmatch(_PLURAL, name) else ""


def is_pony(name: str) -> bool:
    """Whether `name` is one of Pony Diffusion's quality or source tags."""
    return name.startswith(("score", "source")) and bool(re.fullmatch(_PONY, name))
