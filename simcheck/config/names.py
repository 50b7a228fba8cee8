"""The names of the settings, and what each may be: a value as it was typed becomes the value it means.

A limit for one kind is called ``max_run.verbatim``, the severity of a limit ``severity.max_run`` or
``severity.max_run.verbatim``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path

from simcheck.config.classes import TABLE
from simcheck.errors import ConfigError
from simcheck.files import expanded
from simcheck.limits import LIMITS, SEVERITIES
from simcheck.types import FINDINGS, KINDS

#: All settings by their first name; the same word, with - for _, is the option.
SETTINGS = ("corpus", "model", "lang", "own", "author", "baseline", "marks", "since", *LIMITS, "severity", "fail_on")
#: What a limit is set to when there is to be none.
OFF = "off"
#: Settings that hold several values; those that are words stand in the environment with commas between them.
MANY = ("own", "author", "fail_on")
WORDS = (*LIMITS, "severity", "fail_on")
LANGUAGES = ("auto", "zh", "en")
_ALL = "all"


def flat(table: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """The settings of a table by their whole names, as they are. Raises ConfigError for a name that is none.

    >>> list(flat({"max_run": {"all": 40, "verbatim": 30}, "severity": {"max_run": "note"}}))
    [('max_run', 40), ('max_run.verbatim', 30), ('severity.max_run', 'note')]
    """
    for key, value in table.items():
        if key == "severity":
            if not isinstance(value, Mapping):
                raise ConfigError(f'severity: {value!r} names no limit; write severity.max_run = "warning"')
            for name, severity in value.items():
                _known(name, LIMITS, "severity.")
                yield from _of_kinds(f"severity.{name}", severity)
        elif key == TABLE:
            continue  # a table of its own, for what is added to a corpus
        elif key in LIMITS:
            yield from _of_kinds(key, value)
        elif key in ("new_only", "new-only"):
            raise ConfigError(f'{key}: an option only; write since = "HEAD"')
        else:
            _known(key, SETTINGS)
            yield key, value


def typed(name: str, values: tuple[str, ...]) -> Iterator[tuple[str, object]]:
    """The settings that the values of one option, or of one environment variable, mean, by their whole names.

    >>> list(typed("max_overlap", ("10%", "translation=5%"))), list(typed("severity", ("max_run.verbatim=note",)))
    ([('max_overlap', '10%'), ('max_overlap.translation', '5%')], [('severity.max_run.verbatim', 'note')])
    """
    if name in MANY:
        yield name, list(values)
        return
    for value in values:
        first, equals, last = value.partition("=")
        if name in LIMITS and equals:
            yield from _of_kinds(name, {first.strip(): last.strip()})
        elif name == "severity":
            limit, _, kind = first.strip().partition(".")
            if not equals:
                raise ConfigError(f"severity: {value!r} says no severity; write {_example(value.strip())}")
            _known(limit, LIMITS, "severity.")
            yield from _of_kinds(f"severity.{limit}", {kind or _ALL: last.strip()})
        else:
            yield name, value


def _example(said: str) -> str:
    """What may have been meant by half of a severity.

    >>> _example("max_run.verbatim"), _example("error"), _example("")
    ('max_run.verbatim=warning', 'max_run=error', 'max_run=warning')
    """
    return f"max_run={said}" if said in SEVERITIES else f"{said or 'max_run'}=warning"


def meaning(name: str, value: object, folder: Path) -> object:
    """What a value means: relative paths are of ``folder``. Raises ConfigError for a value that means nothing here."""
    return _MEANINGS[name.partition(".")[0]](name, value, folder)


def _of_kinds(name: str, value: object) -> Iterator[tuple[str, object]]:
    if not isinstance(value, Mapping):
        yield name, value
        return
    for kind, one in value.items():
        _known(kind, (_ALL, *KINDS), f"{name}.")
        yield name if kind == _ALL else f"{name}.{kind}", one


def _known(name: str, names: tuple[str, ...], before: str = "") -> None:
    if name not in names:
        plain = name.strip().lower().replace("-", "_")
        close = [plain] if plain in names else get_close_matches(plain, names, n=1)
        hint = f"did you mean {close[0]!r}?" if close else f"there are {', '.join(names)}"
        raise ConfigError(f"{before}{name}: no such setting; {hint}")


def _share(name: str, value: object, _folder: Path) -> float | None:
    """A share as people type it, a number or a percentage.

    >>> _share("max_overlap", "5%", Path()), _share("max_overlap", 0.05, Path()), _share("max_overlap", "off", Path())
    (0.05, 0.05, None)
    """
    if value == OFF:
        return None
    said = str(value).strip()
    digits = said.removesuffix("%").removesuffix("％")
    try:
        number = math.nan if isinstance(value, bool) else float(digits) / (1 if digits == said else 100)
    except ValueError:
        number = math.nan
    if 0 <= number <= 1:
        return number
    meant = number if digits == said and 1 < number <= 100 else 5
    raise ConfigError(f"{name}: {said!r} is no share from 0 to 1; write {meant / 100:g} or {meant:g}%, or {OFF}")


def _count(name: str, value: object, _folder: Path) -> int | None:
    if value == OFF:
        return None
    said = str(value).strip()
    if isinstance(value, bool) or not (said.isascii() and said.isdigit()):
        raise ConfigError(f"{name}: {said!r} is no number of characters; write a whole number such as 40, or {OFF}")
    return int(said)


def _one_of(name: str, value: object, words: tuple[str, ...]) -> str:
    if isinstance(value, str) and value in words:
        return value
    close = get_close_matches(str(value).lower(), words, n=1)
    raise ConfigError(f"{name}: {value!r} is none of {', '.join(words)}" + (f"; write {close[0]!r}" if close else ""))


def _text(name: str, value: object, _folder: Path) -> str:
    if isinstance(value, str) and value.strip():
        return value
    raise ConfigError(f"{name}: {value!r} is no text; write it in quotation marks")


def _texts(name: str, value: object, folder: Path) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ConfigError(f'{name}: {value!r} is no list; write {name} = ["…"]')
    return tuple(_text(name, one, folder) for one in value)


def _findings(name: str, value: object, folder: Path) -> tuple[str, ...]:
    """Kinds of findings, each once; none for "off".

    >>> _findings("fail_on", ["hidden_text"], Path()), _findings("fail_on", ["off"], Path())
    (('hidden_text',), ())
    """
    said = [] if value in (OFF, [OFF]) else value
    return tuple(dict.fromkeys(_one_of(name, one, FINDINGS) for one in _texts(name, said, folder)))


def _path(name: str, value: object, folder: Path) -> Path:
    return folder / expanded(_text(name, value, folder))


def _paths(name: str, value: object, folder: Path) -> tuple[Path, ...]:
    return tuple(_path(name, one, folder) for one in _texts(name, value, folder))


def _model(name: str, value: object, folder: Path) -> str:
    """A folder, where there is one of that name, or else the name of a model."""
    place = _path(name, value, folder)
    return str(place) if place.is_dir() else str(value)


def _switch(name: str, value: object, _folder: Path) -> bool:
    words = {"true": True, "on": True, "1": True, "false": False, "off": False, "0": False}
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in words:
        return words[value.lower()]
    raise ConfigError(f"{name}: {value!r} is neither true nor false")


_MEANINGS: dict[str, Callable[[str, object, Path], object]] = {
    "corpus": _path,
    "model": _model,
    "lang": lambda name, value, _: _one_of(name, value, LANGUAGES),
    "own": _paths,
    "author": _texts,
    "baseline": _path,
    "marks": _switch,
    "since": _text,
    "max_overlap": _share,
    "max_source": _share,
    "max_passage": _count,
    "max_run": _count,
    "max_own": _share,
    "max_authority": _share,
    "max_mosaic": _share,
    "max_probability": _share,
    "fail_on": _findings,
    "severity": lambda name, value, _: _one_of(name, value, SEVERITIES),
}
