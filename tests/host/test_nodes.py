"""Every node on the real host, through the API as a program sends it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from animagine.models import presets
from animagine.prompt import negative, negative_choices
from animagine.vocabulary import special_tags
from host.client import PromptRefused, RunFailed, object_info, queue, text_of
from host.comfyui import Host
from host.server import Server, copy_pack, running_server
from rows import rows

V40, V31, V30 = "animagine-xl-4.0-opt", "animagine-xl-3.1", "animagine-xl-3.0"
MODELS = presets.model_ids()
FIREFLY = (
    r"1girl, firefly \(honkai: star rail\), honkai \(series\), honkai: star rail, safe, casual, "
    "solo, looking at viewer, outdoors, smile, reaching towards viewer, night, "
    "masterpiece, high score, great score, absurdres"
)


def outputs(server: Server, node: str, inputs: dict, *indices: int) -> list[str]:
    """What outputs of one node are, shown by core's PreviewAny."""
    graph = {"node": {"class_type": node, "inputs": inputs}}
    if ["text", 0] in inputs.values():
        graph["text"] = {"class_type": "PrimitiveString", "inputs": {"value": "1girl"}}
    for index in indices:
        graph[f"shown {index}"] = {
            "class_type": "PreviewAny",
            "inputs": {"source": ["node", index]},
        }
    run = queue(server.url, graph)
    assert not run.node_errors
    return [text_of(run, f"shown {index}") for index in indices]


def refusal(server: Server, node: str, inputs: dict) -> list[str]:
    """The sentences with which the host refuses a graph before it runs."""
    with pytest.raises(PromptRefused) as refused:
        outputs(server, node, inputs, 0)
    return [error["details"] for error in refused.value.node_errors["node"]["errors"]]


def test_the_pack_is_loaded_without_an_error(server):
    ours = [line for line in server.log().splitlines() if "custom_nodes" in line and "xl" in line]
    assert any("seconds" in line for line in ours)
    assert not any("IMPORT FAILED" in line or "Cannot import" in line for line in ours)


@pytest.mark.parametrize("model", MODELS)
def test_composer_with_each_model(server, model):
    text, report = outputs(
        server, "AnimaginePromptComposer", {"model": model, "general": "smile, saber (fate)"}, 0, 1
    )
    block = presets.load(model).quality_block
    rating = presets.load(model).tags.rating["safe"]
    tags = rf"1girl, {rating}, smile, saber \(fate\)"
    assert text == (
        f"{block.recommended}, {tags}"
        if block.position == "start"
        else f"{tags}, {block.recommended}"
    )
    assert "escaped: saber (fate)" in report


def test_composer_writes_the_documented_example_from_its_fields(server):
    fields = {
        "model": V40,
        "character": "firefly (honkai: star rail)",
        "series": "honkai (series), honkai: star rail",
        "general": "casual, solo, looking at viewer, outdoors, smile, reaching towards viewer, night",
    }
    assert outputs(server, "AnimaginePromptComposer", fields, 0) == [FIREFLY]


@pytest.mark.parametrize("model", MODELS)
def test_quality_with_each_model(server, model):
    for choice in special_tags.quality_choices(presets.load(model)):
        inputs = {"model": model, "model.quality": choice}
        expected = special_tags.quality(presets.load(model), choice)
        assert outputs(server, "AnimagineQuality", inputs, 0) == [expected]
    recommended = presets.load(model).quality_block.recommended
    assert outputs(server, "AnimagineQuality", {"model": model}, 0) == [recommended]


@pytest.mark.parametrize("model", MODELS)
def test_negative_with_each_model(server, model):
    preset = presets.load(model)
    for choice in negative_choices(preset):
        inputs = {"model": model, "model.negative": choice, "adapt": False}
        expected = negative(preset, choice, adapt=False).text
        assert outputs(server, "AnimagineNegative", inputs, 0) == [expected]
    inputs = {"model": model, "adapt": False}
    assert outputs(server, "AnimagineNegative", inputs, 0) == [preset.negative.recommended]


