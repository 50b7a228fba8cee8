"""Classes: which sources look like laws or superiors' documents, and which are marked as secret."""

from __future__ import annotations

import re

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


def proposed(document: Document) -> SourceClass | None:
    """The class that title and issuer tell, None where they tell none; only proposed, since a title is easily given.

    >>> proposed(Document("a.txt", "中华人民共和国安全生产法\\n第一条 为了加强安全生产工作，制定本法。"))
    'authority'
    """
    first = next((line.strip() for line in document.text.splitlines() if line.strip()), "")
    stem = document.id.rpartition("/")[2].rpartition(".")[0]
    names = [name for name in (document.title, first[:80], stem) if name]
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
