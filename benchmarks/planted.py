"""Leftovers: 60 drafts with things planted that a source left behind, and 60 without, all written by this program.

Each draft takes some paragraphs of a speech of another county, or of last year, into a text of its own. In a clean
draft every name, date and figure was changed to its own; in the other ones some were forgotten. Recall is the share of
what was planted that a leftover of its kind lies on; a false finding is any leftover that lies on nothing planted.

    python -m benchmarks.leftovers planted     writes benchmarks/results/leftovers.json
"""

from __future__ import annotations

import random
import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from simcheck import Document, Identity, compare

DRAFTS, SEED = 60, 16

#: Places of nobody: county, two towns, a firm, a work, three people.
PLACES = [
    ("青禾县", "枫桥镇", "白石镇", "青禾绿源农业公司", "望江水库", "李明远", "周素芬", "郑海涛"),
    ("清溪县", "云岭镇", "竹坪乡", "清溪宏远矿业公司", "南河大桥", "王建国", "赵丽华", "孙志强"),
    ("石门关县", "柳林镇", "杏花乡", "关山乳业公司", "龙潭水库", "陈光华", "吴秀英", "刘大勇"),
    ("临湖县", "渔湾镇", "荷塘镇", "临湖锦绣纺织公司", "北闸大桥", "何志远", "谢春梅", "冯立新"),
    ("麦积川县", "沙坪镇", "榆树乡", "川源食品公司", "红旗渠大桥", "高文斌", "马玉兰", "韩少军"),
    ("云台县", "松岗镇", "茶园乡", "云台春茶业公司", "飞云大桥", "许国平", "曹月娥", "袁宏伟"),
]
#: Paragraphs with slots; what stands outside of the slots is the same in every county.
TEMPLATES = [
    "去年，{place}完成地区生产总值{gdp}亿元，增长{growth}%，{town}的加工园带动农户{homes}户增收。成绩是干部群众一锹一镐干出来的，账要算清楚，劲不能松下来。",
    "县长{person}同志每周到{firm}现场办公，把用电、用工、运输三件难事逐一销号。哪个部门签了字却没有办，就请哪个部门在常委会上说明。",
    "{work}的加固工程{day}前必须完工，水利局要把值守人员的电话贴到每一户门上，汛期里谁的电话打不通，就追究谁的责任。",
    "{year}年全县重点项目推进会上定下的{count}个项目，有的还停在图纸上。请分管领导一个一个去看，看完把土堆、挖机、工人数拍给我。",
    "按照{number}的要求，民政、财政两家要把救助金在月底前打到卡上，不许让老人一趟一趟往镇上跑，也不许用表格代替上门。",
    "{other}的老街改造停了大半年，居民雨天踩泥巴进出。{person2}同志牵头，住建局出图，镇里做工作，国庆以前让老百姓走上平路。",
    "学校的事要放在心上。全县新建校舍{area}平方米，仍有{pupils}名孩子住在校外，校车跑的是山路，交警、教育两家要同乘一趟看看险在哪里。",
    "{person3}局长讲了招商的难处，我都记下了。{firm}落地用了{months}个月，盖了多少章、等了多少天，请政务中心列一张表，明年砍掉一半。",
]
OWN = [
    "{mine}的家底我们自己最清楚：山多地少，年轻人出去得多，留下来的要靠干部一户一户去商量。",
    "会前我在几个村里住了两晚，听到的牢骚比汇报里的多，也比汇报里的真。",
    "2020年以来，{mine}一直在还旧账，今天能坐在这里谈发展，是几届班子省吃俭用换来的。",
    "要认真学习党的二十届三中全会精神，把改革的事落到自己的岗位上，不搞花架子。",
    "有的同志问，钱从哪里来？我的回答是先把花错的钱收回来，再谈要钱。",
    "我县的河长都要下河，鞋底没有泥的河长，年底不要来汇报。",
    "{mine}今年先办三件小事：一条断头路，一座漏雨的敬老院，一间没有医生的卫生室。",
]
SLOTS = {
    "place": "place", "town": "place", "other": "place", "person": "person", "person2": "person", "person3": "person",
    "firm": "unit", "work": "unit", "gdp": "figure", "growth": "figure", "homes": "figure", "count": "figure",
    "area": "figure", "pupils": "figure", "day": "date", "year": "meeting", "number": "document",
}  # fmt: skip
BLANKS = [
    "缺口资金____亿元，请财政局想办法。", "此项工作由某某某同志负责。", "20XX年的任务要提前排。", "TODO 补充就业数据。",
    "（待补充）",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Planted:
    """Something that was forgotten: ``text[start:end]`` of the draft, and its kind."""

    kind: str
    start: int
    end: int
    text: str


def values(place: tuple[str, ...], year: int, rng: random.Random) -> dict[str, str]:
    """What fills the slots of a speech of a place and a year."""
    county, town, other, firm, work, person, second, third = place
    return {
        "place": county, "town": town, "other": other, "firm": firm, "work": work,
        "person": person, "person2": second, "person3": third,
        "gdp": f"{rng.uniform(60, 400):.1f}", "growth": f"{rng.uniform(3.1, 9.8):.1f}",
        "homes": str(rng.randint(1100, 9900)),
        "count": str(rng.randint(21, 98)), "area": str(rng.randint(10001, 90009)), "pupils": str(rng.randint(211, 989)),
        "months": "十一", "day": f"{rng.randint(3, 9)}月{rng.randint(11, 28)}日", "year": str(year),
        "number": f"{county[0]}政发〔{year}〕{rng.randint(3, 88)}号",
    }  # fmt: skip


def fill(template: str, chosen: dict[str, str], other: dict[str, str], keep: set[str]) -> tuple[str, list[Planted]]:
    """The paragraph with the slots of ``keep`` as the other text has them, and where these stand in it."""
    out, planted, at = "", [], 0
    for slot in re.finditer(r"\{(\w+)\}", template):
        out += template[at : slot.start()]
        name = slot[1]
        value = (other if name in keep else chosen)[name]
        if name in keep:
            planted.append(Planted(SLOTS[name], len(out), len(out) + len(value), value))
        out, at = out + value, slot.end()
    return out + template[at:], planted


def one(number: int, rng: random.Random, *, planted: bool) -> tuple[Document, Document, list[Planted]]:
    """A draft, the source that it was made from, and what was planted."""
    theirs, ours = rng.sample(PLACES, 2)
    year = rng.choice([2025, 2026])
    lent, mine = values(theirs, year - 1, rng), values(ours, year, rng)
    chosen = rng.sample(TEMPLATES, 4)
    source = "\n".join([
        f"在{theirs[0]}经济工作会议上的讲话", f"（{year - 1}年1月{rng.randint(3, 28)}日）", "同志们：",
        *(fill(template, lent, lent, set())[0] for template in chosen),
    ])  # fmt: skip
    slots = [(at, slot) for at, text in enumerate(chosen) for slot in re.findall(r"\{(\w+)\}", text) if slot in SLOTS]
    kept = set(rng.sample(slots, rng.choice([2, 3, 3]))) if planted else set()
    own = [text.format(mine=ours[0]) for text in rng.sample(OWN, 4)]
    own[0] = f"{ours[0]}县委、{ours[0]}政府召开这次会议，是要把话说透、把事定死。".replace("县县", "县")
    text = f"在{ours[0]}经济工作会议上的讲话\n（{year}年1月{rng.randint(3, 28)}日）\n同志们：\n"
    found: list[Planted] = []
    for at, template in enumerate(chosen):
        text += own[at] + "\n"
        filled, here = fill(template, mine, lent, {slot for place, slot in kept if place == at})
        found += [Planted(one.kind, one.start + len(text), one.end + len(text), one.text) for one in here]
        text += filled + "\n"
    if planted:
        blank = rng.choice(BLANKS)
        found.append(Planted("blank", len(text), len(text) + len(blank), blank))
        text += blank + "\n"
    return Document(f"稿{number}", text), Document(f"{theirs[0]}{year - 1}", source), found


def run() -> dict[str, Any]:
    """Recall by kind, precision, and false findings a draft, planted and clean apart."""
    rng = random.Random(SEED)
    hit, all_, false = Counter[str](), Counter[str](), Counter[str]()
    missed, wrong = [], []
    for planted in (True, False):
        for number in range(DRAFTS):
            draft, source, marks = one(number, rng, planted=planted)
            found = compare(draft, [source], identity=Identity()).leftovers
            for mark in marks:
                all_[mark.kind] += 1
                if any(one.kind == mark.kind and one.start < mark.end and one.end > mark.start for one in found):
                    hit[mark.kind] += 1
                else:
                    missed.append(f"{mark.kind}: {mark.text}")
            for one_ in found:
                if not any(one_.start < mark.end and one_.end > mark.start for mark in marks):
                    false["planted" if planted else "clean"] += 1
                    wrong.append(f"{one_.kind}: {one_.text}")
    return {
        "drafts": 2 * DRAFTS, "planted": all_.total(), "recall": round(hit.total() / all_.total(), 3),
        "recall_by_kind": {kind: round(hit[kind] / all_[kind], 3) for kind in sorted(all_)},
        "false_findings_per_clean_draft": round(false["clean"] / DRAFTS, 3),
        "false_findings_per_planted_draft": round(false["planted"] / DRAFTS, 3),
        "missed": Counter(missed).most_common(12), "false": Counter(wrong).most_common(12),
    }  # fmt: skip
