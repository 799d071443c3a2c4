"""Prompts for property tests: generated ones that know what they mean, and the documented ones."""

from __future__ import annotations

from typing import NamedTuple

from hypothesis import strategies as st

Parts = list[tuple[str, float]]  # text and weight, as ComfyUI's `token_weights` gives them

_PER_LEVEL = 1.1  # of a parenthesis without a number


class Meant(NamedTuple):
    """A stretch of a prompt as typed, and the text and weights that its author meant."""

    typed: str
    parts: Parts


# The authors' example prompts, letter by letter, by preset.
DOCUMENTED = {
    "animagine-xl-4.0-opt": (
        r"1girl, firefly \(honkai: star rail\), honkai \(series\), honkai: star rail, safe, "
        "casual, solo, looking at viewer, outdoors, smile, reaching towards viewer, night, "
        "masterpiece, high score, great score, absurdres",
        "1girl, sensitive, looking at viewer, solo, "
        "masterpiece, high score, great score, absurdres",
        "1girl, arima kana, oshi no ko, hoshimachi suisei, "
        r"hoshimachi suisei \(1st costume\), cosplay, looking at viewer, smile, outdoors, night, "
        "v, masterpiece, high score, great score, absurdres",
        "1girl, green hair, sweater, looking at viewer, upper body, beanie, outdoors, night, "
        "turtleneck, masterpiece, high score, great score, absurdres",
    ),
    "animagine-xl-3.1": (
        "1girl, souryuu asuka langley, neon genesis evangelion, solo, upper body, v, smile, "
        "looking at viewer, outdoors, night",
        r"1boy, male focus, yuuki makoto \(persona 3\), persona 3, black jacket, white shirt, "
        "long sleeves, closed mouth, glowing eyes, gun, hair over one eye, holding gun, handgun, "
        "looking at viewer, solo, upper body",
        "kimi no na wa., building, cityscape, cloud, cloudy sky, gradient sky, lens flare, "
        r"no humans, outdoors, power lines, scenery, shooting star, sky, sparkle, star \(sky\), "
        "starry sky, sunset, tree, utility pole",
    ),
    "animagine-xl-3.0": (
        "1girl, arima kana, oshi no ko, solo, upper body, v, smile, looking at viewer, outdoors, "
        "night",
    ),
}

# None of these is in a model's vocabulary: they keep the order in which they were typed.
_NAMES = (
    "smile", "long hair", "Blue Eyes", "re:zero", "honkai: star rail", "fate/stay night",
    "kimi no na wa.", "girls' frontline", "love live!", "50% off", "nier:automata", "go-toubun no",
    "初音ミク", "女の子", "长发", "צבע כחול", "شعر طويل", "❤️ heart", "naïve", "xx" * 20,
)  # fmt: skip
_SIGNS = (
    "v",
    "c++",
    "a&b",
    r"\m/",
    "👩‍👩‍👧‍👦",
    "\ud83d",
    "!?",
    "^_^",
    "o_o",
    ">_<",
    "<|>_<|>",
    ":3",
    ">:3",
    ":d",
)
_FACES = (":)", ":(", ";)", ";(", ">:)", ">:(", ":-)", ":'(", "=)", ":^(", "(o)_(o)", "(x)_(x)")
_WHOLE = ("__hair/color__", "{a|b, c_d}", "[from_x:to:0.5]", "[x_y]", "<lora:my_lora:0.8>",
          "embedding:foo_bar", "/* long_hair, hat */")  # fmt: skip
_ALONE = ("BREAK", "AND", "// long_hair, hat\n")  # no units inside brackets
_NUMBERS = ("1.2", "0.5", ".8", "1", "0", "2.", " 1.05 ", "1e1", "-1", "+1.1", "1_0")
_SEPARATORS = (", ", ",", "，", "、", "\n", "\r\n", " , ,", ",\t", ",\u00a0", "\ufeff,", "\0, ")
_BRACKETS = (("(", ")"), (r"\(", r"\)"))


@st.composite
def _name(draw: st.DrawFn, weight: float = 1.0, spaced: bool = False) -> Meant:
    """A tag, often with qualifiers, one of them perhaps inside another, in any spelling.

    Beside what belongs to other tools, in one group, it is `spaced`: an underscore stays one there.
    """
    typed = text = draw(st.sampled_from(_NAMES))
    for _ in range(draw(st.integers(0, 2))):
        opening, closing = draw(st.sampled_from(_BRACKETS))
        inside = draw(st.sampled_from(_NAMES))
        between = draw(st.sampled_from((" ", "")))
        deeper = draw(st.just("") | st.sampled_from(_NAMES))
        text += f"{between}({inside}" + (f" ({deeper})" if deeper else "") + ")"
        deeper = f" {opening}{deeper}{closing}" if deeper else ""
        typed += f"{between}{opening}{inside}{deeper}{closing}"
    if not spaced and draw(st.booleans()):
        typed = typed.replace(" ", "_")
    return Meant(typed, [(text, weight)])


def _literal(texts: tuple[str, ...], weight: float) -> st.SearchStrategy[Meant]:
    return st.sampled_from(texts).map(lambda text: Meant(text, [(text, weight)]))


