from typing import Any

class SDXLTokenizer:
    clip_l: Any
