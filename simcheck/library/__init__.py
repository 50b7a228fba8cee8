"""The library: a corpus of speeches on disk, and drafts checked against it."""

from __future__ import annotations

from simcheck.corpus.writer import Progress
from simcheck.library.corpus import Corpus
from simcheck.library.files import check_file

__all__ = ["Corpus", "Progress", "check_file"]
