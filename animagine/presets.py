"""The facts of each model: `presets/<model>.json` read once into a frozen `ModelPreset`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal, NamedTuple

from . import choices, typed_json
from .preset_rules import broken_rules

FOLDER = Path(__file__).parent.parent / "presets"
NOT_FACTS = ("title", "menu_position", "sources")  # keys that need no source


class PresetError(ValueError):
    """A preset file is wrong: the message names the file, the key and what is allowed."""


class Licence(NamedTuple):
    name: str
    id: str  # as the model card's metadata has it


class Checkpoint(NamedTuple):
    file: str
    url: str
    bytes: int | None
    sha256: str | None


class QualityBlock(NamedTuple):
    """The tags that the authors put together before or after all others."""

    order: tuple[str, ...]  # slots
    position: Literal["start", "end"]
    recommended: str


class Era(NamedTuple):
    """A tag and the years, both included, that it stands for."""

    tag: str
    first: int
    last: int


@dataclass(frozen=True)
class Tags:
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


class Negative(NamedTuple):
    recommended: str
    presets: Mapping[str, str]


class Range(NamedTuple):
    recommended: float
    min: float | None  # None where the authors give no lower end
    max: float


class Sampling(NamedTuple):
    steps: Range
    cfg: Range
    sampler_name: str  # ComfyUI's names
    scheduler: str


class Hires(NamedTuple):
    """The second pass over an upscaled latent."""

    upscale_method: str  # of ComfyUI's LatentUpscaleBy
    scale: float
    steps: int  # of ComfyUI's KSampler, which runs all of them at any denoise
    denoise: float


@dataclass(frozen=True, eq=False)  # one object a model: it hashes, for the caches of vocabulary
class ModelPreset:
    """All that the authors say of one model. `presets/README.md` explains each key."""

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


def read(path: Path) -> ModelPreset:
    """The preset in `path`. Raises PresetError naming the file, the key and what is allowed."""
    try:
        preset: ModelPreset = typed_json.read(
            ModelPreset, json.loads(path.read_text(encoding="utf-8")), ""
        )
    except (ValueError, OSError) as error:
        raise PresetError(f"{path.name}: {error}") from error
    facts = [field.name for field in fields(ModelPreset) if field.name not in NOT_FACTS]
    for rule in broken_rules(preset, facts):
        raise PresetError(f"{path.name}: {rule}")
    return preset


@cache
def models() -> Mapping[str, ModelPreset]:
    """Every preset by its file stem, in menu order."""
    found = {path.stem: read(path) for path in FOLDER.glob("*.json")}
    by_position = sorted(found.items(), key=lambda item: item[1].menu_position)
    return MappingProxyType(dict(by_position))


def names() -> list[str]:
    """The stems, in menu order: the options of every `model` input."""
    return list(models())


def load(model: object) -> ModelPreset:
    """The preset of `model`. Raises ValueError naming the models there are."""
    choices.check({"model": names()}, model=model)
    return models()[str(model)]


def default() -> ModelPreset:
    """The first model of the menu: its facts serve the nodes that have no `model` input."""
    return next(iter(models().values()))
