"""Optical character recognition: the lines of text that a picture shows, from the extra simcheck[ocr].

RapidOCR brings its models inside its package, so that it works without a network.
"""

from __future__ import annotations

import contextlib
import functools
import importlib.util
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Pixels = npt.NDArray[np.uint8]

#: What installs it.
INSTALL = "pip install 'simcheck[ocr]'"
#: Pixels of the longer side of a page, to which it is best drawn.
SIDE = 2000
#: How sure the recognition of upright text is at least, on the average; below it the page is tried turned.
_UPRIGHT = 0.8
#: Below this share a recognised text is a guess.
GUESS = 0.5


@dataclass(frozen=True, slots=True)
class Recognized:
    """A line of text in a picture: its box in pixels from the upper left corner, and in [0, 1] how sure it is.

    ``turned`` is by how many degrees to the right (0, 90, 180 or 270) the line stands turned in the picture.
    """

    text: str
    confidence: float
    left: float
    upper: float
    right: float
    lower: float
    turned: int = 0


@functools.cache
def available() -> bool:
    """Whether the extra is installed, and not switched off by ``SIMCHECK_OCR=off`` in the environment."""
    if os.environ.get("SIMCHECK_OCR") == "off":
        return False
    return all(importlib.util.find_spec(name) for name in ("rapidocr", "onnxruntime"))


def recognize(pixels: Pixels) -> tuple[Recognized, ...]:
    """The lines of text in a picture, from top to bottom. ``pixels`` has shape (height, width, 3): blue, green, red.

    A page that stands on its side or on its head is turned for it. Raises ImportError without the extra.
    """
    import numpy as np

    tried: list[list[Recognized]] = [_upright(pixels)]
    if not _sure(tried[0]):
        for turned in (1, 3, 2):
            lines = _upright(np.ascontiguousarray(np.rot90(pixels, turned)))
            tried.append([_turned_back(line, turned, pixels.shape) for line in lines])
            if _sure(tried[-1]):
                break
    return tuple(max(tried, key=lambda lines: sum(line.confidence * len(line.text) for line in lines)))


def confidence(lines: tuple[Recognized, ...]) -> float:
    """How sure a text is that these lines make: the mean over its letters; 0 without any."""
    letters = sum(len(line.text) for line in lines)
    return sum(line.confidence * len(line.text) for line in lines) / letters if letters else 0.0


def _upright(pixels: Pixels) -> list[Recognized]:
    """The lines that run from left to right."""
    found = _engine()(pixels, use_cls=False)
    lines = []
    for corners, text, sure in zip(
        found.boxes if found.boxes is not None else (), found.txts or (), found.scores or (), strict=True
    ):
        (left, upper), (right, lower) = corners.min(axis=0), corners.max(axis=0)
        upright = right - left > lower - upper or len(text) < 2
        shown = text.strip()
        if shown:
            certain = float(sure) if upright else min(float(sure), 0.2)
            lines.append(Recognized(shown, certain, float(left), float(upper), float(right), float(lower)))
    return lines


def _sure(lines: list[Recognized]) -> bool:
    return not lines or confidence(tuple(lines)) >= _UPRIGHT


def _turned_back(line: Recognized, turned: int, shape: tuple[int, ...]) -> Recognized:
    """A line of the picture that was turned to the left so often by 90 degrees, in the picture as it was."""
    height, width = shape[:2]
    left, upper, right, lower = line.left, line.upper, line.right, line.lower
    if turned == 1:
        left, upper, right, lower = width - lower, left, width - upper, right
    elif turned == 2:
        left, upper, right, lower = width - right, height - lower, width - left, height - upper
    else:
        left, upper, right, lower = upper, height - right, lower, height - left
    return Recognized(line.text, line.confidence, left, upper, right, lower, 90 * turned)


@functools.cache
def _engine() -> Any:
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        # The worker that reads files is held to less; the models take 1 GB, and twice that of addresses.
        most = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    from rapidocr import RapidOCR

    params = {"Global.log_level": "critical", "Global.text_score": 0.0, "Global.use_cls": False}
    return RapidOCR(params={**params, "EngineConfig.onnxruntime.intra_op_num_threads": _threads()})


def _threads() -> int:
    """As many as ``OMP_NUM_THREADS`` says, or as there are processors (-1): a thread waits for the others at full load,
    which takes half as much processor time again."""
    said = os.environ.get("OMP_NUM_THREADS", "")
    return int(said) if said.isascii() and said.isdigit() and int(said) else -1
