"""Tables of figures in an honest draft: lines of one form are near to one sentence of a source, and are no reuse."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

from simcheck import Document, compare
from simcheck.align.emission import emission
from simcheck.align.order import evidence_of_order
from simcheck.align.reference import Level
from simcheck.scoring import SCORING

NUMBERS = SCORING.order
SPEECHES = Path(__file__).parent.parent / "examples" / "speeches"
TEXT = (
    "在全县书房建设座谈会上的发言\n"
    "各位同仁：\n"
    "上个周末我在东门书房坐了一上午，数了数进门的人，一共八十六位，其中带孩子的占了六成。靠窗的长桌最抢手，九点不到就坐满了，后来的人只好蹲在书架"
    "旁边看。管理员老周告诉我，一到下雨天，屋檐漏水正好滴在儿童区，他用三只塑料盆轮换着接，这样的日子已经过了两个汛期。\n"
    "我想先说说选址。过去我们喜欢把书房放在气派的广场边，开门要绕半个停车场，晚上八点以后连路灯都稀落。居民要的是下楼五分钟能走到，买菜顺路能还书"
    "，孩子放学能独自过去。建议把明年的六处新点，全部挪到农贸市场、公交首末站和老小区的闲置锅炉房里，租金省下来添置桌椅。\n"
    "再说说书。目前馆藏四万一千册，近三年新书不到两成，菜谱和养生占了整整两面墙。能不能请各校语文老师、修车铺的师傅、跑长途的司机各开一张书单，按借阅次数淘汰旧书，每季度换一轮。\n"
    "最后说说人。值守的大学生志愿者干满一个学期就走，交接全靠一本油印册子。我主张聘十二名退休教师做固定馆员，每人每周三个半天，补贴从彩票公益金里列支，年底由读者打分续聘。\n"
)
TOWNS = "东门街道 西河镇 柳荫乡 石磨镇 南坡乡 新港镇 青杨乡 北关街道 龙潭镇 花桥乡".split()


def table(unit: str, between: str) -> str:
    chance = random.Random(unit)
    return "\n".join(between.join([town, *(f"{chance.randrange(40, 99)}{unit}" for _ in range(12))]) for town in TOWNS)


@pytest.mark.parametrize("unit", ["分", "%", "公里", "亩", "户"])
@pytest.mark.parametrize("between", [",", "\t", " | ", "，"])
def test_a_table_of_figures_makes_nothing_of_an_honest_draft(unit: str, between: str) -> None:
    sources = [Document(path.name, path.read_text("utf-8")) for path in sorted(SPEECHES.iterdir())]
    report = compare(Document("发言.txt", f"{TEXT}附表：各乡镇书房情况\n{table(unit, between)}"), sources)
    assert report.figures.overlap == 0.0


def test_a_source_sentence_pays_for_a_few_draft_sentences_only() -> None:
    """Twenty lines that are as near to one sentence say no more than four do."""
    similarities = np.full((20, 12), 0.2, dtype=np.float32)
    similarities[:, 5] = 0.85
    given = Level(np.full(20, 0.5), 0.25), np.ones(20), np.zeros(12, dtype=bool)
    free = emission(similarities, *given, NUMBERS)
    assert free[:, 5].sum() <= NUMBERS.most_per_sentence * NUMBERS.most
    assert evidence_of_order([free], NUMBERS)[0] < NUMBERS.rival_share * NUMBERS.rival_least
