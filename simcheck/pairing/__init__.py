"""Pairing: which sentence of a rewritten passage says what which sentence of its source says, and why one thinks so."""

from __future__ import annotations

from simcheck.pairing.stage import paired

__all__ = ["paired"]
