"""What can go wrong, as a small tree. Every message names the thing and the remedy in one line.

SimcheckError
├── UsageError      the call itself is wrong (exit 2)
│   └── ConfigError     a setting or a baseline is wrong (exit 2)
├── DraftError      a file could not be read as text (exit 3)
├── CorpusError     the corpus is missing, empty, damaged, locked or made by another model (exit 3)
│   └── ClusterError    the cluster, or a shard on it, does not answer (exit 3)
├── ModelError      an encoder could not be loaded (exit 3)
├── ServerError     the server that was to check cannot be reached, refuses, or is full (exit 3)
└── Cancelled       a check was given up because the caller asked for it
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from simcheck.patterns import regex

#: What a program can tell errors apart by, and what each means; stable from version to version.
CODES: dict[str, str] = {
    "usage": "the call itself is wrong; the message says what about it",
    "usage.acceptance": "an accepted match without a reason, or with a day that has passed",
    "usage.argument": "an argument of another type than the function or the class names",
    "usage.cancel": "what was given for ``cancel`` is neither an event nor a function",
    "usage.filter": "a filter, or a value in it, that means nothing",
    "usage.language": "a language that simcheck does not speak",
    "usage.matrix": "fewer than two documents for a matrix",
    "usage.revision": "a revision that the repository does not have",
    "usage.threads": "a number of threads below one",
    "limits.invalid": "a limit, a severity or a kind of finding that does not exist, or a value that means none",
    "config": "a setting, or a file with settings, is wrong",
    "config.baseline": "the baseline is missing, damaged, or cannot be written",
    "document.invalid": "a document without an id, or whose text is no text",
    "document.two_texts": "two different texts with one id",
    "draft.changed": "the file changed after it was checked",
    "draft.empty": "there is not a single letter in it",
    "draft.encrypted": "the file is protected by a password",
    "draft.is_path": "a text was expected and the name of a file was given",
    "draft.missing": "there is no such file",
    "draft.needs_program": "a program or a package that reads this format is not installed",
    "draft.no_such_match": "the report of the draft has not so many matches",
    "draft.no_such_span": "the draft has no such span",
    "draft.no_text": "what was given for a draft is neither a document nor a text",
    "draft.not_permitted": "there is no permission to read the file",
    "draft.timeout": "the file was not read in time",
    "draft.too_long": "the draft or the file is larger than what can be checked",
    "draft.unreadable": "the file is damaged, no document, or of a format that is not read",
    "output.format": "a format of reports that does not exist, or that does not fit",
    "data.invalid": "data that is no report of this schema",
    "output.not_written": "the report cannot be written to this file",
    "corpus.damaged": "the corpus, or its index, is damaged",
    "corpus.disk_full": "the disk is full, or fails",
    "corpus.empty": "there is no document in the corpus, or none that the filter lets through",
    "corpus.exists": "there is a corpus already",
    "corpus.foreign": "the folder or the file is no corpus of simcheck",
    "corpus.locked": "another process is writing to the corpus",
    "corpus.missing": "there is no corpus in this folder",
    "corpus.newer": "the corpus was made by a newer simcheck",
    "corpus.not_writable": "the folder of the corpus cannot be opened, or not be written",
    "corpus.other_model": "the corpus was made with another model",
    "corpus.outdated": "the corpus was made with another normalisation and must be rebuilt",
    "corpus.unknown_document": "the corpus has no document with this id",
    "cluster.busy": "the cluster has more checks waiting than it can take",
    "cluster.needs_ray": "the cluster needs `pip install 'simcheck[cluster]'`",
    "cluster.not_started": "Ray could not be started on this machine",
    "cluster.other_version": "the cluster runs another version of simcheck",
    "cluster.shard": "a shard does not answer in time",
    "cluster.memory": "the machine that was to check has no memory left",
    "cluster.timeout": "a check was not done in time",
    "cluster.unreachable": "there is no cluster of simcheck at this address, or it does not answer",
    "model.damaged": "the files of the model are damaged",
    "model.endpoint": "the server of embeddings cannot be reached, refuses, or answers something else",
    "model.missing": "there is no such model",
    "model.needs_transformers": "the model needs `pip install 'simcheck[transformers]'`",
    "model.no_encoder": "the object given for a model is no encoder",
    "model.not_loaded": "the model cannot be loaded",
    "model.wrong_vectors": "the encoder gave something else than unit vectors of its dimension",
    "process.forked": "the process was forked in the middle of another thread's check",
    "server.full": "the server has no room for another check now",
    "server.refused": "the server refuses, or answers something else than a report",
    "server.unreachable": "the server cannot be reached",
    "cancelled": "the check was given up because the caller asked for it",
}


class SimcheckError(Exception):
    """Base of all errors simcheck raises on purpose; ``str(error)`` is one line for the user.

    ``code`` is one of ``simcheck.errors.CODES``, for programs.

    >>> SimcheckError("讲话库: is empty", code="corpus.empty").code
    'corpus.empty'
    """

    code: str = "usage"

    def __init__(self, message: str = "", *, code: str | None = None) -> None:
        super().__init__(message)
        if code is not None:
            self.code = code

    @property
    def public(self) -> str:
        """The message for people who should not learn where things lie on this machine: files by their last name.

        >>> SimcheckError("/srv/讲话 库/a: run `simcheck corpus add PATH --corpus '/srv/讲话 库/a'`").public
        'a: run `simcheck corpus add PATH --corpus a`'
        """
        return _without_folders(str(self))


class UsageError(SimcheckError, ValueError):
    """The call itself is wrong: an unknown option value, an empty id, a duplicate id."""


class ConfigError(UsageError):
    """A setting, wherever it was given, or a file with settings or with accepted matches is wrong."""

    code = "config"


class DraftError(SimcheckError):
    """A file cannot be checked or added: missing, binary, too large, without a letter."""

    code = "draft.unreadable"


class CorpusError(SimcheckError):
    """The corpus cannot be used: missing, empty, damaged, locked, or made by another model."""

    code = "corpus.damaged"


class ClusterError(CorpusError):
    """The cluster cannot be reached, or a part of it does not answer; nothing was checked."""

    code = "cluster.unreachable"


class ModelError(SimcheckError):
    """An encoder cannot be loaded, or it gives vectors of another size than expected."""

    code = "model.not_loaded"


class ServerError(SimcheckError):
    """The server that was to check a draft cannot be reached, refuses, or is full."""

    code = "server.refused"


class Cancelled(SimcheckError):  # noqa: N818 - nothing went wrong
    """A check was given up because the caller asked for it; there is no report."""

    code = "cancelled"


def quoted(path: Path | str) -> str:
    """A path as it is typed in a shell; Chinese characters need no quotation marks there.

    >>> quoted("讲话/2024.txt"), quoted("我的 库")
    ('讲话/2024.txt', "'我的 库'")
    """
    name = str(path)
    return name if re.fullmatch(r"[\w@%+=:,./-]+", name) else shlex.quote(name)


#: A whole path: in quotation marks, at the beginning of a message before its colon, or without spaces.
_ROOT = r"(?:/|[A-Za-z]:[\\/]|\\\\)"
_PATHS = regex(rf"'(?={_ROOT})([^'\n]+)'|^(?={_ROOT})(.+?)(?=: )|(?<![\w/.:~-])(?={_ROOT})([^\s'\"`,;]+)")


def _without_folders(message: str) -> str:
    def last(found: re.Match[str]) -> str:
        path = next(filter(None, found.groups()))
        return re.split(r"[\\/]", path.rstrip("\\/"))[-1] or path

    return _PATHS.sub(last, message)


def internal(error: Exception, tracer: str) -> str:
    """The line for an error that nobody foresaw; ``tracer`` is what shows the traceback."""
    what = " ".join(f"{type(error).__name__}: {error}".split())
    return f"internal error, please report it ({what}); {tracer} shows the traceback"
