"""The texts of the pack in its four languages: whole, alike, and each in its own script."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from animagine.models.slots import BLOCK_SLOTS, SLOTS
from animagine.preview import SYNTAX
from languages import COMPLETE, FILES, ROOT, all_languages, leaves, missing, texts
from rows import rows

SCRIPTS = (
    ("ja", "[ぁ-ヿ一-鿿]", "[가-힣]", "Japanese"),
    ("zh", "[一-鿿]", "[ぁ-ヿ가-힣]", "Chinese"),
    ("ko", "[가-힣]", "[ぁ-ヿ一-鿿]", "Korean"),
)
AS_IN_ENGLISH = ("Animagine XL", "cfg", "Latent")  # what the host, too, leaves so in some
VALUES = ("custom", "detect", "documented", "heavy", "light", "nearest to image", "standard")
SYNTAX_OF_THE_TRANSLATION = "[@{}|%]"


def read(language: str, file: str) -> dict[str, Any]:
    return json.loads((ROOT / "locales" / language / file).read_text(encoding="utf-8"))


TEXTS = {language: texts(language) for language in all_languages()}
LANGUAGES = list(TEXTS)
OWN_WORDS = {key for key, _ in leaves(read("en", "main.json")["animagineXL"])}
SCRIPT = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "web").glob("*.js"))
CATEGORIES = {
    segment
    for node in json.loads((ROOT / "tests/fixtures/contract.json").read_text(encoding="utf-8")).values()
    for segment in node["category"].split("/")
}  # fmt: skip


@pytest.mark.parametrize("language", COMPLETE)
def test_a_complete_language_has_every_text_and_page(language):
    folder = ROOT / "locales" / language
    assert sorted(path.name for path in folder.iterdir()) == sorted(FILES)
    assert list(TEXTS[language]) == list(TEXTS["en"])
    assert missing(language) == [] or language == "en"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_left_over(language):
    """A partial language may lack texts; what it has, the pack has."""
    assert [key for key in TEXTS[language] if key not in TEXTS["en"]] == []


def test_what_a_partial_language_lacks_is_listed(tmp_path):
    english = tmp_path / "locales" / "en"
    english.mkdir(parents=True)
    for file in FILES:
        (english / file).write_bytes((ROOT / "locales" / "en" / file).read_bytes())
    partial = english.parent / "xx"
    partial.mkdir()
    first = "AnimaginePromptComposer"
    texts_of_it = {first: {"display_name": "Animagine Xxx"}}
    (partial / "nodeDefs.json").write_text(json.dumps(texts_of_it), encoding="utf-8")
    lacking = missing("xx", english.parent, tmp_path)
    assert all_languages(english.parent) == ["en", "xx"]
    assert f"nodeDefs.json/{first}/display_name" not in lacking
    assert f"nodeDefs.json/{first}/description" in lacking and f"{first}/xx.md" in lacking
    assert len(lacking) == len(TEXTS["en"]) - 1 + len(read("en", "nodeDefs.json"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_says_something(language):
    assert [key for key, text in TEXTS[language].items() if not text or text != text.strip()] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_read_as_syntax_of_the_translation(language):
    """Where ``{'@'}`` is the quoted form; our own words are shown raw.

    Nodes' tooltips are raw in newer front ends, syntax in older ones (up to 1.44): none in them.
    """
    wrong = [
        (key, text)
        for key, text in TEXTS[language].items()
        if not re.search(r"^main\.json/animagineXL/", key)
        and re.search(SYNTAX_OF_THE_TRANSLATION, re.sub(r"\{'[@{}|%]'\}", "", text))
    ]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_raw_texts_show_no_quoting(language):
    assert [key for key, text in TEXTS[language].items() if "{'" in text and "tooltip" in key] == []


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_the_same_places_are_filled_in(language):
    def places(text: str) -> list[str]:
        return sorted(re.findall(r"\$\d", text))

    ours = TEXTS[language]
    assert [key for key, text in ours.items() if places(text) != places(TEXTS["en"][key])] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nodes_have_names_of_their_own(language):
    names = [text for key, text in TEXTS[language].items() if key.endswith("/display_name")]
    assert len(set(names)) == len(names)
    assert all(name.startswith("Animagine ") for name in names)


@pytest.mark.parametrize("language", LANGUAGES)
def test_values_of_the_choices_stay_as_they_are(language):
    """The front end does not translate them, so a text that names one names it in English."""
    ours = TEXTS[language]
    assert not any("/options" in key for key in ours)
    changed = [
        (key, value)
        for key, text in TEXTS["en"].items()
        for value in VALUES
        if re.search(rf"\b{value}\b", text) and value not in ours.get(key, value)
    ]
    assert changed == []


@rows("language, own, foreign", *SCRIPTS)
def test_texts_are_in_their_language(language, own, foreign):
    wrong = [
        (key, text)
        for key, text in TEXTS[language].items()
        if re.search(foreign, text) or (not re.search(own, text) and text not in AS_IN_ENGLISH)
    ]
    assert wrong == []


def test_japanese_sentences_are_not_chinese():
    sentences = {k: t for k, t in TEXTS["ja"].items() if re.search("/(tooltip|description)$", k)}
    assert [key for key, text in sentences.items() if not re.search("[ぁ-ヿ]", text)] == []


def test_the_preview_has_each_of_its_words_and_no_other():
    used = set(re.findall(r'\bword\("(\w+)"', SCRIPT))
    slots = {f"slots/{slot}" for slot in (*SLOTS, *BLOCK_SLOTS, SYNTAX)}
    assert {key for key in OWN_WORDS if not key.startswith("slots/")} == used
    assert {key for key in OWN_WORDS if key.startswith("slots/")} == slots
    (legend,) = re.findall(r'const SLOTS =\s*"([^"]+)"', SCRIPT)
    assert {f"slots/{slot}" for slot in legend.split()} == slots


def test_the_settings_are_those_of_the_front_end_code():
    said = re.findall(
        r'\bid: "(.+?)",\s*name: "(.+?)",\s*tooltip: "(.+?)",\s*category: \["(.+?)", "(.+?)"',
        SCRIPT,
    )
    assert {
        id_.replace(".", "_"): {"name": name, "tooltip": tooltip} for id_, name, tooltip, *_ in said
    } == read("en", "settings.json")
    categories = {category for _, _, _, *found in said for category in found}
    assert categories == set(read("en", "main.json")["settingsCategories"])


def test_every_category_of_the_nodes_is_translated():
    assert set(read("en", "main.json")["nodeCategories"]) == CATEGORIES
