"""Sweeps: the tags of an axis in the place of those of its slot, and nothing else."""

import pytest

from animagine.models import presets
from animagine.prompt import compose
from animagine.sweep import require_axes, sweep
from animagine.sweep.cells import columns_for
from animagine.vocabulary import special_tags
from rows import rows

V40, V31, V30 = "animagine-xl-4.0-opt", "animagine-xl-3.1", "animagine-xl-3.0"
BLOCK = "masterpiece, high score, great score, absurdres"
BLOCK_31 = "masterpiece, best quality, very aesthetic, absurdres"
PROMPT = rf"1girl, saber \(fate\), fate, safe, smile, (hat:1.2), solo, {BLOCK}"


def swept(prompt=PROMPT, model=V40, **axes):
    return sweep(presets.load(model), prompt, **axes)


@rows(
    "model, axis, typed, expected",
    (V40, "year", "", [f"year {year}" for year in range(2005, 2026)], "all 21, oldest first"),
    (V31, "year", "", ["oldest", "early", "mid", "recent", "newest"], "the eras of 3.1"),
    (V30, "year", "", ["oldest", "early", "mid", "late", "newest"], "the eras of 3.0"),
    (V40, "year", "2005-2025/5", ["year 2005", "year 2010", "year 2015", "year 2020", "year 2025"],
     "every fifth"),
    (V40, "year", "2025 – 2019 / 3", ["year 2025", "year 2022", "year 2019"], "backwards, a dash"),
    (V40, "year", "２０２０－２０２４／２", ["year 2020", "year 2022", "year 2024"], "full width"),
    (V31, "year", "year 2020", ["recent"], "a year as 4.0 writes it"),
    (V40, "custom", "a,\n, \n、b", ["a", "b"], "commas at the ends"),
    (V40, "year", "2024, Year 2023、none", ["year 2024", "year 2023", "none"], "years and none"),
    (V31, "year", "2006, newest", ["oldest", "newest"], "a year by its era"),
    (V31, "year", "2005-2024/6", ["oldest", "early", "mid", "newest"], "a range by its eras"),
    (V40, "rating", "", ["safe", "sensitive", "nsfw", "explicit"], "all four"),
    (V40, "rating", "safe\n\nSensitive\r\nnone", ["safe", "sensitive", "none"], "some, in lines"),
    (V40, "score", "", ["high score", "great score", "good score", "average score", "bad score",
     "low score"], "all six"),
    (V40, "score", "recommended,none", ["recommended", "none"], "the recommended pair"),
    (V40, "quality", "", ["masterpiece", "best quality", "low quality", "worst quality"], "4.0"),
    (V31, "quality", "heavy, light", ["heavy", "light"], "the presets of the demo"),
    (V31, "aesthetic", "", ["very aesthetic", "aesthetic", "displeasing", "very displeasing"],
     "only 3.1 has these"),
    (V40, "custom", "smile -> crying\nnone\nbook, hat\nsolo ->", ["crying", "none", "book, hat",
     "solo ->"], "a replacement goes by what it puts"),
)  # fmt: skip
def test_values(model, axis, typed, expected):
    assert swept(model=model, x_axis=axis, x_values=typed).labels == expected


