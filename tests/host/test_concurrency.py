"""Many clients at once: each gets its own text."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import requests

from animagine.models import presets
from animagine.prompt import compose
from host.client import Graph, queue, text_of
from host.server import Server

CLIENTS = 32
MODELS = presets.model_ids()
FILLER = ", ".join(["looking at viewer", "夜の東京", "smile_smile", "hat (red)"] * 5)


def model(client: int) -> str:
    return MODELS[client % len(MODELS)]


def words(client: int) -> str:
    """Unlike those of any other client, in length, too."""
    return f"client {client}, saber (number {client}), {FILLER}" + ", v" * client


def graph(client: int) -> Graph:
    """The same node ids for all: only the inputs tell the clients apart."""
    own = {"model": model(client)}
    return {
        "it": {
            "class_type": "AnimaginePromptComposer",
            "inputs": {**own, "general": words(client), "remove_duplicates": False},
        },
        "check": {
            "class_type": "AnimaginePromptCheck",
            "inputs": {**own, "text": ["it", 0]},
        },
        "text": {"class_type": "PreviewAny", "inputs": {"source": ["it", 0]}},
        "tokens": {"class_type": "PreviewAny", "inputs": {"source": ["check", 2]}},
    }


def text(client: int) -> str:
    preset = presets.load(model(client))
    return compose(preset, general=words(client), remove_duplicates=False).text


def at_once(ask: Callable[[int], Any]) -> list[Any]:
    """What each client gets, all of them asking in the same moment."""
    everybody = Barrier(CLIENTS)

    def start(client: int) -> Any:
        everybody.wait(60)
        return ask(client)

    with ThreadPoolExecutor(CLIENTS) as threads:
        return list(threads.map(start, range(CLIENTS)))


def look(server: Server, client: int, node: str) -> dict[str, Any]:
    body = {"node": node, "graph": graph(client)}
    return requests.post(f"{server.url}/animagine/preview", json=body, timeout=300).json()


def run(server: Server, client: int) -> list[str]:
    ran = queue(server.url, graph(client))
    return [text_of(ran, "text"), text_of(ran, "tokens")]


def test_each_client_previews_its_own_prompt(server):
    together = at_once(lambda client: look(server, client, "it"))
    for client, seen in enumerate(together):
        assert "".join(part for part, _ in seen["parts"]) == text(client)
        assert seen == look(server, client, "it")


def test_each_client_gets_its_own_run(server):
    together = at_once(lambda client: run(server, client))
    for client, got in enumerate(together):
        assert got == [text(client), str(look(server, client, "check")["tokens"])]


def test_runs_and_previews_at_the_same_time_stay_apart(server):
    def ask(client: int) -> Any:
        return look(server, client, "check") if client % 2 else run(server, client)

    together = at_once(ask)
    for client, got in enumerate(together):
        alone = look(server, client, "check")
        assert got == (alone if client % 2 else [text(client), str(alone["tokens"])])
