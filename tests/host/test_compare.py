"""Sweep and grid on the real host: lists of prompts in, one labelled picture out."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PIL import Image

from host.client import Graph, PromptRefused, RunFailed, images_of, queue
from rows import rows

V40 = "animagine-xl-4.0-opt"
BLOCK = "masterpiece, high score, great score, absurdres"
COLOURS = (0xFF0000, 0x00FF00, 0x0000FF, 0xFFFF00, 0xFF00FF, 0x00FFFF)


def node(class_type: str, **inputs: Any) -> dict[str, Any]:
    return {"class_type": class_type, "inputs": inputs}


def sweep_of(prompt: str, **axes: str) -> Graph:
    return {
        "prompt": node("PrimitiveString", value=prompt),
        "sweep": node("AnimagineSweep", model=V40, prompt=["prompt", 0], **axes),
        **{f"shown {at}": node("PreviewAny", source=["sweep", at]) for at in range(3)},
    }


def pictures(sizes: list[tuple[int, int]], batch: int = 1) -> Graph:
    """A list of plain pictures, made by core."""
    colours = dict(zip(map(str, range(len(sizes))), COLOURS * 43, strict=False))
    made = {
        key: node("EmptyImage", width=w, height=h, batch_size=batch, color=colours[key])
        for key, (w, h) in zip(colours, sizes, strict=True)
    }
    inputs = {f"inputs.input{key}": [key, 0] for key in made}
    return {**made, "list": node("CreateList", **inputs)}


def grid_of(made: Graph, **inputs: Any) -> Graph:
    return {
        **made,
        "grid": node("AnimagineGrid", images=["list", 0], **inputs),
        "saved": node("SaveImage", images=["grid", 0], filename_prefix="grid"),
    }


def drawn(server, graph: Graph) -> np.ndarray:
    (path,) = images_of(queue(server.url, graph), "saved", server.base)
    with Image.open(path) as image:
        return np.asarray(image)


def test_a_program_needs_no_more_than_prompt_and_model(server):
    run = queue(server.url, sweep_of(f"1girl, {BLOCK}"))
    prompts, labels, columns = (run.outputs[f"shown {at}"]["text"] for at in range(3))
    assert labels == [f"year {year}" for year in range(2005, 2026)]
    assert prompts == [f"1girl, {label}, {BLOCK}" for label in labels]
    assert columns == ["7"]
    assert queue(server.url, sweep_of(f"1girl, {BLOCK}")).executed == ()


def test_two_axes_and_what_was_dropped(server):
    axes = {"x_axis": "score", "x_values": "low score, Low_Score, none", "y_axis": "rating"}
    run = queue(server.url, sweep_of("1girl, hat", **axes, y_values="safe\nnsfw"))
    assert run.outputs["shown 0"]["text"] == [
        "1girl, safe, hat, low score", "1girl, safe, hat",
        "1girl, nsfw, hat, low score", "1girl, nsfw, hat",
    ]  # fmt: skip
    assert run.outputs["sweep"]["text"] == ["removed: low score - same prompt as low score"]


@rows(
    "axes, expected",
    ({"x_axis": "aesthetic"}, "Animagine XL 4.0 Opt has no aesthetic tags; choose", "no tags"),
    ({"x_axis": "seed"}, "unknown x_axis 'seed'; choose one of:", "no axis"),
    ({"x_values": "1999"}, "x_values: unknown year '1999'; use 2005 to 2025", "no year"),
    ({"y_axis": "custom", "y_values": "\n".join(map(str, range(13)))}, "21 x 13 = 273 cells; the maximum is 256", "too many"),
)  # fmt: skip
def test_refused_before_the_run(server, axes, expected):
    with pytest.raises(PromptRefused) as refused:
        queue(server.url, sweep_of("1girl", **axes))
    (error,) = refused.value.node_errors["sweep"]["errors"]
    assert expected in error["details"]


def test_a_search_that_finds_nothing_is_refused_at_the_run(server):
    with pytest.raises(RunFailed) as failed:
        queue(server.url, sweep_of("1girl", x_axis="custom", x_values="hat -> cap"))
    assert failed.value.message == "'hat' is not in the prompt; its tags are: 1girl"


def test_a_grid_of_a_list(server):
    made = pictures([(40, 60)] * 6)
    swept = sweep_of("1girl", x_axis="custom", x_values="a\nb\nc", y_axis="custom", y_values="d\ne")
    linked = {"labels": ["sweep", 1], "columns": ["sweep", 2]}
    shown = drawn(server, {**swept, **grid_of(made, **linked, gap=10, label_size=12)})
    for at, colour in enumerate(COLOURS):
        same = (shown == [colour >> 16, colour >> 8 & 255, colour & 255]).all(axis=-1)
        ys, xs = same.nonzero()
        assert (len(ys), np.ptp(ys), np.ptp(xs)) == (2400, 59, 39), "whole and unchanged"
        first_y, first_x = (shown == [255, 0, 0]).all(axis=-1).nonzero()
        row, column = divmod(at, 3)
        assert ys.min() - first_y.min() == row * 70
        assert xs.min() - first_x.min() == column * 50
    assert (shown[:40].max(axis=-1) > 200).any(), "heads are written above"


def test_a_batch_and_every_size(server):
    shown = drawn(
        server, grid_of(pictures([(40, 60), (60, 40), (9, 9)], batch=2), columns=3, gap=0)
    )
    assert shown.shape == (120, 180, 3)
    found = {tuple(colour) for colour in shown.reshape(-1, 3)}
    assert found == {(255, 0, 0), (0, 255, 0), (0, 0, 255), (32, 32, 32)}


def test_alpha_and_a_light_background(server):
    graph = grid_of(pictures([(40, 60)]), background="light", gap=0)
    graph["mask"] = node("SolidMask", value=1.0, width=40, height=60)  # 1 is clear
    graph["joined"] = node("JoinImageWithAlpha", image=["0", 0], alpha=["mask", 0])
    graph["grid"]["inputs"]["images"] = ["joined", 0]
    assert {tuple(colour) for colour in drawn(server, graph).reshape(-1, 3)} == {(248, 248, 248)}


def test_progress_is_told(server):
    told: list[tuple[str, int, int]] = []
    graph = grid_of(pictures([(8, 8)] * 6), title="progress")
    queue(server.url, graph, on_progress=lambda *of: told.append(of))
    assert [of for of in told if of[0] == "grid"][-1] == ("grid", 6, 6)


@rows(
    "linked, expected",
    ({"labels": ["sweep", 1]}, "21 labels for 2 images; link one label per image", "labels"),
    ({"columns": ["number", 0]}, "columns must be between 1 and 256 (got 0)", "a linked number"),
)  # fmt: skip
def test_a_grid_that_cannot_be_drawn(server, linked, expected):
    graph = {**sweep_of("1girl"), **grid_of(pictures([(8, 8)] * 2), **linked)}
    graph["number"] = node("PrimitiveInt", value=0)
    with pytest.raises(RunFailed) as failed:
        queue(server.url, graph)
    assert failed.value.node_id == "grid"
    assert failed.value.message.startswith(expected)
