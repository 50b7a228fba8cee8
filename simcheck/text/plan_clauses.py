# ruff: noqa: E501 - a pattern of Chinese words stands in one line
"""Plan clauses: what any office writes under 指导思想, 工作原则, 保障措施, 存在的问题, of whatever its plan or its report is,
and in an article of whatever it rules.

On whose thought it is made, who leads it, that it is inspected, counted in the yearly assessment and made known. Beside
worn words hardly a letter has room in them, so that no measure of a writer's own is one.
"""

from __future__ import annotations

import re
from typing import Literal

from simcheck.patterns import regex
from simcheck.scoring import SCORING

#: What a section is for by its heading: why there is a plan and on what grounds, on whose thought, how it is done; and
#: an article of a rule.
Section = Literal["aims", "guiding", "measures", "article"]

_HOW = "(?:切实|坚决|进一步|全面|深入|认真|扎实|积极|加快|持续|着力|大力|统筹){0,3}"
_CHIEF = r"(?:(?:常务|分管|有关|党政)?副?(?:县委|市委|区委|镇党委|乡党委|党委|党组)?副?(?:书记|[省市县区州镇乡局]长|主任|主要领导|领导|主要负责人|主要负责同志|负责人|负责同志|同志)(?:、|和)?){1,3}"
_GROUP = r"(?:\w{0,8}(?:领导小组|工作专班|专班|指挥部))"

