# ruff: noqa: E501 - a pattern of Chinese words stands in one line
"""Formal clauses: of what an opening or a closing is made, whatever its length: why, on whose word, what is done by it.

为……，根据……，经……同意，现就……通知如下: how many of these clauses an office writes is its own affair. A sentence is a
formality if each of its clauses is one; what may vary in a clause is short, so that no thought has room in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from simcheck.patterns import regex
from simcheck.scoring import SCORING
from simcheck.text.plan_clauses import GUIDING, LED, RULED, TAKEN_UP, Section, is_worn
from simcheck.text.set_headings import surprise

_NUMBERS = SCORING.framing

_TOLD = "(?:通知|通报|通告|报告|公告|函告|函达|函复|函商|函请|批复|答复|答复意见|复函|请示|公布|公示|汇报|决定|说明|纪要|安排|明确|命令|布告)"
_RULES = "(?:方案|办法|细则|实施细则|规定|预案|意见|制度|条例|计划|规划|要点|公约|清单|章程|规则|规程|标准|倡议|决定|通知|通告)"
_BODY = "[局委办厅部处县市省区镇乡旗街道校院司会站科室所中心公集团厂行组班协]"
_WE = rf"(?:我|本|你|贵|该|全)(?:{_BODY}{{1,3}}|单位|村|社区)"
_HOW = "(?:切实|有效|全力|坚决|进一步|不断|全面|深入|认真|扎实|积极|加快|持续|充分|更好地?|着力|大力|严格|依法|科学|妥善|及时|稳步|统筹|精准|最大限度地?|迅速|立即|精心|专题|广泛)"
_DO = (
    "(?:学习|贯彻|落实|执行|做好|抓好|加强|规范|推进|推动|保障|确保|维护|防范|防止|遏制|促进|提高|提升|强化|营造|改善|优化|完善|健全|建立|加快|深化"
    "|解决|满足|方便|表彰|树立|激发|弘扬|展示|丰富|巩固|拓展|打造|共建|减少|降低|避免|预防|应对|发挥|引导|鼓励|支持|调动|服务|配合|明确|实现|扩大|增强"
    "|保护|节约|传承|倡导|响应|完成|开展|组织|总结|回顾|杜绝|压实|筑牢|守住|迎接|庆祝|纪念|普及|培育|创建|建设|整治|治理|打击)"
)
_BASIS = "(?:要求|规定|精神|部署|安排|需要|实际|意见|通知|法|条例|办法|计划|方案|决定|法律|法规|规章|文件|》|[)）]|请求|申请|约定|原则|任务|职责|情况|工作|预报|反映|指示|批示|特点|程序|会议|纪要)"
_AGREED = "(?:研究|同意|批准|决定|审定|审核|审议|讨论|通过|核准|办理|协商|会商|请示|会签)"
_CHECK = "(?:检查|督查|抽查|考核|调研|排查|整治|评估|审计|暗访|核查|督导|巡查|评选|验收|普查)"

#: What leads up to it: nothing is done by these alone.
_LEADING = (
    rf"为(?:了|着)?{_HOW}{{0,2}}{_DO}.{{2,44}}",
    rf"{_HOW}{{0,2}}{_DO}.{{2,36}}",
    rf"(?:{_WE})?{GUIDING[0]}",
    r"(?:20\d\d年(?:以来|度)?|一年来|过去一年)",
    r"(?:各项|全[县市区镇局]|\w{2,4})工作取得了?(?:新的?|明显|显著|较好|阶段性|积极|一定)(?:的)?(?:成效|进展|成绩|突破|效果)",
    r"真抓实干|开拓创新|锐意进取|扎实工作|开拓进取|攻坚克难|奋发有为|凝心聚力|担当作为|求真务实",
    rf"(?:并|现|紧紧|紧密)?(?:根据|按照|依据|遵照|依照|结合|围绕|针对|对照).{{2,70}}{_BASIS}(?:的?有关\w{{1,4}})?",
    r"(?:因|由于|鉴于|应).{2,32}",
    rf"(?:并)?(?:已|业)?(?:报|报请)?经.{{0,32}}{_AGREED}(?:决定)?",
    rf"《[^》]{{2,60}}》(?:[（(][^）)]{{2,30}}[）)])?(?:已|业)经?.{{2,44}}{_AGREED}",
    rf"(?:{_WE}|\w{{2,14}})(?:党组|党委)?(?:对此)?高度重视(?:.{{2,16}}工作)?",
    rf"(?:{_WE})?{_HOW}{{1,2}}(?:组织|开展|部署|推进|研究|落实|安排).{{2,24}}",
    r"目前.{2,14}(?:顺利|有序推进|完成|完毕|平稳)",
    r"但?(?:仍|还|也)?(?:存在|面临).{0,18}(?:问题|不足|缺口|困难)(?:和不足|和困难)?",
    rf"(?:{_WE})?拟(?:对|于|在|向|将|新|开展|建设|申请|举办|召开).{{2,32}}",
    r"(?:近期|近日|日前|最近|为此|今年以来|上半年|下半年|据此|现|(?:20\d\d年)?\d{1,2}月(?:\d{1,2}日)?)",
    rf"(?:近期|近日|日前|最近|\d{{1,2}}月\d{{1,2}}日)?.{{2,20}}(?:对.{{2,28}})?(?:开展|进行|组织)了.{{0,14}}{_CHECK}",
    r"从.{2,12}情况(?:来)?看",
    r"涌现出.{2,20}",
    r".{2,14}发生后",
    r".{0,10}领导.{0,10}(?:批示|指示|赶赴现场).{0,8}",
    r"在.{2,24}(?:领导|指导|支持|帮助|关心)下",
    rf".{{2,16}}(?:{_HOW})?(?:贯彻落实|贯彻|落实).{{2,36}}(?:部署|精神|要求|思想)",
    r"请(?:你们|各\w{1,10})?(?:结合.{0,10}实际|高度重视)",
    r"(?:请)?(?:认真|切实|严格)(?:抓好|做好|组织)?(?:贯彻|执行|落实|实施|遵照)\w{0,6}",
    r"总体(?:情况|上)?\w{0,4}(?:较好|良好|平稳|平稳有序|可控|向好)",
    r"(?:首先)?(?:衷心|诚挚|十分)?感谢[您你贵]\w{0,10}对.{2,24}的?(?:关心|支持|理解|关注|帮助)(?:[、和与](?:关心|支持|理解|帮助|监督))*",
    r"(?:[您你]|贵)\w{1,6}(?:关于)?《[^》]{2,60}》(?:[（(][^）)]{2,30}[）)])?(?:已)?(?:收悉|悉)",
    r"[您你]们?(?:在.{2,36})?提出的(?:关于)?(?:《[^》]{2,60}》|.{2,40}(?:提案|建议|议案|问题|来信))(?:[（(][^）)]{2,30}[）)])?(?:已)?收悉",
)  # fmt: skip
#: What a document does by being issued.
_DOING = (
    rf"(?:现|特|经研究)?(?:就|将|对|把)?.{{0,56}}{_TOLD}[^，]{{0,4}}如下(?:意见|建议|措施|情况)?",
    rf"(?:{_WE})?(?:特)?(?:研究|组织)?(?:制[定订]|起草|编制)(?:了|出)?(?:本|此|以下|如下)?(?:实施|工作|行动|管理|暂行|专项)*{_RULES}(?:如下)?",
    r"(?:任命|免去)(?:.{2,40})?",
    r"请(?:贵|你|各)(?:单位|\w{1,4})(?:结合.{2,12})?(?:研究|认真|及时)*提出.{0,8}(?:意见|建议)",
    r"(?:并)?(?:请)?于.{3,14}前(?:反馈|报送|函复|报).{2,24}",
    r"(?:现|特)?(?:予以?|将.{2,90}?)?(?:予以?|进行)?(?:印发|转发|公布|发布|下发|批转|公示|通报)(?:给?(?:你们|各\w{1,8})|实施|执行)?",
    r"请(?:予以?|一并|各\w{0,10}|你们|结合.{0,10}实际|认真|遵照|切实|抓好|严格|做好|组织){0,4}(?:学习|贯彻|执行|落实|实施|遵守|办理|遵照|知照)\w{0,8}",
    r"请予?(?:审议|评议|审阅|审查|指正|批评指正)",
    r"请(?:社会各界|广大\w{0,8}|各\w{0,10}).{0,20}(?:意见|建议|监督|配合)",
    r"(?:现|特)?(?:就|将).{2,60}(?:向社会|公开).{0,8}征求意见(?:建议)?",
    r"并?(?:结合.{2,12}实际)?(?:现?就.{2,30})?(?:特)?提出(?:如下|以下).{0,12}",
    r".{0,24}(?:向|面向).{2,24}(?:发出|提出)(?:如下|以下)?(?:倡议|号召)(?:如下)?",
    rf"(?:现|特)(?:商请|恳请|申请|提请|报请)(?:贵{_BODY}{{1,3}}|你{_BODY}{{1,3}})?.{{2,40}}",
    r"(?:[\w、]{2,20})?决定(?:在|对|自|于|成立|调整|授予|表彰|开展|给予|任命|补选|增补|聘任|选举|免去|召开|组织|举办|设立|废止).{2,44}",
    r"(?:兹|现)?(?:拟)?定于.{2,60}",
    r"自.{4,14}起.{2,16}",
    r"原则同意.{2,24}",
    r"(?:本|此|该)?(?:执行|实施|工作|贯彻执行)(?:过程)?中(?:如)?(?:遇到|遇|有)(?:的)?(?:问题|情况|重大\w{0,4}|困难\w{0,4})",
    r"请及时(?:向|与).{2,24}(?:反映|联系|报告|沟通)",
)  # fmt: skip
#: What closes: asked, thanked, wished, by whom it is explained and from when it holds.
_CLOSING = (
    rf"(?:特此|专此|谨此|为此){_TOLD}",
    r"(?:盼|望|请)(?:予|尽快|及时|早日)?(?:函?复|函告|回复|答复)(?:为盼|为荷)?",
    r"(?:恳|敬|望|特)?请(?:贵\w{1,4}|你\w{1,4}|县\w{2,6}|上级\w{0,4})?(?:予以?|给予|大力|研究|尽快|及时)*(?:支持|批准|解决|协助|配合|办理|研究|接洽|指导|函复|批复)(?:并(?:予)?函复)?(?:为盼|为荷|为谢)?",
    r"(?:以上|上述)(?:情况|报告|汇报|意见|方案|请示|总结|内容|说明|建议)?",
    r"(?:如?有?)?不(?:妥|当)(?:之处)?",
    r"(?:以上|上述)?(?:请示|意见|方案|报告)?(?:妥否|当否|可否|是否妥当|如无不妥)",
    r"(?:敬|恭)?请(?:予以?)?(?:各位\w{0,4}|大家|领导|上级)?(?:审阅|审示|审议|审定|批示|指示|批复|批转\w{0,12}|批评指正|指正|批评|斧正|知悉|知照)(?:执行)?",
    r"(?:此|特)(?:复|致|函|告|令)",
    r"(?:并|也)?(?:再次|衷心|诚挚)*感谢[您你贵]\w{0,4}对.{2,20}(?:关心|支持|理解|监督|帮助)(?:[、和与](?:关心|支持|理解|帮助|监督))*",
    r"请?(?:各\w{2,12}|[\w、]{2,14}单位|你们)?(?:务必|要)?(?:高度重视|加强领导|精心组织|严格执行|遵照执行|周密部署|密切配合|认真组织|狠抓落实|迅速行动)",
    r"(?:请)?(?:各\w{2,12})?(?:结合.{2,10}实际[，,]?)?(?:认真|切实|严格)(?:抓好|做好|组织)?(?:贯彻|执行|落实|实施)\w{0,6}",
    r"(?:确保|务求).{2,10}(?:落到实处|取得实效|落地见效)",
    r"请(?:各\w{2,12}|你们|\w{2,14}单位)?(?:于|在).{3,16}前(?:[，,])?(?:将|把).{2,36}(?:报送|上报|反馈|报|送|发送)(?:至|到|给)?.{2,30}",
    rf"(?:本{_RULES})?由.{{2,24}}负责解释",
    rf"(?:本{_RULES})?自.{{2,16}}起(?:正式)?(?:施行|实施|执行|生效)",
    r"有效期.{1,8}",
    r"(?:同时废止|(?:原|此前).{2,40}(?:同时|即行|相应)?废止)",
    r"(?:原)?《[^》]{2,60}》(?:[（(][^）)]{2,30}[）)])?(?:和|、|及)?(?:《[^》]{2,60}》(?:[（(][^）)]{2,30}[）)])?)?(?:同时|即行|相应|自.{2,16}起)?废止",
    r"(?:国家|法律|法规|上级|省|市|、|及|和|对此){1,6}另有规定的|(?:从|依照|按照|适用)其规定",
    r"(?:按照?|依照|参照)(?:国家|省|市|县|上级|法律|法规|有关|相关|现行|、|和){1,6}(?:规定|要求|政策|文件)?(?:执行|办理)",
    rf"各\w{{2,14}}(?:可|可以|应|应当)?(?:根据|结合|参照|依据)本{_RULES}.{{0,14}}制[定订].{{0,6}}(?:细则|办法|方案|规定)",
    r"(?:希望|望)(?:受?表彰|获奖|受到表彰|以上)的?.{2,16}(?:珍惜|珍视)荣誉",
    r"(?:戒骄戒躁|再接再厉|再创佳绩|再立新功|发扬成绩|不断进步|谦虚谨慎|为.{2,30}(?:作|做)出(?:新的)?更大(?:的)?贡献)",
    r"(?:全县|全市|全镇|全体|各级|广大)\w{2,16}要以(?:先进|他们|受表彰的\w{2,10})为榜样",
    r"(?:让我们|让我们一起|朋友们|同志们|广大\w{2,8})",
    r"让我们(?:大家)?(?:携起手来|携手(?:同行|并肩)?|立即行动起来|行动起来|积极行动起来|共同行动起来|一起行动)",
    r"(?:从(?:我|自身|现在|身边|点滴|小事|一点一滴)(?:的)?(?:小事|做)?(?:做)?起)(?:[、，,]从(?:我|自身|现在|身边|点滴|小事)(?:的)?(?:小事|做)?(?:做)?起)*",
    r"(?:以实际行动)?(?:共同)?为(?:建设|创建|打造|营造|构建|实现|推动|促进).{2,24}(?:贡献|献出)(?:自己的|一份|我们的|应有的|更大的|新的|智慧和){0,3}力量",
    r"(?:共同|携手|一起)(?:营造|创造|打造|建设|构建|守护|维护|树立|培育|谱写).{2,16}(?:新?风尚|氛围|家园|明天|未来|新局面|新篇章|环境|新风)",
    rf"(?:本{_RULES})?未尽事宜",
    r"(?:本|此)\w{2,4}自.{2,16}起(?:正式)?(?:施行|实施|执行|生效)",
    r".{2,12}与(?:本|此)\w{2,4}不一致的",
    r"以(?:本|此)\w{2,4}为准",
    r"对.{2,14}(?:有异议|有意见|有疑问|不服)的?",
    r"请?(?:在|于).{2,12}(?:内|期间)(?:向|以).{2,24}(?:反映|提出|反馈|申诉)(?:意见)?",
    r"由此.{2,14}不便",
    r"敬请(?:广大\w{2,8}|各界\w{0,4})?(?:予以)?(?:谅解|理解|支持|关注|配合)(?:[和与](?:支持|谅解|配合|理解))?",
    r"(?:此件|本通知)发至\w{1,10}",
    r"望?(?:请)?(?:各\w{2,8})?接(?:到|此|本)*通知后",
    r"以上是.{2,14}",
    r"(?:仅)?供(?:\w{0,6})参考",
    r"请?(?:及时)?(?:与|向|同).{2,24}(?:联系|咨询|反映|沟通)",
    rf"(?:对)?违反(?:本(?:{_RULES}|公告|通告)|上述|以上)(?:规定)?的?(?:行为|单位|个人|和|、|的){{0,4}}",
    r"由.{2,24}?(?:依法|依规|依纪|依照有关规定|按照有关规定|予以|给予|从严|从重|严肃){1,4}(?:处罚|处理|查处|处置|追究责任)",
    r"(?:情节严重)?构成(?:违法)?犯罪的|(?:移送司法机关)?依法追究(?:其)?刑事责任|构成违反治安管理行为的|由公安机关依法给予治安管理处罚",
    r"(?:任何|广大)(?:单位和个人|群众|市民)(?:都|均)?有权(?:对.{2,24}?)?(?:进行|向.{2,12}?)?(?:投诉|举报|监督|和|、){1,4}",
    r"(?:监督|举报|投诉|咨询|联系|服务)?(?:电话|邮箱|传真|人)|联系方式",
    r"(?:意见)?(?:反馈|征求意见|报名|公示)?(?:截止)?(?:时间|日期|期限)(?:为|截至|至|到|是).{4,30}",
)  # fmt: skip
#: An opening begins with one of these; 加强…… alone begins a task.
_FIRST = regex(
    r"(?:为|以习近平|根据|按照|依据|遵照|依照|因|由于|鉴于|应|经|报|已|现|特|近|日|最|今|《|[您你贵我本]|兹|决定|\d|目前|从|首先|请|执行|实施|首|并|但|各)"
)
#: A clause that says by what the document does something, whatever led up to it.
_ISSUED = regex(r"(?:现|特|兹|决定|定于|制[定订]|印发|公布|发布|转发|任命|免去|请贵|请你).*")
_AS_FOLLOWS = regex(
    rf".*(?:{_TOLD}|告知|总结|事项|要求|倡议|情况)[^，]{{0,4}}如下.{{0,6}}|.*如下(?:决定|倡议|安排|要求|意见|通知)"
)
#: A closing that is none of the above begins with one of these.
_LAST = regex(
    r"(?:请|恳请|敬请|望|以上|特此|专此|由此|未尽|欢迎|联系|感谢[您你贵]|各[\w、]{1,14}要(?:按|根据|高度|认真|切实|加强|抓紧|严格))"
)
_CLAUSES = regex(r"(?:《[^》\n]*》|[（(][^）)\n]*[）)]|“[^”\n]*”|[^，,])+")
#: What is said outside of the names of documents and of brackets.
_UNNAMED = regex(r"《[^》]*》|[（(][^）)]*[）)]|(?P<said>[^《（(]+)")
_ARTICLE = regex(r"第[一1]条[\s\u3000]+|[一1][、.．][\s\u3000]*")
#: The number of any article or item: those of the last chapter of a rule close it.
_ANY_ARTICLE = regex(
    r"(?:第[〇零一二三四五六七八九十百\d]{1,5}条|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}(?:[.．]\d{1,2}){0,3}[.．、]?(?=\D))[\s\u3000]*"
)
#: What may vary in a pattern.
_SLOT = regex(r"(\.\{\d+,\d+\}\??)")


def _any(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return regex(_SLOT.sub(r"(\1)", "|".join(f"(?:{one})" for one in patterns)))


_LEADS, _DOES, _CLOSES, _GUIDES, _LEDS, _RULES_ON = _ALL = tuple(
    map(_any, (_LEADING, _DOING, _CLOSING, GUIDING, (*LED, *TAKEN_UP), RULED))
)


def opens(said: str) -> Literal["leads", "does"] | None:
    """Whether a sentence, without what ends it, leads up to what a document does, or says so; None if a clause of it
    is no formality.

    >>> opens("为切实做好防汛工作，坚决防范各类事故发生，经县政府同意，现就有关事项通知如下")
    'does'
    >>> opens("近期，县水利局对全县水库开展了专项检查"), opens("加强河道巡查，落实双人值守")
    ('leads', None)
    """
    said = _ARTICLE.sub("", said, count=1)
    clauses = _clauses(said) if _FIRST.match(said) else []
    if clauses and all(_DOES.fullmatch(one) or _LEADS.fullmatch(one) for one in clauses):
        return "does" if any(_DOES.fullmatch(one) for one in clauses) else "leads"
    return None


def issues(said: str) -> bool:
    """Whether a clause of a sentence says what the document does by being issued, whatever the others say.

    >>> issues("天气转凉，现将有关事项通知如下"), issues("天气转凉，请各村早作准备")
    (True, False)
    """
    clauses = _clauses(said)
    return any(_AS_FOLLOWS.fullmatch(one) or (_ISSUED.fullmatch(one) and _DOES.fullmatch(one)) for one in clauses)


def closes(said: str) -> bool:
    """Whether each clause of a sentence, without what ends it, closes a document, or is worn and short in one that
    asks or thanks.

    >>> closes("专此函达，请予支持为盼"), closes("请各乡镇早作准备，把路线画在门口")
    (True, False)
    """
    asks, article = bool(_LAST.match(said)), _ANY_ARTICLE.match(said)
    said = said[article.end() :] if article else said
    clauses = _clauses(said) if len(said) <= _NUMBERS.formality else []
    return bool(clauses) and all(
        _CLOSES.fullmatch(one) or (asks and len(one) <= _NUMBERS.worn_clause and not is_own(one)) for one in clauses
    )


def of_any_plan(said: str, section: Section) -> bool:
    """Whether each clause of a sentence, without what ends it, is one of any plan's in such a section: why there is a
    plan, on whose thought it is made, or by whom it is led and how it is looked after; or one of any rule's article.

    >>> of_any_plan("将工作纳入年度绩效考核，对工作不力、进度迟缓的单位予以通报批评", "measures")
    True
    >>> of_any_plan("将巡堤纳入年度绩效考核，每两小时走一遍", "measures")
    False
    >>> of_any_plan("第二条 本办法适用于县直机关和乡镇人民政府", "article")
    True
    """
    if section == "aims":
        return opens(said) == "does"
    clauses = _clauses(said)
    if section == "guiding":
        return bool(clauses) and all(_GUIDES.fullmatch(one) for one in clauses)
    if section == "article":
        clauses = _clauses(_ANY_ARTICLE.sub("", said, count=1))
        return bool(clauses) and all(_RULES_ON.fullmatch(one) or _CLOSES.fullmatch(one) for one in clauses)
    return bool(clauses) and all(_LEDS.fullmatch(one) or is_worn(one) for one in clauses)


def of_its_own(said: str) -> Iterator[tuple[int, int]]:
    """What in the clauses of an opening varies and is no worn word, and clauses that are no formalities: what this
    document alone is about.

    >>> said = "为解决沿河村夜里出行难的问题，经研究，决定在老街安装路灯二百盏"
    >>> [said[start:end] for start, end in of_its_own(said)]
    ['沿河村夜里出行难的问题', '老街安装路灯二百盏']
    """
    planned, article = of_any_plan(said, "measures"), _ANY_ARTICLE.match(said)
    for clause in _CLAUSES.finditer(said, article.end() if article else 0):
        found = next((one for pattern in _ALL if (one := pattern.fullmatch(clause[0]))), None)
        if found is None:
            if not (planned and is_worn(clause[0])):
                yield clause.span()
            continue
        for group in range(1, len(found.regs)):
            for piece in _UNNAMED.finditer(clause[0], *found.span(group)) if found[group] else ():
                if piece["said"] and is_own(piece["said"]):
                    yield clause.start() + piece.start(), clause.start() + piece.end()


def is_own(said: str) -> bool:
    """Whether what varies in a formality may be a thought: long enough, and of no worn words."""
    return len(said) >= _NUMBERS.own_words and surprise(said) > _NUMBERS.own_surprise


def _clauses(said: str) -> list[str]:
    """The clauses of a sentence that is no longer than a formality; none otherwise."""
    if len(said) > _NUMBERS.sentence:
        return []
    clauses = [one.strip() for one in _CLAUSES.findall(said)]
    return clauses if len(clauses) <= _NUMBERS.clauses else []
