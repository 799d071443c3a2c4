"""What goes wrong around a run: each fault ends where it began, and the next run is right."""

from __future__ import annotations

import itertools
import os
import re
import shutil
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests
import websocket

from animagine.models import presets
from animagine.prompt import compose
from host.client import Graph, RunFailed, follow, get, object_info, queue, receive, text_of
from host.comfyui import Host
from host.server import CHECKPOINT_NAMES, REPOSITORY, Server, copy_pack, running_server
from rows import rows

MODEL = "animagine-xl-4.0-opt"
JAPANESE = "初音ミク, 夜の東京, ❤️ 笑顔 (アニメ)"
LONG = 200  # steps: a run that is still going when the fault comes
SECONDS = 300
SEEDS = itertools.count(1)
linux = pytest.mark.skipif(sys.platform != "linux", reason="limits a process as Linux does")


# Graphs and what they give


def composed(general: str) -> Graph:
    """The composer, shown by core's PreviewAny."""
    inputs = {"model": MODEL, "general": general}
    return {
        "it": {"class_type": "AnimaginePromptComposer", "inputs": inputs},
        "shown": {"class_type": "PreviewAny", "inputs": {"source": ["it", 0]}},
    }


def generated(steps: int, *, side: int = 64, batch_size: int = 1) -> Graph:
    """Core's KSampler with all that our nodes give to it.

    The prompts are the same each time, so that the host keeps what it made of them.
    """
    size = {"resolution": "custom", "width": side, "height": side, "batch_size": batch_size}
    return {
        "composer": {"class_type": "AnimaginePromptComposer", "inputs": {"model": MODEL}},
        "against": {"class_type": "AnimagineNegative", "inputs": {"model": MODEL}},
        "size": {"class_type": "AnimagineResolution", "inputs": size},
        "settings": {"class_type": "AnimagineSamplerSettings", "inputs": {"model": MODEL}},
        "checkpoint": {
            "class_type": "CheckpointLoaderSimple",
            "inputs": {"ckpt_name": CHECKPOINT_NAMES[0]},
        },
        "positive": {
            "class_type": "CLIPTextEncode",
            "inputs": {"text": ["composer", 0], "clip": ["checkpoint", 1]},
        },
        "negative": {
            "class_type": "CLIPTextEncode",
            "inputs": {"text": ["against", 0], "clip": ["checkpoint", 1]},
        },
        "sampler": {
            "class_type": "KSampler",
            "inputs": {
                "model": ["checkpoint", 0],
                "positive": ["positive", 0],
                "negative": ["negative", 0],
                "latent_image": ["size", 0],
                "seed": next(SEEDS),
                "steps": steps,
                "cfg": ["settings", 1],
                "sampler_name": ["settings", 2],
                "scheduler": ["settings", 3],
                "denoise": 1.0,
            },
        },
        "latent": {"class_type": "PreviewAny", "inputs": {"source": ["sampler", 0]}},
    }


def text(general: str) -> str:
    return compose(presets.load(MODEL), general=general).text


def works(server: Server, **more: dict[str, Any]) -> bool:
    """Whether a run and a preview of a text that nobody sent before are right."""
    general = f"{JAPANESE}, {uuid.uuid4().hex}"
    ran = queue(server.url, {**composed(general), **more})
    body = {"node": "it", "graph": composed(general)}
    seen = requests.post(f"{server.url}/animagine/preview", json=body, timeout=60).json()
    previewed = "".join(part for part, _ in seen["parts"])
    return text_of(ran, "shown") == previewed == text(general)


# A client that can be cut off


@dataclass(frozen=True)
class Sent:
    """A prompt that was accepted, and the client that waits for it."""

    url: str
    prompt_id: str
    socket: websocket.WebSocket

    def until(self, kind: str, node_id: str) -> None:
        """Until the server tells that of the node: `executing`, or `progress` for its first step."""
        deadline = time.monotonic() + SECONDS
        while True:
            told, data = receive(self.socket, deadline)
            if told == kind and data["node"] == node_id:
                return

    def until_it_ends(self) -> None:
        follow(self.socket, self.prompt_id, None, time.monotonic() + SECONDS)

    def ended(self) -> dict[str, Any]:
        """What the history keeps of it, without a websocket."""
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline:
            if entry := get(f"{self.url}/history/{self.prompt_id}").get(self.prompt_id):
                return entry
            time.sleep(0.1)
        raise TimeoutError("the prompt did not end")


