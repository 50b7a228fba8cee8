"""Memory: what is remembered is what would be worked out."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from hypothesis import given, settings
from hypothesis import strategies as st

from simcheck.align.evidence import information
from simcheck.memory import LINE, LINES, Local, lately
from simcheck.text.analyze import analyze
from simcheck.text.background import load_background
from simcheck.types import Document

REACH = 2
PARTS = ["各位代表，现在，我代表市人民政府向大会报告工作。", "城北三条老河道两次漫堤。", "a big river", "改", "全面"]


def around(values: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int64], ...]:
    """The sum of what stands within ``REACH`` of each value, and the least of the two before it."""
    wide = np.pad(values, REACH, constant_values=50)
    windows = [wide[at : at + len(values)] for at in range(2 * REACH + 1)]
    return np.sum(windows, axis=0, dtype=np.int64), np.minimum(windows[0], windows[1])


@settings(max_examples=300)
@given(st.lists(st.lists(st.integers(0, 3), max_size=25), min_size=2, max_size=6))
def test_a_local_function_gives_what_it_gives_from_scratch(sequences: list[list[int]]) -> None:
    remembered = Local(around, REACH)
    for sequence in sequences:
        values = np.array(sequence, dtype=np.int64)
        for found, fresh in zip(remembered(values), around(values), strict=True):
            assert found.tolist() == fresh.tolist()


@settings(max_examples=15, deadline=None)
@given(st.lists(st.lists(st.sampled_from(PARTS), max_size=8), min_size=2, max_size=5))
def test_what_is_known_of_an_edited_draft_is_what_is_known_of_a_new_one(drafts: list[list[str]]) -> None:
    texts = [analyze(Document("稿", "".join(parts) + "。")) for parts in drafts]
    background = load_background.__wrapped__()
    for text in texts:
        known, fresh = information(text, background), information(text, load_background.__wrapped__())
        for name in ("surprise", "frequency", "weight", "usual"):
            assert getattr(known, name).tolist() == getattr(fresh, name).tolist()


def test_a_line_is_worked_out_once_unless_it_is_long() -> None:
    asked: list[str] = []

    @lately
    def letters(line: str) -> int:
        asked.append(line)
        return len(line)

    short, long = "改" * LINE, "改" * (LINE + 1)
    assert [letters(line) for line in (short, long, short, long)] == [LINE, LINE + 1] * 2
    assert asked == [short, long, long]
    for number in range(LINES):
        letters(f"第{number}条")
    letters(short)
    assert asked[-1] == short
