"""What a newcomer adds to a copy of the pack, each the way that CONTRIBUTING.md says."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

MODEL, YEAR = "animagine-xl-9.9", 2026
LANGUAGE = "fr"  # one that ComfyUI has and the pack has not
NODE = "AnimagineToy"
TOY = f'''"""A node that repeats a text."""

from .host import io
from .inputs import output


class {NODE}(io.ComfyNode):
    @classmethod
    def define_schema(cls) -> io.Schema:
        return io.Schema(
            node_id="{NODE}",
            display_name="Animagine Toy",
            category="Animagine XL/Prompt",
            description="Repeats a text.",
            inputs=[io.String.Input("text", optional=True, default="hat", tooltip="Any text.")],
            outputs=[output(io.String, "text", "The text, twice.")],
        )

    @classmethod
    def execute(cls, text: str = "hat") -> io.NodeOutput:
        return io.NodeOutput(f"{{text}}, {{text}}")
'''
NODE_TEXTS = {"AnimaginePromptCheck": {"display_name": "Animagine Vérification"}}
OWN_WORDS = {"animagineXL": {"nothing": "Rien à signaler."}}


def add_node(pack: Path) -> None:
    """A file in ``nodes/``, its class at the end of the list in ``nodes/__init__.py``."""
    (pack / "nodes" / "toy.py").write_text(TOY, encoding="utf-8")
    listed = pack / "nodes" / "__init__.py"
    source = listed.read_text(encoding="utf-8")
    source = source.replace("\nNODES", f"from .toy import {NODE}\n\nNODES", 1)
    listed.write_text(
        re.sub(r"(\nNODES\b.*?)\n\]", rf"\1\n    {NODE},\n]", source, count=1, flags=re.DOTALL),
        encoding="utf-8",
    )


def add_language(pack: Path) -> None:
    """A folder in ``locales/`` with one text of the nodes and one of the preview."""
    folder = pack / "locales" / LANGUAGE
    folder.mkdir()
    for name, texts in (("nodeDefs", NODE_TEXTS), ("main", OWN_WORDS)):
        text = json.dumps(texts, ensure_ascii=False)
        (folder / f"{name}.json").write_text(text, encoding="utf-8")


def add_model(pack: Path) -> None:
    """A copy of a preset with the next place in the menu, trained on one more year."""
    presets = [read(path) for path in (pack / "presets").glob("*.json")]
    preset = read(pack / "presets" / "animagine-xl-4.0-opt.json")
    preset["title"] = "Animagine XL 9.9"
    preset["menu_position"] = 1 + max(other["menu_position"] for other in presets)
    preset["tags"]["year"].append({"tag": f"year {YEAR}", "first": YEAR, "last": YEAR})
    (pack / "presets" / f"{MODEL}.json").write_text(json.dumps(preset), encoding="utf-8")


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
