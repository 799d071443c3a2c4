"""Everything a contributor runs: ``nox`` is the quick check, ``nox -s tests`` the whole one."""

from __future__ import annotations

import os
import shutil
import sys

import nox

THIS = f"{sys.version_info.major}.{sys.version_info.minor}"
OTHERS = [python for python in ("3.10", "3.11", "3.12", "3.13") if python != THIS]
nox.options.sessions = [f"unit-{THIS}", "lint"]
nox.options.error_on_missing_interpreters = False  # a Python that is not there is skipped
GROUPS = nox.project.load_toml("pyproject.toml")
PATHS = {"PYTHONPATH": os.pathsep.join((".", "tests"))}  # of the tools and the bench
STOPPING = 30.0  # seconds that Ctrl-C leaves for stopping the ComfyUI that was started


def install(session: nox.Session, *groups: str) -> None:
    session.install(*nox.project.dependency_groups(GROUPS, *groups))


def check_style(session: nox.Session) -> None:
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("oxlint", "--deny-warnings", "web")
    ours = ("animagine", "bench", "tools", "tests/host", "tests/fuzz.py", "tests/prompts.py")
    session.run("mypy", *ours, "noxfile.py")
    # nodes/ imports the rules from the package above it: mypy sees it in a copy with a name for it.
    pack = session.cache_dir.resolve() / "typed" / "animagine_xl"
    shutil.rmtree(pack, ignore_errors=True)
    for name in ("animagine", "nodes"):
        shutil.copytree(name, pack / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy("__init__.py", pack)
    session.run("mypy", str(pack / "nodes"), env={"MYPYPATH": str(pack.parent)})


@nox.session(python=[THIS, *OTHERS])
def unit(session: nox.Session) -> None:
    """The rules, without ComfyUI, on each Python that is there: seconds."""
    install(session, "unit")
    session.run("pytest", "tests", "--ignore=tests/host", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Style and types."""
    install(session, "lint", "host")
    check_style(session)


@nox.session
def tests(session: nox.Session) -> None:
    """Style, types, the rules, and everything in a real ComfyUI: minutes, more the first time."""
    install(session, "lint", "host")
    check_style(session)
    session.run("pytest", "tests", *session.posargs, interrupt_timeout=STOPPING)
    if not session.posargs:
        for python in OTHERS:
            session.notify(f"unit-{python}")


@nox.session
def compat(session: nox.Session) -> None:
    """The pack on each ComfyUI from the oldest to the newest: minutes, more the first time."""
    install(session, "host")
    session.run(
        "pytest",
        "tests/host/test_compat.py",
        *session.posargs,
        env={"COMFYUI_RELEASES": "all"},
        interrupt_timeout=STOPPING,
    )


@nox.session
def demo(session: nox.Session) -> None:
    """The pack's main job in a real ComfyUI: ``nox -s demo -- --help``."""
    install(session, "host")
    session.run(
        "python",
        "tools/demo.py",
        *session.posargs,
        env=PATHS,
        interrupt_timeout=STOPPING,
    )


@nox.session
def workflows(session: nox.Session) -> None:
    """Save the workflows through the real front end, in UI and in API format."""
    install(session, "host")
    session.run("python", "tools/workflows.py", env=PATHS)


@nox.session
def contract(session: nox.Session) -> None:
    """Write the snapshot of the nodes' ids, inputs and outputs anew."""
    install(session, "host")
    session.run("python", "tools/contract.py", env=PATHS)


@nox.session
def pictures(session: nox.Session) -> None:
    """Take the pictures of the README in the real front end."""
    install(session, "host")
    session.run("python", "tools/pictures.py", env=PATHS)


@nox.session
def thumbnails(session: nox.Session) -> None:
    """Draw the pictures of the workflows for the template dialog."""
    install(session, "host")
    session.run("python", "tools/thumbnails.py", env=PATHS)


@nox.session
def locales(session: nox.Session) -> None:
    """Write the English texts of ``locales/`` anew, from the nodes."""
    install(session, "host")
    session.run("python", "tools/locales.py", env=PATHS)


@nox.session
def bench(session: nox.Session) -> None:
    """Measure the pack and write docs/benchmarks.md: ten minutes. ``-- --quick`` only tries it."""
    install(session, "bench")
    session.run(
        "python",
        "bench/benchmarks.py",
        *session.posargs,
        env=PATHS,
        interrupt_timeout=STOPPING,
    )


@nox.session
def fuzz(session: nox.Session) -> None:
    """Look for a text that breaks a rule: ``nox -s fuzz -- --minutes 30``."""
    install(session, "unit")
    session.run("python", "tests/fuzz.py", *session.posargs)
