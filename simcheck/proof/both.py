"""Both: what a draft may say though its source says it too: what the country says, a neighbour, what both lie in."""

from __future__ import annotations

from simcheck.patterns import regex
from simcheck.proof.compared import Compared, Span, sentences
from simcheck.proof.gazetteer import divisions, level, places
from simcheck.proof.shared import (
    above_both,
    beside,
    examined,
    from_above,
    of_all,
    of_an_office_above,
    of_the_country,
    rank,
    runs_through_both,
    said_by_all,
    shared_by_both,
    tells_of_one,
)
from simcheck.proof.wider import of_elsewhere
from simcheck.types import Identity, LeftoverKind

_ENDS = "。！？\n"
_NAMES = frozenset(("place", "person"))
_YEAR = regex(r"(?<!\d)(?:1[89]|20)\d\d年")
_LEAD = regex("(?:中国|国家|全国|中央)[\u4e00-\u9fff]{0,4}$")


def of_both(text: str, one: Compared, identity: Identity, kind: LeftoverKind, span: Span) -> bool:
    """Whether what stands at a span, and in the source beside it, may be the draft's own for all that."""
    told, theirs = text[slice(*span)], one.told.place or ""
    sentence = text[slice(*sentences(text, *span))]
    neighbours = theirs and identity.place and theirs != identity.place
    if neighbours and theirs in sentence and str(identity.place) in one.source.text:
        return True  # they speak of each other
    if told in (theirs, theirs[: -len(level(theirs)) or None]):
        return beside(text, span[0])
    if _everybodys(text, one, identity, kind, span, sentence):
        return True
    return bool(one.place and identity.place) and _of_what_holds_both(text, one, identity, kind, span, sentence)


def _everybodys(text: str, one: Compared, identity: Identity, kind: LeftoverKind, span: Span, sentence: str) -> bool:
    """Whether the whole country says it, or those above say it to all."""
    told, mine = text[slice(*span)], identity.place
    around = sentence.replace(told, "") if kind in _NAMES else sentence  # 长征源广场 is no Long March
    if kind == "date" and examined(text):
        return True
    if shared_by_both(sentence, kind) or (
        kind != "document" and of_elsewhere(text, span, one.told.place, mine, one.source.text)
    ):
        return True
    if kind in ("document", "unit"):
        lead = _LEAD.search(text, 0, span[0])  # 中国铁路南宁局集团
        whole = lead[0] + told if lead and kind == "unit" else told
        return of_all(whole, kind, text[span[1] : span[1] + 4], mine, one.told.place)
    if kind in ("date", "figure") and one.place and from_above(told, kind, sentence, mine):
        return True
    river = kind == "place" and runs_through_both(told, sentence)
    known = kind in ("figure", "place", "person") or (kind == "date" and _YEAR.search(sentence))
    first, last = max(text.rfind(mark, 0, span[0]) for mark in _ENDS) + 1, span[1]
    whole = text[first : min(at for mark in _ENDS if (at := text.find(mark, last)) >= 0 or (at := len(text)))]
    if (known and tells_of_one(whole)) or (kind == "figure" and of_the_country(told, sentence)):
        return True
    return river or (kind in ("figure", "date", "place", "person") and said_by_all(around))


def _of_what_holds_both(
    text: str, one: Compared, identity: Identity, kind: LeftoverKind, span: Span, sentence: str
) -> bool:
    """Whether it is the name of a neighbour, or of what both places lie in, or belongs to that."""
    told, mine, theirs = text[slice(*span)], identity.place, one.told.place
    narrower = rank(told) > rank(mine or "") >= 0  # 结对大田刘村: no village is a city's neighbour
    if kind in ("place", "unit", "person") and level(told) and not narrower and beside(text, span[0]):
        return True
    names = [sentence[start:end] for start, end in places(sentence)]
    above = [name for name in names if name in one.near and above_both(name, mine, theirs)]
    before = text[max(0, span[0] - 14) : span[0]]
    if kind == "unit":
        return any(name in before[-8:] and (name not in divisions() or mine in divisions()) for name in above)
    if kind == "figure":
        return any(sentence.startswith(name) for name in above)
    if kind == "person" and not above_both(told, mine, theirs):
        return any(name in before for name in above) or of_an_office_above(text, span[0], mine, theirs)
    return kind == "person" or (kind == "place" and any(text.startswith(name, span[0]) for name in above))
