"""Accepting from the editor: what the settings say does not count, and writing a match into the baseline."""

from __future__ import annotations

from pathlib import Path

from simcheck.accept import Acceptance, Baseline, Entry
from simcheck.config import Config
from simcheck.types import Match


class Acceptances:
    """What does not count for a draft, from its settings."""

    def of(self, config: Config, draft: Path) -> Acceptance:
        """The acceptance for a draft. Raises ConfigError for a damaged baseline."""
        return Acceptance(baseline=_baseline(config), marks=config.marks)


def accept(match: Match, reason: str, config: Config) -> Path:
    """Write a match into the baseline and give its file. Raises ConfigError if that cannot be done."""
    baseline = _baseline(config) or Baseline(path=config.baseline)
    baseline.adding([Entry.of(match, reason)]).write()
    return config.baseline


def _baseline(config: Config) -> Baseline | None:
    named = config.origin("baseline") != "default"
    return Baseline.read(config.baseline) if named or config.baseline.exists() else None
