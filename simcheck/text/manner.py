"""Manner: whether a document is said to somebody, sent and filed, a rule that binds, or a letter."""

from __future__ import annotations

import re
from typing import Literal

from simcheck.patterns import regex
from simcheck.text.structure import structure
from simcheck.types import Document

#: How a document speaks.
Manner = Literal["spoken", "paper", "rule", "letter"]

_END = r"(?:\s*[（(][^（()）\n]{0,20}[）)])?$"
#: The title that tells it; of a law that is kept, its articles are its manner too.
_TITLES: tuple[tuple[Manner, re.Pattern[str]], ...] = (
    ("letter", regex(rf"(?:一封信|公开信|慰问信|感谢信|贺信|慰问电|贺电|表扬信|邀请函|邀请信|倡议书){_END}")),
    ("rule", regex(rf"(?:办法|规定|细则|规则|条例|制度|章程|公约|守则|规程){_END}")),
    ("paper", regex(
        rf"(?:通知|通报|通告|公告|意见|决定|决议|请示|批复|函|纪要|方案|预案|要点|计划|规划|总结|清单|(?:调研|调查|情况|分析|自查|整改|专题)报告|关于.{{2,40}}报告){_END}"
    )),
)  # fmt: skip
#: The line that greets those who listen.
_GREETING = regex(r"^\s*(?:尊敬的|各位)?[\w、，]{0,30}(?:同志们|朋友们|领导|代表|委员|来宾)[：:，,！!]", re.MULTILINE)
#: A title of what a meeting said or decided.
_OF_MEETING = regex(rf"(?:纪要|决定|决议|公报|倡议书?){_END}")


def manner(document: Document) -> Manner:
    """How a document speaks, by its title, and by whom it greets; ``spoken`` where neither tells.

    >>> manner(Document("a", "致全县企业家的一封信\\n尊敬的企业家朋友们：\\n岁末回望，灯光还亮着。"))
    'letter'
    >>> manner(Document("b", "关于防汛的通知\\n各乡镇人民政府：\\n汛期将至。")), manner(Document("c", "汛期将至。"))
    ('paper', 'spoken')
    """
    named = titles_of(document)
    told = (kind for kind, pattern in _TITLES for name in named if pattern.search(name))
    found: Manner = next(told, "spoken")
    return "spoken" if found != "letter" and _GREETING.search(document.text) else found


def is_minutes(document: Document) -> bool:
    """Whether a document tells by its title what a meeting said: 会议纪要."""
    return any(re.search(rf"纪要{_END}", name) for name in titles_of(document))


def says_nothing(document: Document) -> bool:
    """Whether a document is one that nobody says and no meeting makes: a plan, a notice, a rule, a letter.

    >>> says_nothing(Document("a", "云麓区营商环境工作方案\\n一、目标\\n办证快些。"))
    True
    >>> says_nothing(Document("b", "物业专题会议纪要\\n会议指出，路灯没人修。"))
    False
    """
    named = titles_of(document)
    return manner(document) != "spoken" and not any(_OF_MEETING.search(name) for name in named)


def titles_of(document: Document) -> tuple[str, ...]:
    """What a document is called: the title that its file tells and the one that stands in its text, where there are."""
    text = document.text
    lines = "".join(text[part.start : part.end] for part in structure(text) if part.kind == "title")
    return tuple(title.strip() for title in (document.title or "", lines) if title.strip())
