"""A full stop that ends the text or a line: `1girl, smile.`"""

from __future__ import annotations

import re

from .draft import Draft, Edit

_STOP = r"(?:(?<![\w.])(?P<word>(?=\w*[^\W\d_]{2})\w+)|(?<=\w\)))(?P<stop>\.)(?=\s*\Z|[ \t\r]*\n)"
# Tags that end with a full stop: `kimi no na wa.`, `donkey kong jr.`
_KEPT = ("wa", "jr", "sr", "inc", "dr", "mr", "mrs", "ms", "st", "vol", "co", "ltd", "etc", "ver")
_SENTENCES = r"[^\W\d_]{2}\. +[A-Z]"


def take_off_stops(draft: Draft) -> None:
    """Take off the full stop behind a list of tags; sentences keep theirs."""
    text = draft.text
    if "." not in text or re.search(_SENTENCES, text):
        return
    edits: list[Edit] = []
    for match in re.finditer(_STOP, text):
        if (match["word"] or "").lower().rsplit("_", 1)[-1] not in _KEPT:
            edits.append((match.start("stop"), match.end("stop"), ""))
    draft.change(edits, "read_stop")