@pytest.mark.parametrize("model", MODELS)
def test_rating_and_year_with_each_model(server, model):
    preset = presets.load(model)
    for rating in special_tags.rating_choices():
        expected = special_tags.rating(preset, rating)
        assert outputs(server, "AnimagineRating", {"model": model, "rating": rating}, 0) == [
            expected
        ]
    for year in ("2025", "2019", "2005", "none"):
        expected = special_tags.year(preset, year)
        assert outputs(server, "AnimagineYear", {"model": model, "year": year}, 0) == [expected]


@pytest.mark.parametrize("model", MODELS)
def test_sampler_settings_with_each_model(server, model):
    sampling = presets.load(model).sampling
    assert outputs(server, "AnimagineSamplerSettings", {"model": model}, *range(7)) == [
        str(sampling.steps.recommended),
        f"{sampling.cfg.recommended:.1f}",
        "euler_ancestral",
        "normal",
        "1.5",
        "15",
        "0.55",
    ]


@rows(
    "node, inputs, expected",
    ("AnimagineScore", {}, "high score, great score", "recommended is the default"),
    ("AnimagineScore", {"score": "bad score"}, "bad score", "one tag"),
    ("AnimagineAesthetic", {}, "", "none is the default"),
    ("AnimagineAesthetic", {"aesthetic": "displeasing"}, "displeasing", "one tag"),
    ("AnimagineRating", {"model": V31, "rating": "explicit"}, "explicit, nsfw", "3.1's two tags"),
    ("AnimagineRating", {"model": V30}, "rating: general", "3.0's form; safe is the default"),
    ("AnimagineYear", {"model": V40}, "year 2025", "the newest is the default"),
    ("AnimagineYear", {"model": V31, "year": "2019"}, "recent", "an era"),
    ("AnimaginePromptConverter", {"text": "1girl, newest"}, "1girl, year 2023", "to 4.0 Opt"),
    ("AnimaginePromptConverter", {}, "", "no text"),
)
def test_selectors(server, node, inputs, expected):
    assert outputs(server, node, inputs, 0) == [expected]


def test_selectors_chain_into_the_composer(server):
    graph = {
        "year": {"class_type": "AnimagineYear", "inputs": {"model": V40, "year": "2019"}},
        "rating": {
            "class_type": "AnimagineRating",
            "inputs": {"model": V40, "rating": "sensitive", "tags": ["year", 0]},
        },
        "score": {
            "class_type": "AnimagineScore",
            "inputs": {"score": "good score", "tags": ["rating", 0]},
        },
        "quality": {
            "class_type": "AnimagineQuality",
            "inputs": {"model": V40, "model.quality": "best quality", "tags": ["score", 0]},
        },
        "aesthetic": {"class_type": "AnimagineAesthetic", "inputs": {"tags": ["quality", 0]}},
        "composer": {
            "class_type": "AnimaginePromptComposer",
            "inputs": {"model": V40, "general": "smile", "tags": ["aesthetic", 0]},
        },
        "shown": {"class_type": "PreviewAny", "inputs": {"source": ["composer", 0]}},
    }
    run = queue(server.url, graph)
    assert text_of(run, "shown") == "1girl, sensitive, smile, year 2019, best quality, good score"


def test_the_negative_knows_the_positive(server):
    graph = {
        "composer": {
            "class_type": "AnimaginePromptComposer",
            "inputs": {"model": V31, "rating": "nsfw"},
        },
        "negative": {
            "class_type": "AnimagineNegative",
            "inputs": {"model": V31, "positive": ["composer", 0]},
        },
        "shown": {"class_type": "PreviewAny", "inputs": {"source": ["negative", 0]}},
    }
    assert text_of(queue(server.url, graph), "shown").startswith("lowres, (bad), ")


