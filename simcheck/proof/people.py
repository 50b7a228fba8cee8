# ruff: noqa: E501 - a pattern of Chinese words stands in one line
"""People: names that stand beside an office, 县长李明 or 李明同志."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from simcheck.text.words import inside_word, kind_of, times_of

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦"
    "邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单"
    "季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬"
)
_OFFICES = "书记|支书|组长|班长|厂长|经理|行长|台长|庭长|政委|河长|林长|街长|路长|副书记|县长|副县长|市长|副市长|区长|副区长|省长|副省长|镇长|乡长|州长|主任|副主任|局长|副局长|部长|副部长|主席|副主席|院长|检察长|厅长|秘书长|处长|科长|校长|所长|站长|队长|董事长|总经理"
#: What one is called who holds no office.
_CALLED = "老支书|第一书记|支书|农艺师|工程师|技术员|教师|老师|校医|医生|医师|护士|民警|辅警|大队长|支队长|中队长|教导员|指导员|老党员|党员|村民|居民|农民|农户|贫困户|脱贫户|监测户|困难户|种粮大户|养殖大户|大户|养殖户|种植户|果农|茶农|菜农|棉农|牧民|渔民|店主|老板|负责人|劳模|返乡青年|带头人|传承人|厂长|馆长|政委|教授|博士|研究员|护林员|网格员|河长|链长|户主|委员|代表|老人|老汉|大娘|大爷"
_AFTER = re.compile(rf"(?P<name>[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}?)(?P<office>同志|{_OFFICES})(?!们)")
_BEFORE = re.compile(
    rf"(?P<office>{_OFFICES})(?P<name>[{_SURNAMES}][\u4e00-\u9fff]{{1,2}})(?=[，。、；：！？\s（(]|同志|$|作|在|到|就|主持|出席|指出|强调|要求|代表|讲|介绍|调研|带队|通报|宣读|传达|率|对|说)"
)
_NAMED = re.compile(
    rf"(?P<office>{_CALLED})(?P<name>[{_SURNAMES}](?:[\u4e00-\u9fff](?=[，。、；（(]|已|把|被|带|牵|说|讲|去年|今年|前年|一家|家|的)|[\u4e00-\u9fff]{{2}}))"
)
#: A name of three characters behind an office, whatever follows.
_WHOLE = re.compile(
    rf"(?P<office>{_OFFICES})(?P<name>[{_SURNAMES}][\u4e00-\u9fff]{{2}})(?![\u4e00-\u9fff]{{0,2}}[：:])"
)
#: Whom any speech names: their names are nobody's leftovers.
NATIONAL = frozenset(
    "习近平 毛泽东 邓小平 江泽民 胡锦涛 周恩来 刘少奇 朱德 陈云 李强 赵乐际 王沪宁 蔡奇 丁薛祥 李希 彭德怀 刘伯承 贺龙 陈毅 罗荣桓 徐向前 聂荣臻 叶剑英 董必武 林伯渠 任弼时 李先念 叶挺 粟裕 左权"
    " 马克思 恩格斯 列宁 白求恩 李大钊 陈独秀 瞿秋白 方志敏 向警予 蔡和森 恽代英 邓中夏 夏明翰 赵世炎 彭湃 刘志丹 谢子长 杨靖宇 赵尚志 赵一曼 吉鸿昌 张自忠 佟麟阁 刘胡兰 董存瑞 黄继光 邱少云 罗盛教 杨根思 江竹筠 张思德 狼牙山"
    " 雷锋 焦裕禄 孔繁森 王进喜 时传祥 孟泰 郭明义 杨善洲 谷文昌 廖俊波 黄文秀 张桂梅 王继才 张富清 李保国 郑培民 任长霞 沈浩 邹碧华 毛丰美 孙家栋 李素丽 徐虎 吴仁宝 申纪兰 杜富国 麦贤得 欧阳海 王杰 刘英俊 向秀丽"
    " 钱学森 邓稼先 钱三强 李四光 竺可桢 华罗庚 陈景润 袁隆平 屠呦呦 南仁东 黄大年 钟南山 吴孟超 王选 于敏 郭永怀 朱光亚 王淦昌 程开甲 黄旭华 林俊德 李小文 卢永根 詹天佑 茅以升 梁思成"
    " 孔子 孟子 老子 庄子 荀子 韩非子 孙子 屈原 司马迁 诸葛亮 范仲淹 王安石 苏轼 李白 杜甫 白居易 岳飞 文天祥 于谦 海瑞 包拯 况钟 王阳明 郑板桥 林则徐 左宗棠 曾国藩 魏源 严复 梁启超 孙中山 蔡元培 鲁迅 陶行知 张謇 叶圣陶 晏阳初".split()
)
_NO_NAME = re.compile(
    r"[各位体等与及的了是在]|^.[全和有为]|方面|同志|任何|金融|万名|高级|成员|党员|安全|文明|向全|江苏"
)


#: Tags of jieba for what may be a name: unknown, a name of a person or a place, another name, a noun like 雷鸣.
_KINDS = ("", "nr", "nrt", "nrfg", "ns", "nz", "n", "v", "a", "i", "l")


_NOT_LAST = frozenset("把被已在到去从对和与及说讲带的了是有为将要给让就也都")
#: How often a word may be found that is a part of a name still.
_WORD = 200


class Person(NamedTuple):
    """A name ``text[start:end]``, and the office beside it."""

    start: int
    end: int
    name: str
    office: str


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
    for start in sorted(found):
        name, office = found[start]
        if kind_of(name) not in _KINDS or (text[start + len(name) :].startswith(office) and inside_word(text, start)):
            continue  # 人武部部长, 镇党委书记
        if name not in NATIONAL and not _NO_NAME.search(name):
            yield Person(start, start + len(name), name, office)


def _stands(text: str, found: re.Match[str]) -> bool:
    """Whether a name of three characters ends where a word does, and is no beginning of a sentence about an office."""
    name, end = found["name"], found.end("name")
    if inside_word(text, end) or name[-1] in _NOT_LAST:
        return False
    if len(name) == 2:
        return times_of(name) < _WORD
    return times_of(name[1:]) < _WORD and (times_of(name[:2]) < _WORD or kind_of(name[:2]) in ("nr", "nrt"))
