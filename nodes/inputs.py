"""Inputs and outputs that several nodes have, so that they read the same everywhere."""

from collections.abc import Callable, Sequence
from typing import Any

from ..animagine.models import ModelPreset, presets
from .host import io

MODEL_TOOLTIP = (
    "The Animagine XL version of your checkpoint. "
    "Each version was trained on its own special tags and tag order."
)
TAGS_TOOLTIP = "Tags from another selector, or any text. This node's tags are appended to them."
# The value of an input that a program did not send and whose options are in the presets, which are
# read when a node is asked for, not at import. Not None: a program can send null, and is refused.
NOT_SENT: Any = object()


def sent(value: str, options: Sequence[str]) -> str:
    """`value`, or the default of `choice_input` where it is `NOT_SENT`."""
    return options[0] if value is NOT_SENT else value


def model_input() -> io.Combo.Input:
    names = presets.model_ids()
    return io.Combo.Input("model", options=names, default=names[0], tooltip=MODEL_TOOLTIP)


def choice_input(
    input_id: str,
    options: Sequence[str],
    tooltip: str,
    *,
    default: str | None = None,
    advanced: bool | None = None,
) -> io.Combo.Input:
    """A combo that a program may leave out; the first of its options is the default.

    Where `execute` gives a `default` of its own, it is the same here.
    """
    return io.Combo.Input(
        input_id,
        optional=True,
        options=list(options),
        default=options[0] if default is None else default,
        tooltip=tooltip,
        advanced=advanced,
    )


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

    ComfyUI drops the whole input when its model is unknown, and gives None for a nested value that
    a program left out. Raises ValueError that lists the models.
    """
    if model is None:
        known = ", ".join(presets.model_ids())
        raise ValueError(f"model is missing or unknown; choose one of: {known}")
    value = model.get(nested)
    return presets.load(model["model"]), default if value is None else value


def tags_input() -> io.String.Input:
    return io.String.Input("tags", optional=True, force_input=True, tooltip=TAGS_TOOLTIP)


def socket_beside_model_choice(input_id: str, tooltip: str) -> io.String.Input:
    """A text socket for a node with a `model_choice`.

    `force_input` would lose a value there on reload: the front end takes a saved list of as many
    values as the node has widgets and forced inputs for one of old, in which those had a value too,
    and the nested widget makes up that number. A widget type that no front end has gives a plain
    socket as well, in all front ends from 1.39.
    """
    return io.String.Input(
        input_id, optional=True, tooltip=tooltip, extra_dict={"widgetType": "ANIMAGINE_SOCKET"}
    )


def output(kind: Any, output_id: str, tooltip: str, *, is_list: bool = False) -> io.Output:
    """An output of an `io` type such as `io.String`, shown by its id."""
    made: io.Output = kind.Output(
        output_id, display_name=output_id, tooltip=tooltip, is_output_list=is_list
    )
    return made
