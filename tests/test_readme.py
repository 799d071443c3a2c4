"""What the README promises."""

import json
import re
from pathlib import Path

from animagine.check import check
from animagine.convert import convert
from animagine.models import presets
from animagine.prompt import compose, negative
from animagine.resolution import resolve
from animagine.sweep import sweep
from animagine.vocabulary import special_tags
from rows import rows

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
NODES = json.loads((ROOT / "locales" / "en" / "nodeDefs.json").read_text(encoding="utf-8"))
V40, V31, V30 = (presets.load(f"animagine-xl-{name}") for name in ("4.0-opt", "3.1", "3.0"))
CONVERTED = (
    "masterpiece, best quality, very aesthetic, absurdres, 1girl, explicit, nsfw, newest, smile"
)
PONY = "score_9, score_8_up, score_7_up, source_anime, rating_safe, 1girl, hatsune miku, long hair"
FIREFLY = {
    "character": "firefly (honkai: star rail)",
    "series": "honkai (series), honkai: star rail",
    "general": "casual, solo, smile",
}
ODD = check(V40, "1girl, saber (fate), fate \\(series\\)").findings[0]
RATINGS = [special_tags.rating(preset, "explicit") for preset in (V40, V31, V30)]
SIZE = resolve("nearest to image", image_size=(1920, 1080))
YEARS = sweep(V40, "", x_values="2005-2025/5").labels


@rows(
    "example",
    (f"| `{compose(V40, **FIREFLY).text}` |", "composed"),
    ("becomes `{}` in 4.0, `{}` in 3.1 and `{}` in 3.0".format(*RATINGS), "selected"),
    (negative(V31, positive="nsfw").text.split(" error")[0] + " ...", "nsfw removed"),
    (f"{ODD.subject} - {ODD.sentence}", "checked"),
    (CONVERTED, "to be converted"),
    (convert(CONVERTED, "detect", "animagine-xl-4.0-opt").text, "converted"),
    (f"| `{PONY}` | `{convert(PONY, 'detect', 'animagine-xl-4.0-opt').text}` |", "of Pony"),
    (f"for a linked 1920 x 1080 image, {SIZE[0]} x {SIZE[1]}.", "nearest"),
    (
        f"for 4.0 Opt, {V40.sampling.steps.recommended} steps, CFG {V40.sampling.cfg.recommended}, "
        f"`{V40.sampling.sampler_name}` and `{V40.sampling.scheduler}`",
        "settings",
    ),
    (f"gives `{'`, `'.join(YEARS[:-1])}` and `{YEARS[-1]}`", "swept"),
)
def test_the_examples_are_what_the_nodes_give(example):
    assert example in README


def test_every_node_is_listed_with_its_help_page():
    listed = re.findall(r"^\| ([^|]+) \| \[(\w+)\]\(web/docs/(\w+)\.md\) \|", README, re.M)
    assert sorted(listed) == sorted(
        (texts["display_name"], name, name) for name, texts in NODES.items()
    )


def test_the_links_lead_somewhere():
    for target in re.findall(r"\]\((?!https?:)([^)]+)\)", README):
        assert (ROOT / target).exists(), target


def test_every_workflow_is_listed():
    titles = [path.stem for path in (ROOT / "workflows").glob("*.json")]
    assert [title for title in titles if title.removeprefix("Animagine XL ") not in README] == []


def test_the_models_are_those_of_the_presets():
    for preset in presets.models().values():
        checkpoint = preset.checkpoint
        row = f"| {preset.title} | [{checkpoint.file}]({checkpoint.url}) | {preset.licence.name} |"
        assert row in README


def test_ci_runs_the_test_command_of_the_readme():
    (command,) = (line for line in README.splitlines() if line.endswith("-s tests"))
    assert command in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
