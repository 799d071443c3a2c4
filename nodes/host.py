"""The one place that names ComfyUI's API version."""

from comfy_api.v0_0_2 import ComfyExtension, io

__all__ = ["ComfyExtension", "io"]
