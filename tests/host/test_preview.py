"""The live preview in the real front end: it shows what a run gives, while one types."""

from __future__ import annotations

import json

from host.browser import to_api
from host.preview_page import (
    BLOCK,
    CHECK,
    CONVERTER,
    ENABLED,
    FONT_SIZE,
    NEGATIVE,
    SETTINGS,
    SIZE,
    V30,
    V31,
    V40,
    build,
    change_setting,
    click_widget,
    composed,
    composer,
    run,
    set_value,
    shown,
    views,
    wait,
    with_outputs,
)


def test_typing_shows_the_text_in_the_colours_of_its_slots(page):
    build(page, {"composer": composer()})
    page.locator("textarea").filter(visible=True).click()
    page.keyboard.type("smile, long_hair, nsfw")
    text = f"1girl, nsfw, smile, long hair, {BLOCK}"
    assert composed(page, text) == text
    page.keyboard.type(", (night:1.2), <lora:x:1>")
    text = f"1girl, nsfw, smile, long hair, (night:1.2), <lora:x:1>, {BLOCK}"
    assert composed(page, text) == text
    assert page.evaluate(TAGS) == [
        ["1girl", "count"], ["nsfw", "rating"], ["smile", "general"], ["long hair", "general"],
        ["(night:1.2)", "general"], ["<lora:x:1>", "syntax"], ["masterpiece", "quality"],
        ["high score", "score"], ["great score", "score"], ["absurdres", "meta"],
    ]  # fmt: skip


TAGS = """() => [...document.querySelectorAll('.animagine-text > *')]
    .map((tag) => [tag.textContent, tag.dataset.slot])"""


def test_typing_in_one_line_shows_the_text(page, nodes2):
    build(page, {"composer": composer()})
    text = f"1girl, saber \\(fate\\), safe, {BLOCK}"
    if nodes2:
        page.get_by_label("character").click()
    else:
        click_widget(page, "composer", "character")
    page.keyboard.type("saber (fate)")
    page.keyboard.press("Enter")
    assert composed(page, text) == text


def test_undo_takes_the_text_back(page):
    build(page, {"composer": composer()})
    page.locator("textarea").filter(visible=True).click()
    page.keyboard.type("night")
    text = f"1girl, safe, night, {BLOCK}"
    assert composed(page, text) == text
    page.locator("canvas#graph-canvas").click(position={"x": 1100, "y": 950})
    page.wait_for_function(CAN_UNDO)
    page.keyboard.press("Control+z")
    page.wait_for_timeout(500)
    if page.evaluate(CAN_UNDO):  # Nodes 2.0 now and then counts a change of the layout, too
        page.keyboard.press("Control+z")
    text = f"1girl, safe, {BLOCK}"
    assert composed(page, text) == text


CAN_UNDO = """() => {  // as soon as the front end has seen the change
    const { undoQueue, activeState } = window.app.extensionManager.workflow.activeWorkflow.changeTracker;
    return undoQueue.length && JSON.stringify(activeState).includes('night');
}"""


