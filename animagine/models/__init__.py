"""What the authors say of each model, from `presets/*.json`."""

from . import families, presets
from .preset import Era, ModelPreset
from .slots import BLOCK_SLOTS, QUALITY_SLOTS

__all__ = ["BLOCK_SLOTS", "QUALITY_SLOTS", "Era", "ModelPreset", "families", "presets"]
