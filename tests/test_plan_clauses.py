# ruff: noqa: E501 - a text stands in one line
"""What any plan, appeal and speech has in the same words is form; a body that was copied hides in none of it."""

from __future__ import annotations

import re

import pytest
from test_structure import BODIES, PROSE

from simcheck import Document, Report, compare
from simcheck.text.formal_clauses import of_any_plan
from simcheck.text.frame import frame
from simcheck.text.plan_clauses import Section
from simcheck.text.set_headings import set_heading
from simcheck.text.structure import structure

PLAN = """{title}实施方案

为深入贯彻落实党中央、国务院决策部署，按照省委、省政府和市委、市政府工作要求，结合我县实际，制定本方案。

一、指导思想

以习近平新时代中国特色社会主义思想为指导，全面贯彻党的二十大和二十届二中、三中全会精神，坚持以人民为中心的发展思想，统筹推进{about}各项工作。

二、工作目标

{goal}

三、重点任务

{tasks}

四、实施步骤

（一）动员部署阶段（{year}年3月至4月）。
（二）全面实施阶段（{year}年5月至10月）。
（三）总结验收阶段（{year}年11月至12月）。

五、保障措施

（一）加强组织领导。成立由县长任组长，分管副县长任副组长，县直有关部门主要负责人为成员的工作领导小组，领导小组办公室设在{office}，办公室主任由{office}局长兼任。
（二）强化督导考核。将工作纳入年度绩效考核，对工作不力、进度迟缓的单位予以通报批评。
（三）加大宣传力度。充分利用广播、电视、微信公众号等载体广泛宣传，营造良好氛围。
"""
OURS = {
    "title": "柳泉县高标准农田管护", "about": "高标准农田管护", "year": "2026", "office": "县农业农村局",
    "goal": "建成的农田里，路不断、渠不堵、井不锈、灯不灭，坏了的三天有人修。",
    "tasks": "（一）有人管。每五百亩聘一名管护员，优先聘地头上住的人。\n\n（二）有钱修。村里从流转费里提两块，专户存着，花一笔公示一笔。",
}  # fmt: skip
THEIRS = {
    "title": "松溪县农村饮水安全提升", "about": "农村饮水安全", "year": "2025", "office": "县水利局",
    "goal": "全县的自然村喝上二十四小时不断的水，枯水期也不许停。",
    "tasks": "（一）换管。铸铁管先换主管后换支管，换一段停水不超过半天。\n\n（二）找水。枯水期断流的村由地勘队打深井，打不出水的从邻村架管。",
}  # fmt: skip


def copied_share(report: Report, said: str) -> float:
    """The share of what was said that counts."""
    return report.figures.reused_characters / sum(map(str.isalpha, said))


def test_two_plans_of_two_offices_share_form_alone() -> None:
    report = compare(PLAN.format(**OURS), [Document("另一份.txt", PLAN.format(**THEIRS))])
    assert report.figures.overlap == 0
    assert report.verdict.decision == "pass"
    assert report.figures.frame > 0.5
    assert not report.leftovers


@pytest.mark.parametrize("part", ["goal", "tasks"])
def test_what_a_plan_says_itself_counts_where_it_was_copied(part: str) -> None:
    report = compare(PLAN.format(**(OURS | {part: THEIRS[part]})), [Document("另一份.txt", PLAN.format(**THEIRS))])
    assert copied_share(report, re.sub("（.）", "", THEIRS[part])) >= 0.8


@pytest.mark.parametrize(
    "heading",
    [
        "一、指导思想",
        "一、总体要求",
        "1.1 编制目的",
        "1.4 工作原则",
        "1.3 适用范围",
        "五、保障措施",
        "（一）加强组织领导",
        "四、实施步骤",
        "六、工作要求",
        "二、存在的问题",
        "三、下一步打算",
    ],
)
@pytest.mark.parametrize("copied", [BODIES[0], PROSE, "\n".join(re.split("(?<=。)", PROSE))])
@pytest.mark.parametrize("both", [False, True])
def test_a_copied_body_hides_under_no_such_heading(heading: str, copied: str, *, both: bool) -> None:
    """Neither where the source has it as its body nor where it stands there under the same heading."""
    plan = PLAN.format(**OURS) + f"\n{heading}\n{copied}\n"
    source = PLAN.format(**THEIRS) + f"\n{heading}\n{copied}\n" if both else copied
    report = compare(plan, [Document("来源.txt", source)])
    assert copied_share(report, copied) >= 0.9
    assert report.verdict.decision == "fail"


