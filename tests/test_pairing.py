"""Pairs of sentences: each stands where it says, belongs where a writer put it, and what is said of it is true."""

from __future__ import annotations

import dataclasses
import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import EXAMPLES, example_sources, shipped

from simcheck.check import check
from simcheck.grounds import grounds
from simcheck.judge.matches import share_equal
from simcheck.messages import LANGUAGES, words
from simcheck.pairing.links import links
from simcheck.pairing.reasons import shared_names, shared_numbers
from simcheck.report import Report
from simcheck.reporters.html_pairs import blocks
from simcheck.reporters.pairs import groups, text_of
from simcheck.scoring import SCORING
from simcheck.text.analyze import analyze
from simcheck.text.numerals import chinese_value, numbers
from simcheck.types import Document, Match, Passage, SentencePair


@pytest.fixture(scope="module", params=["edited", "paraphrased"])
def report(request: pytest.FixtureRequest) -> Report:
    text = (EXAMPLES / "drafts" / f"{request.param}.txt").read_text("utf-8")
    return check(Document(request.param, text), example_sources(), shipped())


def test_every_pair_lies_in_its_passages_and_is_true(report: Report) -> None:
    sources = {source.id: source.text for source in report.sources}
    rewritten = [match for match in report.counted if match.kind != "verbatim"]
    assert rewritten
    for match in report.matches:
        assert bool(match.pairs) == (match in rewritten)
        assert list(match.pairs) == sorted(match.pairs, key=lambda pair: (pair.draft_start, pair.source_start))
        for pair in match.pairs:
            assert match.draft.start <= pair.draft_start < pair.draft_end <= match.draft.end
            assert match.source.start <= pair.source_start < pair.source_end <= match.source.end
            here = report.draft.text[pair.draft_start : pair.draft_end]
            there = sources[match.source.document_id][pair.source_start : pair.source_end]
            assert here == here.strip()
            assert there == there.strip()
            assert pair.reasons
            assert ("numbers" in pair.reasons) == bool(pair.numbers) == bool(shared_numbers(here, there))
            assert ("names" in pair.reasons) == bool(pair.names)
            assert 0 < pair.probability <= 1


def test_a_paraphrase_begins_and_ends_with_sentences(report: Report) -> None:
    texts = {report.draft.id: report.draft, **{source.id: source for source in report.sources}}
    for match in report.counted:
        shares = share_equal(analyze(report.draft), (match.draft.start, match.draft.end), match.equal)
        assert match.verbatim == pytest.approx(shares)
        equal = [run for run in match.equal if run.letters >= SCORING.pairing.least_run]
        runs = {"draft": [run.draft_start for run in equal], "source": [run.source_start for run in equal]}
        for side, passage in (("draft", match.draft), ("source", match.source)):
            text = texts[passage.document_id]
            assert text.text[passage.start : passage.end] == passage.text
            for sentence in analyze(text).sentences if match.kind == "paraphrase" else ():
                start, end = max(sentence.start, passage.start), min(sentence.end, passage.end)
                outside = end <= start or end - start == sentence.end - sentence.start
                most = 2 * (end - start) >= sentence.end - sentence.start - 2  # a mark at the end, a space before
                assert outside or most or any(start <= at < end for at in runs[side]), passage.text


def test_the_passage_of_the_example_leaves_the_end_of_a_heading_out() -> None:
    text = (EXAMPLES / "drafts" / "paraphrased.txt").read_text("utf-8")
    found = check(Document("a", text), example_sources(), shipped()).counted[0].draft.text
    assert found.startswith("岁末")
    assert found.endswith("才是大损失。")


def test_what_was_written_from_a_sentence_stands_beside_it() -> None:
    """The example's author wrote these sentences from those."""
    text = (EXAMPLES / "drafts" / "paraphrased.txt").read_text("utf-8")
    found = check(Document("稿", text), example_sources(), shipped())
    sources = {source.id: source.text for source in found.sources}
    beside = {
        text[pair.draft_start : pair.draft_end]: sources[match.source.document_id][pair.source_start : pair.source_end]
        for match in found.matches
        for pair in match.pairs
    }
    for ours, theirs in {
        "想开一家小餐馆": "办一张小餐馆的许可证",
        "打听消防手续": "问一位工作人员消防手续怎么办",
        "这滋味真不好受": "我心里很不是滋味",
        "今后两年以上": "今年选派40名年轻干部",
        "即便没有干成": "失败了也不要紧",
    }.items():
        assert next(source for draft, source in beside.items() if draft.startswith(ours)).find(theirs) >= 0


def test_numbers_are_the_same_in_every_spelling() -> None:
    assert shared_numbers("选派四十名干部，三成到乡镇。", "选派40名干部，30%去乡镇。") == ("四十", "三成")
    assert shared_numbers("Spent 1.2 million yuan on 26 projects.", "二十六个项目共投入120万元。") == (
        "1.2 million",
        "26",
    )
    assert shared_numbers("建成12个站点", "建成13个站点") == ()
    assert shared_numbers("二〇二四年的一件事", "2024年的第一件事") == ()


