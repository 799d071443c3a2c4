"""The live preview on pages of its own: palettes, languages, switched off, a server that goes away."""

from __future__ import annotations

from contextlib import ExitStack

import pytest
import requests

from host import server as host_server
from host.browser import open_frontend, screenshot
from host.preview_page import (
    BLOCK,
    CHECK,
    CONVERTER,
    ENABLED,
    NEGATIVE,
    SETTINGS,
    SIZE,
    V31,
    V40,
    build,
    change_setting,
    composed,
    composer,
    run,
    set_value,
    shown,
    views,
    wait,
)
from host.server import REPOSITORY, free_port, running_server

PALETTE = "Comfy.ColorPalette"
SHOWN = REPOSITORY / "test-output"

both = pytest.mark.parametrize("nodes2", [False, True], ids=["classic", "nodes2"])


@pytest.fixture(autouse=True)
def defaults(server):
    yield
    requests.post(f"{server.url}/settings", json={ENABLED: True, PALETTE: "dark"}, timeout=30)


NODES = {
    "my pattern": ("RegexReplace", {"string": "a", "regex_pattern": "a", "replace": "b"}),
    "40": composer(
        character="saber (fate)", series="fate (series)", artist="wlop", year="2023", tags=["my pattern", 0],
        general="solo, <lora:style:0.8>, BREAK, newest, displeasing",
    ),
    "31": composer(model=V31, general="very aesthetic, high score, " + ", ".join(["hat"] * 80), remove_duplicates=False),
    "check": (CHECK, {"model": V31, "text": ["31", 0]}),
    "sweep": ("AnimagineSweep", {"model": V31, "prompt": ["31", 0], "x_values": "2005-2025/5"}),
    "sizes": (SIZE, {}),
    "settings": (SETTINGS, {"model": V40}),
}  # fmt: skip
WORDS = {
    "count", "character", "series", "artist", "rating", "general", "year", "quality", "score", "aesthetic", "meta",
    "syntax", "warning", "animagine-warnings", "animagine-state", "animagine-length", "animagine-size",
    "animagine-count", "animagine-own", "animagine-line",
}  # fmt: skip
CONTRAST = """() => {
    const pixel = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
    const painted = (layers) => {
        for (const [colour, alpha] of layers) {
            pixel.globalAlpha = alpha;
            pixel.fillStyle = colour;
            pixel.fillRect(0, 0, 1, 1);
        }
        return [...pixel.getImageData(0, 0, 1, 1).data].slice(0, 3);
    };
    const luminance = (rgb) => rgb.map((part) => part / 255)
        .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
        .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
    const found = {};
    for (const view of document.querySelectorAll('.animagine-view')) {
        const ground = [];
        for (let part = view; part; part = part.parentElement)
            ground.unshift([getComputedStyle(part).backgroundColor, 1]);
        for (const part of [view, ...view.querySelectorAll('*')]) {
            if (![...part.childNodes].some((child) => child.nodeType === 3 && child.data.trim())) continue;
            let opacity = 1;
            for (let outer = part; outer !== view; outer = outer.parentElement)
                opacity *= getComputedStyle(outer).opacity;
            const text = painted([...ground, [getComputedStyle(part).color, opacity]]);
            const [low, high] = [luminance(text), luminance(painted(ground))].sort((a, b) => a - b);
            const warning = part.closest('[data-kind=warning]') && 'warning';
            const name = part.dataset.slot ?? warning ?? part.className;
            const ratio = Math.round((high + 0.05) / (low + 0.05) * 100) / 100;
            found[name] = Math.min(found[name] ?? 99, ratio);
        }
    }
    return found;
}"""


@both
@pytest.mark.parametrize("palette", ["light", "dark"])
def test_every_word_can_be_read(server, nodes2, palette):
    SHOWN.mkdir(exist_ok=True)
    with open_frontend(server.url, nodes2=nodes2, settings={PALETTE: palette}) as frontend:
        page = frontend.page
        build(page, NODES)
        said = ("40", "31", "check")
        assert wait(page, lambda: all(shown(page, "tokens")[title] for title in said), True)
        screenshot(page, SHOWN / f"Preview, {palette} ({'nodes2' if nodes2 else 'classic'}).png")
        found = page.evaluate(CONTRAST)
        assert found.keys() >= WORDS
        assert {name: ratio for name, ratio in found.items() if ratio < 4.5} == {}
        assert frontend.complaints == []


@both
def test_opened_with_the_preview_off(server, nodes2):
    asked = []
    check = (CHECK, {"model": V40, "text": ["composer", 0]})
    with open_frontend(server.url, nodes2=nodes2, settings={ENABLED: False}) as frontend:
        page = frontend.page
        page.on("request", lambda request: asked.append(request.url))
        build(page, {"composer": composer(general="night"), "check": check})
        assert shown(page, "state") == {"composer": "", "check": "Run to see the report."}
        run(page)
        assert wait(page, lambda: "No problems found." in shown(page, "state")["check"], True)
        visible = page.locator(".animagine-view").filter(visible=True)
        assert visible.count() == 1
        assert not [url for url in asked if "/animagine/preview" in url]
        change_setting(page, ENABLED, True)
        expected = dict.fromkeys(("composer", "check"), f"1girl, safe, night, {BLOCK}")
        assert wait(page, lambda: shown(page), expected) == expected
        assert wait(page, visible.count, 2) == 2
        assert frontend.complaints == []


