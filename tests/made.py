"""Texts for tests: hypothesis strategies for anything that may stand in a file, made-up Chinese, the examples."""

from __future__ import annotations

import functools
import random
from collections.abc import Mapping
from pathlib import Path

from hypothesis import strategies as st

from simcheck.corpus.memory import MemorySources, memory_sources
from simcheck.encode import Encoder, load_encoder
from simcheck.text.analyze import Analyzed, analyze
from simcheck.types import Document

EXAMPLES = Path(__file__).parents[1] / "examples"

#: Things that go wrong easily: every fold, every kind of white space, characters beyond the BMP, other scripts.
PIECES = (
    "坚持稳中求进", "深化改革", "一、工作回顾", "二是狠抓落实；", "增长3.5%", "2024.5亿元", "“四个意识”", "（一）",
    "。", "，", "！", "？", "：", "、", "……", "——", ".", "...", " ", "  ", "\u3000", "\u00a0", "\t",
    "\n", "\r\n", "\r", "\n\n", "\u2028", "\x0b", "\x85", "\u200b", "\u00ad", "\ufeff", "\u2060", "\u202e", "\ufe0f",
    "𠮷", "𠮷野家", "🙂", "👨‍👩‍👧", "⼤⼒", "⺠⽣", "\uf9f2", "\U0002f800", "開發園區", "於是", "ＧＤＰ", "２０２４",
    "㈠", "㈱", "①", "½", "ﬁ", "ß", "İ", "e\u0301", "é", "´", "G\u0414P", "\u0430\u0440\u0435", "αβ",
    "ひらがな", "한국어", "ꀀꀁ", "Mr. Smith", "U.S. trade", "grew by 23.5 billion. ", "It works.",
    "\x00", "\x1f", "\ue000", "\U0010ffff",
)  # fmt: skip
MARKS = (
    "精品WORD文档下载可编缉使用",
    "更多范文请关注公众号“公文写作”",
    "本文来自某某文库",
    "www.abc-def.com.cn",
    "点击下载全文",
)


def texts(*, marks: bool = True, largest: int = 30) -> st.SearchStrategy[str]:
    """Any text: pieces that are known to be difficult, single characters of all of Unicode, injected watermarks."""
    piece = st.sampled_from(PIECES) | st.text(max_size=3)
    return st.lists(piece | st.sampled_from(MARKS) if marks else piece, max_size=largest).map("".join)


def chinese(
    smallest: int = 0, largest: int = 60, characters: str = "坚持稳中求进推动高质量发展"
) -> st.SearchStrategy[str]:
    """Chinese characters only, few different ones, so that repeats are common."""
    return st.text(alphabet=characters, min_size=smallest, max_size=largest)


def random_chinese(seed: int, length: int) -> str:
    """Characters drawn evenly from 3,000 common ones: a text without any phrase that another text has."""
    chance = random.Random(seed)
    rows, cells = range(0xB0, 0xD0), range(0xA1, 0xFF)
    return bytes(byte for _ in range(length) for byte in (chance.choice(rows), chance.choice(cells))).decode("gb2312")


def taken_apart(text: str, name: str = "稿.txt") -> Analyzed:
    """The analysis of a text under a name."""
    return analyze(Document(name, text))


@functools.cache
def shipped() -> Encoder:
    """The encoder that ships, loaded once."""
    return load_encoder()


@functools.cache
def speeches() -> Mapping[str, str]:
    """The example speeches by the names that ``expected.json`` gives them."""
    return {f"speeches/{file.name}": file.read_text("utf-8") for file in sorted((EXAMPLES / "speeches").glob("*.txt"))}


def sources_of(texts: Mapping[str, str]) -> MemorySources:
    """Texts as sources for the shipped encoder."""
    return memory_sources([Document(name, text) for name, text in texts.items()], shipped())


@functools.cache
def example_sources() -> MemorySources:
    """The example speeches as sources."""
    return sources_of(speeches())
