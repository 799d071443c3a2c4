"""Put 20 pictures together in one way. Run by the host's Python, in its folder.

Takes the way, the number of runs, width and height of a picture, columns and rows. Answers with
one line of JSON: the seconds of each run, and the megabytes that the first one took at its peak,
with the picture that came out (null where the system does not tell).
"""

from __future__ import annotations

import importlib.util
import json
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
PEAK, NOW = "VmHWM", "VmRSS"


def ways(columns: int, count: int) -> dict[str, Callable[[list], object]]:
    """Each takes the pictures, as torch tensors, and gives the whole as one."""
    import numpy as np
    import torch

    spec = importlib.util.spec_from_file_location(
        "the_pack", REPOSITORY / "__init__.py", submodule_search_locations=[str(REPOSITORY)]
    )
    sys.modules["the_pack"] = pack = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(pack)
    node = sys.modules["the_pack.nodes.grid"].AnimagineGrid
    labels = [f"year {2005 + n % columns}\nstyle {n // columns}" for n in range(count)]

    def plain_numpy(images: list) -> object:
        pictures = [image[0].numpy() for image in images]
        rows = [pictures[at : at + columns] for at in range(0, len(pictures), columns)]
        whole = np.concatenate([np.concatenate(row, axis=1) for row in rows], axis=0)
        return torch.from_numpy(whole)[None]

    return {
        "numpy": plain_numpy,
        "bare": lambda images: node.execute(images, columns=[columns], gap=[0]),
        "labelled": lambda images: node.execute(images, labels, columns=[columns], title=["Years"]),
    }


def memory(what: str) -> float | None:
    status = Path("/proc/self/status")
    if not status.is_file():
        return None
    found = re.search(rf"{what}:\s+(\d+) kB", status.read_text())
    return int(found[1]) / 1024 if found else None


def measured(
    way: Callable[[list], object], shape: tuple[int, ...], count: int, runs: int
) -> dict[str, object]:
    import torch

    images = [torch.rand(shape) for _ in range(count)]
    way([torch.rand(1, 8, 8, 3)] * len(images))  # fonts and modules are loaded now
    if memory(PEAK) is not None:
        Path("/proc/self/clear_refs").write_text("5")  # the peak so far is forgotten
    before = memory(NOW)
    seconds = []
    peak = None
    for _ in range(runs):
        started = time.perf_counter()
        way(images)
        seconds.append(time.perf_counter() - started)
        peak = memory(PEAK) if peak is None else peak
    extra = None if peak is None or before is None else peak - before
    return {"seconds": seconds, "megabytes": extra}


if __name__ == "__main__":
    name, *numbers = sys.argv[1:]
    runs, width, height, columns, rows = map(int, numbers)
    sys.argv[1:] = ["--cpu"]
    sys.path[0] = str(Path.cwd())  # this folder's names must not hide ComfyUI's
    import comfy.options

    comfy.options.enable_args_parsing()
    way = ways(columns, columns * rows)[name]
    print(json.dumps(measured(way, (1, height, width, 3), columns * rows, runs)))