@rows(
    "prompt, axis, value, expected",
    (PROMPT, "year", "2010", rf"1girl, saber \(fate\), fate, safe, smile, (hat:1.2), solo, year 2010, {BLOCK}", "added at its place"),
    (f"1girl, hat, year 2020, {BLOCK}", "year", "2010", f"1girl, hat, year 2010, {BLOCK}", "replaced"),
    (f"1girl, hat, year 2020, {BLOCK}", "year", "none", f"1girl, hat, {BLOCK}", "removed"),
    ("1girl, year 2031", "year", "2010", "1girl, year 2010", "a year that no model has"),
    ("1girl, (year 2020:1.1), hat", "year", "2010", "1girl, (year 2010:1.1), hat", "keeps its weight"),
    ("1girl, year 2020, hat, year 2021", "year", "2010", "1girl, year 2010, hat", "one, where two were"),
    (PROMPT, "rating", "nsfw", rf"1girl, saber \(fate\), fate, nsfw, smile, (hat:1.2), solo, {BLOCK}", "after the names"),
    ("1girl, hat", "rating", "nsfw", "1girl, nsfw, hat", "after the count"),
    (PROMPT, "score", "low score", r"1girl, saber \(fate\), fate, safe, smile, (hat:1.2), solo, masterpiece, low score, absurdres", "one in the place of two"),
    ("1girl, masterpiece, absurdres", "score", "low score", "1girl, masterpiece, low score, absurdres", "inside the block"),
    ("1girl, (high score, great score:1.2)", "score", "low score", "1girl, (low score:1.2)", "in a group"),
    ("1girl, (masterpiece, absurdres:1.2)", "quality", "best quality", "1girl, (best quality, absurdres:1.2)", "a part of a group"),
    (f"1girl, {BLOCK}", "quality", "best quality", "1girl, best quality, high score, great score, absurdres", "only quality tags"),
    (f"1girl, {BLOCK}", "quality", "none", "1girl", "the whole block"),
    ("1girl, highres, low quality, bad score", "quality", "recommended", f"1girl, highres, {BLOCK}", "the whole block for another"),
    ("1girl, highres", "quality", "recommended", f"1girl, highres, {BLOCK}", "the model card's tags last"),
    ("1girl BREAK hat, masterpiece", "quality", "best quality", "1girl BREAK hat, best quality", "where it is"),
    ("masterpiece, 1girl BREAK hat, masterpiece", "quality", "best quality", "best quality, 1girl BREAK hat, best quality", "in each part that has it"),
    ("1girl BREAK 1boy", "year", "2010", "1girl, year 2010 BREAK 1boy", "before a BREAK"),
    ("", "year", "2010", "year 2010", "no prompt"),
    ("masterpiece (fate), safe zone", "quality", "best quality", "masterpiece (fate), safe zone, best quality", "only whole tags"),
)  # fmt: skip
def test_a_tag_takes_the_place_of_its_slot(prompt, axis, value, expected):
    assert swept(prompt, x_axis=axis, x_values=value).prompts == [expected]


@rows(
    "prompt, axis, value, expected",
    (f"{BLOCK_31}, 1girl, explicit, nsfw, hat", "rating", "safe", f"{BLOCK_31}, 1girl, safe, hat", "two tags of a rating"),
    (f"{BLOCK_31}, 1girl, safe, hat", "rating", "explicit", f"{BLOCK_31}, 1girl, explicit, nsfw, hat", "into two"),
    ("1girl, (explicit, nsfw,)", "rating", "explicit", "1girl, (explicit, nsfw,)", "no comma more than there was"),
    (f"{BLOCK_31}, 1girl, hat", "year", "2024", f"{BLOCK_31}, 1girl, hat, newest", "the year last"),
    ("1girl, hat, masterpiece", "aesthetic", "aesthetic", "1girl, hat, masterpiece, aesthetic", "a block at the other end"),
    ("1girl, hat", "aesthetic", "aesthetic", "aesthetic, 1girl, hat", "the block first"),
    ("(masterpiece), best quality, very aesthetic, 1girl, perfect face", "quality", "light", "(masterpiece), best quality, very aesthetic, 1girl, perfect face", "weights of its own"),
    ("(masterpiece, best quality:1.3), absurdres, 1girl", "quality", "standard", f"{BLOCK_31}, 1girl", "the whole block, not inside a weight"),
    (f"{BLOCK_31}, 1girl, hat", "quality", "light", "(masterpiece), best quality, very aesthetic, 1girl, hat, perfect face", "what is no quality tag goes to the others"),
)  # fmt: skip
def test_a_tag_of_3_1(prompt, axis, value, expected):
    assert swept(prompt, V31, x_axis=axis, x_values=value).prompts == [expected]


