"""What the pack adds to the start of ComfyUI."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from statistics import median

from bench.program import WITHOUT, alone, answer
from bench.table import Budget, Section, spread
from host.comfyui import Host
from host.package import repository
from host.server import running_server

HOW = """\
Modules: the pack's own lines of Python's `-X importtime` in a real ComfyUI server's log, which \
also prints the time of each custom node in tenths of a second; a start for each. Load: the \
wall time of ComfyUI's own loader in a fresh process with everything else loaded: modules, the \
five presets, the nodes' schemas, and ComfyUI's own reading of pyproject.toml. Python's bytecode \
is there, as at every start but the first."""
WHY = """\
**Start**: what it takes is spread thin: the reading of each of the small modules, the five \
presets (2 ms), named tuples. Patterns that only a run needs are plain strings, and the classes \
of a preset make no code at import."""
FOLDER_NAME = "animagine-xl"
LINE = re.compile(rf"import time:\s+(\d+) \|\s+\d+ \|\s+\S*custom_nodes/{FOLDER_NAME}\.(\S+)")
OWN_TIME = re.compile(rf"([\d.]+) seconds: \S*{FOLDER_NAME}$", re.MULTILINE)
LIMIT_MS = 10
LARGEST = 6


def measure(host: Host, quick: bool) -> Section:
    starts = 1 if quick else 3
    with tempfile.TemporaryDirectory() as folder:
        pack = Path(folder).resolve() / FOLDER_NAME  # as cloned, without anybody's bytecode
        pack.mkdir()
        repository(pack)
        answer(host, "load_in_host.py", pack)  # writes the bytecode
        loads = [answer(host, "load_in_host.py", pack) for _ in range(starts + 2)]
        logs = [log_of_a_start(host, pack) for _ in range(starts)]
    modules = [modules_of(log) for log in logs]
    sums = spread([sum(by_name.values()) for by_name in modules])
    shown = [OWN_TIME.findall(log)[-1] for log in logs]
    table = [
        ("what", "figure"),
        (f"modules, {len(modules[0])} of them, {starts} starts", sums.text(" ms", 1)),
        ("load, all of it", (every := spread([load["all"] for load in loads])).text(" ms", 1)),
        ("of it reading the presets", f"{median(load['presets'] for load in loads):.1f} ms"),
        ("in the server's own log", f"{', '.join(shown)} seconds"),
        *((f"module `{name}`", f"{taken:.1f} ms") for name, taken in largest(modules)),
    ]
    limits = [
        Budget("import of the pack's modules", sums.text(" ms", 1), f"{LIMIT_MS} ms",
               sums.median <= LIMIT_MS, WHY),
        Budget("load of the pack, all of it", every.text(" ms", 1), f"{LIMIT_MS} ms",
               every.median <= LIMIT_MS, WHY),
    ]  # fmt: skip
    return Section("Start", HOW, table, limits)


def log_of_a_start(host: Host, pack: Path) -> str:
    variables = {**dict.fromkeys(WITHOUT), "PYTHONPROFILEIMPORTTIME": "1"}
    with running_server(host, pack=pack, folder_name=FOLDER_NAME, environment=variables) as server:
        return server.log()


def modules_of(log: str) -> dict[str, float]:
    """Milliseconds that each module of the pack took itself."""
    return {name: int(microseconds) / 1000 for microseconds, name in LINE.findall(log)}


def largest(starts: list[dict[str, float]]) -> list[tuple[str, float]]:
    medians = {name: median(start[name] for start in starts) for name in starts[0]}
    return sorted(medians.items(), key=lambda item: -item[1])[:LARGEST]


if __name__ == "__main__":
    alone(__doc__, measure)