@rows(
    "inputs, expected",
    ({}, (1, 832, 1216), "the default"),
    ({"resolution": "1536x640 (12:5 landscape)", "scale": 0.25}, (1, 384, 160), "scaled"),
    ({"resolution": "640x1536 (5:12 portrait)", "swap": True, "batch_size": 3}, (3, 1536, 640),
     "swapped, three at once"),
    ({"resolution": "custom", "width": 64, "height": 72}, (1, 64, 72), "custom"),
    ({"resolution": "nearest to image", "image": ["image", 0]}, (1, 1344, 768), "16:9 is near 7:4"),
)  # fmt: skip
def test_resolution_is_what_the_latent_is(server, inputs, expected):
    batch_size, width, height = expected
    graph = {
        "image": {
            "class_type": "EmptyImage",
            "inputs": {"width": 192, "height": 108, "batch_size": 1, "color": 0},
        },
        "size": {"class_type": "AnimagineResolution", "inputs": inputs},
        "latent": {"class_type": "PreviewAny", "inputs": {"source": ["size", 0]}},
        "width": {"class_type": "PreviewAny", "inputs": {"source": ["size", 1]}},
        "height": {"class_type": "PreviewAny", "inputs": {"source": ["size", 2]}},
        "vae": {
            "class_type": "CheckpointLoaderSimple",
            "inputs": {"ckpt_name": f"{V40}.safetensors"},
        },
        "decoded": {
            "class_type": "VAEDecodeTiled",
            "inputs": {"samples": ["size", 0], "vae": ["vae", 2], "tile_size": 64, "overlap": 0,
                       "temporal_size": 64, "temporal_overlap": 8},
        },
        "measured": {"class_type": "GetImageSize", "inputs": {"image": ["decoded", 0]}},
        **{
            f"measured {i}": {"class_type": "PreviewAny", "inputs": {"source": ["measured", i]}}
            for i in range(3)
        },
    }  # fmt: skip
    small = width * height * batch_size <= 64 * 1024
    if not small:  # decoding a full image on the CPU takes a minute and shows nothing new
        for node in [n for n in graph if n.startswith(("vae", "decoded", "measured"))]:
            del graph[node]
    run = queue(server.url, graph)
    assert not run.node_errors
    assert (text_of(run, "width"), text_of(run, "height")) == (str(width), str(height))
    if small:
        measured = [int(text_of(run, f"measured {i}")) for i in range(3)]
        assert measured == [width, height, batch_size]


RATINGS = "choose one of: none, safe, sensitive, nsfw, explicit"
COMPOSER = "AnimaginePromptComposer"


@rows(
    "node, inputs, expected",
    (COMPOSER, {"model": V40, "rating": "general"}, f"unknown rating 'general'; {RATINGS}", "rating"),
    (COMPOSER, {"model": "sdxl"}, f"unknown model 'sdxl'; choose one of: {', '.join(MODELS)}", "model"),
    (COMPOSER, {"model": V40, "year": "2004"}, "unknown year '2004'; choose one of: none, 2025", "year"),
    (COMPOSER, {"model": V40, "year": 2024}, "unknown year 2024", "a number for a text"),
    (COMPOSER, {"model": V40, "quality": {"a": 1}}, "unknown quality {'a': 1}", "an object"),
    (COMPOSER, {"model": V40, "quality_position": "top"}, "choose one of: documented, start, end", "position"),
    ("AnimagineQuality", {"model": V40, "model.quality": "great quality"},
     "unknown quality 'great quality'; choose one of: recommended, none, masterpiece", "of 3.1"),
    ("AnimagineQuality", {"model": "sdxl"}, "model is missing or unknown; choose one of: animagine", "model"),
    ("AnimagineQuality", {}, "model is missing or unknown; choose one of: animagine", "no model"),
    ("AnimagineNegative", {"model": V40, "model.negative": "light"},
     "unknown negative 'light'; choose one of: recommended, none", "of 3.1"),
    ("AnimagineNegative", {"model": "sdxl"}, "model is missing or unknown; choose one of:", "model"),
    ("AnimagineScore", {"score": "best"}, "unknown score 'best'; choose one of: recommended", "score"),
    ("AnimagineAesthetic", {"aesthetic": "best"}, "unknown aesthetic 'best'", "aesthetic"),
    ("AnimagineRating", {"model": V40, "rating": "r18"}, "unknown rating 'r18'; choose one of", "rating"),
    ("AnimagineRating", {"model": "sdxl"}, "unknown model 'sdxl'", "model"),
    ("AnimagineYear", {"model": V40, "year": "newest"}, "unknown year 'newest'; choose one of", "era"),
    ("AnimagineSamplerSettings", {"model": ""}, "unknown model ''; choose one of: ", "empty"),
    ("AnimaginePromptCheck", {"model": "sdxl", "text": ["text", 0]}, "unknown model 'sdxl'", "model"),
    ("AnimaginePromptConverter", {"target": "detect"}, "unknown target 'detect'", "no target"),
    ("AnimaginePromptConverter", {"source": "3.1"}, "unknown source '3.1'; choose one of: detect", "3.1"),
    ("AnimagineResolution", {"resolution": "4:3"}, "unknown resolution '4:3'; choose one of: ", "size"),
    ("AnimagineResolution", {"resolution": "nearest to image"},
     "'nearest to image' needs an image; link one or choose a size", "no image"),
)  # fmt: skip
def test_wrong_values_are_refused_with_our_sentence(server, node, inputs, expected):
    (sentence,) = refusal(server, node, inputs)
    assert sentence.startswith(expected) or expected in sentence


