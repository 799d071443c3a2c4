"""The pack as others get it: a git repository, and the zip that the registry hands out."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from host.server import REPOSITORY

SHIPPED = (
    "CHANGELOG.md",
    "LICENSE",
    "README.md",
    "__init__.py",
    "animagine",
    "locales",
    "nodes",
    "presets",
    "pyproject.toml",
    "subgraphs",
    "web",
    "workflows",
)
# The registry holds back a version in which its scan finds one of these, in comments and texts too.
# Its rules are not public; these are the words that packs were held back for.
TRIGGERS = (
    r"\.(connect|bind|send|sendall|recv)\(",
    r"aiohttp\.ClientSession",
    r"urllib|urlopen|http\.client|requests\.(get|post)|socket\.",
    r"os\.environ|os\.system|subprocess|importlib|__import__",
    r"\b(eval|exec)\(",
    r"pickle\.loads|marshal\.loads",
    r"rm -rf",
    r"\bon(load|error)=",
)
TRIGGER = re.compile("|".join(TRIGGERS))
IDENTITY = ("-c", "user.name=A contributor", "-c", "user.email=contributor@example.org")


def git(folder: Path, *arguments: str | Path) -> str:
    """What git prints in ``folder``; ``CalledProcessError`` when it fails."""
    command = ["git", "-C", folder, *IDENTITY, "-c", "commit.gpgsign=false", *arguments]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout


def tracked() -> list[str]:
    """The files that git has, or would have once everything is committed."""
    listed = git(REPOSITORY, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    return sorted(name for name in listed.split("\0") if name and (REPOSITORY / name).is_file())


def repository(folder: Path) -> Path:
    """A git repository in ``folder`` whose one commit is the working tree as it is now."""
    for name in tracked():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(REPOSITORY / name, folder / name)
    git(folder, "init", "--quiet")
    commit(folder, "All of it")
    return folder


def commit(folder: Path, message: str) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", message)


def comfy(
    home: Path, *arguments: str | Path, cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run comfy-cli; its settings lie in ``home``, and it tells nobody that it ran."""
    environment = {
        **os.environ,
        "HOME": str(home),
        "USERPROFILE": str(home),
        "COMFY_CACHE_DIR": str(home / "cache"),
        "COMFY_NO_UPDATE_CHECK": "1",
        "DO_NOT_TRACK": "1",
        "NO_COLOR": "1",
        "PYTHONIOENCODING": "utf-8",
    }
    command = [sys.executable, "-m", "comfy_cli", "--skip-prompt", *arguments]
    run = subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, encoding="utf-8", timeout=600
    )
    if run.returncode:
        raise RuntimeError(f"comfy {' '.join(map(str, arguments))}:\n{run.stdout}{run.stderr}")
    return run


def registry_zip(repository: Path, home: Path) -> Path:
    """The zip that ``comfy node publish`` would send."""
    comfy(home, "node", "pack", cwd=repository)
    return repository / "node.zip"


def unpacked(archive: Path, folder: Path) -> Path:
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(folder)
    return folder


def triggers(text: str) -> list[str]:
    """The lines that the registry's scan would stop at, each with its number."""
    lines = enumerate(text.splitlines(), start=1)
    return [f"{number}: {line.strip()}" for number, line in lines if TRIGGER.search(line)]