@rows(
    "line, expected",
    ("none", PROMPT, "as it is"),
    ("smile -> crying", PROMPT.replace("smile", "crying"), "a tag"),
    ("Smile -> crying, tears", PROMPT.replace("smile", "crying, tears"), "into two, in any case"),
    ("smile, solo -> book", PROMPT.replace("smile", "book").replace(", solo", ""), "two into one"),
    ("saber (fate) -> rin (fate)", PROMPT.replace("saber", "rin"), "escaped as the composer does"),
    ("(hat:1.2) -> (hat:1.4)", PROMPT.replace("1.2", "1.4"), "another weight"),
    ("hat -> cap", PROMPT.replace("hat", "cap"), "inside a weight"),
    ("smile ->", PROMPT.replace("smile, ", ""), "nothing for it"),
    ("hat -> __animal__", PROMPT.replace("hat", "__animal__"), "what another tool fills in"),
    ("smile -> none", PROMPT.replace("smile, ", ""), "nothing for it, said as none"),
    ("smile → crying", PROMPT.replace("smile", "crying"), "an arrow of another keyboard"),
    ("smile=>crying", PROMPT.replace("smile", "crying"), "another arrow"),
    ("long_hair", PROMPT.replace("solo", "solo, long hair"), "added after the others"),
    ("smile", PROMPT, "already there"),
    ("nsfw, hat", PROMPT.replace("safe", "nsfw"), "special tags in the place of theirs"),
    ("2girls, book", PROMPT.replace("1girl", "2girls").replace("solo", "solo, book"), "a count, too"),
    ("high score", PROMPT.replace("high score, great score", "high score"), "one score for two"),
    ("bad score, low score", PROMPT.replace("high score, great score", "bad score, low score"), "two for two"),
    ("<lora:a:1>", PROMPT.replace("solo", "solo, <lora:a:1>"), "not for ComfyUI, but as typed"),
)  # fmt: skip
def test_custom(line, expected):
    assert swept(x_axis="custom", x_values=line).prompts == [expected]


def test_two_axes_are_rows_of_columns():
    found = swept(
        "1girl, safe, hat", x_axis="score", x_values="low score, none", y_axis="rating",
        y_values="safe\nnsfw",
    )  # fmt: skip
    assert found.columns == 2
    assert found.labels == ["low score\nsafe", "none\nsafe", "low score\nnsfw", "none\nnsfw"]
    assert found.prompts == [
        "1girl, safe, hat, low score", "1girl, safe, hat",
        "1girl, nsfw, hat, low score", "1girl, nsfw, hat",
    ]  # fmt: skip


def test_a_quality_block_does_not_touch_the_other_axis():
    axes = {"x_axis": "score", "x_values": "low score", "y_axis": "quality", "y_values": "none"}
    assert swept(**axes).prompts[0].endswith("solo, low score")
    axes = {"y_axis": "score", "y_values": "low score", "x_axis": "quality", "x_values": "none"}
    assert swept(**axes).prompts[0].endswith("solo, low score")


@rows(
    "model, axis, typed, expected, report",
    (V31, "year", "2021, 2024, 2012, newest", ["newest", "early"],
     "removed: 2024, newest - same prompt as newest", "an era"),
    (V31, "quality", "standard\nrecommended", ["standard"],
     "removed: recommended - same prompt as standard", "one block by two names"),
    (V40, "custom", "hat\n long_hair \nlong hair\nhat", ["hat", "long_hair"],
     "removed: hat - same prompt as hat\nremoved: long hair - same prompt as long_hair", "two spellings"),
)  # fmt: skip
def test_duplicates_are_dropped_and_reported(model, axis, typed, expected, report):
    found = swept(model=model, x_axis=axis, x_values=typed)
    assert (found.labels, found.report) == (expected, report)


