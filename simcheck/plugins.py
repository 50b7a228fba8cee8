"""Plugins: encoders, readers and reporters that other installed packages name in their entry points."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from simcheck.errors import UsageError

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

Group = Literal["encoders", "readers", "reporters"]
#: What a package names in each group.
GROUPS: dict[Group, str] = {
    "encoders": "by name, an `Encoder` or a function without arguments that gives one",
    "readers": "by the ending of files without its dot, a function of their bytes and name that gives their text or "
    "`Content`",
    "reporters": "by the name of the format, a function of reports and a language that gives text or bytes",
}


def names(group: Group) -> tuple[str, ...]:
    """The names of a group, sorted."""
    return tuple(sorted(_found(group)))


def load(group: Group, name: str) -> Any:
    """What an entry point names. Raises UsageError where it cannot be imported, or where two packages name it."""
    points = _found(group)[name]
    if len({point.value for point in points}) > 1:
        packages = " and ".join(sorted(point.dist.name for point in points if point.dist))
        raise UsageError(f"{name}: {packages} both have an entry point of simcheck.{group} for it; uninstall one")
    try:
        return points[0].load()
    except Exception as error:  # a package of others
        what = " ".join(f"{type(error).__name__}: {error}".split())
        raise UsageError(f"{name}: {points[0].value} of simcheck.{group} cannot be imported ({what})") from error


@cache
def _found(group: Group) -> dict[str, list[EntryPoint]]:
    from importlib import metadata  # by itself as long to import as everything that ``import simcheck`` needs

    found: dict[str, list[EntryPoint]] = {}
    for point in metadata.entry_points(group=f"simcheck.{group}"):
        found.setdefault(point.name, []).append(point)
    return found
