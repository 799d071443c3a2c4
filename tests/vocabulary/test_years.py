"""Years as tags, as people write them, and the era that a model has for each."""

import pytest

from animagine.grammar import normal_form
from animagine.models import presets
from animagine.vocabulary import years
from rows import rows

V40, V31, V30 = map(presets.load, ("animagine-xl-4.0-opt", "animagine-xl-3.1", "animagine-xl-3.0"))


@rows(
    "tag, expected",
    ("year 2019", 2019, "the tag"),
    ("year 1066", 1066, "of a model or not"),
    ("year 3", 3, "any number"),
    ("year 2019" + "0" * 10_000, 201900000, "a number without end is cut"),
    ("2019", None, "a number only"),
    ("year2019", None, "no space"),
    ("year: 2019", None, "a colon"),
    ("new year 2019", None, "more before it"),
    ("year 2019 calendar", None, "more after it"),
    ("year of the rabbit", None, "no number"),
    ("newest", None, "an era"),
    ("", None, "nothing"),
)
def test_the_year_of_a_tag(tag, expected):
    assert years.year_of(tag) == expected


@rows(
    "name, expected",
    ("2019", 2019, "a number only"),
    ("year2019", 2019, "no space"),
    ("year: 2019", 2019, "a colon and a space"),
    ("year:2019", 2019, "a colon"),
    ("year-2019", 2019, "a hyphen"),
    ("2019 year", 2019, "the other way round"),
    ("year 2019", None, "the tag itself"),
    ("year 20190", None, "five digits"),
    ("20190", None, "five digits and nothing else"),
    ("1899", None, "a number that is hardly a year"),
    ("2100", None, "too late for a number only"),
    ("2019 calendar", None, "another tag"),
    ("nier 2019", None, "a name"),
    ("newest", None, "an era"),
    ("", None, "nothing"),
)
def test_a_misspelled_year(name, expected):
    assert years.misspelled_year(name) == expected


@pytest.mark.parametrize("year", range(1990, 2040))
@pytest.mark.parametrize("preset", [V40, V31, V30], ids=["4.0", "3.1", "3.0"])
def test_the_era_of_a_year_holds_it_or_is_closest(preset, year):
    def away(era):
        return (
            0 if era.first <= year <= era.last else min(abs(year - era.first), abs(year - era.last))
        )

    found = years.era_of(preset, year)
    assert found in preset.tags.year
    assert away(found) == min(map(away, preset.tags.year))


@rows(
    "preset, year, expected",
    (V40, 2019, "year 2019", "single years"),
    (V40, 1990, "year 2005", "before the first"),
    (V40, 2040, "year 2025", "after the last"),
    (V31, 2021, "newest", "the first of an era"),
    (V31, 2020, "recent", "the last of an era"),
    (V31, 2025, "newest", "after the last era"),
    (V30, 2021, "late", "the last of an era"),
    (V30, 1990, "oldest", "before the first era"),
)
def test_the_era_of_a_year(preset, year, expected):
    assert years.era_of(preset, year).tag == expected


@rows(
    "preset, expected",
    (V40, "year 2005 to year 2025", "single years"),
    (V31, "newest, recent, mid, early, oldest", "the eras of 3.1"),
    (V30, "newest, late, mid, early, oldest", "the eras of 3.0"),
)
def test_the_years_of_a_model_in_a_sentence(preset, expected):
    assert years.trained_years(preset) == expected


def test_every_year_that_can_be_replaced_is_a_tag():
    assert {normal_form(tag) for tag in years.TAGS} == years.TAGS
    assert {int(tag.removeprefix("year ")) for tag in years.TAGS} == set(range(1900, 2100))
    assert {era.tag for era in V40.tags.year} <= years.TAGS
