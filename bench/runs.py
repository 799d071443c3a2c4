"""Whole runs: the pack's graph beside core's, and what a second run still does."""

from __future__ import annotations

from itertools import pairwise

from bench.graphs import COMPOSER, OURS, take, with_core_alone, with_the_pack
from bench.program import alone_beside_a_server
from bench.table import Budget, Section, spread
from host.client import Graph, queue
from host.server import Server

HOW = """\
The text-to-image workflow at 256x256 in 1 step on the CPU, with stand-in weights, against the \
same graph of core's nodes with the finished texts typed in. Both run in pairs, in turn first, \
each pair with a new seed and new texts, so that composer, negative and sampler run each time. \
The ratio is of a pair; beside it stands how much two runs of core's graph differ from each \
other. In brackets the middle half. Then the workflow is queued again, unchanged and with \
another year."""
PAIRS = 10
CACHED = ("CheckpointLoaderSimple", "AnimagineNegative", "AnimagineResolution")


def measure(server: Server, quick: bool) -> Section:
    pairs = seconds_of_pairs(server, 2 if quick else PAIRS)
    ours, core = ([pair[of] for pair in pairs] for of in (0, 1))
    ratios = [own / plain for own, plain in pairs]
    ratio = spread(ratios)
    noise = spread([later / sooner for sooner, later in pairwise(core)])
    again, year = second_runs(server)
    ours_again = [name for name in again if name in OURS]
    table = [
        ("what", "figure"),
        (f"the pack's graph, {len(pairs)} runs", spread(ours).text(" s")),
        (f"core's graph, {len(pairs)} runs", spread(core).text(" s")),
        ("ratio of a pair", ratio.text(digits=3)),
        ("smallest and largest ratio", f"{min(ratios):.3f} and {max(ratios):.3f}"),
        ("core's graph to itself, one run later", noise.text(digits=3)),
        ("run again unchanged: nodes that ran", ", ".join(again) or "none"),
        ("run again with another year: nodes that ran", ", ".join(year)),
    ]
    limits = [
        Budget("the pack's graph to core's, one run", ratio.text(digits=3),
               "1.00 in the middle half, or below it", ratio.low <= 1),
        Budget("unchanged graph queued again", f"{len(ours_again)} nodes of ours run, "
               f"{len(again)} in all", "0 and 0", not again),
        Budget("only the year changed", f"{', '.join(set(CACHED) & set(year)) or 'none'} ran again",
               "checkpoint, negative and latent cached",
               not set(CACHED) & set(year) and COMPOSER in year),
    ]  # fmt: skip
    return Section("Whole runs", HOW, table, limits)


def seconds_of_pairs(server: Server, count: int) -> list[tuple[float, float]]:
    """Seconds of the pack's graph and of core's, in pairs."""
    pack = with_the_pack(steps=1)
    core = with_core_alone(server, pack)
    for graph in (pack, core):
        seconds(server, take(graph, 1_000_000))  # loads the checkpoint
    found = []
    for number in range(1, count + 1):
        both = {}
        for graph in (pack, core) if number % 2 else (core, pack):
            both[graph is core] = seconds(server, take(graph, number))
        found.append((both[False], both[True]))
    return found


def seconds(server: Server, graph: Graph) -> float:
    """Seconds of a run in which all that has changed does run."""
    run = queue(server.url, graph)
    ran = classes(graph, run.executed)
    expected = {"KSampler", "VAEDecode", COMPOSER} & {n["class_type"] for n in graph.values()}
    if not expected <= set(ran):
        raise RuntimeError(f"only these ran: {', '.join(ran)}")
    return run.seconds


def second_runs(server: Server) -> tuple[list[str], list[str]]:
    """The classes of the nodes that ran in a second run, and in a third with another year."""
    graph = take(with_the_pack(steps=1), 2_000_000)
    queue(server.url, graph)
    again = queue(server.url, graph).executed
    for node in graph.values():
        if node["class_type"] == COMPOSER:
            node["inputs"]["year"] = "2019"
    return classes(graph, again), classes(graph, queue(server.url, graph).executed)


def classes(graph: Graph, ran: tuple[str, ...]) -> list[str]:
    return [graph[node_id]["class_type"] for node_id in ran]


if __name__ == "__main__":
    alone_beside_a_server(__doc__, measure)
