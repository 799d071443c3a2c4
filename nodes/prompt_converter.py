"""The converter: a prompt for one version of Animagine XL as one for another version."""

from typing import Any

from ..animagine import choices
from ..animagine.convert import DETECT, convert, converter_choices, reads_as_negative
from ..animagine.models import presets
from .host import io
from .inputs import NOT_SENT, choice_input, output, sent
from .preview import answers


class AnimaginePromptConverter(io.ComfyNode):
    runs_in_preview = True

    @classmethod
    def define_schema(cls) -> io.Schema:
        options = converter_choices()
        return io.Schema(
            node_id="AnimaginePromptConverter",
            display_name="Animagine Prompt Converter",
            category="Animagine XL/Prompt",
            description=(
                "Rewrites a prompt of another Animagine XL version, or of Pony, Illustrious, "
                "NoobAI, Anima or NovelAI, for your version: quality, score, aesthetic, rating and "
                "year tags, and the recommended blocks. Positive and negative prompts both work. "
                "Names and general tags are kept."
            ),
            search_aliases=["animagine", "convert prompt", "migrate prompt", "3.1 to 4.0"],
            inputs=[
                io.String.Input(
                    "text",
                    optional=True,
                    multiline=True,
                    default="",
                    placeholder="a prompt for another version, positive or negative",
                    tooltip="The prompt to convert. A text containing at least half of a "
                    "recommended negative is treated as a negative prompt.",
                ),
                choice_input(
                    "source",
                    options["source"],
                    "The version that the prompt was written for. detect identifies it, or another "
                    "model, from the tags in the prompt; the report lists them.",
                    default=DETECT,
                ),
                choice_input("target", options["target"], "The version of your checkpoint."),
            ],
            outputs=[
                output(
                    io.String, "text", "The converted prompt, for CLIP Text Encode or the composer."
                ),
                output(
                    io.String,
                    "report",
                    "What was detected, changed, moved or removed and why, one per line.",
                ),
            ],
        )

    @classmethod
    def validate_inputs(cls, source: str | None = None, target: str | None = None) -> bool:
        choices.require_known(converter_choices(), source=source, target=target)
        return True

    @classmethod
    def execute(
        cls, text: str | None = "", source: str = DETECT, target: str = NOT_SENT
    ) -> io.NodeOutput:
        target = sent(target, converter_choices()["target"])
        result = convert(text, source, target)
        return io.NodeOutput(result.text, result.report)

    @classmethod
    def preview(cls, given: dict[str, Any], elsewhere: answers.Elsewhere) -> answers.Answer:
        if "text" in elsewhere:
            return {}
        target = given.get("target", converter_choices()["target"][0])
        source = given.get("source", DETECT)
        result = convert(given.get("text"), source, target)
        negative = reads_as_negative(given.get("text"), source, target)
        fields: dict[str, str] | None = None if negative else {}
        return answers.of_text(presets.load(target), result.text, result.decisions, fields)
