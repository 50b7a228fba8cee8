"""What an official reads in a report: each thing once, in words that describe texts, the same in every format."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from docx import Document as Word

from simcheck import Document, Limits, compare
from simcheck.grounds import grounds
from simcheck.limits import Exceeded, Limit, Verdict
from simcheck.messages import words
from simcheck.report import Report
from simcheck.reporters import docx, html, markdown, text
from simcheck.reporters.figures import told
from simcheck.reporters.passages import MOVED, looks, sides
from simcheck.reporters.phrases import passed_limits, source_files, source_name
from simcheck.reporters.sheet import sheet
from simcheck.reporters.standing import ending, where
from simcheck.types import (
    CorpusInfo,
    EqualRun,
    Figures,
    Match,
    PairReason,
    Passage,
    SentencePair,
    SharedRun,
)

SAY = words("zh")
DRAFT = "今年雨水偏多，要早作准备。渡口的船要逐条检查，山塘的闸要逐座启闭。红旗水库现有蓄水二千万方。"
SOURCE = "山塘的闸要逐座启闭，渡口的船要逐条检查，学校的灶要天天擦。"


def run(draft: str, source: str, shared: str) -> EqualRun:
    one, other = draft.index(shared), source.index(shared)
    return EqualRun(one, one + len(shared), other, other + len(shared), len(shared))


def passage(document: str, content: str) -> Passage:
    return Passage(document, 0, len(content), content)


MOVED_MATCH = Match(
    passage("稿.txt", DRAFT),
    passage("源.txt", SOURCE),
    "edited",
    0.9,
    0.6,
    None,
    (run(DRAFT, SOURCE, "渡口的船要逐条检查"), run(DRAFT, SOURCE, "山塘的闸要逐座启闭")),
)


def report(*matches: Match, draft: str = DRAFT, sources: tuple[Document, ...] = (), **figures: float) -> Report:
    counted = [match for match in matches if match.ignored is None]
    numbers = {
        "overlap": 0.4, "total": 0.4, "largest_source": 0.4, "without_quotations": 0.4, "without_set_phrases": 0.4,
        "without_own_work": 0.4,
    } | figures  # fmt: skip
    return Report(
        draft=Document("稿.txt", draft),
        matches=matches,
        findings=(),
        figures=Figures(
            characters=60,
            reused_characters=24,
            largest_source_id="源.txt",
            longest_run=9,
            matches=len(counted),
            ignored_matches=len(matches) - len(counted),
            by_kind={},
            **numbers,  # type: ignore[arg-type]
        ),
        verdict=Verdict("pass"),
        corpus=CorpusInfo("语料", 12, 431, 9000, "static:3f9a", 256, 1),
        version="0.1.0",
        limits=Limits(),
        sources=sources or (Document("源.txt", SOURCE),),
    )


def formats(found: Report) -> dict[str, str]:
    """Every format for people, as text without its marks of layout; lines of the text format joined again."""
    word = Word(io.BytesIO(docx.render(found, language="zh")))
    cells = "\n".join(cell.text for table in word.tables for row in table.rows for cell in row.cells)
    comments = "\n".join(one.text for one in word.comments)
    page = re.sub(r"<style>.*?</style>|<script>.*?</script>", "", html.render(found, language="zh"), flags=re.DOTALL)
    return {
        "text": re.sub(r"\n\s*", "", text.render(found, language="zh", width=200)),
        "html": re.sub(r"<[^>]+>", "", page),
        "docx": "\n".join([*(one.text for one in word.paragraphs), cells, comments]),
        "markdown": re.sub(r"\\", "", re.sub(r"</?[bi]>", "", markdown.render([found], language="zh"))),
    }


def test_what_only_moved_is_marked_as_such() -> None:
    """Of two runs in another order the shorter one, or one of two equals, has moved; both sides mark the same."""
    for source in (False, True):
        side = MOVED_MATCH.source if source else MOVED_MATCH.draft
        shown = looks(MOVED_MATCH, source=source)
        moved = "".join(char for char, look in zip(side.text, shown, strict=True) if look == "moved")
        equal = "".join(char for char, look in zip(side.text, shown, strict=True) if look == "equal")
        assert {moved.strip("，。"), equal.strip("，。")} == {"渡口的船要逐条检查", "山塘的闸要逐座启闭"}
    both = sides(MOVED_MATCH, colour=False)
    assert both.moved
    for pieces in (both.draft, both.source):
        told = "".join(piece.text for piece in pieces)
        assert told.count(MOVED[0]) == told.count(MOVED[1]) == 1
    found = report(MOVED_MATCH)
    assert f"{' '.join(MOVED)} 内的文字两处相同，只是调换了位置" in formats(found)["text"]
    assert f"{MOVED[0]}" in formats(found)["docx"]
    assert html.render(found, language="zh").count('<b class="moved">') == 2
    assert re.search("<i>[^<]*(?:渡口|山塘)", markdown.render([found], language="zh"))
    straight = replace(MOVED_MATCH, equal=MOVED_MATCH.equal[:1])
    assert "moved" not in looks(straight)
    assert not sides(straight, colour=False).moved


def test_the_sentences_that_correspond_add_up() -> None:
    def pair(at: int, *reasons: PairReason) -> SentencePair:
        return SentencePair(at, at + 5, at, at + 5, reasons)

    mixed = replace(
        MOVED_MATCH,
        kind="paraphrase",
        pairs=(pair(0, "words", "meaning"), pair(5, "meaning"), pair(10, "meaning"), pair(15, "order")),
    )
    said = grounds(mixed, SAY)
    assert said.startswith("4 句依次对应，其中 1 句用词多半相同、2 句用词不同而意思相近、1 句按前后次序对应")
    total, *parts = map(int, re.findall(r"(\d+) 句", said))
    assert total == sum(parts)
    one = replace(mixed, pairs=mixed.pairs[1:3])
    assert grounds(one, SAY) == "2 句依次对应，用词不同而意思相近"


def test_a_figure_that_is_another_is_told_once() -> None:
    one = report(MOVED_MATCH)
    assert "largest_source" not in {row.field for row in told(one, SAY)}
    assert all("单篇最大复制比" not in shown for shown in formats(one).values())
    assert not {row.field for row in told(one, SAY)} & {"without_quotations", "without_own_work"}
    more = replace(one, figures=replace(one.figures, total=0.5))
    assert "without_quotations" in {row.field for row in told(more, SAY)}
    two = report(MOVED_MATCH, largest_source=0.3)
    assert all("单篇最大复制比" in shown for shown in formats(two).values())
    passed = [Exceeded(Limit(name, None, 0.1, "error"), 0.4) for name in ("max_overlap", "max_source")]  # type: ignore[arg-type]
    failed = replace(one, verdict=Verdict("fail", tuple(one.message for one in passed), tuple(passed)))
    assert passed_limits(failed, SAY) == []
    assert dict(sheet(failed, SAY).facts)["结论"] == "重合比例 40.0%，超过上限 10.0%，不通过"


@pytest.mark.parametrize(
    ("limits", "decision", "said"),
    [
        ((("max_overlap", 0.1, "error"),), "fail", "重合比例 40.0%，超过上限 10.0%，不通过"),
        ((("max_overlap", 0.1, "warning"),), "pass", "重合比例 40.0%，超过上限 10.0%，通过"),
        (
            (("max_run", 5, "error"),),
            "fail",
            "重合比例 40.0%，未超过上限 50.0%；最长连续相同 9 字，超过上限 5 字，不通过",
        ),
        ((), "pass", "重合比例 40.0%，未超过上限 50.0%，通过"),
    ],
)
def test_the_result_is_one_sentence(limits: tuple[tuple[str, float, str], ...], decision: str, said: str) -> None:
    passed = tuple(
        Exceeded(Limit(name, None, value, severity), 9 if name == "max_run" else 0.4)  # type: ignore[arg-type]
        for name, value, severity in limits
    )
    reasons = tuple(one.message for one in passed if one.limit.severity == "error")
    verdict = Verdict(decision, reasons, passed)  # type: ignore[arg-type]
    found = replace(report(MOVED_MATCH), verdict=verdict, limits=Limits(max_overlap=0.5))
    for name, shown in formats(found).items():
        assert (said in shown) == (name != "markdown")
    assert "没有" not in dict(sheet(found, SAY).facts)["结论"]
    free = replace(found, limits=Limits(max_overlap=None), verdict=Verdict("pass"))
    assert dict(sheet(free, SAY).facts)["结论"] == "重合比例 40.0%，不设上限，通过"


def test_the_end_of_a_speech_is_no_part() -> None:
    speech = "一、把住关口\n不松劲。\n二、守住防线\n再检查。\n同志们，汛期不等人，大家分头去办。\n谢谢大家！"
    at = speech.index("同志们")
    assert ending(speech) == at
    draft = Document("稿.txt", speech)
    assert where(draft, at, at + 5, SAY) == "结尾第 1 段"
    assert where(draft, speech.index("再检查"), speech.index("再检查") + 3, SAY) == "第二部分第 1 段"
    assert where(draft, speech.index("再检查"), at + 5, SAY) == "第二部分第 1 段至结尾第 1 段"
    assert ending(speech.replace("同志们，", "")) == speech.replace("同志们，", "").index("谢谢")
    assert ending("一、把住关口\n不松劲。\n二、守住防线\n再检查。") is None
    # the only paragraph of a part is its body, however it begins
    assert ending("一、把住关口\n不松劲。\n二、守住防线\n同志们，堤在人在。") is None
    assert ending("今天只讲一件事。\n同志们，早作准备。") is None
    sections = sheet(report(MOVED_MATCH, draft=speech), SAY).sections
    assert [row.name for row in sections] == ["一、把住关口", "二、守住防线", "（结尾）"]


def test_a_source_is_told_by_its_title_once_and_its_file_below() -> None:
    titled = Document("2025/a.txt", SOURCE, title="防汛会议上的讲话", author="县长 李明", date="2025-05-01")
    match = replace(MOVED_MATCH, source=replace(MOVED_MATCH.source, document_id=titled.id))
    found = report(match, sources=(titled,))
    name = "《防汛会议上的讲话》（县长 李明，2025-05-01）"
    assert source_name(found, titled.id, SAY) == name
    assert source_files(found, SAY) == [(name, "2025/a.txt")]
    for format_name, shown in formats(found).items():
        assert f"来源 {name}" in shown or f"来源{name}" in shown.replace(" ", "") or format_name == "markdown"
        assert name in shown
        assert shown.count("2025/a.txt") == 1
        assert "来源文件" in shown
    twin = replace(titled, id="2024/b.txt")
    both = replace(found, sources=(titled, twin))
    assert source_name(both, titled.id, SAY) == f"{name}（2025/a.txt）"
    assert source_files(both, SAY) == []
    plain = report(
        replace(match, also_in=("2024/a.txt",)), sources=(replace(titled, title=None), Document("2024/a.txt", ""))
    )
    assert source_name(plain, "2024/a.txt", SAY) == "2024/a.txt"


def test_what_does_not_count_has_its_places_and_other_sources_too() -> None:
    phrase = replace(MOVED_MATCH, ignored="set_phrase", also_in=("别的.txt",))
    start, end = MOVED_MATCH.source.start + 1, MOVED_MATCH.source.end
    for name, shown in formats(report(phrase, overlap=0.0, largest_source=0.0)).items():
        assert "另见 别的.txt" in shown, name
        assert f"字符位置 {start}–{end}" in shown.split("通用表述", 1)[1], name


def test_scattered_pieces_are_told_with_place_source_and_reason() -> None:
    text_of = "一、早作准备\n山塘先查一遍。\n二、看住水源\n红旗水库现有蓄水二千万方，比常年少了两成。"
    at = text_of.index("红旗")
    piece = SharedRun(at, at + 14, "源.txt")
    found = replace(report(draft=text_of, overlap=0.0, largest_source=0.0), runs=(piece,))
    for name, shown in formats(found).items():
        assert "零散相同的短句" in shown, name
        assert "篇幅过短，不足以认定，不计入重合比例" in shown, name
        place = "第二部分第 1 段（第 4 段）" if name == "docx" else "第二部分第 1 段（第 4 行）"
        assert f"“{text_of[at : at + 14]}”，文字相同，来源 源.txt" in shown, name
        assert place.replace("（第 4", "（全文第 4") in shown or place in shown, name
    assert "零散相同的短句" not in formats(replace(found, runs=()))["text"]
    # what stands in a passage is told there, and the passage by its number
    inside = replace(report(MOVED_MATCH, mosaic=0.1, mosaic_sources=1), runs=(SharedRun(13, 24, "源.txt"),))
    for name, shown in formats(inside).items():
        assert "都在上面的 [1] 里；是否计入，随所在的段落" in shown, name
        assert "其余在上面的" not in shown, name  # there is nothing of which these would be the rest
        assert "不计入重合比例" not in shown, name  # the passage counts
    more = report(MOVED_MATCH, draft=f"{DRAFT}晒场边的电线重新穿了管子。", mosaic=0.1, mosaic_sources=1)
    both = replace(more, runs=(*inside.runs, SharedRun(len(DRAFT), len(DRAFT) + 12, "源.txt")))
    for name, shown in formats(both).items():
        assert "其余在上面的 [1] 里" in shown, name


LAW = "生产经营单位必须遵守本法和其他有关安全生产的法律、法规，加强安全生产管理，建立健全全员安全生产责任制。"
OWN = "".join(
    f"第{number}件事由{who}牵头，把{what}的底数摸清，责任人的名字贴到墙上，办完了请乡亲们打分。"
    for number, (who, what) in enumerate(
        [("水利所", "机井"), ("粮站", "晒场"), ("农机站", "收割机"), ("供销社", "化肥"), ("卫生院", "药柜"),
         ("邮政所", "包裹"), ("林场", "苗圃"), ("电管站", "台区")]
    )
)  # fmt: skip
BEFORE = "根据《安全生产法》第四条规定，"


def cited(before: str, source: str, **about: str) -> Report:
    return compare(Document("稿.txt", f"{OWN}\n{before}{LAW}\n{OWN}"), [Document("讲话.txt", source, **about)])


@pytest.mark.parametrize(
    ("before", "theirs"),
    [
        (BEFORE, "《中华人民共和国安全生产法》第四条规定："),
        ("《安全生产法》明确规定，", BEFORE),
        ("安全生产法第四条规定，", "按照《安全生产法》第四条规定，"),
        ("党的二十大报告指出，", "党的二十大报告指出："),
    ],
)
def test_a_law_that_the_source_cites_too_is_a_quotation(before: str, theirs: str) -> None:
    found = cited(before, f"去年的会开过之后，矿上装了监控。\n{theirs}{LAW}\n今年还要再装一批。")
    assert [match.ignored for match in found.matches] == ["quotation"] * len(found.matches)
    assert found.matches
    assert found.figures.overlap == 0
    assert found.figures.total > 0


def test_the_law_itself_kept_among_the_speeches_is_a_quotation_too() -> None:
    assert cited(BEFORE, f"节选\n{LAW}", title="中华人民共和国安全生产法").figures.overlap == 0


TAIL = "矿上装了监控，井口有人守，班前会要点名，交接班要签字，谁签的字谁负责，一天都不能断。"


def followed(before: str, theirs: str) -> Report:
    """A draft that goes on to copy what follows the law in its source."""
    draft = Document("稿.txt", f"{OWN}\n{before}{LAW}{TAIL}\n{OWN}")
    return compare(draft, [Document("讲话.txt", f"去年的会开过了。\n{theirs}{LAW}{TAIL}\n今年还要再装一批。")])


@pytest.mark.parametrize("theirs", ["", "《消防法》第二条规定，", "会议指出，"])
def test_a_citation_that_the_source_does_not_bear_out_opens_nothing(theirs: str) -> None:
    found, plain = followed(BEFORE, theirs), followed("", theirs)
    assert found.figures.reused_characters >= plain.figures.reused_characters
    assert plain.figures.overlap > 0.2
    assert "文中写明引自法规、文件或领导讲话，但来源不是原文，也没有写明同一出处" in formats(found)["text"]


@pytest.mark.parametrize("said", ["会议指出，", "他强调，", "按照县委要求，"])
def test_a_meeting_and_a_leader_without_a_name_are_no_citation(said: str) -> None:
    assert followed(said, said).figures.overlap >= followed("", "").figures.overlap - 0.02


def test_citations_exempt_a_sentence_and_no_page() -> None:
    """A speech that is copied whole counts, whatever it cites; and citations beyond what may be quoted all count."""
    speech = "\n".join(
        f"《安全生产法》第{number}条规定，{part}"
        for number, part in zip("一二三四五六七八", OWN.split("。")[:-1], strict=True)
    )
    found = compare(Document("稿.txt", speech), [Document("讲话.txt", speech)])
    assert found.figures.overlap > 0.9
    assert found.verdict.decision == "fail"
    borne, plain = followed(BEFORE, BEFORE), followed("", "")
    assert 0 < borne.figures.reused_characters < plain.figures.reused_characters  # the law's sentence alone is exempt
    assert borne.figures.reused_characters >= sum(map(str.isalpha, TAIL)) - 5
