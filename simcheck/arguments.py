"""Arguments: what callers of the library may give for a draft and for a model, and what is meant by it."""

from __future__ import annotations

from pathlib import Path

from simcheck.encode import Encoder, load_encoder, validated
from simcheck.errors import UsageError
from simcheck.types import Document

#: A model is named, or given as an object with the methods of ``Encoder``; None is the one that ships.
Model = str | Encoder | None


def document_of(draft: Document | str) -> Document:
    """The draft; a plain text is reported under the id "draft". Raises UsageError for anything else."""
    document = draft if isinstance(draft, Document) else Document("draft", draft)
    if not isinstance(document.text, str):
        raise UsageError(
            f"a draft is a Document or a text, not {type(document.text).__name__}; decode it, or use check_file"
        )
    return document


def encoder_of(model: Model) -> Encoder:
    """The encoder that is meant. Raises ModelError if it cannot be loaded, UsageError for an object that is none."""
    return load_encoder(model) if model is None or isinstance(model, str) else validated(model)


def name_of(model: Model) -> str | None:
    """The name that loads a model, None for the one that ships."""
    return model if model is None or isinstance(model, str) else model.name


def lasting_name(model: Model) -> str | None:
    """Its name as other working folders can use it: an existing folder by its absolute path."""
    name = name_of(model)
    return str(Path(name).absolute()) if name is not None and Path(name).is_dir() else name
