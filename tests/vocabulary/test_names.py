r"""Which unknown tags are names: proof by a qualifier, or a general tag that ends them."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from animagine.grammar import parse
from animagine.models import presets
from animagine.prompt import compose
from animagine.prompt.order import slots_in
from animagine.vocabulary import general, vocabulary_of
from rows import rows

V40, V31 = map(presets.load, ("animagine-xl-4.0-opt", "animagine-xl-3.1"))
OF_40 = vocabulary_of(V40)


def found(text: str, known=None) -> tuple[list[str], bool]:
    units = parse(text)
    slots, which = slots_in(OF_40, units, whole_prompt=True, known=known)
    marked = [u.source for u, slot in zip(units, slots, strict=True) if slot == "character"]
    return marked, which.known


@rows(
    "text, expected",
    ("1girl, nico robin, one piece, smile", ["nico robin", "one piece"], "a general tag ends them"),
    ("1girl, arima kana, oshi no ko, solo", ["arima kana", "oshi no ko"], "so does solo"),
    ("1girl, frieren, wlop, frilled dress", ["frieren", "wlop"], "by its ending"),
    ("1girl, frieren, holding flower", ["frieren"], "by its beginning"),
    ("1girl, frieren, sky", ["frieren"], "a common tag"),
    (r"1girl, makima \(chainsaw man\), chainsaw man, foo, bar",
     [r"makima \(chainsaw man\)", "chainsaw man"], "its qualifier is named"),
    (r"1girl, a, b, c, d, e, f, fate \(series\), foo", ["a", "b", "c", "d", "e", "f", r"fate \(series\)"],
     "a series is a proof, after however many"),
    (r"1girl, firefly \(honkai: star rail\), honkai \(series\), honkai: star rail, foo",
     [r"firefly \(honkai: star rail\)", r"honkai \(series\)", "honkai: star rail"], "the last proof"),
    ("hatsune miku, vocaloid, smile", ["hatsune miku", "vocaloid"], "a text without a count"),
    ("hatsune miku, 1girl, vocaloid, smile", ["hatsune miku", "vocaloid"], "names lead to the count"),
    ("smile, 1girl, hatsune miku, vocaloid, hat", ["hatsune miku", "vocaloid"], "after a late count"),
    ("hatsune miku, smile, 1girl", ["hatsune miku"], "nothing after the count"),
    ("masterpiece, best quality, 1girl, hatsune miku, smile", ["hatsune miku"], "a block in front"),
    ("1girl, masterpiece, hatsune miku, smile", ["hatsune miku"], "a block behind the count"),
    ("1girl, solo, hatsune miku, vocaloid, smile", ["hatsune miku", "vocaloid"], "after solo"),
    ("smile, 1girl, solo, hatsune miku, hat", ["hatsune miku"], "after solo and a late count"),
    ("1girl, safe, hatsune miku, smile", ["hatsune miku"], "a rating in front of the name"),
    ("1girl, hatsune miku, 1boy, kaito, smile", ["hatsune miku", "kaito"], "counts among them"),
    ("1girl, <lora:miku:1>, hatsune miku, smile", ["<lora:miku:1>", "hatsune miku"], "a LoRA stays before a name"),
    ("1girl, __character__, smile", ["__character__"], "a wildcard may be a name"),
    ("1girl, (hatsune miku, vocaloid:1.2), smile", ["(hatsune miku, vocaloid:1.2)"], "a weight group"),
    ("1girl, hatsune miku, vocaloid, nsfw, foo", ["hatsune miku", "vocaloid"], "before its rating"),
)  # fmt: skip
def test_names(text, expected):
    assert found(text) == (expected, True)


@rows(
    "text",
    ("1girl, looking at viewer, solo", "surely general"),
    (r"1girl, long hair, star \(sky\)", "a thing with a qualifier"),
    (r"1girl, hatsune miku \(cosplay\), miku", "a costume is no name"),
    ("1girl, hat, frieren, smile", "a name among the general tags"),
    ("1girl", "nothing follows"),
    ("", "nothing at all"),
    ("masterpiece, safe", "special tags alone"),
)
def test_no_names_and_surely_so(text):
    assert found(text) == ([], True)


@rows(
    "text",
    ("1girl, foo, bar", "nothing tells"),
    ("1girl, foo, bar, masterpiece, year 2020", "special tags do not"),
    ("1girl, a, b, c, d, e, smile", "more than four"),
    (r"1girl, saber \(fate\), foo", "a series that no tag names"),
    (r"1girl, saber \(fate\), rin \(fate\)", "the same qualifier again is no series"),
    (r"1girl, a \(moon\), moonlit", "a word is not part of another"),
    ("1girl, a long prose about nothing, another one", "prose"),
)
def test_nothing_is_known(text):
    assert found(text) == ([], False)


def test_a_list_of_the_users_tells_more():
    lists = {"frieren": "character", "himmel": "character", "foo": "general"}
    assert found("1girl, frieren, bar, himmel, baz", lists.get) == (
        ["frieren", "bar", "himmel"],
        True,
    )
    assert found("1girl, bar, foo", lists.get) == (["bar"], True)


PIECES = st.sampled_from(
    ["1girl", "2girls", "1 girl", "no humans", "nsfw", "safe", "rating:explicit", "masterpiece",
     "low quality", "year 2020", "2024", "absurdres", "frieren", "hatsune miku", "vocaloid", "foo",
     r"makima \(chainsaw man\)", "chainsaw man", r"fate \(series\)", "smile", "long hair", "solo",
     "(1girl, solo:1.2)", "(foo, smile:1.1)", "<lora:x:1>", "{a|b}", "newest", "score_9", "by wlop",
     "a young woman", "masterpiece best quality", "scenery"]
)  # fmt: skip
PROMPTS = st.lists(PIECES, max_size=10).map(", ".join)


@given(PROMPTS, st.sampled_from([V40, V31]), st.sampled_from(["safe", "none"]))
def test_composing_twice_changes_nothing(text, preset, rating):
    once = compose(preset, general=text, rating=rating).text
    assert compose(preset, general=once, rating=rating).text == once


@given(st.lists(st.sampled_from(["foo", "bar", "frieren", "one piece"]), min_size=1, max_size=6, unique=True),
       PROMPTS, st.sampled_from(["safe", "nsfw"]))  # fmt: skip
def test_nothing_special_comes_between_the_count_and_what_followed_it(run, rest, rating):
    units = [
        u.tags
        for u in parse(compose(V40, general=f"1girl, {', '.join(run)}, {rest}", rating=rating).text)
    ]
    at = next(
        i for i, tags in enumerate(units) if OF_40.slots.get(tags[0] if tags else "") == "count"
    )
    place = units.index((run[0],))
    between = [tag for tags in units[at:place] for tag in tags]
    assert all(OF_40.slots.get(tag) in ("count", None) for tag in between), between


def test_a_hundred_thousand_names():
    text = ", ".join(f"name {number} \\(series {number}\\)" for number in range(100_000))
    assert compose(V40, general=f"1girl, {text}").text.count("name ") == 100_000


FILE = Path(__file__).parents[2] / "presets" / "vocabulary" / "general_tags.json"
DATA = json.loads(FILE.read_text(encoding="utf-8"))


def test_the_selection_is_clean():
    tags = [tag for topic in DATA["tags"].values() for tag in topic]
    every = [*tags, *DATA["typed"], *DATA["also_names"]]
    assert len(every) == len(set(every)) > 700
    assert [tag for tag in every if parse(tag)[0].tags != (tag,) and "(" not in tag] == []
    assert set(DATA["people_topics"]) <= set(DATA["tags"])
    assert set(DATA["people_endings"]) <= set(DATA["endings"])
    assert [tag for tag in DATA["also_names"] if general.is_general(tag)] == []


@rows(
    "tag, expected",
    ("long hair", True, "listed"),
    ("emerald hair", True, "an ending"),
    ("hair", False, "an ending alone is no tag"),
    ("armchair", False, "nor part of a word"),
    ("holding lantern", True, "a beginning"),
    ("hand on hip", True, "a beginning of two words"),
    ("star (sky)", True, "a thing with a qualifier"),
    ("saber (fate)", False, "a name"),
    ("sailor moon", False, "a title"),
    ("blue archive", False, "a title that begins with a colour"),
    ("sparkle", False, "a character's whole name as well"),
)
def test_surely_general(tag, expected):
    assert general.is_general(tag) is expected


@pytest.mark.parametrize("name", ["hatsune miku", "nico robin", "one piece", "honkai: star rail",
                                  "kingdom hearts", "lucky star", "fairy tail", "cure sky"])  # fmt: skip
def test_names_are_not_general(name):
    assert not general.is_general(name)
