"""Everything that the pack takes from ComfyUI; no other file imports it.

The oldest ComfyUI that is known to work is 0.16.3.
"""

import re
from typing import Any

from comfyui_version import __version__

if [int(number) for number in re.findall(r"\d+", __version__)] < [0, 16, 3]:
    raise ImportError(f"Animagine XL needs ComfyUI 0.16.3 or later; this is {__version__}")

from comfy.utils import ProgressBar
from comfy_api.v0_0_2 import ComfyExtension, io
from server import PromptServer

from nodes import NODE_CLASS_MAPPINGS, EmptyLatentImage  # ComfyUI's module, not this package

__all__ = [
    "NODE_CLASS_MAPPINGS",
    "ComfyExtension",
    "EmptyLatentImage",
    "ProgressBar",
    "PromptServer",
    "clip_tokenizer",
    "io",
]


def clip_tokenizer() -> Any:
    """A new tokenizer for CLIP-L; that of CLIP-G has the same vocabulary."""
    from comfy.sdxl_clip import SDXLTokenizer

    return SDXLTokenizer().clip_l
