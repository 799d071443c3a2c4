"""A prompt of one version of Animagine XL in the words of another."""

from ..animagine import choices
from ..animagine.convert import rewrite as convert
from .host import io


class AnimaginePromptConverter(io.ComfyNode):
    @classmethod
    def define_schema(cls) -> io.Schema:
        options = convert.converter_choices()
        return io.Schema(
            node_id="AnimaginePromptConverter",
            display_name="Animagine Prompt Converter",
            category="Animagine XL/Prompt",
            description=(
                "Rewrites a prompt of one Animagine XL version for another: quality, score, "
                "aesthetic, rating and year tags, and the recommended blocks. Positive and "
                "negative prompts both work. All other tags stay as they are."
            ),
            search_aliases=["animagine", "convert prompt", "migrate prompt", "3.1 to 4.0"],
            inputs=[
                io.String.Input(
                    "text",
                    optional=True,
                    multiline=True,
                    default="",
                    placeholder="a prompt for another version, positive or negative",
                    tooltip="The prompt to convert. A text that holds half of a recommended "
                    "negative is taken for a negative prompt.",
                ),
                io.Combo.Input(
                    "source",
                    optional=True,
                    options=options["source"],
                    default=options["source"][0],
                    tooltip="The version that the prompt was written for. detect tells it by the "
                    "words in the prompt; the report says by which.",
                ),
                io.Combo.Input(
                    "target",
                    optional=True,
                    options=options["target"],
                    default=options["target"][0],
                    tooltip="The version of your checkpoint.",
                ),
            ],
            outputs=[
                io.String.Output(
                    "text",
                    display_name="text",
                    tooltip="The converted prompt, for CLIP Text Encode or the composer.",
                ),
                io.String.Output(
                    "report",
                    display_name="report",
                    tooltip="What was detected, changed, moved or removed and why, a line each.",
                ),
            ],
        )

    @classmethod
    def validate_inputs(cls, source=None, target=None) -> bool:
        choices.check_known(convert.converter_choices(), source=source, target=target)
        return True

    @classmethod
    def execute(
        cls,
        text: str | None = "",
        source: str = convert.DETECT,
        target: str = "animagine-xl-4.0-opt",
    ) -> io.NodeOutput:
        result = convert.convert(text, source, target)
        return io.NodeOutput(result.text, result.report)
