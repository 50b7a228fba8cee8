"""Files that ship with the package: word lists, the report schema, the encoder."""

from __future__ import annotations

import functools
from importlib import resources
from pathlib import Path

MODEL = "static-zh-en"


def data_text(name: str) -> str:
    """The text of a file in ``simcheck/data``."""
    return (resources.files("simcheck") / "data" / name).read_text(encoding="utf-8")


def data_words(name: str) -> frozenset[str]:
    """The words of a list in ``simcheck/data``: separated by white space, lines that begin with # apart."""
    lines = data_text(name).splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def models_folder() -> Path:
    """Where the shipped models are: ``simcheck/models`` in a wheel, ``models`` beside the package in a checkout."""
    package = Path(__file__).parent
    return next(
        (folder for folder in (package / "models", package.parent / "models") if folder.is_dir()), package / "models"
    )


def model_folder() -> Path:
    """The folder of the shipped encoder."""
    return models_folder() / MODEL


@functools.cache
def version() -> str:
    """The installed version; a checkout that was never installed has none."""
    from importlib import metadata  # by itself as long to import as everything that ``import simcheck`` needs

    try:
        return metadata.version("simcheck")
    except metadata.PackageNotFoundError:
        return "0+unknown"
