"""Animagine XL for ComfyUI: the right prompt, the easy way."""

from .nodes import comfy_entrypoint

__all__ = ["comfy_entrypoint"]
