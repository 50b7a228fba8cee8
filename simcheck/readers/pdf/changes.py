"""Where a page changes when pieces of its text are left out."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from operator import sub
from typing import Any, Self

from simcheck.readers.pdf.glyphs import Drawn, Glyph
from simcheck.readers.pdf.objects import page_object
from simcheck.readers.pdf.rendering import Picture, render, scale_of, without

#: By how much of 255 a colour must differ from what is behind it to be told from it.
CONTRAST = 24
#: The share of the box of a glyph that its ink fills at least: 一 fills its own, an exclamation mark a third.
_FILLED = 0.04
#: Pixels to a point for a quick look and for a close one.
_QUICK, _CLOSE = 1.0, 2.0
#: By shade of grey: whether it is darker than white paper.
_DARK = bytes(shade <= 255 - CONTRAST for shade in range(256))


class Changes:
    """A page with these pieces of text and without them, drawn as far as that is asked for.

    ``bare`` says that there is nothing on the page besides them.
    """

    def __init__(self, page: Any, texts: Sequence[int], *, bare: bool = False) -> None:
        self._page, self.texts, self._bare = page, texts, bare

    @functools.cached_property
    def _whole(self) -> Picture:
        """The page in grey."""
        return render(self._page, scale_of(self._page, _QUICK), grey=True)

    @functools.cached_property
    def _dark(self) -> bytes:
        """What is dark on it."""
        return self._whole.pixels.translate(_DARK)

    def of(self, texts: Sequence[int]) -> Self:
        """The same for other pieces."""
        return type(self)(self._page, texts)

    @functools.cached_property
    def left(self) -> Picture:
        """The page without the pieces, in grey."""
        return self._without(scale_of(self._page))

    def _without(self, scale: float, *, grey: bool = True) -> Picture:
        with without(map(page_object, self.texts)):
            return render(self._page, scale, grey=grey)

    @functools.cached_property
    def _dark_left(self) -> bytes:
        """What is dark without the pieces; empty if nothing is."""
        if self._bare:
            return b""
        dark = self._without(scale_of(self._page, _QUICK)).pixels.translate(_DARK)
        return dark if 1 in dark else b""

    @functools.cached_property
    def _coloured(self) -> tuple[Picture, Picture]:
        scale = scale_of(self._page, _CLOSE)
        return render(self._page, scale), self._without(scale, grey=False)

    def shadow(self, run: Sequence[Glyph]) -> list[bool]:
        """For glyphs that stand in one row, from left to right, whether the text darkens columns of pixels in each.

        The quickest way: the rows of pixels are put on top of each other once for all of them. False says nothing.
        """
        a, b, c, d, e, f = self._whole.matrix
        first, last = run[0], run[-1]
        height = d * (first.bottom - first.top)
        top, bottom = int(d * first.top + f + height / 8), int(d * first.bottom + f - height / 8) + 1
        start, end = int(a * first.left + e), int(a * last.right + e) + 1
        inside = 0 <= start < end <= self._whole.width and 0 <= top < bottom <= self._whole.height
        if b or c or a <= 0 or d >= 0 or not inside:
            return [False] * len(run)
        stride, dark, left = self._whole.stride, self._dark, self._dark_left
        over = under = 0
        for row in range(top * stride, bottom * stride, stride):
            over |= int.from_bytes(dark[row + start : row + end], "little")
            if left:
                under |= int.from_bytes(left[row + start : row + end], "little")
        columns = (over & ~under).to_bytes(end - start, "little").count
        changed, origin = [], e - start
        for _, x, _, right, _, _, _ in run:
            rim = (right - x) / 8
            low, high = int(a * (x + rim) + origin), int(a * (right - rim) + origin) + 1
            changed.append(columns(1, low, high) > (high - low) / 5)
        return changed

    def changed(self, glyph: Glyph, found: Drawn) -> bool:
        """Whether the page changes where a glyph stands."""
        return self.darkened(glyph) or self._differs(glyph, found)

    def darkened(self, glyph: Glyph) -> bool:
        """Whether the cell of a glyph has more dark pixels with the pieces than without, by as many as a letter has.

        This is the quick way, for text that is darker than its paper, as nearly all is.
        """
        whole = self._whole
        x, upper, right, lower = whole.box(glyph.left, glyph.bottom, glyph.right, glyph.top)
        rim, edge = (right - x) / 8, (lower - upper) / 8
        # A letter that hangs over the edge of the page is looked at more closely.
        first, last, top, bottom = int(x + rim), int(right - rim) + 1, int(upper + edge), int(lower - edge) + 1
        if first < 0 or top < 0 or last > whole.width or bottom > whole.height:
            return False
        wanted = max(2.0, _FILLED * (last - first) * (bottom - top))
        dark, behind, stride, more = self._dark.count, self._dark_left.count, whole.stride, 0
        for start in range(top * stride, bottom * stride, stride):
            more += dark(1, start + first, start + last) - behind(1, start + first, start + last)
            if more >= wanted:
                return True
        return False

    def _differs(self, glyph: Glyph, found: Drawn) -> bool:
        """Whether the colours change where the ink of a glyph is."""
        whole, behind = self._coloured
        x, upper, right, lower = whole.box(*found.ink(glyph))
        # The rim belongs to the neighbours, too.
        rim = min(right - x, lower - upper) / 10
        first, last = max(0, int(x + rim)), min(whole.width, int(right - rim) + 1)
        top, bottom = max(0, int(upper + rim)), min(whole.height, int(lower - rim) + 1)
        # A coloured text may change one of the three colours only.
        wanted = max(1.0, _FILLED * (last - first) * (bottom - top))
        changed = 0
        for row in range(top, bottom):
            start, end = row * whole.stride + 3 * first, row * whole.stride + 3 * last
            one, other = whole.pixels[start:end], behind.pixels[start:end]
            if one != other:
                changed += sum(step >= CONTRAST or step <= -CONTRAST for step in map(sub, one, other))
                if changed >= 3 * wanted:
                    break
        return changed >= wanted
