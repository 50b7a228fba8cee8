"""Which encoder a name means: the shipped one, a folder, an address, a plugin's, or a model of the hub; each is loaded
once in a process."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from weakref import WeakValueDictionary

from cachetools import cached

from simcheck import plugins, resources
from simcheck.caching import GIB, LRUCache
from simcheck.encode.protocol import Encoder
from simcheck.encode.validated import validated
from simcheck.errors import ModelError, SimcheckError, UsageError
from simcheck.files import expanded
from simcheck.forks import first_time

#: How the address of a server begins.
SCHEMES = ("http://", "https://")
#: Name, bytes and times of change of each file of a model's folder.
Stamp = tuple[tuple[str, int, int, int], ...]

#: The models used last, and the bytes of their files, by folder or name. They stay loaded while there is room, the last
#: one in any case.
_recent: LRUCache[Path | str | None, tuple[Encoder, int]] = LRUCache(
    GIB, sizeof=lambda entry: min(entry[1][1], GIB), fixed=True
)


def load_encoder(name: str | None = None) -> Encoder:
    """The encoder called ``name``; None is the one that ships with simcheck.

    A folder is read as a sentence-transformers model: static ones (token vectors) with NumPy alone, all others through
    sentence-transformers, which is imported only then. ``http://…`` is a server of embeddings (``EndpointEncoder``). A
    name that a package has in its entry points ``simcheck.encoders``, alone or before a colon, is its encoder. Any
    other name is looked up on the model hub.

    Two calls give the same object as long as somebody holds it, or it is among the models used last (1 GiB in all), and
    the files in its folder stay as they are. For any threads.

    :raises ModelError: there is no such model, or it cannot be loaded.
    """
    meant = _meant(name)
    stamp = _stamp(meant) if isinstance(meant, Path) else ()
    with first_time(f"model {meant}"):
        encoder = _loaded(meant, stamp)
    light = meant is None or (isinstance(meant, str) and meant.startswith(SCHEMES))
    _recent.put(meant, (encoder, sum(size for _, size, _, _ in stamp) or (0 if light else GIB)))
    return encoder


def _meant(name: str | None) -> Path | str | None:
    """The folder that a name means, or else the name; None for the encoder that ships."""
    if name is None or name == resources.MODEL:
        return None
    if name.startswith(SCHEMES) or entry_point_of(name) is not None:
        return name
    folder = expanded(name)
    if folder.is_dir():
        return folder.resolve()
    if folder.exists():
        raise ModelError(
            f"{name}: a file, not a model; give the folder of a sentence-transformers model", code="model.missing"
        )
    if folder.is_absolute() or name.startswith((".", "~")) or name.count("/") > 1 or "\\" in name:
        raise ModelError(
            f"{name}: no such folder; give the folder of a sentence-transformers model or a hub name",
            code="model.missing",
        )
    if ":" in name:  # in no name of the hub
        raise ModelError(
            f"{name}: names an encoder that a program gave as an object; give it again as model=, or install the "
            f"package that names {name.partition(':')[0]} in its entry points simcheck.encoders",
            code="model.missing",
        )
    return name


def _stamp(folder: Path) -> Stamp:
    try:
        files = [(str(file), file.stat()) for file in sorted(folder.rglob("*")) if file.is_file()]
    except OSError as error:
        raise ModelError(
            f"{folder}: the model cannot be read ({error}); copy or install it again", code="model.damaged"
        ) from error
    return tuple((name, found.st_size, found.st_mtime_ns, found.st_ctime_ns) for name, found in files)


@cached(WeakValueDictionary(), condition=threading.Condition())
def _loaded(meant: Path | str | None, _: Stamp) -> Encoder:
    """The encoder, loaded by one thread while others that want the same one wait."""
    if meant is None:
        return _shipped()
    if isinstance(meant, Path):
        return _from_folder(meant)
    if meant.startswith(SCHEMES):
        from simcheck.encode.endpoint import EndpointEncoder

        return EndpointEncoder(meant)
    plugin = entry_point_of(meant)
    return _transformer(meant) if plugin is None else _of_plugin(plugin)


def entry_point_of(name: str) -> str | None:
    """The entry point that a name means: its own, or that before the colon of an encoder's identity; None for a path,
    and where there is none."""
    if name.startswith((".", "~")) or "/" in name or "\\" in name:
        return None
    known = plugins.names("encoders")
    return next((one for one in (name, name.partition(":")[0]) if one in known), None)


def _of_plugin(name: str) -> Encoder:
    try:
        given = plugins.load("encoders", name)
        return validated(given() if isinstance(given, type) or not hasattr(given, "encode") else given)
    except UsageError as error:
        raise ModelError(str(error), code=error.code if error.code != "usage" else None) from error
    except SimcheckError:
        raise
    except Exception as error:  # a package of others
        what = " ".join(f"{type(error).__name__}: {error}".split())
        raise ModelError(f"{name}: the encoder of this entry point cannot be made ({what})") from error


def _shipped() -> Encoder:
    from simcheck.encode.static import StaticEncoder

    folder = resources.model_folder()
    if not (folder / "model.safetensors").is_file():
        raise ModelError(
            f"{folder}: the encoder that ships with simcheck is missing; install simcheck again", code="model.missing"
        )
    return StaticEncoder(folder)


def _from_folder(folder: Path) -> Encoder:
    modules = folder / "modules.json"
    if modules.is_file():
        try:
            listed = json.loads(modules.read_text(encoding="utf-8"))
            kinds = [str(module["type"]).rpartition(".")[2] for module in listed]
        except (ValueError, KeyError, TypeError, OSError) as error:
            raise ModelError(
                f"{modules}: not readable as a list of modules; save the model again", code="model.damaged"
            ) from error
        if kinds in (["StaticEmbedding"], ["StaticEmbedding", "Normalize"]):
            from simcheck.encode.static import StaticEncoder

            return StaticEncoder(folder)
    elif not (folder / "config.json").is_file():
        raise ModelError(
            f"{folder}: holds no modules.json; give the folder of a sentence-transformers model", code="model.missing"
        )
    return _transformer(str(folder))


def _transformer(name: str) -> Encoder:
    from simcheck.encode.transformer import TransformerEncoder

    return TransformerEncoder(name)
