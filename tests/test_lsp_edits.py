"""The server's text after an editor's changes is the text that the editor has, however many changes come at once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol.types import Position, PositionEncodingKind, Range
from lsprotocol.types import TextDocumentContentChangePartial as Partial
from lsprotocol.types import TextDocumentContentChangeWholeDocument as Whole
from made import texts

from simcheck.lsp.edits import edited
from simcheck.lsp.positions import Positions

ENDS = st.lists(texts(largest=4) | st.sampled_from(["\r", "\n", "\r\n", "𠮷", "🙂"]), max_size=12).map("".join)


@st.composite
def changes(draw: st.DrawFn) -> list[tuple[float, float, str]]:
    """Changes as shares of the text's length, and what comes in their place."""
    return draw(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1), ENDS), max_size=6))


@pytest.mark.parametrize("encoding", PositionEncodingKind)
@given(ENDS, changes())
def test_the_text_is_that_of_the_editor_after_each_change(
    encoding: PositionEncodingKind, text: str, wanted: list[tuple[float, float, str]]
) -> None:
    now, told = text, []
    for one, other, new in wanted:
        positions = Positions(now, encoding)
        # A position inside of a line end stands before it, so the editor's spans are those that come back.
        start, end = sorted(positions.offset(positions.position(int(share * len(now)))) for share in (one, other))
        told.append(Partial(positions.range(start, end), new))
        now = now[:start] + new + now[end:]
    assert edited(text, told, encoding) == now
    assert edited(text, [Whole("别的\r"), Whole(text), *told], encoding) == now


def test_positions_outside_of_the_text_are_drawn_into_it() -> None:
    far = Position(99, 99)
    assert edited("一\n二", [Partial(Range(far, far), "\n三")], "utf-16") == "一\n二\n三"
    assert edited("一\r\n二", [Partial(Range(Position(0, 99), far), "。")], "utf-16") == "一。"
    assert edited("", [Partial(Range(Position(0, 0), far), "好\n")], "utf-16") == "好\n"


def test_a_line_feed_put_behind_a_carriage_return_makes_one_line_end_of_the_two() -> None:
    second = Range(Position(1, 0), Position(1, 0))
    assert edited("一\r二", [Partial(second, "\n"), Partial(second, "好")], "utf-16") == "一\r\n好二"
