"""The facts of each model: `presets/<model>.json` read once into a frozen `ModelPreset`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from .. import choices
from . import typed_json
from .preset import ModelPreset
from .rules import broken_rules

FOLDER = Path(__file__).parents[2] / "presets"
NOT_FACTS = ("title", "menu_position", "sources")  # keys that need no source


class PresetError(ValueError):
    """A preset file is wrong: the message names the file, the key and what is expected."""


def read(path: Path) -> ModelPreset:
    """The preset in `path`. Raises PresetError naming the file, the key and what is expected."""
    try:
        text = path.read_text(encoding="utf-8-sig")  # editors of Windows write a byte order mark
        preset: ModelPreset = typed_json.read(ModelPreset, json.loads(text), "")
    except (ValueError, OSError) as error:
        raise PresetError(f"{path.name}: {error}") from error
    facts = [key for key in ModelPreset.__annotations__ if key not in NOT_FACTS]
    for rule in broken_rules(preset, facts):
        raise PresetError(f"{path.name}: {rule}")
    return preset


@cache
def models() -> Mapping[str, ModelPreset]:
    """Every preset by its file stem, in menu order."""
    found = {path.stem: read(path) for path in FOLDER.glob("*.json")}
    if not found:
        raise PresetError(f"{FOLDER}: no presets found; reinstall the pack")
    by_position = sorted(found.items(), key=lambda item: item[1].menu_position)
    return MappingProxyType(dict(by_position))


def model_ids() -> list[str]:
    """The stems, in menu order: the options of every `model` input."""
    return list(models())


def load(model: object) -> ModelPreset:
    """The preset of `model`. Raises ValueError naming the models there are."""
    choices.require({"model": model_ids()}, model=model)
    return models()[str(model)]


def default() -> ModelPreset:
    """The first model of the menu: its facts serve the nodes that have no `model` input."""
    return next(iter(models().values()))