PIECES = [piece for piece in re.split("[，。、]", PROSE) if len(piece) > 5]


@pytest.mark.parametrize(
    "dress",
    [
        "将{}纳入年度绩效考核，对工作不力的单位予以通报批评。",
        "充分利用{}广泛宣传，营造良好氛围。",
        "成立由{}任组长，分管副县长任副组长的领导小组。",
        "加强组织领导，{}，强化督导考核。",
        "领导小组办公室设在{}。",
        "全面贯彻{}精神，统筹推进各项工作。",
        "以习近平{}为指导。",
        "为{}提供坚强保障。",
        "本预案适用于{}。",
        "各乡镇要充分认识{}的重要意义，抓紧抓好。",
        "把{}列入重要议事日程。",
        "虽然{}取得一定成绩，但还存在一些问题。",
        "为做好{}工作，制定本方案。",
    ],
)
@pytest.mark.parametrize("heading", ["一、指导思想", "五、保障措施", "1.1 编制目的", "二、存在的问题"])
def test_a_body_in_pieces_hides_in_no_clause_of_a_plan(dress: str, heading: str) -> None:
    said = "\n".join(dress.format(piece) for piece in PIECES)
    plan = f"防汛实施方案\n{heading}\n{said}\n二、工作目标\n路不断、渠不堵。\n"
    for source in (PROSE, f"防汛实施方案\n{heading}\n{said}\n二、工作目标\n二十四小时不断水。\n"):
        report = compare(plan, [Document("来源.txt", source)])
        assert copied_share(report, "".join(PIECES)) >= 0.5
        assert report.verdict.decision == "fail"


WORN = [
    "今年以来，全县上下深入贯彻落实省委、省政府决策部署，坚持稳中求进工作总基调，经济社会发展取得明显成效。",
    "必须采取有力措施，认真加以解决。",
    "每半月开展一次督导检查，检查结果贴到村口。",
    "把宣传车开到地头，喇叭里放村里人录的话。",
]


@pytest.mark.parametrize("said", WORN)
@pytest.mark.parametrize("section", ["aims", "guiding", "measures"])
def test_what_somebody_thought_of_is_of_no_plan(said: str, section: Section) -> None:
    assert not of_any_plan(said.rstrip("。"), section)


def test_such_clauses_are_form_in_their_section_alone() -> None:
    said = "将工作纳入年度绩效考核，对工作不力、进度迟缓的单位予以通报批评。"
    for text, framed in (
        (f"防汛实施方案\n一、重点任务\n{said}\n二、保障措施\n堤上要有人。", False),
        (f"防汛实施方案\n一、保障措施\n（一）强化督导考核\n{said}\n二、重点任务\n堤上要有人。", True),
    ):
        start = text.index(said)
        assert any(a <= start < b for a, b in frame(text)) is framed


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("（一）动员部署阶段（2026年3月至4月）", True),
        ("（二）全面实施阶段（2026年5月1日—2028年10月底）", True),
        ("（三）总结验收阶段（把堤上的石头一块块数清）", False),
    ],
)
def test_a_stage_with_its_months_is_a_heading(line: str, *, expected: bool) -> None:
    assert set_heading(line) is expected


APPEAL = """{title}倡议书
全县广大干部群众：
{body}
让我们携起手来，从我做起，从现在做起，从身边小事做起，共同营造文明、节俭、和谐的社会新风尚，为建设美丽家园贡献自己的一份力量！
{office}
{year}年3月22日
"""


def test_appeals_call_in_the_same_words() -> None:
    ours = APPEAL.format(title="节约用水", body=BODIES[0], office="柳泉县水利局", year=2026)
    theirs = APPEAL.format(title="移风易俗", body=BODIES[2], office="松溪县民政局", year=2025)
    report = compare(ours, [Document("另一份.txt", theirs)])
    assert report.figures.overlap == 0
    copied = compare(ours, [Document("另一份.txt", theirs.replace(BODIES[2], BODIES[0]))])
    assert copied_share(copied, BODIES[0]) >= 0.95


RULE = """{title}管理办法
第一章　总则
第一条　为加强{title}管理，提高使用效率，根据有关规定，结合我县实际，制定本办法。
第二章　使用
第二条　{body}
第三章　附则
第三条　本办法由{office}负责解释。
第四条　国家和省另有规定的，从其规定。
第五条　各乡镇可以根据本办法制定实施细则。
第六条　本办法自印发之日起施行，有效期五年。《{title}管理暂行规定》（政办〔2019〕7号）同时废止。
"""


