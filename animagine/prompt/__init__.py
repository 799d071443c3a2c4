"""Compose a positive prompt; the recommended negative; what both tidy."""

from . import order, tidy
from .compose import compose, composer_choices
from .negative import negative, negative_choices, require_choice

__all__ = [
    "compose",
    "composer_choices",
    "negative",
    "negative_choices",
    "order",
    "require_choice",
    "tidy",
]
