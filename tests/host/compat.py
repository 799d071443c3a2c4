"""What a new version must keep of an old one, for workflows and programs that were made with it.

A workflow holds values by position, a program by name: nodes, optional inputs, options and outputs
may be added at the end; nothing else may change.
"""

from __future__ import annotations

from typing import Any

LOOKS = ("advanced", "display", "multiline", "round", "step")
WIDENING = {"min": max, "max": min}  # the stricter of two
Contract = dict[str, Any]
Graph = dict[str, dict[str, Any]]


def breaks(was: Contract, now: Contract) -> list[str]:
    """A sentence for each thing of the contract ``was`` that ``now`` does not keep."""
    found = [f"{node_id} is gone" for node_id in was if node_id not in now]
    for node_id in was:
        if node_id in now:
            found += [f"{node_id}: {line}" for line in broken_node(was[node_id], now[node_id])]
    return found


def broken_node(was: Contract, now: Contract) -> list[str]:
    found = broken_inputs(was, now)
    if was["output_node"] != now["output_node"]:
        found.append(f"output_node is {now['output_node']}, was {was['output_node']}")
    names = [output["name"] for output in was["outputs"]]
    found += broken_order("output", names, [output["name"] for output in now["outputs"]])
    for old, new in zip(was["outputs"], now["outputs"], strict=False):
        if old["name"] == new["name"]:
            found += changed(f"output {old['name']}", old, new)
    return found


def broken_inputs(was: Contract, now: Contract) -> list[str]:
    """Those of a node, or of one option of a dynamic combo."""
    old = {said["id"]: said for said in was["required"] + was["optional"]}
    new = {said["id"]: said for said in now["required"] + now["optional"]}
    found = broken_order("input", list(old), list(new))
    needed = {said["id"] for said in now["required"]} - {said["id"] for said in was["required"]}
    found += [f"input {id_} is required, which it was not" for id_ in new if id_ in needed]
    for id_ in old:
        if id_ in new:
            found += broken_input(f"input {id_}", old[id_], new[id_])
    return found


def broken_input(what: str, was: Contract, now: Contract) -> list[str]:
    found = changed(what, settings(was), settings(now))
    for name, stricter in WIDENING.items():
        if name in now and (name not in was or stricter(was[name], now[name]) != was[name]):
            found.append(f"{what}: {name} is {now[name]}, was {was.get(name)}")
    old, new = was.get("options", []), now.get("options", [])
    found += broken_order(f"{what}: option", [*map(key, old)], [*map(key, new)])
    inner = {key(option): option for option in new if isinstance(option, dict)}
    for option in old:
        if isinstance(option, dict) and key(option) in inner:
            found += broken_option(f"{what}: option {key(option)}", option, inner[key(option)])
    return found


def broken_option(what: str, was: Contract, now: Contract) -> list[str]:
    """Nothing may be added inside a dynamic combo: a nested widget would shift all later ones."""
    nested = [[said["id"] for said in side["required"] + side["optional"]] for side in (was, now)]
    if len(nested[1]) > len(nested[0]):
        return [f"{what} has the inputs {', '.join(nested[1])}, had {', '.join(nested[0])}"]
    return [f"{what}: {line}" for line in broken_inputs(was, now)]


def broken_order(what: str, was: list[str], now: list[str]) -> list[str]:
    """What is gone of an ordered list, or else that its old part is not at its start as it was."""
    gone = [f"{what} {name} is gone" for name in was if name not in now]
    if not gone and now[: len(was)] != was:
        return [f"{what}s are {', '.join(now)}, began with {', '.join(was)}"]
    return gone


def changed(what: str, was: Contract, now: Contract) -> list[str]:
    names = [*was, *(name for name in now if name not in was)]
    return [
        f"{what}: {name} is {now.get(name)!r}, was {was.get(name)!r}"
        for name in names
        if was.get(name) != now.get(name)
    ]


def settings(said: Contract) -> Contract:
    apart = ("options", *LOOKS, *WIDENING)
    return {name: value for name, value in said.items() if name not in apart}


def key(option: Any) -> str:
    return str(option["key"] if isinstance(option, dict) else option)


def lost_values(stored: Graph, now: Graph) -> list[str]:
    """A sentence for each node, value or link of a graph in API format that ``now`` lacks."""
    found = []
    for node_id, node in stored.items():
        other = now.get(node_id, {"class_type": "nothing", "inputs": {}})
        what = f"{node['class_type']} (node {node_id})"
        if other["class_type"] != node["class_type"]:
            found.append(f"{what} is {other['class_type']}")
            continue
        for name, value in node["inputs"].items():
            given = other["inputs"].get(name)
            if given != value or type(given) is not type(value):
                found.append(f"{what}: {name} is {given!r}, was {value!r}")
    return found


def texts_alone(graph: Graph, outputs: dict[str, int]) -> Graph:
    """The nodes named in ``outputs`` and what they read, with each of their outputs shown.

    ``outputs`` has the number of outputs by class. A grid is left out: it reads pictures.
    """
    texts = outputs.keys() - {"AnimagineGrid"}
    ours = [node_id for node_id, node in graph.items() if node["class_type"] in texts]
    needed, open_ids = set[str](), list(ours)
    while open_ids:
        needed.add(node_id := open_ids.pop())
        given = graph[node_id]["inputs"].values()
        open_ids += [value[0] for value in given if isinstance(value, list)]
    shown = {
        f"{node_id} shows {slot}": {
            "class_type": "PreviewAny",
            "inputs": {"source": [node_id, slot]},
        }
        for node_id in ours
        for slot in range(outputs[graph[node_id]["class_type"]])
    }
    return {node_id: graph[node_id] for node_id in sorted(needed)} | shown
