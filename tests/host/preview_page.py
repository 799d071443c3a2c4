"""The live preview in an open front end: put nodes on the canvas, read what they show, run them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import count
from typing import Any

from playwright.sync_api import Page

Node = tuple[str, dict[str, Any]]  # class and inputs; a link is [title, slot]
Nodes = dict[str, Node]  # by title

V40, V31, V30 = "animagine-xl-4.0-opt", "animagine-xl-3.1", "animagine-xl-3.0"
COMPOSER, NEGATIVE = "AnimaginePromptComposer", "AnimagineNegative"
CONVERTER, CHECK = "AnimaginePromptConverter", "AnimaginePromptCheck"
SIZE, SETTINGS = "AnimagineResolution", "AnimagineSamplerSettings"
BLOCK = "masterpiece, high score, great score, absurdres"
ENABLED, FONT_SIZE = "AnimagineXL.Preview.Enabled", "AnimagineXL.Preview.FontSize"
NEW_ID = count(1)  # the front end keeps the values of a node for the next of the same id
PATIENCE = 10_000  # ms
STEP = 100  # ms
LOAD = "async (graph) => { await window.app.loadApiJson(graph, 'preview') }"
SETTLED = """async () => {
    for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
}"""
SHOWN = """() => Object.fromEntries(window.app.canvas.graph.nodes.flatMap((node) => {
    const view = node.widgets?.at(-1)?.element;
    if (!view?.matches?.('.animagine-view')) return [];
    const said = (part) => view.querySelector(part)?.textContent ?? '';
    return [[node.title, {
        text: said('.animagine-text'),
        report: [...view.querySelectorAll('.animagine-line')].map((line) => line.textContent),
        tokens: said('.animagine-length'),
        state: said('.animagine-state'),
        old: view.classList.contains('animagine-old'),
        all: view.textContent,
        values: [...view.querySelectorAll('.animagine-size, .animagine-setting b')]
            .map((value) => value.textContent),
    }]];
}))"""
RUN = """async () => {
    const { api, rootGraph } = window.app;
    window.app.nodeOutputs = {};
    const ended = new Promise((resolve, reject) => {
        api.addEventListener('execution_success', resolve, { once: true });
        api.addEventListener('execution_error', (e) => reject(e.detail), { once: true });
    });
    if (!(await window.app.queuePrompt(0, 1))) throw new Error('the graph was refused');
    await ended;
    return Object.fromEntries(Object.entries(window.app.nodeOutputs)
        .filter(([id, output]) => output.text && rootGraph.getNodeById(id))
        .map(([id, output]) => [rootGraph.getNodeById(id).title, output.text.join('\\n')]));
}"""
PLACE = """([title, name]) => {
    const { canvas, ds, graph } = window.app.canvas;
    const node = graph.nodes.find((node) => node.title === title);
    const widget = node.widgets.find((widget) => widget.name === name);
    const { x, y } = canvas.getBoundingClientRect();
    return [x + (node.pos[0] + node.size[0] / 2 + ds.offset[0]) * ds.scale,
        y + (node.pos[1] + widget.last_y + 10 + ds.offset[1]) * ds.scale];
}"""
SET = """([title, name, value]) => {
    const node = window.app.canvas.graph.nodes.find((node) => node.title === title);
    const widget = node.widgets.find((widget) => widget.name === name);
    widget.value = value;
    widget.callback?.(value);
}"""
CHANGE = "([id, value]) => window.app.extensionManager.setting.set(id, value)"


def composer(**inputs: Any) -> Node:
    return COMPOSER, {"model": V40, **inputs}


def build(page: Page, nodes: Nodes) -> None:
    """Put ``nodes`` on an empty canvas."""
    ids = {title: str(next(NEW_ID)) for title in nodes}

    def given(value: Any) -> Any:
        return [ids[value[0]], value[1]] if isinstance(value, list) else value

    graph = {
        ids[title]: {
            "class_type": class_type,
            "inputs": {name: given(value) for name, value in inputs.items()},
            "_meta": {"title": title},
        }
        for title, (class_type, inputs) in nodes.items()
    }
    page.evaluate(LOAD, graph)
    page.evaluate(SETTLED)


def with_outputs(nodes: Nodes, titles: Iterable[str], slots: int = 2) -> Nodes:
    """``nodes``, with the first ``slots`` outputs of some shown, as "title 0" and so on."""
    shown: Nodes = {
        f"{title} {slot}": ("PreviewAny", {"source": [title, slot]})
        for title in titles
        for slot in range(slots)
    }
    return {**nodes, **shown}


def views(page: Page) -> dict[str, dict[str, Any]]:
    """What each preview shows, by title: text, report, tokens, state, old, all and values."""
    read: dict[str, dict[str, Any]] = page.evaluate(SHOWN)
    return read


def shown(page: Page, part: str = "text") -> dict[str, Any]:
    """One part of what each preview shows, by title."""
    return {title: view[part] for title, view in views(page).items()}


def run(page: Page) -> dict[str, str]:
    """Queue the canvas and wait for its end: the text that each node then shows, by title."""
    outputs: dict[str, str] = page.evaluate(RUN)
    return outputs


def set_value(page: Page, title: str, name: str, value: Any) -> None:
    page.evaluate(SET, [title, name, value])


def change_setting(page: Page, setting: str, value: Any) -> None:
    page.evaluate(CHANGE, [setting, value])


def click_widget(page: Page, title: str, name: str) -> None:
    """Click a widget that the classic renderer draws on its canvas."""
    x, y = page.evaluate(PLACE, [title, name])
    page.mouse.click(x, y)


def wait(page: Page, read: Callable[[], Any], expected: Any) -> Any:
    """What ``read`` gives as soon as it is ``expected``, or in the end."""
    for _ in range(PATIENCE // STEP):
        if read() == expected:
            break
        page.wait_for_timeout(STEP)
    return read()


def composed(page: Page, expected: str) -> str:
    """The text on the node titled "composer" as soon as it is ``expected``, or in the end."""
    text: str = wait(page, lambda: shown(page)["composer"], expected)
    return text
