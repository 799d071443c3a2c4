"""The values of a graph that is still being edited, without running it.

Only nodes that make short texts or numbers out of short texts and numbers are followed: those of
ours that say so (`runs_in_preview`), and those of ComfyUI in `CORE`. The browser sends every node
of ours and of the two core modules that these classes are in, as it knows modules, not classes; a
sent node that is not followed is named as the place that a value will come from, like one that was
not sent.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ...animagine.tokens import MAX_TEXT, require_text
from ..host import NODE_CLASS_MAPPINGS, io

OwnNodes = Mapping[str, type[io.ComfyNode]]  # by class name, which is the node id
CORE = (
    "PrimitiveString",
    "PrimitiveStringMultiline",
    "PrimitiveInt",
    "PrimitiveFloat",
    "PrimitiveBoolean",
    "StringConcatenate",
    "StringSubstring",
    "StringTrim",
    "StringReplace",
    "CaseConverter",
)
# Following links is recursive, and Python stops at 1,000 frames: on ComfyUI 0.30.0 a chain of 50,
# 100 and 200 nodes needs 225, 425 and 825.
MAX_NODES = 200
_TYPES = {
    "STRING": (str,),
    "COMBO": (str,),
    "COMFY_DYNAMICCOMBO_V3": (str,),
    "INT": (int,),
    "FLOAT": (int, float),
    "BOOLEAN": (bool,),
}


class Inputs(NamedTuple):
    """The arguments of a node's `execute`, None where one of them is only known after a run.

    `elsewhere` are the ids of the nodes whose value is missing, by the input that lacks it.
    """

    arguments: dict[str, Any] | None
    elsewhere: dict[str, list[str]]


class LiveGraph:
    """An untrusted graph in API format. All methods raise ValueError for what is wrong in it."""

    def __init__(self, nodes: object, own: OwnNodes) -> None:
        if not isinstance(nodes, dict) or not nodes:
            raise ValueError("graph must be an object of nodes keyed by id, at least one")
        if len(nodes) > MAX_NODES:
            raise ValueError(f"graph has {len(nodes)} nodes; the maximum is {MAX_NODES}")
        self._nodes: Mapping[str, Any] = nodes
        self._own = own
        self._outputs: dict[str, tuple[tuple[Any, ...], list[str]]] = {}
        self._open: list[str] = []

    def class_type(self, node_id: str) -> str:
        node = self._nodes.get(node_id)
        if not isinstance(node, dict) or not isinstance(node.get("class_type"), str):
            raise ValueError(f"node {node_id!r:.80} has no class_type, the id of a node class")
        class_type: str = node["class_type"]
        return class_type

    def inputs(self, node_id: str, schema: io.Schema) -> Inputs:
        """What `node_id`, a node of `schema`, gets as far as texts and numbers tell."""
        given = self._nodes[node_id].get("inputs")
        if not isinstance(given, dict):
            raise ValueError(f"node {node_id!r:.80} has no inputs object")
        arguments: dict[str, Any] = {}
        elsewhere: dict[str, list[str]] = {}
        complete = True
        for name, io_type, optional in _flat(schema):
            if given.get(name) is None:
                if not optional:
                    raise ValueError(f"input {name!r} is missing; link it or give it a value")
                continue
            value, missing = self._value(name, io_type, given[name])
            if missing:
                elsewhere[name] = missing
            if value is None:
                complete = complete and io_type == "IMAGE"
            else:
                arguments[name] = value
        return Inputs(_nested(schema, arguments) if complete else None, elsewhere)

    def _value(self, name: str, io_type: str, given: object) -> tuple[Any, list[str]]:
        """The value of one input, and the ids of the nodes that it lacks.

        Where the value is only known after a run: an empty text for a text, else None.
        """
        missing: list[str] = []
        if isinstance(given, list):
            if len(given) != 2 or type(given[0]) is not str or type(given[1]) is not int:
                raise ValueError(
                    f"input {name!r} is {given!r:.80}; expected a value or a link [node id, output]"
                )
            outputs, missing = self._outputs_of(given[0])
            if not 0 <= given[1] < len(outputs):
                return ("" if io_type == "STRING" else None), missing or [given[0]]
            given = outputs[given[1]]
        types = _TYPES.get(io_type, ())
        if not isinstance(given, types) or (isinstance(given, bool) and bool not in types):
            raise ValueError(f"input {name!r} is {given!r:.80}; expected a value of {io_type}")
        if isinstance(given, str):
            require_text(given, f"input {name!r}")
        return given, missing

    def _outputs_of(self, node_id: str) -> tuple[tuple[Any, ...], list[str]]:
        """The outputs of `node_id`, none if only a run tells, and the nodes that it lacks."""
        if node_id not in self._outputs:
            if node_id in self._open:
                raise ValueError(f"node {node_id!r:.80} is linked to itself; remove the loop")
            self._open.append(node_id)
            self._outputs[node_id] = self._run(node_id)
            self._open.pop()
        return self._outputs[node_id]

    def _run(self, node_id: str) -> tuple[tuple[Any, ...], list[str]]:
        class_type = self.class_type(node_id) if node_id in self._nodes else ""
        node_class = self._followed(class_type)
        if not node_class:
            return (), [node_id]
        arguments, elsewhere = self.inputs(node_id, node_class.GET_SCHEMA())
        missing = list(dict.fromkeys(origin for ids in elsewhere.values() for origin in ids))
        if arguments is None:
            return (), missing
        if class_type == "StringReplace" and _grows(**arguments):
            return (), [node_id]
        return tuple(node_class.execute(**arguments).result), missing

    def _followed(self, class_type: str) -> Any:
        if own := self._own.get(class_type):
            runs = getattr(own, "runs_in_preview", False) and not own.GET_SCHEMA().is_output_node
            return own if runs else None
        return NODE_CLASS_MAPPINGS.get(class_type) if class_type in CORE else None


def _grows(string: str, find: str, replace: str) -> bool:
    """Whether StringReplace would add more than `MAX_TEXT` characters: two short texts can."""
    return string.count(find) * len(replace) > MAX_TEXT


def _flat(schema: io.Schema) -> Iterator[tuple[str, str, bool]]:
    """Name on the wire, type and whether it is optional, of each input and each nested one."""
    for spec in schema.inputs:
        yield spec.id, spec.get_io_type(), spec.optional
        for name in _nested_names(spec):
            yield f"{spec.id}.{name}", "COMBO", True


def _nested_names(spec: io.Input) -> list[str]:
    options = spec.options if isinstance(spec, io.DynamicCombo.Input) else []
    return list(dict.fromkeys(nested.id for option in options for nested in option.inputs))


def _nested(schema: io.Schema, flat: dict[str, Any]) -> dict[str, Any]:
    """The arguments as `execute` gets them: those of a DynamicCombo in one object."""
    for spec in schema.inputs:
        names = _nested_names(spec)
        if names and spec.id in flat:
            inner = {name: flat.pop(f"{spec.id}.{name}", None) for name in names}
            flat[spec.id] = {spec.id: flat[spec.id], **inner}
    return flat
