"""The whole check with the encoder that ships: what holds for every report, whatever the draft."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made import EXAMPLES, example_sources, random_chinese, shipped, sources_of, speeches, texts

from simcheck import Corpus, compare
from simcheck.check import check
from simcheck.errors import CorpusError, DraftError
from simcheck.limits import Limits
from simcheck.report import Report
from simcheck.scoring import SCORING
from simcheck.text.duplicates import near_duplicates
from simcheck.types import KINDS, REASONS, Document

DRAFTS = sorted((EXAMPLES / "drafts").glob("*.txt"))
few = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])

SPEECH = """在水利建设推进会上的讲话

同志们：
清平河绕城而过，十年前它是一条臭水沟，两岸的窗户常年关着。这几年，我们拆了四十三家沿河小作坊，铺了八十七公里截污管，把三座老泵站换成智能机组，河水从劣五类一步步回到三类。
去年汛期，上游六小时下了两百一十毫米的雨，老城区没有一户进水，靠的不是运气，是前年冬天抢修的那道分洪闸。老百姓在闸口立了一块石碑，上面只刻了五个字：“这回睡着了。”
今年要干三件事。一是把剩下的十九条支流全部纳入河长巡查，每条河配一名民间监督员；二是打通东山水库到南片灌区的输水干渠，让六万亩望天田喝上保证水；三是给农村的老井装上水质探头，数据上墙、超标报警。
"""


def run(draft: str, sources: dict[str, str] | None = None) -> Report:
    """The check of a draft against the given texts, or against the example speeches."""
    held = example_sources() if sources is None else sources_of(sources)
    return check(Document("稿.txt", draft), held, shipped())


def assert_sound(report: Report, sources: dict[str, str]) -> None:
    """What must hold of any report."""
    draft = report.draft.text
    for match in report.matches:
        source = sources[match.source.document_id]
        assert match.draft.document_id == report.draft.id
        assert 0 <= match.draft.start < match.draft.end <= len(draft)
        assert draft[match.draft.start : match.draft.end] == match.draft.text
        assert 0 <= match.source.start < match.source.end <= len(source)
        assert source[match.source.start : match.source.end] == match.source.text
        assert 0.0 <= match.score <= 1.0
        assert 0.0 <= match.verbatim <= 1.0
        assert match.kind in KINDS
        assert match.ignored is None or match.ignored in REASONS
        assert match.source.document_id not in match.also_in
        for equal in match.equal:
            assert match.draft.start <= equal.draft_start < equal.draft_end <= match.draft.end
            assert match.source.start <= equal.source_start < equal.source_end <= match.source.end
        assert all(a.draft_end <= b.draft_start for a, b in itertools.pairwise(match.equal))
    places = [(match.draft.start, match.draft.end) for match in report.matches]
    assert places == sorted(places)
    counted = [(match.draft.start, match.draft.end) for match in report.counted]
    assert all(end <= start for (_, end), (start, _) in itertools.pairwise(counted))
    assert all(draft[f.start : f.end] == f.text for f in report.findings)
    figures = report.figures
    assert 0.0 <= figures.largest_source <= figures.overlap <= figures.total <= 1.0
    assert figures.matches == len(report.counted)
    assert figures.matches + figures.ignored_matches == len(report.matches)


@pytest.mark.parametrize("file", DRAFTS, ids=lambda file: file.name)
def test_reports_of_the_examples_are_sound(file: Path) -> None:
    assert_sound(run(file.read_text("utf-8")), dict(speeches()))


@st.composite
def mosaics(draw: st.DrawFn) -> str:
    """Drafts put together from pieces of the example speeches, pieces of nobody, and difficult characters."""
    pieces = []
    for _ in range(draw(st.integers(1, 6))):
        speech = draw(st.sampled_from(sorted(speeches().values())))
        start, length = draw(st.integers(0, len(speech) - 30)), draw(st.integers(5, 300))
        pieces.append(speech[start : start + length])
        pieces.append(draw(texts(largest=4) | st.integers(0, 99).map(lambda seed: random_chinese(seed, 40))))
    return "好" + "".join(pieces)


@few
@given(mosaics())
def test_reports_of_mosaics_are_sound(draft: str) -> None:
    assert_sound(run(draft), dict(speeches()))


@few
@given(texts())
def test_reports_of_anything_are_sound(draft: str) -> None:
    sources = {"甲": draft + "好", "乙": SPEECH}
    assert_sound(run("好" + draft, sources), sources)


def test_the_same_check_twice_gives_the_same_report() -> None:
    draft = (EXAMPLES / "drafts" / "edited.txt").read_text("utf-8")
    assert run(draft) == run(draft)


@pytest.mark.parametrize("name", ["edited.txt", "set_phrases.txt"])
def test_texts_in_memory_and_a_corpus_on_disk_give_the_same(name: str, tmp_path: Path) -> None:
    draft = Document(name, (EXAMPLES / "drafts" / name).read_text("utf-8"))
    with Corpus.create(tmp_path / "讲话库") as corpus:
        corpus.add([Document(name, text) for name, text in speeches().items()])
        stored = corpus.check(draft)
    compared = compare(draft, speeches())
    assert stored.matches == compared.matches
    assert (stored.findings, stored.figures, stored.verdict) == (compared.findings, compared.figures, compared.verdict)


def test_the_order_of_the_sources_means_nothing() -> None:
    draft = (EXAMPLES / "drafts" / "edited.txt").read_text("utf-8")
    there = run(draft, dict(speeches()))
    back = run(draft, dict(reversed(list(speeches().items()))))
    assert [(m.draft, m.source, m.score) for m in back.counted] == [(m.draft, m.source, m.score) for m in there.counted]
    assert back.figures == there.figures


@pytest.mark.parametrize("name", sorted(speeches()))
def test_a_draft_that_is_a_source_is_one_match(name: str) -> None:
    draft = speeches()[name]
    report = run(draft)
    (match,) = report.counted
    assert match.source.document_id == name
    assert (match.kind, match.verbatim) == ("verbatim", 1.0)
    assert match.draft.text == match.source.text
    assert report.figures.overlap + report.figures.frame > 0.95  # all but the title and the salutation
    assert len(match.equal) == 1


def test_a_pasted_paragraph_is_found_to_the_character() -> None:
    source = speeches()["speeches/教育大会讲话.txt"]
    paragraph = max(source.split("\n"), key=len)
    own = SPEECH.split("\n")
    draft = "\n".join([*own[:4], paragraph, *own[4:]])
    (match,) = run(draft).counted
    assert match.source.document_id == "speeches/教育大会讲话.txt"
    assert match.draft.text == match.source.text == paragraph


def test_half_a_sentence_is_half_a_sentence() -> None:
    source = "".join(SPEECH.split("\n")[3:])
    half = "我们拆了四十三家沿河小作坊，铺了八十七公里截污管，把三座老泵站换成智能机组，河水从劣五类一步步回到三类"
    draft = f"{random_chinese(1, 60)}，{half}，{random_chinese(2, 60)}。"
    (match,) = run(draft, {"甲": source, "乙": random_chinese(3, 600)}).counted
    assert abs(match.draft.start - draft.index(half)) <= 1
    assert abs(match.draft.end - (draft.index(half) + len(half))) <= 1


def test_two_sources_side_by_side_are_two_matches() -> None:
    names = ["speeches/教育大会讲话.txt", "speeches/防汛抗旱工作会议讲话.txt"]
    pasted = [max(speeches()[name].split("\n"), key=len) for name in names]
    report = run(SPEECH + "".join(pasted) + "\n" + random_chinese(1, 100))
    assert [match.source.document_id for match in report.counted] == names
    places = [report.draft.text.index(text) for text in pasted]
    for match, start, text in zip(report.counted, places, pasted, strict=True):
        # A word with which both passages begin may go to the first one.
        assert abs(match.draft.start - start) <= 3
        assert abs(match.draft.end - (start + len(text))) <= 3
    assert report.counted[0].draft.end <= report.counted[1].draft.start


def test_a_second_copy_of_a_source_is_named_and_not_counted_twice() -> None:
    sources = {**speeches(), "副本.txt": speeches()["speeches/教育大会讲话.txt"]}
    paragraph = max(sources["副本.txt"].split("\n"), key=len)
    report = run(f"{SPEECH}{paragraph}\n", sources)
    (match,) = report.counted
    assert {match.source.document_id, *match.also_in} == {"speeches/教育大会讲话.txt", "副本.txt"}
    assert match.draft.text == paragraph


def test_reordered_sentences_are_found() -> None:
    paragraph = max(speeches()["speeches/教育大会讲话.txt"].split("\n"), key=len)
    sentences = [sentence + "。" for sentence in paragraph.rstrip("。").split("。")]
    assert len(sentences) >= 3
    draft = SPEECH + "".join(reversed(sentences)) + "\n"
    report = run(draft)
    assert {match.source.document_id for match in report.counted} == {"speeches/教育大会讲话.txt"}
    assert sum(match.draft.end - match.draft.start for match in report.counted) >= 0.9 * len(paragraph)


def test_characters_beyond_the_bmp_do_not_shift_spans() -> None:
    place = "𠮷野🙂村"
    copied = SPEECH.replace("清平河", "𠮷水河").replace("老百姓", "𠮷野百姓").replace("东山水库", f"{place}水库")
    draft = f"{'𠮷' * 30}，{place}欢迎您。🙂🙂🙂\n{copied}"
    sources = {"源": f"𪚥{copied}𪚥", "他": random_chinese(4, 900)}
    report = run(draft, sources)
    assert_sound(report, sources)
    (match,) = report.counted
    assert match.verbatim == 1.0
    assert match.draft.text in copied
    assert len(match.draft.text) > 0.95 * len(copied.strip())


def test_one_line_with_ascii_punctuation_and_watermarks_is_recognised() -> None:
    mark = "精品WORD文档下载可编缉使用"
    marks = str.maketrans("，。：；", ",.:;")
    copied = mark.join(SPEECH.replace("\n", "").translate(marks)[k : k + 97] for k in range(0, len(SPEECH), 97))
    sources = {"源": SPEECH, "他": random_chinese(4, 900)}
    report = run(copied, sources)
    assert_sound(report, sources)
    (match,) = report.counted
    assert (match.kind, match.verbatim) == ("verbatim", 1.0)
    assert report.figures.overlap > 0.95
    assert [finding.text for finding in report.findings] == [mark] * (len(SPEECH.replace("\n", "")) // 97)


@pytest.mark.parametrize(
    "spoil",
    [
        "\u200b".join,
        lambda text: text.replace("水", "⽔").replace("工", "⼯").replace("老", "⽼"),
        " ".join,
        lambda text: text.translate(
            str.maketrans("这几们铺里从类东库让万亩证给农装测数", "這幾們鋪裏從類東庫讓萬畝證給農裝測數")
        ),
        lambda text: text.translate(str.maketrans("0123456789，。：", "０１２３４５６７８９,.:")),
    ],
    ids=["zero_width", "homoglyph", "spacing", "traditional", "width"],
)
def test_tricks_do_not_help(spoil: object) -> None:
    assert callable(spoil)
    paragraphs = SPEECH.strip().split("\n")
    draft = f"{random_chinese(1, 200)}。\n{spoil(paragraphs[3])}\n{random_chinese(2, 200)}。"
    sources = {"源": SPEECH, "他": random_chinese(4, 900)}
    report = run(draft, sources)
    assert_sound(report, sources)
    (match,) = report.counted
    assert (match.kind, match.verbatim) == ("verbatim", 1.0)
    assert match.source.text == paragraphs[3]


def test_a_copied_passage_in_an_attributed_quotation_is_ignored() -> None:
    passage = SPEECH.split("\n")[3]
    report = run(f"{random_chinese(1, 200)}。市长指出：“{passage}”{random_chinese(2, 200)}。", {"源": SPEECH})
    assert [match.ignored for match in report.matches] == ["quotation"]
    assert report.figures.overlap == 0.0
    assert report.figures.total > 0.15
    assert report.verdict.decision == "pass"


def test_texts_that_have_nothing_in_common_have_no_match() -> None:
    report = run(random_chinese(1, 1500), {"甲": random_chinese(2, 1500), "乙": SPEECH})
    assert report.matches == ()
    assert report.verdict.decision == "pass"


@pytest.mark.parametrize("draft", ["好", "好。", "一、工作回顾", "a", "7", "𠮷", "好\n好\n好"])
def test_the_shortest_drafts_are_checked(draft: str) -> None:
    assert run(draft).matches == ()
    assert run(draft, {"甲": draft}).figures.characters == sum(map(str.isalpha, draft))


@pytest.mark.parametrize("draft", ["", " \n\t", "。，！？……", "🙂🙂", "\u200b\ufeff", "—— ——"])
def test_a_draft_without_a_letter_is_an_error(draft: str) -> None:
    with pytest.raises(DraftError, match=r"稿\.txt"):
        run(draft)


def test_a_draft_of_too_many_letters_is_an_error() -> None:
    with pytest.raises(DraftError, match=r"500,000"):
        run("坚持稳中求进" * 84_000, {"甲": SPEECH})


def test_nothing_to_compare_with_is_an_error() -> None:
    with pytest.raises(CorpusError):
        run(SPEECH, {})


def test_a_draft_that_is_a_source_and_one_that_is_too_short_are_warned_of() -> None:
    (warning,) = run(speeches()["speeches/教育大会讲话.txt"]).warnings
    assert (warning.code, warning.values) == ("whole_source", {"source": "speeches/教育大会讲话.txt"})
    (warning,) = run("一切为了群众。").warnings
    assert (warning.code, warning.values) == ("few_letters", {"letters": 6})
    assert run(SPEECH).warnings == ()


def test_limits_decide_the_verdict_and_are_reported() -> None:
    draft = Document("稿", (EXAMPLES / "drafts" / "edited.txt").read_text("utf-8"))
    loose = check(draft, example_sources(), shipped(), limits=Limits(max_overlap=0.9))
    strict = check(draft, example_sources(), shipped(), limits=Limits(max_overlap=None, max_run=20))
    assert (loose.verdict.decision, strict.verdict.decision) == ("pass", "fail")
    assert loose.matches == strict.matches
    assert loose.limits == Limits(max_overlap=0.9)
    assert check(draft, example_sources(), shipped()).limits == Limits()


@pytest.mark.parametrize("copies", [2, 10, 40])
def test_versions_of_one_speech_are_one_voice_and_never_hide_it(copies: int) -> None:
    held = {path.name: path.read_text(encoding="utf-8") for path in (EXAMPLES / "speeches").glob("*.txt")}
    speech = held["安全生产工作会议讲话.txt"]
    versions = {f"第{k}稿.txt": speech if k % 2 else speech.replace("今年", "去年") for k in range(copies)}
    draft = (EXAMPLES / "drafts" / "edited.txt").read_text(encoding="utf-8")
    alone, among = run(draft, held), run(draft, {**held, **versions})
    for there, here in zip(among.counted, alone.counted, strict=True):
        common = min(there.draft.end, here.draft.end) - max(there.draft.start, here.draft.start)
        assert common > 0.9 * (here.draft.end - here.draft.start)
    assert run(speech, {**held, **versions}).figures.overlap > 0.97  # all but the title and the salutation


@pytest.mark.parametrize("copies", [3, 5])
@pytest.mark.parametrize("way", ["whole", "edited", "pieces"])
def test_copies_of_some_sources_push_no_other_source_of_a_rewritten_draft_aside(way: str, copies: int) -> None:
    """Only so many sources are compared word by word: copies of two of them took the places of the third."""
    held = {path.name: path.read_text(encoding="utf-8") for path in (EXAMPLES / "speeches").glob("*.txt")}
    draft = (EXAMPLES / "drafts" / "paraphrased.txt").read_text(encoding="utf-8")
    alone = run(draft, held)
    added: dict[str, str] = {}
    for name in {match.source.document_id for match in alone.counted}:
        for k in range(copies):
            text = held[name] if way != "edited" else held[name].replace("我们", "咱们") + f"\n第{k}份。"
            size = 300 if way == "pieces" else len(text)
            added |= {f"{name}-{k}-{at}": text[at : at + size] for at in range(0, len(text), size)}
    assert run(draft, {**held, **added}).figures.overlap == pytest.approx(alone.figures.overlap, abs=0.02)


def test_versions_on_both_sides_of_the_sampling_size_are_one_voice() -> None:
    long = random_chinese(1, 3000)
    held = sources_of({"长": long, "短": long[:2700], "别": random_chinese(2, 3000)})
    prints = {number: held.source(number).analyzed.fingerprints for number in range(3)}
    for exact_below in (1, (len(prints[0]) + len(prints[1])) // 2, 10**6):
        numbers = replace(SCORING.retrieval, exact_below=exact_below)
        assert near_duplicates(prints, numbers) == {0: {1}, 1: {0}, 2: set()}