@st.composite
def _group(draw: st.DrawFn, weight: float, depth: int, plain: bool | None = None) -> Meant:
    """`(a, b)`, `(a, b:1.2)`, groups inside; `weight` is that of what it stands in."""
    number = draw(st.none() | st.sampled_from(_NUMBERS))
    weight = weight * _PER_LEVEL if number is None else float(number)
    plain = draw(st.booleans()) if plain is None else plain  # nothing of other tools in it
    kinds = [_name(weight, not plain), _literal(_SIGNS, weight), _literal(_FACES, weight)]
    kinds += [] if plain else [_literal(_WHOLE, weight)]
    kinds += [_group(weight, depth - 1, plain)] * (depth > 0)
    members = draw(st.lists(st.one_of(kinds), min_size=1, max_size=3))
    inside = draw(st.sampled_from((", ", ",", "，", " ,\n"))).join(m.typed for m in members)
    end = "" if number is None else f":{number}"
    return Meant(f"({inside}{end})", [part for member in members for part in member.parts])


@st.composite
def _weight_in_tag(draw: st.DrawFn) -> Meant:
    """`long (blonde:1.3) hair`, `long ((blonde))`, `long (blonde) hair`: no qualifier of a name."""
    before, inside, after = (draw(st.sampled_from(_NAMES)) for _ in range(3))
    forms = {f"({inside}:1.3)": 1.3, f"(({inside}))": 1.21, f"({inside})": 1.1}
    group = draw(st.sampled_from(sorted(forms)))
    parts = [(before, 1.0), (inside, forms[group]), (after, 1.0)]
    return Meant(f"{before} {group} {after}", parts)


_UNITS = st.one_of(
    _name(),
    _literal(_SIGNS, 1.0),
    _literal(_FACES, 1.0),
    _literal(_WHOLE, 1.0),
    _literal(_ALONE, 1.0),
    _group(1.0, 3),
    _weight_in_tag(),
)


@st.composite
def meant(draw: st.DrawFn) -> Meant:
    """A whole prompt: units, and brackets without a partner between them."""
    units = draw(st.lists(_UNITS, max_size=6))
    closers = draw(st.lists(_literal((")", "]", "}"), 1.0), max_size=2))
    openers = draw(st.lists(_literal(("(", "[", "{"), 1.0), max_size=2))
    place = draw(st.integers(0, len(units)))  # all that closes stands before all that opens
    order = [*closers, *units[:place], *openers, *units[place:]]
    if draw(st.booleans()):
        order = [*units[:place], *closers, *units[place:], *openers]
    typed = "".join(unit.typed + draw(st.sampled_from(_SEPARATORS)) for unit in order)
    return Meant(typed, [part for unit in order for part in unit.parts])


# What a text is made of that nobody thought through.
PIECES = (
    *_NAMES, *_SIGNS, *_FACES, *_WHOLE, *_ALONE, *_SEPARATORS, "(smile:1.2)", "saber (fate)",
    "(a, b_cd:0.8)", *"()[]{}<>\\/_:;=^'\"|,.! 0aA", *"()[]", ":1.2)", ":nan)", ":inf)", ":1e9)",
    "//", "/*", "*/", "__", "embedding:", "<lora:", "\n", "\t", "\x0b", "\x1f", "\x7f", "\x85",
    "\u2028", "\u200b", "\u200d", "\u202e", "\ud800", "\udfff", "（", "）", "ß", "İ", "1girl",
    "2girls", "1boy", "solo", "no humans", "safe", "NSFW", "explicit", "rating: general",
    "rating: explicit", "sensitive", "year 2020", "year_2004", "year 2031", "newest", "oldest",
    "masterpiece", "best quality", "great quality", "(masterpiece, high_score:1.1)", "high score",
    "very aesthetic", "score_9", "absurdres", "highres", "|||", "Negative prompt: x", "lowres",
    "text", "[text]", "[[bad]]", "the (red) car", "very ((long))", "1.3::hat::", "-1::", "::",
    "(embedding:a,b_cd", ",embedding:x", "(long_hair:1.1)",
)  # fmt: skip

# What documents, wrappers and flags of other programs are made of.
DOCUMENT_PIECES = (
    "Negative prompt: ", "\nNegative: ", "Prompt: ", "\nPositive prompt: ", "Steps: 28, Sampler: Euler a, CFG scale: 5", "Steps: 1, ",
    "Seed: 2, ", "Size: ", '"', "“", "”", "'", "`", "```", "\n```\n", "> ", "- ", "\n- ", "1. ", "\n? a 1.2k",
    "\\n", '\\"', "\\\\(", "&lt;", "&amp;", "<br>", " --n ", " --ar 2:3", " —no ", "a_b c_d", "long_hair",
    '{"prompt": "', '"}', "（a：1.2）", "ｂｃ", "；", "。", "｛", "｜", "｝", "\n", ", ", " ", "Hashes: {", "### Prompt\n",
)  # fmt: skip

# What prompts of other families are made of.
FAMILY_PIECES = (
    "score_9", "score_8_up", "(score_7_up:1.2)", "source_anime", "source_pony", "rating_safe", "rating_explicit",
    "style_cluster_12", "very awa", "worst detail", "amazing quality", "bad quality", "no text", "location",
    "artist:wlop", "@nnn_yryr", "by wlop", "artist:ask_(askzy)", "{hat}", "{{cap}}", "1.5::a, b ::", "-1::c ::",
    "source#hug", "a | girl", "| boy", "Text: b", "old", "early", "general", "anthro", "semi-anthro", "fur dataset",
    "score_6, score_5, score_4", "masterpiece,best quality,amazing quality,", "BREAK",
    "location, very aesthetic, masterpiece, no text", "bad quality,worst quality,worst detail,sketch,censor,",
)  # fmt: skip
