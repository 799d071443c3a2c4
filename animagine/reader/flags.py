"""Options that other programs read in a prompt: kohya's `--w 832`, Midjourney's `--ar 2:3`."""

from __future__ import annotations

import re

from ..grammar import COMMAS
from .draft import Draft, spaces_before

_DASH = "--|—|–"  # phones make one long dash of two
_NUMBER = r"-?\d[\d.]*(?:[:x/]\d[\d.]*)*%?"
_WORD = r"[^\s,，、()\[\]{}<>|]+"
_NUMBERED = (
    r"(?:ar|aspect|v|version|niji|n?iw|s|stylize|q|quality|c|chaos|seed|sameseed|stop|weird|sw|cw|ow"
    r"|exp|r|repeat|w|width|h|height|d|l|g|t|nl|am|ct|ss|fs|steps|cfg|cfg[_-]scale|clip[_-]skip"
    r"|am|fps)"
)
_WORDED = r"(?:style|sref|cref|oref|p|profile|personalize|sampler|scheduler|ctr|cn|motion|bs)"
_BARE = r"(?:tile|raw|hd|fast|relax|turbo|creative|test|testp|video|draft|uplight|upbeta|niji|loop)"
_NEGATIVE = r"(?:no|n|neg|negative|negative[_-]prompt)"
_FLAG = (
    rf"(?:(?<=[\s{COMMAS}])|\A)(?P<dash>{_DASH})(?:"
    rf"(?P<key>{_NUMBERED}(?:[^\S\n]|=)+(?P<number>{_NUMBER})|{_WORDED}(?:[^\S\n]|=)+(?P<word>{_WORD})|{_BARE})"
    rf"(?![^\s{COMMAS})\]}}|])"
    rf"|(?P<negative>{_NEGATIVE})(?:[^\S\n]|=)+(?!(?:BREAK|AND)\b)(?=[^\s{COMMAS}-]|-\d))"
)
_LONG_DASH_NEGATIVES = ("no", "neg", "negative")


def take_out_flags(draft: Draft) -> None:
    """Take out all that is an option of another program; `--n` and `--no` have the negative."""
    text = draft.text
    if not any(dash in text for dash in _DASH.split("|")):
        return
    spans: list[tuple[int, int]] = []
    found = list(re.finditer(_FLAG, text))
    for match, later in zip(found, [*found, None][1:], strict=True):
        end = match.end()
        if name := match["negative"]:
            if match["dash"] != "--" and name not in _LONG_DASH_NEGATIVES:
                continue
            line = text.find("\n", end)
            end = min(len(text) if line < 0 else line, later.start() if later else len(text))
            draft.negatives.append(text[match.end() : end])
        else:
            key, value = re.split(r"(?:[^\S\n]|=)+|\Z", match["key"], maxsplit=1)
            draft.settings.setdefault(f"--{key}", value)
        start = spaces_before(text, match.start())
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    if spans:
        draft.remove(spans, "read_flags", ", ")
