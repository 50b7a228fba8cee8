# ruff: noqa: E501 - a text stands in one line
"""What does not count within a passage that does: title, salutation and worn articles; how it is shown; and attacks."""

from __future__ import annotations

import pytest

from simcheck import Document, Report, compare
from simcheck.messages import words
from simcheck.reporters import text as plain
from simcheck.reporters.segments import segments
from simcheck.reporters.sheet import sheet
from simcheck.text.frame import frame

SAY = words("zh")
LETTER = (
    "岁末回望，你们的灯光常常比星星睡得更晚。这一年原材料涨价、订单外流、招工困难接踵而来，你们没有裁掉老员工，没有拖欠一分钱工资，"
    "用自己的肩膀替全县两万七千个家庭扛住了风雪。新的一年，我们打算为大家办好四件事：建一所企业职工子女寄宿学校，让夜班工人不再为接送孩子发愁；"
    "把园区的污水处理费每吨降低六毛钱；开通火车站到园区的通勤公交，首班车清晨五点半发车。"
)
HEAD = "致全县企业家的一封信\n\n尊敬的企业家朋友们：\n\n"
END = "\n\n中共清溪县委　清溪县人民政府\n2026年1月15日"


def checked(draft: str, source: str) -> Report:
    return compare(Document("稿.txt", draft), [Document("源.txt", source)])


def shown(report: Report) -> str:
    return "".join(plain.render(report, language="zh").split())


def painted(report: Report) -> str:
    text = report.draft.text
    return "".join(text[one.start : one.end] for one in segments(report) if one.match is not None)


def test_title_and_salutation_of_a_letter_that_was_copied_do_not_count() -> None:
    found = checked(f"{HEAD}{LETTER}{END}", f"{HEAD}{LETTER}")
    assert found.figures.reused_characters == sum(map(str.isalpha, LETTER))
    [match] = found.counted
    assert match.draft.text.startswith("岁末回望")
    assert "朋友们" not in painted(found)
    [weighty] = sheet(found, SAY).weightiest
    assert weighty.text.startswith("岁末回望")
    assert weighty.characters == found.figures.reused_characters


def test_a_body_dressed_as_a_title_counts() -> None:
    lines = "岁末回望你们的灯光常常比星星睡得更晚这一年原材料涨价订单外流\n招工困难接踵而来你们没有裁掉老员工没有拖欠一分钱工资的通知"
    found = checked(f"{lines}\n{LETTER[130:]}{END}", f"{HEAD}{LETTER}")
    assert "灯光常常比星星睡得更晚" in painted(found)
    assert "没有裁掉老员工" in painted(found)


RULE = """{place}县机关公务用车管理办法

第一章　总则
第一条　为规范公务用车管理，保障公务出行，降低行政成本，根据《党政机关公务用车管理办法》，结合本县实际，制定本办法。
第二条　本办法适用于县直机关、乡镇人民政府和参照公务员法管理的事业单位。

第二章　使用管理
{body}

第三章　附则
第{last}条　本办法由县机关事务服务中心负责解释。
"""
THEIRS = (
    "第三条　公务用车实行统一平台调度。用车人须提前两个小时在小程序填写事由、人数和目的地，经科室负责人点头确认后由平台派车。\n"
    "第四条　车辆维修实行三家比价，单次维修超过三千元的应当由两名以上工作人员到场查看旧件，旧件编号拍照留存不少于一年。"
)
OURS = (
    "第三条　公务用车由县机关事务服务中心统一登记造册，钥匙集中存放。出车前司机与值班员共同检查轮胎、灯光和灭火器，填写出车卡，回场后交回钥匙。\n"
    "第四条　跨市出差优先乘坐高铁，同行不满三人的一般不派车，确需派车的由分管副县长审批。"
)
SOURCE = RULE.format(place="东岭", body=THEIRS, last="五")


def test_articles_that_any_rule_has_do_not_count() -> None:
    found = checked(RULE.format(place="西岭", body=OURS, last="五"), SOURCE)
    assert found.figures.overlap == 0
    assert found.verdict.decision == "pass"
    copied = checked(RULE.format(place="西岭", body=THEIRS, last="五"), SOURCE)
    assert copied.figures.reused_characters >= 0.95 * sum(map(str.isalpha, THEIRS))


