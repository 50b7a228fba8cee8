"""Positions of an editor and offsets of a text are each other's inverse, in every encoding, whatever stands there."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol.types import Position, PositionEncodingKind
from made import texts

from simcheck.lsp.positions import Positions

ENCODINGS = {
    PositionEncodingKind.Utf8: "utf-8",
    PositionEncodingKind.Utf16: "utf-16-le",
    PositionEncodingKind.Utf32: "utf-32-le",
}
SIZES = {"utf-8": 1, "utf-16-le": 2, "utf-32-le": 4}

encodings = pytest.mark.parametrize("encoding", ENCODINGS)


@encodings
@given(texts())
def test_every_offset_comes_back_and_is_what_encoding_the_line_gives(encoding: PositionEncodingKind, text: str) -> None:
    positions, codec = Positions(text, encoding), ENCODINGS[encoding]
    lines = re.split(r"\r\n|\n|\r", text)
    offset = 0
    for number, line in enumerate(lines):
        for column in range(len(line) + 1):
            units = len(line[:column].encode(codec, "surrogatepass")) // SIZES[codec]
            assert positions.position(offset + column) == Position(number, units)
            assert positions.offset(Position(number, units)) == offset + column
        assert positions.line(number) == line
        assert positions.line_start(number) == offset
        offset += len(line)
        offset += 2 if text[offset : offset + 2] == "\r\n" else 1
    assert offset - 1 == len(text)


@pytest.mark.parametrize(
    ("encoding", "columns"),
    [
        (PositionEncodingKind.Utf8, (4, 8, 11)),
        (PositionEncodingKind.Utf16, (2, 4, 5)),
        (PositionEncodingKind.Utf32, (1, 2, 3)),
    ],
)
def test_rare_characters_and_emoji_count_as_the_encoding_says(
    encoding: PositionEncodingKind, columns: tuple[int, ...]
) -> None:
    positions = Positions("𠮷🙂字", encoding)
    assert tuple(positions.position(at).character for at in (1, 2, 3)) == columns
    assert [positions.offset(Position(0, column)) for column in columns] == [1, 2, 3]


@given(texts(), st.integers(0, 40), st.integers(0, 200))
def test_positions_outside_of_the_text_are_drawn_into_it(text: str, line: int, character: int) -> None:
    positions = Positions(text, PositionEncodingKind.Utf16)
    lines = re.split(r"\r\n|\n|\r", text)
    offset = positions.offset(Position(line, character))
    if line >= len(lines):
        assert offset == len(text)
    else:
        start = positions.line_start(line)
        assert start <= offset <= start + len(lines[line])
        assert positions.position(offset).character <= character


def test_a_position_inside_a_character_is_that_of_the_character() -> None:
    assert Positions("𠮷字", PositionEncodingKind.Utf16).offset(Position(0, 1)) == 0
    assert Positions("字句", PositionEncodingKind.Utf8).offset(Position(0, 4)) == 1


def test_only_line_ends_that_editors_know_end_a_line() -> None:
    positions = Positions("一\u2028二\x0b三\x85四\r\n五\r六\n七", PositionEncodingKind.Utf16)
    assert [positions.line(number) for number in range(4)] == ["一\u2028二\x0b三\x85四", "五", "六", "七"]
