"""Lists: lines of one form are near to each other, whoever wrote them, and no copies."""

from __future__ import annotations

import pytest

from simcheck import Document, compare
from simcheck.align.shelf import shelf_of
from simcheck.encode import load_encoder
from simcheck.encode.cached import uncached
from simcheck.encode.static import StaticEncoder

ROADS = "大石村 东岭村 前坪村 后山村 河口村 红旗村 新民村 石门村 杨树村".split()
WORKS = """1.大石村：新修道路2公里，完成投资86万元，6月底完工。
2.东岭村：硬化晒场1200平方米，完成投资15万元，已验收。
3.前坪村：安装路灯64盏，完成投资19万元，已亮灯。
4.后山村：打机井2眼，完成投资38万元，正在配管。
5.河口村：新建桥梁1座，完成投资140万元，主体完工。
6.红旗村：改造危房9户，完成投资31万元，全部入住。
7.新民村：修建水渠3公里，完成投资52万元，进度过半。
8.石门村：建设文化广场1处，完成投资27万元，已投入使用。"""
OTHER_WORKS = """一、泉眼村：整修塘坝2口，投资24万元，已蓄水。
二、石柱村：新修道路1.6公里，投资70万元，路基完成。
三、双龙村：改造卫生厕所55户，投资11万元，已验收。
四、高坎村：安装路灯40盏，投资12万元，已亮灯。
五、马鞍村：建设冷库1座，投资95万元，设备进场。
六、凉水村：新建垃圾收集点6处，投资9万元，已投入使用。
七、金星村：修复水毁河堤800米，投资66万元，正在施工。"""


@pytest.mark.parametrize("others", [0, 8, 14])
def test_a_list_is_no_copy_of_another_one_of_its_form(others: int) -> None:
    """From nine documents on the background is what other documents say, and they may have no list."""
    encoder = uncached(load_encoder())
    assert isinstance(encoder, StaticEncoder)
    beside = [shelf_of(encoder).text(place).document for place in range(60, 60 + others)]
    roads = "\n".join(f"{name}修路{far}公里，惠及群众{far * 111}户。" for far, name in enumerate(ROADS, 1))
    one = "石湾村修路12公里，惠及群众850户，资金已拨付到村、到户、到人。"
    for ours, theirs in ((roads, one), (WORKS, OTHER_WORKS), (OTHER_WORKS, WORKS)):
        assert compare(Document("稿", ours), [Document("源", theirs), *beside]).figures.overlap == 0
