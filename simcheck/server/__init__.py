"""``simcheck serve``: the office's own web page and HTTP API over the library; a door without any similarity code."""

from __future__ import annotations
