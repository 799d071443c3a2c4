"""Read prompts with ComfyUI's own weight parser. Run by the host's Python, in its folder.

Takes a prompt as JSON on each line of standard input; answers each with one line: its parts as
[text, weight].
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path[0] = str(Path.cwd())  # this folder's server.py must not hide ComfyUI's
    sys.argv.append("--cpu")
    import comfy.options

    comfy.options.enable_args_parsing()
    from comfy.sd1_clip import escape_important, token_weights, unescape_important

    for line in sys.stdin:
        parts = token_weights(escape_important(json.loads(line)), 1.0)
        read = [(unescape_important(text), weight) for text, weight in parts]
        print(json.dumps(read), flush=True)
