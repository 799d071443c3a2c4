"""The nodes of the pack, in menu order."""

from . import preview_route
from .aesthetic import AnimagineAesthetic
from .grid import AnimagineGrid
from .host import ComfyExtension, io
from .negative import AnimagineNegative
from .prompt_check import AnimaginePromptCheck
from .prompt_composer import AnimaginePromptComposer
from .prompt_converter import AnimaginePromptConverter
from .quality import AnimagineQuality
from .rating import AnimagineRating
from .resolution import AnimagineResolution
from .sampler_settings import AnimagineSamplerSettings
from .score import AnimagineScore
from .sweep import AnimagineSweep
from .year import AnimagineYear


class AnimagineExtension(ComfyExtension):
    async def on_load(self) -> None:
        preview_route.register()

    async def get_node_list(self) -> list[type[io.ComfyNode]]:
        return [
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


async def comfy_entrypoint() -> AnimagineExtension:
    return AnimagineExtension()
