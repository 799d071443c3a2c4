"""The prompt in lines of a program: `positive_prompt='1girl', negative_prompt='lowres'`."""

from __future__ import annotations

import re

from .draft import Draft

_POSITIVE = ("prompt", "positive", "positive_prompt")
_NEGATIVE = ("negative_prompt", "negative")
_HEAD = r"(?i)\b(?:positive_?)?(?:prompt|positive)[ \t]*=\s*[\"']"
_PAIR = (
    r"(?P<name>[A-Za-z_]\w*)[ \t]*=[ \t]*(?:"
    r"(?P<quote>\"\"\"|\'\'\'|\"|\'(?!\'\'))(?P<text>(?:\\.|(?!(?P=quote))[^\\])*)(?P=quote)"
    r"|(?P<value>[^\s,;\"\']+))[ \t]*(?:[,;\n]\s*|\Z)"
)


def take_out_of_code(draft: Draft) -> None:
    """Leave only the prompt of a text that is nothing but `name=value` pairs."""
    text = draft.text
    if "=" not in text or not re.search(_HEAD, text):
        return
    pair = re.compile(_PAIR, re.DOTALL)
    at = len(text) - len(text.lstrip())
    prompt: re.Match[str] | None = None
    negatives, settings = [], {}
    while at < len(text):
        match = pair.match(text, at)
        if not match:
            return
        name = match["name"].lower()
        if name in _POSITIVE and match["quote"] and not prompt:
            prompt = match
        elif name in _NEGATIVE:
            negatives.append(match["text"] or match["value"] or "")
        else:
            settings[match["name"]] = match["text"] or match["value"] or ""
        at = max(match.end(), at + 1)
    if prompt is None:
        return
    draft.negatives += negatives
    for name, value in settings.items():
        draft.settings.setdefault(name, value)
    draft.note("changed", 0, len(text), "read_code")
    draft.edit([(0, prompt.start("text"), ""), (prompt.end("text"), len(text), "")])
