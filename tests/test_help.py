"""The help pages of the nodes: true, whole, and alike in all languages."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from animagine.check import check
from animagine.choices import MAX_CELLS, MAX_SIDE
from animagine.convert import convert
from animagine.grid import layout as grid_layout
from animagine.grid.font import UNKNOWN
from animagine.grid.text import ELLIPSIS, SMALLEST
from animagine.models import presets
from animagine.models.slots import RATINGS
from animagine.prompt import compose, negative
from animagine.resolution import resolve
from animagine.sweep import sweep
from animagine.sweep.cells import columns_for
from animagine.tokens import TokenCount
from animagine.vocabulary import special_tags
from languages import COMPLETE, all_languages
from rows import rows

ROOT = Path(__file__).parents[1]
PAGES = ROOT / "web" / "docs"
NODES = json.loads((ROOT / "tests" / "fixtures" / "contract.json").read_text(encoding="utf-8"))
LANGUAGES = [*COMPLETE[1:]]
V40, V31, V30 = (presets.load(f"animagine-xl-{name}") for name in ("4.0-opt", "3.1", "3.0"))
CODE = re.compile(r"`([^`\n]+)`")
IMAGE = re.compile(r"!\[(.*?)\]\((.*?)\)")
IN_BRACKETS = re.compile(r"(?:（| \()(.+?)(?:）|\))$")  # after an id: its label
MACHINE = re.compile(r"(?<![\w.])/(?:work|home|root|tmp|Users)\b|[A-Z]:\\|localhost|127\.0\.0")


def page(node: str, language: str = "en") -> str:
    path = PAGES / f"{node}.md" if language == "en" else PAGES / node / f"{language}.md"
    return path.read_text(encoding="utf-8")


def section(text: str, number: int) -> str:
    """1 is the example, 2 the inputs, 3 the outputs."""
    return text.split("\n## ")[number]


def table(text: str) -> list[list[str]]:
    """The cells of the first table, without its header."""
    found = re.search(r"(?:^\|.*\n?)+", text, re.MULTILINE)
    assert found, "no table"
    return [row.strip("| ").split(" | ") for row in found[0].splitlines()[2:]]


def specs(node: str) -> Iterator[dict[str, Any]]:
    """The inputs of a node in order, nested ones after their combo."""
    for spec in NODES[node]["required"] + NODES[node]["optional"]:
        options = [option for option in spec.get("options", []) if isinstance(option, dict)]
        yield {"default": options[0]["key"], **spec} if options else spec
        if options:
            yield from (nested for group in list(options[0].values())[1:] for nested in group)


def said(default: object) -> str:
    """A default value as the English pages write it."""
    if isinstance(default, bool):
        return "on" if default else "off"
    if isinstance(default, str):
        return f"`{default}`" if default else "empty"
    return str(default)


def everywhere(test: Any) -> Any:
    by_language = pytest.mark.parametrize("language", ["en", *LANGUAGES])
    return by_language(pytest.mark.parametrize("node", NODES)(test))


def pages_in(languages: list[str]) -> set[str]:
    return {f"{node}/{language}.md" for node in NODES for language in languages}


def test_every_node_has_a_page_in_every_complete_language_and_no_other_is_there():
    english = {f"{node}.md" for node in NODES}
    pages = {path.relative_to(PAGES).as_posix() for path in PAGES.rglob("*.md")}
    assert pages >= english | pages_in(LANGUAGES)
    assert pages <= english | pages_in(all_languages()[1:])


@pytest.mark.parametrize("language", all_languages()[1:])
@pytest.mark.parametrize("node", NODES)
def test_a_translated_page_has_all_of_the_english_one(node, language):
    if language not in COMPLETE and not (PAGES / node / f"{language}.md").is_file():
        pytest.skip("a partial language")
    english, translated = page(node), page(node, language)
    for pattern in ("^#+ ", "^[|]", "^- ", r"^[|].*[|] [|]", r"\*\*.+?\*\*"):
        found, wanted = (re.findall(pattern, text, re.M) for text in (translated, english))
        assert len(found) == len(wanted), pattern
    assert Counter(CODE.findall(translated)) == Counter(CODE.findall(english))
    assert [file for _, file in IMAGE.findall(translated)] == [
        file for _, file in IMAGE.findall(english)
    ]


@everywhere
def test_the_tables_list_the_inputs_and_outputs_of_the_node(node, language):
    text = page(node, language)
    texts = json.loads((ROOT / "locales" / language / "nodeDefs.json").read_text(encoding="utf-8"))
    assert text.startswith(f"# {texts[node]['display_name']}\n")
    inputs, outputs = table(section(text, 2)), table(section(text, 3))
    assert [CODE.findall(row[0]) for row in inputs] == [[spec["id"]] for spec in specs(node)]
    assert [CODE.findall(row[0]) for row in outputs] == [
        [output["name"]] for output in NODES[node]["outputs"]
    ]
    if language != "en":
        labels = [found[1] for row in inputs + outputs if (found := IN_BRACKETS.search(row[0]))]
        named = [*texts[node]["inputs"].values(), *texts[node]["outputs"].values()]
        assert labels == [slot["name"] for slot in named]


@pytest.mark.parametrize("node", NODES)
def test_the_defaults_are_those_of_the_node(node):
    told = {CODE.findall(cells[0])[0]: cells[2] for cells in table(section(page(node), 2))}
    required = {spec["id"] for spec in NODES[node]["required"]}
    linked = {True: "must be linked", False: "not linked"}
    assert told == {
        spec["id"]: said(spec["default"]) if "default" in spec else linked[spec["id"] in required]
        for spec in specs(node)
    }


@everywhere
def test_a_page_is_plain_markdown(node, language):
    text = page(node, language)
    assert not re.search(r"<\w", CODE.sub("", text)), "HTML, which the front end may take out"
    assert not MACHINE.search(text)
    assert all(described for described, _ in IMAGE.findall(text))


def test_all_images_are_there_and_shown():
    shown = {file for node in NODES for _, file in IMAGE.findall(page(node))}
    assert shown == {path.relative_to(PAGES).as_posix() for path in PAGES.glob("images/*")}


FIREFLY = {
    "character": "firefly (honkai: star rail)",
    "series": "honkai (series), honkai: star rail",
    "general": "casual, solo, smile",
}
WHOLE = {"general": "long_hair, 1boy, nsfw, hat, year 2012"}
ODD = "2girls, saber (fate), fate (series), solo, great quality"
FINE = (
    r"1girl, saber \(fate\), fate \(series\), safe, solo, "
    "masterpiece, high score, great score, absurdres"
)
OLD = "masterpiece, best quality, very aesthetic, absurdres, 1girl, explicit, nsfw, newest, smile"
NEW = "1girl, safe, smile, year 2019, masterpiece, high score, great score, absurdres"
SINGLE = "1girl, (great quality:1.2), smile"
PONY = "score_9, score_8_up, score_7_up, source_anime, rating_safe, 1girl, hatsune miku, long hair"
SIZE = "832x1216 (13:19 portrait)"
HATTED = "1girl, safe, smile, (hat:1.2), year 2024, masterpiece, high score, great score, absurdres"
LINES = (
    "red hair, nsfw", "smile -> angry, open mouth", "hat -> crown", "(hat:1.2) -> (hat:1.4)",
    "smile ->", "none",
)  # fmt: skip
TWO_AXES = {"x_values": "2015, 2025", "y_axis": "rating", "y_values": "safe, nsfw"}
PORTRAIT, SQUARE = (1, 1216, 832, 3), (1, 1024, 1024, 3)  # batch, height, width, channels


def fields(given: dict[str, str]) -> list[str]:
    return [f"- `{name}`: `{text}`" for name, text in given.items()]


def listed(*texts: str) -> list[str]:
    return [f"- `{text}`" for text in texts]


def checked(text: str, tokens: int) -> list[str]:
    """The lines of the report; how many tokens there are, a test on the real host tells."""
    return check(V40, text, "", lambda _: TokenCount(tokens, 1)).summary.splitlines()


def quality(preset: Any, choice: str, tags: str = "") -> str:
    return special_tags.append(tags, special_tags.quality(preset, choice))


def rating(preset: Any, choice: str, tags: str = "") -> str:
    return special_tags.append(tags, special_tags.rating(preset, choice))


def year(preset: Any, tags: str = "") -> str:
    return special_tags.append(tags, special_tags.year(preset, "2019"))


def score(choice: str, tags: str = "") -> str:
    return special_tags.append(tags, special_tags.score(choice))


def aesthetic(choice: str, tags: str = "") -> str:
    return special_tags.append(tags, special_tags.aesthetic(choice))


def size(**given: Any) -> str:
    return "{} x {}".format(*resolve(**{"resolution": SIZE, **given}))


def swept(**axes: str) -> list[str]:
    """Each prompt after its label."""
    given = sweep(V40, HATTED, **axes)
    labels = [label.replace("\n", "`, `") for label in given.labels]
    return fields(dict(zip(labels, given.prompts, strict=True)))


def lines_swept(*lines: str) -> list[str]:
    """Each prompt after the line that it comes from."""
    given = sweep(V40, HATTED, x_axis="custom", x_values="\n".join(lines))
    return fields(dict(zip(lines, given.prompts, strict=True)))


def no_aesthetic() -> str:
    with pytest.raises(ValueError) as refused:
        sweep(V40, HATTED, x_axis="aesthetic")
    return str(refused.value)


def grid(*shapes: tuple[int, ...], **given: int) -> str:
    laid_out = grid_layout.plan(shapes, **given)
    return f"{laid_out.width} x {laid_out.height}"


def largest(*shapes: tuple[int, ...], **given: int) -> str:
    cell = grid_layout.plan(shapes, **given).cells[0]
    return f"{grid(*shapes, **given)}, each image {cell.width} x {cell.height}"


def headers() -> list[str]:
    """The labels of two axes as headers: first a row of those of the columns, then the rows'."""
    given = sweep(V40, HATTED, **TWO_AXES)
    texts = grid_layout.plan(
        [PORTRAIT] * len(given.labels), given.labels, columns=given.columns
    ).texts
    named = [f"`{text.lines[0]}`" for text in sorted(texts, key=lambda text: (text.y, text.x))]
    columns, rows_ = named[: given.columns], named[given.columns :]
    cells = [f"| {name} | {at * 2 + 1} | {at * 2 + 2} |" for at, name in enumerate(rows_)]
    return [f"| | {' | '.join(columns)} |", "|---|---|---|", *cells]


