"""Look for a text that breaks a rule: ``nox -s fuzz -- --minutes 30``.

Composes, checks and converts generated texts until the time is over. Ends with the smallest text
that broke a rule, and exit status 1.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
import traceback
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))

from animagine.check import check
from animagine.convert import convert
from animagine.grammar import Unit, parse, render, segments
from animagine.grammar.scan import COMMAS, is_balanced
from animagine.models import ModelPreset, families, presets
from animagine.prompt import compose, composer_choices, negative, negative_choices, order, tidy
from animagine.reader import read
from animagine.report import Decision, Report, Result
from animagine.sweep import sweep
from animagine.sweep.axes import axes_of
from animagine.vocabulary import meanings, vocabulary_of
from prompts import DOCUMENT_PIECES, FAMILY_PIECES, PIECES

SECONDS = 2.0  # for one target; a thousand times what it takes
_DOUBLE_COMMA = re.compile(rf"[{COMMAS}]\s*[{COMMAS}]")
_YEAR = re.compile(r"(year )?(19|20)\d\d")  # a bare one is replaced as well
_REFUSED = re.compile(
    "use one arrow|before the arrow|must be on a line by itself|cannot be replaced"
    "|is not in the prompt|the maximum|is empty"
)
_FIELDS = ("count", "character", "series", "artist", "general", "tags")
_SWITCHES = ("escape_parentheses", "underscores_to_spaces", "remove_duplicates")


class Case(NamedTuple):
    """All that one run of the targets is given."""

    model: str
    text: str
    others: dict[str, str]  # the other fields of the composer
    options: dict[str, Any]  # its widgets
    choice: str  # of the negative, and what else it takes
    remove: str
    positive: str
    adapt: bool
    source: str  # to convert from


def a_text(chance: random.Random) -> str:
    """Pieces, with or without commas between them; now and then characters of any kind."""
    known = chance.choices(
        (PIECES, (*PIECES, *DOCUMENT_PIECES), (*PIECES, *FAMILY_PIECES)), (5, 3, 2)
    )[0]
    pieces = chance.choices(known, k=int(chance.expovariate(0.15)))
    if chance.random() < 0.2:
        pieces += [chr(chance.randrange(0x3100)) for _ in range(4)]
        chance.shuffle(pieces)
    glue = chance.choice(("", " ", ", ", None))
    if glue is None:
        return "".join(piece + chance.choice(("", "", " ", ", ", "\n")) for piece in pieces)
    return glue.join(pieces)


def a_case(chance: random.Random) -> Case:
    model = chance.choice(presets.model_ids())
    others = chance.sample(_FIELDS, chance.choice((0, 0, 1, 3)))
    widgets = {name: chance.choice(allowed) for name, allowed in composer_choices().items()}
    del widgets["model"]
    return Case(
        model=model,
        text=a_text(chance),
        others={name: a_text(chance) for name in others if name != "general"},
        options={**widgets, **{name: chance.random() < 0.8 for name in _SWITCHES}},
        choice=chance.choice(negative_choices(presets.load(model))),
        remove=chance.choice(("", a_text(chance))),
        positive=chance.choice(("", a_text(chance))),
        adapt=chance.random() < 0.8,
        source=chance.choice(("detect", *presets.model_ids())),
    )


def smaller(case: Case) -> Iterator[Case]:
    """The same case with less text, most of it gone first."""
    if case.others:
        yield case._replace(others={})
    for name, text in case.others.items():
        rest = {key: value for key, value in case.others.items() if key != name}
        yield case._replace(others=rest)
        yield from (case._replace(others={**rest, name: less}) for less in shorter(text))
    yield from (case._replace(text=less) for less in shorter(case.text))
    yield from (case._replace(remove=less) for less in shorter(case.remove))
    yield from (case._replace(positive=less) for less in shorter(case.positive))


def shorter(text: str) -> Iterator[str]:
    size = len(text)
    while size:
        yield from (text[:at] + text[at + size :] for at in range(0, len(text), size))
        size //= 2


def shrunk(case: Case, targets: Sequence[str]) -> Case:
    """The smallest case that still breaks a rule."""
    while less := next((less for less in smaller(case) if broken(less, targets)), None):
        case = less
    return case


def well_formed(result: Result, *, escaped: bool = True) -> None:
    """What holds for every text that we give to ComfyUI."""
    text, units = result.text, parse(result.text)
    assert text == text.strip(), "white space at an end"
    assert not text or text[0] not in COMMAS, "a comma at the start"
    in_comment = "//" in text.rpartition("\n")[2]
    assert in_comment or not text or text[-1] not in COMMAS, "a comma at the end"
    if {unit.kind for unit in units} <= {"tag", "separator"}:
        assert not _DOUBLE_COMMA.search(text), "an empty tag"
    if escaped and not {unit.kind for unit in units} & {"verbatim", "comment"}:
        assert is_balanced(text), "a bare parenthesis without a partner"
    explained(result.decisions)
    assert isinstance(result.report, str)


def explained(decisions: Sequence[Decision]) -> None:
    for decision in decisions:
        assert decision.subject and decision.sentence, f"{decision} says nothing"


def nothing_lost(typed: Sequence[Unit], result: Result) -> None:
    """Each unit is in the text, or the report says why not.

    What several units are may be one when they stand together, so the letters alone count, too.
    """
    names = {name for unit in parse(result.text) for name in unit.tags}
    for unit in typed:
        if not unit.tags or not names.issuperset(unit.tags):
            forms = (unit.source, unit.escaped, render([unit]), render([unit], escape=False))
            there = any(form in result.text for form in forms)
            told = any(unit.source in decision.subject for decision in result.decisions)
            assert there or told, f"{unit} is lost"


def grammar(case: Case) -> None:
    units = parse(case.text)
    assert all(unit.source and unit.escaped for unit in units), "an empty unit"
    once = render(units)
    assert render(parse(once)) == once, "rendering twice is not rendering once"


def reading(case: Case) -> None:
    found = read(case.text, vocabulary_of(presets.load(case.model)).slots)
    again = read(found.text, vocabulary_of(presets.load(case.model)).slots)
    assert (again.text, again.notes) == (found.text, ()), f"reading twice gives {again.text!r}"
    at = 0
    for place, char in enumerate(case.text):
        told = any(note.start <= place < note.end for note in found.notes)
        if not told and not char.isspace():
            at = found.text.find(char, at) + 1
            assert at, f"{char!r} at {place} is lost"


def meaning(case: Case) -> None:
    """A certain meaning is written once and for all; another one has a reason."""
    vocabulary = vocabulary_of(presets.load(case.model))
    for unit in parse(case.text):
        for tag in unit.tags:
            meant = meanings.meaning(vocabulary, tag)
            assert meant is None or tag not in vocabulary.slots, f"{tag} is a special tag"
            if meant and meant.certain:
                for new in parse(meant.text):
                    after = meanings.meaning(vocabulary, new.tags[0])
                    assert after is None, f"{tag} is {new.source}, and that {after}"
            elif meant:
                assert meant.reason, f"{tag} has no reason"
    units = parse(case.text)
    once = meanings.written(vocabulary, units, Report())
    assert render(meanings.written(vocabulary, once, Report())) == render(once), "written twice"


def naming(case: Case) -> None:
    """Names are one stretch of unknown tags, and stand right after the count."""
    preset = presets.load(case.model)
    head = segments(parse(case.text))[0]
    slots, found = order.slots_in(vocabulary_of(preset), head, whole_prompt=True)
    named = [index for index, slot in enumerate(slots) if slot == "character"]
    assert all(found.first <= index < found.end for index in named), f"{named} outside {found}"
    special = [vocabulary_of(preset).slot_of(head[index]) for index in named]
    assert special == [None] * len(named), f"special tags among names: {special}"
    composed = segments(parse(compose(preset, general=case.text).text))[0]
    after, again = order.slots_in(vocabulary_of(preset), composed, whole_prompt=True)
    rated = after.index("rating") if "rating" in after else len(after)
    between = [
        unit
        for unit, slot in zip(composed[rated:], after[rated:], strict=True)
        if slot == "character"
    ]
    assert not between, f"{between} after the rating ({again})"


def composing(case: Case) -> None:
    preset = presets.load(case.model)
    fields = {**dict.fromkeys(_FIELDS, ""), **case.others, "general": case.text}
    inputs: dict[str, Any] = {**fields, **case.options}
    result = compose(preset, **inputs)
    well_formed(result, escaped=case.options["escape_parentheses"])
    texts = (tidy.drop_caption_separators(text, Report()) for text in fields.values())
    special = vocabulary_of(preset).slots
    nothing_lost([unit for text in texts for unit in read(text, special).units], result)
    escaped = case.options["escape_parentheses"] or "(" not in result.text
    # A bare name is a weight once its underscores are spaces; rubbish may come to look like the
    # text of another program.
    if not case.others and escaped and not read(result.text, special).notes:
        again = compose(preset, **{**inputs, "general": result.text})
        assert again.text == result.text, f"composing twice gives {again.text!r}"


def negating(case: Case) -> None:
    options = {"additional": case.text, "remove": case.remove, "positive": case.positive}
    result = negative(presets.load(case.model), case.choice, adapt=case.adapt, **options)
    well_formed(result)
    own = read(case.text, vocabulary_of(presets.load(case.model)).slots)
    if own.negative or own.settings:  # of a document, only the negative part is used
        return
    nothing_lost(own.units, result)
    if read(result.text, vocabulary_of(presets.load(case.model)).slots).notes:
        return  # rubbish that has come to look like the text of another program
    again = negative(presets.load(case.model), "none", additional=result.text, adapt=case.adapt)
    assert again.text == result.text, f"once more gives {again.text!r}"


def checking(case: Case) -> None:
    explained(check(presets.load(case.model), case.text, case.remove).findings)


def converting(case: Case) -> None:
    result = convert(case.text, case.source, case.model)
    if result.text != case.text:  # between models of one vocabulary it does
        well_formed(result, escaped=False)
        slots = vocabulary_of(presets.load(case.model)).slots
        if tidy.CAPTION_SEPARATOR not in case.text:  # the composer takes it out
            nothing_lost(read(case.text, slots).units, result)
    titles = {family.title for family in families.families().values()}
    foreign = any(one.kind == "detected" and one.subject in titles for one in result.decisions)
    odd = "::" in result.text or "old" in result.text  # these depend on what is beside them
    if foreign and not odd and read(result.text).text == result.text:
        again = convert(result.text, "detect", case.model)
        assert again.text == result.text, f"converting again gives {again.text!r}"


def sweeping(case: Case) -> None:
    preset = presets.load(case.model)
    prompt = compose(preset, general=case.text).text
    if any(unit.kind == "group" and not is_whole(unit) for unit in parse(prompt)):
        return  # `masterpiece(masterpiece,)`: what it means, nobody knows
    for axis in axes_of(preset):
        if axis == "custom":
            custom(case, prompt)
            continue
        try:
            swept = sweep(preset, prompt, x_axis=axis)
        except ValueError as refusal:
            assert "cannot be replaced" in str(refusal), refusal
            continue
        for label, cell in zip(swept.labels, swept.prompts, strict=True):
            again = sweep(preset, cell, x_axis=axis, x_values=label).prompts
            assert again == [cell], f"{label} once more gives {again}"
            assert others(preset, axis, cell) == others(preset, axis, prompt), f"{label}: {cell!r}"
            wanted = sweep(preset, "", x_axis=axis, x_values=label).prompts[0]
            tags = {name for unit in parse(wanted) for name in unit.tags}
            found = {
                n
                for unit in parse(cell)
                for n in unit.tags
                if vocabulary_of(preset).slots.get(n) == axis
            }
            assert found == tags, f"{label}: {cell!r} has {found}"


def is_whole(unit: Unit) -> bool:
    """Whether a weight group begins and ends with its parentheses and has no tag twice."""
    ends = (unit.source[0], unit.source[-1]) == ("(", ")") and not unit.source.endswith("\\)")
    return ends and len(unit.tags) == len(set(unit.tags))


def others(preset: ModelPreset, axis: str, text: str) -> list[str]:
    """All tags but those of `axis`, of which a year that no model knows is one."""
    known = vocabulary_of(preset).slots
    names = [name for unit in parse(text) for name in unit.tags if known.get(name) != axis]
    return [name for name in names if axis != "year" or not _YEAR.fullmatch(name)]


def custom(case: Case, prompt: str) -> None:
    values = f"none\n{case.remove}"
    try:
        swept = sweep(presets.load(case.model), prompt, x_axis="custom", x_values=values)
    except ValueError as refusal:
        assert _REFUSED.search(str(refusal)), refusal
        return
    assert swept.prompts[0] == render(parse(prompt), escape=False, underscores=False)
    for cell in swept.prompts:
        well_formed(Result(cell, []))


TARGETS = {
    f.__name__: f
    for f in (
        grammar,
        reading,
        meaning,
        naming,
        composing,
        negating,
        checking,
        converting,
        sweeping,
    )
}


def broken(case: Case, targets: Sequence[str]) -> str:
    """What goes wrong with `case`; empty when all is well."""
    for name in targets:
        start = time.process_time()  # the machine may be shared
        try:
            TARGETS[name](case)
        except Exception as error:  # whatever it is, it is a finding
            return "".join(traceback.format_exception(type(error), error, error.__traceback__))
        if time.process_time() - start > SECONDS:
            return f"{name} takes more than {SECONDS} s"
    return ""


def fuzz(minutes: float, targets: Sequence[str], seed: int) -> int:
    """Examine new cases until the time is over or one breaks a rule; the exit status."""
    total = 0
    start = told = time.monotonic()
    while (now := time.monotonic()) < start + 60 * minutes:
        if now > told + 60:
            print(f"{total} inputs, {60 * total / (now - start):.0f} a minute", flush=True)
            told = now
        case = a_case(random.Random(seed + total))
        total += 1
        if broken(case, targets):
            smallest = shrunk(case, targets)
            print(f"{broken(smallest, targets)}\n{smallest!r}")
            print(f"FAILED after {total} inputs; again with --seed {seed + total - 1}")
            return 1
    print(f"{total} inputs, {total / minutes:.0f} a minute, seed {seed}: no rule broken")
    return 0


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--minutes", type=float, default=1)
    arguments.add_argument("--targets", nargs="+", choices=TARGETS, default=list(TARGETS))
    arguments.add_argument("--seed", type=int, default=time.time_ns(), help="of the first input")
    named = arguments.parse_args()
    sys.exit(fuzz(named.minutes, named.targets, named.seed))
