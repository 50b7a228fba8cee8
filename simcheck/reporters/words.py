"""Every word the text report says, once in Chinese and once in English."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from simcheck.types import Decision, Kind, Reason

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Words:
    """The strings of one language; braces are filled by ``str.format``.

    ``limits`` translates what a verdict's reason begins with.
    """

    decisions: dict[Decision, str]
    kinds: dict[Kind, str]
    reasons: dict[Reason, str]
    findings: dict[str, str]
    limits: dict[str, str]
    headline: str
    summary: str
    limit: str
    counts: str
    none_found: str
    counted: str
    ignored: str
    found: str
    figures: str
    score: str
    verbatim: str
    identical: str
    place: str
    span: str
    source: str
    also_in: str
    draft_side: str
    source_side: str
    left_out: str
    count: str
    legend_changed: str
    legend_equal: str
    figure_names: tuple[str, ...]
    longest_run: str
    characters: str
    largest: str
    corpus: str
    texts: str
    warning: str
    joint: str
    colon: str
    gate: str
    no_gate: str


CHINESE = Words(
    decisions={"pass": "通过", "fail": "不通过"},
    kinds={"verbatim": "照抄", "edited": "改动", "paraphrase": "改写", "translation": "翻译"},
    reasons={
        "set_phrase": "套话", "quotation": "引用", "own_work": "本人旧作", "baseline": "已认可", "unchanged": "未改动",
    },
    findings={
        "zero_width": "零宽字符",
        "homoglyph": "形近字符",
        "spacing": "字间空格",
        "mixed_width": "全角半角混用",
        "watermark": "网站水印",
    },
    limits={
        "overlap": "重合",
        "largest single source": "单篇最大",
        "longest passage": "最长段落",
        "longest run of equal characters": "最长连续相同",
    },
    headline="{draft}：{decision}",
    summary="重合 {overlap}（{characters} 字中 {reused} 字{limit}）",
    limit="，上限 {limit}",
    counts="计入 {counted} 处，不计 {ignored} 处",
    none_found="没有发现与语料库重合的段落",
    counted="计入的重合",
    ignored="不计入的重合",
    found="文稿本身的异常",
    figures="各项数字",
    score="把握 {score}",
    verbatim="同字 {share}",
    identical="（与草稿逐字相同）",
    place="第 {line} 行",
    span="第 {start}–{end} 字",
    source="来源 {source}",
    also_in="另见 {sources}",
    draft_side="草稿│",
    source_side="来源│",
    left_out="……（略 {count} 字）……",
    count="{count} 个",
    legend_changed="‹ › 内是两处不同的文字。",
    legend_equal="加粗的是两处相同的文字。",
    figure_names=(
        "全文字数", "重合字数", "重合（计入）", "总文字复制比", "去除引用", "去除套话", "去除本人", "单篇最大",
        "最长连续相同",
    ),
    longest_run="{count} 字",
    characters="{count} 字",
    largest="{share}（{source}）",
    corpus="语料库 {path}：{documents} 篇，{sentences} 句，模型 {model}",
    texts="对照 {documents} 篇文本，{sentences} 句，模型 {model}",
    warning="注意：{text}",
    joint="，",
    colon="：",
    gate="（上限针对此项）",
    no_gate="（含不计入的，与上限无关）",
)  # fmt: skip

ENGLISH = Words(
    decisions={"pass": "pass", "fail": "fail"},
    kinds={"verbatim": "verbatim", "edited": "edited", "paraphrase": "paraphrase", "translation": "translation"},
    reasons={
        "set_phrase": "set phrase", "quotation": "quotation", "own_work": "own work", "baseline": "accepted",
        "unchanged": "unchanged",
    },
    findings={
        "zero_width": "zero-width characters",
        "homoglyph": "look-alike characters",
        "spacing": "spaces between characters",
        "mixed_width": "full-width and half-width mixed",
        "watermark": "website watermark",
    },
    limits={},
    headline="{draft}: {decision}",
    summary="overlap {overlap} ({reused} of {characters} characters{limit})",
    limit=", limit {limit}",
    counts="{counted} counted, {ignored} not counted",
    none_found="no passage of the corpus was found in it",
    counted="Counted matches",
    ignored="Matches not counted",
    found="Oddities of the draft itself",
    figures="Figures",
    score="score {score}",
    verbatim="same letters {share}",
    identical="(the same word for word)",
    place="line {line}",
    span="characters {start}–{end}",
    source="source {source}",
    also_in="also in {sources}",
    draft_side=" draft│",
    source_side="source│",
    left_out=" … ({count} characters left out) … ",
    count="{count}",
    legend_changed="‹ › holds what differs between the two.",
    legend_equal="Bold is what both have in common.",
    figure_names=(
        "characters", "reused characters", "overlap (counted)", "overlap in all", "without quotations",
        "without set phrases", "without own work", "largest source", "longest equal run",
    ),
    longest_run="{count} characters",
    characters="{count}",
    largest="{share} ({source})",
    corpus="corpus {path}; documents: {documents}, sentences: {sentences}, model: {model}",
    texts="texts compared: {documents}, sentences: {sentences}, model: {model}",
    warning="warning: {text}",
    joint=", ",
    colon=": ",
    gate=" (the gate looks at this)",
    no_gate=" (with what is not counted; no gate)",
)  # fmt: skip

WORDS: dict[Language, Words] = {"zh": CHINESE, "en": ENGLISH}


def language_of(text: str) -> Language:
    """Chinese if a fifth of the first letters are Chinese characters.

    >>> language_of("各位代表"), language_of("Ladies and gentlemen")
    ('zh', 'en')
    """
    letters = [char for char in text[:5000] if char.isalpha()]
    return "zh" if sum(char >= "\u2e80" for char in letters) * 5 >= len(letters) else "en"
