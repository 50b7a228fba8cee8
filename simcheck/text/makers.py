"""Makers: whether a rule is one of a county, a township, a bureau, a school or a firm, which bind nobody above them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from simcheck.patterns import regex
from simcheck.scoring import SCORING

_NUMBERS = SCORING.classes

#: A county, a district, a township or a village by its name, maybe below a province and a city; 保护区, 农村, 城镇 and
#: 自治县 are none.
_PLACE = (
    r"(?:(?:[\u4e00-\u9fff]{2,4}省|[\u4e00-\u9fff]{2,6}自治区)?(?:[\u4e00-\u9fff]{2,5}[市州盟])?(?:(?!省|自治|国务院|中共中央|中国|关于)[^\W\d省市县区镇乡村国各全的和与在于]){1,4}"
    r"(?:(?<!自治)县(?![级域乡处长城])|(?<![自治护保胜景库矿灾灌林市城禁牧农山园校厂发疫地社特政活能宅住小街税洪养老油新济])区(?![域划间块])|(?<![城小名])镇|(?<![城下还族])乡(?![镇村市])|(?<![农名])村(?![落民庄镇级])|街道))"
)
#: Firms, schools and offices that are no part of the government of the state or a province.
_HOUSE = (
    r"(?!国家|国务院|中国|最高|[\u4e00-\u9fff]{2,4}省|[\u4e00-\u9fff]{2,6}自治区|上市|公立|普通|高等|民办|行政)[\u4e00-\u9fff]{2,12}"
    r"(?:有限公司|集团|(?<!科)学院|(?<!普通)大学|(?<![中普通])(?:中学|小学)|人民医院|中心医院|(?<!总)局)"
)
_MAKER = regex(rf"(?:关于印发|印发|中共)?《?(?:{_PLACE}|{_HOUSE})")
#: A line that is an office alone, as an issuer or a signature, and whom a county or a house writes to.
_OFFICE = regex(
    rf"(?:中共)?(?:{_PLACE}[\u4e00-\u9fff]{{0,14}}?(?:政府|委员会|委|部|办公室|办事处|局|中心|大队|公司|文件)|{_HOUSE}(?:办公室|文件)?)(?:文件)?"
)
_ADDRESSED = regex(r"各(?:乡|镇|街道|村|社区|科室|股室|班级|班组|车间|处室|学院)[^\n。]{0,40}[：:]")
#: What a rule says of itself: 结合我县实际, 由县水利局负责解释.
_ITSELF = regex(
    r"结合(?:我|本)(?:县|镇|乡|村|街道|局|校|院|公司|单位|厂|集团)[^\n。，；]{0,8}，?(?:特|现|经[^\n。，；]{1,8}，)?(?:制定|制订)"
    r"|由(?:本|我)?(?:县|区|镇|乡|村|街道|公司|学校|学院|集团|校)[^\n。，；自]{0,24}负责解释"
)
#: A county's or a township's government or congress, which passes rules but no laws (自治县 does).
_BELOW = regex(
    r"(?:(?<!自治)县|(?<![治政特])区|镇|乡)(?:第[一二三四五六七八九十百\d]+届)?(?:人民政府|人民代表大会|人大|政府)"
)


#: A place or a house that a title begins with, a city too.
_TITLED = regex(
    rf"(?:中共)?((?!全)(?:{_PLACE}|{_HOUSE}|[\u4e00-\u9fff]{{2,4}}(?<!城)(?<!全)市(?![场民政域区级]))[\u4e00-\u9fff]{{0,12}}?)(?:关于|(?=20\d\d))"
)
_BARE = regex(rf"(?:中共)?({_PLACE}|{_HOUSE})")


def titled_by(title: str) -> str | None:
    """The office that a title begins with, or the place alone; None for a title that names none.

    >>> titled_by("云麓区2026年优化营商环境工作方案"), titled_by("青禾县水利局关于防汛的通知"), titled_by("防汛方案")
    ('云麓区', '青禾县水利局', None)
    """
    found = _TITLED.match(title) or _BARE.match(title)
    return found[1] if found else None


def is_below(name: str) -> bool:
    """Whether a title or an office begins with a county, a township, a village or a house; none of them makes a 条例.

    >>> is_below("松溪县委组织部"), is_below("江南省教育厅"), is_below("农村公路条例")
    (True, False, False)
    """
    return bool(_MAKER.match(name)) and not name.endswith("条例")


def passed_below(line: str) -> bool:
    """Whether the line that says who passed a rule names a county, a township or a house.

    >>> passed_below("2024年3月2日清溪县人民政府第12次常务会议通过"), passed_below("清溪自治县人民代表大会通过")
    (True, False)
    """
    return bool(_BELOW.search(line) or _OFFICE.match(line.strip(" \t\u3000（()）")))


def made_below(names: Iterable[str], text: str) -> bool:
    """Whether a rule is of those who make no law: by one of the names that it is called by, by the office at its head
    or its end, by whom it is sent to, or by what it says of itself.

    >>> made_below(["松溪县公务用车管理办法"], ""), made_below(["江南省农村公路条例"], "第一条 县级人民政府…")
    (True, False)
    """
    if any(is_below(name) for name in names):
        return True
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    frame = [*islice(lines, _NUMBERS.head_lines), *lines[-_NUMBERS.last_lines :]]
    return any(_OFFICE.fullmatch(line) or _ADDRESSED.match(line) for line in frame) or bool(_ITSELF.search(text))
