"""Which passages of a Chinese speech closely reuse which passages of earlier ones. The door of the library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simcheck.errors import (
    Cancelled,
    ClusterError,
    ConfigError,
    CorpusError,
    DraftError,
    ModelError,
    ServerError,
    SimcheckError,
    UsageError,
)
from simcheck.limits import Exceeded, Limit, Limits, Verdict
from simcheck.messages import Message
from simcheck.report import Matrix, Report
from simcheck.types import (
    CorpusInfo,
    Document,
    EqualRun,
    Evidence,
    Figures,
    Finding,
    HiddenText,
    Identity,
    Leftover,
    Match,
    Passage,
    Reading,
    RecognizedText,
    Reuse,
    SentencePair,
    SharedRun,
    UnreadPart,
)

if TYPE_CHECKING:
    from simcheck.accept import Acceptance, Baseline, OldText, OwnWork
    from simcheck.check import Explained
    from simcheck.config import Config, load_config
    from simcheck.corpus.filters import Filter
    from simcheck.corpus.phrases import Phrase
    from simcheck.corpus.records import AddResult, DocumentInfo, Reclassified, Twins
    from simcheck.corpus.search import Found
    from simcheck.library import Corpus, check_file
    from simcheck.reporters.formats import render, write
    from simcheck.session import Session
    from simcheck.texts import compare, matrix
    from simcheck.threads import set_threads

    __version__: str

__all__ = [
    "Acceptance",
    "AddResult",
    "Baseline",
    "Cancelled",
    "ClusterError",
    "Config",
    "ConfigError",
    "Corpus",
    "CorpusError",
    "CorpusInfo",
    "Document",
    "DocumentInfo",
    "DraftError",
    "EqualRun",
    "Evidence",
    "Exceeded",
    "Explained",
    "Figures",
    "Filter",
    "Finding",
    "Found",
    "HiddenText",
    "Identity",
    "Leftover",
    "Limit",
    "Limits",
    "Match",
    "Matrix",
    "Message",
    "ModelError",
    "OldText",
    "OwnWork",
    "Passage",
    "Phrase",
    "Reading",
    "Reclassified",
    "RecognizedText",
    "Report",
    "Reuse",
    "SentencePair",
    "ServerError",
    "Session",
    "SharedRun",
    "SimcheckError",
    "Twins",
    "UnreadPart",
    "UsageError",
    "Verdict",
    "__version__",
    "check_file",
    "compare",
    "load_config",
    "matrix",
    "render",
    "set_threads",
    "write",
]

#: Names that need NumPy and the rest of the house; taken in when they are first used, so that ``import simcheck`` stays
#: light.
_LATER = {
    "Acceptance": "simcheck.accept",
    "AddResult": "simcheck.corpus.records",
    "Baseline": "simcheck.accept",
    "Config": "simcheck.config",
    "Corpus": "simcheck.library",
    "DocumentInfo": "simcheck.corpus.records",
    "Explained": "simcheck.check",
    "Filter": "simcheck.corpus.filters",
    "Found": "simcheck.corpus.search",
    "OldText": "simcheck.accept",
    "OwnWork": "simcheck.accept",
    "Phrase": "simcheck.corpus.phrases",
    "Reclassified": "simcheck.corpus.records",
    "Session": "simcheck.session",
    "Twins": "simcheck.corpus.records",
    "check_file": "simcheck.library",
    "compare": "simcheck.texts",
    "load_config": "simcheck.config",
    "matrix": "simcheck.texts",
    "render": "simcheck.reporters.formats",
    "set_threads": "simcheck.threads",
    "write": "simcheck.reporters.formats",
}


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from simcheck.resources import version

        value: Any = version()
    elif name in _LATER:
        from importlib import import_module

        from simcheck.forks import first_time

        with first_time(f"import {name}"):
            value = getattr(import_module(_LATER[name]), name)
    else:
        raise AttributeError(f"module 'simcheck' has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
