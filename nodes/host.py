"""The one place that names ComfyUI's API version, and the oldest ComfyUI that is known to work."""

import re

from comfyui_version import __version__

if [int(number) for number in re.findall(r"\d+", __version__)] < [0, 16, 3]:
    raise ImportError(f"Animagine XL needs ComfyUI 0.16.3 or later; this is {__version__}")

from comfy_api.v0_0_2 import ComfyExtension, io

__all__ = ["ComfyExtension", "io"]