def test_the_last_chapter_of_a_rule_is_form() -> None:
    ours = RULE.format(title="村级冷库", body=BODIES[0], office="县农业农村局")
    closing = [ours[part.start : part.end] for part in structure(ours) if part.kind == "closing"]
    assert "".join(closing) == "".join(ours[ours.index("第三条") :].split("\n"))
    theirs = RULE.format(title="公务用车", body=BODIES[2], office="县机关事务管理局")
    assert compare(ours, [Document("另一份.txt", theirs)]).figures.overlap == 0
    copied = compare(ours, [Document("另一份.txt", theirs.replace(BODIES[2], BODIES[0]))])
    assert copied_share(copied, BODIES[0]) >= 0.95


@pytest.mark.parametrize("copied", BODIES)
def test_a_copied_body_hides_in_no_last_chapter(copied: str) -> None:
    lines = [
        f"第{at}条　{line}" for at, line in zip("三四五六七八九", re.split("(?<=。)", copied), strict=False) if line
    ]
    ours = RULE.format(title="村级冷库", body="坏了的三天有人修。", office="县农业农村局").replace(
        "第三条　", "\n".join(lines) + "\n第十条　"
    )
    report = compare(ours, [Document("来源.txt", copied)])
    assert copied_share(report, copied) >= 0.8


OFFICES = (
    {"place": "柳泉县", "about": "防汛备汛", "office": "水利局", "year": 2026, "body": BODIES[0]},
    {"place": "松溪县", "about": "校园食品安全", "office": "教育局", "year": 2025, "body": BODIES[2]},
)
FORMS = {
    "预案": "{place}{about}应急预案\n1 总则\n1.1 编制目的\n为建立健全{about}应急工作机制，提高应急处置能力，最大限度减少人员伤亡和财产损失，维护社会稳定，制定本预案。\n1.2 编制依据\n"
    "依据《中华人民共和国突发事件应对法》等法律法规，结合我县实际，制定本预案。\n1.3 适用范围\n本预案适用于本县行政区域内{about}突发事件的应对工作。\n1.4 工作原则\n以人为本、预防为主，统一领导、分级负责，快速反应、协同应对。\n"
    "2 措施\n{body}\n3 附则\n3.1 本预案由县{office}负责解释。\n3.2 本预案自印发之日起实施。\n",
    "总结": "{place}{office}{year}年工作总结\n{year}年，在县委、县政府的坚强领导下，在市局的精心指导下，我局以习近平新时代中国特色社会主义思想为指导，深入贯彻党的二十大精神，紧紧围绕{about}中心工作，真抓实干，开拓创新，"
    "各项工作取得了新的成效。现将有关情况总结如下：\n一、主要工作及成效\n{body}\n二、存在的问题\n虽然取得了一定成绩，但与上级要求和群众期盼相比，还存在一些差距和不足。\n三、下一步打算\n"
    "下一步，我局将进一步提高政治站位，强化责任担当，狠抓工作落实，奋力推动{about}工作再上新台阶。\n{place}{office}\n{year}年12月20日\n",
    "主持词": "{about}工作会议主持词\n同志们：\n现在开会。经县委、县政府同意，今天我们召开全县{about}工作会议，主要任务是贯彻落实上级会议精神，安排部署下一阶段工作。参加今天会议的有县委、县政府领导，各乡镇、各部门主要负责同志。"
    "今天的会议共有三项议程。下面，进行第一项议程，请副县长通报有关情况。\n下面，请县长作重要讲话，大家欢迎！\n{body}\n同志们，刚才县长作了重要讲话，讲得非常深刻，非常到位，具有很强的针对性和指导性，希望大家认真学习领会，抓好贯彻落实。"
    "今天的会议到此结束，散会。\n",
    "公告": "{place}人民政府关于{about}的公告\n为加强{about}管理，根据有关法律法规，结合我县实际，现将有关事项公告如下：\n一、{body}\n二、对违反本公告的行为，由有关部门依法依规予以处罚；构成犯罪的，依法追究刑事责任。\n"
    "三、任何单位和个人有权对违反本公告的行为进行举报，举报电话：12345。\n四、本公告自发布之日起施行。\n特此公告。\n{place}人民政府\n{year}年2月10日\n",
    "通知": "关于开展{about}专项整治的通知\n各乡镇人民政府：\n为进一步加强{about}工作，切实保障人民群众生命财产安全，经研究，决定在全县开展{about}专项整治行动。现将有关事项通知如下：\n一、整治时间\n即日起至{year}年6月30日。\n"
    "二、整治内容\n{body}\n三、工作要求\n（一）提高思想认识。各乡镇要充分认识开展{about}专项整治的重要意义，切实增强责任感和紧迫感，把此项工作列入重要议事日程，抓紧抓好。\n"
    "（二）加强组织领导。各乡镇要成立专项整治工作领导小组，主要领导亲自抓，分管领导具体抓，一级抓一级，层层抓落实。\n{place}{office}\n{year}年3月6日\n",
}


