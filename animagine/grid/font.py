"""Fonts for labels: the bundled ones, then those of the system, character by character."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path

from PIL import ImageDraw, ImageFont

BUNDLED = tuple(Path(__file__).parent / "fonts" / name for name in ("label.ttf", "cjk.ttf"))
# Found by name in the system's own folders. They are asked only for what the bundled ones lack.
SYSTEM = (
    "msgothic.ttc", "msyh.ttc", "malgun.ttf", "seguisym.ttf", "seguiemj.ttf", "arial.ttf",
    "Hiragino Sans GB.ttc", "AppleSDGothicNeo.ttc", "Arial Unicode.ttf", "Apple Symbols.ttf",
    "NotoSansCJK-Regular.ttc", "DroidSansFallbackFull.ttf", "wqy-microhei.ttc", "DejaVuSans.ttf",
)  # fmt: skip
UNKNOWN = "?"  # in place of a character that no font has
_NO_CHARACTER = "\uffff"  # a noncharacter: every font draws its missing-glyph box
_PROBE = 24  # pixels: large enough to tell two images apart


class LabelFont:
    """The fonts at one size in pixels. Raises OSError if the bundled ones cannot be read."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._fonts: dict[str, ImageFont.FreeTypeFont] = {}
        ascent, descent = self._font(str(BUNDLED[0])).getmetrics()
        self.ascent, self.line_height = ascent, ascent + descent

    def width(self, text: str) -> float:
        """Pixels from the start of `text` to where the next character would start."""
        return sum(font.getlength(run) for font, run in self._runs(text))

    def draw(self, canvas: ImageDraw.ImageDraw, x: float, y: float, text: str, grey: int) -> None:
        """Draw one line, its upper left corner at `x` and `y`."""
        for font, run in self._runs(text):
            canvas.text((x, y + self.ascent), run, fill=grey, font=font, anchor="ls")
            x += font.getlength(run)

    def _runs(self, text: str) -> Iterator[tuple[ImageFont.FreeTypeFont, str]]:
        for name, characters in groupby(text, font_with):
            run = "".join(characters)
            yield self._font(name or str(BUNDLED[0])), run if name else UNKNOWN * len(run)

    def _font(self, name: str) -> ImageFont.FreeTypeFont:
        if name not in self._fonts:
            self._fonts[name] = _load(name, self.size)
        return self._fonts[name]


def plain(text: str) -> str:
    """`text` as single characters: composed, without joiners, selectors and skin tones."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(" " if char.isspace() else char for char in composed if _is_seen(char))


@lru_cache(maxsize=4096)
def font_with(char: str) -> str:
    """The first font that has `char`; empty where none has."""
    if char.isspace():
        return str(BUNDLED[0])
    if unicodedata.category(char) in ("Cs", "Cn", "Co"):
        return ""
    return next((name for name in (*map(str, BUNDLED), *SYSTEM) if _has(name, char)), "")


def _has(name: str, char: str) -> bool:
    lacking = _lacking(name)
    return lacking is not None and _picture(_load(name, _PROBE), char) not in (lacking, b"")


@cache
def _lacking(name: str) -> bytes | None:
    """What the font draws for a character that it lacks; None where there is no such font."""
    try:
        return _picture(_load(name, _PROBE), _NO_CHARACTER)
    except OSError:
        return None


def _picture(font: ImageFont.FreeTypeFont, char: str) -> bytes:
    mask = font.getmask(char)
    return bytes(mask) if mask.size[0] else b""


def _load(name: str, size: int) -> ImageFont.FreeTypeFont:
    # The basic layout needs no library of the system, so that a picture is the same everywhere.
    return ImageFont.truetype(name, size, layout_engine=ImageFont.Layout.BASIC)


def _is_seen(char: str) -> bool:
    if char.isspace():
        return True
    hidden = unicodedata.category(char) in ("Cc", "Cf") or "\ufe00" <= char <= "\ufe0f"
    return not hidden and not "\U0001f3fb" <= char <= "\U0001f3ff"
