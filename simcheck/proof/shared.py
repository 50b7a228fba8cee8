# ruff: noqa: E501 - a pattern of Chinese words stands in one line
"""Shared: what two texts of two places may both say: days that everybody has, what the country wants, a neighbour."""

from __future__ import annotations

import re
from collections.abc import Iterator

from simcheck.caching import MIB, memoize
from simcheck.patterns import regex
from simcheck.proof.gazetteer import divisions, level
from simcheck.proof.people import NATIONAL
from simcheck.scoring import SCORING
from simcheck.text.words import segmented

#: Characters of a name by which one is known without more words.
_WHOLE_NAMES = (3, 4)
_HAN = regex("[\u4e00-\u9fff]+")
_SHORT_NAME, _TOLD = 2, regex(r"\d|同志|精神|出生|牺牲|说|写|讲")
#: Days that everybody has, and what a sentence says of those that are plain days elsewhere.
_DAYS = {
    "1月1日": "", "5月1日": "", "10月1日": "", "12月31日": "",
    "1月10日": "警察", "2月2日": "湿地", "2月4日": "癌", "3月3日": "野生动植物|爱耳", "3月21日": "森林|睡眠", "4月2日": "孤独症|自闭症", "5月17日": "电信", "6月20日": "难民", "11月20日": "儿童", "11月25日": "暴力", "3月5日": "雷锋", "3月8日": "妇女|三八", "3月12日": "植树", "3月15日": "消费|315|3·15", "3月22日": "水日|水周",
    "3月24日": "结核", "4月7日": "卫生", "4月15日": "国家安全|汛", "4月22日": "地球", "4月23日": "读书|阅读", "4月26日": "知识产权",
    "5月4日": "青年|五四", "5月8日": "红十字", "5月12日": "防灾|护士|地震", "5月15日": "家庭|打击和防范经济犯罪", "5月18日": "博物馆",
    "5月19日": "旅游|助残", "5月22日": "多样性", "5月29日": "计生|协会", "5月30日": "科技工作者", "5月31日": "无烟|烟草", "6月1日": "儿童|六一|汛|施行",
    "6月5日": "环境日", "6月6日": "爱眼", "6月7日": "高考", "6月8日": "高考|海洋", "6月9日": "高考|档案", "6月14日": "献血", "6月16日": "安全", "6月17日": "荒漠",
    "6月25日": "土地", "6月26日": "毒", "7月1日": "党", "7月11日": "人口", "8月1日": "军|战士|部队|人民的子弟兵|节日|开捕|渔", "8月8日": "健身|体育",
    "8月12日": "青年", "8月15日": "生态|投降|抗战", "8月19日": "医师", "9月1日": "开学|上课|学期|入学|施行", "9月3日": "抗|胜利", "9月8日": "扫盲", "9月10日": "教师",
    "9月16日": "休渔|渔|臭氧|禁止捕捞", "9月18日": "事变|警报|国耻", "9月20日": "爱牙|公民道德", "9月27日": "旅游", "9月30日": "烈士", "10月10日": "精神卫生",
    "10月16日": "粮食", "10月17日": "扶贫|消除贫困|脱贫", "11月8日": "记者", "11月9日": "消防", "11月14日": "糖尿病", "12月1日": "艾滋", "12月2日": "交通",
    "12月3日": "残疾", "12月4日": "宪法", "12月5日": "志愿", "12月9日": "腐败|学生|运动", "12月13日": "公祭", "12月26日": "毛泽东",
}  # fmt: skip
#: Days of the lunar calendar that everybody has; 5月1日前 is somebody's own time limit.
_FESTIVALS = regex(
    "(?:农历)?(?:正月(?:初[一二三四五六七]|十五)|[二三]月[二三]|五月初五|七月(?:初七|十五)|八月十五|九月初九|腊月(?:初八|二?十[三四九]|三十|廿三))"
)
_LIMIT = regex("(?:之)?前|起全|开工|动工")
_OWN_LIMIT = frozenset(("5月1日", "10月1日"))
#: What comes every year.
_HABIT = regex("(?:每年|历年|每逢|常年|通常|一般)[^，。；]{0,8}$")
#: What follows a day that is everybody's.
_HOLIDAY = regex("(?:就?是|为)(?:第.{1,6}个)?(?:中国|全国|世界|国际|全军|国家)")
_RANGE_OF_HOLIDAYS = regex("(?:1月1日|5月1日|10月1日)[至到—－-]$")
_UNTIL = regex("(?:执行|有效期|实施|延续|延长)至$")
_VACATION = regex("(?:国庆|春节|五一|中秋|元旦|端午|清明|劳动节)[节]?假期|放假|免费通行")
_EXAMINATION, _EXAMINED = regex("高考|中考|考试期间"), regex("6月[789]日|[89]日")
#: What the whole country says: its leaders, its rules. What such a sentence names is everybody's.
_LEADER = regex("习近平|总书记|毛泽东|毛主席|邓小平|周恩来|江泽民|胡锦涛|刘少奇|朱德")
_RULE = regex(
    "国家(?!级)[\u4e00-\u9fff]{0,8}(?:标准|规定|办法|条例|制度)|法律法规|另有规定|《[^》]+(?:法|条例|办法|规定|标准|规范)》(?:第|规定|明确|要求)|禁止捕捞|禁渔|标准时点|主汛期"
)
#: So much only a country has; what sums and doses the country sets.
_VAST = regex("亿(?:人|亩)|万亿")
_SET = regex(
    "增值税|所得税|加计扣除|减按|免征|税率|起征点|助学金|个人缴费|财政补助|党费按|最低收购价|各接种|接种\\d剂|血压|血糖|汞柱|治愈|每[人生]每[年月]|国家[^，。；]{0,4}(?:奖学金|助学贷款)|工本费"
)
#: What the history of the country is made of.
_COUNTRY = regex(
    "发源于|汇入|母亲河|公元前|世界(?:文化|自然)?遗产|恢复高考|三北防护林|南水北调|不限品牌|全国(?:已|共|累计|现有|建成|范围内)|\\d个省份|禁捕|汶川|全国(?=[^，。；]{0,12}(?:达到|超过|总数))|降半旗|隐蔽战线|先烈|英烈|我们党|天安门|抗美援朝|志愿军|抗战|红船|我国|党中央|新中国|中华民族|奥运会|联合国|抗日战争|红军|长征|中国(?:科学院|工程院)|院士|中国[以用的有人是已]|全世界|全球|世界(?=[0-9]|人口|总量|第[一二])"
)
#: 我市和大岭市都有, and who helps: 对口帮扶我县.
_BOTH = regex("我[省市县区州镇乡村校][和与及同、](?!谐)|[和与同]我[省市县区州镇乡村校](?=都|共|均|相|接|合|结|交)")
#: 两地 speaks of the two, unless names in a row are the two.
_TWO = regex("(?:^|[，。；：\n])[^、，。；]{0,8}两[省市县区州镇乡村地校](?!级|[\u4e00-\u9fff]{1,2}(?:街道|[镇乡村路]))")
_HELPED = regex(
    "(?:对口|托管|结对帮扶|结对共建|援[疆藏青]|东西部协作)[^，。]{0,8}(?:我[省市县区州镇乡村校]|我们)|东西部协作|对口(?:帮扶|支援|协作)|[与和同][^，。]{2,14}(?:协商|会商|签订)"
)
#: What comes from above, for all who lie below.
_FROM_ABOVE = regex("全国|全省|省(?:委|政府|里)|国务院|中央|上级|统一(?:部署|安排|时间|组织)|自治区")
_FROM_THE_CITY = regex("全市|市(?:委|政府|里)")
_STANDARD = regex("标准|最低|统一|每人每|每亩补|补贴|限额")
#: Numbers of documents of ministries and provinces: 财农〔2025〕12号, 湘政发〔2025〕3号; the storm or order so numbered.
_MINISTRY = regex(
    "(?:^|[按照据行实彻和与《（(、，的])(?:财[农社教建资预综]|发改|人社部|教[基职高督师体思材]|建[城村办质房市]|农[办规业]|国卫|民[发办函]|应急|文旅|税总|银发|环[办发规]|自然资|交[办运公通]|水[利建办农防]|林[规办]|商[办务]|工信|安委|国[发办函防]|中[办发委]|[京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼川渝蜀黔滇藏陕陇](?=[政委办发财教民]))[\u4e00-\u9fff]{0,3}$"
)
_NUMBERED = regex("台风|令|公告|强台风|热带")
#: Ends of the year.
_TERM = regex("(?:12月31日|12月底|1月1日)")
#: Firms and offices of the whole country, and such as only say how wide they are.
_NATIONWIDE = regex(
    "国网|国家|中国|全国|中央|南方电网|中石[油化]|中(?:建|铁|交)(?![一二三四五六七八九十]+局)|华能|华为|供电公司|电网|农业银行|工商银行|建设银行|储蓄银行|农发行"
)
#: What a river is said to be that runs through more than one place.
_WATER, _RUNS = "河江湖水海溪渠", regex("流域|跨界|跨省|跨市|跨县|穿境|省际|上下游|左右岸")
#: What the law wants, unless it is said of what there is.
_NORM = regex("应当|不得|必须")
_COUNTED = regex("今年|去年|现有|共有|全[省市县区镇乡州]|我[省市县区镇乡州]|立案|已|排查|[处起]，|家，")
#: What stands before the name of a place that lies beside one's own.
_BESIDE = regex(
    "(?:邻[县市区镇乡村]|流经|发源于|邻近|临近|相邻|毗邻|紧邻|相连|接壤|交界|上游|下游|上下游|对岸|隔壁|友邻|周边|兄弟|对口|结对|协作)[\u4e00-\u9fff]{0,2}$"
)
#: From the widest to the narrowest.
_RANKS = (("省", "自治区"), ("市", "州", "盟", "自治州"), ("县", "旗", "区"), ("镇", "乡", "街道"), ("村", "社区"))
#: An office of a wider place than the draft's, right before a person: 县水利局芮局长.
_OFFICE_ABOVE = regex("([省市州县区])(?:委|政府|人大|政协|[\u4e00-\u9fff]{1,6}[局委办厅院队])[\u4e00-\u9fff]{0,3}$")


