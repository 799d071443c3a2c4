"""The presets against the authors' own words, byte for byte."""

import pytest

from animagine.models import presets
from animagine.prompt import negative
from animagine.vocabulary import special_tags
from rows import rows

FAMILY_40 = ("animagine-xl-4.0-opt", "animagine-xl-4.0", "animagine-xl-4.0-zero")
V31, V30 = "animagine-xl-3.1", "animagine-xl-3.0"

# The Animagine XL 4.0 model card (special tags as it lists them, without separators).
CARD_40 = {
    "quality": "masterpiecebest qualitylow qualityworst quality",
    "score": "high scoregreat scoregood scoreaverage scorebad scorelow score",
    "rating": "safesensitivensfwexplicit",
    "positive": "masterpiece, high score, great score, absurdres",
    "negative": (
        "lowres, bad anatomy, bad hands, text, error, missing finger, extra digits, fewer digits, "
        "cropped, worst quality, low quality, low score, bad score, average score, signature, "
        "watermark, username, blurry"
    ),
}
# The tables of the Animagine XL 3.1 model card.
QUALITY_31 = """\
masterpiece	        > 95%
best quality	        > 85% & ≤ 95%
great quality	        > 75% & ≤ 85%
good quality	        > 50% & ≤ 75%
normal quality	        > 25% & ≤ 50%
low quality	        > 10% & ≤ 25%
worst quality	        ≤ 10%"""
RATING_31 = """\
safe	            General
sensitive	    Sensitive
nsfw	            Questionable
explicit, nsfw	    Explicit"""
YEAR_31 = """\
newest	        2021 to 2024
recent	        2018 to 2020
mid	        2015 to 2017
early	        2011 to 2014
oldest	        2005 to 2010"""
AESTHETIC_31 = """\
very aesthetic	       > 0.71
aesthetic	       > 0.45 & < 0.71
displeasing	       > 0.27 & < 0.45
very displeasing       ≤ 0.27"""
SIZES_31 = """\
1024 x 1024	1:1 Square
1152 x 896	9:7
896 x 1152	7:9
1216 x 832	19:13
832 x 1216	13:19
1344 x 768	7:4 Horizontal
768 x 1344	4:7 Vertical
1536 x 640	12:5 Horizontal
640 x 1536	5:12 Vertical"""
POSITIVE_31 = "masterpiece, best quality, very aesthetic, absurdres"
NEGATIVE_31 = (
    "nsfw, lowres, (bad), text, error, fewer, extra, missing, worst quality, jpeg artifacts, "
    "low quality, watermark, unfinished, displeasing, oldest, early, chromatic aberration, "
    "signature, extra digits, artistic error, username, scan, [abstract]"
)
NEGATIVE_30 = (
    "nsfw, lowres, bad anatomy, bad hands, text, error, missing fingers, extra digit, "
    "fewer digits, cropped, worst quality, low quality, normal quality, jpeg artifacts, "
    "signature, watermark, username, blurry, artist name"
)


def first_column(table: str) -> list[str]:
    return [line.replace("       ", "\t").split("\t")[0].strip() for line in table.splitlines()]


@pytest.mark.parametrize("model", FAMILY_40)
def test_40(model):
    preset = presets.load(model)
    assert "".join(preset.tags.quality) == CARD_40["quality"]
    assert "".join(preset.tags.score) == CARD_40["score"]
    assert "".join(preset.tags.rating.values()) == CARD_40["rating"]
    assert [era.tag for era in preset.tags.year] == [f"year {n}" for n in range(2005, 2026)]
    assert preset.tags.aesthetic == ()
    assert preset.quality_block.recommended == CARD_40["positive"]
    assert preset.quality_block.position == "end"
    assert preset.negative.recommended == CARD_40["negative"]
    assert preset.order == ("count", "character", "series", "artist", "rating", "general", "year")
    assert preset.default_resolution == "832x1216"
    sampling = preset.sampling
    assert (sampling.cfg.recommended, sampling.cfg.min, sampling.cfg.max) == (5, 4, 7)
    assert (sampling.steps.recommended, sampling.steps.min, sampling.steps.max) == (28, 25, 28)
    assert preset.licence.id == "openrail++"


def test_31():
    preset = presets.load(V31)
    assert list(preset.tags.quality) == first_column(QUALITY_31)
    assert list(preset.tags.rating.values()) == first_column(RATING_31)
    assert list(preset.tags.aesthetic) == first_column(AESTHETIC_31)
    assert [era.tag for era in preset.tags.year] == first_column(YEAR_31)
    ranges = [f"{era.first} to {era.last}" for era in preset.tags.year]
    assert ranges == [line.split("\t")[1].strip() for line in YEAR_31.splitlines()]
    assert preset.tags.score == ()
    assert preset.quality_block.recommended == POSITIVE_31
    assert preset.quality_block.position == "start"
    assert preset.negative.recommended == NEGATIVE_31
    sampling = preset.sampling
    assert (sampling.cfg.recommended, sampling.cfg.min, sampling.cfg.max) == (7, 5, 7)
    assert (sampling.steps.recommended, sampling.steps.max) == (28, 29)
    assert preset.default_resolution == "896x1152"
    assert preset.licence.id == "faipl-1.0-sd"


