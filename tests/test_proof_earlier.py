"""What an office's text says of its own last year, and of its neighbours in words of its own, is no leftover."""

from __future__ import annotations

import pytest

from simcheck import Document, Identity, compare

COMMON = (
    "要把便民服务点建到村口，让老人少跑路、少填表，办不成的事要说清楚为什么，不许一句话就打发走。"
    "值守的同志要把电话贴在门上，逢集的日子提前一个钟头开门，遇到拿不准的事当场打电话问，不能让人白跑一趟。"
)


def found(
    ours: str, theirs: str, mine: str = "青禾县", other: str = "青禾县", identity: Identity | None = None
) -> set[str]:
    """The leftovers of a draft of 2026 beside a text of 2025."""
    draft = f"在{mine}政务服务工作会议上的讲话\n（2026年5月6日）\n同志们：\n{mine}今年开会早。\n{COMMON}{ours}"
    source = f"在{other}政务服务工作会议上的讲话\n（2025年5月8日）\n同志们：\n{COMMON}{theirs}"
    title = source.partition("\n")[0]
    report = compare(Document("稿", draft), [Document("源", source, title=title)], identity=identity)
    for one in report.leftovers:
        assert draft[one.start : one.end] == one.text
    return {one.text for one in report.leftovers}


@pytest.mark.parametrize(
    ("ours", "theirs", "told"),
    [
        ("服务点由上年的186个增加到219个。", "服务点达到186个。", "186个"),
        ("全年办件3.42万件，比上年的2.87万件多出两成。", "全年办件2.87万件，群众满意。", "2.87万件"),
        ("在上年138公里的基础上再建管网24公里。", "今年建成管网138公里。", "138公里"),
        ("代办员每人每月补助260元，标准不变。", "代办员每人每月补助260元，按月发放。", "260元"),
        ("全县26个乡镇都设了窗口，办结率又高了。", "全县26个乡镇都设了窗口，办结率稳步提高。", "26个"),
        (
            "馆藏由83个全宗、6.1万卷增加到86个全宗、6.4万卷。",
            "馆藏由79个全宗、5.8万卷增加到83个全宗、6.1万卷。",
            "6.1万",
        ),
        ("全馆职工48人，编制数未变。", "全馆职工48人，人手偏紧。", "48人"),
        ("今年上线312人，而2025年是286人。", "2025年上线286人。", "2025年"),
        ("湖面水域面积163平方公里，今年水清了。", "湖面水域面积163平方公里，去年开始清淤。", "163平方公里"),
    ],
)
def test_an_office_compares_with_its_own_last_year(ours: str, theirs: str, told: str) -> None:
    assert told not in found(ours, theirs)
    lasts = any(word in ours for word in ("每人", "面积", "乡镇"))
    assert lasts or told in found(theirs, theirs)


def test_a_comparison_that_the_last_text_made_in_the_same_words_is_old() -> None:
    said = "全年办件3.42万件，比上年的2.87万件多出两成。"
    assert "2.87万件" in found(said, said)


def test_a_figure_that_is_told_as_this_years_is_a_leftover() -> None:
    assert "2.87万件" in found("今年以来全县办件2.87万件。", "今年以来全县办件2.87万件。")


def test_whose_figures_a_draft_compares_with_is_of_its_office() -> None:
    ours = "服务点由186个增加到219个，办件由2.87万件增加到3.42万件，云岭镇、竹坪乡走在前面。"
    theirs = "清溪县的服务点达到186个，办件2.87万件，云岭镇、竹坪乡走在前面。"
    draft = f"政务服务工作情况\n{COMMON}{ours}"
    source = Document("源", f"政务服务工作情况\n{COMMON}{theirs}", author="清溪县政务服务中心 李明")
    assert not compare(Document("稿", draft), [source]).leftovers


def test_a_neighbour_that_a_draft_names_in_words_of_its_own_is_no_leftover() -> None:
    theirs = "清溪县的同志开了头，清溪县要走在前面。"
    assert "清溪县" not in found("借鉴清溪县云岭镇的做法，我们也设窗口。", theirs, other="清溪县")
    assert "清溪县" in found("清溪县要走在前面。", theirs, other="清溪县")


def test_the_name_of_the_drafts_own_place_is_none() -> None:
    told = found(
        "“青禾云雾茶”进了展会。", "“青禾云雾茶”是邻县的好茶。", other="清溪县", identity=Identity(place="青禾县")
    )
    assert not {"青禾", "青禾云雾", "青禾云雾茶"} & told


def test_the_day_of_a_source_in_the_signature_is_a_leftover() -> None:
    body = f"各乡镇人民政府：\n{COMMON}\n"
    source = Document("源", f"关于做好2025年政务服务工作的通知\n{body}清溪县人民政府办公室\n2025年4月28日")
    draft = Document("稿", f"关于做好2026年政务服务工作的通知\n{body}青禾县人民政府办公室\n2025年4月28日")
    report = compare(draft, [source])
    assert "2025年4月28日" in {one.text for one in report.leftovers}
    assert report.identity.year == 2026
    other = Document("稿", draft.text.replace("2025年4月28日", "2026年4月21日"))
    assert not [one for one in compare(other, [source]).leftovers if one.kind == "date"]


def test_a_day_before_the_year_of_the_drafts_own_number_contradicts_it() -> None:
    text = f"关于政务服务的通知\n青政办发〔2026〕12号\n各乡镇人民政府：\n{COMMON}\n青禾县人民政府办公室\n2025年4月28日"
    told = compare(Document("稿", text), [Document("源", f"讲话\n{COMMON}")]).leftovers
    assert [one.text for one in told] == ["2025年4月28日"]


def test_plans_for_the_year_that_a_text_looks_back_on_are_of_the_text_before() -> None:
    text = f"青禾县民政局2025年工作总结\n一、主要成效。{{}}\n二、{{}}年工作打算。{COMMON}"
    source = [Document("源", "讲话\n大家把自己的门前扫干净，路就通了。")]
    assert [one.text for one in compare(Document("稿", text.format("好。", 2025)), source).leftovers] == [
        "2025年工作打算"
    ]
    assert not compare(Document("稿", text.format("好。", 2026)), source).leftovers


def test_digits_that_are_covered_in_a_telephone_are_no_blank() -> None:
    source = [Document("源", "讲话\n大家把自己的门前扫干净，路就通了。")]
    report = compare(Document("稿", "通知\n咨询电话：0898-6283××11。请填××县。"), source)
    assert [one.text for one in report.leftovers if one.kind == "blank"] == ["××"]


def test_a_county_speaks_of_its_city_and_is_another_one_than_a_source_that_is_a_city() -> None:
    ours = f"在全县政务服务会议上的讲话\n同志们：\n全县上下要动起来。{COMMON}王家桥镇的刘美华同志讲得好。"
    theirs = f"在全市政务服务会议上的讲话\n同志们：\n全市上下要动起来。{COMMON}王家桥镇的刘美华同志讲得好。"
    told = {one.text for one in compare(Document("稿", ours), [Document("源", theirs)]).leftovers}
    assert {"王家桥镇", "刘美华"} <= told
