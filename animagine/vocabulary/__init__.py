"""What a tag means to a model: its slot, its spelling, its equivalent in another version."""

from . import special_tags, spellings
from .equivalents import Change, changes
from .lookup import Vocabulary, vocabulary_of
from .unknown import warn_of_unknown

__all__ = [
    "Change",
    "Vocabulary",
    "changes",
    "special_tags",
    "spellings",
    "vocabulary_of",
    "warn_of_unknown",
]
