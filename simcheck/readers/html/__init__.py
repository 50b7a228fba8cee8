"""Web pages: what a browser shows of them, with the stylesheets that they hold."""

from __future__ import annotations

from simcheck.readers.html.page import codec, content
from simcheck.readers.html.walk import to_simcheck

__all__ = ["codec", "content", "to_simcheck"]
