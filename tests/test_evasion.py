"""Evasion: each trick is found where it stands, and an honest text has none."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import chinese, texts

from simcheck.text.evasion import evasion
from simcheck.text.normalize import normalize
from simcheck.types import Finding

quick = settings(deadline=None)

CLEAN = """在全市水利工作会议上的讲话

同志们：
　　去年，全市完成水利投资２３．５亿元，增长12.6%，ＧＤＰ贡献率提高０．３个百分点。“一网统管”让187座水库全部联网。
（一）抓牢防汛备汛。PM2.5、5G、3D打印、α射线、10μm、CO₂、m²、①②③、㎡等写法都很平常。
目 录　　第 一 章
Yunchuan’s rivers are clean – “really clean”… Москва и Αθήνα тоже. ひらがな、한국어。
"""


def found(text: str) -> list[tuple[str, int, str]]:
    return [(finding.kind, finding.count, finding.text) for finding in evasion(normalize(text))]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("坚持\u200b稳中\u200b求进。", [("zero_width", 2, "\u200b稳中\u200b")]),
        ("坚\u00ad持稳中求进", [("zero_width", 1, "\u00ad")]),
        ("深化\u2060改革", [("zero_width", 1, "\u2060")]),
        ("会议\ufeff强调", [("zero_width", 1, "\ufeff")]),
        ("\u202e坚持\u202c稳中求进", [("zero_width", 2, "\u202e坚持\u202c")]),
        ("推\ufe0f进\ufe0f工作", [("zero_width", 2, "\ufe0f进\ufe0f")]),
        ("推进⼤⼒发展", [("homoglyph", 2, "⼤⼒")]),
        ("⺠生在⼼", [("homoglyph", 2, "⺠生在⼼")]),
        ("丽\uf9f2光\U0002f800", [("homoglyph", 2, "\uf9f2光\U0002f800")]),
        ("全市GD\u0420增长", [("mixed_script", 1, "\u0420")]),
        ("\u0430pple与b\u03bfok", [("mixed_script", 2, "\u0430pple与b\u03bf")]),
        ("全市人ロ总量，加快エ业发展", [("mixed_script", 2, "ロ总量，加快エ")]),
        ("去ロシア的路上，カラオケ", []),
        ("全面 深 化 改 革 开 放 发展", [("spacing", 7, "面 深 化 改 革 开 放 发")]),
        (
            "深\u3000化\u3000改\u3000革\u3000开\u3000放。",
            [("spacing", 5, "深\u3000化\u3000改\u3000革\u3000开\u3000放")],
        ),
        ("２0２4年完成", [("mixed_width", 4, "２0２4")]),
        ("第PＰP项", [("mixed_width", 3, "PＰP")]),
        ("深化精品WORD文档下载可编缉使用改革", [("watermark", 15, "精品WORD文档下载可编缉使用")]),
        ("", []),
        ("\ufeff坚持稳中求进。", []),
        ("好👍🏽！一家👨‍👩‍👧出游，❤️祖国，⚠️注意，1️⃣第一。", []),
        ("目 录", []),
        ("２０２４年ＧＤＰ增长５％", []),
        ("\u200b\n\u200b", []),
        (CLEAN, []),
    ],
)
def test_known_texts(text: str, wanted: list[tuple[str, int, str]]) -> None:
    assert found(text) == wanted


def test_spans_are_exact() -> None:
    text = "𠮷村坚持\u200b稳中求进，⼤力発展"
    assert [(f.kind, f.start, f.end) for f in evasion(normalize(text))] == [("zero_width", 4, 5), ("homoglyph", 10, 11)]


def test_near_tricks_are_one_finding_and_far_ones_are_several() -> None:
    assert [count for _, count, _ in found("⼈" + "好" * 39 + "⼈")] == [2]
    assert [count for _, count, _ in found("⼈" + "好" * 40 + "⼈")] == [1, 1]


@quick
@given(texts())
def test_every_finding_has_its_text_and_stands_in_order(text: str) -> None:
    findings = evasion(normalize(text))
    assert all(text[f.start : f.end] == f.text and 0 < f.count <= len(f.text) for f in findings)
    assert list(findings) == sorted(findings, key=lambda f: (f.start, f.end, f.kind))


@quick
@given(chinese(2, 40), st.data())
def test_an_invisible_character_between_letters_is_found_wherever_it_stands(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(1, len(text) - 1))
    spoiled = text[:at] + data.draw(st.sampled_from("\u200b\u200c\u200d\u2060\ufeff\u00ad\u180e\u3164")) + text[at:]
    assert evasion(normalize(spoiled)) == (Finding("zero_width", at, at + 1, spoiled[at], 1),)


@quick
@given(chinese())
def test_plain_chinese_has_no_finding(text: str) -> None:
    assert evasion(normalize(text)) == ()


@given(st.text(st.sampled_from("改革\u3000 \t\xa0a，\n"), max_size=40))
def test_spacing_is_whatever_the_pattern_finds_in_the_whole_text(text: str) -> None:
    found = [(f.start, f.end) for f in evasion(normalize(text)) if f.kind == "spacing"]
    assert found == [match.span() for match in re.finditer(r"(?:[改革][ \t\u3000\xa0]+){5,}[改革]", text)]
