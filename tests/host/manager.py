"""ComfyUI-Manager with a private copy of a ComfyUI, offline.

The Manager is not installed into the host: it gets a virtual environment of its own that sees the
host's packages. It installs into the ``custom_nodes`` of the ComfyUI that ``COMFYUI_PATH`` names.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from filelock import FileLock

from host.comfyui import Host, cache_root, say, venv_python
from host.server import Server, running_server

REQUIREMENTS = "manager_requirements.txt"
OFFLINE = "[default]\nnetwork_mode = offline\nuse_uv = False\n"  # uv would miss the host's packages
NOT_COPIED = frozenset(
    (".git", ".venv", "custom_nodes", "input", "models", "output", "temp", "user", "venv")
)
SITE_PACKAGES = "import site; print('\\n'.join(site.getsitepackages()))"
SEE = "import site; site.addsitedir({!r})\n"  # a line of a .pth file


def with_manager(host: Host) -> Host:
    """The host with a Python that has the Manager which this ComfyUI asks for (90 MB, cached)."""
    wanted = f"{host.python}\n{(host.path / REQUIREMENTS).read_text(encoding='utf-8')}"
    folder = cache_root() / f"manager-for-{host.version}"
    python, marker = venv_python(folder), folder / "complete.txt"
    with FileLock(folder.with_name(folder.name + ".lock")):
        finished = marker.is_file() and marker.read_text(encoding="utf-8") == wanted
        if not finished or not python.exists():
            install(host, folder)
            marker.write_text(wanted, encoding="utf-8")
    return replace(host, python=python)


def install(host: Host, folder: Path) -> None:
    say(f"Installing ComfyUI-Manager in {folder}")
    shutil.rmtree(folder, ignore_errors=True)
    virtualenv = (sys.executable, "-m", "virtualenv", "-q", "--no-setuptools")
    subprocess.run([*virtualenv, "-p", str(host.python), folder], check=True)
    python = venv_python(folder)
    own, hosts = Path(site_packages(python)[-1]), site_packages(host.python)
    (own / "host.pth").write_text("".join(map(SEE.format, hosts)), encoding="utf-8")
    pip = (str(python), "-m", "pip", "--disable-pip-version-check")
    subprocess.run([*pip, "install", "-qq", "-r", host.path / REQUIREMENTS], check=True)


def site_packages(python: Path) -> list[str]:
    command = [str(python), "-c", SITE_PACKAGES]
    run = subprocess.run(command, check=True, stdout=subprocess.PIPE, encoding="utf-8")
    return run.stdout.splitlines()


@contextmanager
def private_copy(host: Host) -> Iterator[Host]:
    """The host's code in a folder of its own, with nothing of the user's, until the block ends."""

    def left_out(folder: str, names: list[str]) -> frozenset[str]:
        return NOT_COPIED if Path(folder) == host.path else frozenset()

    with tempfile.TemporaryDirectory(prefix="animagine-xl-", ignore_cleanup_errors=True) as folder:
        path = Path(folder).resolve() / "ComfyUI"
        shutil.copytree(host.path, path, ignore=left_out)
        (path / "custom_nodes").mkdir()
        config = path / "user" / "__manager" / "config.ini"
        config.parent.mkdir(parents=True)
        config.write_text(OFFLINE, encoding="utf-8")
        yield replace(host, path=path)


def cm_cli(host: Host, *arguments: str) -> str:
    """What the Manager's command line prints. It fails without an exit code.

    Of its modes, ``cache`` is the one that, with ``OFFLINE``, reads only the lists that come with
    the Manager; ``local`` asks the registry all the same.
    """
    environment = {**os.environ, "COMFYUI_PATH": str(host.path), "PYTHONIOENCODING": "utf-8"}
    command = [str(host.python), "-m", "cm_cli", *arguments, "--mode", "cache"]
    run = subprocess.run(
        command, cwd=host.path, env=environment, capture_output=True, encoding="utf-8", timeout=600
    )
    return run.stdout + run.stderr


@contextmanager
def running_manager(host: Host) -> Iterator[Server]:
    """Run the host and its Manager with the ``custom_nodes`` that the Manager installs into."""
    own_base = ("--base-directory", str(host.path))  # the last one counts
    with running_server(host, pack=None, arguments=["--enable-manager", *own_base]) as server:
        yield replace(server, base=host.path)


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *arguments: Any) -> None:
        """Keep what was asked for out of the test's output."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address under which the files of ``folder`` can be had until the block ends."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
