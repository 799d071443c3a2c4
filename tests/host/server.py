"""Start a ComfyUI server of our own with the pack in it, and stop it again.

Everything it reads and writes lies in a private base folder, so a test touches nobody's models,
outputs, settings or workflows.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import requests

from host.comfyui import Host

REPOSITORY = Path(__file__).resolve().parents[2]
NOT_THE_PACK = (".*", "__pycache__", "demo-output", "test-output", "tests")
CHECKPOINT_NAMES = ("animagine-xl-4.0-opt.safetensors", "animagine-xl-3.1.safetensors")
START_TIMEOUT = 180


@dataclass(frozen=True)
class Server:
    """A running server: its address, its log, and its base folder (models, input, output, user)."""

    url: str
    log_path: Path
    base: Path
    process: subprocess.Popen[bytes]

    @property
    def output(self) -> Path:
        return self.base / "output"

    def log(self) -> str:
        """What the server has printed so far, without its colours."""
        text = self.log_path.read_text(encoding="utf-8", errors="replace")
        return re.sub(r"\x1b\[\d+m", "", text)


@contextmanager
def running_server(
    host: Host,
    checkpoint: Path | None = None,
    *,
    checkpoint_names: Sequence[str] = CHECKPOINT_NAMES,
    pack: Path | None = REPOSITORY,
    folder_name: str = "animagine-xl",
    cpu: bool = True,
    arguments: Sequence[str] = (),
    base: Path | None = None,
    environment: Mapping[str, str | None] = MappingProxyType({}),
    launcher: Sequence[str] = (),
) -> Iterator[Server]:
    """Run ``host`` until the block ends, then stop it and delete its base folder, unless it is a
    given ``base``, which stays as the server left it.

    The pack is linked under ``folder_name`` and the checkpoint under each of its names. None in
    ``environment`` takes a variable away; ``launcher`` is a program that runs the server's command.
    Raises ``RuntimeError`` with the end of the log when the server dies or does not answer.
    """
    with temporary_folder() if base is None else nullcontext(base) as folder:
        base = folder.resolve()
        for name in ("custom_nodes", "input", "output", "temp", "user", "models/checkpoints"):
            (base / name).mkdir(parents=True, exist_ok=True)
        if pack is not None and not (base / "custom_nodes" / folder_name).exists():
            link_folder(pack, base / "custom_nodes" / folder_name)
        if checkpoint is not None:
            for name in checkpoint_names:
                link_file(checkpoint, base / "models" / "checkpoints" / name)

        port = free_port()
        command = [*launcher, str(host.python), "main.py", "--port", str(port)]
        command += ["--base-directory", str(base), "--database-url", "sqlite:///:memory:"]
        command += ["--disable-auto-launch", *(["--cpu"] if cpu else []), *arguments]
        if front_end := os.environ.get("COMFYUI_FRONTEND"):  # the `static` folder of another
            command += ["--front-end-root", front_end]
        named = {**os.environ, "PYTHONIOENCODING": "utf-8", **environment}
        variables = {name: value for name, value in named.items() if value is not None}
        with (base / "server.log").open("wb") as log:
            process = subprocess.Popen(
                command, cwd=host.path, env=variables, stdout=log, stderr=subprocess.STDOUT
            )
            try:
                server = Server(f"http://127.0.0.1:{port}", base / "server.log", base, process)
                wait_until_it_answers(server)
                yield server
            finally:
                stop(process)


@contextmanager
def temporary_folder() -> Iterator[Path]:
    # Windows lets go of a stopped program's files late, hence ignore_cleanup_errors.
    with tempfile.TemporaryDirectory(prefix="animagine-xl-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def wait_until_it_answers(server: Server) -> None:
    deadline = time.monotonic() + START_TIMEOUT
    while time.monotonic() < deadline:
        if server.process.poll() is not None:
            tail = "\n".join(server.log().splitlines()[-30:])
            raise RuntimeError(f"ComfyUI stopped with code {server.process.returncode}:\n{tail}")
        try:
            requests.get(f"{server.url}/system_stats", timeout=5).raise_for_status()
        except requests.RequestException:
            time.sleep(0.2)
        else:
            return
    tail = "\n".join(server.log().splitlines()[-30:])
    raise RuntimeError(f"ComfyUI did not answer within {START_TIMEOUT} s:\n{tail}")


def stop(process: subprocess.Popen[bytes]) -> None:
    """End the server: politely, then by force after 10 s."""
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def link_folder(source: Path, target: Path) -> None:
    """A symbolic link, or a copy where links are not allowed (Windows without developer mode)."""
    try:
        target.symlink_to(source, target_is_directory=True)
    except OSError:
        copy_pack(target, source)


def copy_pack(target: Path, source: Path = REPOSITORY) -> Path:
    """Copy the pack, without what it is developed with."""
    return Path(shutil.copytree(source, target, ignore=shutil.ignore_patterns(*NOT_THE_PACK)))


def link_file(source: Path, target: Path) -> None:
    """The cheapest way that works: a hard link, a symbolic link, a copy."""
    for way in (os.link, os.symlink, shutil.copyfile):
        try:
            way(source, target)
        except OSError:
            continue
        return
    raise OSError(f"cannot put {source} at {target}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
