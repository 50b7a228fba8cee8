"""Classes of sources: superiors' words, own work and forms are told apart from what must not be copied."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from simcheck import Acceptance, Corpus, Document, Limits, UsageError, compare, matrix
from simcheck.cli.app import run
from simcheck.text.classes import told

LAW = (
    "生产经营单位必须遵守本县的约定，加强管理，建立全员责任制度，把资金、物资、技术、人员的投入落到每一个班组，"
    "改善条件，提高水平，确保每天开工前有人查、收工后有人锁门。"
)
OWN = "我们自己的事情自己先办好，山路要修，河要清，老人要有人看，孩子要有人接，别的都可以往后放一放。"


def draft(before: str) -> str:
    return f"{OWN}\n{before}{LAW}\n今年雨水多，粮食晚熟了十天，大家心里着急。"


@pytest.mark.parametrize(
    ("source_class", "reason", "figure"),
    [
        ("authority", "authority", "authority"),
        ("own", "own_work", "own"),
        ("template", "frame", None),
        ("peer", None, "overlap"),
    ],
)
def test_a_class_says_what_counts(source_class: str, reason: str | None, figure: str | None) -> None:
    report = compare(draft(""), [Document("来源", LAW, source_class=source_class)])  # type: ignore[arg-type]
    assert [match.ignored for match in report.matches] == [reason]
    assert (report.figures.overlap > 0.3) == (reason is None)
    if figure:
        assert getattr(report.figures, figure) > 0.3


@pytest.mark.parametrize("before", ["根据《安全约定》第四条规定，", "县委会议指出，", "《安全约定》明确："])
def test_citing_superiors_with_or_without_marks(before: str) -> None:
    report = compare(draft(before), [Document("约定", LAW, source_class="authority")])
    assert [match.note for match in report.matches] == [None]
    assert not any(warning.code == "authority_uncited" for warning in report.warnings)


def test_superiors_words_without_their_source_are_told() -> None:
    report = compare(draft(""), [Document("约定", LAW, source_class="authority")])
    assert any(warning.code == "authority_uncited" for warning in report.warnings)
    assert report.matches[0].note == "未注明出处"


def test_own_work_and_superiors_words_have_limits_of_their_own() -> None:
    for source_class, limits in (("own", Limits(max_own=0.1)), ("authority", Limits(max_authority=0.1))):
        sources = [Document("来源", LAW, source_class=source_class)]  # type: ignore[arg-type]
        assert compare(draft(""), sources).verdict.decision == "pass"
        assert compare(draft(""), sources, limits=limits).verdict.decision == "fail"


def test_the_corpus_keeps_classes(tmp_path: Path) -> None:
    with Corpus.create(tmp_path / "库") as corpus:
        corpus.add([Document("法", LAW, source_class="authority"), Document("稿", OWN)])
        assert {one.id: one.source_class for one in corpus.documents()} == {"法": "authority", "稿": "peer"}
        corpus.add([Document("法", LAW)])  # who says nothing takes nothing away
        assert corpus.document("法").source_class == "authority"
        corpus.add([Document("法", LAW + "全文如上。")])
        assert corpus.document("法").source_class == "authority"
        corpus.add([Document("稿", OWN, source_class="own")])
        assert corpus.document("稿").source_class == "own"
        assert corpus.classify(["稿"], "peer") == 1
        assert corpus.document("稿").source_class == "peer"
        assert corpus.verify() == []
        corpus.rebuild()
        assert corpus.check(draft("")).matches[-1].ignored == "authority"
        with pytest.raises(UsageError, match="no class"):
            corpus.classify(["稿"], "law")  # type: ignore[arg-type]


def test_the_command_line_adds_authority(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("法.txt").write_text(LAW, "utf-8")
    Path("稿.txt").write_text(draft(""), "utf-8")
    assert run(["corpus", "add", "法.txt", "-c", "库"]) == 0
    assert run(["check", "稿.txt", "-c", "库"]) == 1
    assert run(["corpus", "add", "法.txt", "-c", "库", "--as", "authority"]) == 0
    capsys.readouterr()
    assert run(["check", "稿.txt", "-c", "库", "-f", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["figures"]["authority"] > 0.3
    assert told["schema_version"] == 4
    assert run(["corpus", "add", "法.txt", "-c", "库", "--as", "peer"]) == 0
    assert run(["check", "稿.txt", "-c", "库"]) == 1


@pytest.mark.parametrize("author", ["某县人民政府县长 张三", "张三", "县长张三", "李四、张三"])
def test_an_author_is_found_beside_an_office(author: str) -> None:
    report = compare(draft(""), [Document("旧作", LAW, author=author)], acceptance=Acceptance(authors=("张三",)))
    assert [match.ignored for match in report.matches] == ["own_work"]


@pytest.mark.parametrize("author", ["张三丰", "县长 张三丰", "王张三"])
def test_an_author_of_a_longer_name_is_another(author: str) -> None:
    report = compare(draft(""), [Document("旧作", LAW, author=author)], acceptance=Acceptance(authors=("张三",)))
    assert [match.ignored for match in report.matches] == [None]


@pytest.mark.parametrize("copies", [1, 2, 4])
def test_further_copies_of_a_source_launder_nothing(copies: int) -> None:
    text = "\n".join(
        [
            LAW,
            "修路的事拖不得。柳湾到石桥那段路，雨天进不去车，病人要用门板抬，交通局今年把路基做完。",
            "招商不能只看签了多少约，要看点了几盏灯。厂房亮灯，才有工人、有税收、有人气。",
        ]
    )
    others = [
        Document(f"别的{i}", f"第{i}次会议讲图书馆的开放时间和路灯的维修办法，请大家各自去办。") for i in range(4)
    ]
    paper = f"{OWN}\n{text}"
    alone = compare(paper, [Document("来源", text), *others]).figures.overlap
    named = [Document(f"抄件{i}", text.replace("今年", "本年") if i % 2 else text) for i in range(copies)]
    cut = [Document(f"片段{i}", part) for i, part in enumerate(text.split("\n"))]
    for more in (named, cut):
        assert compare(paper, [Document("来源", text), *more, *others]).figures.overlap == pytest.approx(
            alone, abs=0.02
        )


def test_faults_of_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for number in (1, 2):
        Path("历年讲话/2025年").mkdir(parents=True, exist_ok=True)
        Path(f"历年讲话/2025年/讲话{number}.txt").write_text(f"{LAW}第{number}版。", "utf-8")
    Path("稿.txt").write_text(draft(""), "utf-8")
    # a database does not go among speeches
    assert run(["corpus", "add", "历年讲话", "-c", "历年讲话"]) == 2
    assert run(["check", "稿.txt", "-c", "历年讲话"]) == 3
    assert "历年讲话.corpus" in capsys.readouterr().err
    assert run(["corpus", "add", "历年讲话", "-c", "库"]) == 0
    # a name without an ending gets one, and does not stand in the way of a folder
    assert run(["check", "稿.txt", "-c", "库", "-o", "报告"]) == 1
    assert Path("报告.txt").is_file()
    assert run(["check", "稿.txt", "-c", "库", "-o", "报告/"]) == 1
    assert Path("报告/稿.html").is_file()
    # a report is no draft
    capsys.readouterr()
    assert run(["check", "稿.txt", "报告/稿.html", "-c", "库"]) == 3
    assert "-o" in capsys.readouterr().err
    # a Chinese dash
    assert run(["check", "稿.txt", "—o", "y.html"]) == 2
    assert "did you mean -o?" in capsys.readouterr().err
    # removing by folder
    assert run(["corpus", "remove", "2025年", "-c", "库"]) == 0
    assert "2 removed" in capsys.readouterr().out


def test_adding_proposes_authority_and_tells_of_secrets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("法.txt").write_text(f"中华人民共和国某某法\n第一条 {LAW}", "utf-8")
    Path("密.txt").write_text(f"机密★1年\n关于防汛工作的通知\n各乡镇人民政府：\n{OWN}", "utf-8")
    Path("稿.txt").write_text(draft(""), "utf-8")
    assert run(["corpus", "add", "法.txt", "密.txt", "稿.txt", "-c", "库"]) == 0
    told = capsys.readouterr().err
    assert "法.txt: looks like a law" in told
    assert "密.txt: is marked 机密" in told
    assert "稿.txt" not in told.replace("稿.txt: another version", "")


ARTICLES = "".join(f"第{n}条 本县的约定由各村共同遵守，违反的由村里劝告。\n" for n in "一二三四五六")


@pytest.mark.parametrize(
    ("title", "below", "articles", "expected"),
    [
        ("青河省护林条例", "2019年3月2日青河省第十届人民代表大会常务委员会第五次会议通过", ARTICLES, "authority"),
        ("# 青河市养护道路规定", "", ARTICLES, "authority"),
        ("护林防火暂行办法", "2019年3月2日国务院令第7号公布", ARTICLES, "authority"),
        ("关于护林的若干问题", "最高人民法院审判委员会第12次会议通过", ARTICLES, "authority"),
        (
            "青河市人民代表大会常务委员会关于护林的决定",
            "2019年3月2日青河市第八届人民代表大会常务委员会第一次会议通过",
            LAW,
            "authority",
        ),
        # who makes no law: a county, a township, a company
        ("清溪县护林管理办法", "", ARTICLES, "peer"),
        ("石桥镇护林规定", "", ARTICLES, "peer"),
        ("某某公司考勤制度", "", ARTICLES, "peer"),
        # one of the three alone: a title, the words of who passed it, articles
        ("青河省护林条例", "", LAW, "peer"),
        ("在全市护林工作会议上的讲话", "省第十届人民代表大会常务委员会第五次会议通过了条例。", LAW, "peer"),
        ("在全市护林工作会议上的讲话", "", ARTICLES, "peer"),
        ("在全市护林工作会议上的讲话", "", LAW, "peer"),
    ],
)
def test_a_statute_is_an_authority_by_its_text(title: str, below: str, articles: str, expected: str) -> None:
    text = f"{title}\n{below}\n{articles}"
    assert told(Document("来源", text)) == expected
    for given in ("peer", "template"):
        assert told(Document("来源", text, source_class=given)) == given  # type: ignore[arg-type]


def test_a_statute_is_told_wherever_it_becomes_a_source(tmp_path: Path) -> None:
    text = f"青河省护林条例\n2019年3月2日青河省第十届人民代表大会常务委员会第五次会议通过\n{ARTICLES}第七条 {LAW}"
    with Corpus.create(tmp_path / "库") as corpus:
        corpus.add([Document("条例", text), Document("稿", OWN)])
        assert {one.id: one.source_class for one in corpus.documents()} == {"条例": "authority", "稿": "peer"}
        found = corpus.check(draft("")).matches
        assert [match.ignored for match in found if match.source.document_id == "条例"] == ["authority"]
        corpus.add([Document("条例", text, source_class="peer")])
        assert corpus.document("条例").source_class == "peer"
        corpus.add([Document("条例", text)])  # what was given once stays
        assert corpus.document("条例").source_class == "peer"
        assert corpus.check(draft("")).figures.overlap > 0.3
    assert compare(draft(""), {"条例": text}).figures.overlap == 0
    assert compare(draft(""), [Document("条例", text, source_class="peer")]).figures.overlap > 0.3


def test_laws_in_a_matrix_are_each_others_peers() -> None:
    drafts = [Document(name, f"青河省护林条例\n{ARTICLES}第七条 {LAW}") for name in ("甲", "乙")]
    row = matrix(drafts).reports[0]
    assert row[1] is not None
    assert row[1].figures.overlap > 0.9


def test_adding_tells_which_texts_were_taken_for_laws(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("条例.txt").write_text(f"青河省护林条例\n{ARTICLES}", "utf-8")
    assert run(["corpus", "add", "条例.txt", "-c", "库"]) == 0
    assert "条例.txt: has the form of a law, added as authority (--as peer" in capsys.readouterr().err
    assert run(["corpus", "add", "条例.txt", "-c", "库", "--as", "peer"]) == 0
    assert "has the form" not in capsys.readouterr().err
    assert run(["corpus", "add", "条例.txt", "-c", "库"]) == 0  # what was given once stays
    assert "has the form" not in capsys.readouterr().err
    with Corpus.open("库") as corpus:
        assert corpus.document("条例.txt").source_class == "peer"
