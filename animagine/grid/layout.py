"""Where the images, labels and headers of a grid lie."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from .. import choices
from ..choices import MAX_CELLS, MAX_SIDE
from .picture import BACKGROUNDS, Cell, Grid, Text
from .text import fit

LABEL_SIZES = (8, 256)  # pixels
GAPS = (0, 256)  # pixels
CHANNELS = (1, 3, 4)  # grey, colours, colours with alpha
_TITLE = 1.4  # of the size of the labels
_ROW_HEADER = 0.4  # of the width of a cell, at most; on small cells, room for as many characters as
_HEADER_CHARACTERS = 4
_LINE = 1.4  # of the text size: at least what a line takes
Size = tuple[int, int]


class Style(NamedTuple):
    columns: int
    title: str
    label_size: int
    gap: int
    background: str


def plan(
    shapes: Sequence[Sequence[int]],
    labels: Sequence[str | None] = (),
    *,
    columns: int = 4,
    title: str = "",
    label_size: int = 36,
    gap: int = 12,
    background: str = "dark",
) -> Grid:
    """The layout of images of `shapes` [batch, height, width, channels], row by row.

    `labels` name the images or their batches; batches that have labels are side by side in
    their column. Labels of two lines become headers if the first repeats down each column and the
    second along each row. A cell is as large as the largest image. Images keep their size, but
    shrink alike where a side of the grid would pass `MAX_SIDE` pixels. Raises ValueError for what
    cannot be laid out.
    """
    choices.require({"background": list(BACKGROUNDS)}, background=background)
    _require_whole("columns", columns, (1, MAX_CELLS))
    _require_whole("label_size", label_size, LABEL_SIZES)
    _require_whole("gap", gap, GAPS)
    if not isinstance(title, str):
        raise ValueError(f"title must be text (got {choices.quoted(title)})")
    sizes = _sizes(shapes)
    named = ["" if label is None else str(label) for label in labels]
    if len(named) == len(shapes) != len(sizes):
        batches = [shape[0] for shape in shapes]
        named = [label for label, batch in zip(named, batches, strict=True) for _ in range(batch)]
        if len(set(batches)) == 1 < len(batches):
            columns *= batches[0]
    if named and len(named) != len(sizes):
        raise ValueError(
            f"{len(named)} labels for {len(sizes)} images; link one label per image, "
            "one per batch, or none"
        )
    style = Style(min(columns, len(sizes)), title, label_size, gap, background)
    scale = 1.0
    while True:
        grid = _laid_out([_scaled(size, scale) for size in sizes], named, style)
        excess = max(grid.width, grid.height) / MAX_SIDE
        if excess <= 1:
            return grid
        if not any(min(cell.width, cell.height) > 1 for cell in grid.cells):
            raise ValueError(
                f"no room for the images with {style.columns} columns, gap {gap} and label_size "
                f"{label_size}: a grid can be at most {MAX_SIDE} pixels per side"
            )
        scale /= max(excess, 1.01)


def _require_whole(name: str, value: object, between: tuple[int, int]) -> None:
    low, high = between
    if not isinstance(value, int) or not low <= value <= high:
        said = choices.quoted(value)
        raise ValueError(f"{name} must be between {low} and {high} (got {said})")


def _sizes(shapes: Sequence[Sequence[int]]) -> list[Size]:
    """Width and height of each image of each batch."""
    for number, shape in enumerate(shapes, 1):
        if len(shape) != 4 or shape[3] not in CHANNELS or 0 in shape[1:]:
            raise ValueError(
                f"image {number} has shape {list(shape)}; expected [batch, height, width, "
                "channels] with 1, 3 or 4 channels"
            )
    count = sum(shape[0] for shape in shapes)
    if not 0 < count <= MAX_CELLS:
        raise ValueError(f"a grid holds 1 to {MAX_CELLS} images (got {count})")
    return [(width, height) for batch, height, width, _ in shapes for _ in range(batch)]


def _scaled(size: Size, scale: float) -> Size:
    return size if scale == 1 else (max(int(size[0] * scale), 1), max(int(size[1] * scale), 1))


def _laid_out(sizes: Sequence[Size], labels: list[str], style: Style) -> Grid:
    columns, title, size, gap, background = style
    width, height = max(w for w, _ in sizes), max(h for _, h in sizes)
    column_headers, row_headers = _headers(labels, columns)
    texts: list[Text] = []
    left = top = gap
    if row_headers:
        room = max(round(width * _ROW_HEADER), _HEADER_CHARACTERS * size)
        rows = fit(row_headers, room, size, max_lines=max(height // round(_LINE * size), 1))
        left += rows.width + gap
        height = max(height, rows.height)
    total = left + columns * (width + gap)
    if title.strip():
        block = fit([title], total - 2 * gap, round(size * _TITLE))
        texts.append(Text(gap, top, total - 2 * gap, block.height, block.lines[0], block.font))
        top += block.height + gap
    xs = [left + column * (width + gap) for column in range(columns)]
    if column_headers:
        headers = fit(column_headers, width, size)
        texts += [
            Text(x, top, width, headers.height, of, headers.font)
            for x, of in zip(xs, headers.lines, strict=True)
        ]
        top += headers.height + gap
    captions = fit([] if column_headers else labels, width, size)
    band = captions.height
    cells = []
    for index, (w, h) in enumerate(sizes):
        x, y = xs[index % columns], top + index // columns * (band + height + gap)
        if captions.lines:
            lines = captions.lines[index]  # close to their image
            high = len(lines) * captions.font.line_height
            texts.append(Text(x, y + band - high, width, high, lines, captions.font))
        if row_headers and index % columns == 0:
            texts.append(Text(gap, y, rows.width, height, rows.lines[index // columns], rows.font))
        cells.append(Cell(x + (width - w) // 2, y + band + (height - h) // 2, w, h))
    bottom = top + math.ceil(len(sizes) / columns) * (band + height + gap)
    return Grid(total, bottom, cells, texts, background)


def _headers(labels: list[str], columns: int) -> tuple[list[str], list[str]]:
    """The headers of columns and rows that labels of two lines repeat; none where they do not."""
    pairs = [label.split("\n") for label in labels]
    firsts = [pair[0] for pair in pairs[:columns]]
    seconds = [pair[-1] for pair in pairs[::columns]]
    places = enumerate(pairs)
    if all(pair == [firsts[at % columns], seconds[at // columns]] for at, pair in places):
        return firsts, seconds
    return [], []
