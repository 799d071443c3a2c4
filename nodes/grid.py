"""A list of pictures as one labelled picture."""

import torch

from ..animagine import choices
from ..animagine.grid import layout as grid_layout
from ..animagine.grid import picture as grid
from .host import ProgressBar, io


class AnimagineGrid(io.ComfyNode):
    @classmethod
    def define_schema(cls) -> io.Schema:
        return io.Schema(
            node_id="AnimagineGrid",
            display_name="Animagine Grid",
            category="Animagine XL/Compare",
            description=(
                "A list of pictures, or a batch, as one picture with labels, heads of columns and "
                "rows, and a title. The pixels of the pictures stay as they are."
            ),
            search_aliases=["animagine", "xyz plot", "contact sheet", "label", "image grid"],
            is_input_list=True,
            inputs=[
                io.Image.Input("images", tooltip="The pictures, row by row: a list or a batch."),
                io.String.Input(
                    "labels",
                    optional=True,
                    force_input=True,
                    tooltip="The labels of Animagine Sweep, or as many of your own as pictures or "
                    "batches.",
                ),
                io.Int.Input(
                    "columns",
                    optional=True,
                    default=4,
                    min=1,
                    max=grid_layout.MAX_CELLS,
                    tooltip="Pictures, or batches that have labels, in a row. Link the columns of "
                    "Animagine Sweep.",
                ),
                io.String.Input(
                    "title", optional=True, default="", tooltip="Stands above the grid."
                ),
                io.Int.Input(
                    "label_size",
                    optional=True,
                    default=36,
                    min=grid_layout.LABEL_SIZES[0],
                    max=grid_layout.LABEL_SIZES[1],
                    tooltip="Height of the letters in pixels. Longer labels are drawn smaller, "
                    "then in up to three lines.",
                ),
                io.Int.Input(
                    "gap",
                    optional=True,
                    default=12,
                    min=grid_layout.GAPS[0],
                    max=grid_layout.GAPS[1],
                    tooltip="Pixels between the pictures and around the grid.",
                ),
                io.Combo.Input(
                    "background",
                    optional=True,
                    options=list(grid.BACKGROUNDS),
                    default=next(iter(grid.BACKGROUNDS)),
                    tooltip="Dark with light letters, or light with dark ones.",
                ),
            ],
            outputs=[
                io.Image.Output(
                    "image", display_name="image", tooltip="The grid, for Save or Preview Image."
                )
            ],
        )

    @classmethod
    def validate_inputs(cls, images=()) -> bool:
        for image in images:  # a linked list is None here
            if image is not None:
                raise ValueError(f"images {choices.quoted(image)} is no picture; connect some")
        return True

    @classmethod
    def execute(
        cls, images: list[torch.Tensor], labels: list[str] | None = None, **given: list
    ) -> io.NodeOutput:
        settings = {name: of[0] for name, of in given.items() if of and of[0] is not None}
        shapes = [getattr(image, "shape", ()) for image in images]
        layout = grid_layout.plan(shapes, labels or [], **settings)
        canvas = layout.canvas()
        progress = ProgressBar(len(layout.cells))
        pictures = (picture for batch in images for picture in batch)
        for cell, picture in zip(layout.cells, pictures, strict=True):
            cell.paste(canvas, picture.float().cpu().numpy())
            progress.update(1)
        return io.NodeOutput(torch.from_numpy(canvas)[None])