def test_30():
    preset = presets.load(V30)
    assert preset.tags.quality == (
        "masterpiece",
        "best quality",
        "high quality",
        "medium quality",
        "normal quality",
        "low quality",
        "worst quality",
    )
    assert dict(preset.tags.rating) == {
        "safe": "rating: general",
        "sensitive": "rating: sensitive",
        "nsfw": "rating: questionable, nsfw",
        "explicit": "rating: explicit, nsfw",
    }
    assert [(era.tag, era.first, era.last) for era in preset.tags.year] == [
        ("newest", 2022, 2023),
        ("late", 2019, 2021),
        ("mid", 2015, 2018),
        ("early", 2011, 2014),
        ("oldest", 2005, 2010),
    ]
    assert preset.quality_block.recommended == "masterpiece, best quality"
    assert preset.negative.recommended == NEGATIVE_30
    assert preset.tags.aesthetic == preset.tags.score == ()
    assert preset.default_resolution == "896x1152"


@rows(
    "model, choice, expected",
    (V31, "standard", POSITIVE_31, "Standard v3.1"),
    (V31, "light", "(masterpiece), best quality, very aesthetic, perfect face", "Light v3.1"),
    (
        V31,
        "heavy",
        "(masterpiece), (best quality), (ultra-detailed), very aesthetic, illustration, "
        "disheveled hair, perfect composition, moist skin, intricate details",
        "Heavy v3.1",
    ),
    (V30, "standard", "masterpiece, best quality", "Standard"),
    (V30, "light", "(masterpiece), best quality, perfect face", "Light"),
    (
        V30,
        "heavy",
        "(masterpiece), (best quality), (ultra-detailed), illustration, disheveled hair, "
        "perfect composition, moist skin, intricate details, earrings",
        "Heavy",
    ),
)
def test_quality_presets_of_the_demos(model, choice, expected):
    assert special_tags.quality(presets.load(model), choice) == expected


@rows(
    "model, choice, expected",
    (V31, "standard", NEGATIVE_31, "Standard v3.1"),
    (
        V31,
        "light",
        "nsfw, (low quality, worst quality:1.2), very displeasing, 3d, watermark, signature, "
        "ugly, poorly drawn",
        "Light v3.1",
    ),
    (
        V31,
        "heavy",
        "nsfw, longbody, lowres, bad anatomy, bad hands, missing fingers, pubic hair, extra digit, "
        "fewer digits, cropped, worst quality, low quality, very displeasing",
        "Heavy v3.1",
    ),
    (V30, "standard", NEGATIVE_30, "Standard"),
    (
        V30,
        "light",
        "nsfw, (low quality, worst quality:1.2), 3d, watermark, signature, ugly, poorly drawn",
        "Light",
    ),
    (
        V30,
        "heavy",
        "nsfw, longbody, lowres, bad anatomy, bad hands, missing fingers, pubic hair, extra digit, "
        "fewer digits, cropped, worst quality, low quality",
        "Heavy",
    ),
)
def test_negative_presets_of_the_demos(model, choice, expected):
    assert negative(presets.load(model), choice, adapt=False).text == expected


@pytest.mark.parametrize("model", [*FAMILY_40, V31, V30])
def test_what_all_versions_share(model):
    preset = presets.load(model)
    assert preset.resolutions == tuple(
        line.split("\t")[0].replace(" ", "") for line in SIZES_31.splitlines()
    )
    assert (preset.sampling.sampler_name, preset.sampling.scheduler) == (
        "euler_ancestral",
        "normal",
    )
    hires = preset.hires
    assert (hires.upscale_method, hires.scale, hires.steps, hires.denoise) == (
        "nearest-exact",
        1.5,
        15,
        0.55,
    )
    assert preset.quality_block.order == ("quality", "score", "aesthetic", "meta")
    assert preset.checkpoint.file == f"{model}.safetensors"
    assert preset.checkpoint.url.endswith(f"/resolve/main/{model}.safetensors")


@rows(
    "model, size, sha256",
    ("animagine-xl-4.0-opt", 6938350040, "6327eca98bfb6538dd7a4edce22484a1bbc57a8cff6b11d075d40da1afb847ac", "Opt"),
    ("animagine-xl-4.0", 6938434056, "1d5b43ff75b6ab598502d4c779d2fbfa3dceca51c60c3b609640a60772333916", "4.0"),
    ("animagine-xl-4.0-zero", None, "f15812e65c2ea7f4e19ce37fb2a8445eb65c64da450a508dd9c8f237c73f6bb8", "Zero"),
    (V31, 6938325776, "e3c47aedb06418c6c331443cd89f2b3b3b34b7ed2102a3d4c4408a8d35aad6b0", "3.1"),
    (V30, 6938218610, "1449e5b0b9de87b0f414c5f29cb11ce3b3dc61fa2b320e784c9441720bf7b766", "3.0"),
)  # fmt: skip
def test_checkpoints(model, size, sha256):
    checkpoint = presets.load(model).checkpoint
    assert (checkpoint.bytes, checkpoint.sha256) == (size, sha256)


@rows(
    "model, expected",
    (V31, ("1girl", "6+girls", "male focus", "1other", "6+others", "other focus"), "3.1"),
    (V30, ("1girl", "6+girls", "male focus", "1other"), "3.0"),
)
def test_counts(model, expected):
    counts = presets.load(model).tags.count
    assert set(expected) <= set(counts)
    assert "solo" not in counts
