"""Tags that are surely general: our selection of Danbooru's, with its common endings."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parents[2] / "presets" / "vocabulary"


@cache
def data(name: str) -> dict[str, Any]:
    """What `presets/vocabulary/<name>.json` holds; its README explains each key."""
    read: dict[str, Any] = json.loads((_FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return read


def is_general(tag: str) -> bool:
    """Whether `tag`, in normal form, is surely no character, series or artist.

    That is a common general tag of Danbooru, or begins or ends like many of them: `frilled dress`
    and `holding lantern`, but not `dress` as part of a word.
    """
    tags, endings, beginnings = _words()
    if tag in tags:
        return True
    first, _, rest = tag.partition(" ")
    if not rest:
        return False
    return (
        tag.rpartition(" ")[2] in endings
        or first in beginnings
        or f"{first} {rest.partition(' ')[0]}" in beginnings
    )


def is_listed(tag: str) -> bool:
    """Whether the selection has `tag` itself, which may be a character's whole name as well."""
    return tag in _words()[0] or tag in data("general_tags")["also_names"]


def shows_people(tag: str) -> bool:
    """Whether a general tag is about a person: hair, face, clothes, a pose."""
    tags, endings = _people()
    return tag in tags or (" " in tag and tag.rpartition(" ")[2] in endings)


def is_scenery(tag: str) -> bool:
    """Whether `tag` says that the image is of something else than people."""
    return tag in data("general_tags")["scenery"]


@cache
def _words() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    general = data("general_tags")
    tags = (tag for topic in general["tags"].values() for tag in topic)
    return (
        frozenset([*tags, *general["typed"]]),
        frozenset(general["endings"]),
        frozenset(general["beginnings"]),
    )


@cache
def _people() -> tuple[frozenset[str], frozenset[str]]:
    general = data("general_tags")
    tags = (tag for topic in general["people_topics"] for tag in general["tags"][topic])
    return frozenset(["solo", *tags]), frozenset(general["people_endings"])
