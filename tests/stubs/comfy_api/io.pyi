"""What is used of `comfy_api.latest._io`."""

from collections.abc import Sequence
from typing import Any

class Input:
    id: str
    optional: bool
    def get_io_type(self) -> str: ...

class Output:
    id: str

class Schema:
    node_id: str
    inputs: list[Input]
    outputs: list[Output]
    is_output_node: bool
    def __init__(
        self,
        *,
        node_id: str,
        display_name: str,
        category: str = ...,
        description: str = "",
        search_aliases: list[str] = ...,
        inputs: Sequence[Input] = ...,
        outputs: Sequence[Output] = ...,
        is_input_list: bool = False,
        is_output_node: bool = False,
    ) -> None: ...

class NodeOutput:
    result: tuple[Any, ...]
    def __init__(self, *args: object, ui: dict[str, Any] | None = None) -> None: ...

class ComfyNode:
    @classmethod
    def GET_SCHEMA(cls) -> Schema: ...

class _Widget(Input):
    def __init__(
        self,
        id: str,
        *,
        optional: bool = False,
        tooltip: str | None = None,
        default: Any = None,
        placeholder: str | None = None,
        multiline: bool = False,
        dynamic_prompts: bool | None = None,
        force_input: bool | None = None,
        min: float | None = None,
        max: float | None = None,
        step: float | None = None,
        options: list[str] | None = None,
        advanced: bool | None = None,
        extra_dict: dict[str, Any] | None = None,
    ) -> None: ...

class _Output(Output):
    def __init__(
        self,
        id: str | None = None,
        display_name: str | None = None,
        tooltip: str | None = None,
        is_output_list: bool = False,
    ) -> None: ...

class _Type:
    class Input(_Widget): ...
    class Output(_Output): ...

class String(_Type): ...
class Int(_Type): ...
class Float(_Type): ...
class Boolean(_Type): ...
class Combo(_Type): ...
class Image(_Type): ...
class Latent(_Type): ...
class AnyType(_Type): ...

class DynamicCombo:
    class Option:
        inputs: list[Input]
        def __init__(self, key: str, inputs: list[Input]) -> None: ...

    class Input(Input):
        options: list[DynamicCombo.Option]
        def __init__(
            self, id: str, options: list[DynamicCombo.Option], *, tooltip: str | None = None
        ) -> None: ...
