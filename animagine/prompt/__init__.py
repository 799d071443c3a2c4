"""Compose a positive prompt; the recommended negative; what both tidy."""

from . import tidy
from .compose import compose, composer_choices
from .negative import negative, negative_choices, require_choice
from .order import slots_in

__all__ = [
    "compose",
    "composer_choices",
    "negative",
    "negative_choices",
    "require_choice",
    "slots_in",
    "tidy",
]