@contextmanager
def sent(server: Server, graph: Graph) -> Iterator[Sent]:
    client = uuid.uuid4().hex
    address = f"ws{server.url.removeprefix('http')}/ws?clientId={client}"
    with closing(websocket.create_connection(address, timeout=30)) as socket:
        yield Sent(server.url, post(server, graph, client), socket)


def post(server: Server, graph: Graph, client: str) -> str:
    """The id of the prompt, which nobody waits for."""
    body = {"prompt": graph, "client_id": client}
    response = requests.post(f"{server.url}/prompt", json=body, timeout=60)
    response.raise_for_status()
    return str(response.json()["prompt_id"])


def tell(server: Server, path: str, **body: Any) -> None:
    requests.post(f"{server.url}{path}", json=body, timeout=60).raise_for_status()


# While a prompt runs


def test_a_client_that_goes_away_leaves_its_run_to_end(server):
    with sent(server, composed("smile") | generated(3)) as prompt:
        prompt.until("progress", "sampler")
    entry = prompt.ended()
    assert entry["status"]["status_str"] == "success"
    assert entry["outputs"]["shown"]["text"] == [text("smile")]
    assert works(server, **generated(1))


def test_a_run_after_an_interrupted_one_is_right(server):
    with sent(server, composed("night") | generated(LONG)) as prompt:
        prompt.until("progress", "sampler")
        tell(server, "/interrupt")
        with pytest.raises(RunFailed, match="interrupted") as failed:
            prompt.until_it_ends()
    assert failed.value.node_id == "sampler"
    assert works(server, **generated(1))


def test_prompts_removed_from_the_queue_never_run(server):
    def waiting() -> list[str]:
        return [item[1] for item in get(f"{server.url}/queue")["queue_pending"]]

    with sent(server, generated(LONG)) as prompt:
        prompt.until("progress", "sampler")
        ids = [post(server, composed(f"out {i}"), "nobody") for i in range(3)]
        tell(server, "/queue", delete=ids[:1])
        assert waiting() == ids[1:]
        tell(server, "/queue", clear=True)
        assert waiting() == []
        tell(server, "/interrupt")
        with pytest.raises(RunFailed, match="interrupted"):
            prompt.until_it_ends()
    assert works(server, **generated(1))
    assert not set(ids) & get(f"{server.url}/history").keys()


@contextmanager
def little_memory(process: subprocess.Popen[bytes], spare: int) -> Iterator[None]:
    """Leave a running process that many bytes more than it has."""
    import resource  # there is none on Windows

    status = Path(f"/proc/{process.pid}/status").read_text("utf-8")
    (has,) = re.findall(r"VmSize:\s+(\d+) kB", status)
    before = resource.prlimit(process.pid, resource.RLIMIT_AS)
    resource.prlimit(process.pid, resource.RLIMIT_AS, (int(has) * 1024 + spare, before[1]))
    try:
        yield
    finally:
        resource.prlimit(process.pid, resource.RLIMIT_AS, before)


@linux
def test_a_sampler_without_memory_fails_in_the_hosts_own_words(server):
    assert works(server, **generated(1))  # with all that it loads
    before = server.log()
    with (
        little_memory(server.process, 256 * 1024**2),
        pytest.raises(RunFailed, match=r"can't allocate memory|create a primitive") as failed,
    ):  # the first layer needs more than that
        queue(server.url, composed("rain") | generated(1, side=512, batch_size=64))
    assert failed.value.node_id == "sampler"
    assert "custom_nodes" not in "".join(failed.value.details["traceback"])
    assert "custom_nodes" not in server.log().removeprefix(before)
    assert works(server, **generated(1))


# A server that is killed, and its clock


