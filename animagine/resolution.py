"""Image sizes: the authors' nine, the closest to an image, or any other."""

from __future__ import annotations

import math

from . import choices
from .choices import MAX_SIDE
from .models import presets

NEAREST, CUSTOM = "nearest to image", "custom"
MIN_SIDE = 64  # pixels
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


def require_resolution(resolution: str, has_image: bool) -> None:
    """Raise ValueError for an unknown `resolution`, or one that needs an image and has none."""
    choices.require({"resolution": resolution_choices()}, resolution=resolution)
    if resolution == NEAREST and not has_image:
        raise ValueError(f"{NEAREST!r} needs an image; link one or choose a size")


def resolve(
    resolution: str,
    swap: bool = False,
    scale: float = 1.0,
    width: int = 832,
    height: int = 1216,
    image_size: tuple[int, int] | None = None,
) -> tuple[int, int]:
    """Width and height in pixels, multiples of 8.

    `image_size` is the (width, height) whose aspect ratio `nearest to image` looks for; `width` and
    `height` count only for `custom`. `swap` and `scale` apply to what was chosen. Raises
    ValueError for an unknown choice, a missing image, a scale outside 0.25 to 4 and a side outside
    64 to 16384.
    """
    require_resolution(resolution, image_size is not None)
    choices.require_between(MIN_SCALE, MAX_SCALE, scale=scale)
    if resolution == CUSTOM:
        chosen = (width, height)
    elif resolution == NEAREST and image_size:
        chosen = nearest_size(*image_size)
    else:
        chosen = _sides(resolution.split(" ")[0])
    if swap:
        chosen = (chosen[1], chosen[0])
    scaled = (_rounded(chosen[0] * scale), _rounded(chosen[1] * scale))
    if not all(MIN_SIDE <= side <= MAX_SIDE for side in (*chosen, *scaled)):
        raise ValueError(
            f"{chosen[0]}x{chosen[1]} at scale {scale:g} gives {scaled[0]}x{scaled[1]}; "
            f"each side must be between {MIN_SIDE} and {MAX_SIDE}"
        )
    return scaled


def require_batch_size(batch_size: int) -> None:
    """Raise ValueError for a batch that no latent can have."""
    choices.require_between(1, MAX_BATCH_SIZE, batch_size=batch_size)


def nearest_size(width: int, height: int) -> tuple[int, int]:
    """The documented size whose aspect ratio is closest to that of `width` x `height` pixels.

    Raises ValueError for an image without pixels.
    """
    if width < 1 or height < 1:
        raise ValueError(f"the image is empty ({width}x{height})")
    sizes = map(_sides, presets.default().resolutions)
    return min(sizes, key=lambda size: abs(math.log(size[0] / size[1] * height / width)))


def _rounded(side: float) -> int:
    return int(side / STEP + 0.5) * STEP


def _sides(size: str) -> tuple[int, int]:
    width, height = size.split("x")
    return int(width), int(height)
