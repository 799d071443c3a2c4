"""The grid node beside plain numpy: what labels and care cost in time and memory."""

from __future__ import annotations

from bench.program import alone, answer
from bench.table import Section, spread
from host.comfyui import Host

WIDTH, HEIGHT, COLUMNS, ROWS = 832, 1216, 5, 4
WAYS = {
    "numpy": "numpy: rows, then all",
    "bare": "the node without gap and labels",
    "labelled": "the node with title, labels and gap",
}


def measure(host: Host, quick: bool) -> Section:
    table = [("what", "milliseconds", "ratio", "memory at the peak")]
    base = None
    for name, title in WAYS.items():
        found = answer(
            host, "grid_in_host.py", name, 3 if quick else 15, WIDTH, HEIGHT, COLUMNS, ROWS
        )
        taken = spread([seconds * 1000 for seconds in found["seconds"]])
        base = base or taken.median
        extra = found["megabytes"]
        memory = "not told" if extra is None else f"{extra:,.0f} MB"
        table.append((title, taken.text(digits=0), f"{taken.median / base:.2f}", memory))
    return Section("Grid", how(), table)


def how() -> str:
    pictures = COLUMNS * ROWS
    megabytes = pictures * WIDTH * HEIGHT * 3 * 4 / 2**20
    return (
        f"{pictures} pictures of {WIDTH}x{HEIGHT} in {COLUMNS} columns, {megabytes:,.0f} MB of "
        "float32, against numpy's `concatenate` of rows and of all. A fresh process for each, "
        "medians with the middle half; the memory is what the first run adds at its peak, with "
        "the picture that comes out."
    )


if __name__ == "__main__":
    alone(__doc__, measure)
