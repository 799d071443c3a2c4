"""Everything a contributor runs: ``nox`` is the quick check, ``nox -s tests`` the full one."""

from __future__ import annotations

import os
import shutil
import sys

import nox

THIS = f"{sys.version_info.major}.{sys.version_info.minor}"
OTHERS = [python for python in ("3.10", "3.11", "3.12", "3.13") if python != THIS]
nox.options.sessions = [f"unit-{THIS}", "lint"]
nox.options.error_on_missing_interpreters = False  # a missing Python is skipped
GROUPS = nox.project.load_toml("pyproject.toml")
PATHS = {"PYTHONPATH": os.pathsep.join((".", "tests"))}  # of the tools and the bench
STOPPING = 30.0  # seconds that Ctrl-C leaves for stopping the ComfyUI that was started
TOOLS = (  # a session's name, what it runs, and its help
    ("demo", "tools/demo.py", "Generate an image in a real ComfyUI: ``nox -s demo -- --help``."),
    (
        "workflows",
        "tools/workflows.py",
        "Save the workflows through the front end, as UI and as API.",
    ),
    ("contract", "tools/contract.py", "Write the snapshot of node ids, inputs and outputs again."),
    ("pictures", "tools/pictures.py", "Take the screenshots of README and help pages again."),
    ("thumbnails", "tools/thumbnails.py", "Make the images for the template dialog again."),
    ("locales", "tools/locales.py", "Write the English node texts again; list missing texts."),
)


def install(session: nox.Session, *groups: str) -> None:
    session.install(*nox.project.dependency_groups(GROUPS, *groups))


def check_style(session: nox.Session) -> None:
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("oxlint", "--deny-warnings", "web")
    ours = ("animagine", "bench", "tools", "tests/host", "noxfile.py")
    helpers = ("fuzz", "languages", "newcomer", "prompts", "rows")
    session.run("mypy", *ours, *(f"tests/{name}.py" for name in helpers))
    # nodes/ imports the rules from the package above it, so mypy gets a copy that has a name.
    pack = session.cache_dir.resolve() / "typed" / "animagine_xl"
    shutil.rmtree(pack, ignore_errors=True)
    for name in ("animagine", "nodes"):
        shutil.copytree(name, pack / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy("__init__.py", pack)
    stubs = os.pathsep.join((str(pack.parent), "tests/stubs"))  # what nodes/ uses of ComfyUI
    session.run("mypy", str(pack / "nodes"), env={"MYPYPATH": stubs})


@nox.session(python=[THIS, *OTHERS])
def unit(session: nox.Session) -> None:
    """The rules, without ComfyUI, on each installed Python: seconds."""
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


def add_tool(name: str, file: str, help_line: str) -> None:
    """A session that runs a program which starts a real ComfyUI."""

    def run(session: nox.Session) -> None:
        install(session, "host")
        session.run("python", file, *session.posargs, env=PATHS, interrupt_timeout=STOPPING)

    run.__doc__ = help_line
    nox.session(name=name)(run)


for row in TOOLS:
    add_tool(*row)


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
