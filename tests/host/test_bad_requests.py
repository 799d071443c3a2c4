"""Requests that nobody should send to the route of the preview and to the pack's files."""

from __future__ import annotations

import gzip
import http.client
import json
import re
import selectors
import socket
from collections import Counter
from typing import Any

import pytest
import requests

from host.server import Server
from host.test_bad_input import (
    BAD_VALUES,
    BROKEN,
    MARK,
    MEGABYTE,
    SOURCES,
    SWITCH,
    WHOLE,
    Place,
    log_since,
    places_of,
    short,
)
from rows import rows

ROUTE = "/animagine/preview"
FILES = "/extensions/animagine-xl"
JSON = "Content-Type: application/json"
SETTINGS_NODE = {"class_type": "AnimagineSamplerSettings", "inputs": {"model": "animagine-xl-3.1"}}
GOOD = json.dumps({"node": "it", "graph": {"it": SETTINGS_NODE}}).encode()
NOTHING_SHOWN = {"error", "elsewhere"}
PYTHON_TYPES: dict[str, tuple[type, ...]] = {WHOLE: (int,), BROKEN: (int, float), SWITCH: (bool,)}
CHUNKED = "Transfer-Encoding: chunked"
COUNTED: Counter[int] = Counter()


def connect(server: Server) -> socket.socket:
    host, port = server.url.removeprefix("http://").split(":")
    return socket.create_connection((host, int(port)), timeout=60)


