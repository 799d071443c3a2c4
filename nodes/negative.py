"""The negative prompt that the authors recommend."""

from ..animagine.models.preset import ModelPreset
from ..animagine.prompt import negative
from ..animagine.vocabulary import special_tags
from .host import io
from .shared_inputs import chosen, model_choice, socket_beside_model_choice


class AnimagineNegative(io.ComfyNode):
    @classmethod
    def define_schema(cls) -> io.Schema:
        return io.Schema(
            node_id="AnimagineNegative",
            display_name="Animagine Recommended Negative",
            category="Animagine XL/Prompt",
            description=(
                "The negative prompt that the authors of your model recommend, word for word, "
                "with your own tags added or taken away. Link negative to CLIP Text Encode."
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
                    tooltip="Tags to put behind the recommended ones.",
                ),
                io.String.Input(
                    "remove",
                    optional=True,
                    default="",
                    placeholder="tags to leave out",
                    tooltip="Tags to take out of the recommended ones, separated by commas.",
                ),
                socket_beside_model_choice(
                    "positive",
                    "Link the composer's positive here, and tags that contradict it are left out: "
                    "nsfw against an nsfw rating, or any tag that is in both.",
                ),
                io.Boolean.Input(
                    "adapt",
                    optional=True,
                    advanced=True,
                    default=True,
                    tooltip="Write [abstract], which ComfyUI reads as plain text, as "
                    "(abstract:0.91). Off gives the document letter by letter.",
                ),
            ],
            outputs=[
                io.String.Output(
                    "negative",
                    display_name="negative",
                    tooltip="The negative prompt, for CLIP Text Encode.",
                ),
                io.String.Output(
                    "report",
                    display_name="report",
                    tooltip="What was removed, rewritten, escaped or looks wrong, a line each.",
                ),
            ],
        )

    @classmethod
    def validate_inputs(cls, model=None, **_) -> bool:  # the host hides nested values without **
        negative.check_choice(*chosen(model, "negative", special_tags.RECOMMENDED))
        return True

    @classmethod
    def execute(cls, model: dict[str, str], **fields) -> io.NodeOutput:
        result = negative.negative(*chosen(model, "negative", special_tags.RECOMMENDED), **fields)
        return io.NodeOutput(result.text, result.report)


def _negative_input(preset: ModelPreset) -> io.Combo.Input:
    options = negative.negative_choices(preset)
    return io.Combo.Input(
        "negative",
        optional=True,
        options=options,
        default=options[0],
        tooltip="recommended is the list of the model's document; "
        "standard, light and heavy are those of the authors' demo.",
    )
