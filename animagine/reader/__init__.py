"""Documents, wrappers and flags of other programs, cut down to the prompt that is in them."""

from .note import Note, Reading
from .read import read

__all__ = ["Note", "Reading", "read"]
