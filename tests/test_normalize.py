"""Normalisation: the folded text, and a map back that never loses its place."""

from __future__ import annotations

import re
import unicodedata

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from made import MARKS, texts

from simcheck.text import apart
from simcheck.text.characters import fold
from simcheck.text.normalize import Normalized, han_mask, normalize

quick = settings(deadline=None)


def alone(span: tuple[int, int], normalized: Normalized) -> str:
    """The folded text of a span of the original, normalised without what stands around it."""
    return normalize(normalized.source[slice(*span)]).text


@st.composite
def text_and_span(draw: st.DrawFn) -> tuple[Normalized, int, int]:
    normalized = normalize(draw(texts()))
    places = st.integers(0, len(normalized.text))
    start, end = sorted((draw(places), draw(places)))
    return normalized, start, end


@quick
@given(texts())
def test_the_map_is_total_and_never_falls(text: str) -> None:
    normalized = normalize(text)
    starts, ends = normalized.starts, normalized.ends
    assert len(starts) == len(ends) == len(normalized.text)
    assert (np.diff(starts) >= 0).all()
    assert (np.diff(ends) >= 0).all()
    assert (starts < ends).all()
    assert not len(starts) or (starts[0] >= 0 and ends[-1] <= len(text))


@quick
@given(text_and_span())
def test_a_span_survives_the_round_trip(case: tuple[Normalized, int, int]) -> None:
    normalized, start, end = case
    first, last = normalized.from_source(*normalized.to_source(start, end))
    if start < end:
        assert first <= start < end <= last
    else:
        assert first == last


@quick
@given(text_and_span())
def test_the_text_under_a_span_folds_to_the_same(case: tuple[Normalized, int, int]) -> None:
    normalized, start, end = case
    span = normalized.to_source(start, end)
    first, last = normalized.from_source(*span)  # more than asked for where one character folds to several
    # Whether something is a watermark depends on what stands beside it, and on how many others there are.
    assume(not (normalized.watermarks or normalize(normalized.source[slice(*span)]).watermarks))
    assert alone(span, normalized) == normalized.text[first:last].strip()


@quick
@given(texts())
@example("Mr. Smith精品WORD文档下载可编缉使用¸")
def test_each_character_folds_to_what_stands_for_it(text: str) -> None:
    normalized = normalize(text)
    for char, start, end in zip(normalized.text, normalized.starts.tolist(), normalized.ends.tolist(), strict=True):
        if not char.isspace():
            assert end > start
            # A mark may have come to the letter before a watermark that was taken out.
            out = {at for a, b in normalized.watermarks for at in range(a, b)}
            left = (text[at] for at in range(start, end) if at not in out)
            assert char in unicodedata.normalize("NFC", "".join(map(fold, left)))


@quick
@given(texts(marks=False))
def test_without_watermarks_only_white_space_and_invisible_characters_go(text: str) -> None:
    def letters(folded: str) -> str:
        return unicodedata.normalize("NFD", "".join(folded.split()))

    assert letters(normalize(text).text) == letters("".join(map(fold, text)))


@quick
@given(texts())
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalize(text).text
    assert normalize(once).text == once


@quick
@given(texts())
def test_the_same_text_gives_the_same(text: str) -> None:
    assert normalize(text).text == normalize(text).text


@quick
@given(texts())
def test_white_space_is_single_and_never_at_a_border(text: str) -> None:
    folded = normalize(text).text
    assert folded == folded.strip()
    assert not any(run in folded for run in ("  ", "\n\n", " \n", "\n ", "\r", "\t", "\u3000"))


@quick
@given(texts())
def test_the_original_is_kept(text: str) -> None:
    assert normalize(text).source == text


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("", ""),
        (" \n\u3000", ""),
        ("\u200b\ufeff", ""),
        ("各位代表：\r\n\r\n　　现在，报告工作。\r\n", "各位代表:\n现在,报告工作。"),
        ("深 化 改 革", "深化改革"),
        ("推进 GDP 增长", "推进gdp增长"),
        ("two  words\n three", "two words\nthree"),
        ("⼤⼒推進𠮷田 開發園區", "大力推进𠮷田开发园区"),
        ("\ud800坚持\udfff稳中求进", "坚持稳中求进"),
        ("讲话\n坚\n持\n稳\r\n\r\n中\n求\n 进\n，\n好\n完了", "讲话\n坚持稳中求进,好\n完了"),
        ("甲\n乙\n丙\n丁\n戊\n己\n庚", "甲\n乙\n丙\n丁\n戊\n己\n庚"),
        ("1\n2\n3\n4\n5\n6\n7\n8\n9", "1\n2\n3\n4\n5\n6\n7\n8\n9"),
    ],
)
def test_known_texts(written: str, meant: str) -> None:
    assert normalize(written).text == meant


