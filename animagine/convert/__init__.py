"""Rewrite a prompt of one version of Animagine XL for another."""

from .rewrite import DETECT, convert, converter_choices, reads_as_negative

__all__ = ["DETECT", "convert", "converter_choices", "reads_as_negative"]
