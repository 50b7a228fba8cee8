"""A compiled module once more from its source, as where there is no compiler."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from unittest import mock


def interpreted(source: Path, *, cython: bool = False) -> ModuleType:
    """The module of a file itself, whatever lies compiled beside it, with or without Cython's own module."""
    name = f"{source.stem}_interpreted"
    spec = importlib.util.spec_from_file_location(name, source)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    with mock.patch.dict(sys.modules, {name: module} if cython else {name: module, "cython": None}):
        spec.loader.exec_module(module)
    return module
