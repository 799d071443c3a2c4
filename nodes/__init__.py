"""The nodes of the pack, in menu order."""

from .grid import AnimagineGrid
from .host import ComfyExtension, io
from .negative import AnimagineNegative
from .preview import route
from .prompt_check import AnimaginePromptCheck
from .prompt_composer import AnimaginePromptComposer
from .prompt_converter import AnimaginePromptConverter
from .resolution import AnimagineResolution
from .sampler_settings import AnimagineSamplerSettings
from .selectors import (
    AnimagineAesthetic,
    AnimagineQuality,
    AnimagineRating,
    AnimagineScore,
    AnimagineYear,
)
from .sweep import AnimagineSweep

NODES: list[type[io.ComfyNode]] = [
    AnimaginePromptComposer,
    AnimagineQuality,
    AnimagineScore,
    AnimagineAesthetic,
    AnimagineRating,
    AnimagineYear,
    AnimagineNegative,
    AnimagineResolution,
    AnimagineSamplerSettings,
    AnimaginePromptCheck,
    AnimaginePromptConverter,
    AnimagineSweep,
    AnimagineGrid,
]


class AnimagineExtension(ComfyExtension):
    async def on_load(self) -> None:
        route.register({node.__name__: node for node in NODES})

    async def get_node_list(self) -> list[type[io.ComfyNode]]:
        return NODES


async def comfy_entrypoint() -> AnimagineExtension:
    return AnimagineExtension()
