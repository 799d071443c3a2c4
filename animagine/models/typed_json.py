"""Read JSON into frozen classes; every key and type is checked, errors name the key."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType, NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints


class Facts:
    """Frozen values by name, those that the class annotates; equal where all of them are.

    As a data class, but with no code made at import: the start of ComfyUI waits for it.
    """

    def __init__(self, **values: object) -> None:
        self.__dict__.update(values)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen; {name} cannot be set")

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.__dict__ == other.__dict__


def read(kind: Any, value: object, key: str) -> Any:
    """`value`, found under `key`, as `kind`: a class of `Facts`, `tuple[T, ...]`,
    `Mapping[str, T]`, `Literal`, `T | None`, `str`, `int` or `float`.

    Raises ValueError naming the key, its value and what is expected.
    """
    origin, arguments = get_origin(kind), get_args(kind)
    if isinstance(kind, type) and issubclass(kind, Facts):
        return _read_class(kind, value, key)
    if origin is Literal:
        if value not in arguments:
            raise _wrong(key, value, " or ".join(map(repr, arguments)))
        return value
    if origin in (Union, UnionType):
        inner = next(argument for argument in arguments if argument is not NoneType)
        return None if value is None else read(inner, value, key)
    if origin is tuple:
        if not isinstance(value, list):
            raise _wrong(key, value, "a list")
        return tuple(read(arguments[0], item, f"{key}[{i}]") for i, item in enumerate(value))
    if origin is Mapping:
        if not isinstance(value, dict):
            raise _wrong(key, value, "an object")
        return MappingProxyType(
            {name: read(arguments[1], item, f"{key}.{name}") for name, item in value.items()}
        )
    allowed = (int, float) if kind is float else (kind,)
    if isinstance(value, bool) or not isinstance(value, allowed):
        raise _wrong(key, value, {str: "text", int: "a whole number", float: "a number"}[kind])
    return value


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _read_class(kind: Any, value: object, key: str) -> Any:
    if not isinstance(value, dict):
        raise _wrong(key, value, "an object")
    hints = _hints(kind)
    names = list(hints)
    prefix = f"{key}." if key else ""
    for name in value:
        if name not in names:
            raise ValueError(f"unknown key {prefix + name!r}; choose one of: {', '.join(names)}")
    for name in names:
        if name not in value:
            raise ValueError(f"key {prefix + name!r} is missing; required: {', '.join(names)}")
    return kind(**{name: read(hints[name], value[name], prefix + name) for name in names})


def _wrong(key: str, value: object, allowed: str) -> ValueError:
    return ValueError(f"key {key!r} is {value!r}; expected {allowed}")
