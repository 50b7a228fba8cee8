# ruff: noqa: E501 - a text stands in one line
"""Documents that are cited: by name and number without quotation marks, by article, by a meeting; and what hides so."""

from __future__ import annotations

import pytest

from simcheck import Document, Report, compare
from simcheck.judge.attributed import attributed, named_documents
from simcheck.reporters import text as plain
from simcheck.text.classes import told

NAME = "关于切实做好2025年主汛期防汛工作的通知"
OFFICE = "平岗市人民政府办公室"
NUMBER = "（平政办发〔2025〕17号）"
DUTY = "险情信息首报不得超过半小时，续报不得超过一小时，严禁迟报、漏报、瞒报。"
RISKS = (
    "以城中村地下空间、山洪沟口、尾矿库、在建涉水工程为重点，逐处建立台账。"
    "排查中发现的险情能当天处置的当天处置，一时处置不了的要先撤人、再封路、后抢修。"
    "市应急管理局要在三个片区预置冲锋舟24艘、编织袋18万条、移动泵车9台。"
    "通信、电力部门各组建两支抢修队伍，接到指令后四十分钟内出发。"
)
NOTICE = f"""{OFFICE}文件

平政办发〔2025〕17号

{OFFICE}{NAME}

各县（区）人民政府，市政府各部门：

据市气象局预测，今年6月下旬至8月上旬，我市降雨量较常年偏多两到三成，沙河可能发生超警戒水位洪水。

一、压实责任
{RISKS}
二、严格值守
主汛期实行领导带班和二十四小时值班制度。{DUTY}

{OFFICE}
2025年5月28日
"""
SOURCE = Document("02-平岗市防汛通知.txt", NOTICE)


def plan(words: str, more: str = "") -> str:
    return (
        f"永丰县2026年主汛期防汛工作方案\n\n一、值守要求\n{words}"
        "我县照此办理，并在此基础上每天早晨七点由各乡镇报一次平安。\n"
        f"二、队伍\n县里组一支六十人的民兵应急连，住在人武部，夜里鞋不离床边。{more}"
    )


def checked(draft: str, source: Document = SOURCE) -> Report:
    return compare(Document("稿.txt", draft), [source])


CITATIONS = [
    f"{OFFICE}《{NAME}》要求，",
    f"《{OFFICE}{NAME}》要求，",
    f"{OFFICE}《{NAME}》{NUMBER}要求，",
    f"按照《{NAME}》{NUMBER}要求，",
    f"根据{OFFICE}《{NAME}》{NUMBER}的有关要求，",
    f"《{NAME}》{NUMBER}明确：",
    f"按照《{NAME}》（平政办发〔2025〕17号，以下简称《通知》）要求，",
    "按照平政办发〔2025〕17号文件要求，",
]


@pytest.mark.parametrize("before", CITATIONS)
def test_a_clause_of_a_peers_document_by_its_name_or_number_is_a_citation(before: str) -> None:
    found = checked(plan(before + DUTY))
    assert found.figures.overlap == 0
    assert found.verdict.decision == "pass"
    assert found.figures.total > 0
    assert checked(plan(DUTY)).figures.overlap > 0.2  # nobody is named


@pytest.mark.parametrize(
    "before",
    [
        f"永丰县人民政府办公室《{NAME.replace('2025', '2026')}》（永政办发〔2026〕3号）要求，",
        "《永丰县2026年主汛期防汛工作方案》要求，",
        "按照永政办发〔2026〕3号文件要求，",
        "《森林防火条例》规定，",
        "《通知》要求，",
        "会议要求，",
    ],
)
def test_the_name_of_another_document_exempts_nothing(before: str) -> None:
    assert checked(plan(before + DUTY)).figures.reused_characters >= 25


def test_a_name_before_every_sentence_launders_no_document() -> None:
    """Each sentence is cited, and together they are the notice: all of them count, and the hint says why."""
    sentences = [one + "。" for one in f"{RISKS}{DUTY}".split("。") if one]
    draft = plan("".join(CITATIONS[at % 4] + one for at, one in enumerate(sentences)))
    found = checked(draft)
    assert found.verdict.decision == "fail"
    assert found.figures.reused_characters >= 0.8 * sum(map(str.isalpha, "".join(sentences)))
    shown = plain.render(found, language="zh").replace("\n", "").replace(" ", "")
    assert "文中已写明引自该文件，但照录较多且未加引号" in shown
    assert "来源不是原文" not in shown


