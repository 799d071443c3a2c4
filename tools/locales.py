"""Write the English node texts of ``locales/`` from the nodes themselves: ``nox -s locales``.

Then it lists what each other language lacks: ComfyUI shows the English text for that.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from host.client import object_info
from host.comfyui import ready_host, say
from host.server import REPOSITORY, running_server
from languages import all_languages, missing

ENGLISH = REPOSITORY / "locales" / "en" / "nodeDefs.json"


def node_texts(url: str) -> dict[str, Any]:
    """The texts of the pack's nodes on a running host, in the form of ``nodeDefs.json``."""
    return {
        node_id: {
            "display_name": info["display_name"],
            "description": escaped(info["description"]),
            "inputs": dict(inputs(info["input"])),
            "outputs": {
                str(index): {"name": name, "tooltip": tooltip}
                for index, (name, tooltip) in enumerate(
                    zip(info["output_name"], info["output_tooltips"], strict=True)
                )
            },
        }
        for node_id, info in object_info(url).items()
        if info["python_module"].startswith("custom_nodes.")
    }


def inputs(groups: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    """Key and texts of each input; a nested one has the key of its combo in front."""
    found: dict[str, dict[str, str]] = {}
    for group in ("required", "optional"):
        for name, (_, said) in groups.get(group, {}).items():
            found[f"{prefix}{name}"] = {"name": name, "tooltip": said["tooltip"]}
            for option in said.get("options", []):
                if isinstance(option, dict):
                    found.update(inputs(option["inputs"], f"{prefix}{name}_"))
    yield from found.items()


def escaped(text: str) -> str:
    """Characters that the front end's translation would read as its own, quoted."""
    return "".join(
        f"{{'{character}'}}" if character in "@{}|%" else character for character in text
    )


def main() -> None:
    with running_server(ready_host()) as server:
        text = json.dumps(node_texts(server.url), indent=2, ensure_ascii=False)
    ENGLISH.parent.mkdir(parents=True, exist_ok=True)
    ENGLISH.write_text(text + "\n", encoding="utf-8")
    say(f"Saved {ENGLISH.relative_to(REPOSITORY)}")
    for language in all_languages()[1:]:
        lacking = missing(language)
        say(f"{language}: {len(lacking) or 'nothing'} missing")
        for key in lacking:
            say(f"  {key}")


if __name__ == "__main__":
    main()
