"""What a run was measured on, in words that say nothing about whose machine it is."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from datetime import datetime, timezone
from pathlib import Path

import psutil

from host.comfyui import Host

HOST_TELLS = "import platform, torch; print(platform.python_version(), torch.__version__)"


def described(host: Host) -> list[tuple[str, str]]:
    python, torch = subprocess.check_output(
        [host.python, "-c", HOST_TELLS], encoding="utf-8"
    ).split()
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "not told"
    return [
        ("what", "which"),
        ("date", f"{datetime.now(timezone.utc):%Y-%m-%d %H:%M} UTC"),
        ("system", f"{platform.system()} {platform.machine()}"),
        ("processor", processor()),
        ("CPUs", str(os.cpu_count())),
        ("memory", f"{psutil.virtual_memory().total / 2**30:.0f} GB"),
        ("load average before the run", load),
        ("ComfyUI", f"{host.version}, on the CPU"),
        ("its Python and torch", f"{python} and {torch}"),
        ("Python of the rules", platform.python_version()),
    ]


def processor() -> str:
    told = Path("/proc/cpuinfo")
    text = told.read_text(encoding="utf-8") if told.is_file() else ""
    found = re.search(r"^model name\s*:\s*(.+)$", text, re.MULTILINE)
    return found[1] if found else platform.processor() or "not told"
