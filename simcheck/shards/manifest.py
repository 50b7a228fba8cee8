"""The manifest of a folder of shards: which corpora are the shards of the newest version, and what they hold.

A version never changes. The next one is written beside it, shards that did not change are named again, and it counts
from the moment the manifest names it: a file that is replaced as a whole.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from simcheck.corpus.folder import sync_file, sync_folder
from simcheck.corpus.records import Meta
from simcheck.errors import CorpusError
from simcheck.plain import UnfitError, structured
from simcheck.types import SOURCE_CLASSES, CorpusInfo, SourceClass

MANIFEST = "shards.json"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class ShardRecord:
    """A shard: its folder within that of all shards, how much it holds, the digest of its contents
    (``Reader.contents``), and how many documents there are of each class."""

    folder: str
    documents: int
    sentences: int
    characters: int
    contents: str
    classes: dict[SourceClass, int] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Manifest:
    """One version of all shards. ``meta`` is what each of them is pinned to; ``grown`` where they hold what no corpus
    does that they were cut from, since texts were added to them."""

    version: int
    meta: Meta
    shards: tuple[ShardRecord, ...]
    grown: bool = False

    def info(self, folder: Path) -> CorpusInfo:
        """The counts of all shards together."""
        return CorpusInfo(
            str(folder),
            sum(shard.documents for shard in self.shards),
            sum(shard.sentences for shard in self.shards),
            sum(shard.characters for shard in self.shards),
            self.meta.model,
            self.meta.dimension,
            self.meta.normalization,
            {name: count for name in SOURCE_CLASSES if (count := sum(one.classes.get(name, 0) for one in self.shards))},
        )


def is_sharded(folder: Path) -> bool:
    """Whether the folder holds shards."""
    return (folder / MANIFEST).exists()


def read_manifest(folder: Path) -> Manifest:
    """The newest version. Raises CorpusError when there is none, or when it is not what was published."""
    path = folder / MANIFEST
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise CorpusError(
            f"{folder}: no shards there; make them with `simcheck corpus shard CORPUS --into N`", code="corpus.missing"
        ) from None
    except (OSError, ValueError) as error:
        raise _damaged(path, str(error)) from error
    if not isinstance(found, dict) or not isinstance(found.get("manifest"), dict):
        raise _damaged(path, "no manifest")
    if found.get("format") != FORMAT:
        raise CorpusError(
            f"{path}: was made by a newer simcheck; update this one, or cut the corpus anew", code="corpus.newer"
        )
    if found.get("sha256") != _digest(found["manifest"]):
        raise _damaged(path, "changed since it was published")
    try:
        return structured(Manifest, found["manifest"])
    except (UnfitError, TypeError, KeyError) as error:
        raise _damaged(path, str(error)) from error


def publish(folder: Path, manifest: Manifest) -> None:
    """Make a version the newest one, at once and lastingly. Its shards are synced already."""
    content = asdict(manifest)
    content["shards"] = list(content["shards"])
    fresh = folder / f"{MANIFEST}.new"
    text = json.dumps({"format": FORMAT, "sha256": _digest(content), "manifest": content}, ensure_ascii=False, indent=1)
    fresh.write_text(text + "\n", encoding="utf-8")
    sync_file(fresh)
    fresh.replace(folder / MANIFEST)
    sync_folder(folder)


def _digest(content: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode("utf-8")).hexdigest()


def _damaged(path: Path, what: str) -> CorpusError:
    return CorpusError(
        f"{path}: is damaged ({what}); run `simcheck corpus shard` again or restore it from a copy",
        code="corpus.damaged",
    )
