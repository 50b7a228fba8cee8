"""Figures: whether a figure is the count of one place, 新建公厕36座, or a norm that every place has, 每人每年400元.

A linear model over the characters around a figure and the shape of its digits, which ``models/train/figures.py`` has
fitted: work reports of cities are full of the former, laws of the latter.
"""

from __future__ import annotations

import functools
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from simcheck.errors import ModelError
from simcheck.patterns import regex
from simcheck.resources import models_folder

FILE = Path("names") / "figures.npz"
#: How many numbers features are spread over.
SIZE = 1 << 14
#: Characters before and behind a figure that say what it is, and those of the longest run of them.
_BEFORE, _BEHIND, _LONGEST = 12, 8, 3
#: How near a run is to its figure: beside it, a word away, or further.
_NEAR = 4
#: Digits that are told apart, and of the longest figure that is known as a whole.
_DIGITS, _ZEROS, _WHOLE = 6, 4, 5
_CUT = regex("[。！？；\n]")


def local(text: str, start: int, end: int) -> float:
    """The evidence in nats that a figure ``text[start:end]`` is a count of one place.

    >>> local("全县新建公厕36座，", 6, 9) > 0 > local("罚款不得超过200元。", 6, 10)
    True
    """
    return float(_weights()[list(features(text, start, end))].sum())


def features(text: str, start: int, end: int) -> frozenset[int]:
    """Numbers of the features of a figure."""
    return frozenset(zlib.crc32(one.encode()) % SIZE for one in _told(text, start, end))


def _told(text: str, start: int, end: int) -> Iterator[str]:
    told = text[start:end]
    unit, digits = re.sub(r"[\d.,]", "", told), re.sub(r"\D", "", told)
    exact = digits.rstrip("0")
    yield f"unit {unit[-2:]}"
    yield f"ends {unit[-1:]}"
    yield f"exact {min(len(exact), _DIGITS - 1)} {min(len(digits), _DIGITS)} {'.' in told}"
    yield f"round {min(len(digits) - len(exact), _ZEROS)}"
    yield f"{unit[-2:]} {min(len(exact), _ZEROS - 1)}"
    yield f"whole {told if len(told) <= _WHOLE else ''}"
    before = _CUT.split(text[max(0, start - _BEFORE) : start])[-1]
    behind = _CUT.split(text[end : end + _BEHIND])[0]
    yield f"first {not before}"
    for size in range(1, _LONGEST + 1):
        for at in range(len(before) - size + 1):
            apart = len(before) - size - at
            yield f"before {before[at : at + size]} {(apart > 0) + (apart >= _NEAR)}"
        for at in range(len(behind) - size + 1):
            yield f"behind {behind[at : at + size]} {at > 0}"


@functools.cache
def _weights() -> npt.NDArray[np.float32]:
    """What each feature says, in nats; ModelError when the file is missing or damaged."""
    file = models_folder() / FILE
    try:
        with np.load(file) as held:
            return np.asarray(held["weights"] * held["scale"], dtype=np.float32)
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise ModelError(f"{file}: what figures are told by cannot be read ({error}); reinstall simcheck") from error
