"""Bad input through the command line: exit code 3, one line that names the file and the remedy, the corpus unharmed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from fakes import speech

from simcheck import Corpus, Document
from simcheck.cli.app import run
from simcheck.resources import model_folder

TEXT = speech(7, 12)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("讲话")
    for number in range(3):
        (folder / f"{number}.txt").write_text(speech(number, 12), encoding="utf-8")
    where = tmp_path_factory.mktemp("库") / "corpus"
    assert run(["corpus", "add", str(folder), "--corpus", str(where)]) == 0
    return where


def missing(_: Path) -> None:
    pass


def folder(path: Path) -> None:
    path.mkdir()


def holding(data: bytes) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        path.write_bytes(data)

    return make


def huge(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(200_000_000)


CASES = {
    "missing": (missing, "no such file; check the path"),
    "folder": (folder, "this is a folder; name the text files in it"),
    "empty": (holding(b""), "the file is empty; save the text into it first"),
    "white space": (holding("\ufeff \r\n　\n".encode()), "not a single letter or Chinese character in it; check"),
    "no letter": (holding("——！？１２３，456。\n".encode()), "not a single letter or Chinese character in it; check"),
    "binary": (holding(bytes(range(256)) * 40), "binary, not text; check"),
    "docx": (
        holding(b"PK\x03\x04\x14\x00\x06\x00" + bytes(500)),
        "damaged or cut short; open it in its program and save",
    ),
    "pdf": (
        holding(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj"),
        "damaged or cut short; open it in a PDF program and print it",
    ),
    "undecodable": (
        holding("これは漢字を含む文字列であり、かなも多い。".encode("shift_jis") * 5),
        "save it again as UTF-8",
    ),
    "damaged": (holding(TEXT.encode()[:-1]), "UTF-8 but damaged at byte"),
    "nul": (holding(TEXT.replace("，", "\0").encode()), "is NUL, which no text holds; save it again as plain text"),
    "200 MB": (huge, "larger than 50 MB, the limit for one text; split it into smaller files"),
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("command", ["check", "compare", "corpus add"])
def test_a_bad_file_is_refused_in_one_line(
    case: str, command: str, corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make, remedy = CASES[case]
    draft, good = tmp_path / "稿.txt", tmp_path / "好.txt"
    make(draft)
    good.write_text(TEXT, encoding="utf-8")
    before = documents(corpus)
    named = draft
    if command == "check":
        code = run([str(draft), "--corpus", str(corpus)])
        if case == "folder":
            remedy = "there is no document in this folder; check the path"
    elif command == "compare":
        code = run(["compare", str(draft), str(good)])
    else:
        code = run(["corpus", "add", str(draft), "--corpus", str(corpus)])
        if case == "folder":
            remedy = "there is no document in this folder; check the path"
    shown = capsys.readouterr()
    assert code == 3
    assert shown.out == ""
    assert shown.err.count("\n") == 1
    assert shown.err.startswith(f"simcheck: {named}: ")
    assert remedy in shown.err
    assert documents(corpus) == before


def documents(corpus: Path) -> list[Document]:
    """What the corpus holds, after finding it sound."""
    with Corpus.open(corpus) as opened:
        assert opened.verify() == []
        return list(opened)


def test_a_bad_file_among_good_ones_does_not_stop_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    texts = tmp_path / "讲话"
    texts.mkdir()
    for number in range(3):
        (texts / f"{number}.txt").write_text(speech(number, 12), encoding="utf-8")
    (texts / "坏.txt").write_bytes(b"PK\x03\x04" + bytes(99))
    (texts / "图.png").write_bytes(b"\x89PNG")
    where = str(tmp_path / "库")
    assert run(["corpus", "add", str(texts), "--corpus", where]) == 3
    shown = capsys.readouterr()
    assert shown.out.startswith("3 added, 0 replaced, 0 unchanged, 1 failed;")
    first, second = shown.err.splitlines()
    assert first == f"simcheck: not read, no documents: {texts / '图.png'}"
    assert second.startswith(f"simcheck: {texts / '坏.txt'}: damaged or cut short;")
    assert len(documents(Path(where))) == 3


def test_nothing_is_created_when_nothing_can_be_added(tmp_path: Path) -> None:
    assert run(["corpus", "add", str(tmp_path / "无.txt"), "--corpus", str(tmp_path / "库")]) == 3
    assert not (tmp_path / "库").exists()


@pytest.mark.parametrize("command", ["check", "list", "info", "verify", "rebuild", "remove"])
def test_a_missing_corpus(command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft = tmp_path / "稿.txt"
    draft.write_text(TEXT, encoding="utf-8")
    words = {"check": [str(draft)], "remove": ["corpus", "remove", "x"]}.get(command, ["corpus", command])
    where = tmp_path / "没有"
    assert run([*words, "--corpus", str(where)]) == 3
    shown = capsys.readouterr()
    assert shown.err == (
        f"simcheck: {where}: no such corpus; make one with `simcheck corpus add PATH --corpus {where}`\n"
    )
    assert shown.out == ""


def copied(corpus: Path, target: Path) -> Path:
    for file in corpus.rglob("*"):
        if file.is_file():
            (target / file.relative_to(corpus)).parent.mkdir(parents=True, exist_ok=True)
            (target / file.relative_to(corpus)).write_bytes(file.read_bytes())
    return target


def checked(where: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], *more: str) -> tuple[int, str]:
    """Exit code and the one line of an attempt to check a good draft; whatever else is printed fails the test."""
    draft = tmp_path / "稿.txt"
    draft.write_text(TEXT, encoding="utf-8")
    capsys.readouterr()
    code = run([str(draft), "--corpus", str(where), *more])
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.count("\n") == 1
    return code, shown.err


def test_an_empty_corpus(corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where = copied(corpus, tmp_path / "库")
    assert run(["corpus", "remove", "0.txt", "1.txt", "2.txt", "--corpus", str(where)]) == 0
    code, line = checked(where, tmp_path, capsys)
    assert code == 3
    assert line.startswith(f"simcheck: {where}: the corpus is empty; add speeches with `simcheck corpus add")


def test_a_folder_that_is_no_corpus(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, line = checked(tmp_path, tmp_path, capsys)
    assert code == 3
    assert line.startswith(f"simcheck: {tmp_path}: ")
    assert "simcheck corpus add" in line
    code, line = checked(tmp_path / "稿.txt", tmp_path, capsys)
    assert code == 3
    assert "not a corpus folder; name the folder with --corpus" in line


def database(where: Path) -> Path:
    found = [file for file in where.iterdir() if file.is_file() and file.read_bytes()[:15] == b"SQLite format 3"]
    assert len(found) == 1
    return found[0]


def test_a_damaged_corpus(corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number, damage in enumerate((b"", b"no database at all" * 99, None)):
        where = copied(corpus, tmp_path / f"库{number}")
        file = database(where)
        file.write_bytes(file.read_bytes()[:5000] if damage is None else damage)
        code, line = checked(where, tmp_path, capsys)
        assert code == 3
        assert str(where) in line
        assert ";" in line
        assert run(["corpus", "verify", "--corpus", str(where)]) == 3


def test_a_corpus_of_another_model(corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    model = copied(model_folder(), tmp_path / "模型")
    (model / "simcheck.json").unlink()  # its name and hash; without it the folder's name and contents speak
    code, line = checked(corpus, tmp_path, capsys, "--model", str(model))
    assert code == 3
    assert line.startswith(f"simcheck: {corpus}: was made with the model ")
    assert f"simcheck corpus rebuild --corpus {corpus}" in line
    assert run(["corpus", "add", str(tmp_path / "稿.txt"), "--corpus", str(corpus), "--model", str(model)]) == 3
    mended = copied(corpus, tmp_path / "库")
    assert run(["corpus", "rebuild", "--corpus", str(mended), "--model", str(model)]) == 0
    assert run([str(tmp_path / "稿.txt"), "--corpus", str(mended)]) in (0, 1)


def test_a_model_that_is_not_there(corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "模型").mkdir()
    code, line = checked(corpus, tmp_path, capsys, "--model", str(tmp_path / "模型"))
    assert code == 3
    assert str(tmp_path / "模型") in line


@pytest.mark.parametrize("size", [600_000, pytest.param(5_000_000, marks=pytest.mark.long)])
def test_a_line_of_millions_of_characters(
    size: int, corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft = tmp_path / "长.txt"
    unit = "这一行很长很长，没有一个换行，"
    draft.write_text((unit * (size // len(unit) + 1))[:size], encoding="utf-8")
    code = run([str(draft), "--corpus", str(corpus)])
    shown = capsys.readouterr()
    assert code in (0, 3)
    assert shown.out.startswith(f"{draft}：通过\n") if code == 0 else shown.err.count("\n") == 1
