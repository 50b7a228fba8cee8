"""What an official document's frame says of it: its title, who signs or issues it, and the day that it is signed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import dropwhile, takewhile

from simcheck.patterns import regex
from simcheck.readers.dates import iso
from simcheck.readers.heading import Heading
from simcheck.text.lines import Part
from simcheck.text.shapes import DAY, NATIONAL, OFFICE, ORGANS, PAPER, SIGNER
from simcheck.text.structure import structure

#: What is a title in words alone; names of works and what is quoted may have any marks.
_NAMED = regex(r"《[^》]*》|“[^”]*”|[（(][^）)]*[）)]")
_WORDS = regex(r"[\w、·—\-〔〕\s]{0,120}")
#: What begins like a title and is an item or a sentence.
_NO_TITLE = regex(
    r"[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|第[一二三四五六七八九十\d]+[章节条]|附件"
    r"|今天|现在|现将|下面|首先|各位|同志|尊敬|我(?![省市县区州镇乡村])|根据|按照|为(?:了|深入|进一步|做好|全面|加强|认真|切实|贯彻|推动|推进|落实|规范)"
)
#: What a document of an office is called, and what many a heading says too.
_VAGUE = regex(r"(?:情况|建议|材料|表|名单|清单|台账|指南)$")
#: 通知 and 会议纪要 alone say less than the name of a file.
_SHORTEST = 5
#: Parts at the head by which a text is known for a document.
_HEAD = frozenset(("title", "number", "salutation"))
#: How the name of an office ends, and not that of any of them.
_ORGAN_LAST = regex(rf"{ORGANS}(?<!领导|同志|部门|单位)$")
_DAY = regex(rf"\s*{DAY}$")


def issued(text: str) -> Heading:
    """Title, office or signer, and day of signature, from the frame of an official document; None for what it lacks.

    Without a title, a number or whom it is for at its head, nothing is believed.

    >>> issued("关于做好防汛工作的通知\\n各乡镇人民政府：\\n汛期将至。\\n青禾县水利局\\n2026年5月6日")
    Heading(title='关于做好防汛工作的通知', author='青禾县水利局', date='2026-05-06')
    """
    parts = structure(text)
    if not any(part.kind in _HEAD for part in parts):
        return Heading()
    signed = list(dropwhile(lambda part: part.kind != "signature", parts))
    signers = [text[part.start : part.end] for part in takewhile(lambda part: part.kind == "signature", signed)]
    issuers = [text[part.start : part.end] for part in parts if part.kind == "issuer"]
    days = [text[part.start : part.end] for part in signed if part.kind == "date"][:1]
    days += [text[part.start : part.end] for part in parts if part.kind == "occasion"]
    date = next(filter(None, map(iso, [*days, *issuers])), None)
    return Heading(_title(text, parts), _authors(signers) or _authors(issuers), date)


def _title(text: str, parts: Sequence[Part]) -> str | None:
    lines = [" ".join(text[part.start : part.end].split()) for part in parts if part.kind == "title"]
    title = "".join(lines)
    if len(title) < _SHORTEST or _NO_TITLE.match(title) or not _WORDS.fullmatch(_NAMED.sub("", title)):
        return None
    alone = {part.kind for part in parts} <= {"title", "table_head", "opening", "closing"}
    return None if alone and "关于" not in title and _VAGUE.search(title) else title


def _authors(lines: Sequence[str]) -> str | None:
    """The offices that lines name with their place, or who signs with his post; None if there is none such."""
    found = []
    for line in lines:
        name = PAPER.sub("", _DAY.sub("", line.strip("（）() "))).strip()
        if SIGNER.fullmatch(name):
            found.append(" ".join(name.replace("：", " ").replace(":", " ").split()))
        else:
            found += [word for word in name.split() if _is_office(word)]
    return " ".join(dict.fromkeys(found)) or None


def _is_office(name: str) -> bool:
    """Whether a name is that of one office: 青禾县水利局; 县水利局 may be any county's."""
    return bool((OFFICE.fullmatch(name) or NATIONAL.fullmatch(name)) and _ORGAN_LAST.search(name))
