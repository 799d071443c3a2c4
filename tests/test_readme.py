"""What the README promises."""

from pathlib import Path

from animagine.convert.rewrite import convert
from animagine.models import presets
from animagine.prompt.compose import compose
from animagine.prompt.negative import negative
from animagine.resolution import resolve
from rows import rows

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
V40, V31 = presets.load("animagine-xl-4.0-opt"), presets.load("animagine-xl-3.1")
CONVERTED = (
    "masterpiece, best quality, very aesthetic, absurdres, 1girl, explicit, nsfw, newest, smile"
)
FIREFLY = {
    "character": "firefly (honkai: star rail)",
    "series": "honkai (series), honkai: star rail",
    "general": "casual, solo, smile",
}


@rows(
    "example",
    (compose(V40, **FIREFLY).text, "from the fields, for 4.0"),
    (compose(V31, **FIREFLY).text.split(", honkai ")[0] + ", ...", "for 3.1"),
    (compose(V40, general="long_hair, 1boy, nsfw, hat, year 2012").text, "typed beats chosen"),
    (compose(V40, general=":), (smile:1.2), smile").text.split(" high")[0] + " ...", "a face"),
    (negative(V40, remove="text").text.split(" fewer")[0] + " ...", "a tag removed"),
    (negative(V31, positive="nsfw").text.split(" error")[0] + " ...", "nsfw removed"),
    (convert(CONVERTED, "detect", "animagine-xl-4.0-opt").text, "converted"),
    (CONVERTED, "to be converted"),
    ("{} x {}".format(*resolve("832x1216 (13:19 portrait)", swap=True)), "swapped"),
    ("{} x {}".format(*resolve("832x1216 (13:19 portrait)", scale=1.5)), "scaled"),
    ("{} x {}".format(*resolve("nearest to image", image_size=(1920, 1080))), "nearest"),
    ("{} x {}".format(*resolve("custom", width=1000, height=1500)), "custom"),
)
def test_the_examples_are_what_the_nodes_give(example):
    assert example in README


def test_the_models_are_those_of_the_presets():
    for preset in presets.models().values():
        checkpoint = preset.checkpoint
        row = f"| {preset.title} | [{checkpoint.file}]({checkpoint.url}) | {preset.licence.name} |"
        assert row in README


def test_ci_runs_the_test_command_of_the_readme():
    (command,) = (line for line in README.splitlines() if line.endswith("-s tests"))
    assert command in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
