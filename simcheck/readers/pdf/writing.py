"""Whether a picture shows writing: rows of strokes, as high as letters, with bare rows between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simcheck.readers.pdf.rendering import Picture

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Grey = npt.NDArray[np.uint8]

#: Pixels: the width of the strips that are looked at (a page askew by two degrees moves a line by three pixels in
#: one), the reach of the background of a pixel, and the heights that a line of letters has.
_STRIP, _REACH, _LOWEST, _HIGHEST = 96, 12, 5, 72
#: By how much of 255 ink differs from what is around it, the edges that a row of letters has in a strip at least, and
#: the bare rows that part two lines.
_INK, _EDGES, _BARE = 28, 5, 2


def written(grey: Grey) -> float:
    """About how many lines of a strip's width are written in a picture, shape (height, width), 108 pixels to an inch.

    A line across a page is six strips; a page that lies on its side counts as one that stands. Photographs have no bare
    rows between their strokes, tables and drawings have few strokes in a row; both come out near 0.
    """
    return max(_strips(grey), _strips(grey.T))


def _strips(grey: Grey) -> float:
    import numpy as np

    height, width = grey.shape
    if height < _LOWEST or width < _STRIP // 2:
        return 0.0
    ink = ink_of(grey)
    edges = ink[:, 1:] & ~ink[:, :-1]
    strips = max(1, width // _STRIP)
    counted = np.add.reduceat(edges, np.arange(strips) * (edges.shape[1] // strips), axis=1, dtype=np.int32)
    return float(sum(_lines(counted[:, strip] >= _EDGES) for strip in range(strips)))


def ink_of(grey: Grey) -> npt.NDArray[np.bool_]:
    """Pixels that are darker than what is around them; lighter ones on a dark page."""
    import numpy as np

    around = _blurred(grey)
    dark, light = grey < around - _INK, grey > around + _INK
    return light if np.median(grey) < 96 else dark


def _blurred(grey: Grey) -> npt.NDArray[np.float32]:
    """The mean of the square around each pixel."""
    import numpy as np

    size = 2 * _REACH + 1
    padded = np.pad(grey, ((_REACH + 1, _REACH), (_REACH + 1, _REACH)), mode="edge").astype(np.float64)
    sums = padded.cumsum(0).cumsum(1)
    whole = sums[size:, size:] - sums[:-size, size:] - sums[size:, :-size] + sums[:-size, :-size]
    return np.asarray(whole / size**2, dtype=np.float32)


def _lines(rows: npt.NDArray[np.bool_]) -> int:
    """How many runs of rows with many edges are as high as a line and have bare rows above and below."""
    import numpy as np

    padded = np.concatenate(([False], rows, [False])).astype(np.int8)
    changes = np.flatnonzero(np.diff(padded))
    starts, ends = changes[::2], changes[1::2]
    if not len(starts):
        return 0
    bare = np.concatenate((starts[1:] - ends[:-1], [_BARE]))
    # Letters have gaps of their own; a run that is broken by less than two rows goes on.
    joined = [[starts[0], ends[0]]]
    for start, end, gap in zip(starts[1:], ends[1:], bare, strict=False):
        if gap < _BARE:
            joined[-1][1] = end
        else:
            joined.append([start, end])
    return sum(_LOWEST <= end - start <= _HIGHEST for start, end in joined)


def grey_of(picture: Picture) -> Grey:
    """A picture in shades of grey, shape (height, width)."""
    import numpy as np

    rows = np.frombuffer(picture.pixels, dtype=np.uint8).reshape(picture.height, picture.stride)
    if picture.colours == 1:
        return rows[:, : picture.width]
    # What is red or blue on white shows in one of the colours.
    return np.asarray(rows[:, : 3 * picture.width].reshape(picture.height, picture.width, 3).min(axis=2))
