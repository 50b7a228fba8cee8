"""Own work, superiors' words and forms stand beside the text that makes them so, and not beside a neighbour's."""

from __future__ import annotations

from pathlib import Path

import pytest

from simcheck import Acceptance, Corpus, Document, Limits, OwnWork, Report, compare
from simcheck.check import reconsider
from simcheck.messages import words
from simcheck.reporters.explain import render, to_dict
from simcheck.reporters.phrases import note
from simcheck.types import SourceClass

SAID = (
    "每个进山路口要有人、有岗、有登记本，岗亭上贴出护林员的照片和电话。清明、冬至前后，村里统一设置集中烧纸点，准备好水桶和铁锹，"
    "由村干部看着烧完再走。"
)
MORE = "一亩地一年少打八百斤麦子，十亩就是一个人几年的口粮，这个账怎么算都心疼，谁的村谁来说清楚。"
OTHER = "地磅免费，交警在四个路口值到凌晨三点，北环路夜里只走瓜车。"
DRAFT = f"今天说山上的事。\n{SAID}\n散会以后请各位上山看一遍。"


def mine(text: str = SAID, source_class: SourceClass = "peer") -> Document:
    return Document("本县.txt", f"{text}\n{OTHER}", author="柳泉县人民政府县长 周立民", source_class=source_class)


def theirs(text: str = SAID) -> Document:
    return Document("邻县.txt", f"{text}\n大水漫灌浇一亩要八十方。", author="松溪县人民政府县长 郑文彬")


def checked(draft: str, sources: list[Document], *authors: str, own: OwnWork | None = None) -> Report:
    return compare(draft, sources, acceptance=Acceptance(authors=authors, own=own))


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize("source_class", ["peer", "own"])
def test_own_work_stands_beside_ones_own_text(order: int, source_class: SourceClass) -> None:
    report = checked(DRAFT, [mine(source_class=source_class), theirs()][::order], "周立民")
    [match] = [one for one in report.matches if one.ignored == "own_work"]
    assert match.source.document_id == "本县.txt"
    assert match.also_in == ("邻县.txt",)
    named = {one.id: one.text for one in report.sources}
    assert named["本县.txt"][match.source.start : match.source.end] == match.source.text == SAID
    assert match.verbatim == 1
    assert not report.counted


def test_what_the_own_text_has_not_is_no_own_work() -> None:
    """A sentence is the neighbour's alone, though most of the passage stands in one's own text."""
    long = SAID * 3 + MORE
    for sources in ([mine(SAID * 3), theirs(long)], [theirs(long), mine(SAID * 3)]):
        report = checked(f"今天说山上的事。\n{long}\n散会。", sources, "周立民")
        assert all(one.source.document_id == "本县.txt" for one in report.matches if one.ignored == "own_work")
        counted = "".join(one.draft.text for one in report.counted)
        assert MORE[:20] in counted


def test_a_neighbour_is_not_held_against_a_draft_of_own_work_alone() -> None:
    sources = [theirs(SAID * 4), mine(SAID * 4)]
    report = compare(SAID * 4, sources, acceptance=Acceptance(authors=("周立民",)), limits=Limits(max_probability=0.5))
    assert report.verdict.decision == "pass"


def test_accepting_afterwards_does_the_same() -> None:
    report = checked(DRAFT, [theirs(), mine()])
    assert report.counted
    later = reconsider(report, Acceptance(authors=("周立民",)))
    [match] = [one for one in later.matches if one.ignored == "own_work"]
    assert match.source.document_id == "本县.txt"
    assert later.figures.own > 0
    assert reconsider(later, Acceptance(authors=("周立民",))).matches == later.matches


@pytest.mark.parametrize("order", [1, -1])
def test_superiors_words_stand_beside_the_superiors_text(order: int) -> None:
    law = Document("条例.txt", f"{SAID}\n{OTHER}", source_class="authority")
    report = checked(f"根据《防火条例》第三条规定，{SAID}", [law, theirs()][::order])
    told = [one for one in report.matches if one.ignored == "authority"]
    assert told
    assert {one.source.document_id for one in told} == {"条例.txt"}


def test_own_texts_that_are_no_sources_are_named_beside_the_neighbours() -> None:
    own = OwnWork.of([Document("往年/2025.txt", f"{OTHER}\n{SAID}")])
    report = checked(DRAFT, [theirs()], own=own)
    [match] = [one for one in report.matches if one.ignored == "own_work"]
    assert note(report, match, words("zh")) == "本人旧作“往年/2025.txt”中有同样文字"
    itself = checked(DRAFT, [mine()], own=OwnWork.of([Document("往年/本县.txt", mine().text)]))
    [match] = [one for one in itself.matches if one.ignored == "own_work"]
    assert note(itself, match, words("zh")) == "说明：往年/本县.txt"


def test_an_own_text_that_is_in_the_corpus_is_known_by_its_letters() -> None:
    edited = SAID.replace("护林员", "巡山员").replace("水桶", "水盆")
    own = OwnWork.of([Document("往年/2025.txt", mine(edited).text)])
    for sources in ([mine(edited), theirs(edited)], [theirs(edited), mine(edited)]):
        report = checked(DRAFT, sources, own=own)
        [match] = [one for one in report.matches if one.ignored == "own_work"]
        assert match.source.document_id == "本县.txt"


@pytest.mark.parametrize("order", [1, -1])
def test_an_explanation_is_of_the_match_as_the_report_has_it(order: int, tmp_path: Path) -> None:
    """It is shown beside the text that says what it is, and says beside which one it was scored."""
    law = Document("条例.txt", f"{SAID}\n{OTHER}", source_class="authority")
    with Corpus.create(tmp_path / "库") as corpus:
        corpus.add([law, theirs()][::order])
        report = corpus.check(DRAFT)
        found = [corpus.explain(DRAFT, place) for place in range(len(report.matches))]
    assert [one.match.source for one in found] == [match.source for match in report.matches]
    for one in found:
        reckoned = one.documents[one.explanation.alignment.number].id
        told, data = render(one, language="zh"), to_dict(one, language="zh")
        assert data["source"]["id"] == "条例.txt"
        assert data["scored_source"] == reckoned
        assert ("与来源 邻县.txt 比对时的计分" in told) == (reckoned == "邻县.txt")