#: On whose thought and in whose spirit a plan is made.
GUIDING = (
    r"以(?:习近平新时代中国特色社会主义思想|习近平.{2,24}(?:论述|思想|精神)|党的.{2,24}(?:精神|思想)|新发展理念|科学发展观)为(?:指导|指引|统领|引领|根本遵循)",
    rf"{_HOW}(?:学习)?(?:贯彻|落实|领会){{1,3}}(?:党的|习近平|中央|党中央|新发展理念|省委|市委|县委)[^，]{{0,40}}(?:精神|思想|论述|部署|要求|理念|决议|决定|批示)",
    r"(?:始终)?坚持(?:以人民为中心(?:的发展思想)?|人民至上(?:、生命至上)?|党的(?:全面)?领导|稳中求进(?:工作)?总基调|系统观念|问题导向|目标导向|底线思维)",
    r"立足新发展阶段|(?:完整、?准确、?全面)?贯彻新发展理念|(?:服务和?融入|加快)?构建新发展格局|(?:更好)?统筹发展和安全|(?:着力)?推动高质量发展",
    r"(?:深刻)?(?:领悟|把握)“两个确立”的决定性意义|增强“四个意识”(?:、坚定“四个自信”)?(?:、做到“两个维护”)?|坚定“四个自信”|(?:坚决)?做到“两个维护”",
    rf"{_HOW}(?:推进|推动|做好|抓好).{{2,16}}(?:各项|重点)工作",
    r"(?:努力)?为.{2,24}(?:提供(?:坚强|有力|坚实)?(?:的)?(?:组织)?(?:保障|支撑)|奠定(?:坚实)?(?:的)?基础|[作做]出(?:新的)?(?:更大)?(?:的)?贡献)",
)  # fmt: skip
#: Who leads it.
LED = (
    rf"(?:[省市县区镇乡](?:里|政府|委)?)?成立(?:以|由){_CHIEF}(?:任|为|担任)组长",
    rf"{_CHIEF}(?:任|为|担任)副组长",
    rf"(?:[省市县区镇乡]直)?(?:各)?(?:有关|相关|各)?(?:部门|单位|乡镇)?(?:主要)?(?:负责人|负责同志|领导)?(?:为|任)成员(?:的{_GROUP})?",
    rf"(?:{_GROUP})?(?:下设)?办公室设在\w{{2,8}}",
    rf"(?:{_GROUP})?(?:办公室)?主任由\w{{0,8}}?{_CHIEF}(?:兼任|担任)",
)
#: What for, how seriously, and by whom it is taken up.
TAKEN_UP = (
    r"本(?:预案|方案|办法|规定|细则)适用于.{2,30}",
    r"(?:各\w{2,8}(?:[、和]各?\w{2,8}){0,2})?要?(?:充分|深刻)认识.{2,24}(?:重要性|必要性|紧迫性|重要意义|重大意义|意义)(?:和(?:必要性|紧迫性))?",
    r"把.{2,14}(?:列入|摆上|纳入|摆在)(?:更加)?(?:重要|突出)?(?:的)?(?:议事日程|日程|议程|位置)",
    r"(?:各\w{2,8})?要?成立.{0,12}领导小组",
    rf"{_HOW}(?:奋力)?推动.{{2,16}}(?:工作)?再上新?台阶",
)
_RULE = r"(?:本|此)(?:暂行|实施|管理)?(?:办法|规定|细则|制度|规则|条例|规程|章程|规范|守则|公约|方案|预案)"
#: Whom a rule is for, who carries it out, and what holds beside it.
RULED = (
    rf"{_RULE}适用于.{{2,44}}",
    rf".{{2,30}}(?:适用|参照执行|参照适用|比照){_RULE}(?:执行)?",
    rf".{{2,24}}(?:参照|依照|按照){_RULE}(?:的?(?:有关|相关)?规定)?(?:执行|办理|管理|制[定订].{{2,12}})",
    rf"[\w、]{{2,20}}(?:具体)?负责{_RULE}的?(?:组织|具体|贯彻|监督|实施|解释|执行|落实|检查|指导|和|与|及|、){{1,8}}(?:工作)?",
    rf"(?:对)?违反{_RULE}(?:(?:的)?(?:有关|相关)?规定)?的?",
    r"(?:国家|法律|法规|规章|上级|省|市|、|及|和|对此|另|对.{2,16}){1,6}有规定的|(?:从|依照|按照|适用)其规定",
    rf"{_RULE}所称.{{2,16}}(?:包括|是指).{{2,24}}",
)
#: How it is looked after, in worn words.
_WORN = regex(
    "以人为本|人民至上|生命至上|预防为主|防治结合|防救结合|统一领导|统一指挥|分级负责|条块结合|属地管理|属地为主|快速反应|协同应对|协调联动|平战结合|常备不懈|资源共享|社会参与|政府主导|部门联动|依法规范|科学高效"
    "|一级抓一级|层层抓落实|主要领导|分管领导|亲自抓|具体抓|议事日程|责任感|紧迫感|使命感|举一反三|立行立改|“回头看”|再上新台阶|下一步|我[局县市区镇乡]|我们"
    "|虽然|取得|一定|成绩|但是|上级|要求|群众|期盼|相比|存在|一些|差距|不足|问题|困难|短板|部分|个别|少数|不够|不高|不强|不实|意识|继续|担当|狠抓|抓实|抓紧|抓好|奋力|推动|整改|到位|适时|增强|专人|负责|各乡镇|各部门"
    "|依规依纪|依纪依法|依法依规|弄虚作假|齐抓共管|上下联动|各负其责|密切配合|各司其职|通力协作|高度重视|取得实效|落地见效|落到实处|全社会|公众号|短视频|新媒体|融媒体|宣传栏|责任制|责任人|不到位|不落实|未完成|不定期|进一步"
    "|工作|完成|情况|开展|落实|纳入|年度|年终|目标|综合|绩效|领导|班子|干部|考核|考评|评价|管理|督查|督导|督办|检查|通报|批评|约谈|问责|追责|追究|责任|严肃|处理|不力|迟缓|缓慢|滞后|敷衍|应付|推诿|扯皮|进度|进展|推进|措施|单位|部门|个人|乡镇|予以|给予|进行|定期|建立|健全|完善|强化|加强|严格|实行|实施"
    "|制度|机制|力度|调度|跟踪|问效|充分|利用|运用|发挥|广播|电视|报纸|网络|网站|微信|微博|抖音|横幅|标语|传统|新闻|主流|各类|平台|媒体|载体|渠道|形式|方式|作用|各种|多种|广泛|大力|加大|深入|宣传|报道|引导|教育|发动|宣讲|解读|政策|努力|积极|着力|形成|营造|人人|共同|社会|关心|支持|参与|良好|浓厚|强大|舆论|氛围|格局"
    "|局面|环境|合力|切实|提高|统一|思想|政治|站位|认识|组织|属地|主体|监管|协调|分工|任务|细化|压紧|压实|明确|各级|有关|相关|确保|务求|按期|但|还|仍|圆满|范围|内容|重要|直至|全县|全市|公开|及时|典型|经验|做法|成效|并|或|将|把|对|的|和|与|及|、|等|各|要"
)
_SECTIONS: tuple[tuple[Section, re.Pattern[str]], ...] = (
    ("aims", regex(r"(?:编制|制定)?(?:目的|依据)(?:和依据)?$")),
    ("guiding", regex(r"(?:指导思想|总体要求|总体思路|基本思路)$")),
    ("measures", regex(
        r"(?:(?:保障|组织|工作|推进)(?:措施|保障|要求|机制|领导|实施)|(?:有关|几点|相关)要求|(?:工作|基本)原则|适用范围"
        r"|存在的?(?:主要|突出)?(?:问题|不足|困难)(?:[和与及](?:问题|不足|困难))?|下一步(?:工作)?(?:打算|计划|安排|措施|思路|重点)?)$"
    )),
)  # fmt: skip


def section_of(heading: str) -> Section | None:
    """What a section is for by its heading without its number; None for one that says what its writer has to say.

    >>> section_of("指导思想"), section_of("五项保障措施"), section_of("重点任务")
    ('guiding', 'measures', None)
    """
    return next((section for section, pattern in _SECTIONS if pattern.search(heading)), None)


def is_worn(clause: str) -> bool:
    """Whether a clause has hardly a letter beside words with which offices look after any work.

    >>> is_worn("将工作纳入年度绩效考核"), is_worn("把值守纳入年度绩效考核，一票否决")
    (True, False)
    """
    left = len(_WORN.sub("", clause))
    return left <= min(SCORING.framing.beside_worn, SCORING.framing.worn_share * len(clause))
