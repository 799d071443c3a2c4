"""The rating tags of each model."""

from ..animagine import choices
from ..animagine.models import presets
from ..animagine.vocabulary import special_tags
from .host import io
from .shared_inputs import model_input, tags_input, tags_output


class AnimagineRating(io.ComfyNode):
    @classmethod
    def define_schema(cls) -> io.Schema:
        options = list(special_tags.rating_choices())
        return io.Schema(
            node_id="AnimagineRating",
            display_name="Animagine Rating",
            category="Animagine XL/Tags",
            description=(
                "The rating in the words of your model: explicit is 'explicit' in 4.0, "
                "'explicit, nsfw' in 3.1 and 'rating: explicit, nsfw' in 3.0."
            ),
            search_aliases=["animagine", "safe", "sensitive", "nsfw", "rating tags"],
            inputs=[
                model_input(),
                io.Combo.Input(
                    "rating",
                    optional=True,
                    options=options,
                    default=options[0],
                    tooltip="How revealing the picture is, from safe to explicit.",
                ),
                tags_input(),
            ],
            outputs=[tags_output("The tags that came in, then the rating.")],
        )

    @classmethod
    def validate_inputs(cls, model=None, rating=None) -> bool:
        allowed = {"model": presets.names(), "rating": special_tags.rating_choices()}
        choices.check_known(allowed, model=model, rating=rating)
        return True

    @classmethod
    def execute(cls, model: str, rating: str = "safe", tags: str | None = None) -> io.NodeOutput:
        own = special_tags.rating(presets.load(model), rating)
        return io.NodeOutput(special_tags.append(tags, own))
