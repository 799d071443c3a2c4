"""What the registry gets, and that it works where it is put."""

from __future__ import annotations

import json
import tempfile
import zipfile
from pathlib import Path

import pytest
import requests
import yaml

from host.client import get, queue, text_of
from host.package import (
    SHIPPED,
    comfy,
    commit,
    registry_zip,
    repository,
    tracked,
    triggers,
    unpacked,
)
from host.server import REPOSITORY, running_server
from rows import rows
from tools.contract import SNAPSHOT, contract

MAX_BYTES = 1_500_000
TEXTS = {".css", ".js", ".json", ".md", ".py", ".toml", ".txt", ""}
BINARIES = {".jpg", ".png", ".ttf"}
FOLDER = "animagine-xl"
WORKSHOP = (".ci", ".github", "batch", "bench", "docs", "tests", "tools")  # not in the zip
FIREFLY = {
    "it": {
        "class_type": "AnimaginePromptComposer",
        "inputs": {
            "model": "animagine-xl-4.0-opt",
            "character": "firefly (honkai: star rail)",
            "general": "smile",
        },
    },
    "shown": {"class_type": "PreviewAny", "inputs": {"source": ["it", 0]}},
}


@pytest.fixture(scope="module")
def checkout(tmp_path_factory) -> Path:
    folder = repository(tmp_path_factory.mktemp("checkout"))
    for name in WORKSHOP:
        (folder / name).mkdir(exist_ok=True)
        (folder / name / "planted.txt").write_text("not for the zip", encoding="utf-8")
    commit(folder, "Plant a file in every folder that is not shipped")
    return folder


@pytest.fixture(scope="module")
def archive(checkout, tmp_path_factory) -> Path:
    return registry_zip(checkout, tmp_path_factory.mktemp("home"))


def test_the_registry_has_nothing_to_say(checkout, tmp_path):
    run = comfy(tmp_path, "node", "validate", cwd=checkout)
    said = run.stdout.splitlines() + run.stderr.splitlines()
    assert sorted(said) == [
        "Running security checks...",
        "Validating node configuration...",
        "✓ All validation checks passed successfully",
    ]


def test_the_zip_holds_what_is_needed_and_nothing_else(archive):
    needed = [name for name in tracked() if name.partition("/")[0] in SHIPPED]
    with zipfile.ZipFile(archive) as packed:
        assert sorted(packed.namelist()) == needed
    assert {Path(name).suffix for name in needed} <= TEXTS | BINARIES
    assert archive.stat().st_size < MAX_BYTES


def test_the_registrys_scan_finds_nothing(archive):
    with zipfile.ZipFile(archive) as packed:
        texts = {
            name: packed.read(name).decode("utf-8")
            for name in packed.namelist()
            if Path(name).suffix in TEXTS
        }
    assert {name: found for name, text in texts.items() if (found := triggers(text))} == {}


@rows(
    "text, found",
    ("a = 1\n  b.connect(c)", ["2: b.connect(c)"], "a call"),
    ("view.onclick = f.bind(this)", ["1: view.onclick = f.bind(this)"], "JavaScript"),
    ("# like requests.get, but slower", ["1: # like requests.get, but slower"], "a comment"),
    ('<svg onload="f()">', ['1: <svg onload="f()">'], "an image"),
    ("re.compile(retrieval(text)); disconnect(view)", [], "words that hold others"),
)
def test_the_words_of_the_scan_are_found(text, found):
    assert triggers(text) == found


def test_the_zip_works_in_an_empty_comfyui_in_an_odd_place(host, archive, tmp_path, monkeypatch):
    place = tmp_path / "テスト フォルダ.v1.2"
    pack = unpacked(archive, place / "unpacked")
    monkeypatch.setattr(tempfile, "tempdir", str(place))  # where the server puts its base folder
    with running_server(host, pack=pack, folder_name=FOLDER) as server:
        assert place in server.base.parents
        assert contract(server.url) == json.loads(SNAPSHOT.read_text(encoding="utf-8"))
        text = text_of(queue(server.url, FIREFLY), "shown")
        assert text.startswith(r"1girl, firefly \(honkai: star rail\), safe, smile, masterpiece, ")

        for file in (path for path in (pack / "web").rglob("*") if path.is_file()):
            address = (
                f"{server.url}/extensions/{FOLDER}/{file.relative_to(pack / 'web').as_posix()}"
            )
            assert requests.get(address, timeout=30).content == file.read_bytes()
        templates = get(f"{server.url}/api/workflow_templates")[FOLDER]
        assert sorted(templates) == sorted(
            path.stem for path in (pack / "workflows").glob("*.json")
        )
        words = get(f"{server.url}/api/i18n")
        languages = [folder.name for folder in (pack / "locales").iterdir()]
        assert all("AnimagineScore" in words[language]["nodeDefs"] for language in languages)


@rows(
    "name, step",
    ("test.yml", "bash .ci/run", "tests run what a contributor runs"),
    ("publish.yml", "Comfy-Org/publish-node-action@main", "the registry's own way"),
)
def test_a_github_workflow_can_be_read(name, step):
    workflow = yaml.safe_load((REPOSITORY / ".github" / "workflows" / name).read_text("utf-8"))
    jobs = workflow["jobs"].values()
    steps = [one for job in jobs for one in job.get("steps", ())]
    assert step in [one.get("run") or one["uses"] for one in steps]


def test_only_a_tested_version_is_published():
    path = REPOSITORY / ".github" / "workflows" / "publish.yml"
    workflow = yaml.safe_load(path.read_text("utf-8"))
    assert workflow[True]["push"] == {"branches": ["main"], "paths": ["pyproject.toml"]}  # on:
    assert workflow["jobs"]["tests"]["uses"] == "./.github/workflows/test.yml"
    assert workflow["jobs"]["publish"]["needs"] == "tests"
