"""The rules as functions: their time by the number of tags, and how it grows."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from bench.program import HERE, alone, answer
from bench.table import Budget, Section, Spread, exponent, spread
from host.comfyui import Host
from host.server import REPOSITORY

HOW = """\
Milliseconds of a call, without ComfyUI, by pytest-benchmark. The check with tokens runs in \
ComfyUI's own Python with ComfyUI's own tokenizer, already loaded; it refuses a text that is too \
long to count. All tags are different. Mixed: of ten tags one has underscores, one a name whose \
parentheses are escaped, one a weight. Growth is the slope of log(time) over log(tags) from 1,000 \
tags on, without the slower three quarters of the calls: 1 is linear, n log n would be 1.11."""
LIMIT_MS, BUDGET_TAGS = 0.25, 75
LARGE, LIMIT_GROWTH = 1_000, 1.15
WHY = """\
**compose**: tags without brackets take a short way; each name to escape and each weight costs \
about 15 microseconds in the reader of parentheses, which is spread over its steps. The budget is \
met with up to two of them among 75 tags; one pattern for the commonest forms is the plan."""
WITH_TOKENS = "check, with tokens"
Times = Mapping[int, Spread]  # by number of tags, in seconds


def measure(host: Host, quick: bool) -> Section:
    times = {**in_plain_python(quick), WITH_TOKENS: in_host(host, quick)}
    sizes = sorted({size for by_size in times.values() for size in by_size})
    header = ["tags", *(f"{size:,}" for size in sizes), "growth"]
    table = [header]
    for name, by_size in times.items():
        milliseconds = [
            f"{by_size[size].median * 1000:,.3f}" if size in by_size else "refused"
            for size in sizes
        ]
        table.append([name, *milliseconds, f"{growth(by_size):.2f}"])
    return Section("Rules", HOW, table, [*composing(times), *growing(times)])


def composing(times: Mapping[str, Times]) -> list[Budget]:
    found = []
    for name in (name for name in times if name.startswith("compose")):
        taken = times[name][BUDGET_TAGS]
        text = Spread(taken.median * 1000, taken.low * 1000, taken.high * 1000).text(" ms", 3)
        what = f"{name}: {BUDGET_TAGS} of them"
        met = taken.median * 1000 <= LIMIT_MS
        found.append(Budget(what, text, f"{LIMIT_MS} ms", met, WHY))
    return found


def growing(times: Mapping[str, Times]) -> list[Budget]:
    most = max(size for by_size in times.values() for size in by_size)
    name = max((name for name in times if most in times[name]), key=lambda n: growth(times[n]))
    worst = growth(times[name])
    what = f"growth of the rules to {most:,} tags, the worst ({name})"
    return [Budget(what, f"n^{worst:.2f}", f"n^{LIMIT_GROWTH}", worst <= LIMIT_GROWTH)]


def growth(by_size: Times) -> float:
    sizes = [size for size in by_size if size >= LARGE]
    return exponent(sizes, [by_size[size].low for size in sizes])


def in_plain_python(quick: bool) -> dict[str, Times]:
    """What pytest-benchmark says of `functions.py`."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "times.json"
        command = [sys.executable, "-m", "pytest", "-q", str(HERE / "functions.py")]
        command += ["-p", "no:cacheprovider", f"--benchmark-json={file}", "--benchmark-storage"]
        command += [f"file://{folder}", f"--benchmark-max-time={0.1 if quick else 1}"]
        subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True)
        measured = json.loads(file.read_text(encoding="utf-8"))["benchmarks"]
    times: dict[str, dict[int, Spread]] = {}
    for one in measured:
        by_size = times.setdefault(one["params"]["name"], {})
        stats = one["stats"]
        by_size[one["params"]["size"]] = Spread(stats["median"], stats["q1"], stats["q3"])
    return dict(times)


def in_host(host: Host, quick: bool) -> Times:
    measured = answer(host, "check_in_host.py", 0.2 if quick else 2)
    return {int(size): spread(seconds) for size, seconds in measured.items()}


if __name__ == "__main__":
    alone(__doc__, measure)
