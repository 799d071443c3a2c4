"""The composer: one prompt in the order that the model was trained on."""

from typing import Any

from ..animagine import choices
from ..animagine.models import presets
from ..animagine.prompt import compose, composer_choices
from ..animagine.vocabulary import special_tags
from .host import io
from .inputs import choice_input, model_input, output
from .preview import answers

COUNT, RATING, POSITION = "1girl", "safe", "documented"  # defaults


class AnimaginePromptComposer(io.ComfyNode):
    runs_in_preview = True

    @classmethod
    def define_schema(cls) -> io.Schema:
        options = composer_choices()
        return io.Schema(
            node_id="AnimaginePromptComposer",
            display_name="Animagine Prompt",
            category="Animagine XL/Prompt",
            description=(
                "Builds the positive prompt in the order that Animagine XL was trained on, escapes "
                "names such as saber (fate), and lists its changes in the report. "
                "Link positive to CLIP Text Encode."
            ),
            search_aliases=[
                "animagine",
                "prompt composer",
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
                    default=COUNT,
                    placeholder="1girl",
                    tooltip="Who is in the image: 1girl, 1boy, 2girls, or '1boy, 1girl' for both. "
                    "If another input contains a count, that one is used instead.",
                ),
                io.String.Input(
                    "character",
                    optional=True,
                    default="",
                    placeholder="character: firefly (honkai: star rail)",
                    tooltip="Danbooru names of the characters, comma-separated. "
                    "Type the parentheses as they are; they are escaped for you.",
                ),
                io.String.Input(
                    "series",
                    optional=True,
                    default="",
                    placeholder="series: honkai: star rail",
                    tooltip="The series the characters are from, comma-separated.",
                ),
                io.String.Input(
                    "artist",
                    optional=True,
                    default="",
                    placeholder="artist",
                    tooltip='Danbooru artist names, without a prefix such as "by".',
                ),
                choice_input(
                    "rating",
                    options["rating"],
                    "How revealing the image is, written the way your model expects it. "
                    "If another input contains a rating, that one is used instead.",
                    default=RATING,
                ),
                io.String.Input(
                    "general",
                    optional=True,
                    multiline=True,
                    dynamic_prompts=True,
                    default="",
                    placeholder="everything else: solo, looking at viewer, smile, outdoors, night",
                    tooltip="Everything else, in your order. You can also paste a whole prompt: "
                    "each special tag goes where the model expects it.",
                ),
                choice_input(
                    "year",
                    options["year"],
                    "Shifts the style towards that year. 3.x models get the matching era tag.",
                    default=special_tags.NONE,
                ),
                choice_input(
                    "quality",
                    options["quality"],
                    "recommended adds the quality tags that the authors recommend, "
                    "unless you type or link your own quality, score or aesthetic tags.",
                    default=special_tags.RECOMMENDED,
                ),
                io.String.Input(
                    "tags",
                    optional=True,
                    force_input=True,
                    tooltip="Tags from selectors, or any text; each goes where it belongs.",
                ),
                choice_input(
                    "quality_position",
                    options["quality_position"],
                    "Where the quality block goes. documented: at the end for 4.0, "
                    "at the start for 3.x.",
                    default=POSITION,
                    advanced=True,
                ),
                io.Boolean.Input(
                    "escape_parentheses",
                    optional=True,
                    advanced=True,
                    default=True,
                    tooltip="Write saber (fate) as saber \\(fate\\), so that ComfyUI does not read "
                    "part of the name as a weight. Weights such as (smile:1.2) are kept.",
                ),
                io.Boolean.Input(
                    "underscores_to_spaces",
                    optional=True,
                    advanced=True,
                    default=True,
                    tooltip="Write long_hair as long hair, as the model was trained. "
                    "Emoticons such as ^_^ are kept.",
                ),
                io.Boolean.Input(
                    "remove_duplicates",
                    optional=True,
                    advanced=True,
                    default=True,
                    tooltip="Keep each tag once, at its first position; a weighted copy wins.",
                ),
            ],
            outputs=[
                output(io.String, "positive", "The prompt, for CLIP Text Encode."),
                output(
                    io.String,
                    "report",
                    "Tags that were moved, added, removed or escaped, and possible problems, "
                    "one per line. Empty if nothing changed.",
                ),
            ],
        )

    @classmethod
    def validate_inputs(
        cls,
        model: str | None = None,
        rating: str | None = None,
        year: str | None = None,
        quality: str | None = None,
        quality_position: str | None = None,
    ) -> bool:
        choices.require_known(
            composer_choices(),
            model=model,
            rating=rating,
            year=year,
            quality=quality,
            quality_position=quality_position,
        )
        return True

    @classmethod
    def execute(
        cls,
        model: str,
        count: str | None = COUNT,
        character: str | None = "",
        series: str | None = "",
        artist: str | None = "",
        rating: str = RATING,
        general: str | None = "",
        year: str = special_tags.NONE,
        quality: str = special_tags.RECOMMENDED,
        tags: str | None = "",
        quality_position: str = POSITION,
        escape_parentheses: bool = True,
        underscores_to_spaces: bool = True,
        remove_duplicates: bool = True,
    ) -> io.NodeOutput:
        result = compose(
            presets.load(model),
            count=count,
            character=character,
            series=series,
            artist=artist,
            rating=rating,
            general=general,
            year=year,
            quality=quality,
            tags=tags,
            quality_position=quality_position,
            escape_parentheses=escape_parentheses,
            underscores_to_spaces=underscores_to_spaces,
            remove_duplicates=remove_duplicates,
        )
        return io.NodeOutput(result.text, result.report)

    @classmethod
    def preview(cls, given: dict[str, Any], elsewhere: answers.Elsewhere) -> answers.Answer:
        fields = {name: value for name, value in given.items() if name != "model"}
        preset = presets.load(given["model"])
        result = compose(preset, **fields)
        return answers.of_text(preset, result.text, result.decisions, fields)
