"""Queue a graph on a running ComfyUI and follow it over the websocket, as the browser does."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests
import websocket

Graph = dict[str, dict[str, Any]]
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Run:
    """What a finished prompt did.

    ``executed`` are node ids in the order they ran, ``cached`` those that were reused, ``outputs``
    what each node showed. ``node_errors`` is not empty when the server refused a part of the graph
    and ran the rest, which it does as long as one output node is valid.
    """

    prompt_id: str
    executed: tuple[str, ...]
    cached: frozenset[str]
    outputs: dict[str, dict[str, Any]]
    node_errors: dict[str, Any]
    seconds: float


class PromptRefused(Exception):
    """The server did not accept the graph; ``error`` and ``node_errors`` are its own words."""

    def __init__(self, answer: dict[str, Any]) -> None:
        self.error = answer.get("error", {})
        self.node_errors = answer.get("node_errors", {})
        super().__init__(json.dumps(answer, indent=2, ensure_ascii=False))


class RunFailed(Exception):
    """A node raised while it ran; ``details`` is the server's ``execution_error`` message."""

    def __init__(self, details: dict[str, Any]) -> None:
        self.details = details
        self.node_id = str(details.get("node_id"))
        self.message = str(details.get("exception_message", "interrupted")).strip()
        super().__init__(f"{details.get('node_type')} (node {self.node_id}): {self.message}")


def object_info(url: str, node: str = "") -> dict[str, Any]:
    """What the server tells about all its node classes, or about one."""
    return get(f"{url}/object_info/{node}" if node else f"{url}/object_info")


def get(address: str) -> dict[str, Any]:
    response = requests.get(address, timeout=60)
    response.raise_for_status()
    answer: dict[str, Any] = response.json()
    return answer


def queue(
    url: str,
    graph: Graph,
    *,
    on_progress: Progress | None = None,
    workflow: dict[str, Any] | None = None,
    timeout: float = 900,
) -> Run:
    """Run ``graph`` (API format) to its end.

    ``on_progress`` gets node id, step and last step; ``workflow`` is the UI graph to be embedded in
    saved pictures. Raises ``PromptRefused``, ``RunFailed`` or ``TimeoutError``.
    """
    started = time.monotonic()
    client = uuid.uuid4().hex
    address = f"ws{url.removeprefix('http')}/ws?clientId={client}"
    with closing(websocket.create_connection(address, timeout=30)) as socket:
        extra = {"extra_pnginfo": {"workflow": workflow}} if workflow else {}
        body = {"prompt": graph, "client_id": client, "extra_data": extra}
        response = requests.post(f"{url}/prompt", json=body, timeout=60)
        if response.status_code == 400:
            raise PromptRefused(response.json())
        response.raise_for_status()
        accepted = response.json()
        prompt_id = accepted["prompt_id"]
        executed, cached = follow(socket, prompt_id, on_progress, started + timeout)
    outputs = get(f"{url}/history/{prompt_id}")[prompt_id]["outputs"]
    seconds = time.monotonic() - started
    return Run(prompt_id, executed, cached, outputs, accepted["node_errors"], seconds)


def follow(
    socket: websocket.WebSocket, prompt_id: str, on_progress: Progress | None, deadline: float
) -> tuple[tuple[str, ...], frozenset[str]]:
    """Read messages until the prompt has left the queue, which is when its history is written."""
    executed: dict[str, None] = {}
    cached: frozenset[str] = frozenset()
    while True:
        kind, data = receive(socket, deadline)
        if data.get("prompt_id") != prompt_id:
            continue
        if kind in ("execution_error", "execution_interrupted"):
            raise RunFailed(data)
        if kind == "execution_cached":
            cached = frozenset(data["nodes"])
        elif kind == "progress" and on_progress:
            on_progress(data["node"], data["value"], data["max"])
        elif kind == "executing":
            if data["node"] is None:
                return tuple(executed), cached
            executed[data["node"]] = None


def receive(socket: websocket.WebSocket, deadline: float) -> tuple[str, dict[str, Any]]:
    """The next text message; binary ones are preview pictures. ``TimeoutError`` at the deadline."""
    while True:
        socket.settimeout(max(deadline - time.monotonic(), 0.01))
        try:
            text = socket.recv()
        except websocket.WebSocketTimeoutException:
            raise TimeoutError("the prompt did not finish in time") from None
        if isinstance(text, str):
            message = json.loads(text)
            return message["type"], message["data"]


def text_of(run: Run, node_id: str) -> str:
    """The text that a node shows on itself, such as PreviewAny."""
    return "\n".join(run.outputs[node_id]["text"])


def images_of(run: Run, node_id: str, base: Path) -> list[Path]:
    """The files that SaveImage or PreviewImage wrote below the server's base folder."""
    shown = run.outputs[node_id]["images"]
    return [base / image["type"] / image["subfolder"] / image["filename"] for image in shown]
