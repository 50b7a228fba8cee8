"""Public: every type of simcheck that a signature of its public names leads to, and where it is defined."""

from __future__ import annotations

import ast
import inspect
import re
import sys
from collections.abc import Iterator
from typing import Any, TypeVar

import simcheck
from simcheck.cancelling import Event
from simcheck.encode import load_encoder
from simcheck.encode.protocol import Encoder
from simcheck.readers.content import Content

#: Where the library hands out what stands below it: no promise from version to version, and so no page of its own.
INSIDE = frozenset("Alignment Disk Fragment Known Letters Scored Scoring SettingsFile".split())


def places() -> dict[str, str]:
    """The whole name, by the short one, of each public name and of each type, or name for one, that a parameter, a
    result or a field of those names, and of these in turn."""
    found = {one.__name__: one for one in map(simcheck.__getattribute__, simcheck.__all__) if not isinstance(one, str)}
    found |= {one.__name__: one for one in (Content, Encoder, Event, load_encoder)}
    known = {name: f"{one.__module__}.{name}" for name, one in found.items()}
    asked = list(found.values())
    while asked:
        for name, place, value in _named(asked.pop()):
            if name not in known and name not in INSIDE:
                known[name] = place
                asked.append(value)
    return known


def _named(public: Any) -> Iterator[tuple[str, str, Any]]:
    """The types of simcheck that the annotations of a function, or of a class and its methods, name."""
    module = sys.modules[public.__module__] if hasattr(public, "__module__") else None
    if module is None or not module.__name__.startswith("simcheck"):
        return
    for name in sorted(set(re.findall(r"[A-Za-z_]\w*", " ".join(_annotations(public))))):
        value = vars(module).get(name)
        place = _place(name, module)
        if place is not None and not name.startswith("_"):
            yield name, place, value


def _annotations(public: Any) -> Iterator[str]:
    members = [public]
    if inspect.isclass(public):
        yield from map(str, vars(public).get("__annotations__", {}).values())
        members = [
            getattr(one, "fget", None) or getattr(one, "__func__", one)
            for base in public.__mro__ if base.__module__.startswith("simcheck")
            for name, one in vars(base).items() if not name.startswith("_") or name == "__init__"
        ]  # fmt: skip
    for one in members:
        yield from map(str, getattr(inspect.unwrap(one), "__annotations__", {}).values() if callable(one) else ())


def _place(name: str, module: Any) -> str | None:
    """Where a name of a module is defined, if that is in simcheck: it may be imported from there, by several steps."""
    for node in ast.parse(inspect.getsource(module)).body:
        if isinstance(node, ast.ImportFrom) and any(one.name == name for one in node.names):
            if not (node.module or "").startswith("simcheck"):
                return None
            return _place(name, sys.modules[node.module or ""])
        targets = node.targets if isinstance(node, ast.Assign) else ()
        defined = [one.id for one in targets if isinstance(one, ast.Name)]
        if name in defined or (isinstance(node, ast.ClassDef) and node.name == name):
            typed = isinstance(node, ast.ClassDef) or not isinstance(vars(module)[name], TypeVar)
            return f"{module.__name__}.{name}" if typed else None
    return None