def test_a_text_that_is_written_downwards_keeps_its_places() -> None:
    said = "坚持稳中求进推动高质量发展"
    text = "标题\n" + "\n".join(said) + "\n我们照办。"
    found = normalize(text)
    assert found.text == f"标题\n{said}\n我们照办。"
    at = found.text.index("稳中求进")
    assert text[slice(*found.to_source(at, at + 4))] == "稳\n中\n求\n进"


def test_lone_surrogates_are_dropped_and_the_map_still_holds() -> None:
    normalized = normalize("坚持\ud83d稳中\udc00求进")
    assert normalized.text == "坚持稳中求进"
    assert normalized.to_source(2, 4) == (3, 5)


def test_offsets_are_code_points_beyond_the_bmp_too() -> None:
    text = "𠮷村🙂𠮷镇坚持稳中求进"
    normalized = normalize(text)
    at = normalized.text.index("坚持")
    assert normalized.to_source(at, at + 2) == (5, 7)
    assert text[5:7] == "坚持"


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("around", ["", "\u200b", " "])
def test_a_watermark_inside_a_word_is_taken_out(mark: str, around: str) -> None:
    text = f"我们要持续深化改{around}{mark}{around}革，推动经济社会发展。"
    normalized = normalize(text)
    assert normalized.text == "我们要持续深化改革,推动经济社会发展。"
    ((start, end),) = normalized.watermarks
    assert text[start:end] == mark
    at = normalized.text.index("改革")
    assert text[slice(*normalized.to_source(at, at + 2))] == f"改{around}{mark}{around}革"
    assert text[slice(*normalized.to_source(at + 1, at + 2))] == "革"
    assert text[slice(*normalized.to_source(at - 2, at + 1))] == "深化改"


def test_one_line_with_ascii_punctuation_and_watermarks_inside_words() -> None:
    mark = "精品WORD文档下载可编缉使用"
    clean = (
        "同志们,今天我们召开全县教育工作会议,主要任务是总结去年成绩,安排今年任务."
        "下面,我讲三点意见.一要抓师德;二要抓课堂;三要抓安全."
    )
    places = (7, 23, 41, 60)
    parts = [clean[a:b] for a, b in zip((0, *places), (*places, len(clean)), strict=True)]
    normalized = normalize(mark.join(parts))
    assert normalized.text == clean
    assert [normalized.source[a:b] for a, b in normalized.watermarks] == [mark] * len(places)
    for start in range(len(clean) - 8):
        span = normalized.to_source(start, start + 8)
        assert normalized.source[slice(*span)].replace(mark, "") == clean[start : start + 8]


def test_watermarks_between_lines_leave_one_line_end() -> None:
    normalized = normalize("一、总体要求\n精品文档下载可编辑修改\n二、重点任务")
    assert normalized.text == "一、总体要求\n二、重点任务"


def test_ordinary_sentences_hold_no_watermark() -> None:
    text = (
        "推动更多资源向基层下沉，把更多内容写进规划。资料由电网公司提供，仅供参考。引导群众关注公众号，欢迎各界监督。"
        "文件由网站公布，内容来自基层网格。打造旅游精品，群众点击手机就能查看办事指南。"
    )
    assert normalize(text).watermarks == ()


def test_empty_spans_stay_empty() -> None:
    normalized = normalize("深化\u200b改革")
    assert [normalized.to_source(k, k) for k in range(5)] == [(0, 0), (1, 1), (3, 3), (4, 4), (5, 5)]
    assert normalized.from_source(2, 2) == (2, 2)


@quick
@given(st.text(alphabet="坚持a1。〇𠮷あ한\n", max_size=20))
def test_the_mask_of_chinese_characters(text: str) -> None:
    codes = np.array([ord(c) for c in text], dtype=np.uint32)
    assert han_mask(codes).tolist() == [c in "坚持〇𠮷" for c in text]


@pytest.mark.parametrize("size", [1, 8, 9, 80])
def test_a_gap_between_letters_has_one_reading(size: int) -> None:
    """Two readings of each gap would be two to the number of gaps of a text that just misses the pattern."""
    short, marks = apart._GAP.removeprefix("(?:").removesuffix(")").split("|", 1)
    readings = [re.fullmatch(pattern, "，" * size) for pattern in (short, marks)]
    assert sum(found is not None for found in readings) == 1
