"""Measure everything and write ``docs/benchmarks.md``: ``nox -s bench``.

With ``--quick`` each benchmark repeats little and the document is only printed.
"""

from __future__ import annotations

import time

from bench import (
    imports,
    machine,
    many_prompts,
    picture_grid,
    preview_route,
    rules,
    runs,
    sizes,
)
from bench.program import arguments, server_to_measure
from bench.table import Section, budgets, table
from host.comfyui import ready_host, say
from host.server import REPOSITORY

DOCUMENT = REPOSITORY / "docs" / "benchmarks.md"
HEAD = """\
# Benchmarks

`nox -s bench` measures all of this again and writes this page; `nox -s bench -- --quick` only \
shows that it works. Leave the machine alone meanwhile: other work on it shows in the figures.

The ComfyUI is a real one. The checkpoint is a stand-in: SDXL's form with random weights and fewer \
layers, so the seconds of a picture say nothing about Animagine XL on your machine; only the \
ratios and the pack's own figures do. A figure is a median; in brackets stands the range of the \
middle half of what was measured."""


def document(facts: list[tuple[str, str]], sections: list[Section]) -> str:
    parts = [HEAD, f"## Budgets\n\n{budgets(sections)}"]
    parts += [section.markdown() for section in sections]
    parts.append(f"## Measured on\n\n{table(facts)}")
    return "\n\n".join(part.strip() for part in parts) + "\n"


def main() -> None:
    quick = arguments(__doc__).quick
    started = time.monotonic()
    host = ready_host()
    facts = machine.described(host)
    sections = []
    for alone in (imports, rules, picture_grid):
        sections.append(alone.measure(host, quick))
        say(sections[-1].markdown())
    for beside in (sizes, many_prompts, preview_route, runs):
        # a server for each: what one leaves in memory and caches does not show in the next
        with server_to_measure(host) as server:
            sections.append(beside.measure(server, quick))
        say(sections[-1].markdown())
    minutes = (time.monotonic() - started) / 60
    text = document([*facts, ("minutes that the run took", f"{minutes:.0f}")], sections)
    say(text.partition("\n\n## Start")[0])
    if not quick:
        DOCUMENT.write_text(text, encoding="utf-8")
        say(f"\nWritten: {DOCUMENT.relative_to(REPOSITORY)}")


if __name__ == "__main__":
    main()
