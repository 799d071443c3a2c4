"""The recommended negative: the document's bytes, and what may change them."""

import pytest

from animagine.models import presets
from animagine.prompt import negative, negative_choices
from rows import rows

V40, V31, V30 = map(presets.load, ("animagine-xl-4.0-opt", "animagine-xl-3.1", "animagine-xl-3.0"))


@pytest.mark.parametrize("preset", presets.models().values(), ids=presets.model_ids())
def test_the_document_letter_by_letter(preset):
    assert negative(preset, adapt=False).text == preset.negative.recommended


@rows(
    "preset, expected, report",
    (V40, V40.negative.recommended, "", "4.0 has nothing that ComfyUI lacks"),
    (
        V31,
        V31.negative.recommended.replace("[abstract]", "(abstract:0.91)"),
        "changed: [abstract] - written as (abstract:0.91), because ComfyUI reads brackets as plain text",
        "3.1 has a weight that ComfyUI lacks",
    ),
)
def test_adapt(preset, expected, report):
    result = negative(preset)
    assert (result.text, result.report) == (expected, report)


@rows(
    "preset, expected",
    (V40, ["recommended", "none"], "4.0"),
    (V31, ["recommended", "standard", "light", "heavy", "none"], "3.1"),
)
def test_choices(preset, expected):
    assert negative_choices(preset) == expected


@rows(
    "options, expected",
    ({"additional": "hat, saber (fate)"}, r"hat, saber \(fate\)", "added and escaped"),
    ({"additional": "a, A, (a:1.2)"}, "(a:1.2)", "once"),
    ({"additional": "[[hat]]"}, "(hat:0.83)", "two levels"),
    ({"additional": "[a:b:0.5], [a|b]"}, "[a:b:0.5], [a|b]", "another program's schedules stay"),
    ({"additional": "a, b", "remove": "A"}, "b", "removed"),
    ({"additional": "[a], b", "remove": "[a]"}, "b", "removed in either form"),
    ({"additional": "[a], b", "remove": "[a]", "adapt": False}, "b", "as it stands"),
    ({"additional": "[a], b", "remove": "a", "adapt": False}, "b", "without its brackets"),
    ({"additional": "a, [a]"}, "(a:0.91)", "the same tag in both forms"),
    (
        {"additional": "<l:,<|>_<|>,>_", "remove": "<|>_<|>"},
        "<l:, >_",
        "what is left makes no unit",
    ),
    ({"additional": "BREAK[text], text", "remove": "BREAK"}, "(text:0.91)", "a separator removed"),
    ({"additional": "[、], [a, b]"}, "[、], [a, b]", "commas in the brackets, nothing or several"),
    ({"additional": "[ ], b"}, "[ ], b", "nothing in the brackets"),
    ({"additional": "(a, b:1.2)", "remove": "a"}, "(a, b:1.2)", "groups of several tags stay"),
    ({"additional": None, "remove": None}, "", "nothing at all"),
    ({"additional": "a, b", "positive": "1girl, (b:1.2)"}, "a", "a tag of the positive prompt"),
    ({"additional": "a", "positive": None}, "a", "nothing linked"),
)
def test_own_tags(options, expected):
    assert negative(V40, "none", **options).text == expected


@rows(
    "preset, positive, kept",
    (V31, "1girl, nsfw", False, "nsfw is wanted"),
    (V31, "1girl, explicit, nsfw", False, "explicit is wanted"),
    (V31, "1girl, (explicit:1.1)", False, "explicit alone is the same wish"),
    (V31, "1girl, sensitive", True, "sensitive is not"),
    (V30, "1girl, rating: explicit, nsfw", False, "3.0's form"),
    (V30, "1girl, rating: questionable", False, "3.0's form without nsfw"),
    (V30, "1girl, rating: general", True, "3.0's safe"),
)
def test_nsfw_against_the_rating(preset, positive, kept):
    result = negative(preset, positive=positive)
    assert result.text.startswith("nsfw, ") == kept
    assert ("removed: nsfw - " in result.report) == (not kept)


@rows(
    "options, expected",
    ({"remove": "hat"}, "warning: hat - listed in remove, but not in the negative prompt", "nothing to remove"),
    ({"remove": "blurry"}, "removed: blurry - listed in remove", "removed"),
    ({"additional": "(hat, cap:1.2)", "remove": "hat"}, "warning: (hat, cap:1.2) - hat cannot be "
     "removed: it shares a weight group with other tags", "inside a group"),
    ({"additional": "TEXT"}, "removed: TEXT - duplicate of text", "a duplicate"),
    ({"positive": "text, 1girl"}, "removed: text - also in the positive prompt", "in both"),
    ({"additional": "(hat, cap:1.2)", "positive": "hat"},
     "warning: (hat, cap:1.2) - contradicts hat in the positive prompt; it shares a weight group, so it was kept", "in a group"),
    ({"additional": "hat ("}, "warning: hat ( - unmatched parenthesis: weights after it are "
     r"ignored; written as hat \(", "a stray"),
)  # fmt: skip
def test_report(options, expected):
    assert negative(V40, **options).report == expected


def test_refuses_an_unknown_choice():
    with pytest.raises(ValueError, match="unknown negative 'light'; choose one of: recommended, n"):
        negative(V40, "light")
