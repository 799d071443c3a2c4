"""A new model needs only its file: the rules on a copy of the pack, in a Python of their own."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from newcomer import MODEL, YEAR, add_model
from rows import rows

ROOT = Path(__file__).parents[1]
IMPORTS = """
from animagine.check import check
from animagine.convert import convert, converter_choices
from animagine.models import presets
from animagine.prompt import compose
from animagine.sweep import sweep
from animagine.vocabulary import special_tags
"""


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("pack")
    for name in ("animagine", "presets"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    add_model(copy)
    return copy


@rows(
    "expression, expected",
    ("presets.model_ids()[-1]", MODEL, "the last in the menu"),
    ("converter_choices()['target'][-1]", MODEL, "a version to convert to"),
    ("special_tags.year_choices()[0]", f"{YEAR}", "its year in the menu"),
    (f"special_tags.year(presets.load('{MODEL}'), '{YEAR}')", f"year {YEAR}", "the tag of its year"),
    (f"special_tags.year(presets.load('animagine-xl-3.1'), '{YEAR}')", "newest", "in another model"),
    (f"compose(presets.load('{MODEL}'), general='hat, year {YEAR}').text.split(', ')[3]",
     f"year {YEAR}", "a year that is typed"),
    (f"check(presets.load('{MODEL}'), '1girl, safe, hat, year {YEAR}').report", "", "no warning"),
    (f"convert('hat, year {YEAR}', '{MODEL}', 'animagine-xl-3.1').text", "hat, newest", "converted"),
    (f"sweep(presets.load('{MODEL}'), 'hat', x_axis='year').labels[-1]", f"year {YEAR}", "an axis of years"),
)  # fmt: skip
def test_a_new_model_needs_only_its_file(pack, expression, expected):
    program = f"{IMPORTS}print({expression})"
    command = [sys.executable, "-c", program]
    run = subprocess.run(command, cwd=pack, capture_output=True, encoding="utf-8", timeout=60)
    assert (run.stdout.strip(), run.stderr) == (expected, "")
