"""The commands of the command line, made once in a process: typer makes all of them at each call, and tests call a
thousand times. Programs that are started do as users' do."""

from __future__ import annotations

import functools
from typing import Any

import typer
import typer.main

_command = functools.cache(typer.main.get_command)


def _called(self: typer.Typer, *arguments: Any, **more: Any) -> Any:
    return _command(self)(*arguments, **more)


def make_commands_once() -> None:
    """From now on."""
    typer.Typer.__call__ = _called  # type: ignore[method-assign]
