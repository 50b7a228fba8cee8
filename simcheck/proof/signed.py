"""Signed: which lines of a text say who signs it, issues it or speaks, and of which places those are whom it is for."""

from __future__ import annotations

from collections.abc import Iterator

from simcheck.caching import MIB, memoize
from simcheck.patterns import regex
from simcheck.proof.gazetteer import places, stem_of
from simcheck.scoring import SCORING
from simcheck.text.shapes import DAY, ORGAN, SIGNER
from simcheck.text.structure import structure

Span = tuple[int, int]

#: Parts of a frame that say whose a text is, and a last line that does so without a date.
_SIGNERS = frozenset(("signature", "issuer", "speaker", "signer"))
_SIGNS = regex(
    rf"(?:{SIGNER.pattern}|{ORGAN.pattern}|\S{{2,20}}(?:书记|[省市县区镇乡]长|主任|局长)\s*[\w·\s]{{2,8}})(?:\s*{DAY})?"
)
_LINE, _SENTENCE = regex("[^\n]+"), regex("[，。；！？：:]")
#: 致松溪县人民政府的感谢信, and whose paper is passed on: 转发松溪县水利局的通知; what is an office behind a place;
#: how a letter calls whom it is for.
_TO = regex("(?:致|[写寄送发]给|^给|转发|批转)$")
BEFORE_OFFICE = regex(r"[委政府人大协局办]|人民政府|党委")
_YOURS = regex("[贵你](?:[省市县区旗州盟镇乡村局委办厅院校府方部]|政府|公司|单位)")


@memoize(MIB)
def addressees(text: str) -> frozenset[str]:
    """The places of those whom a letter is for, by its title and salutation, where they do not sign it themselves. A
    place without its office (致青禾县全体教师) is one where the letter says 贵县, or another place signs.

    >>> sorted(addressees("致松溪县人民政府的感谢信\\n松溪县人民政府：\\n去年贵县派来四十二名队员。\\n柳泉县人民政府"))
    ['松溪县']
    """
    signers = {text[a:b] for start, end in signing_lines(text) for a, b in _places(text, start, end)}
    others, yours = bool(signers), bool(_YOURS.search(text))
    called: set[str] = set()
    for kind, start, end in _heads(text):
        spans = list(_places(text, start, end))
        host = kind == "title" and yours and others
        for first, last in spans:
            titled = kind == "title" and _TO.search(text, start, first)
            sure = others or yours or (titled and BEFORE_OFFICE.match(text, last))
            asked = (titled or kind == "salutation") and sure
            if asked or (host and not signers & {text[a:b] for a, b in spans}):
                called.add(text[first:last])
    return frozenset(called - signers)


def spoken_to(text: str, source: str) -> frozenset[str]:
    """Whom a letter is for, by place, with its ending and without, and not whom its source speaks to as well."""
    called = addressees(text)
    theirs = {
        source[first:last]
        for kind, start, end in (_heads(source) if called else ())
        for first, last in _places(source, start, end)
        if kind == "salutation" or _TO.search(source, start, first)
    }
    return frozenset(name for one in called - theirs for name in (one, stem_of(one)))


def _heads(text: str) -> Iterator[tuple[str, int, int]]:
    """The title of a text, or its first line, and its salutation."""
    parts = [(str(part.kind), part.start, part.end) for part in structure(text)]
    if not any(kind == "title" for kind, _, _ in parts):
        yield from (("title", start, end) for start, end in outer_lines(text)[:1])
    yield from (part for part in parts if part[0] in ("title", "salutation"))


def _places(text: str, start: int, end: int) -> Iterator[Span]:
    return ((start + a, start + b) for a, b in places(text[start:end]))


def signing_lines(text: str) -> list[Span]:
    """The lines that say who signs a text, issues it or speaks."""
    lines = [(part.start, part.end) for part in structure(text) if part.kind in _SIGNERS]
    return lines + last_signers(text)


def last_signers(text: str) -> list[Span]:
    """The last lines of a text that say who signs it, with a date or without."""
    return [line for line in outer_lines(text)[1:] if _SIGNS.fullmatch(text, *line)]


def outer_lines(text: str) -> list[Span]:
    """The first line of a text and its last ones, where no sentence ends in them: whose it is may stand there."""
    lines = [(found.start(), found.end()) for found in _LINE.finditer(text)]
    last = [line for line in lines[-SCORING.identifying.last_lines :] if not _SENTENCE.search(text, *line)]
    return lines[:1] + last
