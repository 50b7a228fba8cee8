"""Groups of options, each a dataclass that a command takes whole (:mod:`simcheck.cli.grouped`); as settings."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simcheck.cli import options
from simcheck.cli.paths import Wanted
from simcheck.config import Given
from simcheck.errors import UsageError
from simcheck.reporters import formats
from simcheck.types import Identity


@dataclass(frozen=True, slots=True)
class Reporting:
    """What a report is like, where it goes, and which files of folders are read for it."""

    format: options.ReportFormats = None
    output: options.Outputs = None
    lang: options.Lang = None
    include: options.Include = None
    exclude: options.Exclude = None

    @property
    def ways(self) -> tuple[list[formats.Format], list[str]]:
        """The formats and the files that were named, each in its order."""
        chosen: list[Any] = self.format or []
        return chosen, self.output or []

    @property
    def wanted(self) -> Wanted:
        """Which files of folders are meant."""
        return Wanted(self.include or (), self.exclude or ())


@dataclass(frozen=True, slots=True)
class Belonging:
    """Whose the draft is."""

    place: options.Place = None
    year: options.Year = None


def identity(place: str | None, year: int | None) -> Identity:
    """The place and the year of a draft as they were typed."""
    return Identity(place.strip() if place and place.strip() else None, year)


@dataclass(frozen=True, slots=True)
class Limiting:
    """What the gate allows."""

    max_overlap: options.MaxOverlap = None
    max_source: options.MaxSource = None
    max_passage: options.MaxPassage = None
    max_run: options.MaxRun = None
    max_own: options.MaxOwn = None
    max_authority: options.MaxAuthority = None
    max_mosaic: options.MaxMosaic = None
    max_probability: options.MaxProbability = None
    severity: options.Severity = None
    fail_on: options.FailOn = None


@dataclass(frozen=True, slots=True)
class Accepting:
    """What does not count although it is reuse."""

    own: options.Own = None
    author: options.Author = None
    baseline: options.BaselineFile = None
    marks: options.Marks = None
    since: options.Since = None
    new_only: options.NewOnly = False


def given(
    *, corpus: Path | None = None, model: str | None, lang: str | None, limits: Limiting, accepting: Accepting
) -> Given:
    """The options as settings. Raises UsageError when two of them exclude each other."""
    if accepting.new_only and accepting.since is not None:
        raise UsageError("--new-only means --since HEAD; leave out one of the two")
    return Given(
        corpus=None if corpus is None else str(corpus),
        model=model,
        lang=lang,
        own=tuple(accepting.own or ()),
        author=tuple(accepting.author or ()),
        baseline=accepting.baseline,
        marks=accepting.marks,
        since=_last_checked() if accepting.new_only else accepting.since,
        max_overlap=tuple(limits.max_overlap or ()),
        max_source=tuple(limits.max_source or ()),
        max_passage=tuple(limits.max_passage or ()),
        max_run=tuple(limits.max_run or ()),
        max_own=tuple(limits.max_own or ()),
        max_authority=tuple(limits.max_authority or ()),
        max_mosaic=tuple(limits.max_mosaic or ()),
        max_probability=tuple(limits.max_probability or ()),
        severity=tuple(limits.severity or ()),
        fail_on=tuple(limits.fail_on or ()),
    )


def _last_checked() -> str:
    """The revision that --new-only means: the last commit, or what pre-commit says when it runs over commits that are
    there already, as before a push; all of their text stands in the last commit."""
    return os.environ.get("PRE_COMMIT_FROM_REF") or "HEAD"
