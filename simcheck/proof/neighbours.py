"""Neighbours: sentences of a draft that tell of the source's place as of another one, 清溪县石门镇的办法值得我们学.

What such a sentence says of that place, its towns, people and figures, was not left behind.
"""

from __future__ import annotations

import re

from simcheck.patterns import regex
from simcheck.proof.gazetteer import level

#: What stands before the name of another place in its clause, and what must follow; 学习清溪县委全会精神 is one's own.
_LED = regex(
    "(?:(?P<learnt>借鉴|学习|对标|对照|参照|比照|效仿|请来|请到|邀请|邻近|毗邻|相邻|邻县|邻市|兄弟|外地|外省|同样是[^，。；]{1,6}，)|(?P<like>像|好比)|(?P<gone>赴|前往|走进|到|去)|(?P<beside>[与和同跟比])|(?P<out>从)|(?P<said>据|听说))的?[^，。；：]{0,2}$"
)
_THEN = {
    "learnt": regex("(?![委党政人])"),
    "like": regex("[^。；]*(?:那样|一样|似的)"),
    "gone": regex("[^。；]*?(?:学|看[了过一]|考察|取经|观摩|参观|请教)"),
    "beside": regex("(?![委党政人])[^。；]*?(?:签|联|共|比|交界|一起|协|接壤|一样|差|会商)"),
    "out": regex("[^，。；]*?(?:引进|请[来了]|学[来到会]|买|调[来了]|借)"),
    "said": regex("[^。；]*?(?:介绍|通报|说|讲)"),
}
#: What stands behind it.
_FOLLOWED_BY = regex(
    "(?:[^。；，]{0,16}的)?(?:办法|做法|经验|标准|模式|教训|例子|(?<=的)(?:同志|干部|同行)[^，。；]{0,4}[说讲])|[^。；]*?(?:能做到|来帮[过了忙]|作了(?:经验)?交流|值得(?:我们|一?学|借鉴|推广))"
)
#: What only another place does.
_FOR_US = regex("[\u4e00-\u9fff](?:给|向|教|帮|帮过|支援)(?:我们|我[县市区镇乡])")
#: What sets the draft's own place against it.
_APART = regex(
    "(?:我们|我[县市区镇乡]|咱们?)[^，。；]{0,6}(?:也|还|却|没有|为什么|怎么|照[着样]|提前|差|鞭策)|对我们|外地|两[县市区地]|邻[县市区]|兄弟[县市区]|据了解|据介绍|观摩|取经"
)


def of_another(sentence: str, theirs: str, source: str, own: str) -> bool:
    """Whether a sentence names ``theirs``, the place of a source, as another one than the draft's ``own``, and in words
    that the source has not.

    >>> source = "清溪县今年早作准备，石门镇把铜锣挂到每个组。"
    >>> said = ("清溪县的石门镇挂了铜锣，我们也要挂。", "清溪县今年把铜锣挂到每个组，我们也要挂。", "石门镇挂了铜锣。")
    >>> [of_another(one, "清溪县", source, "青禾县") for one in said]
    [True, False, False]
    """
    stem = theirs[: -len(level(theirs)) or None]
    name = stem if len(stem) > 1 else theirs
    if not name or not own:
        return False
    spans = [found.span() for found in re.finditer(f"{re.escape(name)}(?:{re.escape(level(theirs))})?", sentence)]
    apart, for_us = bool(_APART.search(sentence)), _FOR_US.search(sentence)
    done_for_us = bool(for_us and for_us[0] not in source)
    return bool(spans) and all(
        (done_for_us or not _in_words_of(sentence, span, source))
        and not sentence[: span[0]].endswith(("我们", "我", "咱"))
        and bool(apart or done_for_us or _FOLLOWED_BY.match(sentence, span[1]) or _is_led_to(sentence, span))
        for span in spans
    )


def _is_led_to(sentence: str, span: tuple[int, int]) -> bool:
    """Whether what stands before a name makes it another place's: 到清溪县学了三天, 与清溪县签了协议."""
    led = _LED.search(sentence, max(0, span[0] - 14), span[0])
    return bool(led and led.lastgroup and _THEN[led.lastgroup].match(sentence, span[1]))


def _in_words_of(sentence: str, span: tuple[int, int], source: str) -> bool:
    """Whether a name stands beside the same two letters as in a source."""
    start, end = span
    behind = sentence[start : end + 2]
    return (start > 1 and sentence[start - 2 : end] in source) or (len(behind) > end - start + 1 and behind in source)
