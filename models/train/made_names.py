# ruff: noqa: E501 - a list of Chinese words stands in few lines
"""Names made up: of people, places and units, for those that a text has, so that none is learned by heart."""

from __future__ import annotations

import random
import re
from importlib import util
from pathlib import Path

from simcheck.proof.gazetteer import divisions, stem_of
from simcheck.proof.surnames import SURNAMES

_PLACES = (
    "镇 乡 村 街道 社区 路 大道 街 大街 巷 河 江 湖 溪 山 岭 水库 桥 大桥 渡口 码头 小区 家园 花园 苑 公园 广场 景区 湾 沟 坪 坝 港 岛 塘 "
    "湿地 林场 工业园 开发区 新区 片区 古镇 老街 古村 大坝 峡谷 寨 屯 庄 铺 坡 冲 口 营 店 集 关 洞 泉 瀑布 草原 村民小组 市场 商圈 步行街 夜市 "
    "书院 祠堂 寺 庙 塔 博物馆 纪念馆 文化宫 体育馆 体育场 剧院 礼堂 学校 小学 中学 一中 二中 幼儿园 医院 卫生院 敬老院 派出所 法庭 司法所 "
    "变电站 收费站 服务区 车站 火车站 机场 闸 泵站 灌区 大厦 里 坊 园 楼 阁 殿 县 市 区"
).split()
_UNITS = (
    "公司 有限公司 集团 科技公司 建设 建筑公司 食品 米业 制药 药业 服饰 时装 电子 化工 机械 新材料 能源 光伏 纺织 乳业 酒业 茶业 粮贸 物流 商贸 "
    "超市 酒店 宾馆 合作社 农场 水务 燃气 公交 置业 物业 康养中心 养老院 托育中心 植保 农机合作社 传媒 旅游公司 文旅 家具 陶瓷 水泥 钢铁 银行 "
    "村镇银行 基金会 志愿队 救援队 艺术团 协会 商会 学院 大学 研究院 设计院 事务所 书店 客栈 民宿 饭店"
).split()
_HOMES = "庄屯寨湾沟坡营堡集铺岗洼塘堰坝冲垄坳坪垸圩渡桥店湖河山岭"
#: What firms like to be called by.
_LUCK = (
    "华海天金银宏鸿恒永鑫盛达兴泰丰源裕瑞祥顺通利安康福泽润和德嘉佳美绿春秋江川湖山云龙凤凰星宇航飞腾远大正信诚联合新百千万亿力科技创智慧豪迈"
    "澳洋橙青蓝红紫玉珠宝雅韵诺维森林禾谷麦稻农牧"
)


class Maker:
    """Makes names up, of the characters that the dictionary's names and the divisions of China have."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        words = _dictionary()
        self.towns = [word for word in words["ns"] if len(word) == 2]
        self.towns += [stem for name in divisions() if 2 <= len(stem := stem_of(name)) <= 3]
        self.villages = [word for word in words["ns"] if len(word) == 3]
        self.people = [word for word in words["nr"] if len(word) in (2, 3) and word[0] in SURNAMES]
        self.brands = [word for word in words["nz"] if len(word) in (2, 3)]
        self.given = [char for word in self.people for char in word[1:]]
        self.surnames = [word[0] for word in self.people]

    def make(self, kind: int) -> str:
        """A name of a person, a place or a unit, by the number of the kind."""
        return (self.person, self.place, self.unit)[kind]()

    def person(self) -> str:
        pick, chance = self.random.choice, self.random.random()
        if chance < 0.4:
            return pick(self.people)
        given = pick(self.given) if chance < 0.55 else pick(self.given) + pick(self.given)
        return pick(self.surnames) + ("某" + given[:1] if chance > 0.95 else given)

    def place(self) -> str:
        pick, chance = self.random.choice, self.random.random()
        if chance < 0.35:
            stem = pick(self.towns)
        elif chance < 0.55:
            stem = pick(self.villages)
        elif chance < 0.9:
            stem = pick(self.towns)[0] + pick(self.towns)[1]
        else:
            stem = pick(self.surnames) + pick(["家", "", "家"]) + pick(_HOMES)
        return stem + pick(_PLACES) if self.random.random() < 0.6 else stem

    def unit(self) -> str:
        pick, chance = self.random.choice, self.random.random()
        if chance < 0.25:
            stem = pick(self.towns)
        elif chance < 0.5:
            stem = pick(self.brands)[0] + pick(self.brands)[1]
        else:
            stem = "".join(pick(_LUCK) for _ in range(2 if chance < 0.8 else 3))
        return stem + pick(_UNITS) if self.random.random() < 0.65 else stem


def _dictionary() -> dict[str, list[str]]:
    """The names of jieba's dictionary by their kinds."""
    found: dict[str, list[str]] = {"ns": [], "nr": [], "nz": []}
    package = util.find_spec("jieba")
    if package is None or package.origin is None:
        raise SystemExit("jieba is not installed")
    for line in Path(package.origin).with_name("dict.txt").read_text("utf-8").splitlines():
        word, _, kind = line.split(" ")
        if kind in found and re.fullmatch("[\u4e00-\u9fff]+", word):
            found[kind].append(word)
    return found