def setting(name: str) -> str:
    found = []
    for preset in (V40, V31):
        sampling, hires = preset.sampling, preset.hires
        values = {
            "steps": sampling.steps.recommended,
            "cfg": sampling.cfg.recommended,
            "sampler_name": f"`{sampling.sampler_name}`",
            "scheduler": f"`{sampling.scheduler}`",
            "hires_scale": hires.scale,
            "hires_steps": hires.steps,
            "hires_denoise": hires.denoise,
        }
        found.append(values[name])
    return f"| `{name}` | {found[0]} | {found[1]} |"


@rows(
    "node, expected",
    (
        "AnimaginePromptComposer",
        [
            *fields(FIREFLY),
            *listed(compose(V40, **FIREFLY).text, compose(V31, **FIREFLY).text),
            *listed(WHOLE["general"], compose(V40, **WHOLE).text),
        ],
        "composer",
    ),
    (
        "AnimagineNegative",
        listed(
            negative(V40).text,
            negative(
                V40, remove="text, signature", additional="extra arms, (bad anatomy:1.2)"
            ).text,
            negative(V31, positive="1girl, nsfw, smile").text,
        ),
        "negative",
    ),
    (
        "AnimaginePromptConverter",
        listed(
            *(OLD, convert(OLD, "animagine-xl-3.1", "animagine-xl-4.0-opt").text),
            *(NEW, convert(NEW, "animagine-xl-4.0-opt", "animagine-xl-3.1").text),
            *(SINGLE, convert(SINGLE, "animagine-xl-3.1", "animagine-xl-4.0-opt").text),
            *(PONY, convert(PONY, "detect", "animagine-xl-4.0-opt").text),
        ),
        "converter",
    ),
    ("AnimaginePromptCheck", listed(ODD, *checked(ODD, 13), FINE), "check"),
    (
        "AnimagineQuality",
        [
            f"| 4.0, `recommended` | `{quality(V40, 'recommended')}` |",
            f"| 3.1, `recommended` | `{quality(V31, 'recommended')}` |",
            f"| 3.1, `light` | `{quality(V31, 'light')}` |",
            f"| 3.0, `recommended` | `{quality(V30, 'recommended')}` |",
            "| 4.0, `best quality`, with `1girl, smile` linked to `tags` "
            f"| `{quality(V40, 'best quality', '1girl, smile')}` |",
        ],
        "quality",
    ),
    (
        "AnimagineScore",
        [
            f"| `recommended` | `{score('recommended')}` |",
            f"| `good score` | `{score('good score')}` |",
            "| `good score`, after *Animagine Quality Selector* with `masterpiece` "
            f"| `{score('good score', quality(V40, 'masterpiece'))}` |",
        ],
        "score",
    ),
    (
        "AnimagineAesthetic",
        [
            f"| `very aesthetic` | `{aesthetic('very aesthetic')}` |",
            "| `very aesthetic`, after *Animagine Quality Selector* with `best quality` "
            f"| `{aesthetic('very aesthetic', quality(V31, 'best quality'))}` |",
        ],
        "aesthetic",
    ),
    (
        "AnimagineRating",
        [
            f"| 4.0, `explicit` | `{rating(V40, 'explicit')}` |",
            f"| 3.1, `explicit` | `{rating(V31, 'explicit')}` |",
            f"| 3.0, `explicit` | `{rating(V30, 'explicit')}` |",
            "| 3.1, `nsfw`, with `1girl, smile` linked to `tags` "
            f"| `{rating(V31, 'nsfw', '1girl, smile')}` |",
        ],
        "rating",
    ),
    (
        "AnimagineYear",
        [
            f"| 4.0, `2019` | `{year(V40)}` |",
            f"| 3.1, `2019` | `{year(V31)}` |",
            f"| 3.0, `2019` | `{year(V30)}` |",
            f"| 4.0, `2019`, with `1girl, smile` linked to `tags` | `{year(V40, '1girl, smile')}` |",
        ],
        "year",
    ),
    (
        "AnimagineResolution",
        [
            f"| `{SIZE}` | {size()} |",
            f"| the same with `swap` | {size(swap=True)} |",
            f"| the same with `scale` 1.5 | {size(scale=1.5)} |",
            "| `nearest to image`, a linked 1920 x 1080 image "
            f"| {size(resolution='nearest to image', image_size=(1920, 1080))} |",
            "| `custom`, `width` 1000, `height` 1500 "
            f"| {size(resolution='custom', width=1000, height=1500)} |",
        ],
        "resolution",
    ),
    (
        "AnimagineSamplerSettings",
        [setting(output["name"]) for output in NODES["AnimagineSamplerSettings"]["outputs"]],
        "sampler settings",
    ),
    (
        "AnimagineSweep",
        [
            *listed(HATTED),
            *swept(x_values="2005-2025/10"),
            *swept(x_axis="quality", x_values="none, best quality"),
            *lines_swept(*LINES),
            *swept(**TWO_AXES),
        ],
        "sweep",
    ),
    (
        "AnimagineGrid",
        [
            f"| 5 images of 832 x 1216, `columns` 5 | {grid(*[PORTRAIT] * 5, columns=5)} |",
            f"| the same with `columns` 3 | {grid(*[PORTRAIT] * 5, columns=3)} |",
            f"| the same with `columns` 3 and `gap` 0 | {grid(*[PORTRAIT] * 5, columns=3, gap=0)} |",
            f"| one of 832 x 1216 and one of 1024 x 1024 | {grid(PORTRAIT, SQUARE)} |",
            f"| 20 of 832 x 1216, `columns` 20 | {largest(*[PORTRAIT] * 20, columns=20)} |",
            *headers(),
        ],
        "grid",
    ),
)
def test_the_examples_are_what_the_node_gives(node, expected):
    """All of them: the translated pages have the same code."""
    lines = section(page(node), 1).splitlines()
    start = next((i + 2 for i, line in enumerate(lines) if line.startswith("|")), 0)
    assert [line for line in lines[start:] if line.startswith(("|", "- "))] == expected


