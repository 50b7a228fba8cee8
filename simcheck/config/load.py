"""From options, environment, file and defaults to the settings that hold for one draft, each with its origin."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from simcheck.config.classes import FolderClasses
from simcheck.config.files import SettingsFile, find, folders_above, named
from simcheck.config.names import MANY, SETTINGS, WORDS, flat, meaning, typed
from simcheck.config.trust import Setting, fixed_severities, merged
from simcheck.errors import ConfigError
from simcheck.limits import LIMITS, Limits
from simcheck.messages import Language
from simcheck.signatures import as_annotated

#: The baseline that is used when none is named, beside the settings.
BASELINE = "simcheck-baseline.toml"
DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Given:
    """The options of a command as they were typed; what was not given is None or empty."""

    corpus: str | None = None
    model: str | None = None
    lang: str | None = None
    own: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    baseline: str | None = None
    marks: bool | None = None
    since: str | None = None
    max_overlap: tuple[str, ...] = ()
    max_source: tuple[str, ...] = ()
    max_passage: tuple[str, ...] = ()
    max_run: tuple[str, ...] = ()
    max_own: tuple[str, ...] = ()
    max_authority: tuple[str, ...] = ()
    max_mosaic: tuple[str, ...] = ()
    max_probability: tuple[str, ...] = ()
    severity: tuple[str, ...] = ()
    fail_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Config:
    """What holds for a draft.

    ``corpus`` None is the user's own, ``model`` None the corpus's, ``lang`` None the one that a report would choose.
    Paths of options and of the environment are as they were typed, those of a file absolute. ``file`` is the
    outermost file with settings, ``root`` its folder, or that of the repository, or that of the draft.
    ``settings`` tells every setting with its origin, ``refused`` those of files nearer to the draft that would have
    loosened what the outermost one says, and so do not hold. ``classes`` are those of the outermost file, for what is
    added to a corpus.
    """

    corpus: Path | None
    model: str | None
    lang: Language | None
    own: tuple[Path, ...]
    author: tuple[str, ...]
    baseline: Path
    marks: bool
    since: str | None
    limits: Limits
    file: Path | None
    root: Path
    settings: tuple[Setting, ...]
    refused: tuple[Setting, ...] = ()
    classes: FolderClasses = field(default_factory=FolderClasses)

    def origin(self, name: str) -> str:
        """Where a setting comes from, by its whole name."""
        return next((setting.origin for setting in self.settings if setting.name == name), DEFAULT)


@as_annotated()
def load_config(
    start: Path | str = ".",
    given: Given | None = None,
    *,
    file: Path | str | None = None,
    environ: Mapping[str, str] | None = None,
) -> Config:
    """The settings for the draft, or the folder, ``start``: option before environment before file before default.

    The file is ``file``, or else the outermost one above ``start``; files nearer to the draft may only tighten it
    (see :mod:`simcheck.config.trust`). A limit that is an option or stands in the environment is an error when it is
    passed, whatever severity a file gives it. Raises ConfigError, one line with file, line and name, for an unknown
    setting or a wrong value.
    """
    start = Path(start)
    found = find(start) if file is None else (named(Path(file)),)
    held: dict[str, Setting] = {}
    for setting in _said(given or Given(), os.environ if environ is None else environ):
        held.setdefault(setting.name, setting)
    from_files, refused = merged([list(_written(one)) for one in found])
    held |= fixed_severities(held, from_files)
    root = found[0].path.absolute().parent if found else _root(start)
    refused = tuple(setting for setting in refused if setting.name not in held)
    holds = _config({**from_files, **held}, root, found[0].path if found else None, refused)
    return replace(holds, classes=FolderClasses.of(found[0])) if found else holds


def _said(given: Given, environ: Mapping[str, str]) -> Iterator[Setting]:
    """All settings of those who run the check, the strongest first: options, then the environment."""
    for one in fields(Given):
        option = "--" + one.name.replace("_", "-")
        yield from _typed(one.name, getattr(given, one.name), option)
    _refuse_mistyped(environ)
    for name in SETTINGS:
        variable = f"SIMCHECK_{name.upper()}"
        value = environ.get(variable, "")
        several = [value]
        if name in (*MANY, *WORDS):
            several = value.split("," if name in WORDS else os.pathsep)
        yield from _typed(name, tuple(filter(None, several)), variable)


def _written(found: SettingsFile) -> Iterator[Setting]:
    """The settings of a file."""
    folder = found.path.absolute().parent
    try:
        settings = list(flat(found.table))
    except ConfigError as error:
        wrong = str(error).partition(":")[0]
        raise ConfigError(f"{found.place(wrong)}: {error}") from None
    for whole, raw in settings:
        try:
            yield Setting(whole, meaning(whole, raw, folder), found.place(whole))
        except ConfigError as error:
            raise ConfigError(f"{found.place(whole)}: {error}") from None


def _refuse_mistyped(environ: Mapping[str, str]) -> None:
    """Raise ConfigError for a variable such as SIMCHECK_MAXOVERLAP: a limit that was meant must not be passed over.

    What is like none of ours may be anybody's.
    """
    known = [f"SIMCHECK_{name.upper()}" for name in SETTINGS]
    for variable in environ:
        if variable.startswith("SIMCHECK_") and variable not in known:
            close = get_close_matches(variable.removeprefix("SIMCHECK_"), map(str.upper, SETTINGS), n=1, cutoff=0.85)
            if close:
                raise ConfigError(f"{variable}: no such setting; did you mean 'SIMCHECK_{close[0]}'?")


def _typed(name: str, values: Any, origin: str) -> Iterator[Setting]:
    """The settings of one option or variable; none when it was not given."""
    if values is None or values == ():
        return
    several = values if isinstance(values, tuple) else (str(values).lower() if isinstance(values, bool) else values,)
    found: dict[str, Setting] = {}  # of what was given twice the last one holds, as in other programs
    try:
        for whole, value in typed(name, several):
            found[whole] = Setting(whole, meaning(whole, value, Path()), origin)
        yield from found.values()
    except ConfigError as error:
        raise ConfigError(f"{origin}: {str(error).partition(': ')[2]}") from None


def _config(held: Mapping[str, Setting], root: Path, file: Path | None, refused: tuple[Setting, ...]) -> Config:
    def value(name: str, otherwise: Any = None) -> Any:
        return held[name].value if name in held else otherwise

    plain, lang = Limits(), value("lang", "auto")
    general = {name: value(name, getattr(plain, name)) for name in LIMITS}
    kinds = ((name, one.value) for name, one in held.items() if name.startswith("max_") and "." in name)
    by_kind = {name: most for name, most in kinds if most is not None}
    severity = {name.removeprefix("severity."): one.value for name, one in held.items() if name.startswith("severity.")}
    values = {
        "corpus": value("corpus"),
        "model": value("model"),
        "lang": lang,
        "own": value("own", ()),
        "author": value("author", ()),
        "baseline": value("baseline", root / BASELINE),
        "marks": value("marks", True),
        "since": value("since"),
        **general,
        **by_kind,
        **{f"severity.{name}": one for name, one in severity.items()},
        "fail_on": value("fail_on", plain.fail_on),
    }
    told = tuple(Setting(name, one, held[name].origin if name in held else DEFAULT) for name, one in values.items())
    return Config(
        corpus=values["corpus"],
        model=values["model"],
        lang=None if lang == "auto" else lang,
        own=values["own"],
        author=values["author"],
        baseline=values["baseline"],
        marks=values["marks"],
        since=values["since"],
        limits=Limits(**general, by_kind=by_kind, severity=severity, fail_on=values["fail_on"]),
        file=file,
        root=root,
        settings=told,
        refused=refused,
    )


def _root(start: Path) -> Path:
    """The root of the repository around a place, or else its folder."""
    folders = list(folders_above(start))
    return folders[-1] if (folders[-1] / ".git").exists() else folders[0]
