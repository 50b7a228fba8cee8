# ruff: noqa: E501 - a pattern of Chinese words stands in one line
"""People: names that stand beside an office, 县长李明 or 李明同志."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from simcheck.caching import MIB
from simcheck.patterns import regex
from simcheck.resources import data_words
from simcheck.scoring import SCORING
from simcheck.text.paragraphs import by_paragraph
from simcheck.text.words import inside_word, kind_of, times_of

_RARITY = SCORING.rarity

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦"
    "邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单"
    "季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬竺卿母轩昝仉笪谯仵呙庹郁仝亓訾缑逯隋晁璩亢钮戈粟冼邝鄢鞠禚綦揭褚滕佘仇芮昌宿晏扶储"
)
_OFFICES = "书记|支书|组长|班长|厂长|经理|行长|台长|庭长|政委|河长|林长|街长|路长|副书记|县长|副县长|市长|副市长|区长|副区长|省长|副省长|镇长|乡长|州长|主任|副主任|局长|副局长|部长|副部长|主席|副主席|院长|检察长|厅长|秘书长|处长|科长|校长|所长|站长|队长|董事长|总经理"
_HOLDS_BEFORE, _HOLDS_BEHIND = (
    regex(rf"(?:{_OFFICES}|[长员任]|传承人|带头人|负责人|联系人|理事长|医师|农艺师|工程师)(?:是|为|[：:])?[ \u3000]?$"),
    regex(rf"同志|先生|女士|教授|总裁|总经理|博士|院士|主任|律师|{_OFFICES}"),
)
#: What one is called who holds no office.
_CALLED = "(?:护河|护路|巡河|巡护|督导|讲解|驾驶|采购|收银|保管|饲养|炊事|接线|安全|质检|统计|宣传|管理|巡查|调解|普查|督查|巡林|护水|接警|讲述)员|法官|检察官|母亲|父亲|执委|会计|楼栋长|网格长|老支书|第一书记|支书|农艺师|工程师|技术员|教师|老师|校医|医生|医师|护士|民警|辅警|大队长|支队长|中队长|教导员|指导员|老党员|党员|村民|居民|农民|农户|贫困户|脱贫户|监测户|困难户|种粮大户|养殖大户|大户|养殖户|种植户|果农|茶农|菜农|棉农|牧民|渔民|店主|老板|负责人|劳模|返乡青年|带头人|传承人|厂长|馆长|政委|教授|博士|研究员|护林员|网格员|联络员|宣讲员|辅导员|保洁员|消防员|队员|运动员|选手|总工|战斗英雄|英雄|模范|标兵|院士|作家|画家|会长|理事长|园长|船长|机长|教练|主播|同学|河长|链长|户主|委员|代表|老人|老汉|大娘|大爷"
_AFTER = regex(rf"(?P<name>[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}?)(?P<office>同志|{_OFFICES})(?!们)")
_BEFORE = regex(
    rf"(?P<office>{_OFFICES})(?P<name>[{_SURNAMES}][\u4e00-\u9fff]{{1,2}})(?=[，。、；：！？\s（(]|同志|$|作|在|到|就|主持|出席|指出|强调|要求|代表|讲|介绍|调研|带队|通报|宣读|传达|率|对|说)"
)
_NAMED = regex(
    rf"(?P<office>{_CALLED})(?P<name>[{_SURNAMES}](?:[\u4e00-\u9fff](?=[，。、；（(]|已|把|被|带|牵|说|讲|去年|今年|前年|一家|家|的)|[\u4e00-\u9fff]{{2}}))"
)
#: A name of three characters behind an office, whatever follows.
_WHOLE = regex(rf"(?P<office>{_OFFICES})(?P<name>[{_SURNAMES}][\u4e00-\u9fff]{{2}})(?![\u4e00-\u9fff]{{0,2}}[：:])")
#: Whom any speech names: their names are nobody's leftovers.
NATIONAL = data_words("known_people.txt")
_NO_NAME = regex(
    r"^全|^党[总支委]|[各位体等与及的了是在]|^.[全和有为]|方面|同志|任何|金融|万名|高级|成员|党员|安全|文明|向全|江苏"
)


#: Tags of jieba for what may be a name: unknown, a name of a person or a place, another name, a noun like 雷鸣.
_KINDS = ("", "nr", "nrt", "nrfg", "ns", "nz", "n", "v", "a", "i", "l")


#: Characters of a name of one given character.
_SHORT = 2
_NOT_LAST = frozenset("把被已在到去从对和与及说讲带的了是有为将要给让就也都")
#: What offices end in: 林业局副局长.
_HOUSES = frozenset("局办委科站所院处部室股厅队")


#: 像甘大有这样的, 由乔明远负责, 甘大有荣获: what stands around a name says that it is one.
_LIKE = regex(
    rf"(?:(?:像|比如|例如|学习|涌现出|表彰|号召向)(?P<one>[{_SURNAMES}][\u4e00-\u9fff]{{1,2}})(?=这样|那样|一样|等同志|等人|等一批|为代表|同志|学习)"
    rf"|(?:聘请|选聘|推选|选举|任命|邀请)(?P<seven>[{_SURNAMES}][\u4e00-\u9fff]{{1,2}})(?=为|担任|任)"
    rf"|(?:当事人|嫌疑人|被告人|被处罚人|违法人员)(?P<eight>[{_SURNAMES}]某[\u4e00-\u9fff])(?=[，。、（]|被|因|在|将|已)"
    rf"|由(?P<two>[{_SURNAMES}][\u4e00-\u9fff]{{1,2}})(?=担任|负责|牵头|主持|带队|领衔|兼任|任[组队班]|包[段保联抓片]|值守|看护|驻守)"
    rf"|(?<=[局科股站所队室办心])(?P<five>[{_SURNAMES}][\u4e00-\u9fff]{{1,2}})(?=负责|牵头|带队|担任|因|被约谈|作检讨|备案|报备|登记|汇总|联系)"
    rf"|”(?P<six>[{_SURNAMES}][\u4e00-\u9fff]{{1,2}})(?=在|说|把|带|被|用|每|，|。)"
    rf"|(?:联系人|负责人|牵头人|责任人|主讲人|总指挥|主持人|带班领导|联络员|召集人|执笔(?:人)?|撰稿|审稿)(?:是|为|[：:])?\s?(?P<three>[{_SURNAMES}][\u4e00-\u9fff]{{1,2}})(?=[，。；、（(）)\s\d]|$)"
    rf"|(?P<four>[{_SURNAMES}][\u4e00-\u9fff]{{2}})(?=等同志|等人|夫妇|一家[人三四五]?|荣获|荣立|获评|被评为|被授予|当选|捐出|带着徒弟))"
)


#: What a name follows, on a line of contacts.
_LABELS = regex(
    "(?:联系人|负责人|牵头人|责任人|主讲人|总指挥|主持人|联络员|召集人|执笔人?|撰稿|审稿)(?:是|为|[：:])?\\s?$"
)


def is_label(text: str, span: tuple[int, int]) -> bool:
    """Whether a label that a name follows stands before one of three characters: 联系人明月娥."""
    return span[1] - span[0] > _SHORT and bool(_LABELS.search(text, max(0, span[0] - 8), span[0]))


def holds(text: str, start: int, end: int) -> bool:
    """Whether an office or a title stands beside a name, which its holder may have another year still.

    >>> holds("镇长麻建设到会", 2, 5), holds("记住麻建设，他刚回来", 2, 5)
    (True, False)
    """
    return bool(_HOLDS_BEFORE.search(text, max(0, start - 8), start) or _HOLDS_BEHIND.match(text, end))


class Person(NamedTuple):
    """A name ``text[start:end]``, and the office beside it."""

    start: int
    end: int
    name: str
    office: str


@by_paragraph(MIB)
def people(text: str) -> Iterator[Person]:
    """Those who are named with an office, national leaders and models apart, in order.

    >>> [(one.name, one.office) for one in people("县长李明作了部署，王晓东同志传达了精神。")]
    [('李明', '县长'), ('王晓东', '同志')]
    """
    found = {one.start("name"): (one["name"], one["office"]) for one in _WHOLE.finditer(text) if _stands(text, one)}
    found |= {
        one.start("name"): (one["name"], one["office"])
        for pattern in (_AFTER, _BEFORE)
        for one in pattern.finditer(text)
    }
    named = (one for one in _NAMED.finditer(text) if _stands(text, one))
    found |= {one.start("name"): (one["name"], one["office"]) for one in named if one.start("name") not in found}
    for one in _LIKE.finditer(text):
        group = one.lastgroup or ""
        if one.start(group) not in found and _stands_alone(text, one, group):
            found[one.start(group)] = one[group], ""
    for start in sorted(found):
        name, office = found[start]
        name = name[:-1] if len(name) > _SHORT and name[-1] in _NOT_LAST else name  # 主任韩松说
        if kind_of(name) not in _KINDS or (text[start + len(name) :].startswith(office) and inside_word(text, start)):
            continue  # 人武部部长, 镇党委书记
        if name not in NATIONAL and name[-1] not in _HOUSES and not _NO_NAME.search(name):
            yield Person(start, start + len(name), name, office)


def _stands(text: str, found: re.Match[str]) -> bool:
    """Whether a name of three characters ends where a word does, and is no beginning of a sentence about an office."""
    name, end = found["name"], found.end("name")
    if inside_word(text, end) or name[-1] in _NOT_LAST:
        return False
    if len(name) == 2:
        return times_of(name) < _RARITY.person
    return times_of(name[1:]) < _RARITY.given and (
        times_of(name[:2]) < _RARITY.person or kind_of(name[:2]) in ("nr", "nrt")
    )


def _stands_alone(text: str, found: re.Match[str], group: str) -> bool:
    """Whether what has a surname and stands where a name does is made of no common word."""
    name, (start, end) = found[group], found.span(group)
    if inside_word(text, end) or inside_word(text, start) or name[-1] in _NOT_LAST:
        return False
    limit = _RARITY.labelled if group == "three" else _RARITY.person
    return all(times_of(pair) < limit for pair in {name, name[:2], name[1:]} if len(pair) > 1)
