"""The names of the slots of a prompt, and of the ratings."""

from __future__ import annotations

SLOTS = ("count", "character", "series", "artist", "rating", "general", "year")
BLOCK_SLOTS = ("quality", "score", "aesthetic", "meta")
QUALITY_SLOTS = frozenset(BLOCK_SLOTS) - {"meta"}  # any of these makes a quality block
RATINGS = ("safe", "sensitive", "nsfw", "explicit")
