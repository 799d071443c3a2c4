"""The composer: one prompt in the order that the model was trained on."""

from ..animagine import choices
from ..animagine.models import presets
from ..animagine.prompt import compose as prompt
from .host import io
from .shared_inputs import model_input


class AnimaginePromptComposer(io.ComfyNode):
    @classmethod
    def define_schema(cls) -> io.Schema:
        options = prompt.composer_choices()
        return io.Schema(
            node_id="AnimaginePromptComposer",
            display_name="Animagine Prompt Composer",
            category="Animagine XL/Prompt",
            description=(
                "Builds the positive prompt in the order that Animagine XL was trained on, escapes "
                "names such as saber (fate), and says in its report what it changed. "
                "Link positive to CLIP Text Encode."
            ),
            search_aliases=[
                "animagine",
                "anime prompt",
                "danbooru tags",
                "tag order",
                "sdxl prompt",
            ],
            inputs=[
                model_input(),
                io.String.Input(
                    "count",
                    optional=True,
                    default="1girl",
                    placeholder="1girl",
                    tooltip="Who is in the picture: 1girl, 2girls, or '1boy, 1girl' for both. "
                    "A count in another text takes its place.",
                ),
                io.String.Input(
                    "character",
                    optional=True,
                    default="",
                    placeholder="character: firefly (honkai: star rail)",
                    tooltip="Danbooru names of the characters, separated by commas. "
                    "Write the parentheses as they are; they are escaped for you.",
                ),
                io.String.Input(
                    "series",
                    optional=True,
                    default="",
                    placeholder="series: honkai: star rail",
                    tooltip="The series the characters are from, separated by commas.",
                ),
                io.String.Input(
                    "artist",
                    optional=True,
                    default="",
                    placeholder="artist",
                    tooltip="Danbooru names of the artists, nothing in front of them.",
                ),
                io.Combo.Input(
                    "rating",
                    optional=True,
                    options=options["rating"],
                    default="safe",
                    tooltip="How revealing the picture is, in the model's own words. "
                    "A rating in another text takes its place.",
                ),
                io.String.Input(
                    "general",
                    optional=True,
                    multiline=True,
                    dynamic_prompts=True,
                    default="",
                    placeholder="everything else: solo, looking at viewer, smile, outdoors, night",
                    tooltip="Everything else, in your order. You may also paste a whole prompt: "
                    "each special tag goes where the model expects it.",
                ),
                io.Combo.Input(
                    "year",
                    optional=True,
                    options=options["year"],
                    default=options["year"][0],
                    tooltip="Pulls the style towards a year. 3.x models get the era of that year.",
                ),
                io.Combo.Input(
                    "quality",
                    optional=True,
                    options=options["quality"],
                    default=options["quality"][0],
                    tooltip="recommended adds the quality tags that the authors recommend, "
                    "unless quality, score or aesthetic tags are typed or linked.",
                ),
                io.String.Input(
                    "tags",
                    optional=True,
                    force_input=True,
                    tooltip="Tags from selectors or any text; each goes where it belongs.",
                ),
                io.Combo.Input(
                    "quality_position",
                    optional=True,
                    advanced=True,
                    options=options["quality_position"],
                    default=options["quality_position"][0],
                    tooltip="Where the quality block stands. documented: at the end for 4.0, "
                    "at the start for 3.x.",
                ),
                io.Boolean.Input(
                    "escape_parentheses",
                    optional=True,
                    advanced=True,
                    default=True,
                    tooltip="Write saber (fate) as saber \\(fate\\), so that ComfyUI does not take "
                    "the name for a weight. Weights such as (smile:1.2) stay.",
                ),
                io.Boolean.Input(
                    "underscores_to_spaces",
                    optional=True,
                    advanced=True,
                    default=True,
                    tooltip="Write long_hair as long hair, as the model was trained. "
                    "Faces such as ^_^ stay.",
                ),
                io.Boolean.Input(
                    "remove_duplicates",
                    optional=True,
                    advanced=True,
                    default=True,
                    tooltip="Keep each tag once: the first place, and the one with a weight.",
                ),
            ],
            outputs=[
                io.String.Output(
                    "positive",
                    display_name="positive",
                    tooltip="The prompt, for CLIP Text Encode.",
                ),
                io.String.Output(
                    "report",
                    display_name="report",
                    tooltip="What was moved, added, removed, escaped or looks wrong, a line each. "
                    "Empty when there is nothing to say.",
                ),
            ],
        )

    @classmethod
    def validate_inputs(
        cls, model=None, rating=None, year=None, quality=None, quality_position=None
    ) -> bool:
        choices.check_known(
            prompt.composer_choices(),
            model=model,
            rating=rating,
            year=year,
            quality=quality,
            quality_position=quality_position,
        )
        return True

    @classmethod
    def execute(cls, model: str, **fields) -> io.NodeOutput:
        result = prompt.compose(presets.load(model), **fields)
        return io.NodeOutput(result.text, result.report)
