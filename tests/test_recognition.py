r"""What people really paste, by kind: from the text to the prompt, its report and its findings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from animagine.check import check
from animagine.convert import convert
from animagine.grammar import parse
from animagine.models import presets
from animagine.prompt import compose, negative
from animagine.sweep import sweep
from prompts import PIECES
from rows import rows

V40, V31, V30 = map(presets.load, ("animagine-xl-4.0-opt", "animagine-xl-3.1", "animagine-xl-3.0"))
Q = ", masterpiece, high score, great score, absurdres"
INFOTEXT = (
    "1girl, smile\nNegative prompt: worst quality, low quality, nsfw\n"
    "Steps: 28, Sampler: Euler a, CFG scale: 5"
)


@rows(
    "general, expected",
    ("1girl, nico robin, one piece, smile", "1girl, nico robin, one piece, safe, smile", "names"),
    ("1girl, arima kana, oshi no ko, solo, v", "1girl, arima kana, oshi no ko, safe, solo, v",
     "the card's own"),
    ("1girl, hatsune miku, vocaloid, solo, sensitive",
     "1girl, hatsune miku, vocaloid, sensitive, solo", "a rating typed last"),
    ("1girl, foo, bar", "1girl, foo, bar, safe", "nothing tells"),
    ("1girl, foo, bar, year 2020", "1girl, foo, bar, safe, year 2020", "before the year"),
    ("1boy, long_hair, nsfw, hat", "1boy, nsfw, long hair, hat", "one order"),
    ("long_hair, 1boy, nsfw, hat", "1boy, nsfw, long hair, hat", "for both"),
    (r"1girl, long hair, star \(sky\), sensitive", r"1girl, sensitive, long hair, star \(sky\)",
     "a thing with a qualifier"),
    ("looking at viewer, solo", "1girl, safe, looking at viewer, solo", "surely general"),
    ("1girl, solo, nico robin, one piece, smile", "1girl, nico robin, one piece, safe, solo, smile",
     "solo among the counts"),
    ("1girl, solo, foo, bar", "1girl, safe, solo, foo, bar", "solo, and nothing tells"),
    ("1girl, nsfw, explicit", "1girl, explicit", "both are explicit"),
    ("(1girl, solo:1.2), hat", "(1girl, solo:1.2), safe, hat", "a group with a count"),
)  # fmt: skip
def test_names_come_before_the_rating(general, expected):
    assert compose(V40, general=general).text == expected + Q


@rows(
    "preset, general, expected",
    (V40, "1girl, rating:explicit", "1girl, explicit", "Danbooru's"),
    (V40, "1girl, rating: explicit", "1girl, explicit", "with a blank"),
    (V40, "1girl, rating_explicit", "1girl, explicit", "Pony's"),
    (V40, "1girl, Rating:E", "1girl, explicit", "short"),
    (V40, "1girl, questionable", "1girl, nsfw", "without its prefix"),
    (V40, "1girl, sfw", "1girl, safe", "short for safe"),
    (V40, "1girl, general", "1girl, safe", "a whole tag"),
    (V40, "2 girls, park", "2girls, safe, park", "a blank in a count"),
    (V40, "2_girls, park", "2girls, safe, park", "an underscore"),
    (V40, "two girls, park", "2girls, safe, park", "in words"),
    (V40, "Three boys", "3boys, safe", "in words, with a capital"),
    (V40, "1man, hat", "1boy, safe, hat", "a man"),
    (V40, "2women", "2girls, safe", "women"),
    (V40, "2girls 1boy", "2girls, 1boy, safe", "two counts in one"),
    (V40, "1girl/1boy", "1girl, 1boy, safe", "with a stroke"),
    (V40, "1girl and 1boy", "1girl, 1boy, safe", "with a word"),
    (V40, "2girls1boy", "2girls, 1boy, safe", "with nothing"),
    (V40, "1 girl 1 boy", "1girl, 1boy, safe", "blanks everywhere"),
    (V40, "8girls", "6+girls, safe", "more than the tags count"),
    (V40, "no people, sky", "safe, no humans, sky", "nobody"),
    (V40, "1girl, year2024", "1girl, safe, year 2024", "no blank"),
    (V40, "1girl, year: 2024", "1girl, safe, year 2024", "a colon"),
    (V40, "1girl, (rating:explicit:1.2)", "1girl, (explicit:1.2)", "in a weight group"),
    (V31, "1girl, rating:explicit", "1girl, explicit, nsfw", "3.1 writes two"),
    (V31, "1girl, general", "1girl, safe", "3.1's prose"),
    (V31, "1girl, year2023", "1girl, safe, newest", "an era"),
    (V31, "1girl, year 2023", "1girl, safe, newest", "an era for a year of 4.0"),
    (V30, "1girl, explicit", "1girl, rating: explicit, nsfw", "a rating of 4.0"),
    (V40, "1boy x 1girl", "1boy, 1girl, safe", "with a cross"),
    (V30, "1girl, questionable", "1girl, rating: questionable, nsfw", "3.0's form"),
)  # fmt: skip
def test_another_spelling_is_written_in_the_models_form(preset, general, expected):
    result = compose(preset, general=general, quality="none")
    assert result.text == expected
    assert any(decision.kind == "changed" for decision in result.decisions)
    assert compose(preset, general=result.text, quality="none").text == expected


@rows(
    "general, widgets, absent, word",
    ("1girl, 2024, smile", {"year": "2015"}, "year 2015", "may be a year", "a bare year"),
    ("a young woman, hat", {}, "1girl", "may be a count", "a person"),
    ("1man in armor, hat", {}, "1girl", "may be a count", "a count in a longer tag"),
    ("1 girl solo, hat", {}, "1girl", "", "a count with a blank in a longer tag"),
    ("a girl, hat", {}, "1girl", "may be a count", "an article"),
    ("illustration of a young man in a coat", {}, "1girl", "may be a count", "in prose"),
    ("boys, park", {}, "1girl", "may be a count", "a plural"),
    ("{nsfw}, 1girl", {}, "safe", "", "a weight of another program"),
    ("1.2::explicit::, 1girl", {}, "safe", "", "another one"),
    ("masterpeice, hat", {}, "high score", "did you mean masterpiece", "a typo"),
    ("masterpiece best quality, 1girl", {}, "high score", "without a comma", "no comma"),
    ("1girl solo, hat", {}, "1girl, ", "without a comma", "a count without a comma"),
    ("no humans, sky", {}, "1girl", "", "nobody"),
    ("hat BREAK 2girls, cap", {}, "1girl", "", "a count behind BREAK"),
)
def test_what_is_not_certain_fills_its_slot(general, widgets, absent, word):
    result = compose(V40, general=general, **widgets)
    assert absent not in result.text.replace("1girl solo", "")
    assert word in result.report


def test_what_the_widgets_fill_in_is_one_line():
    lines = compose(V40, general="hat", year="2020").report.splitlines()
    assert lines == [
        "added: 1girl, safe, year 2020, masterpiece, high score, great score, absurdres - "
        "from the widgets"
    ]
    assert compose(V40, general="hat", count="", rating="none", quality="none").report == ""


@rows(
    "general, warned",
    ("night sky, fireworks, river, scenery", True, "scenery"),
    ("landscape, mountain", True, "a landscape"),
    ("still life, apple", True, "a still life"),
    ("scenery, no humans", False, "nobody"),
    ("scenery, no people", False, "nobody in other words"),
    ("scenery, 2girls", False, "people"),
    ("scenery, long hair", False, "hair is somebody's"),
    ("river, forest", False, "a place is no scenery without people"),
)
def test_scenery_without_a_person(general, warned):
    assert ("without people" in compose(V40, general=general).report) is warned
    assert "without people" not in compose(V40, general=general, count="").report


def test_a_pasted_document():
    result = compose(V40, general=INFOTEXT)
    assert result.text == f"1girl, safe, smile{Q}"
    removed = [one for one in result.decisions if one.kind == "removed"]
    assert [INFOTEXT[one.start : one.end] for one in removed] == [INFOTEXT[13:]]
    assert compose(V40, general=INFOTEXT.replace("\n", " ")).text == result.text
    assert sweep(V40, INFOTEXT, x_axis="rating", x_values="nsfw").prompts == ["1girl, nsfw, smile"]
    assert convert(INFOTEXT, "animagine-xl-4.0-opt", "animagine-xl-3.1").text == "1girl, smile"
    assert any("not part of" in finding.sentence for finding in check(V40, INFOTEXT).findings)


def test_a_pasted_document_in_the_negative():
    own = negative(V40, "none", additional=INFOTEXT)
    assert own.text == "worst quality, low quality, nsfw"
    assert "only the negative prompt belongs here" in own.report
    beside = negative(V31, positive=INFOTEXT, additional="")
    assert beside.text == negative(V31).text  # its own negative contradicts nothing


@rows(
    "additional, expected",
    ("negativeXL_D, hat", "negativeXL_D, hat", "an embedding without its prefix"),
    ("easynegative", "easynegative", "in small letters"),
    ("embedding:negativeXL_D", "embedding:negativeXL_D", "in full"),
)
def test_an_embedding_in_the_negative_stays_as_typed(additional, expected):
    result = negative(V40, "none", additional=additional)
    assert result.text == expected
    assert ("embedding:" in result.report) is (not additional.startswith("embedding:"))


@rows(
    "text",
    (r"1girl, assassin \(fate/zero\), fate \(series\)", "a part of its series"),
    (r"1girl, mizuki \(vtuber\), indie virtual youtuber", "what follows may be a series"),
    (r"1girl, \(streetwear\), hat", "clothes"),
    ("1girl, saber, fate", "no qualifier"),
    (r"1girl, hatsune miku \(append\), vocaloid, hat", "a version"),
    ("saber, cafe, face, fate, decent, coldest", "words near special tags"),
    ("1girl, solo, steins;gate, re:zero kara hajimeru isekai seikatsu, hat", "signs in titles"),
    ("1girl, safe zone, explicit content, aesthetic room", "English words"),
    ("1girl, by the window, day", "a place"),
    ("1girl, @_@, :|, |_|, ;d", "faces"),
    ("1girl, 1980", "a year before all"),
)
def test_silence(text):
    assert check(V40, text).report == ""


@rows(
    "text, expected",
    ("absurdes", "did you mean absurdres?", "one letter left out"),
    ("masterpeice", "did you mean masterpiece?", "two swapped"),
    ("high res", "did you mean highres?", "a blank"),
    (
        "very aesthetics",
        "did you mean very aesthetic, a tag of Animagine XL 3.1?",
        "of another version",
    ),
    ("best qualty", "did you mean best quality?", "in two words"),
    ("sensitve", "did you mean sensitive?", "a rating"),
    ("1girl solo", "write 1girl, solo", "a special tag inside"),
    ("masterpiece best quality", "write masterpiece, best quality", "two special tags"),
    ("hat | 1girl", "write hat, 1girl", "a stroke"),
    ("solo; smile", "write solo, smile", "a semicolon"),
    ("hat, hatsune_miku long_hair", "write hatsune_miku, long_hair", "underscores apart"),
    ("by wlop", "write wlop", "an artist"),
    ("artist:wlop", "write wlop", "Danbooru's mark"),
    ("@wlop", "write wlop", "Anima's mark"),
    ("drawn by wlop", "write wlop", "in words"),
    ("negativeXL_D", "write embedding:negativeXL_D", "an embedding"),
    ("easynegative", "write embedding:EasyNegative", "an embedding in small letters"),
    ("1980s", r"write 1980s \(style\)", "a decade"),
    ("low quality, hat", "move it to the negative prompt", "a tag of bad images"),
    ("score_9", "it belongs to", "Pony's"),
    ("source_anime", "it belongs to Pony", "Pony's as well"),
    ("very awa", "it belongs to NoobAI", "NoobAI's"),
    ("（smile：1.2）", "write (smile:1.2)", "full-width syntax"),
    (r"paradise \\(place\\)", r"write paradise \(place\)", "out of JSON"),
    ("BREAK a BREAK b BREAK c", "2 more", "the same again and again"),
)
def test_a_finding(text, expected):
    findings = check(V40, text).findings
    assert [expected in finding.sentence for finding in findings] == [True], findings


@rows(
    "preset, text, others",
    (V31, "masterpiece, absurdres, 1girl, hat, high score, great score", "Animagine XL 4.0", "4.0's"),
    (V40, "score_9, score_8_up, score_7_up, source_anime, 1girl, hat", "Pony", "Pony's"),
)  # fmt: skip
def test_a_foreign_block_is_one_finding(preset, text, others):
    (finding,) = check(preset, text).findings
    assert others in finding.sentence and "Converter" in finding.sentence
    warnings = [one for one in compose(preset, general=text).decisions if one.kind == "warning"]
    assert len(warnings) == 1 and "Converter" in warnings[0].sentence


def test_a_bad_quality_tag_is_no_quality_block():
    assert compose(V40, general="1girl, low quality").text == f"1girl, safe, low quality{Q}"


@rows(
    "artist, expected",
    ("by wlop", "wlop", "in words"),
    ("artist:wlop", "wlop", "Danbooru's"),
    ("@wlop, drawn by john_kafka", "wlop, john kafka", "two of them"),
    ("(artist:wlop:1.2)", "(wlop:1.2)", "in a weight group"),
    ("wlop", "wlop", "nothing to do"),
)
def test_the_artist_field_takes_marks_off(artist, expected):
    result = compose(V40, artist=artist, count="", rating="none", quality="none")
    assert result.text == expected
    assert len(result.decisions) == (artist != expected and len(expected.split(", ")))


@rows(
    "text",
    ("tracer_(overwatch)", "a name"),
    ("|_|, ^_^, (o)_(o)", "faces"),
    ("__camera/p+2__, smile", "a wildcard"),
    (r"\__color__, smile", "an escaped wildcard"),
    ("(nose,photorealistic,octane render:1.1)", "a group"),
    ("a,\nb,\nc", "line ends with commas"),
)
def test_nothing_is_read_into_it(text):
    bare = {"count": "", "rating": "none", "quality": "none"}
    decisions = compose(V40, general=text, **bare).decisions
    assert {one.kind for one in decisions} <= {"escaped"}


DOCUMENTS = st.lists(
    st.sampled_from([*PIECES, "2 girls", "rating:explicit", "by wlop", "score_9", "scenery", "2024",
                     "masterpeice", "Negative prompt: hat", "Steps: 28, Sampler: Euler, Seed: 1",
                     "\n", '"', "`", "（笑）", "--ar 2:3", "long_hair blue_eyes"]),
    max_size=12,
).map(", ".join)  # fmt: skip


@given(DOCUMENTS, st.sampled_from([V40, V31, V30]))
def test_composing_what_was_composed_changes_nothing(text, preset):
    once = compose(preset, general=text).text
    assert compose(preset, general=once).text == once


@given(DOCUMENTS)
def test_nothing_is_added_without_a_line(text):
    result = compose(V40, general=text)
    told = {tag for one in result.decisions for unit in parse(one.replacement or one.subject)
            for tag in unit.tags}  # fmt: skip
    typed = {tag for unit in parse(text) for tag in unit.tags}
    new = {tag for unit in parse(result.text) for tag in unit.tags} - typed - told
    letters = "".join(text.split()).casefold().replace("_", "")
    assert [tag for tag in new if tag.replace(" ", "").replace("_", "") not in letters] == []


@pytest.mark.parametrize("preset", [V40, V31, V30])
def test_a_hundred_thousand_tags_of_every_meaning(preset):
    tags = ("2 girls", "score_9", "foo", "by wlop", "masterpeice", "hatsune_miku long_hair", "2024")
    text = ", ".join(f"{tags[n % 7]} {n}" if n % 3 else tags[n % 7] for n in range(100_000))
    assert compose(preset, general=text, remove_duplicates=False).text.count(",") >= 99_000
