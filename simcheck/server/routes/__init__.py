"""The routes, one file a part of the API, and the pages."""

from __future__ import annotations
