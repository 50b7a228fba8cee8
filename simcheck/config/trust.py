"""Trust between files of settings: the outermost one decides, those nearer to a draft may only make it stricter.

Who writes a draft can also write a file beside it. So the limits of the outermost file (in the root of the repository,
say), or the defaults where it is silent, are floors: a nearer file may lower a limit, raise a severity, add a finding
to ``fail_on`` and switch marks off. What is compared (``corpus``, ``model``) and what is left out (``own``, ``author``,
``baseline``, ``since``) is said by the outermost file alone. ``lang`` is anybody's.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from simcheck.limits import LIMITS, SEVERITIES, Limits


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting that holds: its whole name, its value, and where that comes from: ``--corpus``, ``SIMCHECK_CORPUS``,
    ``simcheck.toml:3`` or ``default``."""

    name: str
    value: Any
    origin: str


def merged(files: Sequence[Iterable[Setting]]) -> tuple[dict[str, Setting], tuple[Setting, ...]]:
    """What holds of several files, the outermost first, by name; and what nearer ones say in vain.

    >>> outer, inner = Setting("max_run", 40, "simcheck.toml:1"), Setting("max_run", 90, "稿/simcheck.toml:1")
    >>> merged([[outer], [inner]]) == ({"max_run": outer}, (inner,))
    True
    """
    held: dict[str, Setting] = {setting.name: setting for setting in (files[0] if files else ())}
    refused: list[Setting] = []
    for nearer in files[1:]:
        for setting in nearer:
            before = _before(setting.name, held)
            if setting.value == before:
                continue
            stricter = _stricter(setting, before)
            if stricter is None:
                refused.append(setting)
            else:
                held[setting.name] = stricter
    return held, tuple(refused)


def fixed_severities(said: Mapping[str, Setting], files: Mapping[str, Setting]) -> dict[str, Setting]:
    """Severities that go before those of ``files``, for the limits that were ``said`` by option or environment: what
    was not said with them is an error."""
    fixed = {}
    for name, setting in said.items():
        limit, own = name.partition(".")[0], f"severity.{name}"
        general = f"severity.{limit}"
        if limit in LIMITS and own not in said and (own in files or (general in files and general not in said)):
            value = said[general].value if general in said else "error"
            fixed[own] = Setting(own, value, setting.origin)
    return fixed


def _before(name: str, held: Mapping[str, Setting]) -> Any:
    """What holds so far, a default where nothing was said."""
    if name in held:
        return held[name].value
    first, _, kind = name.partition(".")
    if first == "severity":
        limit = kind.partition(".")[0]
        return held[f"severity.{limit}"].value if f"severity.{limit}" in held else "error"
    if first == "marks":
        return True
    return getattr(Limits(), name, None)


def _stricter(setting: Setting, before: Any) -> Setting | None:
    """The setting of a nearer file where it makes the gate stricter, else None."""
    first, value = setting.name.partition(".")[0], setting.value
    if first in LIMITS:
        tighter = value is not None and value < (math.inf if before is None else before)
    elif first == "severity":
        tighter = SEVERITIES.index(value) > SEVERITIES.index(before)
    elif first == "fail_on":
        union = tuple(dict.fromkeys((*before, *value)))
        return None if union == tuple(before) else Setting(setting.name, union, setting.origin)
    else:
        tighter = first == "lang" or (first == "marks" and value is False)
    return setting if tighter else None
