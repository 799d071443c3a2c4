"""The selectors: each appends the special tags of one kind to the tags that it receives."""

from typing import Any

from ..animagine import choices
from ..animagine.models import ModelPreset, presets
from ..animagine.vocabulary import special_tags
from .host import io
from .inputs import (
    NOT_SENT,
    TAGS_TOOLTIP,
    choice_input,
    chosen,
    model_choice,
    model_input,
    output,
    sent,
    socket_beside_model_choice,
    tags_input,
)


def _selector(*inputs: io.Input, appended: str) -> dict[str, Any]:
    """The part of a schema that the selectors share; a `tags` socket is the last of `inputs`."""
    return {
        "category": "Animagine XL/Tags",
        "inputs": list(inputs),
        "outputs": [output(io.String, "tags", f"The input tags followed by the {appended}.")],
    }


class AnimagineQuality(io.ComfyNode):
    runs_in_preview = True

    @classmethod
    def define_schema(cls) -> io.Schema:
        return io.Schema(
            node_id="AnimagineQuality",
            display_name="Animagine Quality Selector",
            description=(
                "The quality tags of your model: the block that the authors recommend, one of "
                "their presets, or an individual tag, best first. "
                "Link tags to the composer or to another selector."
            ),
            search_aliases=["animagine", "masterpiece", "best quality", "quality tags"],
            **_selector(
                model_choice(_quality_input),
                socket_beside_model_choice("tags", TAGS_TOOLTIP),
                appended="quality tags",
            ),
        )

    @classmethod
    def validate_inputs(  # ComfyUI hides nested values from a signature without `**`
        cls, model: dict[str, str] | None = None, **_: object
    ) -> bool:
        special_tags.quality(*chosen(model, "quality", special_tags.RECOMMENDED))
        return True

    @classmethod
    def execute(cls, model: dict[str, str], tags: str | None = None) -> io.NodeOutput:
        quality = special_tags.quality(*chosen(model, "quality", special_tags.RECOMMENDED))
        return io.NodeOutput(special_tags.append(tags, quality))


def _quality_input(preset: ModelPreset) -> io.Combo.Input:
    return choice_input(
        "quality",
        special_tags.quality_choices(preset),
        "recommended: the block from the model card. standard, light, heavy: presets from the "
        "authors' demo. Then the individual tags, best first.",
        default=special_tags.RECOMMENDED,
    )


class AnimagineScore(io.ComfyNode):
    runs_in_preview = True

    @classmethod
    def define_schema(cls) -> io.Schema:
        return io.Schema(
            node_id="AnimagineScore",
            display_name="Animagine Score Selector",
            description=(
                "The score tags of Animagine XL 4.0, best first. According to the authors they "
                "have a stronger effect than the quality tags. 3.x was not trained on them."
            ),
            search_aliases=["animagine", "high score", "great score", "score tags"],
            **_selector(
                choice_input(
                    "score",
                    special_tags.score_choices(),
                    f"recommended: {special_tags.score(special_tags.RECOMMENDED)}. "
                    "Then the individual tags, best first.",
                    default=special_tags.RECOMMENDED,
                ),
                tags_input(),
                appended="score tags",
            ),
        )

    @classmethod
    def validate_inputs(cls, score: str | None = None) -> bool:
        choices.require_known({"score": special_tags.score_choices()}, score=score)
        return True

    @classmethod
    def execute(
        cls, score: str = special_tags.RECOMMENDED, tags: str | None = None
    ) -> io.NodeOutput:
        return io.NodeOutput(special_tags.append(tags, special_tags.score(score)))


class AnimagineAesthetic(io.ComfyNode):
    runs_in_preview = True

    @classmethod
    def define_schema(cls) -> io.Schema:
        return io.Schema(
            node_id="AnimagineAesthetic",
            display_name="Animagine Aesthetic Selector",
            description=(
                "The aesthetic tags of Animagine XL 3.1, best first. "
                "3.0 and 4.0 were not trained on them."
            ),
            search_aliases=["animagine", "very aesthetic", "displeasing", "aesthetic tags"],
            **_selector(
                choice_input(
                    "aesthetic",
                    special_tags.aesthetic_choices(),
                    "How pleasing the image is, as rated by a classifier for training.",
                    default=special_tags.NONE,
                ),
                tags_input(),
                appended="aesthetic tag",
            ),
        )

    @classmethod
    def validate_inputs(cls, aesthetic: str | None = None) -> bool:
        choices.require_known({"aesthetic": special_tags.aesthetic_choices()}, aesthetic=aesthetic)
        return True

    @classmethod
    def execute(cls, aesthetic: str = special_tags.NONE, tags: str | None = None) -> io.NodeOutput:
        return io.NodeOutput(special_tags.append(tags, special_tags.aesthetic(aesthetic)))


class AnimagineRating(io.ComfyNode):
    runs_in_preview = True

    @classmethod
    def define_schema(cls) -> io.Schema:
        return io.Schema(
            node_id="AnimagineRating",
            display_name="Animagine Rating Selector",
            description=(
                "The rating, written the way your model expects it: explicit is 'explicit' in 4.0, "
                "'explicit, nsfw' in 3.1 and 'rating: explicit, nsfw' in 3.0."
            ),
            search_aliases=["animagine", "safe", "sensitive", "nsfw", "rating tags"],
            **_selector(
                model_input(),
                choice_input(
                    "rating",
                    special_tags.rating_choices(),
                    "How revealing the image is, from safe to explicit.",
                ),
                tags_input(),
                appended="rating",
            ),
        )

    @classmethod
    def validate_inputs(cls, model: str | None = None, rating: str | None = None) -> bool:
        options = {"model": presets.model_ids(), "rating": special_tags.rating_choices()}
        choices.require_known(options, model=model, rating=rating)
        return True

    @classmethod
    def execute(cls, model: str, rating: str = NOT_SENT, tags: str | None = None) -> io.NodeOutput:
        own = special_tags.rating(presets.load(model), sent(rating, special_tags.rating_choices()))
        return io.NodeOutput(special_tags.append(tags, own))


class AnimagineYear(io.ComfyNode):
    runs_in_preview = True

    @classmethod
    def define_schema(cls) -> io.Schema:
        return io.Schema(
            node_id="AnimagineYear",
            display_name="Animagine Year Selector",
            description=(
                "Shifts the style towards a year: 'year 2024' in 4.0, "
                "the matching era tag (newest ... oldest) in 3.x."
            ),
            search_aliases=["animagine", "year 2024", "newest", "era", "year tags"],
            **_selector(
                model_input(),
                choice_input(
                    "year",
                    special_tags.year_choices(),
                    "The year whose style you want. Years after the last 3.x era use newest.",
                ),
                tags_input(),
                appended="year or era",
            ),
        )

    @classmethod
    def validate_inputs(cls, model: str | None = None, year: str | None = None) -> bool:
        options = {"model": presets.model_ids(), "year": special_tags.year_choices()}
        choices.require_known(options, model=model, year=year)
        return True

    @classmethod
    def execute(cls, model: str, year: str = NOT_SENT, tags: str | None = None) -> io.NodeOutput:
        own = special_tags.year(presets.load(model), sent(year, special_tags.year_choices()))
        return io.NodeOutput(special_tags.append(tags, own))
