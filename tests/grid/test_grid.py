"""The grid: every pixel of every image where it belongs, and labels that fit and can be read."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from animagine.grid import font as label_font
from animagine.grid import plan
from animagine.grid.font import BUNDLED, LabelFont, font_with, plain
from animagine.grid.picture import Cell
from animagine.grid.text import ELLIPSIS, MAX_LINES, SMALLEST, fit
from animagine.models import presets
from animagine.sweep import sweep
from rows import rows

DARK, LIGHT = np.float32(32) / 255, np.float32(248) / 255
RANDOM = np.random.default_rng(7)


def batches(*shapes):
    return [RANDOM.random(shape, dtype=np.float32) for shape in shapes]


def drawn(images, labels=(), **style):
    layout = plan([image.shape for image in images], labels, **style)
    canvas = layout.canvas()
    flat = [image for batch in images for image in batch]
    for cell, image in zip(layout.cells, flat, strict=True):
        cell.paste(canvas, image)
    return layout, canvas


def seen(layout, canvas, index):
    x, y, width, height = layout.cells[index]
    return canvas[y : y + height, x : x + width]


@rows(
    "shapes, style",
    ([(1, 24, 16, 3)], {}, "one image"),
    ([(1, 24, 16, 3)] * 5, {"columns": 2}, "a last row that is not full"),
    ([(5, 24, 16, 3)], {"columns": 2}, "a batch"),
    ([(1, 24, 16, 3), (1, 16, 24, 3), (1, 3, 3, 3)], {"columns": 3}, "three sizes"),
    ([(2, 24, 16, 3)] * 4, {"columns": 2, "labels": list("abcd")}, "batches with labels"),
    ([(1, 24, 16, 3)] * 4, {"columns": 2, "labels": ["a\nc", "b\nc", "a\nd", "b\nd"]}, "headers"),
    ([(1, 24, 16, 3)] * 4, {"title": "t", "gap": 0, "background": "light"}, "a title, no gap"),
    ([(1, 4, 4, 3)] * 256, {"columns": 16, "gap": 1}, "256 cells"),
    ([(1, 9, 90, 3)] * 2, {"columns": 1, "labels": ["a\nlong words", "a\nlong words"]}, "low cells"),
)  # fmt: skip
def test_pixels_are_unchanged(shapes, style):
    images = batches(*shapes)
    layout, canvas = drawn(images, **style)
    flat = [image for batch in images for image in batch]
    for index, image in enumerate(flat):
        assert np.array_equal(seen(layout, canvas, index), image)
    areas = np.zeros(canvas.shape[:2], int)
    for x, y, width, height in layout.cells:
        areas[y : y + height, x : x + width] += 1
    for text in layout.texts:
        areas[text.y : text.y + text.height, text.x : text.x + text.width] += 1
        assert len(text.lines) * text.font.line_height <= text.height, "the text has its room"
    assert areas.max() == 1, "nothing is over something else"
    ground = LIGHT if style.get("background") == "light" else DARK
    assert (canvas[areas == 0] == ground).all()


def test_without_gap_and_labels_it_is_a_plain_concatenation():
    images = batches(*[(1, 24, 16, 3)] * 6)
    _, canvas = drawn(images, columns=3, gap=0)
    rows_of = [np.concatenate([image[0] for image in images[at : at + 3]], axis=1) for at in (0, 3)]
    assert np.array_equal(canvas, np.concatenate(rows_of, axis=0))


def test_alpha_is_over_the_background():
    image = np.zeros((1, 2, 2, 4), np.float32)
    image[0, 0, 0] = [1, 0, 0, 1]
    image[0, 0, 1] = [1, 0, 0, 0.5]
    layout, canvas = drawn([image], background="light")
    shown = seen(layout, canvas, 0)
    assert np.allclose(shown[0, 0], [1, 0, 0])
    assert np.allclose(shown[0, 1], [(1 + LIGHT) / 2, LIGHT / 2, LIGHT / 2])
    assert np.allclose(shown[1], LIGHT)


def test_grey_has_three_channels_then():
    (image,) = batches((1, 4, 4, 1))
    layout, canvas = drawn([image])
    assert np.array_equal(seen(layout, canvas, 0), np.repeat(image[0], 3, axis=2))


def test_a_grid_beyond_the_largest_side_shrinks_without_distortion():
    layout = plan([(1, 1216, 832, 3)] * 256, columns=16)
    assert 16000 < max(layout.width, layout.height) <= 16384
    for cell in layout.cells:
        assert cell.width / 832 == pytest.approx(cell.height / 1216, abs=2e-3)


def test_an_image_that_shrinks_keeps_its_look():
    cell = Cell(2, 1, 30, 20)
    canvas = np.ones((24, 34, 3), np.float32)
    half = np.zeros((40, 60, 4), np.float32)
    half[:, 30:] = [1, 0.5, 0, 0.5]
    cell.paste(canvas, half)
    assert np.allclose(canvas[1:21, 2:14], 1, atol=1e-3)
    assert np.allclose(canvas[1:21, 20:32], [1, 0.75, 0.5], atol=1e-3)
    assert canvas[0].all() and (canvas[:, :2] == 1).all(), "nothing beside the cell"


def test_colours_of_clear_pixels_do_not_bleed():
    canvas = np.ones((1, 3, 3), np.float32)
    half = np.zeros((2, 6, 4), np.float32)
    half[:, :3] = 1  # white, beside what is clear and black
    Cell(0, 0, 3, 1).paste(canvas, half)
    assert np.allclose(canvas, 1)


@rows(
    "labels, columns, expected",
    (["a\nc", "b\nc", "a\nd", "b\nd"], 2, [["a", "b"], ["c", "d"]], "two axes"),
    (["a\nc", "b\nc"], 2, [["a", "b"], ["c"]], "one row of two axes"),
    (["a", "b", "c", "d"], 2, None, "one line each"),
    (["a\nc", "b\nc", "a\nd", "x\nd"], 2, None, "no repetition"),
    (["a\nc", "b\nc", "a\nd", "b\nd"], 3, None, "other columns than the sweep's"),
    (["a\nb\nc"] * 4, 2, None, "three lines"),
)  # fmt: skip
def test_headers(labels, columns, expected):
    layout = plan([(1, 200, 200, 3)] * len(labels), labels, columns=columns)
    said = [text.lines for text in layout.texts]
    if expected is None:
        assert said == [label.split("\n") for label in labels]
    else:
        assert sorted(said) == sorted([word] for words in expected for word in words)


def test_a_sweep_of_two_axes_has_headers():
    swept = sweep(presets.load("animagine-xl-4.0-opt"), "1girl", x_axis="score", y_axis="rating")
    layout = plan([(1, 400, 300, 3)] * 24, swept.labels, columns=swept.columns)
    assert len(layout.texts) == 6 + 4
    left = layout.cells[0]
    assert all(text.y < left.y for text in layout.texts if text.lines == ["high score"])
    assert all(text.x < left.x for text in layout.texts if text.lines == ["safe"])


def test_labels_of_batches():
    layout = plan([(3, 200, 200, 3)] * 4, list("abcd"), columns=2)
    assert [text.lines for text in layout.texts] == [[label] for label in "aaabbbcccddd"]
    assert [cell.y for cell in layout.cells[:6]] == [layout.cells[0].y] * 6, "two batches a row"
    one = plan([(4, 200, 200, 3)], ["a"], columns=2)
    assert len({cell.y for cell in one.cells}) == 2, "one batch keeps the columns"


@rows(
    "text, width, size, expected_size, expected",
    ("short", 200, 24, 24, ["short"], "fits"),
    ("year 2005", 100, 24, 21, ["year 2005"], "a little smaller"),
    ("long words that go on", 100, 24, 14, ["long words", "that go on"], "lines"),
    ("incomprehensibilities", 90, 24, 14, ["incomprehen", "sibilities"], "a long word"),
    ("長い日本語のラベルです", 90, 24, 14, ["長い日本語の", "ラベルです"], "no spaces"),
    ("", 90, 24, 24, [""], "nothing"),
    ("a\nb", 90, 24, 24, ["a", "b"], "two lines as given"),
)  # fmt: skip
def test_text_fits(text, width, size, expected_size, expected):
    labels = fit([text], width, size)
    assert (labels.font.size, labels.lines[0]) == (expected_size, expected)
    assert labels.width <= width


@rows(
    "text, width",
    ("word " * 100, 120, "many words"),
    ("x" * 1_000_000, 120, "a word without an end"),
    ("長" * 500, 60, "no spaces"),
    ("a long line\n" * 50, 60, "many lines"),
)
def test_text_that_never_fits_ends_in_an_ellipsis(text, width):
    labels = fit([text], width, 24)
    assert labels.font.size == round(24 * SMALLEST)
    assert len(labels.lines[0]) == MAX_LINES
    assert labels.lines[0][-1].endswith(ELLIPSIS)
    assert labels.width <= width


def test_a_label_without_room_does_not_fail():
    assert len(fit(["wide"], 1, 24).lines[0]) <= MAX_LINES
    drawn(batches((1, 1, 1, 3)), ["label"], title="title")


@pytest.fixture
def only_bundled(monkeypatch):
    """As on a system without fonts."""
    monkeypatch.setattr(label_font, "SYSTEM", ())
    font_with.cache_clear()
    yield
    font_with.cache_clear()


def ink(text, size=24):
    """Only a text, as an image."""
    room = Image.new("RGB", (40 + size * 2 * len(text), size * 2), 0)
    LabelFont(size).draw(ImageDraw.Draw(room), 4, 2, text, 255)
    return np.asarray(room)[..., 0]


@rows(
    "text",
    ("Grüße, Ёлка, Ωμέγα", "European"),
    ("水着の比較、年代", "Japanese"),
    ("质量标签对比", "Simplified Chinese"),
    ("품질 비교", "Korean"),
    ("😀❤⭐🎨🌸", "emoji"),
    ("★☆♡♥♪×→←↑↓…–—“”", "signs"),
)
def test_the_bundled_fonts_draw(only_bundled, text):
    assert {font_with(char) for char in text} <= {str(path) for path in BUNDLED}
    assert all(ink(char).any() for char in text if char != " ")


def test_a_character_that_no_font_has_is_a_question_mark(only_bundled):
    assert font_with("𓀀") == ""
    assert np.array_equal(ink("a𓀀")[:, :60], ink("a?")[:, :60])


def test_the_system_is_asked_for_what_the_bundled_fonts_lack(only_bundled, monkeypatch):
    other = str(BUNDLED[0])
    monkeypatch.setattr(label_font, "BUNDLED", BUNDLED[1:])
    monkeypatch.setattr(label_font, "SYSTEM", ("no such font.ttf", other))
    assert font_with("é") == other


@rows(
    "text, expected",
    ("❤️ 👍🏽 👩‍🎨", "❤ 👍 👩🎨", "no selectors, skin tones and joiners"),
    ("か\u3099", "が", "composed"),
    ("a\tb\u00a0c\x00d\u200be", "a b c" + "d" + "e", "spaces, nothing hidden"),
)
def test_plain(text, expected):
    assert plain(text) == expected


@rows(
    "shapes, style, expected",
    ([], {}, "a grid holds 1 to 256 images (got 0)", "none"),
    ([(0, 4, 4, 3)], {}, "a grid holds 1 to 256 images (got 0)", "an empty batch"),
    ([(257, 4, 4, 3)], {}, "a grid holds 1 to 256 images (got 257)", "too many"),
    ([(4, 4, 3)], {}, "image 1 has shape [4, 4, 3]; expected [batch, height, width, channels] with 1, 3 or 4 channels", "no batch"),
    ([(1, 4, 4, 3), (1, 4, 4, 2)], {}, "image 2 has shape [1, 4, 4, 2]; expected [batch, height, width, channels] with 1, 3 or 4 channels", "two channels"),
    ([(1, 0, 4, 3)], {}, "image 1 has shape [1, 0, 4, 3]; expected [batch, height, width, channels] with 1, 3 or 4 channels", "no height"),
    ([(1, 4, 4, 3)] * 3, {"labels": ["a", "b"]}, "2 labels for 3 images; link one label per image, one per batch, or none", "a label is missing"),
    ([(1, 4, 4, 3)], {"columns": 0}, "columns must be between 1 and 256 (got 0)", "no column"),
    ([(1, 4, 4, 3)], {"label_size": 7}, "label_size must be between 8 and 256 (got 7)", "too small"),
    ([(1, 4, 4, 3)], {"gap": -1}, "gap must be between 0 and 256 (got -1)", "a negative gap"),
    ([(1, 4, 4, 3)], {"background": "red"}, "unknown background 'red'; choose one of: dark, light", "no background"),
    ([(1, 4, 4, 3)], {"columns": "4"}, "columns must be between 1 and 256 (got '4')", "a text"),
    ([(1, 4, 4, 3)], {"gap": 2.5}, "gap must be between 0 and 256 (got 2.5)", "half a pixel"),
    ([(1, 4, 4, 3)], {"title": 5}, "title must be text (got 5)", "a number"),
    ([(256, 64, 64, 3)], {"columns": 256, "gap": 256}, "no room for the images with 256 columns, gap 256 and label_size 36: a grid can be at most 16384 pixels per side", "only gaps"),
)  # fmt: skip
def test_what_is_refused(shapes, style, expected):
    with pytest.raises(ValueError) as refused:
        plan(shapes, **style)
    assert str(refused.value) == expected
