# ruff: noqa: E501 - a pattern of Chinese words stands in one line
"""Documents: numbers and titles of documents, and meetings by their year or their session, as they stand in any text."""

from __future__ import annotations

import re

from simcheck.patterns import regex

#: 青政发〔2025〕3号, and what the country issues.
NUMBERED = regex(r"[\u4e00-\u9fff]{1,8}\s*[〔\[［]\s*20\d\d\s*[〕\]］]\s*\d+\s*号")
NATIONAL = regex(r"(?:^|[《（(])?(?:国|中)(?:办|函)?(?:发|函)?")
YEAR = regex(r"(?<![\d—-])20\d\d年")
#: A title that says a year.
DATED = regex(r"《[^》\n]{0,30}?20\d\d[^》\n]{0,30}》")
#: What holds for several years: 《气象高质量发展纲要（2022—2035年）》.
_YEARS_OF_PLAN = regex(r"(20\d\d)年?\s*[—－–~～至-]+\s*(20\d\d)年?")
#: 《青禾县供水管理办法》: what a place or a house has decided for itself.
DECIDED = regex(
    "《([^》\n]{2,30}(?:办法|条例|规定|细则|方案|预案|意见|规划|公约|计划|清单|制度|规程|守则|章程|须知|手册)[^》\n]{0,8})》"
)
MEETING = regex(
    r"20\d\d年第\d{1,2}次[\u4e00-\u9fff]{0,10}?会议?|(?:[全市县区镇][县市区镇省]?)?(?:20\d\d年)?[一二三四上下]半?[季年]度?(?:[\u4e00-\u9fff]{2,10}?)(?:分析会|调度会|推进会|部署会|点评会|视频会)|"
    r"20\d\d年(?:度)?[\u4e00-\u9fff]{0,14}?(?:工作会议|动员会|推进会|部署会|大会|会议|全会|现场会|培训会|座谈会|评议会|生活会|务虚会)"
    r"|(?:[省市县区镇乡]委|[省市县区镇乡]|政协|人大)?第?[一二三四五六七八九十]+届[\u4e00-\u9fff]{0,8}?[一二三四五六七八九十]+次(?:全体会议|全会|会议)"
    r"|(?<=[组会])第[一二三四五六七八九十]+次(?:全体)?会议|(?:[省市县区州镇乡][\u4e00-\u9fff]{1,4}|党组|管委会)第\d{1,3}次(?:常务|党组|党委|主任|工作|办公|专题)?(?:扩大)?会议|第[一二三四五六七八九十]+次(?:党代会|代表大会)"
)
#: 第十二届香菇文化节: what comes every year or two, by its number.
SESSION = regex(
    r"第(?:[一二三四五六七八九十]{1,3}|\d{1,2})届(?:[\u4e00-\u9fff“”]{0,10}?)(?:节|博览会|展销会|展览会|运动会|大赛|竞赛|球赛|联赛|论坛|交易会|洽谈会|(?<!代表)大会)"
)
NATIONWIDE = regex("全国|中国|国际|世界|亚[洲运]|奥运|全省|全运")


#: What a number says behind the character of a place: which house there issued it.
_HOUSES = "[政委府办党人教财水农卫纪组宣统法检审安应急环住建交林民司商文旅市科工信扶残团妇规自医人社发改]{1,6}"


def issued_by(place: str) -> re.Pattern[str]:
    """Numbers as the houses of a place have them, by the character that stands for it.

    >>> issued_by("松").search("按照松政办发〔2025〕6号要求")[0]
    '松政办发〔2025〕6号'
    """
    return regex(rf"{re.escape(place)}{_HOUSES}[发函字办]?\s*[〔\[［]\s*20\d\d\s*[〕\]］]\s*\d+\s*号")


def holds_in(title: str, year: int | None) -> bool:
    """Whether a title says the years of a plan that a year lies in.

    >>> holds_in("《气象高质量发展纲要（2022—2035年）》", 2026), holds_in("《气象工作要点（2025年）》", 2026)
    (True, False)
    """
    found = _YEARS_OF_PLAN.search(title)
    return found is not None and year is not None and int(found[1]) <= year <= int(found[2])