def everybodys_day(text: str, start: int, end: int, sentence: str) -> bool:
    """Whether a day is one of the calendar of the whole country.

    >>> everybodys_day("6月26日是国际禁毒日", 0, 5, "6月26日是国际禁毒日"), everybodys_day("6月26日开工", 0, 5, "6月26日开工")
    (True, False)
    """
    told = text[start:end]
    if told in _DAYS and re.search(_DAYS[told], sentence) and not (told in _OWN_LIMIT and _LIMIT.match(text, end)):
        return True
    before = text[max(0, start - 12) : start]
    if _FESTIVALS.fullmatch(told) or _HABIT.search(before) or _UNTIL.search(before):
        return True
    if (
        _VACATION.search(sentence)
        or _EXAMINATION.search(sentence)
        or (_EXAMINED.fullmatch(told) and _EXAMINATION.search(text))
    ):
        return True
    return bool(_HOLIDAY.match(text, end) or _RANGE_OF_HOLIDAYS.search(text[max(0, start - 8) : start]))


def examined(text: str) -> bool:
    """Whether a text is about an examination of the whole country, whose days and hours are everybody's."""
    return bool(_EXAMINATION.search(text, 0, SCORING.proof.examined))


def said_by_all(sentence: str) -> bool:
    """Whether a sentence says what the whole country says: what its leaders did, and what its rules are.

    >>> said_by_all("国家基础标准为每人每年600元"), said_by_all("全县发放补贴600元")
    (True, False)
    """
    return bool(_LEADER.search(sentence) or _RULE.search(sentence) or _COUNTRY.search(sentence))