def written(
    server: Server, method: str, path: str, body: bytes, *headers: str, host: str = ""
) -> bytes:
    """A request byte by byte, as no library would send it; `host` takes the place of the true one."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: {host or server.url.removeprefix('http://')}"]
    if not any(header.startswith(("Content-Length", CHUNKED)) for header in headers):
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, *headers, "Connection: close", "", ""]).encode("latin-1") + body


def answer(connection: socket.socket) -> tuple[int, str]:
    """The status and the body; an answer that does not come is an error."""
    with http.client.HTTPResponse(connection) as response:
        response.begin()
        return response.status, response.read().decode("utf-8", "replace")


def exchange(server: Server, request: bytes) -> tuple[int, str]:
    with connect(server) as connection:
        connection.sendall(request)
        return answer(connection)


def still_answers(server: Server) -> bool:
    return exchange(server, written(server, "POST", ROUTE, GOOD, JSON))[0] == 200


@pytest.fixture(autouse=True)
def healthy(server: Server) -> Any:
    """After each test the route answers, and no error of ours is in the log."""
    start = server.log_path.stat().st_size
    yield
    assert still_answers(server)
    assert "animagine-xl/nodes" not in log_since(server, start).replace("\\", "/")


@pytest.fixture(scope="module")
def places(server: Server) -> list[Place]:
    return [place for place in places_of(server) if not place.settings]


def asked(place: Place, raw: str) -> bytes:
    """A request to look at the node of the place, or at a composer that it is linked to."""
    inputs = {**place.needed, place.name: MARK}
    composer = {"model": "animagine-xl-4.0-opt", "tags": ["it", 0]}
    graph = {
        "it": {"class_type": place.node, "inputs": inputs},
        "after": {"class_type": "AnimaginePromptComposer", "inputs": composer},
        **SOURCES,
    }
    body = json.dumps({"node": "NODE", "graph": graph})
    return body.replace(json.dumps(MARK), raw).encode()


def takes(place: Place, value: object) -> bool:
    """Whether the value has the type of the input; unlike a run, a preview turns nothing into it."""
    types = PYTHON_TYPES.get(place.type, (str,))
    return isinstance(value, types) and (bool in types or not isinstance(value, bool))


@rows("raw", *((raw, why) for raw, _, why in BAD_VALUES))
def test_a_bad_value_in_the_graph_gets_one_sentence(server, places, raw):
    try:
        value = json.loads(raw)
    except (ValueError, RecursionError):
        value = {}
    complaints = []
    with requests.Session() as session:
        session.headers["Content-Type"] = "application/json"
        for place in places:
            for node in ("it", "after"):
                body = asked(place, raw).replace(b"NODE", node.encode())
                response = session.post(f"{server.url}{ROUTE}", data=body, timeout=60)
                COUNTED[response.status_code] += 1
                found = response.json()
                if response.status_code == 200:
                    told = value is None or isinstance(value, list) or takes(place, value)
                    if node == "it" and set(found) - NOTHING_SHOWN and not told:
                        complaints.append(f"{place}: is shown")
                elif response.status_code not in (400, 413) or not is_sentence(found["error"]):
                    complaints.append(f"{place}: {response.status_code} {response.text}")
    assert short(complaints) == []


def is_sentence(said: str) -> bool:
    return 0 < len(said) < 1000 and "\n" not in said


@rows(
    "method, allowed",
    ("GET", (404, 405), "is for POST"),
    ("HEAD", (404, 405), "is for POST"),
    ("PUT", (405,), "is for POST"),
    ("DELETE", (405,), "is for POST"),
    ("PATCH", (405,), "is for POST"),
    ("TRACE", (405,), "is for POST"),
    ("CONNECT", (404, 405), "no proxy"),
    ("OPTIONS", (200,), "the host answers, without a header that would let another site in"),
    ("FOO", (400,), "no method"),
    ("post", (400,), "methods are upper case"),
)
def test_methods(server, method, allowed):
    with connect(server) as connection:
        connection.sendall(written(server, method, ROUTE, GOOD, JSON))
        with http.client.HTTPResponse(connection, method=method) as response:
            response.begin()
            assert response.status in allowed
            assert response.getheader("Access-Control-Allow-Origin") is None


@rows(
    "header, status",
    ("", 415, "none"),
    ("Content-Type:", 415, "an empty one"),
    ("Content-Type: multipart/form-data; boundary=x", 415, "a form"),
    ("Content-Type: application/x-www-form-urlencoded", 415, "a form of another site"),
    ("Content-Type: application/jsonp", 415, "no JSON"),
    ("Content-Type: application/json, text/plain", 415, "two"),
    ("Content-Type: \xff\xfe", 415, "no text"),
    ("Content-Type: application/json\0", 400, "NUL"),
    ("Content-Type: APPLICATION/JSON", 200, "upper case is the same"),
    ("Content-Type: application/json; charset=nope", 200, "JSON has no charset"),
    ("Content-Type: application/json" + ";a=b" * 1500, 200, "many parameters"),
)
def test_content_types(server, header, status):
    headers = [header] if header else []
    assert exchange(server, written(server, "POST", ROUTE, GOOD, *headers))[0] == status


NO_JSON = "the request is not valid JSON"
NO_OBJECT = "the request must be an object with graph and node"


@rows(
    "body, status, expected",
    (b"", 400, NO_JSON, "nothing"),
    (b"null", 400, NO_OBJECT, "null"),
    (b"1", 400, NO_OBJECT, "a number"),
    (b'"it"', 400, NO_OBJECT, "a text"),
    (b"NaN", 400, NO_OBJECT, "no number"),
    (b"1" * 5000, 400, NO_JSON, "a number that Python does not read"),
    (GOOD + b"x", 400, NO_JSON, "more after the JSON"),
    (GOOD + b"\0", 400, NO_JSON, "NUL after the JSON"),
    (b"//\n" + GOOD, 400, NO_JSON, "a comment"),
    (GOOD[:-1], 400, NO_JSON, "half of it"),
    (GOOD.replace(b"3.1", b"\xff\xc0"), 400, NO_JSON, "no UTF-8"),
    (GOOD.replace(b"3.1", b"\xed\xa0\x80"), 400, "an invalid character", "half a character in UTF-8"),
    (GOOD[:-1] + b', "node": 1}', 400, "node 1 is not the id", "a key twice: the last counts"),
    (b'{"node": 1, ' + GOOD[1:], 200, "settings", "a key twice, the last is good"),
    (b"\xef\xbb\xbf" + GOOD, 200, "settings", "a byte order mark"),
    (GOOD.decode().encode("utf-16"), 200, "settings", "UTF-16, as JSON allows"),
    (b'{"x": ' + b"[" * 500 + b"]" * 500 + b", " + GOOD[1:], 200, "settings", "depth nobody looks at"),
    (GOOD.replace(b"AnimagineSamplerSettings", b"a" * 500_000), 400, "has no preview", "a long name"),
    (GOOD.replace(b'"it", "graph"', b'"' + b"a" * 500_000 + b'", "graph"'), 400, "has no class_type", "a long id"),
    (b'{"node": {"a": "' + b"a" * 500_000 + b'"}}', 400, "is not the id", "a long object for an id"),
)  # fmt: skip
def test_bodies(server, body, status, expected):
    found, said = exchange(server, written(server, "POST", ROUTE, body, JSON))
    assert (found, expected in said) == (status, True), said[:300]
    assert found == 200 or is_sentence(json.loads(said)["error"])


def chunk(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data)


LAST = b"0\r\n\r\n"


@rows(
    "body, status",
    (chunk(GOOD) + LAST, 200, "one chunk"),
    (b"".join(chunk(GOOD[at : at + 1]) for at in range(len(GOOD))) + LAST, 200, "a byte each"),
    (chunk(b" " * MEGABYTE) * 3 + LAST, 413, "three megabytes that no header tells of"),
    (b"ZZ\r\nabc\r\n" + LAST, 400, "no size"),
    (chunk(GOOD[:9]) + b"ZZ\r\nabc\r\n" + LAST, 400, "no size, later"),
    (b"-1\r\nabc\r\n" + LAST, 400, "less than nothing"),
    (b"f" * 40 + b"\r\nabc\r\n" + LAST, 400, "a size beyond 64 bits"),
)
def test_chunks(server, body, status):
    assert exchange(server, written(server, "POST", ROUTE, body, JSON, CHUNKED))[0] == status


BOMB = gzip.compress(b" " * 100 * MEGABYTE)


@rows(
    "encoding, body, allowed",
    ("gzip", gzip.compress(GOOD), (415,), "nothing is unpacked"),
    ("gzip", BOMB, (415,), "100 MB in 100 kB"),
    ("deflate", b"\x78\x9c\xff\xff\xff", (415,), "no deflate"),
    ("gzip", GOOD, (415,), "no gzip"),
    ("br", GOOD, (400, 415), "what the host may not know"),
    ("nope", GOOD, (415,), "what nobody knows"),
)
def test_packed_bodies(server, encoding, body, allowed):
    request = written(server, "POST", ROUTE, body, JSON, f"Content-Encoding: {encoding}")
    assert exchange(server, request)[0] in allowed


def test_a_hundred_megabytes_are_refused_before_they_are_read(server):
    announced = f"Content-Length: {100 * MEGABYTE}"
    sent = 0
    with connect(server) as connection, selectors.DefaultSelector() as ready:
        connection.sendall(written(server, "POST", ROUTE, b"", JSON, announced))
        ready.register(connection, selectors.EVENT_READ | selectors.EVENT_WRITE)
        while not any(events & selectors.EVENT_READ for _, events in ready.select()):
            sent += connection.send(b" " * 65536)
        assert answer(connection)[0] == 413
    assert sent < 50 * MEGABYTE


def test_a_slow_body_is_given_up_and_nobody_waits_for_it(server):
    """One that does not come, one byte by byte, and chunks by byte."""
    waiting, dripping, chunked = (connect(server) for _ in range(3))
    waiting.sendall(written(server, "POST", ROUTE, b"", JSON, "Content-Length: 100"))
    dripping.sendall(written(server, "POST", ROUTE, b"", JSON, "Content-Length: 100"))
    chunked.sendall(written(server, "POST", ROUTE, b"", JSON, CHUNKED))
    with waiting, dripping, chunked, selectors.DefaultSelector() as answered:
        answered.register(dripping, selectors.EVENT_READ)
        while not answered.select(timeout=1):
            assert still_answers(server)
            dripping.sendall(b" ")
            chunked.sendall(chunk(b" "))
        for connection in (waiting, dripping, chunked):
            status, said = answer(connection)
            assert (status, "took longer than" in said) == (408, True)


@rows(
    "until",
    (20, "a header"),
    (-20, "a body"),
    (-1, "its last byte"),
)
def test_a_client_that_goes_away_in_the_midst_of(server, until):
    with connect(server) as connection:
        connection.sendall(written(server, "POST", ROUTE, GOOD, JSON)[:until])
        assert still_answers(server)  # by now the server waits for the rest


@rows(
    "header, allowed",
    ("Content-Length: 5\r\nContent-Length: 6", (400,), "two lengths"),
    ("Content-Length: -5", (400,), "a length below zero"),
    ("Content-Length: +5", (400,), "a length with a sign"),
    ("Content-Length: 5 5", (400,), "two lengths in one"),
    ("Content-Length: abc", (400,), "a length in words"),
    ("Content-Length: 1" + "0" * 30, (400,), "a length beyond 64 bits"),
    (f"Content-Length: {len(GOOD)}\r\n{CHUNKED}", (400,), "a length and chunks: smuggling"),
    ("Transfer-Encoding: chunked, identity", (400,), "chunks that are not last"),
    ("Transfer-Encoding: xchunked", (400,), "chunks by another name"),
    ("X : y", (400,), "a space before the colon"),
    ("X: y\r\n z", (400,), "a header in two lines"),
    ("nonsense", (400,), "no colon"),
    ("X: a\0b", (400,), "NUL"),
    ("X: a\nY: b", (400,), "half a line end"),
    ("X: " + "a" * 20_000, (400,), "a long header"),
    ("Host: elsewhere.example", (400,), "two hosts"),
    ("Expect: nope", (417,), "an expectation that nobody meets"),
    ("Expect: 100-continue", (200,), "a client that asks first"),
    ("X: \xff\xfe", (200,), "characters that are not ASCII"),
    ("Upgrade: websocket", (200,), "no websocket is there"),
)
def test_malformed_headers(server, header, allowed):
    request = written(server, "POST", ROUTE, GOOD, JSON, header)
    assert exchange(server, request)[0] in allowed


@rows(
    "request_bytes",
    (b"\x00\x01\x02\xff\r\n\r\n", "bytes"),
    (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 100, "TLS"),
    (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "HTTP/2"),
    (f"POST {ROUTE} HTTP/9.9\r\nHost: a\r\n\r\n".encode(), "a version to come"),
    (f"POST {ROUTE} HTTP/1.1\r\n\r\n".encode(), "no host"),
    (f"POST /{'a' * 20_000} HTTP/1.1\r\nHost: a\r\n\r\n".encode(), "a long address"),
)
def test_what_is_not_a_request(server, request_bytes):
    assert exchange(server, request_bytes)[0] in (400, 505)


def test_two_requests_in_one_piece_get_two_answers(server):
    first = written(server, "POST", ROUTE, GOOD, JSON).replace(b"Connection: close\r\n", b"")
    with connect(server) as connection:
        connection.sendall(first + written(server, "POST", ROUTE, b"{}", JSON))
        received = b"".join(iter(lambda: connection.recv(65536), b""))
    assert re.findall(rb"HTTP/1.1 (\d+)", received) == [b"200", b"400"]


@rows(
    "header, status",
    ("Origin: http://127.0.0.1:1", 403, "another port"),
    ("Origin: http://{host}@elsewhere.example", 403, "our address as a name of a user"),
    ("Origin: http://localhost:1", 403, "another name"),
    ("Origin: https://elsewhere.example/{host}", 403, "our address as a path"),
    ("Sec-Fetch-Site: cross-site\r\nOrigin: http://{host}", 403, "the browser knows better"),
    ("Origin: http://{host}", 200, "our own"),
    ("Sec-Fetch-Site: same-origin", 200, "our own page"),
    # Browsers ask first before they send JSON from there, and get no leave; see `test_methods`.
    ("Origin: null", 200, "a page in a sandbox, which the host lets through"),
)
def test_other_sites(server, header, status):
    header = header.format(host=server.url.removeprefix("http://"))
    assert exchange(server, written(server, "POST", ROUTE, GOOD, JSON, header))[0] == status


@rows(
    "called, header",
    ("", "Origin: http://[::1", "half an address"),
    ("", "Origin: http://127.0.0.1:abc", "a port in words"),
    ("", "Origin: http://127.0.0.1:99999999", "a port beyond all ports"),
    ("127.0.0.1:abc", "Origin: http://127.0.0.1", "a host with a port in words"),
    ("[::1", "Origin: http://127.0.0.1", "half a host"),
    ("a" * 5000, "Origin: http://127.0.0.1", "a long host"),
)
def test_what_the_host_stumbles_over_gets_what_it_gets_at_core(server, called, header):
    ours = exchange(server, written(server, "POST", ROUTE, GOOD, JSON, header, host=called))[0]
    core = exchange(server, written(server, "POST", "/prompt", b"{}", JSON, header, host=called))[0]
    assert ours == core


@rows(
    "path, status",
    ("/api/animagine/preview", 200, "as the front end asks"),
    ("/animagine/%70review", 200, "a character by its number"),
    ("/animagine/preview?x=../../etc/passwd", 200, "a query nobody reads"),
    ("/animagine/preview/", 405, "a slash at the end"),
    ("//animagine/preview", 405, "two slashes in front"),
    ("/animagine//preview", 405, "two slashes"),
    ("/animagine/preview/..", 405, "up"),
    ("/animagine/../animagine/preview", 405, "up and down"),
    ("/animagine\\preview", 405, "another slash"),
    ("/animagine/preview%2f", 405, "a slash by its number"),
    ("/animagine/preview%00", 405, "NUL"),
    ("/animagine/preview\0", 400, "NUL itself"),
    ("/animagine/preview;a=b", 405, "a parameter"),
    ("/ANIMAGINE/preview", 405, "upper case"),
    ("/animagine/preview/x", 405, "something below"),
    ("/animagine/%", 405, "half a number"),
    ("animagine/preview", 400, "no slash"),
    ("*", 400, "everything"),
)
def test_addresses_of_the_route(server, path, status):
    assert exchange(server, written(server, "POST", path, GOOD, JSON))[0] == status


@rows(
    "path",
    ("/../pyproject.toml", "up"),
    ("/../../custom_nodes/animagine-xl/pyproject.toml", "up and down"),
    ("/docs/../../pyproject.toml", "down and up"),
    ("/live_preview.js/../../pyproject.toml", "up from a file"),
    ("/%2e%2e/pyproject.toml", "dots by their numbers"),
    ("/..%2fpyproject.toml", "a slash by its number"),
    ("/%2e%2e%2fpyproject.toml", "both by their numbers"),
    ("/%252e%252e/pyproject.toml", "numbers by their numbers"),
    ("/%c0%ae%c0%ae/pyproject.toml", "dots in bad UTF-8"),
    ("/..%5cpyproject.toml", "a slash of Windows by its number"),
    ("/..\\pyproject.toml", "a slash of Windows"),
    ("/....//pyproject.toml", "dots that a filter would leave"),
    ("//etc/passwd", "two slashes"),
    ("/%2fetc/passwd", "a file by its whole path"),
    ("/file:///etc/passwd", "an address of a file"),
    ("/C:%5cWindows%5cwin.ini", "a drive of Windows"),
    ("/%5c%5cserver%5cshare", "a server of Windows"),
    ("/live_preview.js%00", "NUL at the end"),
    ("/%00", "NUL"),
    ("/live_preview.js%00.txt", "NUL between"),
    ("/live_preview.js::$DATA", "a stream of Windows"),
    ("/CON", "a device of Windows"),
    ("/%ff%fe", "no UTF-8"),
    ("/%", "half a number"),
    ("/" + "a/" * 2000, "2,000 folders"),
    ("/.git/config", "what is hidden"),
    ("/__init__.py", "what is beside"),
    ("/docs", "a folder"),
    ("/", "the folder itself"),
    ("/../../../server.log", "the server's log"),
)
def test_nothing_outside_web_is_given_away(server, path):
    status, body = exchange(server, written(server, "GET", FILES + path, b""))
    assert status in (400, 403, 404)
    assert not re.search(r"\[project\]|root:|import |\[fonts\]|got prompt", body)


def test_a_query_does_not_change_which_file_is_given(server):
    path = f"{FILES}/live_preview.js"
    plain = exchange(server, written(server, "GET", path, b""))
    assert plain[0] == 200
    assert exchange(server, written(server, "GET", f"{path}?x=../../pyproject.toml", b"")) == plain


def test_a_name_too_long_for_a_file_gets_what_it_gets_from_core(server):
    paths = (f"{FILES}/{'a' * 5000}", f"/{'a' * 5000}")
    ours, core = (exchange(server, written(server, "GET", path, b""))[0] for path in paths)
    assert ours == core


def test_every_value_was_tried():
    print(f"{COUNTED.total()} graphs: {COUNTED}")
    assert COUNTED[200] > 500 and COUNTED[400] > 2000