@rows(
    "model, axes, expected",
    (V40, {"x_axis": "aesthetic"}, "Animagine XL 4.0 Opt has no aesthetic tags; choose year, rating, quality, score, custom", "an axis of 3.1"),
    (V31, {"y_axis": "score"}, "Animagine XL 3.1 has no score tags; choose year, rating, quality, aesthetic, custom", "an axis of 4.0"),
    (V40, {"x_axis": "seed"}, "unknown x_axis 'seed'; choose one of: year, rating, quality, score, aesthetic, custom", "no axis"),
    (V40, {"y_axis": "year"}, "x_axis is already 'year'; for y_axis choose none, rating, quality, score, custom", "twice the same"),
    (V40, {"x_values": "2004"}, "x_values: unknown year '2004'; use 2005 to 2025, ranges such as 2005-2025/5, or none", "too early"),
    (V40, {"x_values": "2005-2030/5"}, "x_values: unknown year '2005-2030/5'; use 2005 to 2025, ranges such as 2005-2025/5, or none", "too far"),
    (V40, {"x_values": "2005-2025/0"}, "x_values: unknown year '2005-2025/0'; use 2005 to 2025, ranges such as 2005-2025/5, or none", "no step"),
    (V31, {"x_values": "late"}, "x_values: unknown year 'late'; use 2005 to 2025, ranges such as 2005-2025/5, or oldest, early, mid, recent, newest, none", "an era of 3.0"),
    (V40, {"y_axis": "rating", "y_values": "general"}, "y_values: unknown rating 'general'; choose one of: safe, sensitive, nsfw, explicit, none", "no rating"),
    (V40, {"x_axis": "custom", "x_values": " \n"}, "x_values is empty; custom needs at least one line: tags to add, search -> replacement, or none", "nothing to try"),
    (V40, {"x_axis": "custom", "x_values": "-> hat"}, "x_values '-> hat': write the tags to search for before the arrow", "searches for nothing"),
    (V40, {"x_axis": "custom", "x_values": "none, hat"}, "x_values 'none, hat': none must be on a line by itself", "none and more"),
    (V40, {"x_axis": "custom", "x_values": "a -> b -> c"}, "x_values 'a -> b -> c': use one arrow, search -> replacement", "two arrows"),
    (V40, {"x_axis": "custom", "x_values": ", ".join(f"t{n}" for n in range(51))}, "x_values 't0, t1, t2, t3, t4, t5, t6, t7, t8, t...t43, t44, t45, t46, t47, t48, t49, t50': 51 tags; the maximum per line is 50", "a long line"),
    (V40, {"x_axis": "custom", "x_values": "\n".join(map(str, range(257)))}, "257 cells; the maximum is 256", "one axis"),
    (V40, {"y_axis": "custom", "y_values": "\n".join(map(str, range(13)))}, "21 x 13 = 273 cells; the maximum is 256", "two axes"),
)  # fmt: skip
def test_what_is_refused(model, axes, expected):
    with pytest.raises(ValueError) as refused:
        swept(model=model, **axes)
    assert str(refused.value) == expected
    with pytest.raises(ValueError) as refused:  # before the run, too
        require_axes(
            model,
            *({"x_axis": "year", "x_values": "", "y_axis": "none", "y_values": ""} | axes).values(),
        )
    assert str(refused.value) == expected


def test_what_cannot_stand_in_a_group_is_refused():
    with pytest.raises(ValueError) as refused:
        swept(x_axis="custom", x_values="hat -> BREAK")
    assert (
        str(refused.value)
        == "'hat' cannot be replaced inside '(hat:1.2)'; write it as a separate tag"
    )


@rows(
    "value, expected",
    (["a"], "x_values must be text (got ['a']); type it or link a text", "a list"),
    (5, "x_values must be text (got 5); type it or link a text", "a number"),
)
def test_values_that_are_not_text(value, expected):
    with pytest.raises(ValueError) as refused:
        swept(x_values=value)
    assert str(refused.value) == expected


