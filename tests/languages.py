"""The languages of the pack, their texts, and what one lacks.

The languages are the folders of ``locales/``. One may be partial: ComfyUI shows the English text
for a key that is missing, and the English help page where there is none of the language.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
LOCALES, PAGES = ROOT / "locales", ROOT / "web" / "docs"
FILES = ("main.json", "nodeDefs.json", "settings.json")
COMPLETE = ("en", "ja", "zh", "ko")  # the tests hold these whole


def all_languages(locales: Path = LOCALES) -> list[str]:
    """English first, then the others by their codes."""
    found = sorted(path.name for path in locales.iterdir() if path.is_dir())
    return ["en", *(name for name in found if name != "en")]


def leaves(tree: dict[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    """``a/b`` and the text of each text in a tree of them."""
    for key, value in tree.items():
        if isinstance(value, dict):
            yield from leaves(value, f"{path}{key}/")
        else:
            yield f"{path}{key}", value


def texts(language: str, locales: Path = LOCALES) -> dict[str, str]:
    """Every text of a language by file and key; a partial one need not have every file."""
    found = {}
    for file in FILES:
        path = locales / language / file
        if path.is_file():
            tree = json.loads(path.read_text(encoding="utf-8"))
            found.update({f"{file}/{key}": text for key, text in leaves(tree)})
    return found


def missing(language: str, locales: Path = LOCALES, pages: Path = PAGES) -> list[str]:
    """The keys that a language lacks, then its help pages; ComfyUI shows English for them."""
    own = texts(language, locales)
    nodes = json.loads((locales / "en" / "nodeDefs.json").read_text(encoding="utf-8"))
    files = [pages / node / f"{language}.md" for node in nodes]
    lacking = [key for key in texts("en", locales) if key not in own]
    return lacking + [path.relative_to(pages).as_posix() for path in files if not path.is_file()]
