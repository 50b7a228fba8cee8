"""The innermost loops of the aligner, which NumPy cannot do in few steps, each written once.

Each file beside which types stand (``.pxd``) is compiled to machine code where the package is installed with a C
compiler (Cython); Python then imports that. Elsewhere the files themselves run, with the same results, more slowly.
``COMPILED`` says which. Loops that may take long let other threads run.

A text is an array of word numbers, counted through the source's vocabulary: 0 … ``vocabulary`` − 1, and ``vocabulary``
itself for every token that the source does not have, which equals nothing. No number that decides what is found
stands here.
"""

from simcheck.align.loops.buffers import COMPILED
from simcheck.align.loops.chain import Moves, both_ways, totals
from simcheck.align.loops.dot_plot import box_sums, mark
from simcheck.align.loops.extension import Bounds, Extended, extend
from simcheck.align.loops.nearness import Cut, steps
from simcheck.align.loops.stretches import SideArrays
from simcheck.align.loops.tiling import tiles
from simcheck.align.loops.trimming import trim
from simcheck.align.loops.windows import stretch_score, window_score

__all__ = [
    "COMPILED",
    "Bounds",
    "Cut",
    "Extended",
    "Moves",
    "SideArrays",
    "both_ways",
    "box_sums",
    "extend",
    "mark",
    "steps",
    "stretch_score",
    "tiles",
    "totals",
    "trim",
    "window_score",
]  # fmt: skip
