"""Every sentence that the program says outside of reports has its Chinese, and Chinese users see no other."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import simcheck
from simcheck.cli.app import run
from simcheck.said import in_chinese, note_in_english

PACKAGE = Path(simcheck.__file__).parent
#: Rooms whose sentences are for programmers.
APART = {"proof", "align"}
#: What is never shown to a user: an assertion, an answer to Python itself.
SILENT = {"AssertionError", "AttributeError", "OSError", "KeyError"}
SAYS = {"say", "_say", "tell", "spoken", "_invalid"}


def template(node: ast.expr) -> str | None:
    """A text with its values as {}: of a literal, an f-string, or several that are added."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value.replace("{", "{{")
    if isinstance(node, ast.JoinedStr):
        return "".join(template(value) or "{}" if isinstance(value, ast.Constant) else "{}" for value in node.values)
    return None


PLACES = sorted(str(file.relative_to(PACKAGE)) for file in PACKAGE.rglob("*.py"))


def sentences(place: str) -> Iterator[str]:
    """What a file of the package says."""
    for node in ast.walk(ast.parse((PACKAGE / place).read_text("utf-8"))):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if (name.endswith("Error") and name not in SILENT) or name in SAYS:
            text = template(node.args[0])
            if text and re.search("[a-z]{3}", text):
                yield text


def english(line: str) -> list[str]:
    """Two English words beside each other, commands and code left out."""
    plain = re.sub(r"`[^`]*`|--[a-z-]+ [^ ]+|pip install '[^']*'|Report\.to_dict\S+|Document\([^)]*\)", "", line)
    return re.findall(r"\b[a-z]{2,} [a-z]{2,}\b", plain)


def test_a_wrong_value_is_told_with_its_option() -> None:
    said = in_chinese("simcheck: Invalid value for '--year': Input should be greater than or equal to 1949")
    assert said == "simcheck：“--year” 的值不对：不能小于 1949"
    assert in_chinese("Missing argument '草稿'.") == "少写了 “草稿”；用 --help 查看用法"


@pytest.mark.parametrize("place", [place for place in PLACES if Path(place).parts[0] not in APART])
def test_a_sentence_of_the_program_has_its_chinese(place: str) -> None:
    lines = [text.removeprefix("simcheck: ").strip() for text in sentences(place)]
    # Of values alone the sentences are asked by themselves.
    told = [line.replace("{}", "甲").replace("{{", "{") for line in lines if english(line.replace("{}", ""))]
    assert [said for said in map(in_chinese, told) if english(said)] == []


def test_the_program_says_something() -> None:
    assert sum(len([*sentences(place)]) for place in ("errors.py", "library/corpus.py", "cli/gate.py")) > 0


def test_values_stay_and_sentences_within_them_are_said() -> None:
    said = in_chinese("simcheck: 我的 稿.docx: a UOF file; open it in its program and save it as .docx or plain text")
    assert said == "simcheck：我的 稿.docx：是 UOF 文件；请用原来的程序打开，另存为 .docx 或纯文本"
    assert in_chinese("没有这句话") == "没有这句话"
    assert in_chinese("库: no such corpus; make one with `simcheck corpus add PATH --corpus 库`") == (
        "库：没有这个语料库；请执行 `simcheck corpus add 文件夹 --corpus 库` 新建"
    )
    assert in_chinese("a.tsv, line 3: 'x' is no score; write a number, larger for closer").startswith("a.tsv第 3 行：")


@pytest.mark.parametrize(
    "typed",
    [
        ["没有.txt"],
        ["没有.txt", "-c", "没有库"],
        ["--nosuch"],
        ["corpsu"],
        ["corpus", "lst"],
        ["corpus", "remove"],
        ["没有.txt", "-f", "doc"],
        ["没有.txt", "-f"],
        ["没有.txt", "--max-overlap", "abc"],
        ["matrix", "稿.txt", "稿2.txt", "-o", "x.docx"],
        ["稿.txt", "—o", "x.html"],
        ["corpus", "add", "没有", "-c", "库"],
        ["corpus", "add", "稿.txt", "稿2.txt", "-c", "库"],
        ["corpus", "list", "-c", "没有库"],
        ["config"],
        ["--help"],
        ["check"],
        ["compare", "稿.txt"],
        ["稿.txt", "--year", "99"],
        ["稿.txt", "--year", "9999"],
        ["稿.txt", "--year", "今年"],
        ["稿.txt", "--lang", "中文"],
        ["稿.txt", "--severity", "坏"],
        ["稿.txt", "--cluster", ""],
        ["稿.txt", "--since", "坏"],
        ["corpus", "add", "稿.txt", "--as", "law"],
        ["corpus", "twins", "--share", "5"],
        ["corpus", "twins", "--share", "多"],
        ["explain", "稿.txt", "--match", "0"],
        ["proof", "稿.txt", "稿2.txt"],
        ["cluster", "start", "稿.txt"],
        ["serve", "--port", "99999"],
        ["serve", "--host", "坏"],
        ["serve", "--data", "稿.txt"],
        ["server", "backup", "x.tar.gz"],
        ["server", "restore", "稿.txt"],
        ["server", "backup", "x.tar.gz", "--database", "坏"],
    ],
)
def test_a_chinese_user_sees_chinese(
    typed: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    for name in ("稿.txt", "稿2.txt"):
        Path(name).write_text(f"{name}里说，河堤要在汛期之前加高，谁家的田在堤外谁先说。", "utf-8")
    run(typed)
    told = capsys.readouterr()
    assert re.search("[\u4e00-\u9fff]", told.out + told.err)
    for line in (told.out + told.err).splitlines():
        if not line.lstrip().startswith(("simcheck ", "$")):  # examples are typed as they stand
            assert not english(line), line


def _notes(path: Path) -> set[str]:
    """The notes on leftovers that a file of ``simcheck/proof`` says, their values put in."""
    tree = ast.parse(path.read_text("utf-8"))
    formatted = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    inner = {id(value) for node in formatted for value in node.values}
    literals = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in inner]
    said = {text.replace("{}", "甲") for node in (*formatted, *literals) if (text := template(node))}
    said = {re.sub("^(与?)甲(?=中?的)|^(?=中的)", r"\1来源《甲》", text) for text in said}
    ends = "请核对.*|与此处.*|此处不一致|.*年份不一致|.*没有填写|请换成本地数据|本稿属甲年?"
    return {
        text
        for text in said
        if "中的甲" not in text and re.fullmatch(f"(?:[来与本文标印模][^。|]*?(?:[，的》]|中))?(?:{ends})", text)
    }


def test_a_note_on_a_leftover_has_its_english() -> None:
    notes = {note for path in (PACKAGE / "proof").glob("*.py") for note in _notes(path)}
    assert len(notes) > 20
    assert [note for note in notes if note_in_english(note) == note] == []
