"""Leftovers that nothing about them tells: names by where they stand, days without a month, small figures of a fact."""

from __future__ import annotations

import pytest

from simcheck import Document, Identity, compare
from simcheck.proof.blanks import blanks
from simcheck.proof.gazetteer import above, places, stem_of
from simcheck.proof.identity import identity_of
from simcheck.proof.lives import years_of_one
from simcheck.proof.names import names
from simcheck.proof.numbers import is_bound, numbers
from simcheck.proof.slots import slots
from simcheck.proof.things import things
from simcheck.proof.towns import towns
from simcheck.proof.wider import of_theirs

COMMON = (
    "护堤的人手要提前排好，白天两人一班，夜里三人一班，谁脱岗谁写检查，物资要点清数目，沙袋码齐，船要试水，灯要试亮。"
)


def found(said: str, place: str = "杏坪县", other: str = "柳沟县") -> set[str]:
    """What is found in a draft of one place that took a paragraph, and what is said, from the speech of another."""
    draft = f"在{place}护堤工作会议上的讲话\n（2026年5月6日）\n同志们：\n{place}今年雨早。\n{COMMON}{said}"
    source = f"在{other}护堤工作会议上的讲话\n（2025年5月8日）\n同志们：\n{COMMON}{said}"
    return {one.text for one in compare(draft, [Document("源", source)]).leftovers}


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("沙石料由鸣凤、南坪两个街道筹集。", {"鸣凤", "南坪"}),
        ("九里墩、柴家堰两处险工要加固。", {"九里墩", "柴家堰"}),
        ("槐树滩、石埠两地发现管涌。", {"槐树滩", "石埠"}),
        ("堤顶路由恒昌路桥承建，砂石与邮乐购合作供应。", {"恒昌路桥", "邮乐购"}),
        ("监理单位为宏图工程咨询公司，负责到底。", {"宏图工程咨询公司"}),
        ("物资堆在便河路北侧，谁动谁签字。", {"便河路"}),
        ("前天上午，各位察看了水情，参观了云麓书院。", {"云麓书院"}),
        ("羊街至牛坝的堤段最险。", {"羊街", "牛坝"}),
        ("站长甄大同守在闸上。", {"甄大同"}),
        ("第七届龙舟文化节照常举行。", {"第七届龙舟文化节"}),
        ("沙袋存在观音渡口，谷岗垃圾中转站停用。", {"谷岗"}),
        ("四十里铺的堤最矮。", {"四十里铺"}),
        ("护河员罗开全守了十七年。", {"罗开全"}),
        ("坪上、岩背后两处滑坡体要盯住。", {"坪上", "岩背后"}),
        ("局长字晗林守在堤上。", {"字晗林"}),
        ("感谢柳沟矿务局捐赠沙袋。", {"柳沟矿务局"}),
        ("闸门由山东博凡团队打造。", {"山东博凡"}),
        ("联系人纪玉兰，随叫随到。", {"纪玉兰"}),
    ],
)
def test_names_are_told_by_where_they_stand(said: str, left: set[str]) -> None:
    told = found(said)
    assert all(any(name in one or one in name for one in told) for name in left), told


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("今年4月堤脚塌过一次。", "4月"),
        ("每月15日前报一次水情。", "15日"),
        ("下午三点半在堤上集合。", "下午三点半"),
        ("沙袋在2025年底前备齐。", "2025年底"),
        ("5月1日前全部到岗。", "5月1日"),
        ("6月底前验收。", "6月底"),
        ("堤闸建于1974年。", "1974年"),
        ("全乡设观测点8个，专人看守。", "8个"),
        ("塌方造成2人受伤，教训深刻。", "2人"),
        ("累计备沙袋1300余只。", "1300余只"),
        ("守堤守了九天，人没有合眼。", "九天"),
        ("考核列全市第3位。", "列全市第3位"),
        ("材料报送至ldfx@126.com。", "ldfx@126.com"),
        ("项目编号：LGSL2025-0316。", "LGSL2025-0316"),
        ("凌晨堤上气温-6.8℃，手都冻僵了。", "-6.8℃"),
        ("3月在堤上查过一次险。", "3月"),
        ("新堤2026年秋季前合龙。", "2026年秋季"),
        ("水位比去年高三成，人心不慌。", "三成"),
        ("款项汇至账户201000123456789。", "201000123456789"),
        ("修堤跑了四个月手续。", "四个月"),
    ],
)
def test_days_and_small_figures_of_a_fact(said: str, left: str) -> None:
    assert left in found(said)


