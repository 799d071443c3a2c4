"""Inputs that several nodes have, so that they read the same everywhere."""

from collections.abc import Callable

from ..animagine.models import presets
from ..animagine.models.preset import ModelPreset
from .host import io

MODEL_TOOLTIP = (
    "The Animagine XL version of your checkpoint. "
    "Each version was trained on its own special tags and tag order."
)
TAGS_TOOLTIP = "Tags from another selector or any text. They come first, this node's tags follow."


def model_input() -> io.Combo.Input:
    names = presets.names()
    return io.Combo.Input("model", options=names, default=names[0], tooltip=MODEL_TOOLTIP)


def model_choice(make_input: Callable[[ModelPreset], io.Input]) -> io.Input:
    """A `model` combo with one nested input, whose options are those of the chosen model.

    Nothing may ever be added inside: nested widgets would shift the values of saved workflows.
    """
    return io.DynamicCombo.Input(
        "model",
        options=[
            io.DynamicCombo.Option(name, [make_input(preset)])
            for name, preset in presets.models().items()
        ],
        tooltip=MODEL_TOOLTIP,
    )


def chosen(model: dict[str, str] | None, nested: str, default: str) -> tuple[ModelPreset, str]:
    """The preset and the nested value of a `model_choice`.

    The host drops the whole input when its model is unknown, and gives None for a nested value
    that a program left out. Raises ValueError naming the models there are.
    """
    if model is None:
        raise ValueError(f"model is missing or unknown; allowed are {', '.join(presets.names())}")
    value = model.get(nested)
    return presets.load(model["model"]), default if value is None else value


def tags_input() -> io.String.Input:
    return io.String.Input("tags", optional=True, force_input=True, tooltip=TAGS_TOOLTIP)


def socket_beside_model_choice(input_id: str, tooltip: str) -> io.String.Input:
    """A text socket for a node with a `model_choice`.

    `force_input` would lose a value there on reload: the front end takes a saved list of as many
    values as the node has widgets and forced inputs for one of old, in which those had a value too,
    and the nested widget makes up that number. A widget type that nobody draws gives a plain socket
    as well, in all front ends from 1.39.
    """
    return io.String.Input(
        input_id, optional=True, tooltip=tooltip, extra_dict={"widgetType": "ANIMAGINE_SOCKET"}
    )


def tags_output(tooltip: str) -> io.String.Output:
    return io.String.Output("tags", display_name="tags", tooltip=tooltip)
