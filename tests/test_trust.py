"""Trust: the table of inputs and who controls them says the same in both languages, and is true."""

from __future__ import annotations

from pathlib import Path

import pytest
from made import speeches

from simcheck import Document, Report, compare
from simcheck.cli.paths import gather
from simcheck.cli.streams import Failures
from simcheck.text.evasion import evasion
from simcheck.text.normalize import normalize

ROOT = Path(__file__).parent.parent
NAME = "speeches/教育大会讲话.txt"
COPY = "".join(line.strip() for line in speeches()[NAME].splitlines()[2:])[:600]


def checked(text: str) -> Report:
    return compare(Document("稿.txt", text), [Document(name, text) for name, text in speeches().items()])


def rows(language: str) -> list[list[str]]:
    page = (ROOT / "docs" / language / "trust.md").read_text("utf-8")
    return [line.split("|")[1:-1] for line in page.splitlines() if line.startswith("| ")][1:]


def test_the_pages_have_the_same_inputs() -> None:
    english, chinese = rows("en"), rows("zh")
    assert len(english) == len(chinese) >= 12
    authors = [[("author" in row[1], "作者" in other[1])] for row, other in zip(english, chinese, strict=True)]
    assert all(one == other for ((one, other),) in authors)
    for row, other in zip(english, chinese, strict=True):
        words = [word for word in ("--config", "SIMCHECK_", "fail_on", "max_run", "200", "50 %") if word in row[2]]
        assert all(word in other[2] for word in words)


@pytest.mark.parametrize("between", ["\u2028", "\x1e", "\U000e0080", "\ufff0", "\n", "\t", "、，、", "7", " "])
def test_what_stands_between_all_letters_hides_nothing_and_is_told(between: str) -> None:
    found = checked(between.join(COPY))
    assert found.figures.overlap > 0.9
    assert found.verdict.decision == "fail"
    told = {finding.kind for finding in found.findings} & {"spacing", "zero_width"}
    assert told or between == "\n"  # text that is written downwards is honest
    assert all(found.draft.text[one.start : one.end] == one.text for one in found.findings)


@pytest.mark.parametrize(
    "honest",
    [
        "春、夏、秋、冬四季；子、丑、寅、卯、辰、巳、午、未、申、酉、戌、亥十二时辰。",
        "一组\t60分\t73分\t81分\n二组\t65分\t77分\t82分\n三组\t61分\t72分\t88分",
        "12月3日5时6分，第1组7人、第2组8人到岗。",
        "中 共 青 禾 县 委 员 会 文 件\n关于做好春耕的通知",
        "The co\xadoper\xadation agree\xadment",
        "第一份文件。\n\ufeff第二份文件。",
        "می\u200cخواهم",
    ],
)
def test_honest_text_is_no_finding(honest: str) -> None:
    assert evasion(normalize(honest)) == ()


def test_a_text_set_apart_is_compared_by_its_letters_with_exact_spans() -> None:
    text = "、".join("坚持稳中求进工作总基调推动高质量发展")
    normal = normalize(text)
    assert normal.text == text.replace("、", "")
    assert all(text[slice(*normal.to_source(at, at + 1))] == normal.text[at] for at in range(len(normal.text)))


def test_a_linked_folder_is_not_passed_over_in_silence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    inside, outside = tmp_path / "稿件", tmp_path / "别处"
    inside.mkdir()
    outside.mkdir()
    (inside / "稿.txt").write_text("同志们", encoding="utf-8")
    (outside / "抄.txt").write_text("同志们", encoding="utf-8")
    (inside / "链接").symlink_to(outside, target_is_directory=True)
    assert [found.id for found in gather([inside], Failures())] == ["稿.txt"]
    assert "链接 is a link to a folder, not followed" in capsys.readouterr().err


def test_a_copied_page_fails_in_a_draft_of_any_length() -> None:
    others = [text for name, text in speeches().items() if name != NAME]
    sources = [Document(NAME, speeches()[NAME])]
    found = compare(Document("稿.txt", "\n".join([*others, COPY])), sources)
    assert found.figures.overlap < 0.1
    assert found.verdict.decision == "fail"
