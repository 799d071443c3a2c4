"""The picture sizes of the models, as an empty latent."""

from ..animagine import choices
from ..animagine import resolution as sizes
from .host import EmptyLatentImage, io

_NOTHING = object()


class AnimagineResolution(io.ComfyNode):
    @classmethod
    def define_schema(cls) -> io.Schema:
        return io.Schema(
            node_id="AnimagineResolution",
            display_name="Animagine Resolution",
            category="Animagine XL/Settings",
            description=(
                "The nine sizes that the authors of Animagine XL offer, the one nearest to the "
                "shape of a picture, or your own, as an empty latent. Link latent to KSampler."
            ),
            search_aliases=["animagine", "sdxl resolution", "aspect ratio", "empty latent", "size"],
            inputs=[
                io.Combo.Input(
                    "resolution",
                    optional=True,
                    options=sizes.resolution_choices(),
                    default=sizes.default_choice(),
                    tooltip="Width x height with the true ratio. nearest to image needs a picture "
                    "at image; custom takes width and height.",
                ),
                io.Boolean.Input(
                    "swap",
                    optional=True,
                    default=False,
                    tooltip="Exchange width and height.",
                ),
                io.Float.Input(
                    "scale",
                    optional=True,
                    default=1.0,
                    min=sizes.MIN_SCALE,
                    max=sizes.MAX_SCALE,
                    step=0.05,
                    tooltip="Multiply both sides; the result is rounded to multiples of 8. "
                    "The models are trained for scale 1.",
                ),
                io.Int.Input(
                    "batch_size",
                    optional=True,
                    default=1,
                    min=1,
                    max=sizes.MAX_BATCH_SIZE,
                    tooltip="How many pictures in one run.",
                ),
                io.Int.Input(
                    "width",
                    optional=True,
                    advanced=True,
                    default=832,
                    min=sizes.MIN_SIDE,
                    max=sizes.MAX_SIDE,
                    step=sizes.STEP,
                    tooltip="For custom alone: pixels, rounded to a multiple of 8.",
                ),
                io.Int.Input(
                    "height",
                    optional=True,
                    advanced=True,
                    default=1216,
                    min=sizes.MIN_SIDE,
                    max=sizes.MAX_SIDE,
                    step=sizes.STEP,
                    tooltip="For custom alone: pixels, rounded to a multiple of 8.",
                ),
                io.Image.Input(
                    "image",
                    optional=True,
                    tooltip="For nearest to image alone: its shape is looked at.",
                ),
            ],
            outputs=[
                io.Latent.Output(
                    "latent", display_name="latent", tooltip="The empty latent, for KSampler."
                ),
                io.Int.Output("width", display_name="width", tooltip="Width in pixels."),
                io.Int.Output("height", display_name="height", tooltip="Height in pixels."),
            ],
        )

    @classmethod
    def validate_inputs(cls, resolution=None, image=_NOTHING) -> bool:
        if image is not _NOTHING and image is not None:  # a linked one is None here
            raise ValueError(f"image {choices.quoted(image)} is no picture; connect one")
        if resolution is not None:
            sizes.check(resolution, image is not _NOTHING)
        return True

    @classmethod
    def size(
        cls, resolution: str = "832x1216 (13:19 portrait)", image=None, **fields
    ) -> tuple[int, int]:
        image_size = None if image is None else (image.shape[2], image.shape[1])
        return sizes.resolve(resolution, image_size=image_size, **fields)

    @classmethod
    def execute(cls, batch_size: int = 1, **fields) -> io.NodeOutput:
        width, height = cls.size(**fields)
        sizes.check_batch_size(batch_size)
        (latent,) = EmptyLatentImage().generate(width, height, batch_size)
        return io.NodeOutput(latent, width, height)