@given(st.integers(10, 10**9))
def test_a_number_in_characters_has_its_value(value: int) -> None:
    digits, units = "零一二三四五六七八九", ("", "十", "百", "千")

    def below_ten_thousand(number: int) -> str:
        told = ""
        for place in (3, 2, 1, 0):
            digit = number // 10**place % 10
            told += digits[digit] + units[place] if digit else "零" if told and not told.endswith("零") else ""
        return told.rstrip("零")

    parts = [(value // 10**8, "亿"), (value // 10**4 % 10**4, "万"), (value % 10**4, "")]
    told = ""
    for number, unit in parts:
        if number:
            told += ("零" if told and number < 1000 else "") + below_ten_thousand(number) + unit
    assert chinese_value(told) == value


@given(st.text(alphabet="一二三十百千万亿零〇两成第约个12.%,半年 ", max_size=12))
def test_any_text_has_numbers_or_none(text: str) -> None:
    found = list(numbers(text))
    assert all(0 <= start < end <= len(text) for start, end, _ in found)
    assert found == sorted(found)


def test_names_are_found_across_scripts() -> None:
    assert shared_names("《乡村振兴规划》在云岭镇落实", "云岭镇落实《乡村振兴规划》") == ("乡村振兴规划", "云岭镇")
    assert shared_names("Qingxi built a greenway.", "清溪县建成了绿道。") == ("Qingxi",)
    assert shared_names("石桥县建成了绿道。", "清溪县建成了绿道。") == ()


@settings(max_examples=60, deadline=None)
@given(st.permutations(range(6)), st.integers(0, 3))
def test_clear_pairs_are_linked_in_any_order(order: list[int], own: int) -> None:
    """A sentence of the draft's own, which is like none, is left alone."""
    nats = np.full((6 + own, 6), -5.0, dtype=np.float32)
    nats[np.arange(6), order] = 8.0
    found = {(link.draft, link.source) for link in links(nats, SCORING.order, SCORING.pairing)}
    assert found == set(enumerate(order))


def test_one_sentence_may_be_made_of_several_and_several_of_one() -> None:
    nats = np.full((4, 4), -5.0, dtype=np.float32)
    for row, column in ((0, 0), (0, 1), (1, 2), (2, 3), (3, 3)):
        nats[row, column] = 7.0
    found = {(link.draft, link.source) for link in links(nats, SCORING.order, SCORING.pairing)}
    assert found == {(0, 0), (0, 1), (1, 2), (2, 3), (3, 3)}


def test_a_passage_without_sentences_has_no_links() -> None:
    assert links(np.zeros((0, 3), dtype=np.float32), SCORING.order, SCORING.pairing) == []


def _pair(draft: int, source: int, *reasons: str, numbers: tuple[str, ...] = ()) -> SentencePair:
    spans = draft * 10, draft * 10 + 10, source * 10, source * 10 + 10
    return SentencePair(*spans, reasons or ("meaning",), numbers)  # type: ignore[arg-type]


def _match(*pairs: SentencePair, size: int = 200) -> Match:
    text = "甲乙丙丁戊己庚辛壬。" * (size // 10)
    return Match(Passage("稿", 0, size, text), Passage("源", 0, size, text), "paraphrase", 0.9, 0.1, pairs=pairs)


def test_groups_join_what_shares_a_sentence() -> None:
    found = groups((_pair(0, 0), _pair(1, 1), _pair(2, 1, "numbers"), _pair(3, 2), _pair(3, 4)))
    assert [(one.number, len(one.draft), len(one.source)) for one in found] == [(1, 1, 1), (2, 2, 1), (3, 1, 2)]
    assert found[1].reasons == ("numbers", "meaning")
    assert text_of(_match(), found[2].source, source=True).count("…") == 1


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 19), st.integers(0, 19)), min_size=1, max_size=30, unique=True))
def test_blocks_hold_both_passages_to_the_letter_and_every_line(found: list[tuple[int, int]]) -> None:
    match = _match(*(_pair(*one) for one in sorted(found)))
    cut = blocks(match)
    for side in ("draft", "source"):
        spans = [span for block in cut for span in getattr(block, side)]
        assert spans[0][0] == 0
        assert spans[-1][1] == 200
        assert all(one[1] == other[0] for one, other in itertools.pairwise(spans))
    for block in cut:
        for ours, theirs, number in block.links:
            pair = match.pairs[number - 1]
            assert block.draft[ours] == (pair.draft_start, pair.draft_end)
            assert block.source[theirs] == (pair.source_start, pair.source_end)
    assert [number for block in cut for _, _, number in block.links] == list(range(1, len(match.pairs) + 1))


@pytest.mark.parametrize("language", LANGUAGES)
def test_grounds_say_what_is_there_and_nothing_else(language: str) -> None:
    say = words(language)  # type: ignore[arg-type]
    in_order = grounds(_match(_pair(0, 0), _pair(1, 1), _pair(2, 2)), say)
    assert in_order.startswith(say("grounds.in_order", count=3))
    assert say("grounds.all_meaning") in in_order
    moved = grounds(_match(_pair(0, 3), _pair(1, 1, "numbers", numbers=("52",))), say)
    assert moved.startswith(say("grounds.moved", count=2))
    assert say("grounds.numbers", listed="52") in moved
    assert say("grounds.of_meaning", count=1) in moved
    assert say("grounds.of_numbers", count=1) in moved
    assert say("grounds.all_words") not in moved
    assert say.texts["grounds.names"].split("{")[0] not in moved
    ignored = dataclasses.replace(_match(_pair(0, 0)), ignored="quotation")
    assert grounds(ignored, say) == say("why.quotation")
