"""One prompt for each value of an axis, or of two."""

from .axes import AXES
from .cells import Sweep, require_axes, sweep, sweep_choices
from .shared import shared_parts

__all__ = ["AXES", "Sweep", "require_axes", "shared_parts", "sweep", "sweep_choices"]