@pytest.mark.parametrize(
    ("article", "worn"),
    [
        ("第二条　本办法适用于县直机关、乡镇人民政府和参照公务员法管理的事业单位。", True),
        ("第二条　本规定适用于全县行政区域内的各类学校。", True),
        ("第七条　县机关事务服务中心负责本办法的组织实施和监督检查。", True),
        ("第七条　法律、法规另有规定的，从其规定。", True),
        ("第八条　各乡镇参照本办法执行。", True),
        ("第二条　本办法适用于县直机关，夜间十点以后用车由平台把轨迹推送给主要负责人。", False),
        ("第四条　车辆维修实行三家比价，旧件编号拍照留存不少于一年。", False),
        ("第六条　公车接送子女上下学的，由本人承担全部费用。", False),
    ],
)
def test_which_articles_any_rule_has(article: str, worn: bool) -> None:
    text = f"西岭县机关公务用车管理办法\n\n第一章　总则\n{article}\n{OURS}\n第九条　出车前检查轮胎。\n第十条　回场后交回钥匙，写下里程。"
    at = text.index(article)
    assert any(start <= at and at + len(article) <= end for start, end in frame(text)) == worn


def test_a_body_in_articles_of_any_rule_counts() -> None:
    """本办法适用于… before each clause: what varies is a body's."""
    clauses = [one for one in THEIRS.replace("\n", "").replace("。", "，").split("，") if len(one) > 9]
    draft = "\n".join(
        f"第{number}条　本办法适用于{one}。" for number, one in zip("三四五六七八", clauses, strict=False)
    )
    found = checked(RULE.format(place="西岭", body=draft, last="九"), SOURCE)
    assert found.verdict.decision == "fail"
    assert found.figures.reused_characters >= 40


QUOTED = "单次维修超过三千元的应当由两名以上工作人员到场查看旧件，旧件编号拍照留存不少于一年。"


def test_what_does_not_count_within_a_passage_is_not_shown_as_copied() -> None:
    """A citation in the middle of copied text: neither painted nor quoted among what weighs most, and told."""
    name = "《东岭县机关公务用车管理办法》"
    body = f"{THEIRS.partition('第四条')[0]}{name}规定，{QUOTED}\n第四条　车辆一律加装定位装置，驶出县境、夜间十点以后和节假日用车，由平台自动把行驶轨迹推送给单位主要负责人。"
    source = f"东岭县机关公务用车管理办法\n\n{THEIRS.partition('第四条')[0]}{QUOTED}\n第四条　车辆一律加装定位装置，驶出县境、夜间十点以后和节假日用车，由平台自动把行驶轨迹推送给单位主要负责人。"
    found = checked(f"西岭县用车的几点做法\n{OURS}{body}{OURS}", source)
    assert found.counted
    assert QUOTED not in painted(found)
    assert found.figures.reused_characters == sum(map(str.isalpha, painted(found)))
    assert all(QUOTED[:10] not in one.text for one in sheet(found, SAY).weightiest)
    if any(QUOTED in match.draft.text for match in found.counted):
        assert "字属引文或公文格式，不计入" in shown(found)


def test_hints_fit_the_kind_of_document() -> None:
    letter = shown(checked(f"{HEAD}{LETTER}{END}", f"{HEAD}{LETTER}"))
    assert "正如" not in letter
    assert "换成自己的话，写本地的事，或删" in letter
    rule = shown(checked(RULE.format(place="西岭", body=THEIRS, last="五"), SOURCE))
    assert "改成本地的规定，或删" in rule
    assert "加引号" not in rule
    speech = shown(checked(f"在企业家座谈会上的讲话\n同志们：\n{LETTER}", f"{HEAD}{LETTER}"))
    assert "正如……所说" in speech


@pytest.mark.parametrize(
    "before",
    ["根据《优化营商环境条例》第四条规定，", "前年冬天老周在锅炉房门口说过一句，", "镇里的干部挨家挨户又问了一遍，"],
)
def test_a_clause_that_the_source_lacks_is_no_short_piece_of_it(before: str) -> None:
    """It stands before copied words in one sentence."""
    taken = "对餐饮、药店、健身房等20个行业，把多张许可证合成一张综合许可凭证，店主只填一张表、只跑一个窗口"
    source = f"云麓区优化营商环境工作方案\n一、任务\n{taken}。\n由区行政审批局牵头，五月底前完成系统改造，六月起试行。"
    found = checked(f"永丰县做法\n{OURS}\n{before}{taken}。\n{OURS}", source)
    assert found.runs
    assert not [run for run in found.runs if before[:-1] in found.draft.text[run.start : run.end]]
    listed = shown(found).partition("零散相同的短句")[2].partition("各项数字")[0]
    assert before[:-1] not in listed