@rows(
    "node, inputs, expected",
    (COMPOSER, {"model": V40, "rating": None}, "unknown rating None", "null is no choice"),
    ("AnimagineResolution", {"resolution": "custom", "width": 64, "scale": 0.5},
     "64x1216 at scale 0.5 gives 32x608; each side must be between 64 and 16384", "too small when scaled"),
)  # fmt: skip
def test_what_is_only_known_at_the_run_is_refused_then(server, node, inputs, expected):
    with pytest.raises(RunFailed) as failed:
        outputs(server, node, inputs, 0)
    assert expected in failed.value.message


def test_no_refusal_left_a_traceback_of_ours_in_the_log(server):
    refusal(server, COMPOSER, {"model": "sdxl"})
    assert "Traceback" not in server.log().split("unknown model 'sdxl'")[-1]


def test_the_nodes_are_in_our_menu_and_explained(server):
    ours = {k: v for k, v in object_info(server.url).items() if k.startswith("Animagine")}
    assert len(ours) == 13
    for info in ours.values():
        assert info["category"].startswith("Animagine XL/")
        assert info["description"] and info["search_aliases"]
        assert all(info["output_tooltips"])
        for group in ("required", "optional"):
            inputs = info["input"].get(group, {}).values()
            assert all(options["tooltip"] for _, options in inputs)


@pytest.fixture
def newer(host: Host, tmp_path: Path) -> Iterator[Server]:
    """A server whose pack has one preset more: first in the menus, with a year and a size of its own."""
    pack = copy_pack(tmp_path / "animagine-xl")
    preset = json.loads((pack / "presets" / f"{V40}.json").read_text(encoding="utf-8"))
    preset |= {"menu_position": 0, "default_resolution": "1024x1024"}
    preset["tags"]["year"].append({"tag": "year 2026", "first": 2026, "last": 2026})
    text = json.dumps(preset)
    (pack / "presets" / "animagine-xl-5.0.json").write_text(text, encoding="utf-8")
    with running_server(host, pack=pack) as server:
        yield server


def test_the_default_of_a_choice_is_what_a_program_gets_without_it(newer):
    """Also where a preset file that somebody added changes the default."""
    infos = object_info(newer.url)
    compared = {}
    for node, info in infos.items():
        if not node.startswith("Animagine") or "IMAGE" in info["output"]:
            continue
        given = {
            name: ["text", 0] if said.get("forceInput") else said["default"]
            for name, (kind, said) in info["input"].get("required", {}).items()
            if kind != "COMFY_DYNAMICCOMBO_V3"
        }
        indices = [index for index, kind in enumerate(info["output"]) if kind != "LATENT"]
        for name, (kind, said) in info["input"].get("optional", {}).items():
            if kind == "COMBO" and len(given) == len(info["input"].get("required", {})):
                without = outputs(newer, node, given, *indices)
                assert without == outputs(newer, node, given | {name: said["default"]}, *indices)
                compared[f"{node}.{name}"] = said["default"]
    assert compared["AnimagineYear.year"] == "2026"
    assert compared["AnimaginePromptConverter.target"] == "animagine-xl-5.0"
    assert compared["AnimagineResolution.resolution"] == "1024x1024 (1:1 square)"
    assert len(compared) == 13
