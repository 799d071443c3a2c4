"""The walls of the house: who may import whom, and that no room grows out of hand."""

import ast
import doctest
import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import animagine
from rows import rows

ROOT = Path(__file__).parents[1]
# In reading order, as the first page has them: each uses only those before it.
ROOMS = ("reasons", "report", "choices", "grammar", "reader", "models", "tokens", "resolution",
         "vocabulary", "prompt", "preview", "convert", "check", "sweep", "grid")  # fmt: skip
USES_ONLY = {
    "grid": {"choices"},
    "grammar": set(),
    "reasons": set(),
    "choices": set(),
    "reader": {"report", "grammar"},
}
COMFYUI_NODES = "ComfyUI's nodes"  # its module has the name of our folder
HOST = (
    COMFYUI_NODES,
    "comfy",
    "comfy_api",
    "comfy_extras",
    "comfyui_version",
    "folder_paths",
    "server",
    "torch",
)
VAGUE = ("utils", "common", "helpers", "manager", "core", "engine")
MOST_LINES, MOST_FLAT, MOST_NAMES = 230, 8, 7

Modules = dict[str, str]  # dotted name in the pack -> source


def modules(root: Path) -> Modules:
    found = {}
    for room in ("animagine", "nodes"):
        for path in (root / room).rglob("*.py"):
            parts = path.relative_to(root).with_suffix("").parts
            found[".".join(parts)] = path.read_text(encoding="utf-8")
    return found


def imports(module: str, source: str) -> Iterator[str]:
    """The dotted names that a module imports, at any depth of its code; ours from the root."""
    package = module.removesuffix(".__init__").split(".")
    if not module.endswith(".__init__"):
        package = package[:-1]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            start = [*base, *(node.module or "").split(".")] if node.module else base
            if not node.level and start[0] == "nodes":
                start = [COMFYUI_NODES]
            yield from (".".join([*start, alias.name]) for alias in node.names)


def room(name: str) -> str:
    """The room of a dotted name below `animagine`; empty for the first page and all else."""
    first, _, rest = name.partition(".")
    return rest.split(".")[0].removesuffix("__init__") if first == "animagine" else ""


def broken_walls(found: Modules) -> Iterator[str]:
    """A sentence for each import that goes through a wall."""
    rooms = {name.split(".")[1] for name in found if name.count(".") > 1}
    for module, source in found.items():
        own = room(module)
        for name in imports(module, source):
            other = room(name)
            top = name.split(".")[0]
            if module.startswith("animagine") and top in (*HOST, "nodes"):
                yield f"{module} imports {name}, which is ComfyUI's"
            if module.startswith("nodes") and top in HOST[:-1] and module != "nodes.host":
                yield f"{module} imports {name}, which nodes.host hands on"
            if not other or other == own or other not in ROOMS:
                continue
            if own and ROOMS.index(other) > ROOMS.index(own):
                yield f"{module} imports {name}: {other} is above {own}"
            if own in USES_ONLY and other not in USES_ONLY[own]:
                yield f"{module} imports {name}: {own} may not use {other}"
            face = found.get(f"animagine.{other}.__init__", "")
            reaches = name.split(".")[2:]
            if other in rooms and reaches and (len(reaches) > 1 or f'"{reaches[0]}"' not in face):
                yield f"{module} imports {name}, deeper than the face of {other}"


FOUND = modules(ROOT)


def test_the_walls_stand():
    assert list(broken_walls(FOUND)) == []


@rows(
    "module, planted, expected",
    ("animagine.grammar.units", "from ..models import presets", "models is above grammar", "up"),
    ("animagine.grammar.units", "def f():\n    from ..prompt import compose", "prompt is above", "up, late"),
    ("animagine.report", "from .vocabulary import special_tags", "vocabulary is above", "from a file"),
    ("animagine.vocabulary.lookup", "from ..prompt import compose", "prompt is above", "half a circle"),
    ("animagine.grid.layout", "from ..resolution import resolve", "grid may not use", "a false arrow"),
    ("animagine.check.tags", "from ..grammar.split import SANE_WEIGHTS", "deeper than", "deep"),
    ("nodes.sweep", "from ..animagine.sweep.cells import columns_for", "deeper than", "from the glue"),
    ("animagine.tokens", "import comfy.sdxl_clip", "ComfyUI's", "the host"),
    ("animagine.tokens", "def f():\n    import torch", "ComfyUI's", "the host, late"),
    ("nodes.sweep", "from ..animagine.vocabulary.special_tags import year", "deeper than", "past a name of the face"),
    ("nodes.preview.route", "from nodes import NODE_CLASS_MAPPINGS", "nodes.host", "its nodes"),
    ("nodes.preview.route", "from server import PromptServer", "nodes.host", "beside the host's file"),
)  # fmt: skip
def test_a_planted_import_is_found(module, planted, expected):
    assert module in FOUND
    broken = list(broken_walls({**FOUND, module: f"{FOUND[module]}\n{planted}\n"}))
    assert len(broken) >= 1 and any(expected in sentence for sentence in broken), broken


def test_the_first_page_lists_the_rooms_in_their_order():
    page = animagine.__doc__ or ""
    listed = [line.split("  ")[0] for line in page.splitlines() if "  " in line.strip()]
    names = [name for line in listed for name in line.split(", ") if name in ROOMS]
    assert sorted(names) == sorted(ROOMS)
    assert names[2:] == [name for name in ROOMS if name not in names[:2]]
    there = {name.split(".")[1] for name in FOUND if name.startswith("animagine.")} - {"__init__"}
    assert there == set(ROOMS)


@pytest.mark.parametrize("name", [n for n in FOUND if n.endswith(".__init__") and room(n)])
def test_a_face_is_a_line_and_a_few_names(name):
    tree = ast.parse(FOUND[name])
    assert len((ast.get_docstring(tree) or "").splitlines()) == 1
    (listed,) = [n.value for n in tree.body if isinstance(n, ast.Assign)]
    assert isinstance(listed, ast.List) and 1 <= len(listed.elts) <= MOST_NAMES


def test_files_are_small_and_named_for_their_subject():
    assert {n: len(s.splitlines()) for n, s in FOUND.items() if s.count("\n") > MOST_LINES} == {}
    assert len(list((ROOT / "animagine").glob("*.py"))) <= MOST_FLAT
    assert [name for name in FOUND if name.split(".")[-1] in VAGUE] == []


def test_the_examples_in_docstrings_run():
    names = [m.name for m in pkgutil.walk_packages(animagine.__path__, "animagine.")]
    results = [doctest.testmod(importlib.import_module(name)) for name in ["animagine", *names]]
    assert sum(result.failed for result in results) == 0
    assert sum(result.attempted for result in results) > 5
