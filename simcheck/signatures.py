"""Signatures: what a public function or class is called with is refused in one line where its type is another one.

Without that an error comes from somewhere inside, or what was meant is passed over. What a function tells better itself
is left to it.
"""

from __future__ import annotations

import functools
import inspect
import types
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from numbers import Integral, Real
from os import PathLike
from pathlib import Path
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from simcheck.errors import UsageError

F = TypeVar("F", bound=Callable[..., Any])

#: What is taken where a type is named, since it serves as well.
_WIDER: dict[Any, Any] = {
    Path: PathLike, bytes: (bytes, bytearray, memoryview), dict: Mapping, int: Integral, float: Real,
    tuple: (tuple, list, set, frozenset),
}  # fmt: skip
#: Characters of a wrong value that are told.
_SHOWN = 40


def as_annotated(*told: str) -> Callable[[F], F]:
    """Check what a function is called with against its annotations, but for the parameters that are ``told`` inside.

    >>> @as_annotated()
    ... def doubled(number: int) -> int:
    ...     return 2 * number
    >>> doubled("2")
    Traceback (most recent call last):
        ...
    simcheck.errors.UsageError: argument number is '2', not int
    """

    def decorate(function: F) -> F:
        signature = inspect.signature(function)

        @functools.wraps(function)
        def checked(*args: Any, **named: Any) -> Any:
            hints = _hints(function)
            try:
                given = signature.bind(*args, **named)
            except TypeError as error:
                raise TypeError(f"{function.__qualname__}(): {error}") from None
            for name, value in given.arguments.items():
                if name in hints and name not in told:
                    require(name, value, hints[name])
            return function(*args, **named)

        return checked  # type: ignore[return-value]

    return decorate


def require_fields(made: Any) -> None:
    """Raise UsageError where a field of a dataclass holds something else than its annotation names."""
    kind: Any = type(made)
    hints = _hints(kind)
    for one in fields(made):
        require(one.name, getattr(made, one.name), hints[one.name])


def require(name: str, value: object, kind: Any) -> None:
    """Raise UsageError where a value is not of a type."""
    if not _fits(value, kind):
        shown = repr(value)
        shown = shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"
        raise UsageError(f"argument {name} is {shown}, not {_named(kind)}", code="usage.argument")


@functools.cache
def _hints(named: Any) -> dict[str, Any]:
    found = get_type_hints(named)
    found.pop("return", None)
    return found


def _fits(value: object, kind: Any) -> bool:
    """Whether a value may be of a type, as far as that can be told without using it up."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return any(_fits(value, one) for one in arguments)
    if origin is Literal:
        return any(isinstance(value, type(one)) and value == one for one in arguments)
    if kind is bool:
        return type(value).__name__ in ("bool", "bool_")  # NumPy's too
    plain = origin or kind
    if kind is Any or not isinstance(plain, type) or getattr(kind, "_is_protocol", False):
        return True
    if not isinstance(value, _WIDER.get(plain, plain)) or (plain in (int, float) and isinstance(value, bool)):
        return False
    return _members_fit(value, origin, arguments)


def _members_fit(value: Any, origin: Any, arguments: tuple[Any, ...]) -> bool:
    """Whether members are of their type; a text is no collection of texts."""
    if origin is None or origin is Callable or not issubclass(origin, Iterable):
        return True
    if isinstance(value, Mapping) and len(arguments) == 2:
        return all(_fits(k, arguments[0]) and _fits(v, arguments[1]) for k, v in value.items())
    if isinstance(value, str | bytes):
        return False
    if not isinstance(value, list | tuple | set | frozenset | dict):
        return True  # it may be read only once, or read from a disk
    if origin is tuple and arguments[1:] != (Ellipsis,):
        return len(value) == len(arguments) and all(map(_fits, value, arguments))
    return all(_fits(one, arguments[0]) for one in value) if arguments else True


def _named(kind: Any) -> str:
    """A type as a programmer writes it: ``Document | str``."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return " | ".join(map(_named, arguments))
    if origin is Literal:
        return " | ".join(map(repr, arguments))
    if kind is type(None):
        return "None"
    if origin is Callable or origin is type(Callable):
        return "a function"
    inner = ", ".join("…" if one is Ellipsis else _named(one) for one in arguments if not isinstance(one, list))
    name = getattr(origin or kind, "__name__", str(kind))
    return f"{name}[{inner}]" if inner else name
