"""Settings of the editor: those of ``simcheck.toml`` by the same names, and four that only an editor has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from simcheck.config import Given
from simcheck.errors import ConfigError
from simcheck.files import expanded
from simcheck.limits import LIMITS, SEVERITIES, Severity


@dataclass(frozen=True, slots=True)
class Editor:
    """What only an editor needs.

    ``delay`` is how many milliseconds to wait after the last change before a check begins; ``within`` the severity of a
    counted match while no limit is passed; ``show_ignored`` whether ignored matches are shown, faintly; ``sources`` the
    folders where the files of the corpus lie, to open them.
    """

    delay: int = 300
    within: Severity = "note"
    show_ignored: bool = True
    sources: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """What the editor was told: its own settings, and those that go before ``simcheck.toml``."""

    editor: Editor
    given: Given


NAMES = tuple(field.name for field in fields(Editor)) + tuple(
    field.name for field in fields(Given) if field.name != "since"
)


def laid_over(first: Mapping[str, object], told: Mapping[str, object]) -> dict[str, object]:
    """What an editor said at first, and over it what it says now; what it now says nothing about stays."""
    return {**first, **{name: value for name, value in told.items() if not _unset(value)}}


def settings_of(told: object, root: Path) -> tuple[Settings, tuple[str, ...]]:
    """The settings that an editor sent, relative paths being of ``root``, and what is wrong with them, a line each.

    What is null or empty is not set. A wrong setting is left out, and the others hold.
    """
    settings, problems = Settings(Editor(), Given()), []
    for name, value in (told if isinstance(told, Mapping) else {}).items():
        if _unset(value):
            continue
        try:
            settings = _with(settings, str(name), value, root)
        except ConfigError as error:
            problems.append(f"simcheck.{error}")
    return settings, tuple(problems)


def _unset(value: object) -> bool:
    return value is None or value in ("", [], {})


def _with(settings: Settings, name: str, value: object, root: Path) -> Settings:
    if name not in NAMES:
        close = get_close_matches(name, NAMES, n=1)
        hint = f"did you mean {close[0]!r}?" if close else f"there are {', '.join(NAMES)}"
        raise ConfigError(f"{name}: no such setting; {hint}")
    if name in {field.name for field in fields(Editor)}:
        said: dict[str, Any] = {name: _editor_value(name, value, root)}
        return replace(settings, editor=replace(settings.editor, **said))
    said = {name: _given_value(name, value, root)}
    return replace(settings, given=replace(settings.given, **said))


def _editor_value(name: str, value: object, root: Path) -> object:
    if name == "delay" and isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 60_000:
        return value
    if name == "within" and value in SEVERITIES:
        return value
    if name == "show_ignored" and isinstance(value, bool):
        return value
    if name == "sources":
        return tuple(root / expanded(one) for one in _texts(name, value))
    wanted = {"delay": "milliseconds up to 60000", "within": f"one of {', '.join(SEVERITIES)}"}
    raise ConfigError(f"{name}: {value!r} is not {wanted.get(name, 'true or false')}; mend the editor's settings")


def _given_value(name: str, value: object, root: Path) -> object:
    """The value as the option of the command line takes it."""
    if name == "marks":
        if isinstance(value, bool):
            return value
        raise ConfigError(f"marks: {value!r} is not true or false")
    if name == "own":
        return tuple(str(root / expanded(one)) for one in _texts(name, value))
    if name in ("author", "fail_on"):
        return _texts(name, value)
    if name in LIMITS or name == "severity":
        each = value.items() if isinstance(value, Mapping) else [("", value)]
        return tuple(f"{key}={one}" if key else str(one) for key, one in each)
    if not isinstance(value, str):
        raise ConfigError(f"{name}: {value!r} is no text")
    place = root / expanded(value)
    return str(place) if name in ("corpus", "baseline") or (name == "model" and place.is_dir()) else value


def _texts(name: str, value: object) -> tuple[str, ...]:
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return tuple(value)
    raise ConfigError(f'{name}: {value!r} is no list of texts, such as ["讲话"]')