def choices(*names: str) -> str:
    return ", ".join(f"`{name}`" for name in names)


def offers(preset: Any) -> str:
    groups = [choices(*group) for group in (preset.quality_presets, preset.tags.quality) if group]
    return "; ".join(groups)


def eras(preset: Any) -> list[str]:
    return [f"`{era.tag}` {era.first} to {era.last}" for era in preset.tags.year]


@rows(
    "node, expected",
    ("AnimaginePromptCheck", f"it says `{checked(FINE, 0)[1]}`", "no problems"),
    (
        "AnimagineScore",
        f"`{compose(V40, general='smile', tags='masterpiece, good score').text}`",
        "before a composer",
    ),
    (
        "AnimagineAesthetic",
        f"`{compose(V31, general='smile', tags='best quality, very aesthetic').text}`",
        "before a composer",
    ),
    ("AnimagineScore", f"one of {choices(*V40.tags.score)}", "the scores"),
    ("AnimagineQuality", f"| 4.0, Opt, Zero | {offers(V40)} |", "what 4.0 offers"),
    ("AnimagineQuality", f"| 3.1 | {offers(V31)} |", "what 3.1 offers"),
    ("AnimagineQuality", f"| 3.0 | {offers(V30)} |", "what 3.0 offers"),
    *(
        (
            "AnimagineRating",
            f"| `{choice}` | `{V31.tags.rating[choice]}` | `{V30.tags.rating[choice]}` |",
            f"rating {choice}",
        )
        for choice in RATINGS
    ),
    *(
        ("AnimagineYear", f"| {of_31} | {of_30} |", f"era {number}")
        for number, (of_31, of_30) in enumerate(zip(eras(V31), eras(V30), strict=True), start=1)
    ),
    *(("AnimagineResolution", f"`{size}`", size) for size in V40.resolutions),
    (
        "AnimagineSweep",
        f"| {choices(*special_tags.rating_choices())} | the first four |",
        "ratings",
    ),
    ("AnimagineSweep", f"also {choices(*V31.quality_presets)} |", "presets of 3.x"),
    ("AnimagineSweep", f"4.0: {V40.tags.year[0].first} to {V40.tags.year[-1].last};", "years"),
    ("AnimagineSweep", f"21 years become {columns_for(len(V40.tags.year))} columns", "columns"),
    ("AnimagineSweep", f"**Up to {MAX_CELLS} cells** are", "cells"),
    ("AnimagineSweep", f"`{no_aesthetic()}`", "an axis that the model lacks"),
    ("AnimagineSweep", f"`{sweep(V31, '', x_values='2005-2010/5').report}`", "a duplicate"),
    ("AnimagineGrid", f"**Up to {MAX_CELLS} images** are", "images"),
    ("AnimagineGrid", f"would exceed {MAX_SIDE:,} pixels", "the largest side"),
    ("AnimagineGrid", f"down to {SMALLEST:.0%} of", "the smallest text"),
    ("AnimagineGrid", f"ends in `{ELLIPSIS}`", "what is cut"),
    ("AnimagineGrid", f"`{UNKNOWN}` is shown", "characters that no font has"),
)
def test_the_facts_are_those_of_the_presets(node, expected):
    assert expected in page(node)


