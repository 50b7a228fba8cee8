"""What the editor says, in Chinese and in English."""

from __future__ import annotations

from dataclasses import dataclass

from simcheck.reporters.words import Language


@dataclass(frozen=True, slots=True)
class Words:
    """The sentences of one language; braces are filled by ``str.format``."""

    match: str
    ignored: str
    source: str
    finding: str
    draft_side: str
    source_side: str
    also_in: str
    score: str
    overlap: str
    largest: str
    run: str
    clean: str
    not_checked: str
    accept: str
    accepted: str
    accepted_here: str
    mark: str
    reason: str
    open: str
    checking: str
    stages: dict[str, str]


CHINESE = Words(
    match="{kind}：与《{source}》重合，同字 {verbatim}，把握 {score}",
    ignored="{kind}（{reason}，不计入）：与《{source}》相同",
    source="来源：{source}",
    finding="{kind}：{count} 个字符",
    draft_side="草稿",
    source_side="来源",
    also_in="另见：{names}",
    score="把握 {score}，同字 {verbatim}",
    overlap="重合 {overlap}{limit}，计入 {matches} 处，不计 {ignored} 处",
    largest="单篇最大 {share}（{source}）",
    run="最长连续相同 {letters} 字",
    clean="没有计入的重合",
    not_checked="未检查：{reason}",
    accept="认可此处重合（写入基线）",
    accepted_here="在编辑器中认可",
    accepted="已写入 {file}",
    mark="插入忽略标记",
    reason="理由",
    open="打开来源：{source}",
    checking="查重",
    stages={
        "reading": "分句", "encoding": "编码", "searching": "检索", "comparing": "比较", "aligning": "对齐",
        "judging": "判定",
    },
)  # fmt: skip
ENGLISH = Words(
    match="{kind}: also in {source}, equal letters {verbatim}, score {score}",
    ignored="{kind} ({reason}, not counted): also in {source}",
    source="source: {source}",
    finding="{kind}: {count} characters",
    draft_side="Draft",
    source_side="Source",
    also_in="also in: {names}",
    score="score {score}, equal letters {verbatim}",
    overlap="overlap {overlap}{limit}, {matches} counted, {ignored} not counted",
    largest="largest source {share} ({source})",
    run="longest equal run {letters}",
    clean="no counted match",
    not_checked="not checked: {reason}",
    accept="Accept this match (write it into the baseline)",
    accepted_here="accepted in the editor",
    accepted="written into {file}",
    mark="Insert a mark that ignores it",
    reason="reason",
    open="Open the source: {source}",
    checking="simcheck",
    stages={
        "reading": "sentences", "encoding": "encoding", "searching": "searching", "comparing": "comparing",
        "aligning": "aligning", "judging": "judging",
    },
)  # fmt: skip


def words_of(language: Language) -> Words:
    """The words of a language."""
    return CHINESE if language == "zh" else ENGLISH
