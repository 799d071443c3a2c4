"""The graphs to measure with: the shipped workflow made small, and the same of core nodes alone."""

from __future__ import annotations

import json

from host.client import Graph, queue, text_of
from host.server import Server
from tools.demo import WORKFLOW, nodes_of

COMPOSER, NEGATIVE = "AnimaginePromptComposer", "AnimagineNegative"
RESOLUTION, SETTINGS = "AnimagineResolution", "AnimagineSamplerSettings"
OURS = (COMPOSER, NEGATIVE, RESOLUTION, SETTINGS)
SIZE = 256
FIXED = "take 0"  # stands in the texts, for another number in each run


def only(graph: Graph, class_type: str) -> str:
    (node_id,) = nodes_of(graph, class_type)
    return node_id


def with_the_pack(steps: int) -> Graph:
    """The text-to-image workflow at 256x256; its texts hold `FIXED` and the year 2005."""
    graph: Graph = json.loads(WORKFLOW.read_text(encoding="utf-8"))
    for shown in nodes_of(graph, "PreviewAny"):
        del graph[shown]
    graph[only(graph, COMPOSER)]["inputs"] |= {"year": "2005"}
    graph[only(graph, COMPOSER)]["inputs"]["general"] += f", {FIXED}"
    graph[only(graph, NEGATIVE)]["inputs"]["additional"] = FIXED
    size = {"resolution": "custom", "width": SIZE, "height": SIZE}
    graph[only(graph, RESOLUTION)]["inputs"] |= size
    graph[only(graph, "KSampler")]["inputs"]["steps"] = steps
    return graph


def with_core_alone(server: Server, graph: Graph) -> Graph:
    """What `graph` draws, with its texts and numbers typed into core's nodes."""
    core: Graph = json.loads(json.dumps(graph))
    for node in core.values():
        for name, link in node["inputs"].items():
            if isinstance(link, list) and graph[link[0]]["class_type"] in (COMPOSER, NEGATIVE):
                node["inputs"][name] = text_from(server, graph, link)
    sampler = core[only(core, "KSampler")]["inputs"]
    sampler |= {"cfg": 5.0, "sampler_name": "euler_ancestral", "scheduler": "normal"}
    latent = {"width": SIZE, "height": SIZE, "batch_size": 1}
    core[only(core, RESOLUTION)] = {"class_type": "EmptyLatentImage", "inputs": latent}
    for class_type in (COMPOSER, NEGATIVE, SETTINGS):
        del core[only(core, class_type)]
    return core


def text_from(server: Server, graph: Graph, link: list[object]) -> str:
    node_id = str(link[0])
    shown = {"class_type": "PreviewAny", "inputs": {"source": link}}
    return text_of(queue(server.url, {node_id: graph[node_id], "shown": shown}), "shown")


def take(graph: Graph, number: int) -> Graph:
    """`graph` with another seed and other texts, so that neither is cached."""
    text = json.dumps(graph).replace(FIXED, f"take {number}")
    other: Graph = json.loads(text.replace('"seed": 0', f'"seed": {number}'))
    return other
