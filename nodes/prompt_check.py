"""The check: problems in a prompt that ComfyUI does not report."""

from typing import Any

from ..animagine import choices
from ..animagine.check import check
from ..animagine.models import presets
from .host import io
from .inputs import model_input, output
from .preview import answers
from .tokenizer import count_tokens


class AnimaginePromptCheck(io.ComfyNode):
    @classmethod
    def define_schema(cls) -> io.Schema:
        return io.Schema(
            node_id="AnimaginePromptCheck",
            display_name="Animagine Prompt Check",
            category="Animagine XL/Prompt",
            description=(
                "Finds problems in a prompt that ComfyUI does not report: parentheses that it "
                "reads as weights, tags of another version, tags that contradict each other, a "
                "misplaced quality block, or one past the first 75 tokens. It changes nothing; "
                "the report appears on the node."
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
                output(
                    io.String,
                    "report",
                    "The findings, one per line: the tag, the reason and the fix.",
                ),
                output(io.Int, "warnings", "Number of findings."),
                output(
                    io.Int,
                    "tokens",
                    "Token count by ComfyUI's own tokenizer, excluding start and end tokens. "
                    "An embedding counts as the text of its name.",
                ),
                output(io.Int, "chunks", "Number of 75-token chunks the prompt uses."),
            ],
            is_output_node=True,
        )

    @classmethod
    def validate_inputs(cls, model: str | None = None) -> bool:
        choices.require_known({"model": presets.model_ids()}, model=model)
        return True

    @classmethod
    def execute(cls, text: str, model: str, negative: str | None = None) -> io.NodeOutput:
        found = check(presets.load(model), text, negative, count_tokens)
        tokens, chunks = found.length or (0, 0)
        return io.NodeOutput(
            found.report,
            len(found.findings),
            tokens,
            chunks,
            ui={"text": [found.summary]},
        )

    @classmethod
    def preview(cls, given: dict[str, Any], elsewhere: answers.Elsewhere) -> answers.Answer:
        if "text" in elsewhere:
            return {}
        preset, text = presets.load(given["model"]), given["text"]
        found = check(preset, text, given.get("negative"), count_tokens)
        return answers.of_text(preset, text, found.findings)
