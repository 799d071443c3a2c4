"""Make `animagine/grid/fonts/*.ttf` again from the fonts that they are parts of.

    python -m pip install fonttools wordfreq
    python tools/label_font.py DroidSansFallback.ttf NotoSans-Regular.ttf \\
        NotoSansMath-Regular.ttf NotoSansSymbols2-Regular.ttf NotoEmoji-Regular.ttf

`animagine/grid/fonts/README.md` names the versions. Two files, because the licences do not mix.
"""

import sys
from io import BytesIO
from pathlib import Path

from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem
from wordfreq import get_frequency_dict

FONTS = Path(__file__).parents[1] / "animagine" / "grid" / "fonts"
HAN, HANGUL = 3200, 1100  # the most frequent so many: what fits into 430 KB, deflated


def span(*ends: int) -> str:
    """The characters from the first to the second, the third to the fourth and so on."""
    pairs = zip(ends[::2], ends[1::2], strict=True)
    return "".join(chr(code) for first, last in pairs for code in range(first, last + 1))


LETTERS = span(0x20, 0x7E, 0xA0, 0x17F, 0x218, 0x21B, 0x1EA0, 0x1EF9)  # Latin, Vietnamese
LETTERS += span(0x384, 0x3CE, 0x400, 0x45F, 0x490, 0x491)  # Greek, Cyrillic
LETTERS += span(0x2010, 0x2027, 0x2030, 0x205E) + "₩₫€₱₴₹₽₿№™ℓΩ⅓⅔⅛⅜⅝⅞"
MATHS = span(0x2190, 0x2199) + "⇐⇑⇒⇓⇔⇄⇅↺↻↩↪−∓∞√∝≈≒≠≡≤≥≪≫∑∏∫∂∇∈∋∩∪⊂⊃⊆⊇∀∃∧∨∴∵∠⊥⌒"
MATHS += "■□▢▪▫▲△▶▷►▼▽◀◁◆◇◉○◎●◐◑◦◯★☆♀♂♠♡♢♣♤♥♦♧♩♪♫♬♭♮♯☽☾"
SYMBOLS = "☐☑☒✓✔✕✖✗✘✦✧✩✪✿❀❁❖➔➜➤"
EMOJI = span(0x1F600, 0x1F637, 0x1F641, 0x1F644) + "☹☺☯🤔🥰🥺🤗🤩🥳🤣🤤🥴🤖👻💀👽👿👼"
EMOJI += "❤💔💕💖💗💘💙💚💛💜💞💝🖤🧡👀👄👆👇👈👉👋👌👍👎👏💪✌✋✊⭐🌟✨💫💥💢💦💤💯🔥"
EMOJI += "⚡❄☀☁☂☔☃🌈🌙🌞🌊💧✅❌❓❗➕➖⚠🔞🆕🆗🚫♻🌸🌹🌻🌷🍀🍁🌴🌿🐱🐶🐰🐻🐼🦊🐷🐸🐵🐔🐦🐧"
EMOJI += "🐟🐬🦋🐝🐢🐍🐴🐭🐮🐾🍎🍊🍓🍒🍑🍰🎂🍭🍫🍩🍔🍙☕🍵🍺🍷🎨🖌📷🎥🎬🎮🎵🎶🎤🎁🎈🎀🎃🏆👑💎💍👗👠"
EMOJI += "🎩👓📚✏🔍🔑🔒💡📌📎✂🔧⚙💻📱⌛⏰💰🔔💣🗡🛡🏠🚀🚗✈⚽🎲👧👦👩👨👸"
FULL = span(0x3000, 0x301F, 0x3041, 0x30FE, 0x3131, 0x3163, 0xFF01, 0xFF9F, 0xFFE0, 0xFFE6)


def encoded(encoding: str, first: int, last: int) -> set[str]:
    """The characters in these rows of a national standard."""
    cells = (bytes([row, cell]) for row in range(first, last + 1) for cell in range(0xA1, 0xFF))
    return {character for pair in cells for character in pair.decode(encoding, "ignore")}


def frequencies(language: str, characters: set[str]) -> dict[str, float]:
    """Each one's part of what is written in the language with these characters."""
    counts = dict.fromkeys(characters, 0.0)
    for word, share in get_frequency_dict(language, "best").items():
        for character in characters.intersection(word):
            counts[character] += share * word.count(character)
    total = sum(counts.values())
    return {character: count / total for character, count in counts.items()}


def most_frequent() -> str:
    """Hanzi and kanji by their place in either language, and Hangul syllables."""
    han = encoded("gb2312", 0xB0, 0xF7) | encoded("euc_jp", 0xB0, 0xF4)
    chinese, japanese = frequencies("zh", han), frequencies("ja", han)
    korean = frequencies("ko", encoded("euc_kr", 0xB0, 0xC8))
    by_han = sorted(han, key=lambda one: (-max(chinese[one], japanese[one]), one))
    by_hangul = sorted(korean, key=lambda one: (-korean[one], one))
    return "".join(by_han[:HAN] + by_hangul[:HANGUL])


def part(path: str, characters: str, units: int) -> BytesIO:
    """Nothing but the shapes of these characters, on a grid of so many units."""
    options = Options(
        hinting=False, bidi_closure=False, layout_features=[], notdef_outline=True, name_IDs=[]
    )
    options.drop_tables += ["GDEF", "GPOS", "GSUB", "MATH", "STAT", "gasp", "vhea", "vmtx"]
    font = TTFont(path, recalcTimestamp=False)
    subsetter = Subsetter(options)
    subsetter.populate(text=characters)
    subsetter.subset(font)
    scale_upem(font, units)
    font.save(file := BytesIO())
    return file


def write(font: TTFont, file: str, family: str, rights: str, licence: str) -> None:
    """The same line height in both, and their names."""
    line, other, units = font["hhea"], font["OS/2"], font["head"].unitsPerEm
    line.ascent = other.sTypoAscender = other.usWinAscent = round(1.069 * units)
    line.descent = other.sTypoDescender = round(-0.293 * units)
    line.lineGap, other.sTypoLineGap, other.usWinDescent = 0, 0, -line.descent
    font["name"].names = []
    for key, text in {0: rights, 1: family, 2: "Regular", 4: family, 13: licence}.items():
        font["name"].setName(text, key, 3, 1, 0x409)
    font["post"].formatType = 3.0
    font.save(FONTS / file)


def main(droid: str, sans: str, maths: str, symbols: str, emoji: str) -> None:
    """Write both fonts."""
    cjk = TTFont(part(droid, FULL + most_frequent(), 256), recalcTimestamp=False)
    rights = "Digitized data copyright Google Corporation © 2006"
    write(cjk, "cjk.ttf", "Animagine CJK", rights, "Apache License, Version 2.0")
    sources = {sans: LETTERS, maths: MATHS, symbols: SYMBOLS, emoji: EMOJI}
    label = Merger().merge([part(path, text, 512) for path, text in sources.items()])
    label.recalcTimestamp = False
    label["head"].created = label["head"].modified = cjk["head"].modified  # not the clock's
    rights = "Copyright 2022 The Noto Project Authors, Copyright 2022 and 2013-2026 Google LLC"
    write(label, "label.ttf", "Animagine Label", rights, "SIL Open Font License, Version 1.1")


if __name__ == "__main__":
    main(*sys.argv[1:])
