"""What a node would show if it ran now, in JSON types, for the front end."""

from collections.abc import Mapping, Sequence
from typing import Any

from ...animagine import preview
from ...animagine.models import ModelPreset
from ...animagine.report import Decision, shown
from ...animagine.sweep import Sweep, shared_parts
from ...animagine.tokens import CHUNK
from ..host import io
from ..tokenizer import count_tokens
from .graph import LiveGraph, OwnNodes

Answer = dict[str, Any]
Elsewhere = dict[str, list[str]]  # by input, the ids of the nodes that its value comes from


def look(nodes: OwnNodes, graph: object, node_id: object) -> Answer:
    """What `node_id`, one of our `nodes`, would show; `graph` is untrusted, in API format.

    That is what the `preview` method of its class returns, or `error` where the node refuses its
    inputs. Always there is `elsewhere`: by input, the ids of the nodes whose value is only known
    after a run; where too little is known, nothing else. Raises ValueError for what is not such a
    graph.
    """
    if not isinstance(node_id, str):
        raise ValueError(f"node {node_id!r:.80} is not the id of a node in graph")
    live = LiveGraph(graph, nodes)
    node = _with_preview(nodes, live.class_type(node_id))
    arguments, elsewhere = live.inputs(node_id, node.GET_SCHEMA())
    try:
        answer = {} if arguments is None else node.preview(arguments, elsewhere)
    except ValueError as refusal:
        answer = {"error": str(refusal)}
    return {**answer, "elsewhere": elsewhere}


def _with_preview(nodes: Mapping[str, type[io.ComfyNode]], class_type: str) -> Any:
    known = {name: node for name, node in nodes.items() if hasattr(node, "preview")}
    if class_type not in known:
        raise ValueError(
            f"class_type {class_type!r:.80} has no preview; choose one of: {', '.join(known)}"
        )
    return known[class_type]


def of_text(
    preset: ModelPreset,
    text: str,
    decisions: Sequence[Decision],
    fields: Mapping[str, str] | None = {},
) -> Answer:
    """A prompt: `parts`, `tokens`, `chunks` of `chunk_size`, `crossing`, `guessed` (see
    `preview.View`) and `decisions`.

    `fields` are the texts that the prompt was made of, by input; None for a negative prompt.
    """
    named = None if fields is None else {name: fields.get(name, "") for name in preview.NAMED}
    view = preview.view(preset, text, named, count_tokens)
    return {**view._asdict(), "chunk_size": CHUNK, **_decided(decisions)}


def of_sweep(swept: Sweep) -> Answer:
    """A sweep: `cells` of label, prompt and its parts; `columns`; `decisions`.

    A part holds consecutive `tags` that all prompts have (`shared`), or that they do not.
    """
    parts = [
        [{"tags": tags, "shared": shared} for tags, shared in prompt]
        for prompt in shared_parts(swept.prompts)
    ]
    cells = [list(cell) for cell in zip(swept.labels, swept.prompts, parts, strict=True)]
    return {"cells": cells, "columns": swept.columns, **_decided(swept.decisions)}


def _decided(decisions: Sequence[Decision]) -> Answer:
    """The `decisions` that a report has room for, and how many `more` there are, if any."""
    listed = [
        as_json(decision, subject, sentence)
        for decision, (_, subject, sentence) in zip(decisions, shown(decisions), strict=False)
    ]
    more = len(decisions) - len(listed)
    return {"decisions": listed, **({"more": more} if more else {})}


def as_json(decision: Decision, subject: str, sentence: str) -> Answer:
    """A decision as the front end gets it; what it does not have is left out.

    `subject` and `sentence` are its own, short enough to show; `start` and `end` are offsets in
    characters of Python, in the text of the input `field`.
    """
    where = {
        "field": decision.field or None,
        "start": decision.start,
        "end": decision.end,
        "replacement": decision.replacement,
    }
    said = {"kind": decision.kind, "subject": subject, "reason": sentence}
    return said | {name: value for name, value in where.items() if value is not None}
