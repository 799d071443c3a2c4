"""The preset loader and its content rules, tested with files that are wrong."""

import json
import re
from pathlib import Path

import pytest

from animagine.models import presets
from rows import rows

GOOD = presets.FOLDER / "animagine-xl-4.0-opt.json"
REMOVED = object()


def changed(path: Path, key: str, value: object) -> Path:
    """A copy of a good preset in which the value at `a.b.0` is another."""
    data = json.loads(GOOD.read_text(encoding="utf-8"))
    *parents, last = key.split(".")
    place = data
    for parent in parents:
        place = place[int(parent) if isinstance(place, list) else parent]
    if value is REMOVED:
        del place[last]
    elif isinstance(place, list):
        place[int(last)] = value
    else:
        place[last] = value
    bad = path / "bad.json"
    bad.write_text(json.dumps(data), encoding="utf-8")
    return bad


def test_the_models_are_in_menu_order():
    assert presets.model_ids() == [
        "animagine-xl-4.0-opt",
        "animagine-xl-4.0",
        "animagine-xl-4.0-zero",
        "animagine-xl-3.1",
        "animagine-xl-3.0",
    ]


def test_every_menu_position_is_its_own():
    positions = [preset.menu_position for preset in presets.models().values()]
    assert sorted(set(positions)) == positions


def test_a_preset_cannot_be_changed():
    with pytest.raises(AttributeError):
        presets.default().title = "other"
    with pytest.raises(TypeError):
        presets.default().tags.rating["safe"] = "other"


def test_an_unknown_model_is_named_with_the_models_there_are():
    with pytest.raises(ValueError, match=r"unknown model 'sdxl'; choose one of: animagine-xl-4.0-"):
        presets.load("sdxl")


@rows(
    "key, value, message",
    ("colour", "red", "unknown key 'colour'; choose one of: title,", "unknown key"),
    ("tags.colour", [], "unknown key 'tags.colour'; choose one of: count,", "unknown nested key"),
    ("order", REMOVED, "key 'order' is missing; required: title,", "missing key"),
    ("sampling.cfg.max", REMOVED, "key 'sampling.cfg.max' is missing", "missing nested key"),
    ("title", 4, "key 'title' is 4; expected text", "number for text"),
    ("menu_position", 1.5, "key 'menu_position' is 1.5; expected a whole number", "fraction"),
    ("menu_position", True, "key 'menu_position' is True", "a truth value is no number"),
    ("hires.scale", "1.5", "key 'hires.scale' is '1.5'; expected a number", "text for number"),
    ("order", "count", "key 'order' is 'count'; expected a list", "text for list"),
    ("tags.rating", [], "key 'tags.rating' is []; expected an object", "list for object"),
    ("tags.year.0", "2005", "key 'tags.year[0]' is '2005'; expected an object", "in a list"),
    ("quality_block.position", "middle", "expected 'start' or 'end'", "not among the choices"),
    ("order.0", "quality", "key 'order' is quality, character", "a slot of the block"),
    ("order.0", "character", "expected each of count, character", "a slot twice"),
    ("quality_block.order.0", "rating", "key 'quality_block.order' is rating", "wrong slot"),
    ("tags.quality.1", "masterpiece", "has 'masterpiece', which is already in 'tags.quality'", "tag twice"),
    ("tags.score.0", "Masterpiece", "already in 'tags.quality'", "tag in two groups"),
    ("tags.rating.mild", "mild", "key 'tags.rating' is safe, sensitive, nsfw, explicit, mild",
     "unknown rating"),
    ("tags.year.3.first", 2007, "has 'year 2008' starting in 2007; expected 2008", "years that overlap"),
    ("quality_block.recommended", "masterpiece, smile", "is 'smile'; expected the tags of",
     "recommended, but in no group"),
    ("resolutions.0", "1000x1000", "'1000x1000'; expected WIDTHxHEIGHT, multiples of 64", "side"),
    ("resolutions.0", "1024 x 1024", "expected WIDTHxHEIGHT", "spaces"),
    ("resolutions.0", "1152x896", "key 'resolutions' has a size twice", "size twice"),
    ("default_resolution", "512x512", "key 'default_resolution' is '512x512'", "not offered"),
    ("sampling.steps.recommended", 50, "is 50; expected 25 to 28", "outside its own range"),
    ("sources.tags", REMOVED, "key 'sources' is", "a fact without a source"),
    ("sources.tags", "somebody said", "expected it to start with 'card: '", "a source without its mark"),
)  # fmt: skip
def test_a_bad_file_is_named_with_key_and_what_is_allowed(tmp_path, key, value, message):
    bad = changed(tmp_path, key, value)
    with pytest.raises(presets.PresetError, match=f"^bad.json: .*{re.escape(message)}"):
        presets.read(bad)


def test_two_ratings_may_share_a_tag(tmp_path):
    assert presets.read(changed(tmp_path, "tags.rating.explicit", "explicit, nsfw"))


def test_broken_json_is_named(tmp_path):
    bad = tmp_path / "bad.json"
    bad.write_text("{", encoding="utf-8")
    with pytest.raises(presets.PresetError, match=r"^bad\.json: "):
        presets.read(bad)
