"""What the tests against a real ComfyUI share: one installation, one server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PIL import Image
from playwright.sync_api import Page

from host import stand_in_lora
from host.browser import Frontend, open_frontend
from host.comfyui import Host, ready_host, stand_in_checkpoint
from host.server import Server, running_server


@pytest.fixture(scope="session")
def host() -> Host:
    """An installed ComfyUI."""
    return ready_host()


@pytest.fixture(scope="session")
def server(host: Host) -> Iterator[Server]:
    """One running server with the pack, the stand-in checkpoint, and what the workflows choose."""
    with running_server(host, stand_in_checkpoint(host)) as started:
        Image.new("RGB", (100, 150), "teal").save(started.base / "input" / "example.png")
        stand_in_lora.write(started.base / "models" / "loras" / "your-lora.safetensors")
        yield started


@pytest.fixture(scope="module", params=[False, True], ids=["classic", "nodes2"])
def frontend(server: Server, request: pytest.FixtureRequest) -> Iterator[Frontend]:
    """An open front end, one after the other in each renderer."""
    with open_frontend(server.url, nodes2=request.param) as opened:
        yield opened


@pytest.fixture
def page(frontend: Frontend) -> Iterator[Page]:
    """Its page, which must end without a complaint in the console."""
    yield frontend.page
    complaints = frontend.complaints.copy()
    frontend.complaints.clear()
    assert complaints == []


@pytest.fixture
def nodes2(request: pytest.FixtureRequest) -> bool:
    """Whether `frontend` is the newer renderer."""
    return bool(request.node.callspec.params["frontend"])
