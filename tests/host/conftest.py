"""What the tests against a real ComfyUI share: one installation, one server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PIL import Image

from host import stand_in_lora
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
