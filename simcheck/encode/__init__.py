"""Sentences become unit vectors here: the Encoder protocol and the one way to load an encoder."""

from __future__ import annotations

from simcheck.encode.load import load_encoder
from simcheck.encode.protocol import Encoder, unknown_share

__all__ = ["Encoder", "load_encoder", "unknown_share"]
