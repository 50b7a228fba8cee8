"""Leftovers: what an earlier text or a form left behind, told apart from what belongs to the draft."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.leftovers import figures
from simcheck import Corpus, Document, Identity, compare
from simcheck.cli.app import run
from simcheck.messages import words
from simcheck.proof import blanks, identity_of, proofread_alone
from simcheck.proof.names import names
from simcheck.proof.numbers import numbers
from simcheck.reporters.leftovers import lines

SOURCE = """在清溪县经济工作会议上的讲话
（2025年1月8日）
同志们：
过去一年，清溪县完成地区生产总值128.6亿元，增长7.1%，云岭镇的竹笋加工带动农户3200户增收，县长李明同志多次到清溪宏远矿业有限公司现场办公。我们要把每一个项目的责任人写在墙上、每周对账，谁的项目停了工，谁就到会上说清楚原因。
南河大桥断行的事，老百姓骂了两年，县政府下决心在6月20日前通车，请交通局立下军令状。2025年全县重点项目推进会还要专门听汇报。清政发〔2025〕7号里写的十二件实事，年底逐件验收。
"""
OWN = "青禾县这一年走得很不容易，夏天的两场洪水冲毁了河堤，青禾县委把指挥部设在堤上，干部群众连夜抢险。\n"
DRAFT = (
    "在青禾县经济工作会议上的讲话\n（2026年1月9日）\n同志们：\n" + OWN + "".join(SOURCE.splitlines(keepends=True)[3:])
)


def kinds(report: object) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in report.leftovers:  # type: ignore[attr-defined]
        found.setdefault(one.kind, []).append(one.text)
    return found


def test_what_a_copied_passage_brought_along_is_found_by_kind() -> None:
    report = compare(DRAFT, [Document("清溪", SOURCE)])
    assert report.identity == Identity(place="青禾县", year=2026)
    found = kinds(report)
    assert "清溪县" in found["place"]
    assert "云岭镇" in found["place"]
    assert found["person"] == ["李明"]
    assert {"128.6亿元", "7.1%", "3200户"} <= set(found["figure"])
    assert any("宏远矿业" in text for text in found["unit"])
    assert found["date"] == ["6月20日"]
    assert any("推进会" in text for text in found["meeting"])
    assert any("〔2025〕7号" in text for text in found["document"])
    for one in report.leftovers:
        assert DRAFT[one.start : one.end] == one.text
        assert one.note


def test_leftovers_change_no_share() -> None:
    report = compare(DRAFT, [Document("清溪", SOURCE)])
    other = compare(DRAFT, [Document("清溪", SOURCE)], identity=Identity(place="清溪县", year=2025))
    assert report.figures == other.figures
    assert other.leftovers == ()


def test_the_place_and_year_that_are_given_hold() -> None:
    report = compare(SOURCE, [Document("清溪", SOURCE)], identity=Identity(place="青禾县", year=2026))
    assert report.identity == Identity(place="青禾县", year=2026)
    assert "清溪县" in kinds(report)["place"]


def test_figures_of_last_years_own_speech_that_were_not_updated() -> None:
    last = SOURCE
    this = (
        SOURCE.replace("2025年1月8日", "2026年1月9日")
        .replace("128.6亿元", "139.2亿元")
        .replace("2025年全县", "2026年全县")
    )
    report = compare(this, [Document("去年", last, source_class="own")])
    found = kinds(report)["figure"]
    assert "7.1%" in found
    assert "139.2亿元" not in found
    assert report.figures.own > 0.5
    assert any(warning.code == "own_used" for warning in report.warnings)


def test_authority_leaves_nothing_behind() -> None:
    assert kinds(compare(DRAFT, [Document("清溪", SOURCE, source_class="authority")])) == {}


@pytest.mark.parametrize(
    "text", ["20XX年", "____", "某某某", "TODO", "XX市", "××县", "（待补充）", "【此处填写单位】", "　　年　月　日____"]
)
def test_blanks(text: str) -> None:
    assert [one.kind for one in blanks(f"我们在{text}开会。")] == ["blank"]


@pytest.mark.parametrize("text", ["王某某获得表彰。", "________\n", "第20章讲XX以外的事情吗", "XL号衣服", "会议*重要*"])
def test_what_is_no_blank(text: str) -> None:
    assert [one.text for one in blanks(text) if one.text != "XX"] == []


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("个别单位，比如某单位，上班打牌。\n下面，请县长某某某同志讲话。", ["某某某"]),
        ("某企业拖欠工资。这项工作由某某某汇报。", ["某某某"]),
        ("某局作风松散。\n我代表某某县委、某某县人民政府向大家拜年。", ["某某", "某某"]),
        ("张某某受到处分。某某某被立案。\n请县委书记某某某同志讲话。", ["某某某"]),
        ("全县干部要向某某某同志学习。", ["某某某"]),
        ("某单位的某某同志上班打牌，某某路的商户都看见了。", []),
        ("某县长某某某收受礼金，已被立案。", []),
        ("当事人某某某在某某路持刀伤人。", []),
        ("张某某在某某公司任职。另一名干部某某某被诫勉谈话。", []),
    ],
)
def test_a_name_kept_back_on_purpose_hides_no_forgotten_one(text: str, left: list[str]) -> None:
    assert [one.text for one in blanks(text)] == left


def test_figures_of_a_city_that_names_the_county_are_the_citys() -> None:
    """A city's speech that says 全市 names the county of the draft once: it is another place's all the same."""
    said = "自然资源部门要盯紧1046处地质灾害隐患点，人防技防一起上，乡镇要把转移路线贴到每一户的门后。"
    city = Document(
        "全市.txt",
        f"在全市防汛工作会议上的讲话\n同志们：\n全市水库168座，全市一盘棋，青禾县坡耕地多，要抢修北干渠。{said}全市都要动起来。\n",
    )
    draft = f"在青禾县防汛工作会议上的讲话\n（2026年4月15日）\n同志们：\n{OWN}全县都要动起来，我县不能等。{said}"
    assert kinds(compare(draft, [city])) == {"figure": ["1046处"]}
    county = replace(city, text=city.text.replace("全市", "全县"))
    assert kinds(compare(draft, [county])) == {}


def test_our_city_in_a_county_and_names_spelt_twice() -> None:
    text = "青禾县委讲三件事。我县要修路，我县要治水，我市要办学。"
    text += "县长李明远讲了路，县长李明远讲了水，县长李名远讲了学校。青禾县、青禾县、青末县。"
    found = kinds(compare(text, [Document("无关", "图书馆每周二开放，借书证由前台办理，丢了可以补。")]))
    assert found == {"place": ["我市", "青末县"], "person": ["李名远"]}


def test_identity_of_signature_and_of_nothing() -> None:
    text = "关于防汛的通知\n各乡镇人民政府：\n请早作准备。\n青禾县人民政府\n2026年5月6日"
    assert identity_of(Document("稿", text)) == Identity("青禾县", 2026)
    assert identity_of(Document("稿", "春天来了，花开了。")) == Identity()


def test_the_command_prints_the_list_of_the_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    with Corpus.create(tmp_path / "库") as corpus:
        corpus.add([Document("清溪", SOURCE)])
        expected = corpus.check(Document("稿.txt", DRAFT), identity=Identity(year=2026)).leftovers
    Path("稿.txt").write_text(DRAFT, "utf-8")
    assert run(["proof", "稿.txt", "-c", "库", "--year", "2026", "-f", "json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert [(one["kind"], one["start"], one["end"], one["text"]) for one in told["leftovers"]] == [
        (one.kind, one.start, one.end, one.text) for one in expected
    ]
    Path("净.txt").write_text(OWN, "utf-8")
    assert run(["proof", "净.txt", "-c", "库"]) == 0


def test_the_bench_keeps_its_bounds() -> None:
    result = figures("planted")
    assert result["planted"] >= 200
    assert result["recall"] >= 0.9
    assert result["false_findings_per_clean_draft"] <= 0.2


def test_drafts_that_were_written_one_by_one_keep_the_bounds_too() -> None:
    result = figures("written")
    assert result["planted"] >= 40
    assert result["recall"] >= 0.9
    assert result["false_findings_per_draft"] <= 0.2


def test_drafts_of_other_kinds_keep_the_bounds() -> None:
    result = figures("third")
    assert result["planted"] >= 60
    assert result["recall"] >= 0.9
    assert result["false_findings_per_draft"] <= 0.2
    assert result["false_findings_per_clean_draft"] <= 0.2


EXAMPLES = Path(__file__).parents[1] / "examples"


def test_the_river_of_a_source_is_found_in_the_example() -> None:
    sources = [Document(one.name, one.read_text("utf-8")) for one in sorted((EXAMPLES / "speeches").glob("*.txt"))]
    draft = Document("edited.txt", (EXAMPLES / "drafts/edited.txt").read_text("utf-8"))
    assert "云川江" in {one.text for one in compare(draft, sources).leftovers}


def test_english_reports_have_english_notes() -> None:
    draft = Document("稿", DRAFT + "20XX年，我市再看。我县、我县、我县都看。")
    report = compare(draft, [Document("清溪", SOURCE, title="在清溪县经济工作会议上的讲话")])
    shown = list(lines(report.draft, report.leftovers, words("en")))
    assert len(shown) > 8
    for line, one in zip(shown[1:], report.leftovers, strict=True):
        assert one.note not in line
        assert not re.search("请|本稿|没有", line)


@pytest.mark.parametrize(
    ("name", "recall"),
    [
        ("fifth", 0.85),
        *(pytest.param(*one, marks=pytest.mark.long) for one in (("fourth", 0.85), ("sixth", 0.95), ("seventh", 0.9))),
    ],
)
def test_drafts_that_were_written_without_running_the_check_keep_what_was_reached(name: str, recall: float) -> None:
    result = figures(name)
    assert result["planted"] >= 130
    assert result["recall"] >= recall
    assert result["false_findings_per_draft"] <= 0.2
    assert result["false_findings_per_clean_draft"] <= 0.2


def test_names_are_what_neither_the_dictionary_nor_official_texts_know() -> None:
    text = "裕丰源米厂的保管员麻建设到岚皋去，联络员：訾海燕。棉纺厂宿舍的贾老师说，绿水青山就是金山银山，应改尽改。"
    found = {text[one.start : one.end]: one.kind for one in names(text)}
    named = {"裕丰源米厂": "unit", "麻建设": "person", "岚皋": "place", "訾海燕": "person", "棉纺厂宿舍": "place"}
    assert found.items() >= named.items()
    assert not [name for name in found if name[0] in "绿金应"]


def test_numbers_are_figures_days_hours_telephones_and_rooms() -> None:
    text = "7月8日至12日每天7:30在二楼东会议室报名，电话0793-5826117，三十二户、42人，火警119，2026年，第12号，88号。"
    assert [text[one.start : one.end] for one in numbers(text)] == [
        "7月8日", "12日", "7:30", "二楼东会议室", "0793-5826117", "三十二户", "42人", "第12号"
    ]  # fmt: skip


def test_lines_to_sign_and_names_kept_back_are_no_blanks() -> None:
    assert list(blanks("承诺人（签名）：________\n____年__月__日\n")) == []
    for pen in "_＿﹍":
        rule = pen * 2
        for line in (f"签收人：{rule}　日期：{rule}年{rule}月{rule}日", f"审核人：{rule}\n{rule}年{rule}月{rule}日\n"):
            assert list(blanks(f"材料报送时间另行通知，请领取。{line}\n")) == []
    assert list(blanks("请领取。签收人：＿＿＿＿　日期：＿＿年＿月＿日\n")) == []
    assert [one.text for one in blanks("请于＿＿年＿月＿日前报送，由＿＿＿＿负责。")] == [
        "＿＿",
        "＿",
        "＿",
        "＿＿＿＿",
    ]
    assert list(blanks("经查，张某某身为干部，在某某路经营。")) == []
    assert [one.text for one in blanks("资金____万元，由某某同志负责。")] == ["____", "某某"]


def test_another_school_is_elsewhere_and_the_same_office_is_not() -> None:
    body = (
        "今年高考，我校317人上了本科线，费雨桐同学考上了省城的大学。学校的思源楼投入使用，校友郎文斌先生捐了50台电脑。"
    )
    own = "昨晚我在操场上走了一圈，跑道是新的，脚印还没有，等着你们。\n"
    source = Document("来源", f"在育英中学开学典礼上的讲话\n（2025年9月1日）\n{body}")
    left = {
        one.text for one in compare(f"在树人中学开学典礼上的讲话\n（2026年9月1日）\n{own}{body}", [source]).leftovers
    }
    assert {"费雨桐", "郎文斌", "50台"} <= left
    same = {
        one.text for one in compare(f"在育英中学开学典礼上的讲话\n（2026年9月1日）\n{own}{body}", [source]).leftovers
    }
    assert "郎文斌" not in same


def test_a_year_of_a_plan_that_is_not_the_drafts() -> None:
    text = "在全县工作会议上的讲话\n（2026年12月28日）\n今年是“十四五”规划收官之年，要把蓝图落地。"
    assert [one.text for one in proofread_alone(Document("稿", text))[1]] == ["“十四五”规划收官之年"]
    right = text.replace("十四五", "十五五").replace("收官", "开局")
    assert proofread_alone(Document("稿", right))[1] == ()


#: What a county says of another one, which it names more often than itself.
NEIGHBOUR = (
    "清溪县的山洪预警做得早，清溪县把铜锣挂到每个组，清溪县还给老人发了口哨，清溪县委、清溪县政府夜里轮流值守。"
    "清溪县的干部说，清溪县山多，清溪县沟深，清溪县的孩子上学要过三道桥，清溪县桥头都有人守。"
)


@pytest.mark.parametrize(
    ("text", "author"),
    [
        (f"在防汛工作会上的讲话\n清水县委书记 张三\n同志们：\n{NEIGHBOUR}\n我就讲这些。", None),
        (f"在防汛工作会上的讲话\n（清水县县长 李四）\n（2026年5月6日）\n{NEIGHBOUR}", None),
        (f"防汛工作讲话\n讲话人：清水县委书记张三\n{NEIGHBOUR}", None),
        (f"关于做好防汛工作的通知\n各乡镇：\n{NEIGHBOUR}\n清水县人民政府\n2026年5月6日", None),
        (f"关于做好防汛工作的通知\n各乡镇：\n{NEIGHBOUR}\n清水县人民政府", None),
        (f"防汛工作情况报告\n{NEIGHBOUR}\n清水县水利局 2026年5月6日", None),
        (f"防汛工作讲话\n{NEIGHBOUR}\n清水县委书记：张三\n2026年5月6日", None),
        (f"防汛工作讲话\n{NEIGHBOUR}", "清水县委书记 张三"),
        (f"防汛工作讲话\n{NEIGHBOUR}", "中共清水县委办公室"),
        (f"关于赴清溪县考察学习防汛工作的报告\n县委：\n{NEIGHBOUR}\n清水县水利局\n2026年5月6日", None),
        (f"清水县人民政府文件\n清政发〔2026〕3号\n关于学习清溪县防汛经验的通知\n各乡镇：\n{NEIGHBOUR}", None),
        (f"各位代表：\n现在，我代表清水县人民政府向大会报告工作，请予审议。\n{NEIGHBOUR[:41]}", None),
        (f"防汛讲话\n清水县委书记 张三\n同志们：\n全市都在看，我市已经入汛，市委、市政府有要求。\n{NEIGHBOUR}", None),
    ],
)
def test_who_signs_tells_the_place_and_not_what_is_named_most(text: str, author: str | None) -> None:
    assert identity_of(Document("稿", text, author=author)).place == "清水县"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("今年雨多，我县早作准备。全县都动了起来，县委、县政府开了三次会。我市的水库也检查了一遍。", {"我市"}),
        ("今年雨多，我县早作准备。我市的水库也检查了一遍。", {"我县", "我市"}),
        ("今年雨多，我县早作准备。我县的水库也检查了一遍。", set()),
        ("我县早作准备，我县开了会。我县守住了三座水库，我市也来看过。", {"我市"}),
    ],
)
def test_our_city_and_our_county_where_no_place_is_told(text: str, left: set[str]) -> None:
    identity, found = proofread_alone(Document("稿", text))
    assert identity.place is None
    assert {one.text for one in found if one.kind == "place"} == left
