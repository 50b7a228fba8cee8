"""The reporters: the one for people says all that matters in a readable shape, the other keeps to its schema."""

from __future__ import annotations

import copy
import difflib
import json
import re
from dataclasses import replace
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from simcheck.limits import Limits, Verdict
from simcheck.messages import LANGUAGES, Message, language_of, words
from simcheck.report import Report
from simcheck.reporters import json as json_reporter
from simcheck.reporters import layout, text
from simcheck.reporters.passages import sides
from simcheck.resources import data_text
from simcheck.types import (
    KINDS,
    REASONS,
    CorpusInfo,
    Document,
    EqualRun,
    Figures,
    Finding,
    Kind,
    Match,
    Passage,
    Reason,
)

DRAFT = (
    "各位同事：\n"
    "一年来，我们坚持把群众满意作为衡量工作的唯一标准，新建口袋公园二十三处，改造老旧小区一百一十个。\n"
    "要持续优化营商环境，让企业办事只进一扇门、最多跑一次，真正把便利送到家门口。\n"
    "坚持稳中求进工作总基调。\n"
    "我\u200b们\u200b要再接再厉。\n"
)
SOURCE = (
    "过去一年，我们始终把群众满意作为检验工作的唯一标准，新建口袋公园二十一处，改造老旧小区九十六个。"
    "全力营造一流营商环境，推动企业办事“一次办成”，把服务送到百姓身边。坚持稳中求进工作总基调。"
)
SCHEMA = json.loads(data_text("report.schema.json"))


def passage(document: Document, words: str) -> Passage:
    start = document.text.index(words)
    return Passage(document.id, start, start + len(words), words)


def match(draft: str, source: str, kind: Kind, ignored: Reason | None = None) -> Match:
    one, other = passage(Document("草稿.txt", DRAFT), draft), passage(Document("讲话/三.txt", SOURCE), source)
    blocks = difflib.SequenceMatcher(None, draft, source, autojunk=False).get_matching_blocks()
    equal = tuple(
        EqualRun(one.start + b.a, one.start + b.a + b.size, other.start + b.b, other.start + b.b + b.size, b.size)
        for b in blocks
        if b.size
    )
    return Match(one, other, kind, 0.93, 0.61, ignored, equal, ("讲话/七.txt",))


EDITED = match(DRAFT.split("\n")[1], SOURCE.split("全力")[0], "edited")
PARAPHRASE = match(DRAFT.split("\n")[2], "全力" + SOURCE.split("全力")[1].split("坚持")[0], "paraphrase")
SET_PHRASE = match("坚持稳中求进工作总基调。", "坚持稳中求进工作总基调。", "verbatim", "set_phrase")
RED = Message("whole_source", {"source": "\x1b[31m"})
TOO_MUCH = Message("max_overlap", {"value": 0.7288, "limit": 0.1})
HIDDEN = Finding("zero_width", DRAFT.index("\u200b"), DRAFT.rindex("\u200b") + 1, "\u200b们\u200b", 2)


def report(*matches: Match, findings: tuple[Finding, ...] = (), warnings: tuple[Message, ...] = ()) -> Report:
    counted = sum(m.ignored is None for m in matches)
    return Report(
        draft=Document("草稿.txt", DRAFT),
        matches=matches,
        findings=findings,
        figures=Figures(
            characters=118,
            reused_characters=86 if counted else 0,
            overlap=0.7288 if counted else 0.0,
            total=0.83,
            without_quotations=0.81,
            without_set_phrases=0.72,
            without_own_work=0.83,
            largest_source=0.51,
            largest_source_id="讲话/三.txt" if counted else None,
            longest_run=14,
            matches=counted,
            ignored_matches=len(matches) - counted,
            by_kind={"edited": counted},
        ),
        verdict=Verdict("fail", (TOO_MUCH,)) if counted else Verdict("pass"),
        corpus=CorpusInfo("语料", 12, 431, 9000, "static:3f9a", 256, 1),
        warnings=warnings,
        version="0.1.0",
        limits=Limits(),
    )


