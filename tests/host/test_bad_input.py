"""Values that nobody should send, at every input of every node of ours, as a program sends them.

A row is one value. The nodes and their inputs are those that the running server lists.
"""

from __future__ import annotations

import json
import re
import shutil
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import pytest
import requests

from host.client import Graph, object_info
from host.comfyui import Host
from host.server import NOT_THE_PACK, REPOSITORY, Server, running_server
from rows import rows

MEGABYTE = 1024 * 1024
MARK = "here comes the bad value"
LEFT_OUT = "nothing at all"

# Types of inputs. The host itself writes any constant as a text and reads any as a switch, and
# gives None for a choice below another one that is left out: in core's nodes as in ours.
TEXT, SWITCH, WHOLE, BROKEN, IMAGE = "STRING", "BOOLEAN", "INT", "FLOAT", "IMAGE"
CHOICE, CHOICE_WITH_MORE, CHOICE_BELOW = "COMBO", "COMFY_DYNAMICCOMBO_V3", "below a choice"
CAST = {TEXT, SWITCH}
NUMBERS = {WHOLE, BROKEN}

SOURCES: Graph = {
    "text": {"class_type": "PrimitiveString", "inputs": {"value": "1girl"}},
    "image": {
        "class_type": "EmptyImage",
        "inputs": {"width": 8, "height": 8, "batch_size": 1, "color": 0},
    },
}
# A value for a needed input that has no default, by its type.
VALID: dict[str, Any] = {TEXT: "1girl", IMAGE: ["image", 0]}
# Values of other inputs, under which more inputs count.
SETTINGS: dict[str, list[dict[str, Any]]] = {
    "AnimagineResolution": [
        {},
        {"resolution": "custom"},
        {"resolution": "nearest to image", "image": ["image", 0]},
    ],
    "AnimagineSweep": [
        {},
        {"x_axis": "custom", "x_values": "a\nb", "y_axis": "custom", "y_values": "c\nd"},
    ],
    "AnimagineGrid": [{}, {"labels": ["text", 0], "title": "title"}],
}
# An input of that type at a node of core, to prove what the host itself does with a value.
OF_CORE = {
    TEXT: ("PrimitiveString", "value"),
    SWITCH: ("PrimitiveBoolean", "value"),
    WHOLE: ("PrimitiveInt", "value"),
    BROKEN: ("PrimitiveFloat", "value"),
    IMAGE: ("ImageInvert", "image"),
    CHOICE: ("KSamplerSelect", "sampler_name"),
    CHOICE_WITH_MORE: ("KSamplerSelect", "sampler_name"),
    CHOICE_BELOW: ("KSamplerSelect", "sampler_name"),
}
HOST_SAYS = {
    "required_input_missing": "Required input is missing",
    "bad_linked_input": "Bad linked input, must be a length-2 list of [node_id, slot_index]",
    "return_type_mismatch": "Return type mismatch between linked nodes",
    "invalid_input_type": "Failed to convert an input value to a",
    "value_smaller_than_min": " smaller than min of ",
    "value_bigger_than_max": " bigger than max of ",
    "value_not_in_list": "Value not in list",
    "dependency_cycle": "Dependency cycle detected",
}
HOW_TO_MEND = re.compile(r"; |: use |(?:maximum|at most) \d|\(got ")
RAISED = ("exception_during_validation", "exception_during_inner_validation")


def nested(depth: int) -> str:
    return '{"a":' * depth + "1" + "}" * depth


