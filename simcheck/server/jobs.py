"""The jobs of a worker: checks, and everything else that reads files of users or needs a model."""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simcheck.accept import Acceptance, Baseline
from simcheck.errors import DraftError, SimcheckError, UsageError
from simcheck.library import Corpus
from simcheck.limits import Limits
from simcheck.readers import read
from simcheck.report import Report
from simcheck.server.entries import entry_of
from simcheck.server.stored import dump
from simcheck.server.unpacking import unpacked
from simcheck.types import Document, Identity

if TYPE_CHECKING:
    from simcheck.cluster.client import Cluster

Tell = Callable[[str], None]
#: Corpora that a worker keeps open, and what each may keep in memory.
_OPEN, _CACHE = 4, 128 << 20
_corpora: OrderedDict[str, Corpus] = OrderedDict()


def check(job: dict[str, Any], tell: Tell) -> dict[str, Any]:
    """Check a draft against one corpus or several. The corpus is named in the report, its folder is not."""
    tell("reading")
    draft = _read(job)
    with _named_errors(job):
        how = _how(job)
        if (address := _on_cluster(job)) is not None:
            tell("searching")
            report = _cluster(address).check(draft, **how)
        elif len(corpora := [opened(folder) for folder in job["corpora"]]) == 1:
            report = corpora[0].check(draft, watch=tell, **how)
        else:
            names = [Path(folder).name for folder in job["corpora"]]
            named = dict(zip(names, corpora, strict=True))
            report = Corpus.check_together(named, draft, watch=tell, **how)
    return _told(replace(report, corpus=replace(report.corpus, path="+".join(Path(f).name for f in job["corpora"]))))


def compare(job: dict[str, Any], tell: Tell) -> dict[str, Any]:
    """Check a draft against other files."""
    from simcheck.texts import compare as compare_texts

    tell("reading")
    draft = _read(job)
    sources = [_document(job["folder"], *one) for one in job["sources"]]
    return _told(compare_texts(draft, sources, **_how(job)))


def find(job: dict[str, Any], _tell: Tell) -> dict[str, Any]:
    """Sentences of corpora that say something."""
    found = []
    for folder in job["corpora"]:
        with _named_errors(job):
            one_corpus = opened(folder).search(job["q"], job["most"])
        found += [{"corpus": Path(folder).name, **asdict(one)} for one in one_corpus]
    found.sort(key=lambda one: (not one["words"], -one["score"], one["corpus"], one["document"], one["start"]))
    return {"results": found[: job["most"]]}


def phrases(job: dict[str, Any], _tell: Tell) -> dict[str, Any]:
    """The set phrases of a corpus."""
    with _named_errors(job):
        found = opened(job["corpora"][0]).phrases(job["least"])
    return {"phrases": [asdict(one) for one in found[: job["most"]]], "found": len(found)}


def statistics(job: dict[str, Any], _tell: Tell) -> dict[str, Any]:
    """Counts of a corpus, and which documents are versions of others."""
    with _named_errors(job):
        corpus = opened(job["corpora"][0])
        return {**asdict(corpus.info), "path": None, "versions": corpus.versions()}


def create(job: dict[str, Any], _tell: Tell) -> dict[str, Any]:
    """Make an empty corpus; one that is there already stays."""
    folder = Path(job["corpora"][0])
    if not Corpus.exists(folder):
        with _named_errors(job):
            Corpus.create(folder).close()
    return {}


def ingest(job: dict[str, Any], tell: Tell) -> dict[str, Any]:
    """Add uploaded files, archives unpacked; what cannot be read is told and the others are kept."""
    refused: list[dict[str, str]] = []

    def documents() -> Iterator[Document]:
        for file, name in unpacked(job, refused):
            tell("reading")
            try:
                yield replace(_document(job["folder"], file, name), **job["about"], **job["each"].get(name, {}))
            except DraftError as error:
                refused.append({"name": name, "code": error.code, "detail": str(error)})

    with _named_errors(job):
        given: dict[str, Document] = {one.id: one for one in documents()}
        tell("encoding")
        corpus = opened(job["corpora"][0])
        result = corpus.add(list(given.values()), replace=job["replace"], duplicates=job["duplicates"])
        there = {one: one for one in result.unchanged} | dict(result.skipped)
        for name, kept in there.items():  # what is there already gets the class that was given all the same
            if wanted := (job["about"] | job["each"].get(name, {})).get("source_class"):
                corpus.classify([kept], wanted)
    return {**asdict(result), "refused": refused}


