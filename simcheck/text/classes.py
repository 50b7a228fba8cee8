"""Classes: which sources are laws, which look like superiors' documents, and which are marked as secret."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice

from simcheck.text.structure import structure
from simcheck.types import Document, SourceClass

_LAW = re.compile(r"中华人民共和国[^\s，。]{1,24}法(?:\s*[（(][^）)]*[）)])?$|[\u4e00-\u9fff]{2,}(?:条例|实施细则)$")
_SUPERIOR = re.compile(
    r"全国代表大会上的报告|中央委员会[^\n]{0,40}(?:决定|建议|决议|公报)|(?:中共中央|国务院|中央办公厅|国务院办公厅|全国人民代表大会|[\u4e00-\u9fff]{1,6}省委"
    r"|[\u4e00-\u9fff]{1,6}省人民政府)[^\n]{0,60}(?:决定|意见|通知|纲要|规划|办法|条例|公报)$"
)
#: Whose documents bind whom a draft is written for, by the office that issued them.
_ISSUER = re.compile(
    r"(?:中共中央|中共中央办公厅|中央办公厅|国务院|国务院办公厅|全国人民代表大会(?:常务委员会)?|最高人民法院|最高人民检察院|[\u4e00-\u9fff]{2,6}(?:省|自治区)(?:委|人民政府|委员会)(?:办公厅)?)(?:文件)?"
)
_SECRET = re.compile("绝密|机密|秘密")
#: An article of a statute, and how many make its form.
_ARTICLE, _ARTICLES = re.compile(r"^[ \t\u3000]*第[一二三四五六七八九十百零〇○0-9]+条", re.MULTILINE), 5
#: How the title of a statute ends, and who makes none (Legislation Law of the PRC: counties, townships, companies …).
_STATUTE = re.compile(
    r"(?:法|条例|规定|规则|办法|细则|解释|守则|决定|决议|批复|修正案|通则|准则)\s*(?:[（(][^）)]*[）)]\s*)*$",
)
_LOCAL = re.compile("(?<![自治])[县区乡镇村](?!域)|街道|公司|集团|学校|大学|学院|医院|协会|单位|机关")
#: Who passed or issued a statute, as it is said under its title.
_ENACTED = re.compile(
    r"(?:人民代表大会|人大常委会|常务委员会)[^\n。，]{0,40}会议[^\n。]{0,60}(?:通过|批准|修订|修正)"
    r"|(?:国务院|人民政府)[^\n。，]{0,30}(?:令|会议)[^\n。，]{0,30}(?:公布|发布|通过|批准)"
    r"|(?:部|委|委员会|总局|局|署|院|会|银行)[^\n。，]{0,16}令[^\n。，]{0,4}第?[^\n。，]{1,16}号"
    r"|(?:审判|检察)委员会[^\n。，]{0,20}会议通过"
)
#: Characters in which who passed a text is said.
_HEAD = 800


def told(document: Document) -> SourceClass:
    """The class of a source: the one it was given, or else ``authority`` for a statute and ``peer`` for others.

    A statute shows it by two of three: it has articles, it says who passed it, it bears the title of one and of nobody
    who makes none. Its words belong to nobody (Copyright Law of the PRC, article 5); what follows it repeats them.

    >>> articles = "".join(f"第{n}条 采砂应当经水行政主管部门批准。\\n" for n in "一二三四五")
    >>> told(Document("a", "河道采砂管理条例\\n2021年3月2日国务院令第712号公布\\n" + articles))
    'authority'
    >>> told(Document("a", "清溪县河道采砂管理办法\\n" + articles))
    'peer'
    """
    if document.source_class is not None:
        return document.source_class
    articles = sum(1 for _ in islice(_ARTICLE.finditer(document.text), _ARTICLES)) == _ARTICLES
    enacted = bool(_ENACTED.search(document.text[:_HEAD]))
    names = [re.sub(r"[#*\s]", "", name) for name in _names(document)] if articles or enacted else []
    titled = any(_STATUTE.search(name) and not _LOCAL.search(name) for name in names)
    return "authority" if articles + enacted + titled > 1 else "peer"


def classified(document: Document) -> Document:
    """The document with its class (``told``)."""
    return document if document.source_class else replace(document, source_class=told(document))


def _names(document: Document) -> list[str]:
    """What a document may be called: its title, its first line, and its id without folder and suffix."""
    first = next((line.strip() for line in document.text.splitlines() if line.strip()), "")
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", document.id.rpartition("/")[2])
    return [name for name in (document.title, first[:80], stem) if name]


def proposed(document: Document) -> SourceClass | None:
    """The class that title and issuer tell, None where they tell none; only proposed, since a title is easily given.

    >>> proposed(Document("a.txt", "中华人民共和国安全生产法\\n第一条 为了加强安全生产工作，制定本法。"))
    'authority'
    """
    names = _names(document)
    parts = structure(document.text)
    issuers = [document.text[part.start : part.end] for part in parts if part.kind == "issuer"]
    speech = any(part.kind in ("speaker", "occasion") for part in parts)
    issued = not speech and any(_ISSUER.fullmatch(name.strip()) for name in (document.author or "", *issuers))
    titled = any(_LAW.search(name) or _SUPERIOR.search(name) for name in names)
    return "authority" if titled or issued else None


def secrecy(document: Document) -> str | None:
    """The mark of secrecy at the head of a document, 秘密, 机密 or 绝密; None where it bears none.

    >>> secrecy(Document("a", "机密★1年\\n关于防汛的通知\\n各乡镇人民政府：\\n请早作准备。"))
    '机密'
    """
    text = document.text
    marks = (_SECRET.search(text, part.start, part.end) for part in structure(text) if part.kind == "secrecy")
    return next((mark[0] for mark in marks if mark), None)
