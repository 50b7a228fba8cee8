"""Sentences: none of the text lost, spans that hold, and cuts where a writer would pause."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from made import chinese, random_chinese, texts

from simcheck.text.characters import fold, is_han
from simcheck.text.normalize import normalize
from simcheck.text.split import split
from simcheck.types import Sentence

quick = settings(deadline=None)


def sentences(text: str) -> tuple[Sentence, ...]:
    return split(normalize(text))


def cut(text: str) -> list[str]:
    return [sentence.text for sentence in sentences(text)]


def folded(text: str) -> str:
    """A sentence in its own script, with its look-alikes folded like those of the whole text."""
    return "".join(map(fold, text))


def test_a_sentence_of_another_script_is_as_it_was_written() -> None:
    assert cut("Осадков ВЫПАЛО меньше.") == ["осадков выпало меньше."]
    assert cut("ガソリンの価格は上がった。") == ["ガソリンの価格は上がった。"]
    assert cut("αλλά και ΟΧΙ") == ["αλλά και οχι"]
    # A disguise is none of a script: nothing in it belongs to one alone.
    assert cut("人ロ普查，аll оf it") == ["人口普查,all of it"]
    assert cut("Петров wrote аll of it") == ["петров wrote all of it"]


def letters(text: str) -> str:
    # A Chinese character newer than this Python is one all the same.
    return "".join(c for c in text if c.isalnum() or is_han(ord(c)))


@quick
@given(texts())
@example("T¨")  # a letter and a mark that become one, which folding takes apart
def test_every_letter_stands_in_exactly_one_sentence(text: str) -> None:
    assert "".join(letters(folded(s)) for s in cut(text)) == letters(folded(normalize(text).text))


@quick
@given(texts())
def test_spans_increase_and_stand_apart(text: str) -> None:
    found = sentences(text)
    assert all(0 <= s.start < s.end <= len(text) for s in found)
    # One character of the original may fold to several (㈠ → (一)); only such a one can stand in two sentences.
    assert all(a.end <= b.start or b.start == a.end - 1 for a, b in pairwise(found))
    assert all(a.start < b.start for a, b in pairwise(found))


@quick
@given(texts(marks=False))
def test_the_text_under_a_sentence_is_the_sentence(text: str) -> None:
    for sentence in sentences(text):
        alone = normalize(text[sentence.start : sentence.end]).text
        assert folded(sentence.text) in alone
        assert len(letters(alone)) - len(letters(sentence.text)) <= 2 * 10  # characters that fold to several
        assert sentence.text == sentence.text.strip()
        assert letters(sentence.text)


@quick
@given(
    st.lists(st.sampled_from(["坚持稳中求进", "。", "，", "！", "\n", "“开放”", "增长3.5%", "；"]), max_size=30).map(
        "".join
    )
)
def test_the_text_under_a_sentence_of_plain_chinese_is_exactly_the_sentence(text: str) -> None:
    for sentence in sentences(text):
        assert normalize(text[sentence.start : sentence.end]).text == sentence.text


@quick
@given(texts())
def test_a_sentence_never_crosses_a_line(text: str) -> None:
    assert not any("\n" in sentence for sentence in cut(text))


@pytest.mark.parametrize(
    "text",
    [
        random_chinese(1, 5000),
        random_chinese(2, 5000) + "，" + random_chinese(3, 100) + "，" + random_chinese(4, 100) + "。",
        random_chinese(5, 30) + "，" + random_chinese(6, 5000) + "，" + random_chinese(7, 30),
        "a" * 5000,
        "word " * 1000,
        "1" * 5000,
        "𠮷" * 5000,
    ],
)
def test_no_sentence_grows_without_bound(text: str) -> None:
    found = cut(text)
    assert "".join(letters(s) for s in found) == letters(normalize(text).text)
    assert max(len(letters(s)) for s in found) <= (960 if text.isascii() else 320)


@quick
@given(st.lists(chinese(1, 30), min_size=1, max_size=40))
def test_sentences_with_pauses_are_of_bounded_length(clauses: list[str]) -> None:
    # 80 characters are left whole; a cut falls at the last pause before 55 and leaves at most a clause more.
    assert all(len(letters(s)) <= 80 + 30 for s in cut("，".join(clauses) + "。"))


def test_a_long_paragraph_of_one_sentence_is_cut_at_its_commas() -> None:
    clauses = [random_chinese(seed, 19) for seed in range(10)]
    found = cut("，".join(clauses) + "。")
    assert len(found) > 2
    assert all(20 <= len(s) <= 80 for s in found)
    assert all(s.endswith((",", "。")) for s in found)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", []),
        ("……——。", []),
        ("坚持稳中求进。深化改革开放！着力改善民生？", ["坚持稳中求进。", "深化改革开放!", "着力改善民生?"]),
        (
            "一是压实工作责任；二是突出问题导向；三是形成整体合力。",
            ["一是压实工作责任;", "二是突出问题导向;", "三是形成整体合力。"],
        ),
        ("他讲：“大家要走在前列。”会后各地迅速行动。", ["他讲:“大家要走在前列。”", "会后各地迅速行动。"]),
        ("（会议于昨日在云川召开。）与会同志踊跃发言。", ["(会议于昨日在云川召开。)", "与会同志踊跃发言。"]),
        ("总值增长3.5%，达到2024.5亿元。收入增长5.1%。", ["总值增长3.5%,达到2024.5亿元。", "收入增长5.1%。"]),
        ("深化改革,扩大开放.狠抓落实,务求实效.", ["深化改革,扩大开放.", "狠抓落实,务求实效."]),
        ("1.加强组织领导。2.狠抓工作落实。", ["1.加强组织领导。", "2.狠抓工作落实。"]),
        ("真的做到了吗？！答案是肯定的……我们还在路上。", ["真的做到了吗?!", "答案是肯定的......", "我们还在路上。"]),
        ("坚持不懈。好。继续推进改革。", ["坚持不懈。好。", "继续推进改革。"]),
        ("好。继续推进各项改革。", ["好。继续推进各项改革。"]),
        ("𠮷田村脱贫摘帽了。𠮷水河变清了。", ["𠮷田村脱贫摘帽了。", "𠮷水河变清了。"]),
        (
            "Mr. Smith met Dr. Lee in the U.S. capital. They agreed on aid, etc. That went very well.",
            ["mr. smith met dr. lee in the u.s. capital.", "they agreed on aid, etc. that went very well."],
        ),
        ('He said "we will act." The mayor agreed.', ['he said "we will act."', "the mayor agreed."]),
        ("Prices rose 3.5 percent. Then they fell by 2.5.", ["prices rose 3.5 percent.", "then they fell by 2.5."]),
        ("ꀀꀁꀂꀃꀄꀅ。", ["ꀀꀁꀂꀃꀄꀅ。"]),
    ],
)  # fmt: skip
def test_known_texts(text: str, wanted: list[str]) -> None:
    assert cut(text) == wanted


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("一、过去五年工作回顾", True),
        ("（二）扎实推进乡村全面振兴", True),
        ("政府工作报告", True),
        ("各位代表：", False),
        ("会议到此结束。", False),
        (random_chinese(9, 31), False),
        (random_chinese(9, 30), True),
    ],
)
def test_a_short_line_without_a_closing_mark_is_a_heading(line: str, heading: bool) -> None:
    found = sentences(f"{line}\n坚持稳中求进工作总基调，推动经济持续回升向好。")
    assert (found[0].heading, found[0].text) == (heading, normalize(line).text)
    assert not found[-1].heading


def test_headings_stand_apart_from_the_text_below() -> None:
    text = "讲话稿\n\n一、工作回顾\n    坚持稳中求进。深化改革开放。\n二、工作安排\n抓好落实！"
    found = sentences(text)
    assert [text[s.start : s.end] for s in found if s.heading] == ["讲话稿", "一、工作回顾", "二、工作安排"]
    assert [text[s.start : s.end] for s in found if not s.heading] == ["坚持稳中求进。", "深化改革开放。", "抓好落实！"]


def test_spans_leave_the_indentation_out() -> None:
    text = "　　各位代表：\r\n　　现在，我向大会报告工作。  \r\n"
    assert [text[s.start : s.end] for s in sentences(text)] == ["各位代表：", "现在，我向大会报告工作。"]


def test_a_text_without_full_stops_is_cut_into_pieces_of_a_sentence() -> None:
    """Whoever turns each full stop into a comma must not make every two sentences one."""
    said = [f"第{number}个乡镇卫生院改造完配齐了医生" for number in "一二三四五六七八九十百千"]
    run_on = "，".join(said) + "。"
    assert len(letters(run_on)) > 160
    assert cut(run_on) == [f"{one}," for one in said[:-1]] + [f"{said[-1]}。"]
    usual = 2 * "".join(f"{one}。" for one in said)
    assert len(cut(usual + "\n" + run_on)) < len(cut(usual)) + len(said)  # one long sentence of a text is cut as ever


def test_english_of_long_sentences_is_no_run_on() -> None:
    """A letter of an alphabet counts for a third of a Chinese one: 250 letters are an English sentence."""
    clause = "and the county has repaired another bridge that leads to the villages on the far bank"
    sentence = ", ".join(["The works have begun", clause, clause, clause]) + ". "
    assert 160 < len(sentence) < 3 * 160
    assert cut(20 * sentence) == 20 * [one.strip() for one in cut(sentence)]
    assert len(cut(sentence)) <= 2
