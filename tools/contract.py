"""What saved workflows and programs rely on, as the host tells it: ids, order, types, options.

After a node was added, or an input at the end of one, ``nox -s contract`` writes it again. What a
published version had is kept as ``contract-<version>.json``, and ``tests/test_compatibility.py``
compares.
"""

from __future__ import annotations

import json
from typing import Any

from host.client import object_info
from host.comfyui import ready_host
from host.server import REPOSITORY, running_server

SNAPSHOT = REPOSITORY / "tests" / "fixtures" / "contract.json"


def contract(url: str) -> dict[str, Any]:
    """The pack's nodes on a running host, without the words that may change: tooltips and such."""
    infos = object_info(url)
    return {
        node_id: {
            "category": info["category"],
            "display_name": info["display_name"],
            "output_node": info["output_node"],
            "required": inputs(info["input"].get("required", {})),
            "optional": inputs(info["input"].get("optional", {})),
            "outputs": [
                {"name": name, "type": type_, "list": is_list}
                for name, type_, is_list in zip(
                    info["output_name"], info["output"], info["output_is_list"], strict=True
                )
            ],
        }
        for node_id, info in infos.items()
        if info["python_module"].startswith("custom_nodes.")
    }


def inputs(group: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"id": id_, "type": type_, **options(said)} for id_, (type_, said) in group.items()]


def options(said: dict[str, Any]) -> dict[str, Any]:
    kept = {
        key: value
        for key, value in said.items()
        if key not in ("tooltip", "placeholder", "display_name", "options")
    }
    if "options" in said:
        kept["options"] = [
            {
                "key": option["key"],
                **{name: inputs(group) for name, group in option["inputs"].items()},
            }
            if isinstance(option, dict)
            else option
            for option in said["options"]
        ]
    return kept


def main() -> None:
    with running_server(ready_host()) as server:
        text = json.dumps(contract(server.url), indent=2, ensure_ascii=False)
    SNAPSHOT.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
