"""The preview of a sweep: its prompts, before any of them runs."""

from __future__ import annotations

from host.browser import screenshot
from host.preview_page import V31, V40, build, composer, run, set_value, shown, views, wait
from host.server import REPOSITORY

SWEEP = "AnimagineSweep"
SHOWN = REPOSITORY / "test-output"
AXES = {"x_axis": "score", "y_axis": "rating", "y_values": "safe\nsensitive"}


def sweep_of(**inputs):
    return SWEEP, {"model": V40, "prompt": ["composer", 0], **inputs}


def cells(page) -> list[list[str]]:
    """Label and prompt of each cell on show."""
    return page.evaluate("""() => [...document.querySelectorAll('.animagine-cell')]
        .map((cell) => [cell.querySelector('b').textContent, cell.title])""")


def count(page, expected: str) -> str:
    return wait(page, lambda: page.inner_text(".animagine-count"), expected)


def test_shows_the_prompts_of_a_run(page, nodes2):
    nodes = {"composer": composer(general="smile"), "sweep": sweep_of(**AXES)}
    nodes["shown"] = ("PreviewAny", {"source": ["sweep", 0]})
    build(page, nodes)
    assert count(page, "Prompts: 12, columns: 6") == "Prompts: 12, columns: 6"
    found = cells(page)
    assert [prompt for _, prompt in found] == run(page)["shown"].split("\n")
    assert found[7][0] == "great score · sensitive"
    differing = page.locator(".animagine-cell").nth(7).locator(".animagine-own")
    assert differing.all_inner_texts() == ["sensitive", "great score"]
    SHOWN.mkdir(exist_ok=True)
    screenshot(page, SHOWN / f"Sweep ({'nodes2' if nodes2 else 'classic'}).png")


def test_long_prompts_show_what_differs(page):
    general = ", ".join(f"tag {number}" for number in range(80))
    build(page, {"composer": composer(general=general), "sweep": sweep_of()})
    assert count(page, "Prompts: 21, columns: 7") == "Prompts: 21, columns: 7"
    said = page.locator(".animagine-cell").nth(20).inner_text()
    end = ", year 2025, masterpiece, high score, great score, absurdres"
    assert said == f"year 2025 1girl, tag 0, …, tag 79, safe{end}"


def test_follows_its_values_and_names_what_is_wrong(page):
    build(page, {"composer": composer(), "sweep": sweep_of(x_values="2005-2025/5")})
    assert count(page, "Prompts: 5, columns: 5") == "Prompts: 5, columns: 5"
    set_value(page, "sweep", "model", V31)
    assert count(page, "Prompts: 4, columns: 4") == "Prompts: 4, columns: 4"
    assert "removed: 2010 - same prompt as oldest" in shown(page, "all")["sweep"]
    set_value(page, "sweep", "x_axis", "score")
    said = "Animagine XL 3.1 has no score tags; choose year, rating, quality, aesthetic, custom"
    assert wait(page, lambda: shown(page, "state")["sweep"], said) == said
    assert views(page)["sweep"]["old"]


def test_says_what_it_waits_for(page):
    build(page, {"sweep": (SWEEP, {"model": V40})})
    said = "Link something to “prompt” to see it here."
    assert wait(page, lambda: shown(page, "state")["sweep"], said) == said
    text = ("StringFormat", {"f_string": "1girl"})
    build(page, {"text": text, "sweep": (SWEEP, {"model": V40, "prompt": ["text", 0]})})
    said = "prompt: available after “text” has run"
    assert wait(page, lambda: shown(page, "state")["sweep"], said) == said
    build(page, {"text": text, "composer": composer(), "sweep": sweep_of(x_values=["text", 0])})
    said = "x_values: available after “text” has run"
    assert wait(page, lambda: shown(page, "state")["sweep"], said) == said
    assert cells(page) == []
