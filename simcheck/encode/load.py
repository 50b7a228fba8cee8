"""Which encoder a name means: the shipped one, a folder, or a model of the hub."""

from __future__ import annotations

import json
from pathlib import Path

from simcheck import resources
from simcheck.encode.protocol import Encoder
from simcheck.errors import ModelError
from simcheck.files import expanded


def load_encoder(name: str | None = None) -> Encoder:
    """The encoder called ``name``; None is the one that ships with simcheck.

    A folder is read as a sentence-transformers model: static ones (token vectors) with NumPy alone, all others through
    sentence-transformers, which is imported only then. Any other name is looked up on the model hub.

    :raises ModelError: there is no such model, or it cannot be loaded.
    """
    if name is None or name == resources.MODEL:
        return _shipped()
    folder = expanded(name)
    if folder.is_dir():
        return _from_folder(folder)
    if folder.exists():
        raise ModelError(f"{name}: a file, not a model; give the folder of a sentence-transformers model")
    if folder.is_absolute() or name.startswith((".", "~")) or name.count("/") > 1 or "\\" in name:
        raise ModelError(f"{name}: no such folder; give the folder of a sentence-transformers model or a hub name")
    return _transformer(name)


def _shipped() -> Encoder:
    from simcheck.encode.static import StaticEncoder

    folder = resources.model_folder()
    if not (folder / "model.safetensors").is_file():
        raise ModelError(f"{folder}: the encoder that ships with simcheck is missing; install simcheck again")
    return StaticEncoder(folder)


def _from_folder(folder: Path) -> Encoder:
    modules = folder / "modules.json"
    if modules.is_file():
        try:
            listed = json.loads(modules.read_text(encoding="utf-8"))
            kinds = [str(module["type"]).rpartition(".")[2] for module in listed]
        except (ValueError, KeyError, TypeError, OSError) as error:
            raise ModelError(f"{modules}: not readable as a list of modules; save the model again") from error
        if kinds in (["StaticEmbedding"], ["StaticEmbedding", "Normalize"]):
            from simcheck.encode.static import StaticEncoder

            return StaticEncoder(folder)
    elif not (folder / "config.json").is_file():
        raise ModelError(f"{folder}: holds no modules.json; give the folder of a sentence-transformers model")
    return _transformer(str(folder))


def _transformer(name: str) -> Encoder:
    from simcheck.encode.transformer import TransformerEncoder

    return TransformerEncoder(name)
