"""Sizes: labels, swap, scale, nearest, custom."""

import pytest

from animagine import resolution
from animagine.resolution import nearest_size, resolve
from rows import rows

PORTRAIT = "832x1216 (13:19 portrait)"


def test_the_choices_are_the_contract():
    assert resolution.resolution_choices() == [
        "1024x1024 (1:1 square)",
        "1152x896 (9:7 landscape)",
        "896x1152 (7:9 portrait)",
        "1216x832 (19:13 landscape)",
        "832x1216 (13:19 portrait)",
        "1344x768 (7:4 landscape)",
        "768x1344 (4:7 portrait)",
        "1536x640 (12:5 landscape)",
        "640x1536 (5:12 portrait)",
        "nearest to image",
        "custom",
    ]
    assert resolution.default_choice() == PORTRAIT


@rows(
    "options, expected",
    ({}, (832, 1216), "as chosen"),
    ({"swap": True}, (1216, 832), "swapped"),
    ({"scale": 1.5}, (1248, 1824), "the authors' second pass"),
    ({"scale": 0.3125}, (264, 384), "260 and 380 go to the next multiple of 8"),
    ({"scale": 0.25}, (208, 304), "smallest"),
    ({"scale": 4.0}, (3328, 4864), "largest"),
    ({"swap": True, "scale": 0.5}, (608, 416), "swap and scale"),
    ({"width": 64, "height": 64}, (832, 1216), "width and height count only for custom"),
)
def test_resolve(options, expected):
    assert resolve(PORTRAIT, **options) == expected


@pytest.mark.parametrize("choice", resolution.resolution_choices()[:9])
def test_swapping_twice_is_as_before(choice):
    width, height = resolve(choice)
    assert resolve("custom", swap=True, width=height, height=width) == (width, height)


@rows(
    "options, expected",
    ({"width": 64, "height": 16384}, (64, 16384), "both ends"),
    ({"width": 1000, "height": 1001}, (1000, 1000), "rounded down"),
    ({"width": 1004, "height": 1005}, (1008, 1008), "rounded up, the half too"),
    ({"width": 1280, "height": 720, "swap": True}, (720, 1280), "swapped"),
)
def test_custom(options, expected):
    assert resolve("custom", **options) == expected


@rows(
    "size, expected",
    ((4000, 4000), (1024, 1024), "square"),
    ((1920, 1080), (1344, 768), "16:9 is nearest to 7:4"),
    ((1080, 1920), (768, 1344), "9:16"),
    ((3000, 2000), (1216, 832), "3:2"),
    ((2000, 3000), (832, 1216), "2:3"),
    ((10000, 10), (1536, 640), "wider than any"),
    ((1, 10000), (640, 1536), "taller than any"),
    ((768, 1344), (768, 1344), "one of the nine"),
)
def test_nearest_size(size, expected):
    assert nearest_size(*size) == expected
    assert resolve("nearest to image", image_size=size) == expected


@rows(
    "choice, options, message",
    ("4x4", {}, "unknown resolution '4x4'; choose one of: 1024x1024", "unknown"),
    ("nearest to image", {}, "needs an image; link one or choose a size", "no image"),
    ("nearest to image", {"image_size": (0, 9)}, r"the image is empty \(0x9\)", "no pixels"),
    (
        "custom",
        {"width": 63},
        "63x1216 at scale 1 gives 64x1216; each side must be between 64 and 16384",
        "small",
    ),
    ("custom", {"height": 16385}, "each side must be between 64 and 16384", "large"),
    ("custom", {"width": 64, "scale": 0.5}, "at scale 0.5 gives 32x608", "small when scaled"),
    ("custom", {"width": 16384, "scale": 2.0}, "at scale 2 gives 32768x2432", "large when scaled"),
    (PORTRAIT, {"scale": float("nan")}, "scale must be between 0.25 and 4", "not a number"),
    (PORTRAIT, {"scale": 0.2}, r"scale must be between 0.25 and 4 \(got 0.2\)", "scale small"),
)
def test_refuses(choice, options, message):
    with pytest.raises(ValueError, match=message):
        resolve(choice, **options)


@rows("size", (0, "none"), (-1, "negative"), (4097, "more than the host allows"))
def test_batch_size(size):
    with pytest.raises(ValueError, match=rf"batch_size must be between 1 and 4096 \(got {size}\)"):
        resolution.require_batch_size(size)