def of_the_country(told: str, sentence: str) -> bool:
    """Whether a figure is so vast that only a country has it, or one that the country sets.

    >>> of_the_country("2.97亿人", ""), of_the_country("2.97亿元", ""), of_the_country("400元", "个人缴费400元")
    (True, False, True)
    """
    return bool(_VAST.search(told) or _SET.search(sentence))


@memoize(MIB)
def tells_of_one(sentence: str) -> bool:
    """Whether somebody is told of whom the whole country knows.

    >>> tells_of_one("杨善洪退休后上山种树"), tells_of_one("焦裕禄在兰考工作了475天")
    (False, True)
    """
    whole = any(sentence[at : at + size] in NATIONAL for size in _WHOLE_NAMES for at in range(len(sentence) - size + 1))
    return whole or any(word in NATIONAL for word in _told(sentence))


def _told(sentence: str) -> Iterator[str]:
    """The words of two characters of whom something is told: 雷锋1940年出生, but not 老子文化园."""
    for run in _HAN.finditer(sentence):
        ends = segmented(run[0])
        for first, last in zip((0, *ends), ends, strict=False):
            if last - first == _SHORT_NAME and _TOLD.match(sentence, run.start() + last):
                yield run[0][first:last]


def shared_by_both(sentence: str, kind: str) -> bool:
    """Whether a sentence says itself that two places share what it names, or who helps them.

    >>> shared_by_both("电网在我市和大岭市都建了站", "unit"), shared_by_both("浙东大学附属医院托管我县医院", "unit")
    (True, True)
    """
    helped = kind in ("unit", "place", "person") and _HELPED.search(sentence)
    return bool(_BOTH.search(sentence) or _TWO.search(sentence) or helped)


