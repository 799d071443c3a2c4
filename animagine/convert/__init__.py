"""Rewrite a prompt of one version of Animagine XL for another."""

from .rewrite import DETECT, convert, converter_choices

__all__ = ["DETECT", "convert", "converter_choices"]
