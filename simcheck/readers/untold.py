"""Untold: Chinese that a file holds beside its pages, in properties, comments and descriptions of pictures.

Who opens the file in an editor, asks for its properties or points at a picture reads it. A file holds some in all
honesty, mostly what its pages say too; what they say nowhere is told once it is a passage.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from simcheck.patterns import regex
from simcheck.readers.content import Content
from simcheck.readers.written import EXCERPT
from simcheck.types import HiddenText

#: Chinese characters that stand nowhere on a page, from which they are told.
PASSAGE = 100
_HAN = regex("[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]{4,}")
_LETTERS = regex(r"[^\W_]+")


def amount(text: str) -> int:
    """The Chinese characters of a text, words of fewer than four apart."""
    return sum(map(len, _HAN.findall(text)))


def untold(texts: Iterable[str], shown: str) -> str:
    """What of some texts beside the pages is not in what these have ``shown``; nothing where it is no passage.

    >>> untold(["在教育大会上的讲话", "机井修好晒场腾空" * 20], "在教育大会上的讲话") == "机井修好晒场腾空" * 20
    True
    >>> untold(["机井修好晒场腾空"], "")
    ''
    """
    said = _letters(shown)
    found = dict.fromkeys(one.strip() for one in texts if _HAN.search(one) and _letters(one) not in said)
    return "\n".join(found) if sum(map(amount, found)) >= PASSAGE else ""


def with_untold(content: Content, texts: Iterable[str]) -> Content:
    """A content that tells what stands beside its pages, as hidden text at its end."""
    text, reading = untold(texts, content.text), content.reading
    if not text:
        return content
    line, end = " ".join(text.split())[:EXCERPT], len(content.text)
    one = HiddenText("hidden", end, end, sum(not char.isspace() for char in text), line)
    return replace(content, reading=replace(reading, hidden=(*reading.hidden, one)))


def _letters(text: str) -> str:
    return "".join(_LETTERS.findall(text))