SLOW: Graph = {  # seconds on any CPU
    "image": {
        "class_type": "EmptyImage",
        "inputs": {"width": 2048, "height": 2048, "batch_size": 1, "color": 0},
    },
    "blurred": {
        "class_type": "ImageBlur",
        "inputs": {"image": ["image", 0], "blur_radius": 31, "sigma": 10.0},
    },
    "seen": {"class_type": "PreviewAny", "inputs": {"source": ["blurred", 0]}},
}


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_killed_server_comes_back_as_it_was(host, tmp_path):
    base, pack = tmp_path / "base folder ベース", copy_pack(tmp_path / "packs パック" / "v 1.0")
    for path in files(pack):
        os.utime(path, (0, 0))  # a clock that began again in 1970
    with running_server(host, pack=pack, base=base) as server:
        before = object_info(server.url)
        assert works(server)
        shown = queue(server.url, composed(JAPANESE)).outputs
        with sent(server, composed("night") | SLOW) as prompt:
            prompt.until("executing", "blurred")
            server.process.kill()
            server.process.wait()
    for path in files(pack):
        os.utime(path, (4e9, 4e9))  # and now it is 2096
    with running_server(host, pack=pack, base=base) as server:
        assert object_info(server.url) == before
        assert queue(server.url, composed(JAPANESE)).outputs == shown
        assert shown == {"shown": {"text": [text(JAPANESE)]}}
        assert works(server)


def test_two_servers_on_one_user_folder(host, server):
    shared = ["--user-directory", str(server.base / "user")]
    with running_server(host, arguments=shared) as second:
        body = b'{"animagine": 1}'
        address = f"{server.url}/userdata/animagine.json"
        requests.post(address, data=body, timeout=60).raise_for_status()
        seen = requests.get(f"{second.url}/userdata/animagine.json", timeout=60)
        assert seen.content == body  # it is one folder
        with ThreadPoolExecutor(2) as threads:
            assert all(threads.map(works, [server, second] * 5))
        second.process.kill()
        second.process.wait()
        assert works(server)


# Folders that nobody may write to


def held_back() -> list[str]:
    """What a server is started by so that it minds read-only folders, as root does not."""
    if os.name == "nt":
        pytest.skip("Windows lets everybody write into a read-only folder")
    if os.geteuid():
        return []
    launcher = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search", "--"]
    if not shutil.which("setpriv") or subprocess.run([*launcher, "true"]).returncode:
        pytest.skip("root writes everywhere, and there is no setpriv to take that away")
    return launcher


@contextmanager
def read_only(*folders: Path) -> Iterator[None]:
    def give(path: Path, mode: int) -> None:
        for one in (path, *path.rglob("*")):
            one.chmod(one.stat().st_mode & ~0o222 | mode)

    for folder in folders:
        give(folder, 0)
    try:
        yield
    finally:
        for folder in folders:
            give(folder, 0o200)


