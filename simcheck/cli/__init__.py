"""The command line: reads the arguments, calls the library, writes the report. No similarity code here."""

from __future__ import annotations

from simcheck.cli.app import main

__all__ = ["main"]
