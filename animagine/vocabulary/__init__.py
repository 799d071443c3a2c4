"""What a tag means to a model: its slot, its spelling, its equivalent in another version."""

from . import equivalents, meanings, names, special_tags, unknown
from .lookup import Vocabulary, vocabulary_of

__all__ = [
    "Vocabulary",
    "equivalents",
    "meanings",
    "names",
    "special_tags",
    "unknown",
    "vocabulary_of",
]
