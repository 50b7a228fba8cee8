"""What an encoder gives, validated: an encoder may be anybody's, and what is wrong with it must never pass a gate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from simcheck.encode.grid import on_grid
from simcheck.encode.protocol import Counts, Encoder, Vectors
from simcheck.errors import ModelError, UsageError

#: How far the length of a unit vector may be from 1; half precision is ten times nearer.
TOLERANCE = 0.01
_METHODS = ("encode", "unknown")


def validated(encoder: object) -> Encoder:
    """The object, if it can be an encoder. Raises UsageError where a method or an attribute of ``Encoder`` is missing.

    What it gives for sentences is validated by ``vectors_of`` and ``counts_of``.
    """
    kind = type(encoder).__name__
    for method in _METHODS:
        if not callable(getattr(encoder, method, None)):
            raise UsageError(
                f"{kind} is no encoder: it has no method {method}; see simcheck.encode.Encoder", code="model.no_encoder"
            )
    name, dimension = getattr(encoder, "name", None), getattr(encoder, "dimension", None)
    if not isinstance(name, str) or not name.strip():
        raise UsageError(
            f"{kind} is no encoder: its name is {name!r}; give one with a hash of its weights", code="model.no_encoder"
        )
    if not isinstance(dimension, int | np.integer) or isinstance(dimension, bool) or dimension < 1:
        raise UsageError(
            f"{name}: its dimension is {dimension!r}; give the length of a vector", code="model.no_encoder"
        )
    return cast(Encoder, encoder)


def vectors_of(encoder: Encoder, sentences: Sequence[str]) -> Vectors:
    """What ``encoder.encode`` gives, on the grid (``simcheck.encode.grid``): unit vectors, float32 (sentences,
    dimension).

    A row may be zero for a sentence of which the encoder has no words (``Encoder.unknown``). Raises ModelError for
    anything else, so that no sentence is silently left out of a comparison.
    """
    given = _array(encoder, "vectors", encoder.encode(sentences), np.float32)
    wanted = len(sentences), int(encoder.dimension)
    if given.shape != wanted:
        raise _wrong(encoder, f"gave vectors of shape {given.shape} where {wanted} were asked for")
    lengths = np.linalg.norm(given, axis=1)
    if not np.isfinite(lengths).all():
        raise _wrong(encoder, "gave vectors that are not finite")
    off = np.flatnonzero(np.abs(lengths - 1) > TOLERANCE)
    if not len(off):
        return on_grid(given)
    if lengths[off].any():
        longest = lengths[off[np.argmax(lengths[off])]]
        raise _wrong(encoder, f"gave a vector of length {longest:.3g}, not 1; divide each vector by its length")
    counts = counts_of(encoder, [sentences[at] for at in off.tolist()])
    if (counts[:, 1] < counts[:, 0]).any():
        raise _wrong(encoder, "gave a vector of length 0 for a sentence whose words it says that it knows")
    return on_grid(given)


def counts_of(encoder: Encoder, sentences: Sequence[str]) -> Counts:
    """What ``encoder.unknown`` gives: units and unknown ones of each sentence, int64 (sentences, 2).

    Raises ModelError for anything else.
    """
    given = _array(encoder, "counts of unknown words", encoder.unknown(sentences), np.int64)
    if given.shape != (len(sentences), 2):
        wanted = (len(sentences), 2)
        raise _wrong(encoder, f"gave counts of unknown words of shape {given.shape} where {wanted} were asked for")
    if (given < 0).any() or (given[:, 1] > given[:, 0]).any():
        raise _wrong(encoder, "gave counts of unknown words below 0 or above those of all words")
    return given


def unknown_share(encoder: Encoder, sentences: Sequence[str]) -> float:
    """The share, in [0, 1], that the encoder has no words for; near 1 for a language it never learned."""
    units, unknown = counts_of(encoder, sentences).sum(axis=0).tolist()
    return min(unknown / units, 1.0) if units else 0.0


def _array(encoder: Encoder, what: str, given: object, kind: type[np.generic]) -> npt.NDArray[Any]:
    try:
        found = np.asarray(given)
        if found.dtype.kind in "fiu" and (found.dtype.kind != "f" or kind is np.float32):
            return found.astype(kind, copy=False)
    except (TypeError, ValueError, OverflowError) as error:
        raise _wrong(encoder, f"gave {what} that are no array of numbers") from error
    if not found.size:
        return found.astype(kind)
    raise _wrong(encoder, f"gave {what} of type {found.dtype}")


def _wrong(encoder: Encoder, what: str) -> ModelError:
    return ModelError(f"{encoder.name}: {what}; use another model", code="model.wrong_vectors")
