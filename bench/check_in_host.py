"""Time the check with the host's tokenizer. Run by the host's Python, in its folder.

Takes the seconds to spend on each size; answers with one line of JSON: the seconds of each call by
number of tags, without those sizes that the pack refuses as too long.
"""

from __future__ import annotations

import json
import sys
import time
from importlib import import_module, util
from pathlib import Path
from types import ModuleType

SIZES = (10, 75, 1_000, 10_000, 100_000)
HERE = Path(__file__).resolve()


def tokenizer(pack: Path) -> ModuleType:
    """The pack's module of that name: its folder, as ComfyUI loads it, is a package of any name."""
    places = [str(pack)]
    spec = util.spec_from_file_location(
        "pack", pack / "__init__.py", submodule_search_locations=places
    )
    if not spec:
        raise RuntimeError(f"{pack} is not a package")
    sys.modules["pack"] = util.module_from_spec(spec)
    return import_module("pack.nodes.tokenizer")


if __name__ == "__main__":
    enough = float(sys.argv.pop())
    sys.path[0] = str(Path.cwd())
    sys.path += [str(HERE.parents[1]), str(HERE.parents[1] / "tests")]  # after ComfyUI's own
    sys.argv.append("--cpu")
    import comfy.options

    comfy.options.enable_args_parsing()
    from animagine.check import check
    from animagine.models import presets
    from bench.texts import BLOCK, mixed

    count_tokens = tokenizer(HERE.parents[1]).count_tokens
    preset = presets.load("animagine-xl-4.0-opt")
    times: dict[int, list[float]] = {}
    for size in SIZES:
        text = f"{mixed(size)}, {BLOCK}"
        negative = mixed(size, size)
        try:
            check(preset, text, negative, count_tokens)  # loads the tokenizer, too
        except ValueError:
            continue
        times[size] = []
        while sum(times[size]) < enough or len(times[size]) < 2:
            started = time.perf_counter()
            check(preset, text, negative, count_tokens)
            times[size].append(time.perf_counter() - started)
    print(json.dumps(times))
