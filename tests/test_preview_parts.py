"""Where tags stand in a finished prompt, what they are, and where a chunk of tokens ends."""

from hypothesis import given
from hypothesis import strategies as st

from animagine.grammar import parse
from animagine.models import presets
from animagine.preview import view
from animagine.tokens import CHUNK, TokenCount, first_after
from prompts import PIECES
from rows import rows

V40, V31 = presets.load("animagine-xl-4.0-opt"), presets.load("animagine-xl-3.1")


def counted(text: str) -> TokenCount:
    """One token a word: the rules need no more of a tokenizer than that it counts."""
    words = len(text.replace(",", " , ").split())
    return TokenCount(words, max(1, -(-words // CHUNK)))


def slots(preset, text: str, **named: str) -> list[tuple[str, str]]:
    return [part for part in view(preset, text, named, counted).parts if part[1]]


@rows(
    "text, expected",
    ("1girl, solo", ["1girl", "solo"], "commas"),
    (" 1girl ,\n\n solo ", ["1girl", "solo"], "white space is between them"),
    ("long  hair\tdown,a", ["long  hair\tdown", "a"], "white space inside is theirs"),
    ("a、b，c", ["a", "b", "c"], "commas of other scripts"),
    ("a, (b, c:1.2), a", ["a", "(b, c:1.2)", "a"], "a group is one"),
    ("a, a, a", ["a", "a", "a"], "equal tags stand one behind the other"),
    ("a BREAK b", ["a", "BREAK", "b"], "separators stand without commas"),
    ("\ufeffa\0,\u200bb", ["a", "b"], "what cannot be seen is between them"),
    ("a\r\nb c", ["a", "b c"], "line breaks of Windows"),
    ("", [], "nothing"),
    (" , ,", [], "only commas"),
)
def test_offsets(text, expected):
    assert [text[unit.start : unit.end] for unit in parse(text)] == expected


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_the_parts_are_the_text(text):
    assert "".join(said for said, _ in view(V40, text, {}, counted).parts) == text


@rows(
    "preset, text, named, expected",
    (V40, "1girl, hat, safe, year 2024, masterpiece, high score, absurdres", {},
     "count general rating year quality score meta", "special tags by their words"),
    (V31, "very aesthetic, newest, high score", {}, "aesthetic year general", "those of the model alone"),
    (V40, r"1girl, saber \(fate\), fate, hat", {"character": "saber (fate)", "series": "fate"},
     "count character series general", "names by the field they were typed in"),
    (V40, r"1girl, (saber \(fate\):1.2), hat", {"character": "(saber (fate):1.2)"},
     "count character general", "with a weight, too"),
    (V40, "1girl, nsfw", {"artist": "nsfw"}, "count rating", "a special word stays what it is"),
    (V40, r"1girl, saber \(fate\), safe, hat", {}, "count character rating general",
     "a whole prompt in one text"),
    (V40, "a BREAK saber, <lora:x:1>, {a|b}, __w/x__, // c", {"character": "saber"},
     "general syntax character syntax syntax syntax syntax", "what other tools decide, and names behind a BREAK"),
    (V40, "(masterpiece, hat:1.2), (masterpiece:1.2)", {}, "general quality", "groups by their members"),
)  # fmt: skip
def test_slots(preset, text, named, expected):
    assert " ".join(slot for _, slot in slots(preset, text, **named)) == expected


@rows(
    "text, named, expected",
    ("1girl, nico robin, one piece, smile", {}, ["nico robin", "one piece"], "by their place"),
    ("1girl, nico robin, one piece, smile", {"character": "nico robin"}, [], "by their field"),
    ("lowres, bad hands, blurry", None, [], "not in a negative"),
    ("1girl, foo, bar", {}, [], "nothing tells"),
)
def test_names_by_their_place(text, named, expected):
    seen = view(V40, text, named, counted)
    assert [seen.parts[index][0] for index in seen.guessed] == expected
    assert all(seen.parts[index][1] in ("character", "series") for index in seen.guessed)


@rows(
    "tags, expected, chunks",
    (10, [], 1, "one chunk"),
    (38, [], 1, "75 tokens fill it"),
    (39, [38], 2, "the 39th tag is behind"),
    (80, [38, 75], 3, "each chunk has an end"),
    (400, [38, 75, 113], 11, "three ends are marked"),
)
def test_the_tag_that_crosses(tags, expected, chunks):
    seen = view(V40, ", ".join(["a"] * tags), {}, counted)
    assert [index // 2 for index in seen.crossing] == expected
    assert seen.chunks == chunks


def test_a_tag_longer_than_a_chunk_crosses_once():
    seen = view(V40, "a " * 200 + ", b", {}, counted)
    assert seen.crossing == [1]


@rows(
    "chunk, expected",
    (1, 0, "the very first tag is too long"),
    (2, 2, "the second chunk ends later"),
    (9, 3, "there is no such chunk"),
)
def test_first_after(chunk, expected):
    text = "a " * 80 + ",b," + "c " * 80
    assert first_after(chunk, text, [160, 162, len(text)], counted) == expected
