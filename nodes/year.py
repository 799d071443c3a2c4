"""The year tags of each model."""

from ..animagine import choices
from ..animagine.models import presets
from ..animagine.vocabulary import special_tags
from .host import io
from .shared_inputs import model_input, tags_input, tags_output


class AnimagineYear(io.ComfyNode):
    @classmethod
    def define_schema(cls) -> io.Schema:
        options = list(special_tags.year_choices())
        return io.Schema(
            node_id="AnimagineYear",
            display_name="Animagine Year",
            category="Animagine XL/Tags",
            description=(
                "Pulls the style towards a year: 'year 2024' in 4.0, "
                "the era that holds the year (newest ... oldest) in 3.x."
            ),
            search_aliases=["animagine", "year 2024", "newest", "era", "year tags"],
            inputs=[
                model_input(),
                io.Combo.Input(
                    "year",
                    optional=True,
                    options=options,
                    default=options[0],
                    tooltip="The year whose style is wanted. "
                    "A year after the last era of 3.x gives newest.",
                ),
                tags_input(),
            ],
            outputs=[tags_output("The tags that came in, then the year or era.")],
        )

    @classmethod
    def validate_inputs(cls, model=None, year=None) -> bool:
        allowed = {"model": presets.names(), "year": special_tags.year_choices()}
        choices.check_known(allowed, model=model, year=year)
        return True

    @classmethod
    def execute(cls, model: str, year: str = "2025", tags: str | None = None) -> io.NodeOutput:
        own = special_tags.year(presets.load(model), year)
        return io.NodeOutput(special_tags.append(tags, own))
