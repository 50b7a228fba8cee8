# ruff: noqa: E501 - a pattern of Chinese words stands in one line
"""Classes: which sources are laws, which look like superiors' documents, and which are marked as secret."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice

from simcheck.patterns import regex
from simcheck.scoring import SCORING
from simcheck.text.makers import is_below, made_below, passed_below
from simcheck.text.structure import structure
from simcheck.types import Document, SourceClass, Ungiven
from simcheck.types.kinds import ungiven

_NUMBERS = SCORING.classes
_END = r"(?:\s*[（(][^（()）]{1,40}[）)])*$"
#: Titles that only superiors' documents bear: laws of the state and rules of the Party, then reports and decisions.
_LAW = regex(
    rf"中华人民共和国[^\s，。]{{1,40}}(?:法|法典|宪法|条例|规定|办法|细则|决定){_END}|^宪法$"
    rf"|^[\u4e00-\u9fff、]{{2,40}}(?:条例|实施细则|司法解释){_END}|^(?:关于)?中国共产党[\u4e00-\u9fff]{{2,30}}(?:条例|准则|规则|规定|章程){_END}"
)
_CENTRE = r"(?:中共中央(?:办公厅|政治局|委员会)?|国务院(?:办公厅)?|中央军委|全国人民代表大会(?:常务委员会)?|全国人大(?:常委会)?|最高人民法院|最高人民检察院|中央纪委(?:国家监委)?|中央组织部|中央宣传部|国家[\u4e00-\u9fff]{2,12}(?:局|委|委员会|部)|[\u4e00-\u9fff]{2,8}部(?:办公厅)?)"
_ABOVE = rf"(?:{_CENTRE}|[\u4e00-\u9fff]{{2,6}}(?:省|自治区)(?:委(?:办公厅)?|人民政府(?:办公厅)?|政府)|中共[\u4e00-\u9fff]{{2,6}}(?:省|自治区)委(?:办公厅)?)"
_SUPERIOR = regex(
    r"中国共产党(?:第[一二三四五六七八九十]+次)?全国代表大会上的报告|^(?:党的)?[一二三四五六七八九十]+大报告$"
    r"|中国共产党[^\n]{0,24}(?:中央委员会[^\n]{0,16})?全体会议[^\n]{0,4}公报|中央委员会[^\n]{0,40}(?:决定|建议|决议|公报)|中共中央关于[^\n]{2,60}(?:决定|建议|决议|意见)"
    r"|在第[一二三四五六七八九十]+届全国人民代表大会[^\n]{0,14}会议上"
    rf"|^{_ABOVE}[^\n]{{0,60}}(?:决定|意见|通知|纲要|规划|计划|办法|规定|条例|公报|若干措施){_END}"
)
#: Whose documents bind whom a draft is written for, by the office that issued them.
_ISSUER = regex(rf"{_ABOVE}(?:委员会)?(?:文件|令|公报)?")
#: A national leader as the speaker of a text.
_LEADER = regex(
    r"(?:(?:中共中央)?总书记|国家主席|中央军委主席|国务院总理|全国政协主席|全国人大常委会委员长)[\s\u3000]*[\u4e00-\u9fff]{2,4}|习[\s\u3000]*近[\s\u3000]*平|毛泽东|邓小平|江泽民|胡锦涛"
)
_SECRET = regex("绝密|机密|秘密")


#: An article of a statute.
_ARTICLE = regex(r"^[ \t\u3000]*第[一二三四五六七八九十百零〇○0-9]+条", re.MULTILINE)
#: How the title of a statute ends, or of a rule that may be anybody's; and who makes no statute (Legislation Law of the
#: PRC: counties, townships, companies …).
_STATUTE = regex(
    r"(?:法|法典|条例|规定|规则|办法|细则|解释|守则|决定|决议|批复|修正案|通则|准则|(?P<anybody>规程|章程|公约))"
    r"\s*(?:(?P<excerpt>[（(]?(?:摘录|节选|摘编|选编|摘要)[）)]?)|[（(][^）)]*[）)]\s*)*$",
)
_LOCAL = regex("(?<![自治])[县区乡镇村](?!域)|街道|公司|集团|学校|大学|学院|医院|协会|单位|机关")
#: Who passed or issued a statute, as it is said under its title.
_ENACTED = regex(
    r"(?:人民代表大会|人大常委会|常务委员会)[^\n。，]{0,40}会议[^\n。]{0,60}(?:通过|批准|修订|修正)"
    r"|(?:国务院|人民政府)[^\n。，]{0,30}(?:令|会议)[^\n。，]{0,30}(?:公布|发布|通过|批准)"
    r"|(?:部|委|委员会|总局|局|署|院|会|银行)[^\n。，]{0,16}令[^\n。，]{0,4}第?[^\n。，]{1,16}号"
    r"|(?:审判|检察)委员会[^\n。，]{0,20}会议通过"
)


#: Which rules ``told`` goes by; it rises when they say otherwise of a document, and corpora are told anew.
RULES = 2


def told(document: Document) -> SourceClass:
    """The class of a source: the one it was given, or else ``authority`` for a statute and ``peer`` for others.

    A statute shows it by two of three: it has articles, it says who passed it, it bears the title of one and of nobody
    who makes none; of an excerpt (节选) one article is enough. What a county, a township, a bureau, a school or a firm made is
    none. Its words belong to nobody (Copyright Law of the PRC, article 5); what follows it repeats them.

    >>> articles = "".join(f"第{n}条 采砂应当经水行政主管部门批准。\\n" for n in "一二三四五")
    >>> told(Document("a", "河道采砂管理条例\\n2021年3月2日国务院令第712号公布\\n" + articles))
    'authority'
    >>> told(Document("a", "清溪县河道采砂管理办法\\n" + articles))
    'peer'
    """
    if not isinstance(document.source_class, Ungiven):
        return document.source_class
    names = [re.sub(r"[#*\s]", "", name) for name in _names(document)]
    ruled = [(name, end) for name in names if (end := _STATUTE.search(name))]
    titled = any(not end["anybody"] and not _LOCAL.search(name) for name, end in ruled)
    enacted = _enacted(document.text[: _NUMBERS.head])
    if titled and not enacted and made_below((*names, document.author or ""), document.text):
        return "peer"
    if titled == enacted:  # only where one of them speaks for a law the whole text is asked
        return "authority" if titled else "peer"
    excerpt = any(end["excerpt"] for _, end in ruled)
    return "authority" if _has_articles(document, 1 if excerpt else _NUMBERS.articles) else "peer"


def _enacted(head: str) -> bool:
    """Whether the head of a text says that those passed it who make laws."""
    for found in _ENACTED.finditer(head):
        if not passed_below(head[head.rfind("\n", 0, found.start()) + 1 : found.end()]):
            return True
    return False


def _has_articles(document: Document, least: int) -> bool:
    return sum(1 for _ in islice(_ARTICLE.finditer(document.text), least)) == least


def classified(document: Document) -> Document:
    """The document with its class (``told``), which stays one that nobody gave."""
    given = not isinstance(document.source_class, Ungiven)
    return document if given else replace(document, source_class=ungiven(told(document)))


def _names(document: Document) -> list[str]:
    """What a document may be called: its title, its first line, and its id without folder and suffix."""
    first = document.text.lstrip().partition("\n")[0].strip()
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", document.id.rpartition("/")[2])
    return [name for name in (document.title, first[:80], stem) if name]


def proposed(document: Document) -> SourceClass | None:
    """The class that title, issuer and form let one think of, None where there is none; only proposed, since these are
    easily given. What is ``told`` to be a statute is proposed too: one of its signs is enough here, with few articles.

    >>> proposed(Document("a.txt", "中华人民共和国安全生产法\\n第一条 为了加强安全生产工作，制定本法。"))
    'authority'
    """
    lines = (line.strip(" \t\u3000#*—－-") for line in document.text.splitlines())
    head = list(islice((line for line in lines if line), _NUMBERS.head_lines))
    names = [*_names(document), *(line for line in head if len(line) <= _NUMBERS.longest_line)]
    parts = structure(document.text)
    held = {kind: [document.text[part.start : part.end] for part in parts if part.kind == kind] for kind in _TOLD}
    by = (document.author or "", *held["speaker"], *head)
    if any(_LEADER.fullmatch(name.strip("（）() ")) for name in by):
        return "authority"
    above = [name for name in names[: _NUMBERS.names] if not is_below(name)]
    titled = any(_LAW.search(name) or _SUPERIOR.search(name) for name in above)
    ruled = any(_STATUTE.search(name) for name in names) and _has_articles(document, _NUMBERS.few_articles)
    ruled = ruled and not made_below((*_names(document), document.author or ""), document.text)
    spoken = held["speaker"] or held["occasion"]
    issuers = [name.strip() for name in (document.author or "", *held["issuer"])]
    issued = not spoken and any(_ISSUER.fullmatch(name) and not is_below(name) for name in issuers)
    return "authority" if titled or ruled or issued or told(document) == "authority" else None


#: Parts that tell whose a text is.
_TOLD = ("issuer", "speaker", "occasion")


def secrecy(document: Document) -> str | None:
    """The mark of secrecy at the head of a document, 秘密, 机密 or 绝密; None where it bears none.

    >>> secrecy(Document("a", "机密★1年\\n关于防汛的通知\\n各乡镇人民政府：\\n请早作准备。"))
    '机密'
    """
    text = document.text
    marks = (_SECRET.search(text, part.start, part.end) for part in structure(text) if part.kind == "secrecy")
    return next((mark[0] for mark in marks if mark), None)
