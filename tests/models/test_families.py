"""The facts of other families: their words, blocks and negatives."""

import json
import time

import pytest

from animagine.grammar import parse
from animagine.models import families, presets
from animagine.models.families import matches, owners
from animagine.vocabulary import vocabulary_of
from rows import rows

FILES = sorted(families.FOLDER.glob("*.json"))
GOOD = families.FOLDER / "noobai.json"
MARKS = ("card: ", "code: ", "inferred: ")
PONY = ("Pony Diffusion V6 XL",)
BOTH_PONIES = (*PONY, "Pony Diffusion V7")
SCORES = ("Anima", *BOTH_PONIES)
NOVELAI = ("NovelAI Diffusion",)


@rows(
    "tag, expected",
    ("score_9", SCORES, "a score"),
    ("score 9", SCORES, "with a blank"),
    ("score_10", SCORES, "of two digits"),
    ("score_8_up", PONY, "Pony's slip"),
    ("source_anime", BOTH_PONIES, "a source"),
    ("source anime", BOTH_PONIES, "in normal form"),
    ("style_cluster_12", ("Pony Diffusion V7",), "a style"),
    ("rating_safe", PONY, "a rating"),
    ("very awa", ("NoobAI XL",), "NoobAI's best"),
    ("worst aesthetic", ("NoobAI XL",), "NoobAI's worst"),
    ("worst detail", ("Illustrious XL",), "WAI's"),
    ("amazing quality", ("Illustrious XL", *NOVELAI), "of two"),
    ("no text", NOVELAI, "NovelAI's"),
    ("source#hug", NOVELAI, "who acts"),
    ("ye-pop", ("Anima",), "Anima's"),
)
def test_owners(tag, expected):
    assert owners(tag) == expected


@pytest.mark.parametrize(
    "tag",
    ["absurdres", "lowres", "logo", "sketch", "comic", "official art", "furry", "dated", "text",
     "sources", "source", "source filmmaker", "score", "score_up", "scoreboard", "style", "general",
     "old", "censor", "location", "unclear", "mammal", "feral", "anthro", "semi-anthro", "early",
     "mutated hands", "newest", "nsfw", "", "rating", "targeted", "no humans", "best quality",
     "masterpiece", "@wlop", "artist:wlop", "source#"],
)  # fmt: skip
def test_no_owners(tag):
    assert owners(tag) == ()


def test_no_word_is_a_special_tag_of_animagine():
    for family in families.families().values():
        for preset in presets.models().values():
            special = set(vocabulary_of(preset).slots)
            assert special.isdisjoint((*family.words, *family.also)), family.title


def test_owners_are_found_fast():
    tags = [f"long hair {number}" for number in range(100_000)]
    start = time.perf_counter()
    assert not any(map(owners, tags))
    assert time.perf_counter() - start < 1


@rows(
    "words, tag, expected",
    (("score_<n>",), "score_9", True, "a number"),
    (("score_<n>",), "score_9_up", False, "more than it"),
    (("score_<n>",), "score_x", False, "no number"),
    (("@<word>",), "@nnn yryr", True, "words"),
    (("@<word>",), "@", False, "no word"),
    (("a.b",), "axb", False, "a dot is a dot"),
    ((), "", False, "no words"),
)
def test_matches(words, tag, expected):
    assert matches(words, tag) is expected


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_every_file(path):
    family = families.read(path)
    assert all(source.startswith(MARKS) for source in family.sources.values())
    for text in (*family.positive, *family.negative):
        assert parse(text)
    evidence = (*family.proves, *family.strong, *family.hints)
    assert evidence or family.title == "Kohaku XL"
    assert len(evidence) == len(set(evidence))


def test_the_families():
    assert [family.title for family in families.families().values()] == [
        "Anima", "Animagine XL 2.0", "Illustrious XL", "Kohaku XL", "NoobAI XL",
        "NovelAI Diffusion", "Pony Diffusion V6 XL", "Pony Diffusion V7",
    ]  # fmt: skip


@rows(
    "change, message",
    ({"title": 1}, "bad.json: key 'title' is 1; expected text", "a type"),
    ({"words": None}, "bad.json: key 'words' is None; expected a list", "no list"),
    ({"colour": "red"}, "bad.json: unknown key 'colour'", "an unknown key"),
    (
        {"sources": {}},
        "bad.json: key 'sources' is ; expected also, evidence, negative",
        "no source",
    ),
)
def test_refuses(tmp_path, change, message):
    bad = tmp_path / "bad.json"
    bad.write_text(json.dumps({**json.loads(GOOD.read_text()), **change}))
    with pytest.raises(ValueError) as refusal:
        families.read(bad)
    assert str(refusal.value).startswith(message)
