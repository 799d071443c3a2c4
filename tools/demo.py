"""Run the pack's main job in a real ComfyUI: compose a prompt and generate an image.

Without arguments it runs with a stand-in checkpoint of random weights, small and in few steps: the
way is the real one, the image is noise. With ``--checkpoint`` it runs with a real Animagine XL.
"""

from __future__ import annotations

import argparse
import copy
import json
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from host.client import Graph, images_of, queue, text_of
from host.comfyui import Host, ready_host, say, stand_in_checkpoint
from host.server import REPOSITORY, running_server

WORKFLOW = REPOSITORY / "workflows" / "api" / "Animagine XL 4.0 - Text to Image.json"
PICTURES = REPOSITORY / "demo-output"
SMALL_SCALE = 0.3125
FEW_STEPS = 4
HAS_GPU = """
import sys, torch
sys.exit(0 if torch.cuda.is_available() or torch.backends.mps.is_available() else 1)
"""


def nodes_of(graph: Graph, class_type: str) -> list[str]:
    """The ids of all nodes of a class; ``LookupError`` when there is none."""
    found = [node_id for node_id, node in graph.items() if node["class_type"] == class_type]
    if not found:
        raise LookupError(f"the workflow has no {class_type}")
    return found


def prepared(graph: Graph, checkpoint: str, *, small: bool) -> tuple[Graph, str, str]:
    """The graph to run and the ids of two nodes in it that show the positive and the negative."""
    graph = copy.deepcopy(graph)
    for node_id in nodes_of(graph, "CheckpointLoaderSimple"):
        graph[node_id]["inputs"]["ckpt_name"] = checkpoint
    if small:
        for node_id in nodes_of(graph, "AnimagineResolution"):
            graph[node_id]["inputs"]["scale"] = SMALL_SCALE
        for node_id in nodes_of(graph, "KSampler"):
            graph[node_id]["inputs"]["steps"] = FEW_STEPS
    shown = {"positive": "AnimaginePromptComposer", "negative": "AnimagineNegative"}
    for name, class_type in shown.items():
        source = [nodes_of(graph, class_type)[0], 0]
        graph[f"shown {name}"] = {"class_type": "PreviewAny", "inputs": {"source": source}}
    return graph, "shown positive", "shown negative"


def has_gpu(host: Host) -> bool:
    return subprocess.run([host.python, "-c", HAS_GPU], cwd=host.path).returncode == 0


def show_progress(node_id: str, step: int, steps: int) -> None:
    say(f"- step {step} of {steps}")


def draw(url: str, base: Path, checkpoint: str, *, small: bool) -> None:
    """Run the workflow once and say what came out of it."""
    loaded = json.loads(WORKFLOW.read_text(encoding="utf-8"))
    graph, positive, negative = prepared(loaded, checkpoint, small=small)
    say(f"Running {WORKFLOW.relative_to(REPOSITORY)} with {checkpoint}")
    run = queue(url, graph, on_progress=show_progress, timeout=3600)
    PICTURES.mkdir(exist_ok=True)
    say(f"\nPositive: {text_of(run, positive)}\n\nNegative: {text_of(run, negative)}\n")
    for picture in images_of(run, nodes_of(graph, "SaveImage")[0], base):
        say(f"Image:    {shutil.copy(picture, PICTURES)}")
    say(f"Seconds:  {run.seconds:.1f}")
    if small:
        say(
            "\nThe stand-in checkpoint has random weights, so the image is noise and not what the"
            "\nmodel generates. Give your own file for a real one: --checkpoint PATH.safetensors"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "--checkpoint",
        type=Path,
        metavar="PATH",
        help="draw with this Animagine XL file, at full size and in the documented steps",
    )
    parser.add_argument("--cpu", action="store_true", help="leave the GPU alone")
    parser.add_argument(
        "--serve", action="store_true", help="then keep ComfyUI open in your browser until Ctrl-C"
    )
    chosen = parser.parse_args()
    if chosen.checkpoint and not chosen.checkpoint.is_file():
        parser.error(f"there is no file {chosen.checkpoint}")

    host = ready_host()
    small = chosen.checkpoint is None
    checkpoint = stand_in_checkpoint(host) if small else chosen.checkpoint.resolve()
    name = "animagine-xl-4.0-opt.safetensors" if small else checkpoint.name
    cpu = chosen.cpu or not has_gpu(host)
    say(f"Starting ComfyUI {host.version} on the {'CPU' if cpu else 'GPU'}")
    with running_server(host, checkpoint, checkpoint_names=[name], cpu=cpu) as server:
        draw(server.url, server.base, name, small=small)
        if chosen.serve:
            say(f"\nComfyUI is open at {server.url} - stop it with Ctrl-C")
            while True:
                time.sleep(1)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # stop the server then, too
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("\nStopped.")