FULL = report(EDITED, PARAPHRASE, SET_PHRASE, findings=(HIDDEN,), warnings=(Message("few_letters", {"letters": 12}),))
REPORTS = (FULL, report(), report(SET_PHRASE), replace(FULL, corpus=replace(FULL.corpus, path=None), findings=()))


def plain(coloured: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", coloured)


def test_the_text_report_says_all_that_matters() -> None:
    shown = text.render(FULL)
    first = shown.splitlines()[0]
    assert first == "草稿.txt：不通过"
    assert "重合比例 72.9%（118 字中 86 字，上限 10.0%），计入重合 2 处，不计入 1 处" in shown
    assert "结论          重合比例 72.9%，超过上限 10.0%，不通过" in shown
    assert " > " not in shown
    start, end = EDITED.draft.start, EDITED.draft.end
    assert f"[1] 文字相近  可信度 0.93，文字相同率 61%，第 2 行，字符位置 {start + 1}–{end}" in shown
    assert f"来源 讲话/三.txt，字符位置 1–{EDITED.source.end}，另见 讲话/七.txt" in shown
    assert "[3] 通用表述，文字相同，文字相同率 61%，第 4 行" in shown
    assert "零宽字符 2 个，第 5 行" in shown
    assert re.search(r"单篇最大复制比 +51\.0%（讲话/三\.txt）", shown)
    assert "语料库 语料：12 篇，431 句\n" in shown
    assert "static:3f9a" not in shown
    assert re.search(r"重合比例 +72\.9%（上限针对此项）\n  总文字复制比 +83\.0%（含不计入的，与上限无关）\n", shown)
    order = [
        "\n注意：草稿只有 12 个字",
        "不计入的重合",
        "\n文稿字符异常",
        "各项数字",
        "语料库 语料",
    ]
    assert [shown.index(word) for word in order] == sorted(shown.index(word) for word in order)


def test_only_a_figure_with_a_limit_is_said_to_have_one() -> None:
    free = replace(FULL, limits=Limits(max_overlap=None), verdict=Verdict("pass", ()))
    assert "上限" not in re.sub("与上限无关|不设上限", "", text.render(free))


def test_a_quoted_passage_gets_no_second_quotation_marks() -> None:
    words = "“把群众满意作为唯一标准”"
    draft = Document("草稿.txt", "他强调，" + words)
    one = Match(passage(draft, words), Passage("源", 0, len(words), words), "verbatim", 0.9, 1.0, "quotation")
    found = Finding("homoglyph", 4, 4 + len(words), words, 1)
    for language in ("zh", "en"):
        shown = text.render(replace(report(one, findings=(found,)), draft=draft), language=language)
        assert shown.count(words) == 2
        assert not re.search("““|””", shown)


def test_a_clean_draft_gives_a_short_report_and_the_sheet_to_sign() -> None:
    lines = text.render(report()).splitlines()
    assert lines[:2] == ["草稿.txt：通过", "重合比例 0.0%（118 字中 0 字，上限 10.0%），没有发现与语料库重合的段落"]
    assert lines[-1] == "语料库 语料：12 篇，431 句"
    shown = "\n".join(lines)
    assert "查重报告" in shown
    assert "结论      重合比例 0.0%，未超过上限 10.0%，通过" in shown
    assert "审签：" in shown
    assert len(lines) < 20


@pytest.mark.parametrize("width", [40, 60, 80, 100])
@pytest.mark.parametrize("colour", [True, False])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_line_is_wider_than_asked(width: int, colour: bool, language: Any) -> None:
    for each in REPORTS:
        shown = text.render(each, width=width, colour=colour, language=language)
        assert ("\x1b" in shown) == colour
        narrow = [line for line in plain(shown).splitlines() if cell_len(line) > width]
        # Only the one line of facts above each match may need more than 60 cells.
        assert not narrow if width >= 80 else all("0.93" in line for line in narrow)


def test_colours_change_no_word() -> None:
    for each in (report(PARAPHRASE), report(SET_PHRASE), report()):
        legend = words("zh")("match.legend_equal")
        coloured = plain(text.render(each, colour=True)).replace(f"\n{legend}\n", "")
        assert coloured == text.render(each)


def test_passages_side_by_side() -> None:
    both = sides(EDITED, colour=False)
    draft = "".join(piece.text for piece in both.draft)
    source = "".join(piece.text for piece in both.source)
    assert draft.startswith("一年〔来〕，我们〔坚持〕把群众满意作为〔衡量〕工作的唯一标准，新建口袋公园二十〔三〕处，")
    assert source.startswith(
        "〔过去〕一年，我们〔始终〕把群众满意作为〔检验〕工作的唯一标准，新建口袋公园二十〔一〕处，"
    )
    assert draft.replace("〔", "").replace("〕", "") == EDITED.draft.text
    assert source.replace("〔", "").replace("〕", "") == EDITED.source.text
    coloured = sides(EDITED, colour=True)
    assert "".join(piece.text for piece in coloured.draft) == EDITED.draft.text
    assert {piece.text for piece in coloured.draft if piece.style != "equal"} >= {"来", "坚持", "衡量", "三"}
    assert not sides(PARAPHRASE, colour=False).marked
    assert sides(SET_PHRASE, colour=True).identical


def test_long_passages_are_shortened_in_the_middle() -> None:
    words = "".join(chr(0x4E00 + number) for number in range(1000))
    draft = Document("长.txt", words)
    long = Match(passage(draft, words), Passage("源", 0, 1000, words[::-1]), "paraphrase", 1.0, 0.0)
    shown = text.render(replace(report(long), draft=draft))
    assert re.sub(r"\s|│", "", shown).count("……（略820字）……") == 2
    assert words[:30] in re.sub(r"\s|│", "", shown)
    assert words[-50:] in re.sub(r"\s|│", "", shown)


def test_nothing_in_a_draft_reaches_the_terminal_raw() -> None:
    evil = "各位\x1b[2J\x9b31m\u202e代表\u200b，" + DRAFT
    draft = Document("草\x1b]0;稿.txt", evil)
    one = Match(Passage(draft.id, 0, 20, evil[:20]), Passage("源\x07", 0, 20, evil[5:25]), "edited", 1.0, 0.9)
    bad = Finding("zero_width", 0, 20, evil[:20], 3)
    ignored = replace(one, ignored="quotation")
    shown = text.render(
        replace(
            report(one, ignored, findings=(bad,), warnings=(RED,)),
            draft=draft,
        )
    )
    assert not set(shown) & {"\x1b", "\x9b", "\u202e", "\u200b", "\x07"}


def test_words_for_every_kind_and_reason_in_both_languages() -> None:
    for language in LANGUAGES:
        texts = words(language).texts
        decisions = ("pass", "fail", "not_checked")
        for section, keys in {"kind": KINDS, "reason": REASONS, "decision": decisions}.items():
            assert {key for key in texts if key.startswith(f"{section}.")} == {f"{section}.{key}" for key in keys}
        assert {key for key in texts if key.startswith("why.")} == {f"why.{key}" for key in (*REASONS, "counted")}
    assert text.render(FULL, language="en").splitlines()[0] == "草稿.txt: fail"
    assert language_of("Ladies and gentlemen, 各位") == "en"
    assert language_of("1. GDP 增长百分之五点八") == "zh"


@given(st.lists(st.text(max_size=40), max_size=5), st.integers(8, 60))
def test_wrapping_loses_nothing_but_the_spaces_at_breaks(parts: list[str], cells: int) -> None:
    pieces = [layout.Piece(layout.visible(part), "bold" if n % 2 else "") for n, part in enumerate(parts)]
    lines = layout.wrap(pieces, cells)
    joined = "".join(piece.text for line in lines for piece in line)
    assert joined.replace(" ", "") == "".join(piece.text for piece in pieces).replace(" ", "")
    assert all(cell_len("".join(piece.text for piece in line)) <= cells for line in lines)


@given(st.lists(st.text(max_size=30), max_size=5), st.integers(3, 40))
def test_shortening_keeps_both_ends(parts: list[str], limit: int) -> None:
    whole = "".join(parts)
    kept = layout.shorten([layout.Piece(part) for part in parts], limit, "<{count}>")
    if len(whole) <= limit or not any(piece.style == "dim" for piece in kept):
        assert "".join(piece.text for piece in kept) == whole
        assert len(whole) < limit + 20
    else:
        gap = next(number for number, piece in enumerate(kept) if piece.style == "dim")
        head = "".join(piece.text for piece in kept[:gap])
        tail = "".join(piece.text for piece in kept[gap + 1 :])
        assert limit - 20 < len(head) + len(tail) < limit + 20  # no foreign word is cut, unless it is a long one
        assert whole.startswith(head)
        assert whole.endswith(tail)
        assert kept[gap].text == f"<{len(whole) - len(head) - len(tail)}>"


@pytest.mark.parametrize("each", REPORTS)
def test_json_is_valid_by_the_schema_and_equal_to_the_report(each: Report) -> None:
    shown = json_reporter.render(each)
    data = json.loads(shown)
    jsonschema.validate(data, SCHEMA, cls=jsonschema.Draft202012Validator)
    assert "讲话" in shown or not each.matches
    assert data["schema"] == "simcheck-report"
    assert data["figures"]["overlap"] == each.figures.overlap
    for one, written in zip(each.matches, data["matches"], strict=True):
        for side in (written["draft"], written["source"]):
            origin = DRAFT if side["document_id"] == "草稿.txt" else SOURCE
            assert origin[side["start"] : side["end"]] == side["text"]
        assert (written["kind"], written["ignored"]) == (one.kind, one.ignored)
    line = json_reporter.render(each, indent=None)
    assert line.count("\n") == 1
    assert json.loads(line) == data


def test_the_schema_is_sound_and_strict() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    validator = jsonschema.Draft202012Validator(SCHEMA)
    good = json.loads(json_reporter.render(FULL))
    for path in objects(good):
        if path[-1:] == ("values",):  # what a message tells depends on the message
            continue
        for change in ("more", "less"):
            broken = copy.deepcopy(good)
            inner = broken
            for step in path:
                inner = inner[step]
            if change == "more":
                inner["extra"] = 1
            elif path and (str(path[-1]).endswith("by_kind") or path[-1] in ("severity", "meta")):
                continue  # names that need not be there
            else:
                inner.pop(next(iter(inner)))
            assert not validator.is_valid(broken), (path, change)
    for path, value in (
        (("schema",), "other"),
        (("schema_version",), 1),
        (("matches", 0, "kind"), "copied"),
        (("matches", 0, "ignored"), "habit"),
        (("matches", 0, "score"), 1.5),
        (("matches", 0, "draft", "start"), -1),
        (("findings", 0, "kind"), "Zero Width"),
        (("figures", "overlap"), "0.1"),
        (("verdict", "decision"), "maybe"),
        (("corpus", "dimension"), 0),
    ):
        broken = copy.deepcopy(good)
        inner = broken
        for step in path[:-1]:
            inner = inner[step]
        inner[path[-1]] = value
        assert not validator.is_valid(broken), path


def objects(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Paths of all objects inside ``data``."""
    if isinstance(data, dict):
        return [path, *(p for key, value in data.items() for p in objects(value, (*path, key)))]
    if isinstance(data, list):
        return [p for number, value in enumerate(data) for p in objects(value, (*path, number))]
    return []
