"""Modules that are compiled, run from their sources: the other backend."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import ModuleType
from unittest import mock

ROOT = Path(__file__).parent.parent


class _Sources(MetaPathFinder):
    """Finds the sources of a module and of the modules in it, whatever lies compiled beside them."""

    def __init__(self, name: str) -> None:
        self.name = name

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname != self.name and not fullname.startswith(f"{self.name}."):
            return None
        file = ROOT / f"{fullname.replace('.', '/')}.py"
        if not file.exists():
            return PathFinder.find_spec(fullname, path)
        return spec_from_file_location(fullname, file, loader=SourceFileLoader(fullname, str(file)))


def interpreted(name: str, cython: bool = False) -> ModuleType:
    """A module, or a package with all in it, from its sources; with or without the package ``cython``."""
    parent = sys.modules[name.rpartition(".")[0]]
    others = {one: module for one, module in sys.modules.items() if one != name and not one.startswith(f"{name}.")}
    if not cython:
        others["cython"] = None  # type: ignore[assignment]
    with (
        mock.patch.dict(sys.modules, others, clear=True),
        mock.patch.object(sys, "meta_path", [_Sources(name), *sys.meta_path]),
        mock.patch.object(parent, name.rpartition(".")[2]),
    ):
        return importlib.import_module(name)