def from_above(told: str, kind: str, sentence: str, mine: str | None) -> bool:
    """Whether a day or a sum is set by those above, for all who lie below.

    >>> from_above("9月12日", "date", "全省统一安排9月12日普查", "青禾县"), from_above("9月12日", "date", "9月12日开工", None)
    (True, False)
    """
    above = _FROM_ABOVE.search(sentence) or (rank(mine or "") > 1 and _FROM_THE_CITY.search(sentence))
    if kind == "date":
        return bool(above or _TERM.fullmatch(told))
    return bool(above and _STANDARD.search(sentence))


def of_all(told: str, kind: str, behind: str, mine: str | None, theirs: str | None) -> bool:
    """Whether a document or a unit is one of the country's, or of what both places lie in.

    >>> of_all("湘政发〔2025〕3号", "document", "", "青禾县", "清溪县"), of_all("市人民医院", "unit", "", "青禾县", "清溪县")
    (True, True)
    """
    if kind == "document":
        issued = _MINISTRY.search(re.split(r"[〔\[［]", told)[0])
        return bool((issued and issued[0][0] not in (theirs or "")) or _NUMBERED.match(behind))
    wide = told[:1] in "省市州" and not re.search("[一二三四五六七八九〇]", told)
    return kind == "unit" and bool(_NATIONWIDE.search(told) or (wide and above_both("某某" + told[0], mine, theirs)))


def runs_through_both(told: str, sentence: str) -> bool:
    """Whether a river is said to run through more than one place."""
    return told[-1:] in _WATER and bool(_RUNS.search(sentence))


def a_norm(sentence: str) -> bool:
    """Whether a sentence says what the law wants of everybody, and not how many there are.

    >>> a_norm("气温达到40℃的，应当停工"), a_norm("全县有水库46座，必须逐座落实责任人")
    (True, False)
    """
    return bool(_NORM.search(sentence)) and not _COUNTED.search(sentence)


def rank(place: str) -> int:
    """How wide a place is by its name, 0 for a province; -1 for what says nothing."""
    ending = level(place)
    return next((at for at, endings in enumerate(_RANKS) if ending in endings), -1)


def above_both(place: str, mine: str | None, theirs: str | None) -> bool:
    """Whether a place is wider than the two: it may be what both lie in.

    >>> above_both("松岭县", "杏坪镇", "柳沟镇"), above_both("松岭县", "杏坪县", "柳沟镇")
    (True, False)
    """
    ours = rank(mine or "")
    listed = divisions().get(mine or "")
    if listed and place not in listed:
        return False
    return 0 <= rank(place) < min(ours, rank(theirs or ""))


def beside(text: str, start: int) -> bool:
    """Whether a name is said to be that of a neighbour: 邻近的松岭县."""
    line = max(text.rfind(end, 0, start) for end in "，。；\n")
    return bool(_BESIDE.search(text[line + 1 : start].rstrip("的、"))) or bool(
        re.search(_BESIDE.pattern[:-1] + "[\u4e00-\u9fff]{1,4}、$", text[line + 1 : start])
    )


def of_an_office_above(text: str, start: int, mine: str | None, theirs: str | None) -> bool:
    """Whether a person is introduced with an office of what both places may lie in."""
    found = _OFFICE_ABOVE.search(text, max(0, start - 14), start)
    return bool(found and above_both("某某" + found[1], mine, theirs))
