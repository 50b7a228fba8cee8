"""What can go wrong, as a small tree. Every message names the thing and the remedy in one line.

SimcheckError
├── UsageError      the call itself is wrong (exit 2)
│   └── ConfigError     a setting or a baseline is wrong (exit 2)
├── DraftError      a file could not be read as text (exit 3)
├── CorpusError     the corpus is missing, empty, damaged, locked or made by another model (exit 3)
├── ModelError      an encoder could not be loaded (exit 3)
└── Cancelled       a check was given up because the caller asked for it
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path


class SimcheckError(Exception):
    """Base of all errors simcheck raises on purpose; ``str(error)`` is one line for the user."""


class UsageError(SimcheckError, ValueError):
    """The call itself is wrong: an unknown option value, an empty id, a duplicate id."""


class ConfigError(UsageError):
    """A setting, wherever it was given, or a file with settings or with accepted matches is wrong."""


class DraftError(SimcheckError):
    """A file cannot be checked or added: missing, binary, too large, without a letter."""


class CorpusError(SimcheckError):
    """The corpus cannot be used: missing, empty, damaged, locked, or made by another model."""


class ModelError(SimcheckError):
    """An encoder cannot be loaded, or it gives vectors of another size than expected."""


class Cancelled(SimcheckError):  # noqa: N818 - nothing went wrong
    """A check was given up because the caller asked for it; there is no report."""


def quoted(path: Path | str) -> str:
    """A path as it is typed in a shell; Chinese characters need no quotation marks there.

    >>> quoted("讲话/2024.txt"), quoted("我的 库")
    ('讲话/2024.txt', "'我的 库'")
    """
    name = str(path)
    return name if re.fullmatch(r"[\w@%+=:,./-]+", name) else shlex.quote(name)


def internal(error: Exception, tracer: str) -> str:
    """The line for an error that nobody foresaw; ``tracer`` is what shows the traceback."""
    what = " ".join(f"{type(error).__name__}: {error}".split())
    return f"internal error, please report it ({what}); {tracer} shows the traceback"
