"""Files checked against a corpus, open or a folder."""

from __future__ import annotations

from pathlib import Path

from simcheck.accept import Acceptance
from simcheck.cancelling import Cancel
from simcheck.corpus.filters import Filter
from simcheck.forks import under_way
from simcheck.library.corpus import Corpus
from simcheck.limits import Limits
from simcheck.readers import read
from simcheck.report import Report
from simcheck.signatures import as_annotated


@under_way("check_file")
@as_annotated("where", "cancel")
def check_file(
    path: str | Path,
    corpus: Corpus | str | Path,
    *,
    limits: Limits | None = None,
    acceptance: Acceptance | None = None,
    where: Filter | None = None,
    cancel: Cancel | None = None,
) -> Report:
    """Check the file ``path`` against a corpus, open or a folder. Raises DraftError for a file that cannot be read."""
    draft = read(path)
    if isinstance(corpus, Corpus):
        return corpus.check(draft, limits=limits, acceptance=acceptance, where=where, cancel=cancel)
    with Corpus.open(corpus) as opened:
        return opened.check(draft, limits=limits, acceptance=acceptance, where=where, cancel=cancel)
