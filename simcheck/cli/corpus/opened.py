"""The corpus, or the shards, of a command, opened or made."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING

from simcheck.errors import CorpusError, UsageError
from simcheck.readers import SUFFIXES
from simcheck.types import CorpusInfo

if TYPE_CHECKING:
    from simcheck.library import Corpus
    from simcheck.sharded import Shards


def open_corpus(folder: Path, wait: bool = False) -> Corpus | Shards:
    """The corpus or the shards in the folder."""
    from simcheck.library import Corpus
    from simcheck.sharded import Shards
    from simcheck.shards.manifest import is_sharded

    return Shards(folder, wait=patience(wait)) if is_sharded(folder) else Corpus.open(folder, wait=patience(wait))


def open_or_make(folder: Path, model: str | None, wait: bool, shards: int | None) -> Corpus | Shards:
    """The corpus or the shards in the folder, made if there are none, even if another process makes it at the same
    moment."""
    from simcheck.library import Corpus
    from simcheck.sharded import Shards
    from simcheck.shards.manifest import is_sharded

    if is_sharded(folder):
        return Shards(folder, model, wait=patience(wait))
    if shards is not None and Corpus.exists(folder):
        raise UsageError(f"{folder}: is one corpus already; cut it with `simcheck corpus shard`, or leave out --shards")
    if not Corpus.exists(folder):
        if folder.is_dir() and any(file.suffix.lower() in SUFFIXES for file in folder.rglob("*") if file.is_file()):
            raise UsageError(
                f"{folder}: holds documents; a corpus has a folder of its own, such as --corpus {folder}.corpus"
            )
        if shards is not None:
            return Shards.create(folder, shards, model, wait=patience(wait))
        try:
            return Corpus.create(folder, model, wait=patience(wait))
        except CorpusError:
            if not Corpus.exists(folder):
                raise
    return Corpus.open(folder, model, wait=patience(wait))


def patience(wait: bool) -> float | None:
    """The seconds that another process which is writing is waited for; None for a few."""
    return math.inf if wait else None


def contents(info: CorpusInfo) -> str:
    """How much a corpus holds, in words."""
    documents, sentences = info.documents, info.sentences
    return f"{documents} document{'s' * (documents != 1)}, {sentences} sentence{'s' * (sentences != 1)}"
