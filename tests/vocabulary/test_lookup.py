"""The slot of a unit, and what else the vocabulary of a model says of a tag."""

import pytest

from animagine.grammar import normal_form, parse
from animagine.models import presets
from animagine.vocabulary import vocabulary_of
from rows import rows

V40, V31, V30 = map(presets.load, ("animagine-xl-4.0-opt", "animagine-xl-3.1", "animagine-xl-3.0"))


@rows(
    "preset, text, expected",
    (V40, "2girls", "count", "a count"),
    (V40, "NSFW", "rating", "in any case"),
    (V40, "year_2020", "year", "with an underscore"),
    (V40, "(masterpiece:1.2)", "quality", "with a weight"),
    (V40, "great score", "score", "a score"),
    (V31, "great score", None, "not a tag of 3.1"),
    (V31, "very aesthetic", "aesthetic", "an aesthetic tag"),
    (V30, "rating: general", "rating", "3.0's own form"),
    (V40, "highres", "meta", "a meta tag"),
    (V40, "smile", None, "any other tag"),
    (V40, "saber (masterpiece)", None, "a name that holds one"),
    (V40, "(safe, nsfw:1.2)", "rating", "a group of one slot"),
    (V40, "(high score, masterpiece:1.2)", "score", "a group of the block: its first tag"),
    (V40, "(absurdres, high score:1.2)", "meta", "a group of the block: its first tag"),
    (V40, "(masterpiece, smile:1.2)", None, "a group of the block and another tag"),
    (V40, "(smile, masterpiece:1.2)", None, "another tag first"),
    (V40, "(1girl, safe:1.2)", None, "a group of two other slots"),
    (V40, "(masterpiece, safe:1.2)", None, "a group of the block and another slot"),
    (V40, "(smile, hat:1.2)", None, "a group of no slot"),
    (V40, "<lora:masterpiece:1>", None, "what another tool reads"),
    (V40, "BREAK", None, "a separator"),
)
def test_the_slot_of_a_unit(preset, text, expected):
    (unit,) = parse(text)
    assert vocabulary_of(preset).slot_of(unit) == expected


@pytest.mark.parametrize("model", presets.model_ids())
def test_every_special_tag_has_its_slot(model):
    preset = presets.load(model)
    vocabulary = vocabulary_of(preset)
    groups = preset.tags.by_slot()
    assert vocabulary.slots == {normal_form(tag): slot for slot in groups for tag in groups[slot]}
    for slot, group in groups.items():
        assert vocabulary.tags_of(slot) == set(map(normal_form, group))
    assert vocabulary.tags_of("rating", "year") == (
        vocabulary.tags_of("rating") | vocabulary.tags_of("year")
    )


def test_a_vocabulary_is_built_once():
    once, again = (vocabulary_of(presets.load("animagine-xl-3.1")) for _ in range(2))
    assert once is again


@rows(
    "preset, tag, titles",
    (V40, "great quality", "Animagine XL 3.1", "one version"),
    (V40, "newest", "Animagine XL 3.1, Animagine XL 3.0", "two, in menu order"),
    (V30, "great score", "Animagine XL 4.0 Opt, Animagine XL 4.0, Animagine XL 4.0 Zero", "all of 4.0"),
    (V40, "masterpiece", None, "a tag of its own"),
    (V30, "6+others", None, "counts are left out"),
    (V40, "smile", None, "a tag of none"),
)  # fmt: skip
def test_a_tag_of_other_models(preset, tag, titles):
    assert vocabulary_of(preset).unknown.get(tag) == titles


@rows(
    "preset, tags",
    (V40, ["masterpiece", "worst quality", "high score", "low score", "absurdres"], "4.0"),
    (V31, ["masterpiece", "great quality", "very aesthetic", "displeasing", "absurdres"], "3.1"),
)
def test_ranks_are_the_authors_order(preset, tags):
    ranks = vocabulary_of(preset).ranks
    assert sorted(tags, key=ranks.__getitem__) == tags
    assert sorted(ranks.values()) == list(range(len(ranks)))


@rows(
    "preset, block, ratings",
    (V40, {"masterpiece", "high score", "great score", "absurdres"},
     [{"safe"}, {"sensitive"}, {"nsfw"}, {"explicit"}], "4.0"),
    (V31, {"masterpiece", "best quality", "very aesthetic", "absurdres"},
     [{"safe"}, {"sensitive"}, {"nsfw"}, {"explicit", "nsfw"}], "3.1"),
    (V30, {"masterpiece", "best quality"},
     [{"rating: general"}, {"rating: sensitive"}, {"rating: questionable", "nsfw"},
      {"rating: explicit", "nsfw"}], "3.0"),
)  # fmt: skip
def test_the_block_and_the_ratings(preset, block, ratings):
    vocabulary = vocabulary_of(preset)
    assert vocabulary.block_tags == block
    assert list(vocabulary.rating_forms) == ratings