@rows(
    "typed, composed",
    ("Prompt: 1girl, hat", "1girl, hat", "head"),
    ('"1girl, hat"', "1girl, hat", "quotes"),
    ("1girl, hat --ar 2:3", "1girl, hat", "flags"),
    ("1girl aqua_eyes long_hair", "1girl, aqua eyes, long hair", "copied without commas"),
    ("（smile：1.2）", "(smile:1.2)", "full-width syntax"),
    ("1ｇｉｒｌ", "1girl", "full-width letters"),
    ("rating:explicit", "explicit", "prefix"),
    ("sfw", "safe", "rating"),
    ("questionable", "nsfw", "Danbooru's rating"),
    ("2 girls", "2girls", "spaced count"),
    ("two girls", "2girls", "count in words"),
    ("1man", "1boy", "count of adults"),
    ("no people", "no humans", "nobody"),
    ("year2024", "year 2024", "year without a space"),
    ("year: 2024", "year 2024", "year with a colon"),
    ("(long_hair:1.2)", "(long hair:1.2)", "in a weight"),
    (
        "1girl, nico robin, one piece, smile, safe",
        "1girl, nico robin, one piece, safe, smile",
        "names before a general tag",
    ),
)
def test_the_composer_recognises_what_its_page_says(typed, composed):
    bare = compose(V40, general=typed, count="", rating="none", quality="none")
    assert bare.text == composed
    text = page("AnimaginePromptComposer")
    assert f"`{typed.removesuffix(', safe')}`" in text
    assert f"`{composed}`" in text


def test_the_composer_reports_its_widgets_as_the_page_says():
    assert f"`{compose(V40, general='smile').report}`" in page("AnimaginePromptComposer")


def test_the_versions_that_a_page_names_together_are_alike():
    for one, other in (("4.0", "4.0-opt"), ("4.0-zero", "4.0-opt"), ("3.0", "3.1")):
        first, second = (presets.load(f"animagine-xl-{name}") for name in (one, other))
        assert first.hires == second.hires
        assert first.sampling.steps.recommended == second.sampling.steps.recommended
        assert first.sampling.cfg.recommended == second.sampling.cfg.recommended
        assert first.resolutions == second.resolutions
