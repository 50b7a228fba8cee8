"""Same hand: sources by whom the draft says that it is itself, which may be own earlier work and count all the same.

What a draft says of its author is the author's word: it is told to the reader, who may name own work, and decides
nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from simcheck.accept.authors import POST, is_own, plain, words_of
from simcheck.messages import Message
from simcheck.patterns import regex
from simcheck.text.makers import titled_by
from simcheck.text.shapes import OFFICE, ORGANS, PAPER
from simcheck.text.structure import structure
from simcheck.types import Document, Match

#: Parts of a document that say whose it is.
_SIGNED = frozenset(("signature", "issuer", "speaker", "signer"))
_BEFORE_COLON = regex(r"^\w{2,4}[：:]")
_DATED = regex(r"(?:20\d\d|[二〇○零一二三四五六七八九]{4})年.*$")
_PERSON = regex("[\u4e00-\u9fff·]{2,4}")
_ORGAN = regex(f"{ORGANS}$")
#: How many sources a note lists.
_LISTED = 3


def same_hand(matches: Iterable[Match], draft: Document, sources: Iterable[Document]) -> Iterator[Message]:
    """A note for each person or office by whom the draft is, and peers of which a passage counts.

    It proposes ``--author`` where the author's field of these has the name, and ``--own`` where only their text has, or
    their title alone names the office or the place that the draft's begins with: a plan without a signature.
    """
    mine, titled = _hands(draft), _titled_by(draft)
    held = {name for match in matches if match.ignored is None for name in (match.source.document_id, *match.also_in)}
    peers = [one for one in sources if one.id in held and one.source_class == "peer"] if mine or titled else []
    told: set[str] = set()
    for name in mine:
        by = [one.id for one in peers if one.author and is_own(one.author, [name]) and one.id not in told]
        told.update(by)
        signed = [one.id for one in peers if plain(name) in map(plain, _hands(one)) and one.id not in told]
        told.update(signed)
        if by:
            yield Message("maybe_own", {"name": name, "sources": "、".join(by[:_LISTED]), "count": len(by)})
        if signed:
            yield Message(
                "maybe_own_signed", {"name": name, "sources": "、".join(signed[:_LISTED]), "count": len(signed)}
            )
    same = [one.id for one in peers if titled and one.id not in told and _is_by(one, titled)]
    if same:
        yield Message("maybe_own_titled", {"name": titled, "sources": "、".join(same[:_LISTED]), "count": len(same)})


def _titled_by(document: Document) -> str:
    """The office or the place that the title begins with, as it is plain; empty for none."""
    parts = (document.text[one.start : one.end] for one in structure(document.text) if one.kind == "title")
    first = document.text.strip().partition("\n")[0].strip()
    told = (titled_by(one.strip()) for one in (document.title or "", "".join(parts), first))
    return plain(next(filter(None, told), ""))


def _is_by(source: Document, titled: str) -> bool:
    """Whether a source's title begins with the office or place of the draft's, or the government there signs it."""
    governed = {titled + one for one in ("", "政府", "政府办公室", "委", "委办公室")}
    return _titled_by(source) == titled or any(plain(one) in governed for one in _hands(source))


def _hands(document: Document) -> list[str]:
    """The persons and the offices by whom a document says it is, persons first.

    >>> _hands(Document("稿", "关于防汛的通知\\n请早作准备。\\n青禾县水利局\\n2026年5月6日", author="县长 张三"))
    ['张三', '青禾县水利局']
    """
    text = document.text
    said = [document.author or "", *(text[one.start : one.end] for one in structure(text) if one.kind in _SIGNED)]
    persons, offices = list[str](), list[str]()
    for label in said:
        name = PAPER.sub("", _DATED.sub("", _BEFORE_COLON.sub("", label.strip("（）() "))).strip())
        for word in words_of(name):
            post = list(re.finditer(POST, word))
            office, person = (word[: post[0].start()], word[post[-1].end() :]) if post else (word, word)
            if OFFICE.fullmatch(office):
                offices.append(office)
            alone = not post and len(words_of(name)) == 1 and label != document.author
            if _PERSON.fullmatch(person) and not (alone or _ORGAN.search(person)):
                persons.append(person)
    return list(dict.fromkeys([*persons, *offices]))