@pytest.mark.parametrize(
    "said",
    [
        "设备间周转24小时不停，观察满30分钟再走，堤脚500米内不许取土。",
        "每年6月至9月是汛期，每周三下午巡堤。",
        "正月十五、五月初五照常值班。",
        "焦裕禄同志在兰考工作了475天，1964年去世。",
        "2024年2月23日，江苏南京的火灾夺去多人生命。",
        "坚持和发展新时代“枫桥经验”，不讲困难。",
        "我们党从石库门走到天安门，从来没有怕过水。",
        "安全由乡长负总责，谁也不许推。",
        "中国以占世界9%的耕地养活了近20%的人口。",
        "到2035年建成水利强国。",
        "慎砍树、禁挖山、不填湖，护住堤。",
        "实地考察情况挺好，不必再议。",
        "国庆假期小客车高速公路免费通行，时间为10月1日00:00至10月8日24:00。",
        "1882年，科赫发现结核杆菌，患者治疗6至8个月可以治愈。",
        "致电团县委报名，我县有高速出入口。",
        "2018年9月2日，巴西国家博物馆大火烧毁2000万件藏品。",
        "2019年，木里火灾30名勇士牺牲，全国降半旗志哀。",
        "免征增值税的政策执行至2027年12月31日，减按25%计入。",
        "端午临中夏，带队教师与学生比例不低于1:15。",
        "缴费满15年的按月领取养老金，失业保险金领取期限最长24个月。",
        "逃生时弯腰低姿，咨询跨关区调拨。",
        "福如东海、寿比南山，人不负青山。",
        "全国60岁以上老年人口达到2.97亿人。",
        "城乡居民医保个人缴费标准为每人每年400元。",
        "第0、3、7、14、28天各接种1剂疫苗。",
        "大庆精神、红旗渠精神、塞罕坝精神激励着一代代人。",
        "隐蔽战线的李克农、钱壮飞、胡底同志，把名字藏进了历史。",
    ],
)
def test_what_any_text_may_say(said: str) -> None:
    assert found(said) == set()


def test_the_city_of_the_source_is_its_own_and_not_elsewhere() -> None:
    assert of_theirs("寻甸县", "通海县") == {"昆明市", "昆明"}
    told = found("这件事昆明市交通运输局约谈过。", "通海县", "寻甸县")
    assert any("昆明" in one for one in told)
    assert not any("昆明" in one for one in found("这件事昆明市交通运输局约谈过。", "通海县", "江川区"))


def test_divisions_without_their_peoples() -> None:
    assert above("桓仁县") == above("桓仁满族自治县") != frozenset()
    assert [stem_of(one) for one in ("内蒙古自治区", "巴音郭楞蒙古自治州", "道县")] == ["内蒙古", "巴音郭楞", "道"]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("壶关县民政局来函", ["壶关县"]),
        ("关于婺源县民宿的报告", ["婺源县"]),
        ("沂源县鲁村镇人民政府", ["沂源县", "鲁村镇"]),
        ("景德镇市人民政府", ["景德镇市"]),
        ("安娜·穆勒市长致辞", []),
        ("在“诗画黟县”推介会上", ["黟县"]),
        ("共绘乡村全面振兴", []),
        ("诚邀贵区来访", []),
    ],
)
def test_names_of_places_at_the_edges_of_words(text: str, named: list[str]) -> None:
    assert [text[start:end] for start, end in places(text)] == named


