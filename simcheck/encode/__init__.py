"""Sentences become unit vectors here: the Encoder protocol and the one way to load an encoder."""

from __future__ import annotations

from simcheck.encode.load import load_encoder
from simcheck.encode.protocol import Encoder
from simcheck.encode.validated import counts_of, unknown_share, validated, vectors_of

__all__ = ["Encoder", "counts_of", "load_encoder", "unknown_share", "validated", "vectors_of"]