def test_a_citation_exempts_its_sentence_and_no_further_one() -> None:
    found, bare = checked(plan(CITATIONS[2] + DUTY + RISKS)), checked(plan(DUTY + RISKS))
    assert found.figures.reused_characters >= bare.figures.reused_characters - sum(map(str.isalpha, DUTY)) - 2
    assert found.verdict.decision == "fail"


def test_names_and_numbers_of_documents_are_no_copied_words() -> None:
    """What two drafts are based on has one name in both."""
    named = f"根据{OFFICE}《{NAME}》{NUMBER}、《平岗市水库安全度汛专项检查工作方案》（平水〔2025〕8号），"
    found = checked(plan(f"{named}{DUTY}"), Document("源.txt", f"清溪镇汛期安排\n{named}{DUTY}各村照办。"))
    assert found.figures.reused_characters <= sum(map(str.isalpha, DUTY)) + 2


def test_sentences_in_the_marks_of_a_name_are_no_names() -> None:
    pieces = [one for one in RISKS.replace("。", "，").split("，") if len(one) > 12]
    for dressed in ("，".join(f"《{one}》" for one in pieces), "，".join(f"《{one}的通知》" for one in pieces)):
        found = checked(plan(f"抓好{dressed}。"))
        assert found.figures.overlap > 0.2, dressed
    assert not list(named_documents("《险情首报不超过半小时，续报不超过一小时》"))


def test_a_draft_that_cites_nothing_of_a_notice_but_its_name_shares_nothing() -> None:
    found = checked(plan(f"认真落实{OFFICE}《{NAME}》{NUMBER}，"))
    assert found.figures.overlap == 0
    assert found.verdict.decision == "pass"


FIFTH = "生产经营单位的主要负责人是本单位安全生产第一责任人，对本单位的安全生产工作全面负责。"
FIFTH_TOO = "其他负责人对职责范围内的安全生产工作负责，每月到车间走一遍，看一看机器旁边站的是谁。"
FOURTH = "生产经营单位必须遵守本法和其他有关安全生产的法律、法规，加强安全生产管理，建立健全全员安全生产责任制。"
LAW = f"第四条　{FOURTH}\n第五条　{FIFTH}{FIFTH_TOO}\n第六条　从业人员有依法获得安全生产保障的权利，并应当依法履行安全生产方面的义务。"
OWN = "去年我们查了五十四家砖厂、石材厂，能把这两条说完整的老板只有三个，有一个说他只管卖石头。话说得实在，可出了事，法院传的不是看门的。石材厂的行车钢丝绳，断了两股还在吊，我亲眼见过。从本周起，检查表不许写基本符合，不符合的写清楚哪颗螺丝、谁去拧、哪天拧好。"


@pytest.mark.parametrize("source_class", ["authority", "peer"])
def test_further_sentences_of_an_article_are_of_its_citation(source_class: str) -> None:
    law = Document("法.txt", f"中华人民共和国安全生产法（摘录）\n\n{LAW}", source_class=source_class)  # type: ignore[arg-type]
    found = checked(f"{OWN}《安全生产法》第五条规定，{FIFTH}{FIFTH_TOO}{OWN}", law)
    assert found.figures.overlap == found.figures.authority == 0
    assert [match.ignored for match in found.matches] == ["quotation"] * len(found.matches)


def test_an_article_is_cited_as_far_as_it_goes() -> None:
    """What follows it in the draft is no part of it: another article, or a sentence that was changed."""
    law = Document("法.txt", f"中华人民共和国安全生产法\n\n{LAW}", source_class="peer")
    other = checked(f"{OWN}《安全生产法》第五条规定，{FIFTH}{FIFTH_TOO}{FOURTH}{OWN}", law)
    assert other.figures.reused_characters >= sum(map(str.isalpha, FOURTH)) - 4
    speech = Document("讲话.txt", f"在安全生产会议上的讲话\n同志们：\n{FIFTH}{FIFTH_TOO}{OWN}")
    assert checked(f"《安全生产法》第五条规定，{FIFTH}{FIFTH_TOO}", speech).figures.overlap > 0.5


@pytest.mark.parametrize("suffix", ["（摘录）", "（节选）", "摘录", "（2021年修正）（节选）"])
def test_an_excerpt_of_a_law_is_a_law(suffix: str) -> None:
    assert told(Document("04.txt", f"中华人民共和国安全生产法{suffix}\n\n第五条　{FIFTH}")) == "authority"
    assert told(Document("04.txt", f"清溪县公务用车管理办法{suffix}\n\n第五条　{FIFTH}")) == "peer"