@pytest.mark.parametrize(
    ("text", "place", "year"),
    [
        ("会议主持词\n同志们：\n落实盐城市委部署。\n散会。\n沭阳县委办公室", "沭阳县", None),
        ("关于小区停车的答复\n代表：\n收悉。\n重庆市涪陵区城市管理局\n2026年6月30日", "涪陵区", 2026),
        ("庆元县林业局2025年工作总结和2026年工作思路\n2026年要种树，2026年要修路。", "庆元县", 2025),
        ("桃花潭镇党政联席会议纪要\n请抄泾县防汛指挥部。", "桃花潭镇", None),
    ],
)
def test_whose_a_text_is_its_first_and_last_lines_say(text: str, place: str, year: int | None) -> None:
    assert identity_of(Document("稿", text)) == Identity(place, year)


def test_a_county_that_is_said_without_its_ending() -> None:
    assert list(towns("绥江是移民县，玉门的戈壁上出过铁人。")) == [("绥江", "绥江县"), ("玉门", "玉门市")]
    draft = "在驻村干部座谈会上的讲话\n（2026年4月14日）\n同志们：\n绥江的山高。\n" + COMMON
    source = "在驻村干部座谈会上的讲话\n（2025年4月16日）\n同志们：\n" + COMMON
    assert compare(draft, [Document("源", source)]).identity == Identity("绥江县", 2026)


def test_words_that_are_no_names() -> None:
    for text in (
        "卡介苗出生时接种1剂",
        "麻腮风疫苗8月龄",
        "报体卫艺股审核",
        "重点查索证索票",
        "唐家村党总支书记",
        "在仪式时致辞说",
        "城市管理局",
    ):
        known = [*names(text), *things(text)]
        assert not [*known, *slots(text, known)], text


def test_a_year_long_ago_is_not_that_of_a_text() -> None:
    text = "防火宣传\n进山不带火。\n2009年3月30日的大火烧了三天，2009年的教训不能忘。"
    assert identity_of(Document("稿", text)).year is None


def test_years_of_one_and_of_all() -> None:
    text = "他1987年参加工作，自2003年结对以来没有断过。红军1934年出发。新中国成立于1949年。"
    assert [text[start:end] for start, end in years_of_one(text)] == ["1987年", "2003年"]


def test_ages_and_bounds() -> None:
    for text, bound in (("4岁男孩", False), ("65岁老人", True), ("不少于2600份", False), ("不少于3次", True)):
        assert [is_bound(text, one.start, one.end) for one in numbers(text)] == [bound], text


def test_lines_of_a_form_that_who_signs_fills_in() -> None:
    form = "志愿服务承诺书\n服务岗位：________\n紧急联系人：________\n承诺人（签字）：________\n"
    assert list(blanks(form)) == []
    form = "救助申请表\n姓名：______  性别：____  籍贯：________\n申请人签字（按手印）：______    年  月  日\n"
    assert list(blanks(form)) == []
    assert [one.text for one in blanks("服务岗位：________\n综合考核列全市第X位。")] == ["________", "第X位"]


def test_a_place_to_learn_from_is_not_the_drafts_own() -> None:
    assert list(towns("要学习安吉经验，送苗到兰考，像寿光、昆山那样干。")) == []
    body = COMMON + "鸡鸣塘的杨晓禾把沙袋背了三天。"
    draft = f"在全县护堤会议上的讲话\n（2026年5月6日）\n同志们：\n我县要学习安吉的做法。\n{body}"
    source = f"在全县护堤会议上的讲话\n（2025年5月8日）\n同志们：\n{body}"
    assert compare(draft, [Document("源", source)]).identity.place is None


def test_who_inspects_a_county_is_no_county() -> None:
    text = "县委巡察组巡察县交通运输局，市里督查县供销社。"
    assert [text[slice(*span)] for span in places(text)] == []
