"""What the tests against a real ComfyUI share: one installation, one server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from host.comfyui import Host, ready_host, stand_in_checkpoint
from host.server import Server, running_server


@pytest.fixture(scope="session")
def host() -> Host:
    """An installed ComfyUI."""
    return ready_host()


@pytest.fixture(scope="session")
def server(host: Host) -> Iterator[Server]:
    """One running server with the pack and the stand-in checkpoint."""
    with running_server(host, stand_in_checkpoint(host)) as started:
        yield started
