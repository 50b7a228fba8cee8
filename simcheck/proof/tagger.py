"""The tagger of names: a convolutional network of three layers that look 15 characters wide.

It tells of each character of a line whether it begins a name of a person, a place or a unit, goes on with one or is a
part of none. ``models/train/names.py`` has trained it.
"""

from __future__ import annotations

import functools
import zipfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from simcheck.cancelling import look
from simcheck.errors import ModelError
from simcheck.proof.entity_features import Ids, features, plain
from simcheck.resources import models_folder
from simcheck.types import LeftoverKind

Floats = npt.NDArray[np.float32]

FILE = Path("names") / "tagger.npz"
#: What a tag is: none, or the beginning or the rest of a name of a kind.
KINDS: tuple[LeftoverKind, ...] = ("person", "place", "unit")
TAGS = 1 + 2 * len(KINDS)
#: How far apart are the characters that a layer looks at.
STEPS = (1, 2, 4)
#: What stands between two lines: as wide as all layers together look, and nothing in any of them.
_NOTHING = "\0" * sum(STEPS)
#: Evidence beyond which no more is told.
_MOST = 12.0
#: Characters that go through the layers together; a line may be longer.
_AT_ONCE = 1 << 13
_TABLES = ("character", "pair", "word", "common")


class Tagger:
    """The weights: tables of features in bytes, and the layers."""

    def __init__(self, held: dict[str, npt.NDArray[np.generic]]) -> None:
        self._known = held["characters"].astype(np.int64)
        self._tables = [held[f"{name}_table"].astype(np.int8) for name in _TABLES]
        self._scale = np.concatenate([held[f"{name}_scale"] for name in _TABLES]).astype(np.float32)
        self._layers = [(_floats(held[f"layer_{at}"]), _floats(held[f"bias_{at}"])) for at in range(len(STEPS))]
        self._output = _floats(held["output"]), _floats(held["output_bias"])

    def tags(self, lines: Sequence[str]) -> list[Floats]:
        """Logarithms of the probabilities of the tags, for each line an array of (characters, tags)."""
        text = "".join(f"\n{plain(line)}\n{_NOTHING}" for line in lines)
        told = features(text)
        at = np.minimum(np.searchsorted(self._known, told.characters), len(self._known) - 1)
        characters = np.where(self._known[at] == told.characters, at + 1, 0)
        columns = (told.characters, characters, told.pairs, told.words, told.common)
        scores = np.concatenate(
            [self._scores(columns, at, at + _AT_ONCE) for at in range(0, max(len(text), 1), _AT_ONCE)]
        )
        found, start = [], 1
        for line in lines:
            found.append(scores[start : start + len(line)].copy())
            start += len(line) + 2 + len(_NOTHING)
        return found

    def _scores(self, columns: Sequence[Ids], start: int, end: int) -> Floats:
        """The same of the characters ``[start, end)``, as far as there are any; ``columns`` are the codes of all and
        their numbers in each table. What the layers look at beside them is looked at too."""
        look()
        first = max(0, start - len(_NOTHING))
        codes, *columns = (ids[first : end + len(_NOTHING)] for ids in columns)
        parts = [table[ids] for table, ids in zip(self._tables, columns, strict=True)]
        inside = (codes != 0).astype(np.float32)[:, None]
        x = np.concatenate(parts, axis=1, dtype=np.float32, casting="unsafe") * self._scale * inside
        for at_layer, ((weight, bias), step) in enumerate(zip(self._layers, STEPS, strict=True)):
            padded = np.pad(x, ((step, step), (0, 0)))
            windows = np.concatenate([padded[k : k + len(x)] for k in (0, step, 2 * step)], axis=1)
            y = np.maximum(windows @ weight + bias, 0.0) * inside
            x = x + y if at_layer else y
        scores = x @ self._output[0] + self._output[1]
        scores -= scores.max(axis=1, keepdims=True)
        scores -= np.log(np.exp(scores).sum(axis=1, keepdims=True))
        return np.asarray(scores[start - first : end - first])


def _floats(held: npt.NDArray[np.generic]) -> Floats:
    return held.astype(np.float32)


def odds_of(tags: Floats) -> Floats:
    """The evidence in nats that each character is a part of a name, of the logarithms of its tags."""
    none = np.exp(tags[:, 0].astype(np.float64))
    odds = np.log(np.maximum(1.0 - none, np.exp(-_MOST))) - tags[:, 0]
    return np.asarray(np.clip(odds, -_MOST, _MOST), dtype=np.float32)


@functools.cache
def tagger() -> Tagger:
    """The shipped tagger; ModelError when its file is missing or damaged."""
    file = models_folder() / FILE
    try:
        with np.load(file) as held:
            return Tagger(dict(held))
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise ModelError(f"{file}: the tagger of names cannot be read ({error}); reinstall simcheck") from error
