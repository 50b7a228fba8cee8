"""RTF: bytes whose code page nobody told are read as what they look like; what no reader sees is taken out and told."""

from __future__ import annotations

import pytest
from test_formats import hexed, rich

from simcheck.readers.kinds import kind
from simcheck.readers.rtf import content
from simcheck.types import UnreadPart

TEXT = "同志们：今天的会议只有一个议题，就是把汛期的堤防再检查一遍，一处也不能漏。"
LONG = "这一句话写得很长足足有十五个字"


def old(inside: str, head: str = "\\ansi") -> bytes:
    """An RTF that tells no code page."""
    fonts = "{\\fonttbl{\\f0\\fnil \\'cb\\'ce\\'cc\\'e5;}}"
    return f"{{\\rtf1{head}\\deff0{fonts}\\f0\\fs28 {inside}}}".encode("latin-1")


@pytest.mark.parametrize("head", ["\\ansi", "\\ansi\\ansicpg1252", "\\mac", "\\pc"])
@pytest.mark.parametrize("encoding", ["gb18030", "big5", "utf-8"])
@pytest.mark.parametrize("raw", [True, False])
def test_bytes_that_nobody_told_the_code_page_of(head: str, encoding: str, raw: bool) -> None:
    text = "同志們：今天的會議祇有一個議題，就是把汛期的堤防再檢查一遍" if encoding == "big5" else TEXT
    written = text.encode(encoding).decode("latin-1") if raw else hexed(text, encoding)
    if raw:
        written = written.replace("\\", "\\\\").replace("{", "\\{").replace("}", "\\}")
    assert content(old(written, head), "稿.rtf").text == text


def test_the_second_byte_of_a_character_may_be_escaped() -> None:
    text = b"\x81\\\x81{\x81}".decode("gbk") + TEXT
    raw = text.encode("gbk").decode("latin-1").replace("\\", "\\\\").replace("{", "\\{").replace("}", "\\}")
    assert content(old(raw), "稿.rtf").text == text
    assert content(rich(f"\\f1 {raw}"), "稿.rtf").text == text
    led = "\\'81\\\\\\'81\\{\\'81\\}" + hexed(TEXT)
    assert content(rich(f"\\f1 {led}"), "稿.rtf").text == text


@pytest.mark.parametrize("text", ["Änderungen für die Größe der Straße, überall gültig", "élève à l’école", "a{b}"])
def test_western_bytes_stay_western(text: str) -> None:
    written = hexed(text.replace("{", "").replace("}", ""), "cp1252")
    assert content(old(written), "稿.rtf").text == text.replace("{", "").replace("}", "")


COLOURS = r"{\colortbl;\red255\green255\blue255;\red0\green0\blue128;\red250\green250\blue250;}"
HIDING = {
    "hidden": (r"a{\v b}c", "ac", [("hidden", "b")]),
    "deleted is no text": (r"a{\deleted b}c", "ac", []),
    "white": (r"a{\cf1 b}\cf0 c", "ac", [("colour", "b")]),
    "nearly white": (r"a{\cf3 b}c", "ac", [("colour", "b")]),
    "blue": (r"a{\cf2 b}c", "abc", []),
    "white on blue letters": (r"a{\cf1\highlight2 b}c", "abc", []),
    "white in a blue paragraph": (r"\pard\cbpat2{\cf1 b}\par\pard{\cf1 c}", "b", [("colour", "c")]),
    "white in a blue cell": (
        r"\trowd\clcbpat2\cellx100\cellx200\intbl{\cf1 b}\cell{\cf1 c}\cell\row d", "b\n\nd", [("colour", "c")],
    ),
    "white with an outline": (r"a{\cf1\outl b}c", "abc", [("pale", "b")]),
    "white without an outline": (r"a{\cf1\outl0 b}c", "ac", [("colour", "b")]),
    "a point": (r"a{\fs2 b}c", "ac", [("size", "b")]),
    "a hundredth wide": (r"a{\charscalex1 b}c", "ac", [("size", "b")]),
    "upon each other": (r"a{\expndtw-240 b}c", "ac", [("size", "b")]),
    "a line without height": (r"a\par\pard\sl-20 b\par\pard c", "a\n\nc", [("size", "b")]),
    "a line with at least some": (r"\pard\sl20 b", "b", []),
    "plain again": (r"{\v\cf1 a\plain b}", "b", [("hidden", "a")]),
    "a blue box": (
        r"a{\shp{\*\shpinst{\sp{\sn fillColor}{\sv 8388608}}{\shptxt{\cf1 b}\par}}}", "a\nb", [],
    ),
    "a box that is white": (r"a{\shp{\*\shpinst{\shptxt{\cf1 b}\par}}}", "a", [("colour", "b")]),
    "a box that one sees through": (
        r"a{\shp{\*\shpinst{\sp{\sn fFilled}{\sv 0}}{\shptxt{\cf1 b}\par}}}", "a\nb", [("pale", "b")],
    ),
    "something below the text": (r"a{\cf1 b}{\shp{\*\shpinst\shpfblwtxt1}}", "ab", [("pale", "b")]),
}  # fmt: skip


@pytest.mark.parametrize("case", HIDING)
def test_what_is_hidden(case: str) -> None:
    inside, text, hidden = HIDING[case]
    found = content(rich(inside, COLOURS), "稿.rtf")
    assert found.text == text
    assert [(one.reason, one.excerpt) for one in found.reading.hidden] == hidden


def test_letters_made_to_a_picture_and_headers_are_read() -> None:
    art = rf"a{{\shp{{\*\shpinst{{\sp{{\sn gtextUNICODE}}{{\sv {hexed('艺术字')}}}}}}}}}"
    assert content(rich(art), "稿.rtf").text == "a\n艺术字"
    heads = rf"{{\header {hexed(LONG)}}}{{\headerl {hexed(LONG)}}}{{\footer {hexed('第一页')}}}a"
    assert content(rich(heads), "稿.rtf").text == f"a\n{LONG}"


def test_what_was_not_read_is_told() -> None:
    inside = (
        r"a{\*\shppict{\pict b}}{\nonshppict{\pict b}}{\pict b}{\*\annotation c}"
        r"{\object{\*\objclass Excel.Sheet.8}{\*\objdata 00}{\result r}}"
        r"{\object{\*\objclass Equation.3}{\*\objdata 00}{\result{\pict b}}}"
    )
    found = content(rich(inside), "稿.rtf")
    assert found.text == "ar"
    assert set(found.reading.unread) == {
        UnreadPart("picture", 2, 4), UnreadPart("embedded", 2, 1), UnreadPart("comment", 2, 1),
    }  # fmt: skip


def test_the_size_of_chinese_letters_may_be_told_apart() -> None:
    data = old(r"{\fs22\dbch\afs2\dbch\u22812?\u37324?}\fs22\dbch\afs24\dbch\u20250?\u35758?")
    found = content(data, "稿.rtf")
    assert found.text == "会议"
    assert [(one.reason, one.excerpt) for one in found.reading.hidden] == [("size", "夜里")]
    assert kind(data.replace(b"rtf1", b"urtf1", 1), "稿.doc") == "rtf"
