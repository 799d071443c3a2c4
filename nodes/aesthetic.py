"""The aesthetic tags of Animagine XL 3.1."""

from ..animagine import choices
from ..animagine.vocabulary import special_tags
from .host import io
from .shared_inputs import tags_input, tags_output


class AnimagineAesthetic(io.ComfyNode):
    @classmethod
    def define_schema(cls) -> io.Schema:
        options = list(special_tags.aesthetic_choices())
        return io.Schema(
            node_id="AnimagineAesthetic",
            display_name="Animagine Aesthetic",
            category="Animagine XL/Tags",
            description=(
                "The aesthetic tags of Animagine XL 3.1, best first. "
                "Versions 3.0 and 4.0 do not know them."
            ),
            search_aliases=["animagine", "very aesthetic", "displeasing", "aesthetic tags"],
            inputs=[
                io.Combo.Input(
                    "aesthetic",
                    optional=True,
                    options=options,
                    default=options[0],
                    tooltip="How pleasing the picture is, as a classifier saw it in training.",
                ),
                tags_input(),
            ],
            outputs=[tags_output("The tags that came in, then the aesthetic tag.")],
        )

    @classmethod
    def validate_inputs(cls, aesthetic=None) -> bool:
        choices.check_known({"aesthetic": special_tags.aesthetic_choices()}, aesthetic=aesthetic)
        return True

    @classmethod
    def execute(cls, aesthetic: str = special_tags.NONE, tags: str | None = None) -> io.NodeOutput:
        return io.NodeOutput(special_tags.append(tags, special_tags.aesthetic(aesthetic)))