# A value as it is written in JSON, the types of inputs that may take it, and what it is.
BAD_VALUES: tuple[tuple[str, set[str], str], ...] = (
    ("null", {TEXT, SWITCH, CHOICE_BELOW, IMAGE}, "null"),
    ("0", CAST | NUMBERS, "zero"),
    ("-1", CAST | NUMBERS, "less than nothing"),
    ("3.5", CAST | NUMBERS, "a number"),
    ("1e308", CAST | NUMBERS, "a large number"),
    ("1e400", CAST, "a number beyond a float"),
    ("1" + "0" * 30, CAST | NUMBERS, "a number beyond 64 bits"),
    ("-1" + "0" * 30, CAST | NUMBERS, "the same below zero"),
    ("1" + "0" * 5000, set(), "a number that Python does not read"),
    ("NaN", CAST, "not a number"),
    ("Infinity", CAST, "no end"),
    ("-Infinity", CAST, "no end below zero"),
    ("true", CAST | NUMBERS, "yes"),
    ("false", CAST | NUMBERS, "no"),
    ('""', CAST, "an empty text"),
    ('"nope"', CAST, "an unknown option"),
    ('"SAFE "', CAST, "an option with another case and a space"),
    ('"../../secret.json"', CAST, "a path"),
    ('"5"', CAST | NUMBERS, "a number in a text"),
    ('"NaN"', CAST, "not a number, in a text"),
    ('"1e400"', CAST, "a number beyond a float in a text"),
    ('"\\u0000"', CAST, "NUL"),
    ('"1girl, a\\u0000b"', CAST, "NUL in a text"),
    ('"\\ud800"', CAST, "half a character"),
    ('"1girl, \\udc00\\ud800"', CAST, "two halves in the wrong order"),
    ('"\\u202e\\ufeff\\u0007\\u001b[31m"', CAST, "characters that nobody sees"),
    (f'"{"tag " * (MEGABYTE * 10 // 4)}"', CAST, "10 MB of text"),
    (f'"{", ".join(map(str, range(5_000)))}"', CAST, "5,000 tags"),
    (f'"{"(" * 10_000}"', CAST, "10,000 brackets"),
    ("[]", set(), "an empty list"),
    ("[1]", set(), "a list"),
    ('["a", "b", "c"]', set(), "a list of three"),
    ("[[1, 2]]", set(), "a list in a list"),
    ("[" * 500 + "]" * 500, set(), "500 lists in each other"),
    ("[" * 100_000 + "]" * 100_000, set(), "100,000 lists in each other"),
    ('["nope", 0]', set(), "a link to a node that is not there"),
    ('["it", 0]', set(), "a link to itself"),
    ('["image", 99]', set(), "a link to an output that is not there"),
    ('["image", 0.5]', set(), "a link to half an output"),
    ('["image", "0"]', set(), "a link to an output that is a text"),
    ('["image", null]', set(), "a link to no output"),
    ("[null, 0]", set(), "a link to null"),
    ("[{}, 0]", set(), "a link to an object"),
    ('["image", 0]', {IMAGE}, "a link to an image"),
    ('["image", -1]', {IMAGE}, "a link to its last output, as the host reads it"),
    ('["text", 0]', {TEXT}, "a link to a text"),
    ("{}", CAST, "an empty object"),
    ('{"a": 1}', CAST, "an object"),
    # Not ["a", 1]: the host takes that for a link it has looked at, and its queue ends for good.
    ('{"__value__": ["a"]}', CAST, "a list in the host's wrapper"),
    ('{"__value__": {"__value__": null}}', CAST, "a wrapper in a wrapper"),
    (nested(500), CAST, "500 objects in each other"),
    (nested(930), CAST, "as many as the host reads"),
    (nested(100_000), set(), "100,000 objects in each other"),
)


class Place(NamedTuple):
    """An input of a node, and what its other inputs are: those that it needs, and settings."""

    node: str
    name: str
    type: str
    required: bool = True
    options: Mapping[str, Any] = MappingProxyType({})
    needed: Mapping[str, Any] = MappingProxyType({})
    settings: Mapping[str, Any] = MappingProxyType({})

    def __str__(self) -> str:
        return f"{self.node}.{self.name} ({self.type}) beside {self.settings}"


class Outcome(NamedTuple):
    """`kind` is one of ran, refused, failed and host; `complaints` are what is wrong with it."""

    kind: str
    complaints: list[str]


@dataclass
class Target:
    """A server with a copy of the pack, every place of it, and what was found so far."""

    server: Server
    session: requests.Session
    places: list[Place]
    files: dict[str, tuple[int, int]]
    outcomes: Counter[str]

    def post(self, body: bytes) -> requests.Response:
        headers = {"Content-Type": "application/json"}
        return self.session.post(
            f"{self.server.url}/prompt", data=body, headers=headers, timeout=60
        )

    def get(self, path: str) -> Any:
        return self.session.get(f"{self.server.url}{path}", timeout=60).json()

    def runs_ours(self, frames: str) -> bool:
        """Whether a traceback goes through a file of the pack."""
        return str(self.server.base / "custom_nodes") in frames


