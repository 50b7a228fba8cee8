"""Settings: what holds for a draft, taken from options, environment, a file found above it, and defaults."""

from __future__ import annotations

from simcheck.config.files import default_corpus
from simcheck.config.load import BASELINE, Config, Given, load_config
from simcheck.config.names import SETTINGS
from simcheck.config.trust import Setting

__all__ = ["BASELINE", "SETTINGS", "Config", "Given", "Setting", "default_corpus", "load_config"]
