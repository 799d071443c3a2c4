"""How much the pack adds to what everybody downloads."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from bench.program import alone_beside_a_server
from bench.table import Budget, Section
from host.client import object_info
from host.package import registry_zip, repository
from host.server import Server

HOW = """\
`/object_info` is what a front end loads at its start: the bytes that our nodes add to its JSON, \
before compression. The zip is the one that `comfy node pack` makes for the registry."""
LIMIT_INFO, LIMIT_ZIP = 60_000, 1_500_000


def measure(server: Server, quick: bool) -> Section:
    info = object_info(server.url)
    ours = {name: told for name, told in info.items() if name.startswith("Animagine")}
    others = {name: told for name, told in info.items() if name not in ours}
    info_bytes = len(json.dumps(info)) - len(json.dumps(others))
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "pack").mkdir()
        zip_bytes = registry_zip(repository(home / "pack"), home).stat().st_size
    largest = max(ours, key=lambda name: len(json.dumps(ours[name])))
    table = [
        ("what", "bytes"),
        (f"`/object_info`, our {len(ours)} nodes", f"{info_bytes:,}"),
        (f"of it the largest, {largest}", f"{len(json.dumps(ours[largest])):,}"),
        ("`/object_info`, all nodes", f"{len(json.dumps(info)):,}"),
        ("registry zip", f"{zip_bytes:,}"),
    ]
    limits = [
        Budget("`/object_info` of our nodes", f"{info_bytes / 1000:.1f} KB",
               f"{LIMIT_INFO / 1000:.0f} KB", info_bytes <= LIMIT_INFO),
        Budget("registry zip", f"{zip_bytes / 1e6:.2f} MB", f"{LIMIT_ZIP / 1e6:.1f} MB",
               zip_bytes <= LIMIT_ZIP),
    ]  # fmt: skip
    return Section("Sizes", HOW, table, limits)


if __name__ == "__main__":
    alone_beside_a_server(__doc__, measure)
