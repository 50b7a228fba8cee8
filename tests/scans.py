"""Pages as pictures, made in a test: scribble that looks like writing, and real text in a font of the machine."""

from __future__ import annotations

import functools
import importlib.util
import shutil
import subprocess
import zlib
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

Grey = npt.NDArray[np.uint8]

#: A page at 144 pixels to an inch.
HIGH, WIDE = 1684, 1190

needs_ocr = pytest.mark.skipif(
    not all(importlib.util.find_spec(name) for name in ("rapidocr", "onnxruntime")),
    reason="the extra simcheck[ocr] is not installed",
)


@functools.cache
def scribble(height: int = HIGH, width: int = WIDE, lines: int = 30, seed: int = 0) -> Grey:
    """Rows of strokes as dense as Chinese characters are, on white paper."""
    chance = np.random.default_rng(seed)
    page = np.full((height, width), 255, dtype=np.uint8)
    size = 24
    for row in range(lines):
        top = 100 + row * 48
        for left in range(120, width - 120 - size, size):
            for _ in range(4):
                x, y = chance.integers(0, size - 4, 2)
                page[top + y : top + y + 2, left : left + size - 3] = 0
                page[top : top + size - 3, left + x : left + x + 2] = 0
    page.setflags(write=False)
    return page


@functools.cache
def photograph(height: int = HIGH, width: int = WIDE, seed: int = 0) -> Grey:
    """Shades that run into each other, with a grain."""
    chance = np.random.default_rng(seed)
    coarse = chance.normal(128, 60, (height // 40 + 2, width // 40 + 2))
    fine = np.kron(coarse, np.ones((40, 40)))[:height, :width]
    for axis in (0, 1):
        fine = np.cumsum(fine, axis=axis)
        fine = (np.roll(fine, -20, axis) - np.roll(fine, 20, axis)) / 40
    shown = np.asarray((fine + chance.normal(0, 6, fine.shape)).clip(0, 255), dtype=np.uint8)
    shown.setflags(write=False)
    return shown


def picture(grey: Grey) -> str:
    """A picture as an object of a PDF."""
    data = zlib.compress(grey.tobytes()).hex() + ">"
    return (
        f"<</Type/XObject/Subtype/Image/Width {grey.shape[1]}/Height {grey.shape[0]}/ColorSpace/DeviceGray"
        f"/BitsPerComponent 8/Filter[/ASCIIHexDecode/FlateDecode]/Length {len(data)}>>stream\n{data}\nendstream"
    )


@functools.cache
def font_file() -> str | None:
    """A Chinese font of this machine."""
    if shutil.which("fc-match") is None:
        return None
    said = subprocess.run(
        ["fc-match", "-f", "%{file}|%{lang}", ":lang=zh-cn"], capture_output=True, text=True, check=False
    )
    file, _, languages = said.stdout.partition("|")
    return file if "zh-cn" in languages else None


def font(size: int) -> Any:
    """The font; the test is skipped where there is none."""
    image_font = pytest.importorskip("PIL.ImageFont", reason="Pillow is not installed")
    file = font_file()
    if file is None:
        pytest.skip("no Chinese font on this machine")
    return image_font.truetype(file, size)


def printed(lines: Sequence[str], height: int, width: int, size: int = 32, left: int = 60, top: int = 60) -> Grey:
    """Lines of text as they are printed, so many pixels high."""
    from PIL import Image, ImageDraw

    page = Image.new("L", (width, height), 255)
    pen = ImageDraw.Draw(page)
    face = font(size)
    for number, line in enumerate(lines):
        pen.text((left, top + int(1.6 * size) * number), line, font=face, fill=0)
    return np.asarray(page)
