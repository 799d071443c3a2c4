"""The check on the real host: exact token counts, and a report on the node itself."""

from __future__ import annotations

from host.client import queue, text_of
from rows import rows

V40, V31 = "animagine-xl-4.0-opt", "animagine-xl-3.1"
N40 = (
    "lowres, bad anatomy, bad hands, text, error, missing finger, extra digits, fewer digits, "
    "cropped, worst quality, low quality, low score, bad score, average score, signature, "
    "watermark, username, blurry"
)
N31 = (
    "nsfw, lowres, (bad), text, error, fewer, extra, missing, worst quality, jpeg artifacts, "
    "low quality, watermark, unfinished, displeasing, oldest, early, chromatic aberration, "
    "signature, extra digits, artistic error, username, scan, [abstract]"
)
BLOCK = "masterpiece, high score, great score, absurdres"
FIREFLY = (
    r"1girl, firefly \(honkai: star rail\), honkai \(series\), honkai: star rail, safe, casual, "
    f"solo, looking at viewer, outdoors, smile, reaching towards viewer, night, {BLOCK}"
)


def checked(server, text: str, **inputs: object) -> tuple[str, list[str]]:
    """What the check shows on itself, and its outputs."""
    graph = {
        "text": {"class_type": "PrimitiveStringMultiline", "inputs": {"value": text}},
        "check": {
            "class_type": "AnimaginePromptCheck",
            "inputs": {"text": ["text", 0], "model": V40, **inputs},
        },
        **{
            f"shown {i}": {"class_type": "PreviewAny", "inputs": {"source": ["check", i]}}
            for i in range(4)
        },
    }
    run = queue(server.url, graph)
    assert not run.node_errors
    return text_of(run, "check"), [text_of(run, f"shown {i}") for i in range(4)]


@rows(
    "text, tokens, chunks",
    (BLOCK, 10, 1, "4.0's block"),
    (N40, 47, 1, "4.0's negative"),
    (FIREFLY, 52, 1, "the whole example of 4.0"),
    ("masterpiece, best quality, very aesthetic, absurdres", 10, 1, "3.1's block"),
    (N31, 58, 1, "3.1's negative: (bad) counts without its parentheses"),
    ("masterpiece, best quality", 4, 1, "3.0's block"),
    ("year 2025", 5, 1, "each digit is a token"),
    ("1girl", 2, 1, "two tokens"),
    ("", 0, 1, "nothing"),
    (", ".join(["hat"] * 38), 75, 1, "a full chunk"),
    (", ".join(["hat"] * 39), 77, 2, "one more"),
)
def test_tokens_and_chunks(server, text, tokens, chunks):
    _, outputs = checked(server, text)
    assert outputs[2:] == [str(tokens), str(chunks)]


def test_shows_its_report_on_itself(server):
    shown, outputs = checked(server, "1girl, newest, safe, nsfw")
    assert shown.startswith("8 tokens in 1 chunk of 75\nwarning: newest - ")
    assert outputs[0] == shown.partition("\n")[2]
    assert outputs[1] == "2"


def test_says_so_when_it_finds_no_problem(server):
    shown, outputs = checked(server, FIREFLY)
    assert shown == "52 tokens in 1 chunk of 75\nNo problems found."
    assert outputs[:2] == ["", "0"]


def test_names_the_tag_that_crosses(server):
    shown, _ = checked(server, ", ".join(["hat"] * 35) + ", " + BLOCK)
    assert "warning: great score - the first 75 tokens end here" in shown


def test_works_as_an_output_node_and_runs_once(server):
    graph = {
        "text": {"class_type": "PrimitiveString", "inputs": {"value": "1girl, alone"}},
        "check": {
            "class_type": "AnimaginePromptCheck",
            "inputs": {"text": ["text", 0], "model": V31},
        },
    }
    assert "No problems found" in text_of(queue(server.url, graph), "check")
    assert queue(server.url, graph).executed == ()
