"""Write a stand-in SDXL checkpoint: real shapes, random weights. It draws noise, never a picture.

Run by ComfyUI's own Python with the ComfyUI folder as working directory::

    python checkpoint.py TARGET.safetensors

ComfyUI tells a model family by the shapes of its weights, so this file goes through the very same
loader, text encoders, sampler and VAE as a real Animagine XL. It has the fewest transformer blocks
that ComfyUI knows for SDXL (those of Segmind Vega). The weights are seeded: every run writes alike.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

VEGA = {
    "image_size": 32,
    "in_channels": 4,
    "out_channels": 4,
    "model_channels": 320,
    "channel_mult": [1, 2, 4],
    "num_res_blocks": [2, 2, 2],
    "transformer_depth": [0, 0, 1, 1, 2, 2],
    "transformer_depth_middle": -1,
    "transformer_depth_output": [0, 0, 0, 1, 1, 1, 2, 2, 2],
    "num_head_channels": 64,
    "context_dim": 2048,
    "num_classes": "sequential",
    "adm_in_channels": 2816,
    "use_spatial_transformer": True,
    "use_linear_in_transformer": True,
    "legacy": False,
}
SDXL_VAE = {
    "double_z": True,
    "z_channels": 4,
    "resolution": 256,
    "in_channels": 3,
    "out_ch": 3,
    "ch": 128,
    "ch_mult": [1, 2, 4, 4],
    "num_res_blocks": 2,
    "attn_resolutions": [],
    "dropout": 0.0,
}


def shapes() -> dict[str, Any]:
    """Name and empty tensor of every weight, from ComfyUI's own classes on torch's meta device."""
    import torch
    from comfy import ops, supported_models
    from comfy.ldm.models.autoencoder import AutoencoderKL
    from comfy.ldm.modules.diffusionmodules.openaimodel import UNetModel
    from comfy.sdxl_clip import SDXLClipModel

    family = supported_models.Segmind_Vega(dict(VEGA))
    with torch.device("meta"):
        unet = UNetModel(**VEGA, device="meta", operations=ops.disable_weight_init)
        text_encoders = SDXLClipModel(device="meta", dtype=torch.float16)
        vae = AutoencoderKL(ddconfig=SDXL_VAE, embed_dim=4)
        return {
            **family.process_unet_state_dict_for_saving(unet.state_dict()),
            **family.process_clip_state_dict_for_saving(text_encoders.state_dict()),
            **family.process_vae_state_dict_for_saving(vae.state_dict()),
        }


def random_weight(name: str, shape: tuple[int, ...]) -> Any:
    """A weight that keeps the signal's size, so that sampling and decoding stay finite."""
    import torch

    if len(shape) < 2:
        return torch.zeros(shape) if name.endswith("bias") else torch.ones(shape)
    if "embedding" in name:
        return torch.randn(shape) * 0.02
    inputs = torch.Size(shape[1:]).numel()
    return torch.randn(shape) * inputs**-0.5


def write(target: Path) -> None:
    """Write to a temporary name first, so that ``target`` is whole or not there."""
    import torch
    from safetensors.torch import save_file

    torch.manual_seed(0)
    weights = {}
    for name, empty in shapes().items():
        if name.endswith("position_ids"):
            weights[name] = torch.arange(empty.shape[-1]).expand(empty.shape).contiguous()
        else:
            weights[name] = random_weight(name, tuple(empty.shape)).half()
    unfinished = target.with_name(target.name + ".unfinished")
    save_file(weights, unfinished, metadata={"note": "random weights, for tests only"})
    unfinished.replace(target)


if __name__ == "__main__":
    destination = Path(sys.argv.pop()).resolve()
    sys.path[0] = str(Path.cwd())  # this folder's server.py must not hide ComfyUI's
    sys.argv.append("--cpu")  # read by ComfyUI's own options as they are imported
    import comfy.options

    comfy.options.enable_args_parsing()
    write(destination)
