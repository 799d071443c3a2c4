"""A list of images as one labelled image."""

from typing import TypeVar

import torch

from ..animagine import choices
from ..animagine.grid import BACKGROUNDS, GAPS, LABEL_SIZES, plan
from .host import ProgressBar, io
from .inputs import choice_input, output

COLUMNS, LABEL_SIZE, GAP = 4, 36, 12  # defaults
BACKGROUND = next(iter(BACKGROUNDS))
T = TypeVar("T")


class AnimagineGrid(io.ComfyNode):
    @classmethod
    def define_schema(cls) -> io.Schema:
        return io.Schema(
            node_id="AnimagineGrid",
            display_name="Animagine Comparison Grid",
            category="Animagine XL/Compare",
            description=(
                "Arranges a list of images, or a batch, in one image, as in an XY plot (X/Y/Z "
                "plot), with labels, column and row headers and a title. Images keep their "
                "original pixels."
            ),
            search_aliases=["animagine", "xyz plot", "xy plot", "contact sheet", "image grid"],
            is_input_list=True,
            inputs=[
                io.Image.Input("images", tooltip="The images, row by row: a list or a batch."),
                io.String.Input(
                    "labels",
                    optional=True,
                    force_input=True,
                    tooltip="The labels of Animagine Comparison Sweep, or your own, one per image "
                    "or batch.",
                ),
                io.Int.Input(
                    "columns",
                    optional=True,
                    default=COLUMNS,
                    min=1,
                    max=choices.MAX_CELLS,
                    tooltip="Images per row (or labelled batches per row). Link the columns of "
                    "Animagine Comparison Sweep.",
                ),
                io.String.Input(
                    "title", optional=True, default="", tooltip="Shown above the grid."
                ),
                io.Int.Input(
                    "label_size",
                    optional=True,
                    default=LABEL_SIZE,
                    min=LABEL_SIZES[0],
                    max=LABEL_SIZES[1],
                    tooltip="Text height in pixels. Long labels shrink, then wrap to at most three "
                    "lines.",
                ),
                io.Int.Input(
                    "gap",
                    optional=True,
                    default=GAP,
                    min=GAPS[0],
                    max=GAPS[1],
                    tooltip="Pixels between the images and around the grid.",
                ),
                choice_input(
                    "background",
                    list(BACKGROUNDS),
                    "Dark with light text, or light with dark text.",
                    default=BACKGROUND,
                ),
            ],
            outputs=[output(io.Image, "image", "The grid, for Save Image or Preview Image.")],
        )

    @classmethod
    def validate_inputs(cls, images: list[object] | tuple[()] = ()) -> bool:
        for image in images:  # a linked list is None here
            if image is not None:
                raise ValueError(f"images must be an image (got {choices.quoted(image)})")
        return True

    @classmethod
    def execute(
        cls,
        images: list[torch.Tensor],
        labels: list[str | None] | None = None,
        columns: list[int] | None = None,
        title: list[str] | None = None,
        label_size: list[int] | None = None,
        gap: list[int] | None = None,
        background: list[str] | None = None,
    ) -> io.NodeOutput:
        layout = plan(
            [getattr(image, "shape", ()) for image in images],
            labels or [],
            columns=_first(columns, COLUMNS),
            title=_first(title, ""),
            label_size=_first(label_size, LABEL_SIZE),
            gap=_first(gap, GAP),
            background=_first(background, BACKGROUND),
        )
        canvas = layout.canvas()
        progress = ProgressBar(len(layout.cells))
        pixels = (image for batch in images for image in batch)
        for cell, image in zip(layout.cells, pixels, strict=True):
            cell.paste(canvas, image.float().cpu().numpy())
            progress.update(1)
        return io.NodeOutput(torch.from_numpy(canvas)[None])


def _first(values: list[T] | None, default: T) -> T:
    """The value of an input that gets a list, as all do in a node with `is_input_list`."""
    return values[0] if values and values[0] is not None else default
