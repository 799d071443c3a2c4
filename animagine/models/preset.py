"""All that the authors say of one model, typed. `presets/README.md` explains each key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from .typed_json import Facts


class Licence(Facts):
    name: str
    id: str  # as the model card's metadata has it


class Checkpoint(Facts):
    file: str
    url: str
    bytes: int | None
    sha256: str | None


class QualityBlock(Facts):
    """The tags that the authors put together before or after all others."""

    order: tuple[str, ...]  # slots
    position: Literal["start", "end"]
    recommended: str


class Era(Facts):
    """A tag and the years, both included, that it stands for."""

    tag: str
    first: int
    last: int


class Tags(Facts):
    """The special tags by slot, in the authors' order."""

    count: tuple[str, ...]
    rating: Mapping[str, str]  # choice -> its tags
    year: tuple[Era, ...]
    quality: tuple[str, ...]
    score: tuple[str, ...]
    aesthetic: tuple[str, ...]
    meta: tuple[str, ...]

    def by_slot(self) -> dict[str, list[str]]:
        """Every special tag as it is written, slot by slot, once each."""
        ratings = ", ".join(self.rating.values()).split(", ")
        return {
            "count": list(self.count),
            "rating": list(dict.fromkeys(ratings)),
            "year": [era.tag for era in self.year],
            "quality": list(self.quality),
            "score": list(self.score),
            "aesthetic": list(self.aesthetic),
            "meta": list(self.meta),
        }


class Negative(Facts):
    recommended: str
    presets: Mapping[str, str]


class Range(Facts):
    recommended: float
    min: float | None  # None where the authors give no lower end
    max: float


class Sampling(Facts):
    steps: Range
    cfg: Range
    sampler_name: str  # ComfyUI's names
    scheduler: str


class Hires(Facts):
    """The second pass over an upscaled latent."""

    upscale_method: str  # of ComfyUI's LatentUpscaleBy
    scale: float
    steps: int  # of ComfyUI's KSampler, which runs all of them at any denoise
    denoise: float


class ModelPreset(Facts):
    """All that the authors say of one model. `presets/README.md` explains each key."""

    __eq__, __hash__ = object.__eq__, object.__hash__  # one object per model, for caches by model

    title: str
    menu_position: int
    licence: Licence
    checkpoint: Checkpoint
    order: tuple[str, ...]
    quality_block: QualityBlock
    tags: Tags
    quality_presets: Mapping[str, str]
    negative: Negative
    resolutions: tuple[str, ...]
    default_resolution: str
    sampling: Sampling
    hires: Hires
    caption_tokens: int | None  # the longest caption in training; None where not published
    sources: Mapping[str, str]

    def slots_in_order(self, position: str = "") -> tuple[str, ...]:
        """Every slot, the quality block at `position`: `start`, `end`, or the authors' own."""
        block = self.quality_block
        at_start = (position or block.position) == "start"
        return (*block.order, *self.order) if at_start else (*self.order, *block.order)
