"""The route of the live preview under load, beside an idle host and beside one that samples."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from urllib.parse import urlsplit

import requests

from bench.graphs import COMPOSER, only, take, with_the_pack
from bench.program import alone_beside_a_server
from bench.table import Budget, Section, percentile
from bench.texts import plain
from host.client import RunFailed, queue
from host.server import Server

HOW = """\
Milliseconds of a whole HTTP request, from sending it to having read the answer, over a \
connection that stays open: the text-to-image graph with 75 tags in the composer, another text \
in each request. Each client asks again as soon as it has its answer, which nobody who types \
does; the clients take their share of the same CPUs. Sampling: a picture of 256x256 with many \
steps is drawn on the CPU meanwhile."""
CLIENTS = (1, 8, 32)
PERCENTS = (50, 95, 99)
TAGS = 75
LIMIT_MS = 50
JSON = {"Content-Type": "application/json"}


def measure(server: Server, quick: bool) -> Section:
    enough = 1.0 if quick else 10.0
    table = [("host", "clients", "requests", *(f"p{percent}" for percent in PERCENTS))]
    found = {}
    for name in ("idle", "sampling"):
        with sampling(server) if name == "sampling" else nothing():
            for clients in CLIENTS:
                times = under_load(server, clients, enough)
                found[name, clients] = [percentile(times, percent) * 1000 for percent in PERCENTS]
                figures = [f"{value:,.1f}" for value in found[name, clients]]
                table.append((name, str(clients), f"{len(times):,}", *figures))
    p95 = found["idle", 1][PERCENTS.index(95)]
    limit = Budget(
        "live preview, p95 of a request, one client, idle host",
        f"{p95:.1f} ms",
        f"{LIMIT_MS} ms",
        p95 <= LIMIT_MS,
    )
    return Section("Live preview", HOW, table, [limit])


def under_load(server: Server, clients: int, enough: float) -> list[float]:
    """Seconds of each request that `clients` make until the time is over."""
    bodies = requests_to_send()
    asking = threading.Barrier(clients)

    def client(index: int) -> list[float]:
        connection = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=120)
        ask(connection, bodies[index])
        asking.wait()
        times: list[float] = []
        end = time.perf_counter() + enough
        while (started := time.perf_counter()) < end:
            ask(connection, bodies[(index + len(times)) % len(bodies)])
            times.append(time.perf_counter() - started)
        connection.close()
        return times

    with ThreadPoolExecutor(clients) as pool:
        return [seconds for times in pool.map(client, range(clients)) for seconds in times]


def requests_to_send() -> list[bytes]:
    graph = with_the_pack(steps=1)
    composer = only(graph, COMPOSER)
    graph[composer]["inputs"]["general"] = f"{plain(TAGS - 1)}, take 0"
    return [
        json.dumps({"node": composer, "graph": take(graph, number)}).encode()
        for number in range(50)
    ]


def ask(connection: http.client.HTTPConnection, body: bytes) -> None:
    connection.request("POST", "/animagine/preview", body, JSON)
    response = connection.getresponse()
    answer = response.read()
    if response.status != 200 or b'"parts"' not in answer:
        raise RuntimeError(f"status {response.status}: {answer[:200]!r}")


@contextmanager
def sampling(server: Server) -> Iterator[None]:
    """A picture is being drawn until the block ends."""
    begun = threading.Event()

    def draw() -> None:
        try:
            graph = take(with_the_pack(steps=10_000), 3_000_000)
            queue(server.url, graph, on_progress=lambda *_: begun.set(), timeout=3600)
        except RunFailed:  # it was interrupted
            pass

    drawing = threading.Thread(target=draw)
    drawing.start()
    if not begun.wait(300):
        raise TimeoutError("the picture was not begun")
    try:
        yield
        if not drawing.is_alive():
            raise RuntimeError("the picture ended too soon")
    finally:
        requests.post(f"{server.url}/interrupt", timeout=60).raise_for_status()
        drawing.join()


@contextmanager
def nothing() -> Iterator[None]:
    yield


if __name__ == "__main__":
    alone_beside_a_server(__doc__, measure)
