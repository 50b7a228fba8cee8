# ruff: noqa: E501 - a text stands in one line
"""Classes of sources: superiors' words, own work and forms are told apart from what must not be copied."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from simcheck import Acceptance, Corpus, Document, Limits, UsageError, compare, matrix
from simcheck.cli.app import run
from simcheck.reporters import text as plain
from simcheck.text.classes import proposed, told

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
        with pytest.raises(UsageError) as refused:
            corpus.classify(["稿", "没有"], "own")
        assert refused.value.code == "corpus.unknown_document"
        assert corpus.document("稿").source_class == "peer"


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


@pytest.mark.parametrize("typed", ["历年讲话/2025年", "历年讲话/2025年/", "./历年讲话/2025年"])
def test_what_was_added_from_a_folder_is_removed_by_it(
    typed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for year in ("2024年", "2025年"):
        Path("历年讲话", year).mkdir(parents=True)
        for number in (1, 2):
            Path(f"历年讲话/{year}/讲话{number}.txt").write_text(f"{LAW}{year}第{number}版。", "utf-8")
    Path("历年讲话/2025年/同文.txt").write_text(OWN, "utf-8")
    Path("历年讲话/2024年/同文.txt").write_text(OWN, "utf-8")
    assert run(["corpus", "add", "历年讲话/2024年", "-c", "库"]) == 0
    assert run(["corpus", "add", typed, "-c", "库"]) == 0
    assert run(["corpus", "remove", "历年讲话/2023年", "-c", "库"]) == 2
    assert run(["corpus", "remove", typed, "-c", "库"]) == 0
    assert "2 removed" in capsys.readouterr().out  # what the other folder holds too stays
    assert run(["corpus", "remove", "历年讲话/2024年/讲话1.txt", "-c", "库"]) == 0
    with Corpus.open("库") as corpus:
        assert sorted(one.id for one in corpus.documents()) == ["同文.txt", "讲话2.txt"]


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


CLAUSES = "\n第一章 总则\n第一条 为了管好河道，制定本办法。\n第二条 河道实行属地管理。\n第三条 谁占谁清。\n第四条 本办法自发布之日起施行。"


@pytest.mark.parametrize(
    "text",
    [
        "中华人民共和国安全生产法\n（2021年6月10日修正）" + CLAUSES,
        "安全生产法" + CLAUSES,
        "江南省水资源管理条例\n（2024年3月1日通过）" + CLAUSES,
        "生产安全事故报告和调查处理条例\n第一条 为了规范报告，制定本条例。",
        "河道采砂管理办法" + CLAUSES,
        "党政领导干部选拔任用工作规定" + CLAUSES,
        "中国共产党纪律处分条例\n第一条 为了维护纪律，制定本条例。",
        "最高人民法院关于审理案件的规定" + CLAUSES,
        "高举旗帜 团结奋斗\n——在中国共产党第二十次全国代表大会上的报告\n（2022年10月16日）\n同志们：\n现在，我代表第十九届中央委员会作报告。",
        "中共中央关于进一步全面深化改革的决定\n（2024年7月18日）\n一、重大意义",
        "国务院办公厅关于做好防汛工作的通知\n国办发〔2025〕3号\n各省、自治区、直辖市人民政府：\n请早作准备。",
        "江南省人民政府关于加强河道管理的意见\n江政发〔2025〕3号\n各市人民政府：\n请早作准备。",
        "政府工作报告\n——2024年3月5日在第十四届全国人民代表大会第二次会议上\n国务院总理 李 强\n各位代表：\n现在开始。",
        "在庆祝大会上的讲话\n（2021年7月1日）\n习近平\n同志们，朋友们：\n今天，我们庆祝。",
    ],
)
def test_laws_and_superiors_texts_are_proposed(text: str) -> None:
    assert proposed(Document("文件.txt", text)) == "authority"


@pytest.mark.parametrize(
    "text",
    [
        "在全县防汛工作会议上的讲话\n（2026年1月1日）\n县委书记 张三\n同志们：\n汛期将至。",
        "青禾县人民政府关于做好防汛工作的通知\n各乡镇人民政府：\n请早作准备。",
        "谈谈学习方法\n学习要有方法，方法对了，事半功倍。",
        "政府工作报告\n——2026年1月8日在青禾县第十八届人民代表大会第五次会议上\n县长 李明\n各位代表：\n现在开始。",
        "关于学习贯彻安全生产法的通知\n各乡镇：\n请学习。",
        "学习二十大报告的体会\n我学习了报告，收获很大。",
        "我们的做法\n村里的做法是先问后办。",
    ],
)
def test_peers_are_not_proposed_as_authority(text: str) -> None:
    assert proposed(Document("文件.txt", text)) is None


def test_a_law_that_nobody_classed_is_told_beside_its_passage() -> None:
    law = Document("法.txt", f"中华人民共和国某某法\n第一条 {LAW}")
    report = compare(draft(""), [law])
    assert report.figures.overlap > 0.3
    assert "来源像是法规或上级文件" in plain.render(report, language="zh")


STATUTE = (
    "中华人民共和国某某法\n第四条 "
    + LAW
    + "\n第五条 主要负责人是第一责任人，对本单位的工作全面负责，每月到井口看一遍，问一问班组长夜里谁在值守。\n"
    "第六条 从业人员有权知道井下哪里有水、哪里有气，发现险情可以先撤出来再报告，谁也不许拦着。"
)


@pytest.mark.parametrize(
    ("before", "after", "notes"),
    [
        ("根据《某某法》第四条规定，", "", [None, "未注明出处"]),
        ("", "根据《某某法》第五条规定，", ["未注明出处", None]),
        ("《某某法》规定：\n", "", [None, "未注明出处"]),
        ("《某某法》规定：\n第四条 ", "第五条 ", [None]),
        ("根据《某某法》第四条规定，", "根据《某某法》第五条规定，", [None]),
        ("", "", ["未注明出处"]),
    ],
)
def test_a_paragraph_that_cites_nothing_is_told_though_the_one_above_it_cites(
    before: str, after: str, notes: list[str | None]
) -> None:
    fourth, fifth = (line.split(" ", 1)[1] for line in STATUTE.split("\n")[1:3])
    text = f"{OWN}\n{before}{fourth}\n{after}{fifth}\n今年雨水多，粮食晚熟了十天，大家心里着急。"
    report = compare(text, [Document("法", STATUTE, source_class="authority")])
    assert [match.note for match in report.matches] == notes
    assert all(match.ignored == "authority" for match in report.matches)
    assert all(text[one.draft.start : one.draft.end] == one.draft.text for one in report.matches)
    assert all(STATUTE[one.source.start : one.source.end] == one.source.text for one in report.matches)
    parts = [one.draft.text for one in report.matches if one.note]
    assert all((fourth in part) == (not before) and (fifth in part) == (not after) for part in parts)
    uncited = [warning.code for warning in report.warnings if warning.code == "authority_uncited"]
    assert len(uncited) == ("未注明出处" in notes)


ABOVE = (
    "国务院办公厅关于进一步做好农村道路交通安全工作的通知\n国办发〔2025〕88号\n各省、自治区、直辖市人民政府：\n{}\n"
    "各级公安机关每季度对拖拉机逐台上门检验。\n国务院办公厅\n2025年10月12日"
)
NOTICE = (
    "柳泉县人民政府办公室关于做好农村道路交通安全工作的通知\n柳政办发〔2026〕5号\n各乡镇人民政府，县直有关单位：\n{}\n"
    "我县瓜农夜里开三轮进城，车尾没灯。各村晚上七点在村口放一盏灯、一个人、一壶热水。\n柳泉县人民政府办公室\n2026年1月15日"
)


@pytest.mark.parametrize(
    ("before", "note"), [("《国务院办公厅关于进一步做好农村道路交通安全工作的通知》要求，", None), ("", "未注明出处")]
)
def test_nobody_cites_the_title_of_a_notice_or_its_recipients(before: str, note: str | None) -> None:
    report = compare(NOTICE.format(before + LAW), [Document("上级.txt", ABOVE.format(LAW), source_class="authority")])
    [match] = [one for one in report.matches if one.ignored == "authority"]
    assert match.note == note
    assert match.draft.text.strip() in before + LAW
    told = [one.values for one in report.warnings if one.code == "authority_uncited"]
    assert told == ([{"count": 1}] if note else [])


LAST = "第三章　附则\n第六条　本办法由{}负责解释。\n第七条　本办法自{}起施行，有效期五年。《{}暂行规定》（政办〔2019〕7号）同时废止。"


def test_nobody_cites_from_when_a_rule_holds_and_who_explains_it() -> None:
    ours = f"柳泉县村级冷库管理办法\n第二章　使用\n第四条　{OWN}\n" + LAST.format(
        "县农业农村局", "印发之日", "柳泉县村级冷库管理"
    )
    theirs = f"松溪县公务用车管理办法\n第二章　使用\n第四条　{LAW}\n" + LAST.format(
        "县机关事务管理局", "印发之日", "松溪县公务用车管理"
    )
    report = compare(ours, [Document("上级.txt", theirs, source_class="authority")])
    assert {match.ignored for match in report.matches} <= {"frame", "set_phrase"}
    assert not [one for one in report.warnings if one.code == "authority_uncited"]
    uncited = compare(ours.replace(OWN, LAW), [Document("上级.txt", theirs, source_class="authority")])
    [match] = [one for one in uncited.matches if one.note]
    assert LAW in match.draft.text
    assert "解释" not in match.draft.text


def test_each_part_of_a_passage_that_is_cited_in_part_is_explained(tmp_path: Path) -> None:
    fourth, fifth = (line.split(" ", 1)[1] for line in STATUTE.split("\n")[1:3])
    text = f"{OWN}\n根据《某某法》第四条规定，{fourth}\n{fifth}\n今年雨水多，粮食晚熟了十天，大家心里着急。"
    with Corpus.create(tmp_path / "库") as corpus:
        corpus.add([Document("法", STATUTE, source_class="authority")])
        matches = corpus.check(text).matches
        assert len(matches) == 2
        for place, match in enumerate(matches):
            assert corpus.explain(text, place).match.draft == match.draft
        with pytest.raises(UsageError, match="the last one is 2"):
            corpus.explain(text, 2)


@pytest.mark.parametrize("wrong", ["bad", "Peer", "", None, 3])
def test_a_document_of_no_class_is_refused_where_it_is_made(wrong: object) -> None:
    with pytest.raises(UsageError, match=r"source_class is .*, not 'peer'") as refused:
        Document("稿", OWN, source_class=wrong)  # type: ignore[arg-type]
    assert "\n" not in str(refused.value)


RULES = "".join(f"第{n}条 车辆由各单位共同管护，违反的依规处理。\n" for n in "一二三四五六")


@pytest.mark.parametrize("name", ["办法.txt", "规定.txt", ""])
@pytest.mark.parametrize(
    "text",
    [
        f"{title}\n{RULES}"
        for title in (
            "松溪县公务用车管理办法", "石桥镇护林规定", "青川省松溪县公务用车管理办法", "柳泉市东河区物业管理办法",
            "大石乡红白喜事规定", "河口村用水规定", "城关街道值班规定", "松溪县公务接待管理办法实施细则",
            "松溪县教育局考勤办法", "财政局差旅费管理办法", "江南大学财务管理办法", "青禾集团差旅规定",
            "某某科技有限公司考勤办法", "松溪县第二中学请假规定", "松溪县人民医院值班规定",
        )
    ]
    + [
        f"松溪县护林办法\n2024年3月2日松溪县人民政府第12次常务会议通过\n{RULES}",
        f"护林办法\n{RULES}松溪县林业局\n2025年3月2日",
        f"松溪县人民政府办公室文件\n松政办发〔2025〕2号\n公务用车管理办法\n{RULES}",
        f"公务用车管理办法\n各乡镇人民政府，县直各单位：\n{RULES}",
        f"公务用车管理办法\n第一条 为加强管理，结合我县实际，制定本办法。\n{RULES}",
        f"值班管理办法\n{RULES}第七条 本办法由县政府办公室负责解释。",
        "松溪县委组织部文件\n松组发〔2025〕3号\n松溪县委组织部关于做好党员教育工作的意见\n各乡镇党委：\n请早作准备。",
    ],
)  # fmt: skip
def test_a_rule_of_those_who_make_no_law_is_a_peer_whatever_its_file_is_called(name: str, text: str) -> None:
    document = Document(name or f"{text.partition(chr(10))[0]}.txt", text)
    assert (told(document), proposed(document)) == ("peer", None)


@pytest.mark.parametrize(
    "title",
    [
        "农村土地承包法", "社区矫正法", "村民委员会组织法", "城乡规划法", "乡村振兴促进法", "江南省农村公路条例",
        "风景名胜区条例", "自然保护区条例", "江南省湖泊保护区管理办法", "青川自治区牧区条例", "城镇燃气管理条例",
        "融水苗族自治县水资源保护条例", "湘西土家族苗族自治州古村落保护条例", "江南省县乡公路管理条例",
        "名城名镇名村保护条例", "住宅小区管理条例", "北京市街道办事处条例", "上市公司信息披露管理办法",
        "党政机关公务用车管理办法", "国家税务总局规章制定办法", "中小学教师违反职业道德行为处理办法",
        "普通高等学校学生管理规定", "国务院工作规则", "河道采砂管理办法",
        "保税区海关监管办法", "蓄滞洪区运用补偿暂行办法", "新乡市城市绿化条例", "民族乡行政工作条例",
    ],
)  # fmt: skip
def test_laws_and_rules_of_the_state_are_none_of_those(title: str) -> None:
    enacted = f"{title}\n2024年3月2日国务院令第3号公布\n{RULES}第七条 由国务院水行政主管部门负责解释。"
    assert proposed(Document("文件.txt", f"{title}\n{RULES}")) == "authority"
    assert told(Document("文件.txt", enacted)) == "authority"


@pytest.mark.parametrize(
    "text",
    [
        f"清溪自治县河道条例\n2024年3月2日清溪自治县第十届人民代表大会第三次会议通过\n{RULES}",
        f"江南省河道管理办法\n2024年3月2日江南省人民政府第12次常务会议通过\n{RULES}县级人民政府可以结合实际制定办法。",
        f"江南省县乡公路办法\n江南省人民政府令第8号公布\n{RULES}由省交通运输厅负责解释。",
    ],
)
def test_what_those_above_passed_stays_authority(text: str) -> None:
    assert told(Document("办法.txt", text)) == "authority"