PROMPTS = {
    "nothing": composer(count="", rating="none", quality="none"),
    "names with qualifiers": composer(character="firefly (honkai: star rail)", series="honkai: star rail"),
    "weights": composer(general="(smile:1.2), ((long hair)), [hat], (night:0.8), (a, b:1.1)"),
    "faces": composer(general=":), ^_^, :d, ;), >:(, (o)_(o), \\m/"),
    "wrong words": composer(general="best quality, very aesthetic, newest, score_9, masterpeice"),
    "words of 3.1 in 4.0": composer(general="1girl, explicit, newest, best quality, very aesthetic"),
    "words of 4.0 in 3.1": composer(model=V31, general="high score, great score, year 2023"),
    "3.0's rating": composer(model=V30, rating="nsfw", year="2022"),
    "BREAK": composer(general="solo, smile BREAK masterpiece, night, BREAK, hat"),
    "LoRA and embedding": composer(general="<lora:my_style:0.8>, smile, embedding:bad_hands, <lyco:x>"),
    "wildcards": composer(general="__hair/color__, smile", artist="__artist__"),
    "fullwidth commas": composer(general="smile，long_hair、night，，hat"),
    "unbalanced parentheses": composer(general="(smile, long hair), (night, hat:1.2))", character="saber (fate"),
    "comments": composer(general="smile, // long hair, hat\nnight /* one\ntwo */, outdoors"),
    "more than a chunk": composer(general=", ".join(f"tag number {i}" for i in range(40))),
    "repeated": composer(general="smile, Smile, (smile:1.3), long_hair, long hair, 2girls, nsfw"),
    "lines and odd spaces": composer(general="smile,\n\n long hair ,,\tnight\u00a0,  hat\n"),
    "a group of two lines": composer(general="(a,\nsaber (fate):1.2), (a,\nsaber (fate):1.2)"),
    "a long report": composer(general=", ".join(f"hat{i}, hat{i}" for i in range(2500))),
    "other scripts": composer(character="初音ミク", artist="naïve", general="❤️ heart, 👩‍👩‍👧‍👦, شعر طويل"),
    "markup": composer(general="<b>bold</b>, a&amp;b, \"x\" 'y' `z` $w"),
    "a choice of one": composer(general=r"{smile}, {{hat}}, \{face\}, a \| b, {night"),
    "rules off": composer(escape_parentheses=False, underscores_to_spaces=False, remove_duplicates=False,
                          quality_position="start", character="saber (fate)", general="long_hair, long_hair"),
    "negative": (NEGATIVE, {"model": V40, "additional": "hat, (bad:1.2)", "remove": "text, blurry, xyz"}),
    "negative of 3.1": (NEGATIVE, {"model": V31, "model.negative": "light", "adapt": False, "additional": "saber (fate)"}),
    "converted": (CONVERTER, {"text": "1girl, saber \\(fate\\), explicit, newest, masterpiece, best quality, very aesthetic"}),
    "converted back": (CONVERTER, {"text": "1girl, year 2023, high score, low score", "source": V40, "target": V30}),
}  # fmt: skip


def told(text, report):
    """What both a run and a preview tell; the preview puts warnings first."""
    return text, sorted(line for line in report if line)


def test_shows_what_a_run_gives(page):
    def read():
        return {title: told(view["text"], view["report"]) for title, view in views(page).items()}

    build(page, with_outputs(PROMPTS, PROMPTS))
    ran = run(page)
    expected = {title: told(ran[f"{title} 0"], ran[f"{title} 1"].split("\n")) for title in PROMPTS}
    assert wait(page, read, expected) == expected
    assert expected["comments"][0].startswith("1girl, safe, smile, night, outdoors, ")
    assert [line for line in expected["a long report"][1] if line.endswith(" more")]


def test_many_composers_show_each_its_own_text(page):
    titles = [f"composer {number}" for number in range(12)]
    build(page, {title: composer(general=f"hat {title}") for title in titles})
    expected = {title: f"1girl, hat {title}, safe, {BLOCK}" for title in titles}
    assert wait(page, lambda: shown(page), expected) == expected
    set_value(page, titles[5], "rating", "nsfw")
    expected[titles[5]] = expected[titles[5]].replace("safe", "nsfw")
    assert wait(page, lambda: shown(page), expected) == expected


SAVED = {
    "composer": composer(model=V31, character="saber (fate)", general="night\nhat", rating="nsfw", remove_duplicates=False),
    "negative": (NEGATIVE, {"model": V31, "model.negative": "light", "additional": "hat"}),
    "converter": (CONVERTER, {"text": "newest, 1girl", "target": V30}),
    "check": (CHECK, {"model": V31, "text": ["composer", 0], "negative": ["negative", 0]}),
    "size": (SIZE, {"resolution": "1344x768 (7:4 landscape)", "swap": True}),
    "settings": (SETTINGS, {"model": V30}),
}  # fmt: skip
VALUES = """() => Object.fromEntries(window.app.rootGraph.nodes.map((node) => [node.title,
    node.widgets.slice(0, -1).map(({ name, value }) => [name, value])]))"""
SERIALIZE = "() => window.app.rootGraph.serialize()"


def test_loading_brings_back_values_and_previews(page):
    build(page, SAVED)
    text = r"masterpiece, best quality, very aesthetic, absurdres, 1girl, saber \(fate\), nsfw, night, hat"
    assert wait(page, lambda: shown(page)["check"], text) == text
    before, values, saved = views(page), page.evaluate(VALUES), page.evaluate(SERIALIZE)
    page.evaluate("() => window.app.extensionManager.command.execute('Comfy.NewBlankWorkflow')")
    page.evaluate("(workflow) => window.app.loadGraphData(workflow)", saved)
    assert wait(page, lambda: views(page), before) == before
    assert page.evaluate(VALUES) == values


