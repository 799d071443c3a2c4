"""A LoRA of random weights for one layer of SDXL, small enough to write for each test."""

from __future__ import annotations

import json
import random
import struct
from pathlib import Path

# The first attention layer that the stand-in checkpoint has: 640 channels.
LAYER = "lora_unet_input_blocks_4_1_transformer_blocks_0_attn1_to_q"
CHANNELS, RANK = 640, 4
SHAPES = {
    f"{LAYER}.lora_up.weight": (CHANNELS, RANK),
    f"{LAYER}.lora_down.weight": (RANK, CHANNELS),
    f"{LAYER}.alpha": (1,),
}


def write(path: Path) -> None:
    """Write a safetensors file: the length of its header, the header as JSON, the numbers."""
    chance = random.Random(0)
    header: dict[str, object] = {}
    numbers = b""
    for name, shape in SHAPES.items():
        count = shape[0] * shape[-1] if len(shape) > 1 else shape[0]
        data = struct.pack(f"<{count}e", *(chance.uniform(-1, 1) for _ in range(count)))
        offsets = [len(numbers), len(numbers) + len(data)]
        header[name] = {"dtype": "F16", "shape": shape, "data_offsets": offsets}
        numbers += data
    text = json.dumps(header).encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(struct.pack("<Q", len(text)) + text + numbers)
