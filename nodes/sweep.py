"""One prompt for each value of an axis, or of two."""

from ..animagine.models import presets
from ..animagine.sweep import cells as sweep
from .host import io
from .shared_inputs import model_input

_VALUES_TOOLTIP = (
    "One value a line, or between commas; blank is all that the model has. Years take ranges with "
    "a step, 2005-2025/5. Each line of custom is one value: tags to add, search -> replacement, or "
    "none for the prompt as it is."
)


class AnimagineSweep(io.ComfyNode):
    @classmethod
    def define_schema(cls) -> io.Schema:
        options = sweep.sweep_choices()
        return io.Schema(
            node_id="AnimagineSweep",
            display_name="Animagine Sweep",
            category="Animagine XL/Compare",
            description=(
                "Your prompt once for each year, rating, quality, score, aesthetic or variant of "
                "your own: the tags of an axis take the place of those in the prompt. Link prompts "
                "to CLIP Text Encode, labels and columns to Animagine Grid, and fix the seed."
            ),
            search_aliases=["animagine", "xyz plot", "compare", "prompt s/r", "year sweep"],
            inputs=[
                io.String.Input(
                    "prompt", force_input=True, tooltip="A composed prompt, from the composer."
                ),
                model_input(),
                io.Combo.Input(
                    "x_axis",
                    optional=True,
                    options=list(options["x_axis"]),
                    default=options["x_axis"][0],
                    tooltip="What differs from column to column. A single axis of more than "
                    "seven values goes on in the next row.",
                ),
                io.String.Input(
                    "x_values",
                    optional=True,
                    multiline=True,
                    default="",
                    placeholder="blank = all; years: 2005-2025/5",
                    tooltip=_VALUES_TOOLTIP,
                ),
                io.Combo.Input(
                    "y_axis",
                    optional=True,
                    options=list(options["y_axis"]),
                    default=options["y_axis"][0],
                    tooltip="What differs from row to row; none for one axis.",
                ),
                io.String.Input(
                    "y_values",
                    optional=True,
                    multiline=True,
                    default="",
                    placeholder="blank = all",
                    tooltip=_VALUES_TOOLTIP,
                ),
            ],
            outputs=[
                io.String.Output(
                    "prompts",
                    display_name="prompts",
                    is_output_list=True,
                    tooltip="A prompt for each cell, row by row: ComfyUI runs the next nodes "
                    "once for each.",
                ),
                io.String.Output(
                    "labels",
                    display_name="labels",
                    is_output_list=True,
                    tooltip="The value of each cell; of two axes, x and y in two lines.",
                ),
                io.Int.Output(
                    "columns", display_name="columns", tooltip="The columns of the grid."
                ),
            ],
        )

    @classmethod
    def validate_inputs(
        cls, model=None, x_axis=sweep.AXES[0], x_values="", y_axis=sweep.NONE, y_values=""
    ) -> bool:  # a linked value is None here
        sweep.check(model, x_axis, x_values, y_axis, y_values)
        return True

    @classmethod
    def execute(cls, prompt: str | None, model: str, **axes) -> io.NodeOutput:
        swept = sweep.sweep(presets.load(model), prompt, **axes)
        shown = {"text": (swept.report,)} if swept.report else None
        return io.NodeOutput(swept.prompts, swept.labels, swept.columns, ui=shown)