@both
def test_a_server_that_goes_away_and_comes_back(host, nodes2, monkeypatch):
    def composer_view():
        return [views(page)["composer"][part] for part in ("text", "old", "state")]

    port = free_port()
    monkeypatch.setattr(host_server, "free_port", lambda: port)
    with ExitStack() as stack:
        with running_server(host) as started:
            frontend = stack.enter_context(open_frontend(started.url, nodes2=nodes2))
            page = frontend.page
            build(page, {"composer": composer(general="night")})
            text = f"1girl, safe, night, {BLOCK}"
            assert composed(page, text) == text
        page.locator("textarea").filter(visible=True).fill("hat")
        expected = [text, True, "ComfyUI is not responding (Failed to fetch)"]
        assert wait(page, composer_view, expected) == expected
        set_value(page, "composer", "count", "2girls")
        (saved,) = page.evaluate("() => window.app.rootGraph.serialize().nodes")
        assert (saved["widgets_values"][1], saved["widgets_values"][6]) == ("2girls", "hat")
        ours = [line for line in frontend.complaints if "animagine" in line]
        assert [line for line in ours if "net::ERR_" not in line] == []
        with running_server(host):
            expected = [f"2girls, safe, hat, {BLOCK}", False, ""]
            assert wait(page, composer_view, expected) == expected


GALLERY = {
    "quality": ("AnimagineQuality", {"model": V40}),
    "score": ("AnimagineScore", {"tags": ["quality", 0]}),
    "aesthetic": ("AnimagineAesthetic", {}),
    "rating": ("AnimagineRating", {"model": V40}),
    "year": ("AnimagineYear", {"model": V40}),
    "sizes": (SIZE, {}),
    "settings": (SETTINGS, {"model": V40}),
    "empty": composer(),
    "filled": composer(
        character="firefly (honkai: star rail)", series="honkai (series), honkai: star rail", tags=["score", 0], year="2024",
        general="solo, looking at viewer, outdoors, night, newest, <lora:style:0.8>\nlong_hair, (smile:1.2), smile",
    ),
    "negative": (NEGATIVE, {"model": V40, "positive": ["filled", 0]}),
    "check": (CHECK, {"model": V40, "text": ["filled", 0], "negative": ["negative", 0]}),
    "converter": (CONVERTER, {"text": "1girl, saber \\(fate\\), newest, masterpiece, best quality, very aesthetic"}),
}  # fmt: skip
COLUMNS = [["quality", "score", "aesthetic", "rating", "year"], ["sizes", "settings"], ["empty", "negative"],
           ["filled", "check"], ["converter"]]  # fmt: skip
PLACE = """(columns) => {
    const { canvas, rootGraph } = window.app;
    columns.forEach((titles, column) => titles.reduce((top, title) => {
        const node = rootGraph.nodes.find((node) => node.title === title);
        node.pos = [column * 440, top];
        node.title = LiteGraph.registered_node_types[node.type].title;
        return top + node.size[1] + 130;
    }, 0));
    canvas.ds.offset = [100, 160];
    canvas.ds.scale = 1;
    canvas.setDirty(true, true);
}"""
CUT = """() => window.app.rootGraph.nodes.flatMap((node) => {
    const view = node.widgets.at(-1).element;
    if (!view) return [];
    const { canvas, ds } = window.app.canvas;
    const { y } = canvas.getBoundingClientRect();
    const end = y + (node.pos[1] + node.size[1] + ds.offset[1]) * ds.scale;
    const { bottom } = view.getBoundingClientRect();
    const wide = [view, ...view.querySelectorAll('div')]
        .filter((part) => part.scrollWidth > part.clientWidth);
    return [
        ...wide.map((part) => `${node.title}: ${part.className} is too wide`),
        ...(bottom > end + 0.5 ? [`${node.title}: ends at ${bottom}, its node at ${end}`] : []),
    ];
})"""


@pytest.mark.parametrize("locale", ["en", "ja"])
@both
def test_nothing_is_cut(server, nodes2, locale):
    SHOWN.mkdir(exist_ok=True)
    with open_frontend(server.url, nodes2=nodes2, locale=locale) as frontend:
        page = frontend.page
        page.set_viewport_size({"width": 2400, "height": 1400})
        build(page, GALLERY)
        assert wait(page, lambda: len(views(page)["check"]["report"]) > 1, True)
        page.evaluate(PLACE, COLUMNS)
        screenshot(page, SHOWN / f"All nodes, {locale} ({'nodes2' if nodes2 else 'classic'}).png")
        assert page.evaluate(CUT) == []
        assert frontend.complaints == []
