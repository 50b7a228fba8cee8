"""Pictures by themselves, as documents hold them: whether one shows writing, and the text that OCR reads in it."""

from __future__ import annotations

import contextlib
import importlib.util
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simcheck.readers import ocr
from simcheck.readers.pdf.frames import frames
from simcheck.readers.pdf.line import Page
from simcheck.readers.pdf.lines import lines_of
from simcheck.readers.pdf.paragraphs import paragraphs
from simcheck.readers.pdf.pictures import letters_of
from simcheck.readers.pdf.rendering import Picture
from simcheck.readers.pdf.writing import written

if TYPE_CHECKING:
    from PIL.Image import Image

#: Pixels that a picture may have: a page of A3 at 600 to an inch. What is larger could fill the memory.
MOST = 70_000_000
#: Pixels of the shorter side below which a picture is a sign or a bullet.
LEAST = 24
#: Pixels to a point at which writing is looked for, and those of the longer side of a picture of which no size is told.
_SCALE, _SIDE = 1.5, 900


@dataclass(frozen=True, slots=True)
class ImageText:
    """The text in a picture, a line a paragraph, and in [0, 1] how sure it is; empty and 0 where none was found."""

    text: str
    confidence: float


def writing(data: bytes, width: float = 0.0) -> float:
    """About how many strips of lines a picture shows that is ``width`` points wide (0: not told), see ``pdf.writing``.

    A photograph has about 0, and so has what is no picture of a usual format. 0 too where Pillow is not installed.
    """
    import numpy as np

    if importlib.util.find_spec("PIL") is None:
        return 0.0
    try:
        with _opened(data) as opened:
            side = _SCALE * width / opened.width * max(opened.size) if width else _SIDE
            opened.draft("L", (int(side), int(side)))
            opened.thumbnail((int(side), int(side)))
            return written(np.asarray(_on_paper(opened).convert("L")))
    except ValueError:
        return 0.0


def read_image(data: bytes) -> ImageText:
    """What OCR reads in a picture of a usual format (PNG, JPEG, TIFF, BMP, GIF, WebP): its first page.

    A text of which it is less sure than by half is left out, its confidence told. Takes seconds for a page. Raises
    ImportError without the extra ``simcheck[ocr]`` (see ``ocr.available``), ValueError for what is no picture or
    larger than MOST.
    """
    import numpy as np

    with _opened(data) as opened:
        if min(opened.size) < LEAST:
            return ImageText("", 0.0)
        opened.thumbnail((ocr.SIDE, ocr.SIDE))
        shown = _on_paper(opened)
    found = ocr.recognize(np.ascontiguousarray(np.asarray(shown)[:, :, ::-1]))
    sure = ocr.confidence(found)
    if sure < ocr.GUESS:
        return ImageText("", sure)
    width, height = shown.size
    upwards = Picture(b"", width, height, 0, (1.0, 0.0, 0.0, -1.0, 0.0, float(height)))
    letters = [letter for line in found if line.confidence >= ocr.GUESS for letter in letters_of(line, upwards)]
    turned = frames(letters, (0.0, 0.0, float(width), float(height)))
    pages = [Page(lines_of(one.letters, one.width), one.width, one.height) for one in turned]
    text = "".join(line.lead + line.text for line in paragraphs(pages))
    return ImageText(text.removeprefix("\n"), sure)


@contextlib.contextmanager
def _opened(data: bytes) -> Iterator[Image]:
    """Within it the picture is open. Raises ValueError for what is none, is damaged, or larger than MOST."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data)) as opened:
            if opened.width * opened.height > MOST:
                raise ValueError(f"a picture of {opened.width} × {opened.height} pixels is too large")
            yield opened
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError) as error:
        raise ValueError(f"no picture that can be read ({error})") from None


def _on_paper(opened: Image) -> Image:
    """A picture in colours as it shows on a white page, which shows where it is transparent."""
    from PIL import Image

    shown = opened.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", shown.size, (255, 255, 255, 255)), shown).convert("RGB")
