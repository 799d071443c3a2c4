"""The composer: documented order, who wins, and a reason for every decision."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from animagine.grammar import parse
from animagine.models import presets
from animagine.prompt import compose
from rows import rows

V40, V31, V30 = map(presets.load, ("animagine-xl-4.0-opt", "animagine-xl-3.1", "animagine-xl-3.0"))
BARE = {"count": "", "rating": "none", "quality": "none"}
FIREFLY = (
    r"1girl, firefly \(honkai: star rail\), honkai \(series\), honkai: star rail, safe, casual, "
    "solo, looking at viewer, outdoors, smile, reaching towards viewer, night, "
    "masterpiece, high score, great score, absurdres"
)
SENSITIVE = (
    "1girl, sensitive, looking at viewer, solo, masterpiece, high score, great score, absurdres"
)


@rows(
    "fields, expected",
    (
        {
            "character": "firefly (honkai: star rail)",
            "series": "honkai (series), honkai: star rail",
            "general": "casual, solo, looking at viewer, outdoors, smile, "
            "reaching towards viewer, night",
        },
        FIREFLY,
        "the 4.0 document's example from its fields",
    ),
    (
        {"rating": "sensitive", "general": "looking at viewer, solo"},
        SENSITIVE,
        "the 4.0 document's second example",
    ),
    ({"general": FIREFLY}, FIREFLY, "the same, pasted whole beside the default widgets"),
    ({"general": SENSITIVE}, SENSITIVE, "the second, pasted"),
    (
        {
            "general": r"1girl, saber \(fate\), safe, masterpiece, high score, great score, absurdres"
        },
        r"1girl, saber \(fate\), safe, masterpiece, high score, great score, absurdres",
        "nothing but a name",
    ),
    ({"tags": FIREFLY}, FIREFLY, "linked whole"),
    (
        {"general": "firefly (honkai: star rail), solo", "count": ""},
        r"firefly \(honkai: star rail\), safe, solo, masterpiece, high score, great score, absurdres",
        "a name at the start of a text without a count",
    ),
)
def test_documented_examples_of_40(fields, expected):
    assert compose(V40, **fields).text == expected


@rows(
    "preset, fields, expected",
    (
        V31,
        {"character": "souryuu asuka langley", "series": "neon genesis evangelion",
         "rating": "none", "general": "solo, upper body, v, smile, looking at viewer, outdoors, night"},
        "masterpiece, best quality, very aesthetic, absurdres, 1girl, souryuu asuka langley, "
        "neon genesis evangelion, solo, upper body, v, smile, looking at viewer, outdoors, night",
        "the 3.1 card's example with its quality tags in front",
    ),
    (
        V30,
        {"character": "arima kana", "series": "oshi no ko", "general": "solo, v"},
        "masterpiece, best quality, 1girl, arima kana, oshi no ko, rating: general, solo, v",
        "3.0 names its ratings in another form",
    ),
)  # fmt: skip
def test_3x(preset, fields, expected):
    assert compose(preset, **fields).text == expected


SLOTS = {
    "count": "2girls",
    "character": "arima kana",
    "series": "oshi no ko",
    "artist": "some artist",
    "rating": "nsfw",
    "general": "smile",
    "year": "2020",
}
SUBSETS = [chosen for n in range(len(SLOTS) + 1) for chosen in itertools.combinations(SLOTS, n)]


@pytest.mark.parametrize("position", ["start", "end"])
def test_every_subset_of_slots_is_in_the_documented_order(position):
    shown = {**SLOTS, "year": "year 2020"}
    block = "masterpiece, high score, great score, absurdres"
    for chosen in SUBSETS:
        fields = {**BARE, "quality": "recommended", **{slot: SLOTS[slot] for slot in chosen}}
        tags = [shown[slot] for slot in SLOTS if slot in chosen]
        expected = [block, *tags] if position == "start" else [*tags, block]
        assert compose(V40, quality_position=position, **fields).text == ", ".join(expected)


@rows(
    "fields, expected",
    ({"general": "1boy, nsfw"}, "1boy, nsfw", "typed count and rating beat the widgets"),
    ({"tags": "2girls"}, "2girls, safe", "linked, too"),
    ({"count": "1girl, 1boy"}, "1girl, 1boy, safe", "both counts wanted are both typed"),
    ({"count": "1girl, solo", "general": "hat"}, "1girl, safe, solo, hat", "solo is no count"),
    ({"count": "__count__"}, "__count__, safe", "a wildcard stays in its field"),
    ({"general": "mandarin collar, artoria, safe zone"},
     "1girl, safe, mandarin collar, artoria, safe zone", "whole tags alone are looked at"),
    ({"general": "smile, nsfw, hat"}, "1girl, nsfw, smile, hat", "a rating goes to its place"),
    ({"general": "1girl, smile, hat, nsfw"}, "1girl, nsfw, smile, hat", "a rating typed last"),
    ({"general": "year 2010, hat", "year": "2020"}, "1girl, safe, hat, year 2010", "typed year"),
    ({"year": "2020"}, "1girl, safe, year 2020", "the year widget"),
    ({"general": "safe, nsfw"}, "1girl, safe", "two ratings: the first stays"),
    ({"general": "(1girl, solo:1.2)"}, "(1girl, solo:1.2), safe", "a count in a mixed group counts"),
    ({"general": "hat, (1girl:1.2)"}, "(1girl:1.2), safe, hat", "a group goes where its tag goes"),
    ({"character": "2girls, saber"}, "2girls, saber, safe", "a count typed with the character"),
    ({"general": "Safe"}, "1girl, Safe", "case is the user's"),
    ({"general": "rating: general"}, "1girl, safe", "the rating of another model"),
    ({"general": "BREAK 1boy, cap"}, "safe BREAK 1boy, cap", "a count anywhere is the count"),
    ({"general": "a BREAK nsfw"}, "1girl, a BREAK nsfw", "a rating anywhere is the rating"),
    ({"count": "(1girl:1.3)", "general": "1girl, hat"}, "(1girl:1.3), safe, hat", "its weight stays"),
    ({"general": "scenery, no humans"}, "safe, scenery, no humans", "no humans has no count"),
    ({"general": "(1girl:1.2)(solo:1.1)"}, "(1girl:1.2)(solo:1.1), safe", "groups without comma"),
    ({"general": "1girl, saber, masterpiece, safe, hat"}, "1girl, saber, safe, hat, masterpiece",
     "quality among the names"),
    ({"general": "1girl, saber (fate), safe"}, r"1girl, saber \(fate\), safe", "a name before it"),
    ({"general": None, "count": None, "character": None}, "safe", "nothing at all"),
)  # fmt: skip
def test_who_wins(fields, expected):
    assert compose(V40, **{"quality": "none", **fields}).text == expected


@rows(
    "fields, expected",
    ({"general": "masterpiece, hat"}, "hat, masterpiece", "typed quality stands alone"),
    ({"general": "high score, hat"}, "hat, high score", "a score tag is a quality block, too"),
    ({"tags": "best quality"}, "best quality", "linked"),
    ({"general": "absurdres, hat"}, "hat, masterpiece, high score, great score, absurdres",
     "absurdres alone is none"),
    ({"general": "highres"}, "highres, masterpiece, high score, great score, absurdres",
     "highres alone is none; the block stands whole at the end"),
    ({"general": "highres, best quality"}, "best quality, highres", "meta is last in a typed block"),
    ({"general": "a BREAK best quality"}, "a BREAK best quality", "typed in a later segment"),
    ({"general": "great score, high score, absurdres, masterpiece"},
     "masterpiece, high score, great score, absurdres", "the authors' order inside the block"),
    ({"general": "(masterpiece, high score:1.1), hat"}, "hat, (masterpiece, high score:1.1)",
     "a group wholly of the block"),
    ({"general": "(masterpiece, smile:1.1), hat"}, "(masterpiece, smile:1.1), hat",
     "a mixed group is general, and is the quality block"),
    ({"general": "hat", "quality": "none"}, "hat", "switched off"),
    ({"general": "hat", "quality_position": "start"},
     "masterpiece, high score, great score, absurdres, hat", "position overridden"),
)  # fmt: skip
def test_quality_block(fields, expected):
    assert compose(V40, **{**BARE, "quality": "recommended", **fields}).text == expected


@rows(
    "general, expected",
    ("nsfw, rating: questionable, rating: explicit", "nsfw, rating: questionable", "one form"),
    ("rating: explicit, nsfw", "rating: explicit, nsfw", "the two tags of one rating"),
)
def test_ratings_of_30(general, expected):
    assert compose(V30, **{**BARE, "general": general}).text == expected


@rows(
    "general, expected",
    ("explicit, nsfw", "explicit, nsfw", "the two tags of one rating"),
    ("nsfw, explicit", "nsfw, explicit", "in either order"),
    ("safe, explicit, nsfw", "safe", "the first rating stays"),
)
def test_ratings_of_31(general, expected):
    assert compose(V31, **{**BARE, "general": general}).text == expected


@rows(
    "general, expected",
    ("long hair, (long hair:1.2)", "(long hair:1.2)", "a weight beats none, first place"),
    ("a, Long_Hair, long hair, b", "a, Long Hair, b", "one tag in two spellings"),
    (r"saber (fate), saber \(fate\)", r"saber \(fate\)", "escaped and bare"),
    ("(smile, hat:1.2), (smile, blush:1.2)", "(smile, hat:1.2), (smile, blush:1.2)", "groups stay"),
    ("{red|blue, long}, {red|blue, long}", "{red|blue, long}, {red|blue, long}", "dynamics stay"),
    ("a, b, a BREAK a, a", "a, b BREAK a", "each segment for itself"),
)
def test_duplicates(general, expected):
    assert compose(V40, **{**BARE, "general": general}).text == expected


def test_duplicates_can_stay():
    assert compose(V40, **BARE, general="a, a", remove_duplicates=False).text == "a, a"


@rows(
    "fields, expected",
    ({}, "", "nothing to say"),
    ({"general": FIREFLY, "quality": "recommended", "count": "1girl", "rating": "safe"}, "",
     "a right prompt needs no change"),
    ({"general": "hat, 1girl"}, "moved: 1girl - moved to count", "moved"),
    ({"character": "nsfw"}, "moved: nsfw - moved to rating", "moved from another field"),
    ({"general": "a, a"}, "removed: a - duplicate of a", "a duplicate"),
    ({"general": "nsfw", "rating": "safe"}, "ignored: safe - not added: the prompt already has nsfw", "a widget overruled"),
    ({"general": "explicit, nsfw", "rating": "safe"},
     "ignored: safe - not added: the prompt already has explicit\nremoved: nsfw - the rating is already explicit", "by the one that stays"),
    ({"general": "2girls", "count": "1girl"}, "removed: 1girl - replaced by 2girls from another input", "count"),
    ({"general": "safe, nsfw"}, "removed: nsfw - the rating is already safe", "two ratings"),
    ({"general": "saber (fate)"},
     "escaped: saber (fate) - ComfyUI would read its parentheses as a weight", "escaped"),
    ({"general": "hat )"}, "warning: hat ) - unmatched parenthesis: weights after it are "
     r"ignored; written as hat \)", "a stray"),
    ({"general": "(1girl:1.3), hat", "count": "(1girl:1.2)"},
     "removed: (1girl:1.2) - duplicate of (1girl:1.3)", "two weights for one count"),
    ({"general": "a, |||, b"}, "removed: ||| - a separator in training captions, removed before training; "
     "it means nothing in a prompt", "a training caption"),
    ({"general": "best quality", "quality": "recommended"},
     "ignored: masterpiece, high score, great score, absurdres - not added: the prompt already has best quality", "quality"),
    ({"general": "masterpiece", "quality": "recommended"},
     "ignored: high score, great score, absurdres - not added: the prompt already has masterpiece", "what is missing alone"),
    ({"general": "Negative prompt: hat"},
     "removed: Negative prompt: hat - not part of the positive prompt", "another program's text"),
    ({"tags": "nsfw, year 2020, 1girl"}, "", "selectors give their tags in any order"),
    ({"tags": "hat, nsfw"}, "moved: nsfw - moved to rating", "a linked text is in no order"),
    ({"year": "2020"}, "added: year 2020 - from the widgets", "what a widget fills in"),
    ({"general": "newest"}, "warning: newest - not a tag of Animagine XL 4.0 Opt; it belongs to "
     "Animagine XL 3.1, Animagine XL 3.0", "a word of other models"),
    ({"general": "year 2004"},
     "warning: year 2004 - Animagine XL 4.0 Opt was trained on year 2005 to year 2025 only", "a year too early"),
    ({"general": "year 2026"},
     "warning: year 2026 - Animagine XL 4.0 Opt was trained on year 2005 to year 2025 only", "a year too late"),
)  # fmt: skip
def test_report(fields, expected):
    assert compose(V40, **{**BARE, **fields}).report == expected


CAPTION = "1girl, saber, fate, wlop, ||| sensitive, solo, smile, newest"


@rows(
    "general, expected",
    (CAPTION, "1girl, saber, fate, wlop, sensitive, solo, smile, newest", "the authors' own form"),
    ("a|||b", "a, b", "without spaces"),
    ("||| a, b |||", "a, b", "at both ends"),
    ("(a ||| b:1.2)", "(a ,   b:1.2)", "in a weight group"),
    ("{a ||| b}, c", "{a ||| b}, c", "braces belong to another tool"),
    ("{a {b ||| c} d}", "{a {b ||| c} d}", "nested braces, too"),
    ("<lora:a|||b:1>", "<lora:a|||b:1>", "the name of a file"),
    ("a || b", "a || b", "two strokes are no separator"),
)
def test_separators_of_training_captions(general, expected):
    assert compose(V31, **BARE, general=general).text == expected


def test_a_caption_keeps_its_rating():
    result = compose(V31, general=CAPTION)
    assert result.text.endswith("1girl, saber, fate, wlop, sensitive, solo, smile, newest")
    assert result.report.splitlines()[0] == (
        "removed: ||| - a separator in training captions, removed before training; it means "
        "nothing in a prompt"
    )
    assert "safe" in result.report and "safe" not in result.text


@rows(
    "general",
    ("(a,\nsaber (fate):1.2)", "a group over two lines"),
    ("(a,\r\n\tsaber (fate):1.2)", "with a tab"),
)
def test_one_decision_is_one_line(general):
    result = compose(V40, **BARE, general=general)
    assert len(result.report.splitlines()) == len(result.decisions) == 1


@rows(
    "general, expected",
    ("smile, nsfw", "nsfw", "a special tag"),
    ("smile,\r\n\tnsfw", "nsfw", "after a line break of Windows and a tab"),
    ("smile，  nsfw", "nsfw", "after a full-width comma"),
    ("\ufeffsaber  (fate)", "saber  (fate)", "white space inside is part of it"),
    ("smile ||| nsfw", "nsfw", "after a separator of captions"),
)
def test_a_decision_knows_its_place(general, expected):
    *_, decision = compose(V40, **{**BARE, "rating": "none"}, general=general).decisions
    assert decision.field == "general"
    assert general[decision.start : decision.end] == expected


def test_every_field_is_known_after_a_first_decision():
    fields = {"character": "a, a", "general": "hat, hat", "tags": "cap, nsfw"}
    places = [(one.field, one.subject) for one in compose(V40, **BARE, **fields).decisions]
    assert places == [("character", "a"), ("general", "hat"), ("tags", "nsfw")]


def test_a_widgets_tag_has_no_place():
    (decision,) = compose(V40, **{**BARE, "rating": "safe"}, general="nsfw").decisions
    assert (decision.kind, decision.start, decision.field) == ("ignored", None, "")


@rows(
    "fields, message",
    ({"rating": "general"}, "unknown rating 'general'; choose one of: none, safe, sens", "rating"),
    ({"year": "2004"}, "unknown year '2004'; choose one of: none, 2025, 2024", "year"),
    ({"quality": "best"}, "unknown quality 'best'; choose one of: recommended, none", "quality"),
    ({"quality_position": "top"}, "choose one of: documented, start, end", "position"),
)
def test_refuses(fields, message):
    with pytest.raises(ValueError, match=message):
        compose(V40, **fields)


PIECES = st.sampled_from(
    [
        r"1girl",
        r"2girls",
        r"safe",
        r"nsfw",
        r"explicit",
        r"year_2020",
        r"masterpiece",
        r"high_score",
        r"absurdres",
        r"highres",
        r"solo",
        r"smile",
        r"long_hair",
        r"Long_Hair",
        r"saber_(fate)",
        r"firefly_\(honkai:_star_rail\)",
        r"(smile:1.2)",
        r"(a,_b:0.8)",
        r"((x))",
        r"x_x",
        r"(masterpiece,_best_quality:1.1)",
        r":)",
        r":3",
        r"(o)_(o)",
        r"^_^",
        r"{a|b,_c}",
        r"__hair__",
        r"<lora:my_lora:0.8>",
        r"[x]",
        r"(",
        r")",
        r"embedding:foo_bar",
        r"BREAK",
        r"AND",
        r"//_c",
        r"newest",
        r"great_quality",
        r"rating:_general",
        r"初音ミク",
    ]
)
PROMPTS = st.lists(PIECES, max_size=12).map(", ".join)


@given(PROMPTS, st.sampled_from([V40, V31, V30]))
def test_composing_twice_changes_nothing(general, preset):
    once = compose(preset, general=general).text
    assert compose(preset, general=once).text == once


@given(PROMPTS, PROMPTS, PROMPTS, st.sampled_from([V40, V31, V30]))
def test_every_tag_is_in_the_prompt_or_in_the_report(count, character, general, preset):
    result = compose(preset, count=count, character=character, general=general)
    written = parse(result.text)
    names = {name for unit in written for name in unit.tags}
    texts = {unit.source for unit in written}
    reported = {decision.subject for decision in result.decisions}
    for unit in [*parse(count), *parse(character), *parse(general)]:
        in_prompt = names.issuperset(unit.tags) if unit.tags else unit.escaped in texts
        assert in_prompt or unit.source in reported, unit


@given(PROMPTS)
def test_no_empty_tags(general):
    text = compose(V40, **BARE, general=general).text
    assert not text.startswith(",") and not text.rstrip().endswith(",") and ", ," not in text


def test_a_long_prompt_keeps_every_tag():
    general = ", ".join(f"tag number {n}" for n in range(100_000))
    assert compose(V40, **BARE, general=general).text == general
