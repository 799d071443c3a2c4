"""The negative prompt that the authors recommend."""

from typing import Any

from ..animagine.models import ModelPreset
from ..animagine.prompt import negative, negative_choices, require_choice
from ..animagine.vocabulary import special_tags
from .host import io
from .inputs import choice_input, chosen, model_choice, output, socket_beside_model_choice
from .preview import answers


class AnimagineNegative(io.ComfyNode):
    runs_in_preview = True

    @classmethod
    def define_schema(cls) -> io.Schema:
        return io.Schema(
            node_id="AnimagineNegative",
            display_name="Animagine Recommended Negative",
            category="Animagine XL/Prompt",
            description=(
                "The negative prompt that the authors of your model recommend, word for word, "
                "plus the tags you add, minus the tags you remove. "
                "Link negative to CLIP Text Encode."
            ),
            search_aliases=["animagine", "negative prompt", "lowres", "bad anatomy"],
            inputs=[
                model_choice(_negative_input),
                io.String.Input(
                    "additional",
                    optional=True,
                    multiline=True,
                    default="",
                    placeholder="more tags to avoid",
                    tooltip="Tags to append to the recommended ones.",
                ),
                io.String.Input(
                    "remove",
                    optional=True,
                    default="",
                    placeholder="tags to remove",
                    tooltip="Tags to remove from the recommended ones, comma-separated.",
                ),
                socket_beside_model_choice(
                    "positive",
                    "Link the composer's positive here to remove tags that contradict it: "
                    "nsfw against an nsfw rating, or any tag that is in both.",
                ),
                io.Boolean.Input(
                    "adapt",
                    optional=True,
                    advanced=True,
                    default=True,
                    tooltip="Write [abstract], which ComfyUI reads as plain text, as "
                    "(abstract:0.91). Off: keep the model card's text unchanged.",
                ),
            ],
            outputs=[
                output(io.String, "negative", "The negative prompt, for CLIP Text Encode."),
                output(
                    io.String,
                    "report",
                    "Tags that were removed, rewritten or escaped, and possible problems, "
                    "one per line. Empty if nothing changed.",
                ),
            ],
        )

    @classmethod
    def validate_inputs(  # ComfyUI hides nested values from a signature without `**`
        cls, model: dict[str, str] | None = None, **_: object
    ) -> bool:
        require_choice(*chosen(model, "negative", special_tags.RECOMMENDED))
        return True

    @classmethod
    def execute(
        cls,
        model: dict[str, str],
        additional: str | None = "",
        remove: str | None = "",
        positive: str | None = "",
        adapt: bool = True,
    ) -> io.NodeOutput:
        preset, choice = chosen(model, "negative", special_tags.RECOMMENDED)
        result = negative(
            preset,
            choice,
            additional=additional,
            remove=remove,
            positive=positive,
            adapt=adapt,
        )
        return io.NodeOutput(result.text, result.report)

    @classmethod
    def preview(cls, given: dict[str, Any], elsewhere: answers.Elsewhere) -> answers.Answer:
        fields = {name: value for name, value in given.items() if name != "model"}
        preset, choice = chosen(given["model"], "negative", special_tags.RECOMMENDED)
        result = negative(preset, choice, **fields)
        return answers.of_text(preset, result.text, result.decisions, fields=None)


def _negative_input(preset: ModelPreset) -> io.Combo.Input:
    return choice_input(
        "negative",
        negative_choices(preset),
        "recommended is the list in the model card; standard, light and heavy are presets from "
        "the authors' demo.",
        default=special_tags.RECOMMENDED,
    )