def test_a_preview_is_in_no_file_and_no_prompt(page):
    build(page, SAVED)
    saved = page.evaluate(SERIALIZE)
    values = page.evaluate(VALUES)
    for node in saved["nodes"]:
        assert node["widgets_values"] == [value for _, value in values[node["title"]]]
        assert "preview" not in [slot["name"] for slot in node["inputs"]]
    assert "animagine-view" not in json.dumps(saved)
    assert "ANIMAGINE_PREVIEW" not in json.dumps(saved)
    for node in to_api(page).values():
        assert "preview" not in node["inputs"]


def test_a_copy_has_a_preview_of_its_own(page):
    build(page, {"composer": composer(general="night")})
    page.evaluate("() => window.app.canvas.selectNode(window.app.rootGraph.nodes[0])")
    page.locator("canvas#graph-canvas").focus()
    page.keyboard.press("Control+c")
    page.keyboard.press("Control+v")
    page.wait_for_function("() => window.app.rootGraph.nodes.length === 2")
    page.evaluate("() => { window.app.rootGraph.nodes[1].title = 'copy' }")
    expected = dict.fromkeys(("composer", "copy"), f"1girl, safe, night, {BLOCK}")
    assert wait(page, lambda: shown(page), expected) == expected
    set_value(page, "copy", "general", "hat")
    expected["copy"] = f"1girl, safe, hat, {BLOCK}"
    assert wait(page, lambda: shown(page), expected) == expected


def test_html_is_shown_as_text(page):
    tag = "<img src=x onerror=window.hacked=1>"
    build(page, {"<b>t</b>": ("RegexReplace", {"string": "a", "regex_pattern": "a", "replace": "b"}),
                 "composer": composer(general=f"<b>bold</b>, {tag}, {tag}", character=tag, tags=["<b>t</b>", 0])})  # fmt: skip
    text = f"1girl, {tag}, safe, <b>bold</b>, {BLOCK}"
    assert composed(page, text) == text
    assert f"removed: {tag} - " in "".join(views(page)["composer"]["report"])
    assert views(page)["composer"]["state"] == "tags: available after “<b>t</b>” has run"
    assert page.evaluate(FOREIGN) == []
    assert page.evaluate("() => window.hacked") is None


FOREIGN = """() => [...document.querySelectorAll(`.animagine-text > :not(.animagine-tag),
    .animagine-tag *, .animagine-state *, .animagine-line > :not(b:first-child),
    .animagine-line b *`)].map((part) => part.outerHTML)"""


def test_switched_off_it_shows_and_asks_nothing(page):
    asked = []

    def count(request):
        asked.append(request.url)

    def said():
        """Whether the composer's preview can be seen, and what the check says."""
        return page.evaluate(SAID)

    check = (CHECK, {"model": V40, "text": ["composer", 0]})
    build(page, {"composer": composer(general="night"), "check": check})
    expected = [True, "No problems found."]
    assert wait(page, said, expected) == expected
    page.on("request", count)
    change_setting(page, ENABLED, False)
    try:
        expected = [False, "Run to see the report."]
        assert wait(page, said, expected) == expected
        asked.clear()
        set_value(page, "composer", "general", "night, newest")
        run(page)
        assert wait(page, lambda: "warning: newest - " in said()[1], True), said()
        page.wait_for_timeout(1000)
        assert not [url for url in asked if "animagine" in url]
    finally:
        change_setting(page, ENABLED, True)
        page.remove_listener("request", count)
    expected = dict.fromkeys(("composer", "check"), f"1girl, safe, night, newest, {BLOCK}")
    assert wait(page, lambda: shown(page), expected) == expected
    assert wait(page, lambda: said()[0], True)


SAID = """() => {
    const [composer, check] = ['composer', 'check'].map((title) =>
        window.app.rootGraph.nodes.find((node) => node.title === title).widgets.at(-1).element);
    const said = check.querySelectorAll('.animagine-state, .animagine-report');
    return [composer.checkVisibility(), [...said].map((part) => part.textContent).join('')];
}"""


def test_the_font_size_is_a_setting(page):
    build(page, {"composer": composer()})
    size = "() => getComputedStyle(document.querySelector('.animagine-text')).fontSize"
    assert page.evaluate(size) == "12px"
    change_setting(page, FONT_SIZE, 20)
    assert wait(page, lambda: page.evaluate(size), "20px") == "20px"
    change_setting(page, FONT_SIZE, 12)
    assert wait(page, lambda: page.evaluate(size), "12px") == "12px"
