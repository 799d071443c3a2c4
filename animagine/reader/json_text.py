"""The prompt in a JSON object, as programs send it."""

from __future__ import annotations

import json
import re
from typing import Any

from .draft import Draft, Edit

_POSITIVE = ("prompt", "positive", "positive_prompt", "positiveprompt")
_NEGATIVE = ("negative_prompt", "negative", "negativeprompt", "uc")
_WORKFLOW = ("nodes", "class_type")  # of ComfyUI: no prompt, whatever else it has
_STRING = r'"(?:\\.|[^"\\])*"'
_HEAD = r'(?i)"(?:positive_?prompt|prompt|positive)"\s*:\s*'
_ESCAPE = r"(?:\\u[0-9a-fA-F]{4})+|\\."


def take_out_of_json(draft: Draft) -> None:
    """Leave only the prompt of a JSON object, or of a line of one."""
    text = draft.text
    body = text.strip()
    if body[:1] not in ("{", '"') or not re.search(_HEAD + '"', body):
        return
    found = _object(body if body[0] == "{" else "{" + body.rstrip(", \t\r\n}") + "}")
    if any(name in found for name in _WORKFLOW):
        return
    if not _has_prompt(found):  # `{"sui_image_params": {"prompt": ...}}`
        inner = [one for one in found.values() if isinstance(one, dict) and _has_prompt(one)]
        found = inner[0] if len(inner) == 1 else {}
    small = {name.lower(): value for name, value in found.items()}
    value = next((small[name] for name in _POSITIVE if name in small), None)
    if not isinstance(value, str):
        return
    for match in re.finditer(f"{_HEAD}({_STRING})", text, re.DOTALL):
        if json.loads(match[1], strict=False) == value:
            break
    else:
        return
    for name, other in small.items():
        if name in _NEGATIVE and isinstance(other, str):
            draft.negatives.append(other)
    for name, other in found.items():
        known = name.lower() in (*_POSITIVE, *_NEGATIVE)
        if isinstance(other, str | int | float) and not known and not isinstance(other, bool):
            draft.settings.setdefault(name, str(other))
    start, end = match.start(1) + 1, match.end(1) - 1
    edits = [(0, start, ""), *_decoded(text, start, end), (end, len(text), "")]
    draft.note("changed", 0, len(text), "read_json")
    draft.edit(edits)


def _has_prompt(found: dict[str, Any]) -> bool:
    return any(name.lower() in _POSITIVE and isinstance(one, str) for name, one in found.items())


def _object(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _decoded(text: str, start: int, end: int) -> list[Edit]:
    found = re.compile(_ESCAPE, re.DOTALL).finditer(text, start, end)
    return [(m.start(), m.end(), json.loads(f'"{m[0]}"', strict=False)) for m in found]
