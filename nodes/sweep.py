"""One prompt for each value of an axis, or of two."""

from typing import Any

from ..animagine.models import presets
from ..animagine.sweep import AXES, require_axes, sweep, sweep_choices
from ..animagine.vocabulary import special_tags
from .host import io
from .inputs import choice_input, model_input, output
from .preview import answers

X_AXIS, Y_AXIS = AXES[0], special_tags.NONE  # defaults
MAX_PREVIEW = 10_000  # characters of a prompt whose sweep is previewed: up to 256 copies
_VALUES_TOOLTIP = (
    "One value per line, or comma-separated; blank uses all the model's values. Years take ranges "
    "with a step, 2005-2025/5. Each line of custom is one value: tags to add, search -> "
    "replacement, or none to keep the prompt unchanged."
)


class AnimagineSweep(io.ComfyNode):
    @classmethod
    def define_schema(cls) -> io.Schema:
        options = sweep_choices()
        return io.Schema(
            node_id="AnimagineSweep",
            display_name="Animagine Comparison Sweep",
            category="Animagine XL/Compare",
            description=(
                "Repeats your prompt once per value (year, rating, quality, score, aesthetic, or "
                "your own), replacing the matching tags, for an XY plot (X/Y/Z plot). Link prompts "
                "to CLIP Text Encode, labels and columns to Animagine Comparison Grid, and fix the "
                "seed."
            ),
            search_aliases=["animagine", "xyz plot", "xy plot", "compare", "prompt s/r"],
            inputs=[
                io.String.Input(
                    "prompt", force_input=True, tooltip="A composed prompt, from the composer."
                ),
                model_input(),
                choice_input(
                    "x_axis",
                    options["x_axis"],
                    "What changes between columns. A single axis with more than seven values wraps "
                    "to the next row.",
                    default=X_AXIS,
                ),
                io.String.Input(
                    "x_values",
                    optional=True,
                    multiline=True,
                    default="",
                    placeholder="blank = all; years: 2005-2025/5",
                    tooltip=_VALUES_TOOLTIP,
                ),
                choice_input(
                    "y_axis",
                    options["y_axis"],
                    "What changes between rows; none for a single axis.",
                    default=Y_AXIS,
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
                output(
                    io.String,
                    "prompts",
                    "One prompt per cell, row by row: ComfyUI runs the next nodes once for each.",
                    is_list=True,
                ),
                output(
                    io.String,
                    "labels",
                    "The value of each cell; with two axes: x, then y on a second line.",
                    is_list=True,
                ),
                output(io.Int, "columns", "The number of columns of the grid."),
            ],
        )

    @classmethod
    def validate_inputs(
        cls,
        model: str | None = None,
        x_axis: str | None = X_AXIS,
        x_values: str | None = "",
        y_axis: str | None = Y_AXIS,
        y_values: str | None = "",
    ) -> bool:  # a linked value is None here
        require_axes(model, x_axis, x_values, y_axis, y_values)
        return True

    @classmethod
    def execute(
        cls,
        prompt: str | None,
        model: str,
        x_axis: str = X_AXIS,
        x_values: str | None = "",
        y_axis: str = Y_AXIS,
        y_values: str | None = "",
    ) -> io.NodeOutput:
        swept = sweep(
            presets.load(model),
            prompt,
            x_axis=x_axis,
            x_values=x_values,
            y_axis=y_axis,
            y_values=y_values,
        )
        shown = {"text": (swept.report,)} if swept.report else None
        return io.NodeOutput(swept.prompts, swept.labels, swept.columns, ui=shown)

    @classmethod
    def preview(cls, given: dict[str, Any], elsewhere: answers.Elsewhere) -> answers.Answer:
        if elsewhere:
            return {}
        axes = {name: value for name, value in given.items() if name not in ("prompt", "model")}
        prompt = given["prompt"]
        if len(prompt) > MAX_PREVIEW:
            raise ValueError(
                f"prompt is too long to preview a sweep: {len(prompt)} characters, "
                f"maximum {MAX_PREVIEW}"
            )
        return answers.of_sweep(sweep(presets.load(given["model"]), prompt, **axes))
