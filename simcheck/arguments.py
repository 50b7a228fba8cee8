"""Arguments: what callers of the library may give for a draft and for a model, and what is meant by it."""

from __future__ import annotations

import re
from pathlib import Path

from simcheck.encode import Encoder, load_encoder, validated
from simcheck.encode.load import SCHEMES, entry_point_of
from simcheck.errors import ModelError, UsageError
from simcheck.patterns import regex
from simcheck.signatures import require_fields
from simcheck.types import Document

#: A model is named, or given as an object with the methods of ``Encoder``; None is the one that ships.
Model = str | Encoder | None
#: How names of documents end, and no text does.
_ENDING = regex(
    r"\.(txt|text|md|markdown|doc[xm]?|dotx|wps|pdf|[of]od?t|ott|ofd|rtf|x?html?|mht|mhtml|eml)$", re.IGNORECASE
)
#: Characters that a path has at most, on most systems.
_LONGEST_PATH = 4096


def document_of(draft: Document | str) -> Document:
    """The draft; a plain text is reported under the id "draft". Raises UsageError for anything else."""
    if isinstance(draft, str):
        refuse_path(draft)
    document = draft if isinstance(draft, Document) else Document("draft", draft)
    if not isinstance(document.text, str):
        raise UsageError(
            f"a draft is a Document or a text, not {type(document.text).__name__}; decode it, or use check_file",
            code="draft.no_text",
        )
    require_fields(document)
    return document


def refuse_path(text: str) -> None:
    """Raise UsageError where the name of a file was given in place of a text: nothing of the file would be checked."""
    if _is_path(text):
        raise UsageError(
            f"{text!r} is the name of a file, not a text; use check_file, or Document.from_file", code="draft.is_path"
        )


def _is_path(text: str) -> bool:
    """Whether somebody gave the name of a file in place of a text: it is one, or looks like nothing else.

    >>> [_is_path(text) for text in ("讲话/草稿.docx", "稿.txt", "请审阅草稿.docx。", "各位代表")]
    [True, True, False, False]
    """
    if len(text) > _LONGEST_PATH or len(text.splitlines()) != 1:
        return False
    if _ENDING.search(text.strip()):
        return True
    try:
        return Path(text).is_file()
    except (OSError, ValueError):
        return False


def encoder_of(model: Model) -> Encoder:
    """The encoder that is meant. Raises ModelError if it cannot be loaded, UsageError for an object that is none."""
    return load_encoder(model) if model is None or isinstance(model, str) else validated(model)


def refuse_foreign(corpus: Path, source: Model) -> None:
    """Raise ModelError where a corpus would have drafts sent to another machine that nobody here has named."""
    if not isinstance(source, str) or not source.startswith(SCHEMES):
        return
    from simcheck.encode.endpoint import is_local

    if not is_local(source):
        raise ModelError(
            f"{corpus}: was made with the embeddings of {source}; to send drafts there, name it with --model",
            code="model.endpoint",
        )


def name_of(model: Model) -> str | None:
    """The name that loads a model, None for the one that ships."""
    return model if model is None or isinstance(model, str) else model.name


def lasting_name(model: Model) -> str | None:
    """Its name as other working folders can use it: an existing folder by its absolute path."""
    name = name_of(model)
    if name is None or entry_point_of(name) is not None:
        return name
    return str(Path(name).absolute()) if Path(name).is_dir() else name
