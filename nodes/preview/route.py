"""The read-only route that the live preview asks."""

import asyncio
import json

from aiohttp import web

from ..host import PromptServer
from .answers import Answer, look
from .graph import OwnNodes

PATH = "/animagine/preview"
MAX_BYTES = 512 * 1024
SECONDS = 10  # that a request may take to arrive


def register(nodes: OwnNodes) -> None:
    """Add the route, which shows `nodes`, unless another copy of the pack has added it."""

    async def answer(request: web.Request) -> web.Response:
        return await _answer(nodes, request)

    routes = PromptServer.instance.routes
    if not any(getattr(route, "path", None) == PATH for route in routes):
        routes.post(PATH)(answer)


async def _answer(nodes: OwnNodes, request: web.Request) -> web.Response:
    if request.content_type != "application/json":
        return _refusal(415, f"Content-Type {request.content_type!r}; expected application/json")
    if encoding := request.headers.get("Content-Encoding"):  # a few bytes may unpack to gigabytes
        return _refusal(415, f"Content-Encoding {encoding!r:.80}; expected none")
    try:
        body = await asyncio.wait_for(_read(request), SECONDS)
    except asyncio.TimeoutError:
        return _refusal(408, f"the request took longer than {SECONDS} s to arrive")
    except (web.RequestPayloadError, ConnectionResetError) as error:  # malformed, or aborted
        return _refusal(400, f"the request was interrupted: {type(error).__name__}")
    if len(body) > MAX_BYTES:
        return _refusal(413, f"the texts are too long to preview (maximum {MAX_BYTES} bytes)")
    try:
        shown = await asyncio.get_running_loop().run_in_executor(None, _shown, nodes, body)
    except ValueError as error:
        return _refusal(400, str(error))
    return web.json_response(shown)


async def _read(request: web.Request) -> bytes:
    body = b""
    async for piece in request.content.iter_any():
        body += piece
        if len(body) > MAX_BYTES:
            break
    return body


def _shown(nodes: OwnNodes, body: bytes) -> Answer:
    try:
        asked = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"the request is not valid JSON: {error}") from None
    if not isinstance(asked, dict):
        raise ValueError("the request must be an object with graph and node")
    return look(nodes, asked.get("graph"), asked.get("node"))


def _refusal(status: int, reason: str) -> web.Response:
    return web.json_response({"error": reason}, status=status)
