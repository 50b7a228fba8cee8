"""Proofreading: what an earlier text, or a form, left behind in a draft. It has no part in any share."""

from __future__ import annotations

from simcheck.proof.blanks import blanks
from simcheck.proof.identity import identity_of
from simcheck.proof.stage import proofread, proofread_alone

__all__ = ["blanks", "identity_of", "proofread", "proofread_alone"]
