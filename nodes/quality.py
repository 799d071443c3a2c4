"""The quality tags of each model."""

from ..animagine.models.preset import ModelPreset
from ..animagine.vocabulary import special_tags
from .host import io
from .shared_inputs import (
    TAGS_TOOLTIP,
    chosen,
    model_choice,
    socket_beside_model_choice,
    tags_output,
)


class AnimagineQuality(io.ComfyNode):
    @classmethod
    def define_schema(cls) -> io.Schema:
        return io.Schema(
            node_id="AnimagineQuality",
            display_name="Animagine Quality",
            category="Animagine XL/Tags",
            description=(
                "The quality tags of your model: the block that the authors recommend, one of "
                "their presets, or a single tag, best first. "
                "Link tags to the composer or to another selector."
            ),
            search_aliases=["animagine", "masterpiece", "best quality", "quality tags"],
            inputs=[model_choice(_quality_input), socket_beside_model_choice("tags", TAGS_TOOLTIP)],
            outputs=[tags_output("The tags that came in, then the quality tags.")],
        )

    @classmethod
    def validate_inputs(cls, model=None, **_) -> bool:  # the host hides nested values without **
        special_tags.quality(*chosen(model, "quality", special_tags.RECOMMENDED))
        return True

    @classmethod
    def execute(cls, model: dict[str, str], tags: str | None = None) -> io.NodeOutput:
        quality = special_tags.quality(*chosen(model, "quality", special_tags.RECOMMENDED))
        return io.NodeOutput(special_tags.append(tags, quality))


def _quality_input(preset: ModelPreset) -> io.Combo.Input:
    return io.Combo.Input(
        "quality",
        optional=True,
        options=special_tags.quality_choices(preset),
        default=special_tags.RECOMMENDED,
        tooltip="recommended is the block of the model's document, standard, light and heavy are "
        "those of the authors' demo; then single tags, best first.",
    )
