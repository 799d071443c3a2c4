"""The image sizes of the models, as an empty latent."""

from typing import Any

import torch

from ..animagine import choices
from ..animagine import resolution as sizes
from .host import EmptyLatentImage, io
from .inputs import NOT_SENT, choice_input, output
from .preview import answers

WIDTH, HEIGHT = 832, 1216  # defaults of custom


class AnimagineResolution(io.ComfyNode):
    @classmethod
    def define_schema(cls) -> io.Schema:
        return io.Schema(
            node_id="AnimagineResolution",
            display_name="Animagine Resolution",
            category="Animagine XL/Settings",
            description=(
                "The nine sizes that the authors of Animagine XL offer, the one closest to an "
                "image's aspect ratio, or your own, as an empty latent. Link latent to KSampler."
            ),
            search_aliases=["animagine", "sdxl resolution", "aspect ratio", "empty latent", "size"],
            inputs=[
                choice_input(
                    "resolution",
                    sizes.resolution_choices(),
                    'Width x height with the exact ratio. "nearest to image" needs a linked '
                    'image; "custom" uses width and height.',
                    default=sizes.default_choice(),
                ),
                io.Boolean.Input(
                    "swap", optional=True, default=False, tooltip="Swap width and height."
                ),
                io.Float.Input(
                    "scale",
                    optional=True,
                    default=1.0,
                    min=sizes.MIN_SCALE,
                    max=sizes.MAX_SCALE,
                    step=0.05,
                    tooltip="Multiply both sides; the result is rounded to multiples of 8. "
                    "The models were trained for scale 1.",
                ),
                io.Int.Input(
                    "batch_size",
                    optional=True,
                    default=1,
                    min=1,
                    max=sizes.MAX_BATCH_SIZE,
                    tooltip="Number of images per run.",
                ),
                _side_input("width", WIDTH),
                _side_input("height", HEIGHT),
                io.Image.Input(
                    "image",
                    optional=True,
                    tooltip="Used only with nearest to image, for its aspect ratio.",
                ),
            ],
            outputs=[
                output(io.Latent, "latent", "The empty latent, for KSampler."),
                output(io.Int, "width", "Width in pixels."),
                output(io.Int, "height", "Height in pixels."),
            ],
        )

    @classmethod
    def validate_inputs(cls, resolution: str | None = None, image: object = NOT_SENT) -> bool:
        if image is not NOT_SENT and image is not None:  # a linked one is None here
            raise ValueError(f"image must be an image (got {choices.quoted(image)})")
        if resolution is not None:
            sizes.require_resolution(resolution, image is not NOT_SENT)
        return True

    @classmethod
    def execute(
        cls,
        resolution: str = NOT_SENT,
        swap: bool = False,
        scale: float = 1.0,
        batch_size: int = 1,
        width: int = WIDTH,
        height: int = HEIGHT,
        image: torch.Tensor | None = None,  # [batch, height, width, channels]
    ) -> io.NodeOutput:
        image_size = None if image is None else (image.shape[2], image.shape[1])
        width, height = _size(resolution, swap, scale, width, height, image_size)
        sizes.require_batch_size(batch_size)
        (latent,) = EmptyLatentImage().generate(width, height, batch_size)
        return io.NodeOutput(latent, width, height)

    @classmethod
    def preview(cls, given: dict[str, Any], elsewhere: answers.Elsewhere) -> answers.Answer:
        """`width` and `height`."""
        if given.get("resolution") == sizes.NEAREST and "image" in elsewhere:
            return {}
        fields = {name: value for name, value in given.items() if name != "batch_size"}
        width, height = _size(**fields)
        return {"width": width, "height": height}


def _size(
    resolution: str = NOT_SENT,
    swap: bool = False,
    scale: float = 1.0,
    width: int = WIDTH,
    height: int = HEIGHT,
    image_size: tuple[int, int] | None = None,
) -> tuple[int, int]:
    if resolution is NOT_SENT:
        resolution = sizes.default_choice()
    return sizes.resolve(resolution, swap, scale, width, height, image_size)


def _side_input(side: str, default: int) -> io.Int.Input:
    return io.Int.Input(
        side,
        optional=True,
        advanced=True,
        default=default,
        min=sizes.MIN_SIDE,
        max=choices.MAX_SIDE,
        step=sizes.STEP,
        tooltip="Used only with custom: pixels, rounded to a multiple of 8.",
    )
