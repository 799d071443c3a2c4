"""What the pack leaves alone: files, sockets, processes, packages, and people's prompts in logs.

Python's audit events tell who does what in a real server. A pack that does it all is there, too,
so that a watch that sees nothing is noticed.
"""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import requests

from host.client import Graph, object_info, queue
from host.comfyui import Host
from host.server import REPOSITORY, copy_pack, running_server
from rows import rows

OURS, BAD = "animagine-xl", "bad"
MARK, BAD_MARK = "quiet quokka", "loud lemur"
HOSTS = {"input", "output", "temp", "user", "server.log"}  # what the host itself writes to
OF_THE_HOST = {
    "PIL",
    "aiohttp",
    "comfy",
    "comfy_api",
    "comfyui_version",
    "nodes",
    "numpy",
    "server",
    "torch",
}
FONTS = {".otf", ".ttc", ".ttf"}  # of the system, for letters that the pack's own lack

# Runs before all else in the server. An event counts for the pack of the nearest frame.
WATCH = r"""
import json
import os
import sys

COMPILING = {"compile", "exec"}
HARMLESS = {"builtins.id", "code.__new__", "function.__new__", "glob.glob", "import",
            "marshal.loads", "object.__delattr__", "object.__getattr__", "object.__setattr__",
            "os.listdir", "os.scandir", "pathlib.Path.glob", "sys._getframe"}
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC
PACKS = os.environ["WATCHED_PACKS"] + os.sep
DIARY = os.open(os.environ["WATCHED_DIARY"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)


def watch(event, arguments):
    if event in HARMLESS:
        return
    frame = sys._getframe().f_back  # none where C code alone runs
    direct = True
    while frame and not frame.f_code.co_filename.startswith(PACKS):
        frame, direct = frame.f_back, False
    if not frame or (event in COMPILING and not direct):  # an import, or a dataclass
        return
    pack, _, file = frame.f_code.co_filename[len(PACKS) :].partition(os.sep)
    what = str(arguments[0]) if arguments else ""
    if event == "open":
        event = "write" if arguments[2] & WRITES else "read"
    line = json.dumps([pack, f"{file}:{frame.f_lineno}", event, what])
    os.write(DIARY, line.encode() + b"\n")


sys.addaudithook(watch)
sys.stdout.reconfigure(line_buffering=True)  # what a pack prints is in the log at once
"""

# Does at import and in a run what a pack should not.
BAD_PACK = """
import os
import socket
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
(HERE / "at import").write_text("x")
os.mkdir(HERE / "folder")
with socket.socket() as listener:
    listener.bind(("127.0.0.1", 0))
subprocess.run([sys.executable, "-c", ""])


class Bad:
    INPUT_TYPES = classmethod(lambda cls: {"required": {"text": ("STRING", {})}})
    RETURN_TYPES = ("STRING",)
    FUNCTION = "run"

    def run(self, text):
        print("got", text)
        (HERE / "in a run").write_text(text)
        exec("x = 1")
        return (Path(os.devnull).read_text(),)


NODE_CLASS_MAPPINGS = {"Bad": Bad}
"""


class Event(NamedTuple):
    """Something that a pack did, or had done for it; `what` is a file for `read` and `write`."""

    pack: str
    line: str
    kind: str
    what: str


class Watched(NamedTuple):
    """A server in which each node of ours ran and each preview was asked for.

    `shown` is all that it answered, `written` what is new or other below its base folder.
    """

    base: Path
    events: list[Event]
    log: str
    shown: str
    written: set[str]

    def seen(self, pack: str) -> list[Event]:
        return [event for event in self.events if event.pack == pack]


@pytest.fixture(scope="module")
def watched(host: Host, tmp_path_factory: pytest.TempPathFactory) -> Watched:
    base = tmp_path_factory.mktemp("watched").resolve()
    packs, diary = base / "custom_nodes", base / "output" / "diary"
    copy_pack(packs / OURS)
    (base / "models" / "checkpoints").mkdir(parents=True)
    for path, source in (
        (packs / BAD / "__init__.py", BAD_PACK),
        (base / "watch" / "sitecustomize.py", WATCH),
        (diary, ""),
    ):
        path.parent.mkdir()
        path.write_text(source, encoding="utf-8")
    environment = {
        "PYTHONPATH": str(base / "watch"),
        "PYTHONDONTWRITEBYTECODE": "1",  # which Python writes, for any module
        "WATCHED_PACKS": str(packs),
        "WATCHED_DIARY": str(diary),
    }
    before = files(base)
    with running_server(host, base=base, environment=environment) as server:
        shown = []
        for name, info in object_info(server.url).items():
            if name.startswith("Animagine"):
                graph = using(name, info)
                shown.append(json.dumps(queue(server.url, graph).outputs))
                body = {"node": "it", "graph": graph}
                answer = requests.post(f"{server.url}/animagine/preview", json=body, timeout=60)
                assert answer.ok or "has no preview" in answer.json()["error"]
                shown.append(answer.text)
        queue(server.url, shown_by_core("Bad", {"text": BAD_MARK}))
        log = server.log()
    after = files(base)
    written = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    events = [Event(*json.loads(line)) for line in diary.read_text("utf-8").splitlines()]
    return Watched(base, events, log, "\n".join(shown), written)


