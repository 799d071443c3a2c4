"""Picture sizes: the authors' nine, the nearest to a picture, or any other."""

from __future__ import annotations

import math

from . import choices
from .models import presets

NEAREST, CUSTOM = "nearest to image", "custom"
MIN_SIDE, MAX_SIDE = 64, 16384  # pixels; the upper end is ComfyUI's MAX_RESOLUTION
MIN_SCALE, MAX_SCALE = 0.25, 4.0
MAX_BATCH_SIZE = 4096  # of ComfyUI's EmptyLatentImage
STEP = 8  # pixels of a side for each cell of an SDXL latent


def resolution_choices() -> list[str]:
    return [*map(label, presets.default().resolutions), NEAREST, CUSTOM]


def default_choice() -> str:
    return label(presets.default().default_resolution)


def label(size: str) -> str:
    """`832x1216` as `832x1216 (13:19 portrait)`."""
    width, height = _sides(size)
    divisor = math.gcd(width, height)
    shape = "square" if width == height else "landscape" if width > height else "portrait"
    return f"{size} ({width // divisor}:{height // divisor} {shape})"


def check(resolution: str, has_image: bool) -> None:
    """Raise ValueError for an unknown `resolution`, or one that needs an image and has none."""
    choices.check({"resolution": resolution_choices()}, resolution=resolution)
    if resolution == NEAREST and not has_image:
        raise ValueError(
            f"resolution {NEAREST!r} needs a picture at the image input; "
            "connect one or choose a size"
        )


def resolve(
    resolution: str,
    swap: bool = False,
    scale: float = 1.0,
    width: int = 832,
    height: int = 1216,
    image_size: tuple[int, int] | None = None,
) -> tuple[int, int]:
    """Width and height in pixels, multiples of 8.

    `image_size` is the (width, height) whose shape `nearest to image` looks for; `width` and
    `height` count for `custom` alone. `swap` and `scale` apply to what was chosen. Raises
    ValueError for an unknown choice, a missing image, a scale outside 0.25 to 4 and a side outside
    64 to 16384.
    """
    check(resolution, image_size is not None)
    if not MIN_SCALE <= scale <= MAX_SCALE:
        raise ValueError(f"scale {scale!r} is out of range; allowed is {MIN_SCALE} to {MAX_SCALE}")
    if resolution == CUSTOM:
        chosen = (width, height)
    elif resolution == NEAREST and image_size:
        chosen = nearest(*image_size)
    else:
        chosen = _sides(resolution.split(" ")[0])
    if swap:
        chosen = (chosen[1], chosen[0])
    scaled = (_rounded(chosen[0] * scale), _rounded(chosen[1] * scale))
    if not all(MIN_SIDE <= side <= MAX_SIDE for side in (*chosen, *scaled)):
        raise ValueError(
            f"the size {chosen[0]}x{chosen[1]} at scale {scale:g} is {scaled[0]}x{scaled[1]}; "
            f"allowed is {MIN_SIDE} to {MAX_SIDE} for each side"
        )
    return scaled


def check_batch_size(batch_size: int) -> None:
    """Raise ValueError for a batch that no latent can have."""
    if not 1 <= batch_size <= MAX_BATCH_SIZE:
        raise ValueError(
            f"batch_size {batch_size} is out of range; allowed is 1 to {MAX_BATCH_SIZE}"
        )


def nearest(width: int, height: int) -> tuple[int, int]:
    """The documented size whose aspect ratio is nearest to that of `width` x `height` pixels.

    Raises ValueError for a picture without pixels.
    """
    if width < 1 or height < 1:
        raise ValueError(f"the image is {width}x{height}; allowed is 1 or more for each side")
    sizes = map(_sides, presets.default().resolutions)
    return min(sizes, key=lambda size: abs(math.log(size[0] / size[1] * height / width)))


def _rounded(side: float) -> int:
    return int(side / STEP + 0.5) * STEP


def _sides(size: str) -> tuple[int, int]:
    width, height = size.split("x")
    return int(width), int(height)
