"""Accepting from the editor: what the settings say does not count, and writing a match into the baseline."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path

from simcheck.accept import Acceptance, Baseline, Entry, OldText, OwnWork, draft_name, old_text
from simcheck.caching import MIB, LRUCache
from simcheck.config import Config
from simcheck.errors import ConfigError, DraftError
from simcheck.readers import read
from simcheck.types import Match


class Acceptances:
    """What does not count for a draft, from its settings; own work and old text are read once while they stay."""

    def __init__(self) -> None:
        self._own: LRUCache[tuple[Path, int, int], OwnWork] = LRUCache(64 * MIB)
        self._old: dict[tuple[Path, str], OldText] = {}

    def of(self, config: Config, draft: Path) -> Acceptance:
        """The acceptance for a draft. Raises ConfigError for a damaged baseline or a missing own work, DraftError when
        its older text cannot be looked up."""
        own = tuple(chain.from_iterable(work.texts for path in config.own for work in self._texts(path, config, draft)))
        return Acceptance(
            baseline=_baseline(config),
            own=OwnWork(own) if own else None,
            old=self._old_text(config, draft),
            authors=config.author,
            marks=config.marks,
        )

    def stamp(self, config: Config) -> object:
        """Something that is equal while neither the baseline nor the own work changed."""
        return _baseline(config), tuple(
            (str(file), found.st_mtime_ns, found.st_size)
            for path in config.own
            for file in (sorted(path.rglob("*")) if path.is_dir() else [path] if path.exists() else [])
            if (found := file.stat())
        )

    def forget(self, draft: Path) -> None:
        """Look up the older text of a draft again when it is needed next."""
        self._old = {key: text for key, text in self._old.items() if key[0] != draft}

    def _old_text(self, config: Config, draft: Path) -> OldText | None:
        if config.since is None or not draft.exists():
            return None
        key = draft, config.since
        if key not in self._old:
            self._old[key] = old_text(draft, config.since, read)
        return self._old[key]

    def _texts(self, path: Path, config: Config, draft: Path) -> Iterator[OwnWork]:
        """The own texts under a path, the draft itself left out should it stand among them."""
        if not path.exists():
            raise ConfigError(f"{config.origin('own')}: own work {path} does not exist; check the path")
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            itself = file == draft or (draft.exists() and file.samefile(draft))
            if file.is_file() and not file.name.startswith(".") and not itself:
                yield self._read(file)

    def _read(self, file: Path) -> OwnWork:
        """An own text; nothing for a file that is none, such as a picture beside the texts."""
        state = file.stat()
        key = file, state.st_mtime_ns, state.st_size
        own = self._own.get(key)
        if own is None:
            try:
                own = OwnWork.of([read(file)])
            except DraftError:
                own = OwnWork()
            self._own.put(key, own)
        return own


def accept(match: Match, reason: str, config: Config, draft: Path) -> Path:
    """Write a match of a draft into the baseline and give its file; the entry names the draft by its path from there.

    Raises ConfigError if that cannot be done.
    """
    baseline = _baseline(config) or Baseline(path=config.baseline)
    name = draft_name(draft, config.baseline)
    baseline.adding([replace(Entry.of(match, reason), draft=name)]).write()
    return config.baseline


def _baseline(config: Config) -> Baseline | None:
    named = config.origin("baseline") != "default"
    return Baseline.read(config.baseline) if named or config.baseline.exists() else None
