"""The score tags of Animagine XL 4.0."""

from ..animagine import choices
from ..animagine.vocabulary import special_tags
from .host import io
from .shared_inputs import tags_input, tags_output


class AnimagineScore(io.ComfyNode):
    @classmethod
    def define_schema(cls) -> io.Schema:
        options = list(special_tags.score_choices())
        return io.Schema(
            node_id="AnimagineScore",
            display_name="Animagine Score",
            category="Animagine XL/Tags",
            description=(
                "The score tags of Animagine XL 4.0, best first. The authors call them stronger "
                "than the quality tags. Versions 3.x do not know them."
            ),
            search_aliases=["animagine", "high score", "great score", "score tags"],
            inputs=[
                io.Combo.Input(
                    "score",
                    optional=True,
                    options=options,
                    default=options[0],
                    tooltip=f"recommended is: {special_tags.score(options[0])}",
                ),
                tags_input(),
            ],
            outputs=[tags_output("The tags that came in, then the score tags.")],
        )

    @classmethod
    def validate_inputs(cls, score=None) -> bool:
        choices.check_known({"score": special_tags.score_choices()}, score=score)
        return True

    @classmethod
    def execute(
        cls, score: str = special_tags.RECOMMENDED, tags: str | None = None
    ) -> io.NodeOutput:
        return io.NodeOutput(special_tags.append(tags, special_tags.score(score)))
