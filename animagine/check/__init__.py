"""Find problems in a prompt that ComfyUI does not report."""

from .prompt import Check, check

__all__ = ["Check", "check"]
