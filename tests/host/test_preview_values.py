"""The live preview of sizes and settings, and the names of the models."""

from __future__ import annotations

import json

from host.preview_page import (
    CHECK,
    CONVERTER,
    NEGATIVE,
    SETTINGS,
    SIZE,
    V31,
    V40,
    build,
    click_widget,
    composed,
    composer,
    run,
    shown,
    wait,
    with_outputs,
)
from host.server import REPOSITORY

MODELS = {
    path.stem: json.loads(path.read_text(encoding="utf-8"))["title"]
    for path in (REPOSITORY / "presets").glob("*.json")
}
VALUE = """(name) => window.app.rootGraph.nodes[0].widgets
    .find((widget) => widget.name === name).value"""


def test_a_click_on_a_frame_chooses_its_size(page):
    build(page, {"size": (SIZE, {})})
    page.wait_for_selector(".animagine-choice[aria-pressed=true]")
    for frame in page.locator(".animagine-choice").all():
        value = frame.get_attribute("data-value")
        frame.click()
        assert page.evaluate(VALUE, "resolution") == value
        size = {"size": [value.split(" ")[0].replace("x", " × ")]}
        assert wait(page, lambda: shown(page, "values"), size) == size
        assert frame.get_attribute("aria-pressed") == "true"
        assert page.locator(".animagine-choice[aria-pressed=true]").count() == 1


SIZES = {
    "as chosen": {"resolution": "1536x640 (12:5 landscape)"},
    "swapped": {"resolution": "1216x832 (19:13 landscape)", "swap": True},
    "scaled": {"scale": 0.33},
    "large": {"resolution": "1024x1024 (1:1 square)", "scale": 2.5},
    "custom": {"resolution": "custom", "width": 640, "height": 648, "swap": True, "scale": 1.1},
    "left alone": {"width": 640, "height": 648, "batch_size": 1},
}


def test_shows_the_size_that_a_run_gives(page):
    build(page, with_outputs({title: (SIZE, inputs) for title, inputs in SIZES.items()}, SIZES, 3))
    ran = run(page)
    expected = {title: [f"{ran[f'{title} 1']} × {ran[f'{title} 2']}"] for title in SIZES}
    assert wait(page, lambda: shown(page, "values"), expected) == expected


def test_shows_the_settings_that_a_run_gives(page):
    build(page, with_outputs({model: (SETTINGS, {"model": model}) for model in MODELS}, MODELS, 7))
    ran = run(page)
    expected = {
        model: [ran[f"{model} {slot}"].removesuffix(".0") for slot in range(7)] for model in MODELS
    }
    assert wait(page, lambda: shown(page, "values"), expected) == expected


def test_models_have_readable_names(page, nodes2):
    others = ("AnimagineQuality", "AnimagineRating", "AnimagineYear", NEGATIVE, SETTINGS, CHECK)
    nodes = {node: (node, {"model": V40}) for node in others}
    build(page, {"composer": composer(), "converter": (CONVERTER, {}), **nodes})
    labels = page.evaluate(LABELS)
    assert labels.pop("converter.source") == {"detect": "detect", **MODELS}
    assert len(labels) == 8
    assert [label for label in labels.values() if label != MODELS] == []
    build(page, {"composer": composer()})
    if nodes2:
        page.locator("[data-node-id]").get_by_text("Animagine XL 4.0 Opt").click()
        page.get_by_role("option", name="Animagine XL 3.1", exact=True).click()
    else:
        click_widget(page, "composer", "model")
        page.locator(".litemenu-entry").get_by_text("Animagine XL 3.1", exact=True).click()
    text = "masterpiece, best quality, very aesthetic, absurdres, 1girl, safe"
    assert composed(page, text) == text
    assert page.evaluate(VALUE, "model") == V31
    if nodes2:
        page.locator("[data-node-id]").get_by_text("Animagine XL 3.1").wait_for()


LABELS = """() => Object.fromEntries(window.app.rootGraph.nodes.flatMap((node) => node.widgets
    .filter(({ name }) => ['model', 'source', 'target'].includes(name))
    .map(({ name, options: { values, getOptionLabel } }) => [`${node.title}.${name}`,
        Object.fromEntries(values.map((value) => [value, getOptionLabel(value)]))])))"""


def test_says_what_is_missing(page):
    build(page, {
        "check": (CHECK, {"model": V40}),
        "an image": ("EmptyImage", {}),
        "size": (SIZE, {"resolution": "nearest to image", "image": ["an image", 0]}),
        "no image": (SIZE, {"resolution": "nearest to image"}),
    })  # fmt: skip
    expected = {
        "check": "Link something to “text” to see it here.",
        "size": "image: available after “an image” has run",
        "no image": "'nearest to image' needs an image; link one or choose a size",
    }
    assert wait(page, lambda: shown(page, "all"), expected) == expected
