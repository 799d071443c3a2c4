"""Let the host load the pack from a folder. Run by the host's Python, in its folder.

Everything that a starting server has loaded by then is loaded first. Answers with one line of
JSON: the milliseconds that the host's own loader took, and what of them was reading the presets.
With ``-X importtime`` the modules of the pack are those that name the folder.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from pathlib import Path


async def load(folder: str) -> dict[str, float]:
    import server

    import nodes  # ComfyUI's own

    server.PromptServer(asyncio.get_running_loop())
    await nodes.init_extra_nodes(init_custom_nodes=False)
    started = time.perf_counter()
    loaded = await nodes.load_custom_node(folder, set(), module_parent="custom_nodes")
    taken = time.perf_counter() - started
    if not loaded:
        raise RuntimeError(f"ComfyUI could not load {folder}")
    presets = sys.modules[folder.replace(".", "_x_") + ".animagine.models.presets"]
    presets.models.cache_clear()
    started = time.perf_counter()
    presets.models()
    return {"all": taken * 1000, "presets": (time.perf_counter() - started) * 1000}


if __name__ == "__main__":
    pack = sys.argv.pop()
    sys.path[0] = str(Path.cwd())  # this folder's names must not hide ComfyUI's
    sys.argv.append("--cpu")
    import comfy.options

    comfy.options.enable_args_parsing()
    import execution  # noqa: F401  main.py has it loaded, too

    print(json.dumps(asyncio.run(load(pack))))
