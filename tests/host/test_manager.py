"""ComfyUI-Manager: the ids it maps, and the life of an installation."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest

from host.client import get, object_info
from host.manager import (
    REQUIREMENTS,
    cm_cli,
    private_copy,
    running_manager,
    served,
    with_manager,
)
from host.package import commit, git, repository, tracked
from host.server import REPOSITORY
from tools.contract import SNAPSHOT

NAME = "animagine-xl"
IDS = set(json.loads(SNAPSHOT.read_text(encoding="utf-8")))
OLD_WAYS = re.compile(r"_CLASS_MAPPINGS\s*(\[|=|:|\.update)|@register_node|NODE_CONFIG")
OLD = 'display_name="Animagine Score Selector"'
NEW = 'display_name="Animagine Score Selector, updated"'


def mapped(code: str) -> set[str]:
    """The node ids that the Manager's scanner reads from a file, without running it."""
    return {
        keyword.value.value
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.ClassDef)
        and any(ast.unparse(base) in ("ComfyNode", "io.ComfyNode") for base in node.bases)
        for method in node.body
        if isinstance(method, ast.FunctionDef) and method.name == "define_schema"
        for call in ast.walk(method)
        if isinstance(call, ast.Call) and ast.unparse(call.func) in ("Schema", "io.Schema")
        for keyword in call.keywords
        if keyword.arg == "node_id" and isinstance(keyword.value, ast.Constant)
    }


def test_the_scanner_maps_exactly_our_ids():
    files = [REPOSITORY / name for name in tracked() if name.endswith(".py")]
    code = [file.read_text(encoding="utf-8") for file in files if "tests" not in file.parts]
    assert set().union(*map(mapped, code)) == IDS
    assert not any(map(OLD_WAYS.search, code))  # to name ids, which it reads as well


@pytest.fixture
def manager(host, monkeypatch):
    """A private ComfyUI with its Manager."""
    if not (host.path / REQUIREMENTS).is_file():
        pytest.skip("this ComfyUI has no Manager")
    with private_copy(with_manager(host)) as private:
        monkeypatch.setenv("COMFYUI_PATH", str(private.path))
        yield private


@pytest.fixture
def checkout(tmp_path) -> Path:
    return repository(tmp_path / "checkout")


def publish(checkout: Path, bare: Path) -> None:
    """Push to a repository that any web server can hand out."""
    if not bare.exists():
        git(checkout, "clone", "--quiet", "--bare", checkout, bare)
    git(checkout, "push", "--quiet", bare, "HEAD")
    git(bare, "update-server-info")


def installed(url: str) -> dict[str, bool]:
    """The packs that the Manager knows of, and whether each is enabled."""
    packs = get(f"{url}/v2/customnode/installed")
    return {name: pack["enabled"] for name, pack in packs.items()}


def our_nodes(url: str) -> dict[str, str]:
    """The names under which the host shows nodes of ours."""
    infos = object_info(url)
    return {node_id: infos[node_id]["display_name"] for node_id in IDS & infos.keys()}


def complaints(log: str) -> list[str]:
    words = ("IMPORT FAILED", "Cannot import", "Error while calling")
    return [line for line in log.splitlines() if any(word in line for word in words)]


def test_a_life_with_the_manager(manager, checkout, tmp_path):
    place = manager.path / "custom_nodes" / NAME
    saved = manager.path / "user" / "default" / "workflows" / "mine.json"
    saved.parent.mkdir(parents=True)
    saved.write_text("{}")
    web = tmp_path / "web"
    web.mkdir()
    publish(checkout, web / f"{NAME}.git")

    with served(web) as address:
        cm_cli(manager, "install", f"{address}/{NAME}.git")
        (place / "notes.txt").write_text("mine")
        with running_manager(manager) as server:
            assert installed(server.url) == {NAME: True}
            assert our_nodes(server.url).keys() == IDS
            known = get(f"{server.url}/v2/customnode/getmappings?mode=local")
            assert len(known) > 1000  # packs, of which none has a node of our names
            assert all(IDS.isdisjoint(ids) for ids, _ in known.values())
            cm_cli(manager, "disable", NAME)
            assert installed(server.url) == {NAME: False}
            assert not place.exists()
            cm_cli(manager, "enable", NAME)
            assert installed(server.url) == {NAME: True}
            assert complaints(server.log()) == []

        selectors = checkout / "nodes" / "selectors.py"
        selectors.write_text(selectors.read_text("utf-8").replace(OLD, NEW), "utf-8")
        commit(checkout, "Newer")
        publish(checkout, web / f"{NAME}.git")
        cm_cli(manager, "update", NAME)

    with running_manager(manager) as server:
        assert our_nodes(server.url)["AnimagineScore"] == "Animagine Score Selector, updated"
        assert (place / "notes.txt").read_text() == "mine"
        cm_cli(manager, "uninstall", NAME)
        assert installed(server.url) == {}
        assert complaints(server.log()) == []

    with running_manager(manager) as server:
        assert our_nodes(server.url) == {}  # so core has no node of these names
        assert complaints(server.log()) == []
        assert get(f"{server.url}/userdata?dir=workflows") == ["mine.json"]
    assert not place.exists()
    assert saved.read_text() == "{}"
