"""Images side by side, with labels; uses nothing of prompts."""

from .layout import GAPS, LABEL_SIZES, plan
from .picture import BACKGROUNDS

__all__ = ["BACKGROUNDS", "GAPS", "LABEL_SIZES", "plan"]