def files(folder: Path) -> dict[str, tuple[int, ...]]:
    """Size and time of each file below, nothing for a folder, outside of the host's own places."""
    found = {path.relative_to(folder): path for path in folder.rglob("*")}
    return {
        name.as_posix(): (stat.st_size, stat.st_mtime_ns) if path.is_file() else ()
        for name, path in found.items()
        if name.parts[0] not in HOSTS and (stat := path.stat())
    }


def shown_by_core(class_type: str, inputs: dict[str, Any]) -> Graph:
    return {
        "it": {"class_type": class_type, "inputs": inputs},
        "shown": {"class_type": "PreviewAny", "inputs": {"source": ["it", 0]}},
    }


# What a node needs for a text of ours to be allowed.
SETTINGS = {"AnimagineSweep": {"x_axis": "custom", "y_axis": "custom"}}


def using(node: str, info: dict[str, Any]) -> Graph:
    """A graph that gives our text and picture to every input of the node that takes one."""
    inputs: dict[str, Any] = dict(SETTINGS.get(node, {}))
    for group in ("required", "optional"):
        for name, (kind, options) in info["input"].get(group, {}).items():
            if kind == "STRING":
                linked = options.get("forceInput") or options.get("widgetType")
                inputs[name] = ["text", 0] if linked else MARK
            elif kind == "IMAGE":
                inputs[name] = ["picture", 0]
            elif group == "required":
                first = options.get("options", [None])[0]
                inputs[name] = first["key"] if isinstance(first, dict) else first
    picture = {"width": 64, "height": 64, "batch_size": 1, "color": 0}
    return {
        "text": {"class_type": "PrimitiveString", "inputs": {"value": MARK}},
        "picture": {"class_type": "EmptyImage", "inputs": picture},
        **shown_by_core(node, inputs),
    }


@rows(
    "kind, what",
    ("write", "at import", "a file at import"),
    ("write", "in a run", "a file in a run"),
    ("os.mkdir", "folder", "a folder"),
    ("socket.__new__", "", "a socket"),
    ("socket.bind", "", "one that listens"),
    ("subprocess.Popen", "", "a program"),
    ("exec", "", "code made up in a run"),
    ("read", os.devnull, "a file that is not its own"),
)
def test_the_watch_sees_what_a_bad_pack_does(watched, kind, what):
    assert any(event.kind == kind and event.what.endswith(what) for event in watched.seen(BAD))


def test_ours_only_reads(watched):
    assert [event for event in watched.seen(OURS) if event.kind != "read"] == []


def test_ours_reads_what_it_ships_and_what_the_host_has(host, watched):
    pack = watched.base / "custom_nodes" / OURS
    read = {Path(event.what).resolve() for event in watched.seen(OURS)}
    assert read.issuperset((pack / "presets").glob("*.json"))  # the watch sees ours, too
    allowed = (pack, host.path.resolve(), *places_of_python(host))
    others = [path for path in read if not any(place in path.parents for place in allowed)]
    assert [path for path in others if path.suffix not in FONTS] == []


def places_of_python(host: Host) -> list[Path]:
    """Where the host's Python and its packages lie."""
    command = [host.python, "-c", "import sys; print(sys.base_prefix, *sys.path[1:], sep='\\n')"]
    printed = subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout
    return [Path(line).resolve() for line in printed.splitlines()]


def test_ours_writes_no_file_outside_the_hosts_places(watched):
    names = ("at import", "folder", "in a run")
    assert watched.written == {f"custom_nodes/{BAD}/{name}" for name in names}


def test_no_prompt_is_in_the_log(watched):
    assert BAD_MARK in watched.log
    assert MARK in watched.shown
    assert MARK not in watched.log


def modules() -> list[Path]:
    parts = (REPOSITORY / part for part in ("animagine", "nodes"))
    return [REPOSITORY / "__init__.py", *(file for part in parts for file in part.rglob("*.py"))]


def imported(source: str) -> set[str]:
    """The top-level names of what a module imports, but for its own package."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names.add(node.module or "")
    return {name.partition(".")[0] for name in names}


def test_ours_imports_nothing_but_python_and_the_host():
    names = set().union(*(imported(path.read_text("utf-8")) for path in modules()))
    assert names - set(sys.stdlib_module_names) <= OF_THE_HOST


@rows(
    "names",
    ("http socket ssl urllib webbrowser", "no network"),
    ("ctypes multiprocessing signal subprocess", "no other program"),
    ("os shutil sqlite3 tempfile", "no files but those that it ships"),
    ("code importlib marshal pickle runpy", "no code out of data"),
    ("logging warnings", "nothing in the log"),
    ("datetime locale random secrets time uuid", "the same text whenever and wherever"),
)
def test_ours_does_without(names):
    found = {path.name: imported(path.read_text("utf-8")) & {*names.split()} for path in modules()}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_imports_are_found_wherever_they_stand():
    source = "import os.path as p, re\ndef f():\n    from urllib import request\nfrom . import http"
    assert imported(source) == {"os", "re", "urllib"}
