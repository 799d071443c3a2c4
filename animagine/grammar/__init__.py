"""A text as units (tags, weight groups, LoRA, BREAK) and back; knows no model."""

from .replace import replace
from .scan import COMMAS
from .segments import segments
from .split import parse
from .units import Unit, normal_form, render

__all__ = ["COMMAS", "Unit", "normal_form", "parse", "render", "replace", "segments"]