def label(job: dict[str, Any], _tell: Tell) -> dict[str, Any]:
    """Say more of a document that is there: its class, and what else is known of it."""
    with _named_errors(job):
        corpus = opened(job["corpora"][0])
        if job["class"]:
            corpus.classify([job["document"]], job["class"])
        if job["meta"]:
            found = corpus.document(job["document"])
            corpus.add([replace(found, meta={**found.meta, **job["meta"]})])
    return {}


def remove(job: dict[str, Any], _tell: Tell) -> dict[str, Any]:
    """Remove documents."""
    with _named_errors(job):
        return {"removed": opened(job["corpora"][0]).remove(job["documents"])}


JOBS: dict[str, Callable[[dict[str, Any], Tell], Any]] = {
    "check": check, "compare": compare, "search": find, "phrases": phrases, "statistics": statistics,
    "create": create, "ingest": ingest, "label": label, "remove": remove,
}  # fmt: skip


def opened(folder: str) -> Corpus:
    """A corpus, kept open; its calls see the newest state by themselves."""
    if folder in _corpora:
        _corpora.move_to_end(folder)
    else:
        _corpora[folder] = Corpus.open(folder, cache_bytes=_CACHE, wait=60)
        if len(_corpora) > _OPEN:
            _corpora.popitem(last=False)[1].close()
    return _corpora[folder]


def _on_cluster(job: dict[str, Any]) -> str | None:
    """Where the cluster is that serves the corpus of a check. Raises UsageError for a check of several corpora of which
    one is there."""
    name, _, address = (job.get("cluster") or "").partition("=")
    names = [Path(folder).name for folder in job["corpora"]]
    if name not in names:
        return None
    if len(names) > 1:
        raise UsageError(f"corpora: {name} is on a cluster and is checked against alone")
    return address


@cache
def _cluster(address: str) -> Cluster:
    """The connection to a cluster, kept."""
    from simcheck.cluster.client import Cluster
    from simcheck.cluster.local import address_of

    return Cluster(address_of(address))


def _read(job: dict[str, Any]) -> Document:
    return _document(job["folder"], job["file"], job["name"])


def _document(folder: str, file: str, name: str) -> Document:
    """A file of the spool as a document of its own name. It is read from within the folder, so that no error names a
    path of this machine."""
    os.chdir(folder)
    try:
        return replace(read(Path(file)), id=name)
    except SimcheckError as error:
        raise type(error)(str(error).replace(file, name), code=error.code) from None
    finally:
        os.chdir("/")


def _how(job: dict[str, Any]) -> dict[str, Any]:
    """How a draft is to be checked, as the library takes it."""
    baseline = Baseline(tuple(entry_of(one) for one in job["baseline"]))
    return {
        "limits": Limits(**_tuples(job["limits"])),
        "acceptance": Acceptance(baseline=baseline, authors=tuple(job["authors"]), marks=job["marks"]),
        "identity": Identity(job["place"], job["year"]),
    }


def _tuples(limits: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in limits.items()}


def _told(report: Report) -> dict[str, Any]:
    return {"report": dump(report), "decision": report.verdict.decision, "overlap": report.figures.overlap}


@contextmanager
def _named_errors(job: dict[str, Any]) -> Iterator[None]:
    """An error names a corpus by its name, and what helps is not a command of this machine."""
    try:
        yield
    except SimcheckError as error:
        text = str(error)
        for folder in sorted(job.get("corpora", ()), key=len, reverse=True):
            text = text.replace(folder, Path(folder).name)
        raise type(error)(text, code=error.code) from None
