"""A text and its translation in one corpus are one voice: neither takes from what a draft owes to the other."""

from __future__ import annotations

import numpy as np

from simcheck import Document, compare
from simcheck.encode import load_encoder
from simcheck.encode.embedded import Embedded
from simcheck.scoring import SCORING
from simcheck.text.analyze import analyze
from simcheck.translations import is_translation, with_translations

CHINESE = (
    "去年，全县粮食产量达到三十二万吨，农民收入增长百分之七点三。",
    "我们新建了两所小学和一所医院，改造了四十公里农村公路。",
    "今年要继续扩大就业，帮助高校毕业生和退役军人找到工作。",
    "要加强环境保护，治理河流污染，关停五家排放超标的企业。",
    "要深化改革，简化行政审批，把企业开办时间缩短到一天。",
    "要加快发展现代农业，支持合作社购买农业机械。",
    "要提高养老金和医疗补助标准，让老年人生活得更好。",
    "各级干部要深入基层，听取群众意见，解决实际问题。",
)
ENGLISH = (
    "Last year, grain output of the county reached 320,000 tons, and farmers' income grew by 7.3 percent.",
    "We built two new primary schools and a hospital, and upgraded forty kilometers of rural roads.",
    "This year we will continue to expand employment and help college graduates and demobilized soldiers find jobs.",
    "We will strengthen environmental protection, control river pollution, and close five firms with excess emissions.",
    "We will deepen reform, streamline administrative approval, and cut the time for starting a business to one day.",
    "We will accelerate the development of modern agriculture and support cooperatives in buying farm machinery.",
    "We will raise pensions and medical subsidies so that elderly people live better lives.",
    "Officials at all levels must go to the grassroots, listen to the opinions of the people, and solve real problems.",
)  # fmt: skip
OTHER = (
    "县医院的夜间急诊从下月起由四名医生轮值。药房二十四小时开门，缺的药两小时内从市里调来。",
    "公园里的旧亭子重新上漆，长椅加了靠背。清晨打太极的老人说，灯再早开半小时就更好了。",
    "图书馆把闭馆时间改到晚上十点，备考的年轻人有了座位。空调的电费由县财政出，不收借书证押金。",
    "消防队给每家饭馆送了一块灭火毯，并教会两名店员使用。检查不打招呼，查出问题当场改。",
)


def embedded(texts: tuple[str, ...]) -> Embedded:
    analyzed = analyze(Document("", "\n".join(texts)))
    return Embedded(analyzed, load_encoder().encode([sentence.text for sentence in analyzed.sentences]))


def test_a_translation_is_told_by_its_sentences() -> None:
    chinese, english, other = map(embedded, (CHINESE, ENGLISH, OTHER))
    assert is_translation(chinese, english, SCORING.retrieval)
    assert is_translation(english, chinese, SCORING.retrieval)
    assert not is_translation(english, other, SCORING.retrieval)
    longer = embedded(OTHER + CHINESE + OTHER)
    assert is_translation(longer, english, SCORING.retrieval)


def test_near_duplicates_keep_theirs_and_gain_translations() -> None:
    sources = dict(enumerate(map(embedded, (CHINESE, ENGLISH, OTHER))))
    none: frozenset[int] = frozenset()
    near = with_translations({0: none, 1: none, 2: frozenset({7})}, sources, SCORING.retrieval)
    assert near == {0: {1}, 1: {0}, 2: {7}}
    empty = Embedded(sources[1].analyzed, np.zeros((0, sources[1].vectors.shape[1]), dtype=np.float32))
    assert not is_translation(empty, sources[0], SCORING.retrieval)


def test_a_draft_counts_the_same_with_the_source_in_two_languages() -> None:
    """Rewritten Chinese of the English text: in the corpus once, or together with its Chinese original."""
    draft = "".join(
        (
            "过去一年，我县收获粮食三十二万吨，农户收入增幅为百分之七点三。",
            "新落成小学两所、医院一家，四十公里乡村道路得到提升。",
            "本年度将进一步增加就业岗位，协助大学毕业生、退伍士兵就业。",
            "生态保护力度还要加大，整治河道污染，五户超标排放的厂子一律关掉。",
            "改革要往深处走，行政审批能减则减，开办企业一天办结。",
            "现代农业发展要提速，扶持合作社添置农机。",
            "养老金、医疗补贴的标准要往上调，使老人过得更舒心。",
            "各级领导干部要下到一线，倾听百姓心声，办好实事。",
        )
    )
    english, chinese = Document("bridge.txt", "\n".join(ENGLISH)), Document("桥.txt", "\n".join(CHINESE))
    others = [Document(f"{at}.txt", text) for at, text in enumerate(OTHER)]
    alone = compare(Document("稿", draft), [english, *others]).figures.overlap
    both = compare(Document("稿", draft), [english, chinese, *others]).figures.overlap
    assert alone > 0.5
    assert both >= alone - 0.02