def test_one_prompt_by_two_values_is_one_cell():
    found = swept(x_axis="custom", x_values="none\nsmile\nbook")
    assert found.labels == ["none", "book"]
    assert found.report == "removed: smile - same prompt as none"


def test_values_of_no_axis_are_reported():
    found = swept(x_values="2010", y_values="safe\nnsfw")
    assert (len(found.prompts), found.report) == (1, "ignored: safe, nsfw - y_axis is none")


def test_a_search_that_finds_nothing_is_refused():
    with pytest.raises(ValueError) as refused:
        swept("1girl, hat", x_axis="custom", x_values="hat -> cap\ncoat -> cap")
    assert str(refused.value) == "'coat' is not in the prompt; its tags are: 1girl, hat"


def test_a_search_in_an_empty_prompt_is_refused():
    with pytest.raises(ValueError) as refused:
        swept("", x_axis="custom", x_values="hat -> cap")
    assert str(refused.value) == "'hat' is not in the prompt, which is empty"


@rows(
    "prompt, axes",
    ("1girl, hat", {"x_axis": "custom", "x_values": f"{'coat' * 10_000} -> cap"}, "a long search"),
    (", ".join(f"tag {n}" for n in range(10_000)), {"x_axis": "custom", "x_values": "coat -> cap"},
     "in a long prompt"),
    (f"(hat, {'cap, ' * 10_000}a:1.2)", {"x_axis": "custom", "x_values": "hat -> BREAK"},
     "in a long group"),
    ("hat", {"x_values": "2004" * 10_000}, "a long year"),
    ("hat", {"x_axis": "rating", "x_values": "safe" * 10_000}, "a long rating"),
    ("hat", {"x_axis": "custom", "x_values": "a -> b -> " + "c" * 10_000}, "a long line"),
)  # fmt: skip
def test_a_refusal_is_short(prompt, axes):
    with pytest.raises(ValueError) as refused:
        swept(prompt, **axes)
    assert len(str(refused.value)) < 600
    assert "..." in str(refused.value) or "…" in str(refused.value)


def test_256_cells_are_allowed():
    lines = "\n".join(map(str, range(16)))
    found = swept(x_axis="custom", x_values=lines, y_axis="custom", y_values=lines)
    assert len(found.prompts) == 256


@rows(
    "cells, expected",
    (1, 1, "one"), (5, 5, "one row"), (7, 7, "one row"), (8, 4, "two rows"), (12, 4, "three rows"),
    (21, 7, "three rows"), (256, 22, "twelve rows"),
)  # fmt: skip
def test_columns_of_one_axis(cells, expected):
    assert columns_for(cells) == expected


def fields():
    return {
        "character": "saber (fate)", "series": "fate", "artist": "someone", "rating": "sensitive",
        "general": "smile, (hat:1.2), highres, long_hair", "year": "2012",
    }  # fmt: skip


@pytest.mark.parametrize("model", presets.model_ids())
@pytest.mark.parametrize(
    "missing", [(), ("rating",), ("year",), ("quality",), ("character", "series", "artist")]
)
def test_a_cell_is_what_the_composer_gives_for_its_value(model, missing):
    """The documented order holds: a sweep and the widget of the composer come to the same."""
    preset = presets.load(model)
    given = {**fields(), "quality": "recommended"}
    for field in missing:
        given[field] = "none" if field in ("rating", "year", "quality") else ""
    if "rating" in missing:  # without a rating, no vocabulary tells names from other tags
        given.update(character="", series="", artist="")
    prompt = compose(preset, **given).text
    axes = {
        "rating": special_tags.rating_choices(),
        "year": special_tags.year_choices(),
        "quality": ("recommended", "none"),
    }
    for axis, values in axes.items():
        for value in values:
            found = sweep(preset, prompt, x_axis=axis, x_values=value).prompts
            assert found == [compose(preset, **{**given, axis: value}).text], (axis, value)