PLAN = """云麓区2025年优化营商环境工作方案

一、重点任务
（一）推行“一业一证”改革。对餐饮、药店、健身房等20个行业，把多张许可证合成一张综合许可凭证，店主只填一张表、只跑一个窗口。
（二）设立企业“吐槽日”。每月15日，区政府领导轮流在政务大厅坐班听企业倒苦水，记下的问题当场分办，十个工作日内公布处理结果。
（三）规范涉企检查。除食品安全、安全生产等领域外，对同一家企业一年内的入企检查不得超过两次，企业有权拒绝没有登记的检查。
"""
TAKEN = [line.partition("。")[2] for line in PLAN.splitlines() if line.startswith("（")]
MEETING = (
    "，定下了三件事。建一座面向个体户的夜间窗口，由行政审批局在三月底前开出来，人手从各科轮流抽，晚上八点半关门。"
    "窗口门口摆两条长凳，等的人可以坐下来喝口热水，墙上挂一面钟，几点来的、几点走的，都记在本子上。"
)


@pytest.mark.parametrize(
    "says", ["会议强调：", "会议指出，", "会上强调：", "县委书记强调：", "要求：", "县委经济工作会议强调："]
)
@pytest.mark.parametrize("form", ["会议纪要", "讲话"])
def test_what_a_plan_says_was_said_by_no_meeting(says: str, form: str) -> None:
    draft = f"永丰县优化营商环境专题{form}\n2月6日上午，县长邱建业主持召开专题会议{MEETING}\n"
    draft += "\n".join(f"{says}“{one}”" for one in TAKEN)
    found = checked(draft, Document("方案.txt", PLAN))
    assert found.verdict.decision == "fail"
    assert found.figures.reused_characters >= 0.8 * sum(map(str.isalpha, "".join(TAKEN)))
    assert found.figures.unverified_quotations > 0.3
    told = "".join(plain.render(found, language="zh").split())
    assert "已加引号，但写明的出处与来源不符" in told
    assert "加引号并注明" not in told


def test_a_plan_that_gives_a_meetings_words_can_be_quoted_as_its() -> None:
    said = f"县委经济工作会议强调：{TAKEN[0]}"
    source = Document("方案.txt", f"云麓区2025年工作方案\n\n一、总的考虑\n{said}各街道照办。")
    found = checked(f"{MEETING}\n县委经济工作会议强调：“{TAKEN[0]}”{MEETING}", source)
    assert found.figures.overlap == 0


def test_in_minutes_a_meeting_without_a_name_is_their_own() -> None:
    """A neighbour's minutes say 会议指出 of their own meeting."""
    said = (
        "辖区23个老旧小区中有14个没有物业公司，垃圾没人收、路灯没人修、电动车在楼道里充电，居民意见集中在这三件事上。"
    )
    source = Document("纪要.txt", f"红旗街道物业管理专题会议纪要\n\n会议指出，{said}\n出席：李卫东、孙丽")
    quoted = f"会议指出：“{said}”{MEETING}"
    assert checked(f"松山街道物业管理专题会议纪要\n\n{quoted}", source).figures.overlap > 0.2
    of_another = f"红旗街道的会议指出：“{said}”{MEETING}"
    assert checked(f"在全县城管工作会上的讲话\n同志们：\n{MEETING}{of_another}", source).figures.overlap == 0


def test_most_of_a_short_draft_is_no_quotation() -> None:
    """Words quoted by name are bounded by the share of the draft, however short it is."""
    quoted = "".join(f"《云麓区2025年优化营商环境工作方案》提出：“{one}”" for one in TAKEN)
    assert checked(f"{quoted}我县学着办。", Document("方案.txt", PLAN)).verdict.decision == "fail"
    one = f"《云麓区2025年优化营商环境工作方案》提出：“{TAKEN[0]}”"
    assert checked(f"{MEETING}{one}{MEETING}", Document("方案.txt", PLAN)).figures.overlap == 0


def test_who_is_named_stands_with_the_number() -> None:
    text = f"按照《{NAME}》{NUMBER}要求，{DUTY}"
    [one] = attributed(text)
    assert (one.name, one.number) == (NAME, "平政办发202517号")
    assert text[one.start : one.end] == text
    assert text[one.naming :] == DUTY


def test_short_pieces_of_a_body_before_numbers_of_documents_are_no_numbers() -> None:
    """Each is shorter than what makes a copy; together they are one."""
    pieces = [RISKS[at : at + 11] for at in range(0, 110, 11)]
    source = Document("源.txt", f"防汛工作怎么做\n{RISKS}{DUTY}各村照办。")
    found = checked(plan("".join(f"{one}〔2026〕1号，" for one in pieces)), source)
    bare = checked(plan("，".join(pieces)), source)
    assert found.figures.reused_characters >= 0.6 * bare.figures.reused_characters > 30
