from typing import Any

NODE_CLASS_MAPPINGS: dict[str, Any]

class EmptyLatentImage:
    def generate(self, width: int, height: int, batch_size: int = 1) -> tuple[dict[str, Any]]: ...
