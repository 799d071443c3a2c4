"""The values of a graph that is still being edited, without running it.

Only nodes that make short texts of short texts are followed; every other value stands for
something that a run alone will tell.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ..animagine.tokens import MAX_TEXT, require_text
from .aesthetic import AnimagineAesthetic
from .host import NODE_CLASS_MAPPINGS, io
from .negative import AnimagineNegative
from .prompt_check import AnimaginePromptCheck
from .prompt_composer import AnimaginePromptComposer
from .prompt_converter import AnimaginePromptConverter
from .quality import AnimagineQuality
from .rating import AnimagineRating
from .sampler_settings import AnimagineSamplerSettings
from .score import AnimagineScore
from .year import AnimagineYear

OWN = (
    AnimaginePromptComposer,
    AnimagineQuality,
    AnimagineScore,
    AnimagineAesthetic,
    AnimagineRating,
    AnimagineYear,
    AnimagineNegative,
    AnimagineSamplerSettings,
    AnimaginePromptCheck,
    AnimaginePromptConverter,
)
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
    """The arguments of a node's `execute`, None where they cannot all be told.

    `elsewhere` are the ids of the nodes whose text is missing, by the input that lacks it.
    """

    arguments: dict[str, Any] | None
    elsewhere: dict[str, list[str]]


class LiveGraph:
    """An untrusted graph in API format. All methods raise ValueError for what is wrong in it."""

    def __init__(self, nodes: object) -> None:
        if not isinstance(nodes, dict) or not 0 < len(nodes) <= MAX_NODES:
            raise ValueError(f"graph is no object of nodes by their ids; allowed are {MAX_NODES}")
        self._nodes: Mapping[str, Any] = nodes
        self._outputs: dict[str, tuple[tuple[Any, ...], list[str]]] = {}
        self._open: list[str] = []

    def class_type(self, node_id: str) -> str:
        node = self._nodes.get(node_id)
        if not isinstance(node, dict) or not isinstance(node.get("class_type"), str):
            raise ValueError(
                f"node {node_id!r:.80} has no class_type; it is the id of a node class"
            )
        return node["class_type"]

    def inputs(self, node_id: str, schema: io.Schema) -> Inputs:
        """What `node_id`, a node of `schema`, gets where nothing but texts is asked for."""
        given = self._nodes[node_id].get("inputs")
        if not isinstance(given, dict):
            raise ValueError(f"node {node_id!r:.80} has no inputs; they are an object by input id")
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
        """The value of one input, None where it cannot be told, and the nodes that it lacks."""
        missing: list[str] = []
        if isinstance(given, list):
            if len(given) != 2 or type(given[0]) is not str or type(given[1]) is not int:
                raise ValueError(f"input {name!r} holds {given!r:.80}; a link is [node id, output]")
            outputs, missing = self._outputs_of(given[0])
            if not 0 <= given[1] < len(outputs):
                return ("" if io_type == "STRING" else None), missing or [given[0]]
            given = outputs[given[1]]
        types = _TYPES.get(io_type, ())
        if not isinstance(given, types) or (isinstance(given, bool) and bool not in types):
            raise ValueError(f"input {name!r} holds {given!r:.80}; allowed is a value of {io_type}")
        if isinstance(given, str):
            require_text(given, f"input {name!r}")
        return given, missing

    def _outputs_of(self, node_id: str) -> tuple[tuple[Any, ...], list[str]]:
        """What `node_id` gives, nothing where a run alone will tell, and the nodes it lacks."""
        if node_id not in self._outputs:
            if node_id in self._open:
                raise ValueError(f"node {node_id!r:.80} is linked to itself; a graph has no loops")
            self._open.append(node_id)
            self._outputs[node_id] = self._run(node_id)
            self._open.pop()
        return self._outputs[node_id]

    def _run(self, node_id: str) -> tuple[tuple[Any, ...], list[str]]:
        node_class = _followed(self.class_type(node_id)) if node_id in self._nodes else None
        if not node_class:
            return (), [node_id]
        arguments, elsewhere = self.inputs(node_id, node_class.GET_SCHEMA())
        missing = list(dict.fromkeys(origin for found in elsewhere.values() for origin in found))
        if arguments is None:
            return (), missing
        if _grows(arguments):
            return (), [node_id]
        return tuple(node_class.execute(**arguments).result), missing


def _grows(arguments: dict[str, Any]) -> bool:
    """Whether StringReplace would give a text beyond all measure."""
    if "replace" not in arguments:
        return False
    found = arguments["string"].count(arguments["find"])
    return found * len(arguments["replace"]) > MAX_TEXT


def _followed(class_type: str) -> Any:
    own = {node.__name__: node for node in OWN}
    return own.get(class_type) or (class_type in CORE and NODE_CLASS_MAPPINGS.get(class_type))


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
