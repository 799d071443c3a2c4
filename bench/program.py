"""What the benchmarks share: programs in the host's Python, and a run of one benchmark alone."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.table import Section, budgets
from host.comfyui import Host, ready_host, say, stand_in_checkpoint
from host.server import Server, running_server

HERE = Path(__file__).resolve().parent
# Python keeps its bytecode for everybody, and the host's has no modules of ours in its path.
WITHOUT = ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH")


def answer(host: Host, script: str, *arguments: object) -> Any:
    """The JSON in the last line that a script of this folder prints in the host's Python."""
    command = [str(part) for part in (host.python, HERE / script, *arguments)]
    variables = {name: value for name, value in os.environ.items() if name not in WITHOUT}
    ran = subprocess.run(
        command, cwd=host.path, env=variables, capture_output=True, encoding="utf-8"
    )
    if ran.returncode:
        raise RuntimeError(f"{script}:\n{ran.stderr}")
    return json.loads(ran.stdout.splitlines()[-1])


@contextmanager
def server_to_measure(host: Host) -> Iterator[Server]:
    """A server with the pack and the stand-in checkpoint, on the CPU."""
    with running_server(host, stand_in_checkpoint(host)) as server:
        yield server


def arguments(description: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=description.partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="few repeats: does it run at all?")
    return parser.parse_args()


def alone(description: str, measure: Callable[[Host, bool], Section]) -> None:
    """Run one benchmark from the command line and print its part of the document."""
    show(measure(ready_host(), arguments(description).quick))


def alone_beside_a_server(description: str, measure: Callable[[Server, bool], Section]) -> None:
    quick = arguments(description).quick
    with server_to_measure(ready_host()) as server:
        show(measure(server, quick))


def show(section: Section) -> None:
    say(f"{section.markdown()}\n{budgets([section])}")
