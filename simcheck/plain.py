"""Plain data, as JSON has it, made dataclasses again: each field by its type, and what does not fit is told."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


class UnfitError(ValueError):
    """Data that is not of the type asked for; the message says where."""


def structured(kind: type[T], data: object, at: str = "") -> T:
    """An object of a dataclass from what ``dataclasses.asdict`` gave, perhaps written to JSON and read since.

    Fields that have a default may be missing. Raises UnfitError, which names the place, for anything else.

    >>> from simcheck.types import Passage
    >>> structured(Passage, {"document_id": "稿.txt", "start": 0, "end": 2, "text": "各位"}).text
    '各位'
    """
    made: T = _made(kind, data, at)
    return made


def _made(kind: Any, data: Any, at: str) -> Any:
    origin, arguments = get_origin(kind), get_args(kind)
    if is_dataclass(kind) and isinstance(kind, type):
        return _object(kind, data, at)
    if origin in (Union, types.UnionType):
        chosen = next((one for one in arguments if _fits(one, data)), None)
        if chosen is not None:
            return _made(chosen, data, at)
    elif _fits(kind, data):
        return _filled(origin, arguments, data, at)
    raise UnfitError(f"{at or 'the data'} is {str(data)[:40]!r}")


def _filled(origin: Any, arguments: tuple[Any, ...], data: Any, at: str) -> Any:
    """A tuple or a mapping whose members are made; anything else as it is."""
    if origin is tuple:
        each = arguments[:1] * len(data) if arguments[1:] == (Ellipsis,) else arguments
        if len(each) != len(data):
            raise UnfitError(f"{at} has {len(data)} members")
        return tuple(_made(one, value, f"{at}[{n}]") for n, (one, value) in enumerate(zip(each, data, strict=True)))
    if origin in (dict, Mapping):
        key, value = arguments
        return {_made(key, name, at): _made(value, one, f"{at}.{name}") for name, one in data.items()}
    return data


def _object(kind: Any, data: Any, at: str) -> Any:
    if not isinstance(data, Mapping):
        raise UnfitError(f"{at or 'the data'} is {str(data)[:40]!r}")
    hints = _hints(kind)
    if unknown := sorted(str(name) for name in data if name not in hints):
        raise UnfitError(f"{at}{'.' if at else ''}{unknown[0]} is no field")
    for one in fields(kind):
        if one.name not in data and one.default is MISSING and one.default_factory is MISSING:
            raise UnfitError(f"{at}{'.' if at else ''}{one.name} is missing")
    return kind(**{name: _made(hints[name], value, f"{at}{'.' if at else ''}{name}") for name, value in data.items()})


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _fits(kind: Any, data: object) -> bool:
    """Whether a value is of a plain type; a float may be written without a point, a truth value is no number."""
    wanted = get_origin(kind) or kind
    if is_dataclass(wanted):
        return isinstance(data, Mapping)
    if wanted in (int, float) and isinstance(data, bool):
        return False
    if wanted is float:
        return isinstance(data, int | float)
    if wanted is Literal:
        return any(data == one and type(data) is type(one) for one in get_args(kind))
    if wanted is tuple:
        return isinstance(data, list | tuple)
    return isinstance(data, wanted)
