"""An image made of images and labels."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from PIL import Image, ImageDraw

from .font import LabelFont

BACKGROUNDS = {"dark": (32, 232), "light": (248, 24)}  # grey of the ground and of the text


class Cell(NamedTuple):
    """Where one image is, in pixels."""

    x: int
    y: int
    width: int
    height: int

    def paste(self, canvas: np.ndarray, pixels: np.ndarray) -> None:
        """Put `pixels` [height, width, 1, 3 or 4] of 0 to 1 onto the ground of `canvas`."""
        if pixels.shape[2] == 4:  # before it is resized: transparent pixels still carry RGB
            alpha = pixels[..., 3:]
            pixels = pixels[..., :3] * alpha + canvas[self.y, self.x] * (1 - alpha)
        if pixels.shape[:2] != (self.height, self.width):
            pixels = _resized(pixels, self.width, self.height)
        canvas[self.y : self.y + self.height, self.x : self.x + self.width] = pixels


class Text(NamedTuple):
    """Lines in the middle of a room of the grid."""

    x: int
    y: int
    width: int
    height: int
    lines: list[str]
    font: LabelFont


class Grid(NamedTuple):
    """The layout of an image of `width` x `height` pixels; `cells` are in reading order."""

    width: int
    height: int
    cells: list[Cell]
    texts: list[Text]
    background: str

    def canvas(self) -> np.ndarray:
        """The image [height, width, 3] of float32 in 0 to 1, with all but its cells."""
        ground, ink = BACKGROUNDS[self.background]
        canvas = np.full((self.height, self.width, 3), np.float32(ground) / 255, np.float32)
        for x, y, width, height, lines, font in self.texts:
            room = Image.new("L", (width, height), ground)
            draw = ImageDraw.Draw(room)
            at = (height - len(lines) * font.line_height) / 2
            for line in lines:
                font.draw(draw, (width - font.width(line)) / 2, at, line, ink)
                at += font.line_height
            grey = np.asarray(room, np.float32) / 255
            canvas[y : y + height, x : x + width] = grey[..., None]
        return canvas


def _resized(pixels: np.ndarray, width: int, height: int) -> np.ndarray:
    """`pixels` at another size, one channel at a time: Pillow resizes floats so (mode F)."""
    resized = np.empty((height, width, pixels.shape[2]), np.float32)
    for channel in range(pixels.shape[2]):
        image = Image.fromarray(np.ascontiguousarray(pixels[..., channel], np.float32))
        shrunk = image.resize((width, height), Image.Resampling.LANCZOS)
        resized[..., channel] = np.asarray(shrunk)
    return resized.clip(0, 1)
