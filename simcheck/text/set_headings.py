"""Set headings: headings that many documents have over sections of their own, 一、总体要求 and （一）加强组织领导.

Some name what a section of any plan is; others are clauses that a large collection has in many documents, or short
ones of its most worn words. A heading that a writer thought of is none of them, and a sequence of such headings can be
copied like a body.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simcheck.caching import MIB, memoize
from simcheck.patterns import regex
from simcheck.scoring import SCORING
from simcheck.text.background import ORDER, load_background
from simcheck.text.fingerprint import growing_grams
from simcheck.text.normalize import normalize
from simcheck.text.tokens import tokenize
from simcheck.text.words import segmented

_NUMBERS = SCORING.framing
_NUMBERED = regex(
    r"(?:第[一二三四五六七八九十百\d]{1,4}(?:[章节编]|部分)|[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[）)]、?|\d{1,2}(?:[.．]\d{1,2}){1,3}[、.．]?|\d{1,2}(?:[、.．)）]|(?=\s)))\s*"
)
_CLAUSES = regex(r"[，,、\s]+")
#: Words of one letter that join others.
_JOINING = frozenset("的和与及是")
#: When a stage of a plan is, behind its name: （2026年3月至4月）.
_PERIOD = regex(r"[（(][\d年月日至到前底初中旬起—－~～.、-]{2,24}[）)]$")
#: What a section of a plan, a notice or a report is called by what it is.
_NAMED = regex(
    r"\w{0,4}(?:要求|条件|对象|时间|地点|主题|内容|形式|步骤|程序|阶段|措施|目标|原则|任务|思想|保障|安排|范围|依据|目的|意义|重点|方法|方式|分工|机构|领导|总则|附则"
    r"|情况|问题|打算|建议|职责|标准|说明|背景|概况|回顾|名额|纪律|流程)(?:[和及与、]\w{2,6})?"
)


@memoize(MIB)
def set_heading(line: str) -> bool:
    """Whether a line is a heading that many documents have; without a number only one that names its section.

    >>> [set_heading(line) for line in ("一、总体要求", "（一）加强组织领导", "工作目标", "一、把锣挂到最高的那棵树上")]
    [True, True, True, False]
    """
    numbered = _NUMBERED.match(line)
    said = _PERIOD.sub("", line[numbered.end() if numbered else 0 :].rstrip())
    if len(said) > _NUMBERS.heading or any(mark in said for mark in "。；！？!?;\t"):
        return False
    if len(said) <= _NUMBERS.label and _NAMED.fullmatch(said.rstrip("：:")):
        return True
    if not numbered or not said or said.endswith(("：", ":")):
        return False
    return all(_of_many(clause) or _worn(clause) for clause in _CLAUSES.split(said))


def numbering(line: str) -> int:
    """How many characters of a line are the number of a heading: 2 of 一、总体要求; 0 where it has none."""
    found = _NUMBERED.match(line)
    return found.end() if found else 0


def _of_many(clause: str) -> bool:
    """Whether many documents have a clause: each run of a few letters of it, and one letter calls for the next."""
    units = tokenize(normalize(clause)).units
    if len(units) < _NUMBERS.clause:
        return False
    known = load_background().frequency(growing_grams(units, min(ORDER, len(units)))[-1])
    return bool(known.all()) and _surprise(units) <= _NUMBERS.set_heading


def surprise(said: str) -> float:
    """How surprising the letters of a clause are behind its first ones, in nats a letter; 0 of a letter alone."""
    units = tokenize(normalize(said)).units
    return _surprise(units) if len(units) > 1 else 0.0


def _surprise(units: npt.NDArray[np.uint64]) -> float:
    return float(load_background().surprise(units, SCORING.lexical.cap)[1:].mean())


def _worn(clause: str) -> bool:
    """Whether a clause is short and made of words alone that very many documents have, 强化督导检查: a verb of offices
    and what it is always said of. A word of one letter is what somebody thought of: 把灯点亮."""
    if len(clause) > _NUMBERS.worn_clause:
        return False
    ends = segmented(clause)
    words = [clause[start:end] for start, end in zip((0, *ends), ends, strict=False)]
    return all(word in _JOINING or (len(word) > 1 and _share(word) >= _NUMBERS.worn_word) for word in words)


def _share(word: str) -> float:
    """The share of a large collection's documents that have a word, by the rarest run of a few letters in it."""
    units, shipped = tokenize(normalize(word)).units, load_background()
    found = shipped.frequency(growing_grams(units, min(ORDER, len(units)))[-1])
    return float(found.min()) / max(shipped.documents, 1) if len(found) else 0.0
