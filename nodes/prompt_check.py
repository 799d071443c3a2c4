"""The check: what would quietly hurt a prompt."""

from ..animagine import choices
from ..animagine.check import prompt as check
from ..animagine.models import presets
from ..animagine.report import as_text
from .host import io
from .shared_inputs import model_input
from .tokenizer import count_tokens


class AnimaginePromptCheck(io.ComfyNode):
    @classmethod
    def define_schema(cls) -> io.Schema:
        return io.Schema(
            node_id="AnimaginePromptCheck",
            display_name="Animagine Prompt Check",
            category="Animagine XL/Prompt",
            description=(
                "Finds what would quietly hurt a prompt: parentheses that ComfyUI reads as "
                "weights, words of another version, tags that contradict each other, a quality "
                "block in the wrong place or behind the first 75 tokens. It changes nothing and "
                "shows its report on itself."
            ),
            search_aliases=["animagine", "lint", "prompt check", "token count", "75 tokens"],
            inputs=[
                io.String.Input(
                    "text",
                    force_input=True,
                    tooltip="The positive prompt, as it goes into CLIP Text Encode.",
                ),
                model_input(),
                io.String.Input(
                    "negative",
                    optional=True,
                    force_input=True,
                    tooltip="The negative prompt, to find tags that are in both.",
                ),
            ],
            outputs=[
                io.String.Output(
                    "report",
                    display_name="report",
                    tooltip="A line for each finding: the tag, the reason and what to do.",
                ),
                io.Int.Output("warnings", display_name="warnings", tooltip="How many findings."),
                io.Int.Output(
                    "tokens",
                    display_name="tokens",
                    tooltip="Tokens by ComfyUI's own tokenizer, without start and end. "
                    "An embedding counts as the text of its name.",
                ),
                io.Int.Output(
                    "chunks",
                    display_name="chunks",
                    tooltip="Chunks of 75 tokens that the prompt takes.",
                ),
            ],
            is_output_node=True,
        )

    @classmethod
    def validate_inputs(cls, model=None) -> bool:
        choices.check_known({"model": presets.names()}, model=model)
        return True

    @classmethod
    def execute(cls, text: str, model: str, negative: str | None = None) -> io.NodeOutput:
        found = check.check_with_length(presets.load(model), text, negative, count_tokens)
        return io.NodeOutput(
            as_text(found.findings),
            len(found.findings),
            found.length.tokens,
            found.length.chunks,
            ui={"text": [found.summary]},
        )