@pytest.fixture(scope="module")
def locked(host: Host, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that may write neither into the pack nor into the user folder."""
    launcher = held_back()
    base = tmp_path_factory.mktemp("locked")
    pack = copy_pack(base / "custom_nodes" / "animagine-xl")
    (base / "user" / "default").mkdir(parents=True)
    with read_only(pack, base / "user"):
        for folder in (pack, pack / "presets", base / "user", base / "user" / "default"):
            script = "import sys; open(sys.argv[1], 'w')"
            command = [*launcher, str(host.python), "-c", script, str(folder / "new")]
            tried = subprocess.run(command, capture_output=True, encoding="utf-8")
            assert "PermissionError" in tried.stderr
        with running_server(host, base=base, launcher=launcher) as server:
            yield server


def test_a_pack_folder_that_is_read_only(locked):
    assert works(locked)
    assert not list((locked.base / "custom_nodes").rglob("__pycache__"))  # not even Python did


def test_a_user_folder_that_is_read_only(locked):
    address = f"{locked.url}/userdata/new.json"
    assert not requests.post(address, data=b"1", timeout=60).ok
    assert works(locked)


# A server without a home and with an old locale, and a neighbour


SAMPLER = """
import torch


class Sampler:
    INPUT_TYPES = classmethod(lambda cls: {"required": {"text": ("STRING", {"forceInput": True})}})
    RETURN_TYPES = ("LATENT",)
    FUNCTION = "sample"

    def sample(self, text):
        raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 GiB.")


NODE_CLASS_MAPPINGS = {"NeighbourSampler": Sampler}
"""
ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}


@pytest.fixture(scope="module")
def bare(host: Host, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    base = tmp_path_factory.mktemp("bare")
    (base / "custom_nodes" / "neighbour").mkdir(parents=True)
    (base / "custom_nodes" / "neighbour" / "__init__.py").write_text(SAMPLER, encoding="utf-8")
    home = dict.fromkeys(("HOME", "USERPROFILE"), str(base / "no home"))
    with running_server(host, base=base, environment={**ASCII, **home}) as server:
        yield server


def test_a_home_that_is_not_there(bare):
    assert works(bare)
    assert not (bare.base / "no home").exists()


def test_a_locale_that_only_has_ascii(host, bare):
    script = "import locale, sys; print(locale.getpreferredencoding(False), sys.stdout.encoding)"
    command = [str(host.python), "-c", script]
    encodings = subprocess.run(
        command, env={**os.environ, **ASCII}, capture_output=True, encoding="utf-8", check=True
    )
    assert "utf" not in encodings.stdout.lower()
    assert works(bare)  # its prompt is Japanese
    words = get(f"{bare.url}/api/i18n")["ja"]["nodeDefs"]["AnimaginePromptComposer"]
    assert not words["display_name"].isascii()
    assert "Unable to parse" not in bare.log()
    assert "codec" not in bare.log()


def test_a_neighbours_sampler_without_memory_fails_in_the_hosts_own_words(bare):
    graph = composed("rain")
    graph["sampler"] = {"class_type": "NeighbourSampler", "inputs": {"text": ["it", 0]}}
    graph["latent"] = {"class_type": "PreviewAny", "inputs": {"source": ["sampler", 0]}}
    with pytest.raises(RunFailed) as failed:
        queue(bare.url, graph)
    assert failed.value.message.startswith("CUDA out of memory. Tried to allocate 20.00 GiB.\n")
    assert "This error means you ran out of memory on your GPU." in failed.value.message
    assert "nimagine" not in failed.value.message
    assert works(bare)


# A preset that somebody changed by hand


PRESET = f"{MODEL}.json"


def hand_edited(text: str) -> dict[str, bytes]:
    """What becomes of a preset, by the name of the folder its copy of the pack gets."""
    return {
        "no-json": text.replace(",", "", 1).encode(),
        "no-title": re.sub(r'"title": ".*?",', "", text, count=1).encode(),
        "wrong-type": re.sub(r'"title": ".*?"', '"title": 4', text, count=1).encode(),
        "no-utf8": text.replace('"title": "', '"title": "é', 1).encode("latin-1"),
        "empty": b"",
    }


@pytest.fixture(scope="module")
def broken(host: Host, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with a broken copy of the pack for each way to break it."""
    base = tmp_path_factory.mktemp("broken")
    whole = (REPOSITORY / "presets" / PRESET).read_text("utf-8")
    for name, content in hand_edited(whole).items():
        pack = copy_pack(base / "custom_nodes" / name)
        (pack / "presets" / PRESET).write_bytes(content)
    shutil.rmtree(copy_pack(base / "custom_nodes" / "all-gone") / "presets")
    with running_server(host, base=base, pack=None) as server:
        yield server


@rows(
    "name, reason",
    ("no-json", f"{PRESET}: Expecting ',' delimiter: line 3 ", "a comma is gone"),
    ("no-title", f"{PRESET}: key 'title' is missing; required: title, ", "a key is gone"),
    ("wrong-type", f"{PRESET}: key 'title' is 4; expected text", "a number for a text"),
    ("no-utf8", f"{PRESET}: 'utf-8' codec can't decode byte 0xe9 in position ", "an old editor"),
    ("empty", f"{PRESET}: Expecting value: line 1 column 1 (char 0)", "nothing in it"),
    ("all-gone", "presets: no presets found; reinstall the pack", "no file at all"),
)
def test_a_broken_preset_is_told_in_one_line(broken, name, reason):
    ours = [line for line in broken.log().splitlines() if f"custom_nodes{os.sep}{name}" in line]
    (told,) = [line for line in ours if "IMPORT FAILED" not in line]
    assert reason in told
    assert len(ours) == 2  # that, and the host's table of import times


def test_the_host_goes_on_without_the_broken_pack(broken):
    assert "Traceback" not in broken.log()
    assert not [name for name in object_info(broken.url) if name.startswith("Animagine")]
    graph = {
        "it": {"class_type": "PrimitiveString", "inputs": {"value": JAPANESE}},
        "shown": {"class_type": "PreviewAny", "inputs": {"source": ["it", 0]}},
    }
    assert text_of(queue(broken.url, graph), "shown") == JAPANESE