@pytest.fixture(scope="module")
def target(host: Host, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    """One server for the module, with the pack as it lies here now."""
    pack = tmp_path_factory.mktemp("copy") / "animagine-xl"
    others = shutil.ignore_patterns(*NOT_THE_PACK, "tests", "docs", "test-output")
    shutil.copytree(REPOSITORY, pack, ignore=others)
    with running_server(host, pack=pack) as server, requests.Session() as session:
        files = files_of(server.base) | files_of(pack)
        yield Target(server, session, list(places_of(server)), files, Counter())


def files_of(folder: Path) -> dict[str, tuple[int, int]]:
    """Size and time of each file that a run has no reason to touch."""
    free = ("server.log", "output", "temp", "__pycache__")
    found = (path for path in folder.rglob("*") if path.is_file())
    kept = (path for path in found if not set(path.relative_to(folder).parts).intersection(free))
    return {str(path): (path.stat().st_size, path.stat().st_mtime_ns) for path in kept}


def places_of(server: Server) -> Iterator[Place]:
    """Every input of every node of ours, with each of the node's settings."""
    for node, info in object_info(server.url).items():
        if node.startswith("Animagine"):
            for settings in SETTINGS.get(node, [{}]):
                yield from inputs_of(node, info["input"], settings)


def inputs_of(node: str, inputs: dict[str, Any], settings: dict[str, Any]) -> Iterator[Place]:
    required, optional = inputs.get("required", {}), inputs.get("optional", {})
    needed = {name: smallest(*spec) for name, spec in required.items()}
    for name, (kind, options) in {**required, **optional}.items():
        yield Place(node, name, kind, name in required, options, needed, settings)
        if kind == CHOICE_WITH_MORE:
            for inner, (_, its) in options["options"][0]["inputs"]["optional"].items():
                below = f"{name}.{inner}"
                yield Place(node, below, CHOICE_BELOW, False, its, needed, settings)


def smallest(kind: str, options: dict[str, Any]) -> Any:
    """A valid value for a needed input."""
    value = options.get("default", VALID.get(kind))
    if kind == CHOICE_WITH_MORE:
        value = options["options"][0]["key"]
    assert value is not None, f"say in VALID what an input of the type {kind} takes"
    return value


def body_of(place: Place, raw: str) -> bytes:
    """A request to run the node with `raw` at the place."""
    inputs = {**place.needed, **place.settings, place.name: MARK}
    if raw == LEFT_OUT:
        del inputs[place.name]
    graph = {
        "it": {"class_type": place.node, "inputs": inputs},
        "shown": {"class_type": "PreviewAny", "inputs": {"source": ["it", 0]}},
        **SOURCES,
    }
    return json.dumps({"prompt": graph}).replace(json.dumps(MARK), raw).encode()


def at_core(target: Target, place: Place, raw: str) -> requests.Response:
    """What a node of core gets for the same value."""
    node, name = OF_CORE[place.type]
    return target.post(body_of(Place(node, name, place.type), raw))


def try_everywhere(target: Target, raw: str) -> list[tuple[Place, Outcome]]:
    """What `raw` gives at each place: all are sent, then run, then looked at.

    What is long is sent to each input once, not beside each of the settings.
    """
    places = [at for at in target.places if len(raw) < MEGABYTE or not at.settings]
    answers = [(place, target.post(body_of(place, raw))) for place in places]
    wait_for_the_queue(target)
    found = [(place, outcome(target, place, raw, answer)) for place, answer in answers]
    target.outcomes.update(what.kind for _, what in found)
    return found


def wait_for_the_queue(target: Target) -> None:
    started = time.monotonic()
    while target.get("/prompt")["exec_info"]["queue_remaining"]:
        time.sleep(0.05)
        waited = time.monotonic() - started
        broken = waited > 5 and "Exception in thread" in target.server.log()
        assert not broken and waited < 90, "the host's queue stands still"


def outcome(target: Target, place: Place, raw: str, answer: requests.Response) -> Outcome:
    if answer.status_code == 200:
        return after_the_run(target, answer.json())
    if answer.status_code == 400:
        return Outcome("refused", what_is_wrong(target, place, raw, answer.json()))
    core = at_core(target, place, raw)
    proved = core.status_code == answer.status_code
    return Outcome("host", [] if proved else [f"{answer.status_code}, which core does not get"])


def after_the_run(target: Target, accepted: dict[str, Any]) -> Outcome:
    history = target.get(f"/history/{accepted['prompt_id']}")[accepted["prompt_id"]]
    complaints = [f"half of it ran: {accepted['node_errors']}"] if accepted["node_errors"] else []
    for event, details in history["status"]["messages"]:
        if event == "execution_error":
            frames = "".join(details["traceback"])
            said, exception = details["exception_message"].strip(), details["exception_type"]
            ours = target.runs_ours(frames) or "()" in said
            if not ours or exception != "ValueError":
                complaints.append(f"{exception}: {said}\n{frames}")
            return Outcome("failed", complaints + about_sentence(said))
    shown = "".join(history["outputs"]["shown"]["text"])
    if re.search(r"; choose one of|\(got |Traceback|Error:", shown):
        complaints.append(f"an error went on as a text: {shown}")
    return Outcome("ran", complaints)


def what_is_wrong(target: Target, place: Place, raw: str, answer: dict[str, Any]) -> list[str]:
    """Complaints about a refusal: it speaks in our sentence, or in the host's own words."""
    errors = [error for node in answer["node_errors"].values() for error in node["errors"]]
    complaints = [] if errors else [f"no node is named: {answer}"]
    for error in errors:
        kind, said, extra = error["type"], error["details"], error["extra_info"]
        if kind not in RAISED:
            if HOST_SAYS.get(kind, "?") not in error["message"]:
                complaints.append(f"{kind}: {error['message']}: {said}")
        elif extra["exception_type"] == "ValueError":
            complaints += about_sentence(said)
        elif target.runs_ours("".join(extra["traceback"])) or not same_at_core(
            target, place, raw, said
        ):
            complaints.append(f"{extra['exception_type']}: {said}\n{''.join(extra['traceback'])}")
    return complaints


def same_at_core(target: Target, place: Place, raw: str, said: str) -> bool:
    """Whether the host trips over the value at a node of core, too."""
    return json.dumps(said) in at_core(target, place, raw).text


def about_sentence(said: str) -> list[str]:
    """One line, not long, that says what is wrong, and what works or what to do."""
    good = "\n" not in said and HOW_TO_MEND.search(said) and len(said) < 1000
    return [] if good else [f"not a sentence: {said!r}"]


def may_run(place: Place, raw: str, takers: set[str]) -> bool:
    if place.type in NUMBERS & takers:
        read = int if place.type == WHOLE else float
        return place.options["min"] <= read(json.loads(raw)) <= place.options["max"]
    return place.type in takers


def log_since(server: Server, start: int) -> str:
    with server.log_path.open("rb") as log:
        log.seek(start)
        return log.read().decode("utf-8", "replace")


def tracebacks_of_ours(target: Target, log: str) -> list[str]:
    """Those in the log that went through our files and end in anything but a ValueError."""
    found = re.findall(r"Traceback \(most recent call last\):\n(?: .*\n)*.+", log, re.MULTILINE)
    ours = [one for one in found if target.runs_ours(one)]
    return [one for one in ours if not one.rpartition("\n")[2].startswith("ValueError: ")]


def short(complaints: list[str]) -> list[str]:
    """For a report that can be read: a text may have 10 MB."""
    return [
        ascii(one[:200] + " ... " + one[-600:] if len(one) > 800 else one) for one in complaints
    ]


@rows("raw, takers", *BAD_VALUES)
def test_a_bad_value_is_refused_or_taken_and_nothing_else(target, raw, takers):
    start = target.server.log_path.stat().st_size
    complaints = []
    for place, found in try_everywhere(target, raw):
        complaints += [f"{place}: {complaint}" for complaint in found.complaints]
        if found.kind == "ran" and not may_run(place, raw, takers):
            complaints.append(f"{place}: ran")
    complaints += tracebacks_of_ours(target, log_since(target.server, start))
    assert short(complaints) == []
    assert still_answers(target)


def still_answers(target: Target) -> bool:
    place = Place("AnimagineScore", "score", CHOICE)
    accepted = target.post(body_of(place, '"recommended"')).json()
    wait_for_the_queue(target)
    history = target.get(f"/history/{accepted['prompt_id']}")[accepted["prompt_id"]]
    return bool(history["outputs"]["shown"]["text"] == ["high score, great score"])


def test_an_input_that_is_left_out_has_its_default_or_is_asked_for(target):
    complaints = []
    for place, found in try_everywhere(target, LEFT_OUT):
        needed = place.required or place.name in place.settings
        complaints += [f"{place}: {complaint}" for complaint in found.complaints]
        if found.kind != "ran" and not needed:
            complaints.append(f"{place}: {found.kind}")
        if found.kind == "ran" and place.required:
            complaints.append(f"{place}: ran")
    assert short(complaints) == []
    assert still_answers(target)


def test_numbers_beyond_their_range_are_refused(target):
    complaints = []
    for place in target.places:
        if place.type in NUMBERS:
            step = 1 if place.type == WHOLE else 1e-9
            for number in (place.options["min"] - step, place.options["max"] + step):
                raw = json.dumps(number)
                found = outcome(target, place, raw, target.post(body_of(place, raw)))
                complaints += [f"{place}: {complaint}" for complaint in found.complaints]
                if found.kind != "refused":
                    complaints.append(f"{place}: {number} is {found.kind}")
    assert short(complaints) == []


def test_nothing_was_written_but_the_log(target):
    pack = target.server.base / "custom_nodes" / "animagine-xl"
    assert files_of(target.server.base) | files_of(pack.resolve()) == target.files


def test_every_node_was_tried(target):
    nodes = {place.node for place in target.places}
    assert nodes == {
        name for name in object_info(target.server.url) if name.startswith("Animagine")
    }
    print(f"{target.outcomes.total()} values at {len(target.places)} places: {target.outcomes}")
    assert target.outcomes["refused"] > 1000 and target.outcomes["ran"] > 300