@pytest.mark.parametrize("kind", FORMS)
def test_documents_of_two_offices_share_form_alone(kind: str) -> None:
    ours, theirs = (FORMS[kind].format(**office) for office in OFFICES)
    start, end = ours.index(BODIES[0]), ours.index(BODIES[0]) + len(BODIES[0])
    assert all(b <= start or a >= end for a, b in frame(ours))
    report = compare(ours, [Document("另一份.txt", theirs)])
    assert report.figures.overlap <= 0.03
    copied = compare(ours, [Document("另一份.txt", theirs.replace(BODIES[2], BODIES[0]))])
    assert copied_share(copied, BODIES[0]) >= 0.95


@pytest.mark.parametrize(
    "dress",
    [
        "下面，请{}讲话，大家欢迎！",
        "参加今天会议的有{}。",
        "刚才，{}作了发言，讲得都很好。",
        "这次会议是{}决定召开的。",
        "对违反本公告的行为，由{}依法予以处罚。",
        "任何单位和个人有权对{}进行举报。",
        "刚才{}作了重要讲话，希望大家认真学习领会。",
    ],
)
@pytest.mark.parametrize("where", [0, 1])
def test_a_body_in_pieces_hides_in_no_word_of_a_host_or_of_a_notice(dress: str, where: int) -> None:
    said = "".join(dress.format(piece) for piece in PIECES)
    lines = ["在全县工作会议上的讲话", "同志们：", "我们自己的事情自己先办好，山路要修，河要清。"]
    lines.insert(2 + where, said)
    report = compare("\n".join(lines), [Document("来源.txt", PROSE)])
    assert copied_share(report, "".join(PIECES)) >= 0.5
    assert report.verdict.decision == "fail"


HEAD = "在2026年全县农业农村工作会议上的讲话\n柳泉县人民政府县长　周立民\n（2026年2月27日）\n同志们：\n"
RITUAL = "经县委、县政府研究，今天召开全县农业农村工作会议，主要任务是总结去年工作，安排今年任务。刚才，五位同志作了发言，讲得都很好。下面，我讲三点意见。"
FIGURES = "过去一年，全县粮食总产达到{}万吨，增长{}%；农村居民人均可支配收入{}元；新建高标准农田{}万亩，红薯粉条加工产值突破{}亿元。"


@pytest.mark.parametrize(
    "opening",
    [
        "这次会议是县委、县政府决定召开的。刚才，三个乡镇和两个部门作了交流发言，大家都很受启发。下面，我再讲几点意见。",
        "这回把大家请来，县委、县政府商量过两回。三个乡镇先说了，说的都是地里的话。我也说几句。",
        "县委、县政府议了两次，才把这个会放在今天。听完五个乡镇的话，我心里有了底。",
        RITUAL,
        "刚才，几位同志的发言都很好，听了以后很受启发。会上，水利局汇报了情况，讲得非常实在。下面，我讲几点意见。",
    ],
)
def test_title_block_and_ritual_opening_are_form_whatever_the_source_begins_with(opening: str) -> None:
    draft = (
        f"{HEAD}{RITUAL}\n{FIGURES.format('43.1', '4.4', '20110', '4.7', '11')}\n这些成绩是大家干出来的。{BODIES[0]}"
    )
    head = HEAD.replace("2026", "2025").replace("27日", "26日")
    source = f"{head}{opening}\n{FIGURES.format('41.3', '2.4', '18745', '5.2', '9')}\n{BODIES[2]}"
    report = compare(draft, [Document("往年.txt", source)])
    body = sum(map(str.isalpha, FIGURES.format("", "", "", "", "")))
    assert report.figures.reused_characters <= body
