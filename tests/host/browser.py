"""ComfyUI's own front end in a real Chromium, driven by Playwright."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests
from playwright.sync_api import ConsoleMessage, Page, Request, Route, sync_playwright

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "msedge",
)
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"%ProgramFiles%\Google\Chrome\Application\chrome.exe",
    r"%ProgramFiles(x86)%\Google\Chrome\Application\chrome.exe",
    r"%LocalAppData%\Google\Chrome\Application\chrome.exe",
    r"%ProgramFiles(x86)%\Microsoft\Edge\Application\msedge.exe",
)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# The default workflow is loaded last of all; until then it would overwrite ours.
READY = "() => window.app?.extensionManager && window.app.canvas?.graph?.nodes.length"
BLANK = "() => window.app.extensionManager.command.execute('Comfy.NewBlankWorkflow')"
SETTINGS = {
    "Comfy.Validation.Workflows": True,
    "Comfy.TutorialCompleted": True,
    "Comfy.Notification.ShowVersionUpdates": False,
    "Comfy.VersionCompatibility.DisableWarnings": True,
}
HOSTS_OWN = (  # what a bare ComfyUI complains about on a new user folder, and what we dropped
    "user.css",
    "/api/userdata",
    "net::ERR_FAILED",
    "The legacy queue/history menu is deprecated",
    "ComfyApp.open_maskeditor is deprecated",
    "ComfyApp graph accessed before initialization",
    "WARNING: Invalid layout total size",
    "input.link is deprecated",  # when it loads its own first workflow
)


@dataclass(frozen=True)
class Frontend:
    """An open ComfyUI page and the console warnings, errors and exceptions that are not its own."""

    page: Page
    complaints: list[str]


@contextmanager
def open_frontend(
    url: str,
    *,
    nodes2: bool = False,
    locale: str = "en",
    settings: dict[str, Any] | None = None,
) -> Iterator[Frontend]:
    """Open the front end of the server at ``url`` on a clean canvas, without first-run dialogs.

    ``nodes2`` picks the Vue renderer, ``locale`` the language; ``settings`` adds any other. Only
    the server itself is reached: requests to other hosts are dropped.
    """
    chosen = {**SETTINGS, "Comfy.VueNodes.Enabled": nodes2, "Comfy.Locale": locale}
    requests.post(f"{url}/settings", json={**chosen, **(settings or {})}, timeout=30)
    install_cjk_font()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
        context = browser.new_context(viewport={"width": 1920, "height": 1080})
        context.route(lambda address: not address.startswith(url), drop)
        page = context.new_page()
        complaints = listen(page)
        page.goto(url)
        page.wait_for_function(READY, timeout=60_000)
        page.evaluate(BLANK)
        yield Frontend(page, complaints)
        browser.close()


def listen(page: Page) -> list[str]:
    """A list that grows with each complaint in the page's console."""
    complaints: list[str] = []

    def on_console(message: ConsoleMessage) -> None:
        line = f"{message.type}: {message.text} ({message.location.get('url', '')})"
        if message.type in ("warning", "error") and not any(own in line for own in HOSTS_OWN):
            complaints.append(line)

    page.on("console", on_console)
    page.on("pageerror", lambda error: complaints.append(f"exception: {error}"))
    return complaints


def drop(route: Route, request: Request) -> None:
    route.abort()


def find_browser() -> str | None:
    """The path of an installed Chromium, Chrome or Edge, else of one installed by apt.

    Where that cannot be, Playwright fetches its own, which it finds without a path: ``None``.
    """
    for name in NAMES:
        if path := shutil.which(name):
            return path
    for place in map(os.path.expandvars, PLACES):
        if Path(place).is_file():
            return place
    if apt_install("chromium"):
        return shutil.which("chromium")
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=True)
    return None


def install_cjk_font() -> None:
    """Without a Japanese font, a screenshot shows boxes; other systems bring one along."""
    lister = shutil.which("fc-list")
    if lister and not subprocess.run([lister, ":lang=ja"], capture_output=True).stdout:
        apt_install("fonts-noto-cjk")


def apt_install(package: str) -> bool:
    """Install a Debian package where we are root and there is apt; True when it worked."""
    apt = shutil.which("apt-get")
    if apt is None or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return False
    print(f"Installing {package} with apt-get", flush=True)
    subprocess.run([apt, "update", "-qq"])
    return subprocess.run([apt, "install", "-y", "-qq", package]).returncode == 0


def load_workflow(page: Page, path: Path) -> None:
    """Open a UI workflow file on the canvas."""
    workflow = json.loads(path.read_text(encoding="utf-8"))
    page.evaluate("async (workflow) => { await window.app.loadGraphData(workflow) }", workflow)


def to_api(page: Page) -> dict[str, Any]:
    """The graph on the canvas in API format, as the Run button would queue it."""
    api: dict[str, Any] = page.evaluate("async () => (await window.app.graphToPrompt()).output")
    return api


def screenshot(page: Page, path: Path) -> Path:
    """A picture of the window once the canvas has been drawn."""
    page.wait_for_timeout(500)
    page.screenshot(path=path)
    return path
