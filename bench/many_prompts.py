"""A long queue of small prompts: what our part of each costs, in time and in memory."""

from __future__ import annotations

import time
from statistics import median

import psutil
import requests

from bench.program import alone_beside_a_server
from bench.table import Section, spread
from host.client import Graph, get, queue, text_of
from host.server import Server

HOW = """\
200 prompts, posted one by one and run to the last: a composer and core's PreviewAny, with \
another of the 21 years in each and another text after each round of years, so that nothing is \
cached. Against them 200 of core's text node with the finished text typed in. Rounds in turn; \
medians, in brackets the middle half. Memory is what the server process holds, both kinds of \
prompts together; ComfyUI keeps the history of each prompt, so a little growth is its own."""
PROMPTS, ROUNDS = 200, 5
YEARS = tuple(str(year) for year in range(2005, 2026))
MEGABYTE = 2**20


def measure(server: Server, quick: bool) -> Section:
    """Rates and memory of both, in turn."""
    process = psutil.Process(server.process.pid)
    text = finished_text(server)
    for graph in (composed(0), typed(text, 0)):
        run(server, [graph] * 10)
    rates: dict[str, list[float]] = {"the pack": [], "core": []}
    grown: dict[str, list[float]] = {name: [] for name in rates}
    first = 1
    before = resident(process)
    for _ in range(2 if quick else ROUNDS):
        for name in rates:
            numbers = range(first, first + PROMPTS)
            first += PROMPTS
            ours = name == "the pack"
            graphs = [composed(n) if ours else typed(text, n) for n in numbers]
            held = resident(process)
            rates[name].append(PROMPTS / run(server, graphs))
            grown[name].append(resident(process) - held)
    after = resident(process)
    ratio = spread([own / core for own, core in zip(*rates.values(), strict=True)])
    table = [
        ("what", "the pack", "core"),
        ("prompts a second", *(spread(found).text(digits=0) for found in rates.values())),
        ("milliseconds of a prompt", *(f"{1000 / median(found):.2f}" for found in rates.values())),
        (f"ratio of {len(rates['core'])} pairs", ratio.text(digits=3), "1"),
        ("server memory before the first round", f"{before:,.0f} MB", ""),
        ("server memory after the last round", f"{after:,.0f} MB", ""),
        ("growth in a round", *(spread(found).text(" MB", 1) for found in grown.values())),
    ]
    return Section("A queue of 200 prompts", HOW, table)


def composed(number: int) -> Graph:
    """A year, and which round of years it is, in the composer."""
    again, year = divmod(number, len(YEARS))
    inputs = {"model": "animagine-xl-4.0-opt", "general": f"smile, night, take {again}"}
    composer = {"class_type": "AnimaginePromptComposer", "inputs": {**inputs, "year": YEARS[year]}}
    return {"text": composer, **shown()}


def typed(text: str, number: int) -> Graph:
    again, year = divmod(number, len(YEARS))
    value = text.replace("take 0", f"take {again}").replace(YEARS[0], YEARS[year])
    return {"text": {"class_type": "PrimitiveString", "inputs": {"value": value}}, **shown()}


def shown() -> Graph:
    return {"shown": {"class_type": "PreviewAny", "inputs": {"source": ["text", 0]}}}


def finished_text(server: Server) -> str:
    return text_of(queue(server.url, composed(0)), "shown")


def run(server: Server, graphs: list[Graph]) -> float:
    """Seconds from the first prompt posted to the last one done."""
    with requests.Session() as session:
        started = time.perf_counter()
        for graph in graphs:
            posted = session.post(f"{server.url}/prompt", json={"prompt": graph}, timeout=60)
            posted.raise_for_status()
        while get(f"{server.url}/prompt")["exec_info"]["queue_remaining"]:
            time.sleep(0.005)
        taken = time.perf_counter() - started
    last = posted.json()["prompt_id"]
    status = get(f"{server.url}/history/{last}")[last]["status"]
    cached = [told["nodes"] for kind, told in status["messages"] if kind == "execution_cached"]
    if status["status_str"] != "success" or (any(cached) and graphs[0] != graphs[-1]):
        raise RuntimeError(f"the last prompt did not run: {status}")
    return taken


def resident(process: psutil.Process) -> float:
    return float(process.memory_info().rss) / MEGABYTE


if __name__ == "__main__":
    alone_beside_a_server(__doc__, measure)
