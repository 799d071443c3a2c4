"""Save the workflows through the real front end, in UI and in API format.

Run after a change of a workflow or of a node: ``nox -s workflows``.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from host.browser import load_workflow, open_frontend, to_api
from host.comfyui import ready_host, say
from host.server import REPOSITORY, running_server

WORKFLOWS = REPOSITORY / "workflows"
SERIALIZE = "() => JSON.stringify(window.app.rootGraph.serialize())"  # leaves undefined out
SETTLED = 1000  # ms: text widgets measure themselves after they are drawn


def ui_files() -> list[Path]:
    return sorted(WORKFLOWS.glob("*.json"))


def api_file(ui_file: Path) -> Path:
    """Where the API form of a workflow lies."""
    return WORKFLOWS / "api" / ui_file.name


def write(path: Path, graph: dict[str, Any]) -> None:
    path.write_text(json.dumps(graph, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def save(page: Page, ui_file: Path) -> None:
    load_workflow(page, ui_file)
    page.wait_for_timeout(SETTLED)
    write(ui_file, json.loads(page.evaluate(SERIALIZE)))
    write(api_file(ui_file), to_api(page))
    say(f"Saved {ui_file.relative_to(REPOSITORY)}")


def main() -> None:
    (WORKFLOWS / "api").mkdir(exist_ok=True)
    with running_server(ready_host()) as server, open_frontend(server.url) as frontend:
        for ui_file in ui_files():
            save(frontend.page, ui_file)


if __name__ == "__main__":
    main()
