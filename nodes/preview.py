"""What a node would give if it ran now, for the front end to show."""

from collections.abc import Callable, Mapping
from typing import Any

from ..animagine import preview
from ..animagine import resolution as sizes
from ..animagine.models import presets
from ..animagine.sweep import cells as sweep
from .host import io
from .live_graph import Inputs, LiveGraph
from .negative import AnimagineNegative
from .prompt_check import AnimaginePromptCheck
from .prompt_composer import AnimaginePromptComposer
from .prompt_converter import AnimaginePromptConverter
from .resolution import AnimagineResolution
from .sampler_settings import AnimagineSamplerSettings
from .sweep import AnimagineSweep
from .tokenizer import count_tokens

MAX_SWEPT = 10_000  # letters of a prompt of which up to 256 are shown


def look(graph: object, node_id: object) -> dict[str, Any]:
    """What `node_id` would give, in JSON types; `graph` is untrusted, in API format.

    Texts: `parts`, `tokens`, `chunks`, `crossing` (see `preview.View`) and `report`. Sizes: `width`
    and `height`. Settings: `settings`, pairs of output id and value. Sweeps: `cells`, pairs of
    label and prompt, `columns` and `report`. Where the node refuses: its `error`. Always
    `elsewhere`: by input, the ids of the nodes whose value a run alone will tell; where too little
    is known, nothing else. Raises ValueError for what is no such graph.
    """
    if not isinstance(node_id, str):
        raise ValueError(f"node {node_id!r:.80} is no id; allowed is the id of a node in graph")
    live = LiveGraph(graph)
    class_type = live.class_type(node_id)
    shows = {node.__name__: (node, show) for node, show in _SHOWS.items()}
    if class_type not in shows:
        raise ValueError(
            f"class_type {class_type!r:.80} has no preview; allowed are {', '.join(shows)}"
        )
    node, show = shows[class_type]
    inputs = live.inputs(node_id, node.GET_SCHEMA())
    try:
        shown = {} if inputs.arguments is None else show(inputs)
    except ValueError as refusal:
        shown = {"error": str(refusal)}
    return {**shown, "elsewhere": inputs.elsewhere}


def _composed(inputs: Inputs) -> dict[str, Any]:
    given = inputs.arguments
    text, report = AnimaginePromptComposer.execute(**given).result
    return _text(given["model"], text, report, {name: given.get(name) for name in preview.NAMED})


def _negative(inputs: Inputs) -> dict[str, Any]:
    text, report = AnimagineNegative.execute(**inputs.arguments).result
    return _text(inputs.arguments["model"]["model"], text, report)


def _converted(inputs: Inputs) -> dict[str, Any]:
    if "text" in inputs.elsewhere:
        return {}
    text, report = AnimaginePromptConverter.execute(**inputs.arguments).result
    return _text(inputs.arguments.get("target", presets.names()[0]), text, report)


def _checked(inputs: Inputs) -> dict[str, Any]:
    if "text" in inputs.elsewhere:
        return {}
    report = AnimaginePromptCheck.execute(**inputs.arguments).result[0]
    return _text(inputs.arguments["model"], inputs.arguments["text"], report)


def _text(model: str, text: str, report: str, named: Mapping[str, str] = {}) -> dict[str, Any]:
    view = preview.view(presets.load(model), text, named, count_tokens)
    return {**view._asdict(), "report": report}


def _size(inputs: Inputs) -> dict[str, Any]:
    given = {name: value for name, value in inputs.arguments.items() if name != "batch_size"}
    if given.get("resolution") == sizes.NEAREST and "image" in inputs.elsewhere:
        return {}
    width, height = AnimagineResolution.size(**given)
    return {"width": width, "height": height}


def _settings(inputs: Inputs) -> dict[str, Any]:
    outputs = AnimagineSamplerSettings.GET_SCHEMA().outputs
    values = AnimagineSamplerSettings.execute(**inputs.arguments).result
    return {"settings": [[o.id, v] for o, v in zip(outputs, values, strict=True)]}


def _swept(inputs: Inputs) -> dict[str, Any]:
    if inputs.elsewhere:
        return {}
    given = dict(inputs.arguments)
    prompt = given.pop("prompt")
    if len(prompt) > MAX_SWEPT:
        raise ValueError(
            f"prompt is too long to preview a sweep, {len(prompt)} letters; {MAX_SWEPT} are allowed"
        )
    swept = sweep.sweep(presets.load(given.pop("model")), prompt, **given)
    cells = [list(cell) for cell in zip(swept.labels, swept.prompts, strict=True)]
    return {"cells": cells, "columns": swept.columns, "report": swept.report}


_SHOWS: Mapping[type[io.ComfyNode], Callable[[Inputs], dict[str, Any]]] = {
    AnimaginePromptComposer: _composed,
    AnimagineNegative: _negative,
    AnimaginePromptConverter: _converted,
    AnimaginePromptCheck: _checked,
    AnimagineResolution: _size,
    AnimagineSamplerSettings: _settings,
    AnimagineSweep: _swept,
}
