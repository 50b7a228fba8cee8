"""What can be said about an encoder without a text: identity, dimension, size, languages."""

from __future__ import annotations

import json
import re
from pathlib import Path

from simcheck import resources
from simcheck.encode.protocol import Encoder
from simcheck.encode.records import ModelInfo
from simcheck.files import expanded
from simcheck.patterns import regex

#: The files that hold what a model learned; a folder may keep them in several formats, of which one is loaded.
_WEIGHTS = (".safetensors", ".bin")
_FRONT_MATTER = regex(r"\A---\n(.*?)\n---\n", re.DOTALL)
_LANGUAGE = regex(r"^language:[ \t]*(.*(?:\n[ \t]*-[ \t]*.*)*)", re.MULTILINE)
_CODE = regex(r"\b[a-z]{2,3}(?:-[a-z]+)?\b", re.IGNORECASE)


def describe(encoder: Encoder, source: str | None) -> ModelInfo:
    """What is known of a loaded encoder; ``source`` is the name it was loaded by, None for the shipped one.

    Size and languages are those that its folder states; a model of the hub by name tells neither.
    """
    folder = resources.model_folder() if source in (None, resources.MODEL) else expanded(source or "")
    found = folder.is_dir()
    return ModelInfo(
        name=encoder.name,
        dimension=encoder.dimension,
        path=str(folder) if found else None,
        bytes=_size(folder) if found else None,
        languages=languages(folder) if found else (),
    )


def languages(folder: Path) -> tuple[str, ...]:
    """The language codes that the model's simcheck.json or its card names; empty when neither does."""
    try:
        named = json.loads((folder / "simcheck.json").read_text(encoding="utf-8"))["languages"]
        return tuple(map(str, named))
    except (OSError, ValueError, KeyError, TypeError):
        pass
    try:
        head = _FRONT_MATTER.match((folder / "README.md").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ()
    listed = _LANGUAGE.search(head.group(1)) if head else None
    return tuple(_CODE.findall(listed.group(1))) if listed else ()


def _size(folder: Path) -> int:
    """The bytes of the model: everything in its folder, of several formats of the weights only the first."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    kept = next((kind for kind in _WEIGHTS if any(path.suffix == kind for path in files)), None)
    return sum(path.stat().st_size for path in files if path.suffix not in _WEIGHTS or path.suffix == kept)
