"""Reading plain text: every encoding comes back as it was written, and what is no text is refused."""

from __future__ import annotations

import codecs
import io
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simcheck.errors import DraftError
from simcheck.readers import MAX_BYTES, read, shown
from simcheck.readers.decode import decode
from simcheck.readers.plausible import controls, plausibility

SIMPLIFIED = (
    "各位代表：现在，我代表区人民政府向大会报告工作，请予审议，并请列席人员提出意见。过去一年，我们坚持把群众的小事当作自己的大事，"
    "新建改建农村公路六十二公里，整治河道九条，解决了一万三千名学生就近入学的问题。财政收入增长百分之五点八，居民收入增长更快一些。"
    "同时也要看到，产业基础还不牢，年轻人留下来的理由还不够多，干部的作风还有不实的地方。“纸上得来终觉浅”，下一步要多到现场去。"
)
TRADITIONAL = (
    "各位代表：現在，我代表區人民政府向大會報告工作，請予審議，並請列席人員提出意見。過去一年，我們堅持把群眾的小事當作自己的大事，"
    "新建改建農村公路六十二公里，整治河道九條，解決了一萬三千名學生就近入學的問題。財政收入增長百分之五點八，居民收入增長更快一些。"
    "同時也要看到，產業基礎還不牢，年輕人留下來的理由還不夠多，幹部的作風還有不實的地方。「紙上得來終覺淺」，下一步要多到現場去。"
)
ASCII = "2026 GDP 5.8%\n\r\t"


def sentences(alphabet: str) -> st.SearchStrategy[str]:
    """Random Chinese: at least 20 different characters of a speech in any order, with ASCII somewhere."""
    chinese = st.lists(st.sampled_from(sorted(set(alphabet))), min_size=20, max_size=80, unique=True).map("".join)
    ascii_ = st.text(st.sampled_from(ASCII), max_size=10)
    return st.tuples(chinese, ascii_, st.text(st.sampled_from(alphabet), max_size=30)).map("".join)


@given(sentences(SIMPLIFIED + "𠮷㐂\u200b"))
def test_unicode_encodings_round_trip(text: str) -> None:
    marked = {
        "utf-8": b"",
        "utf-8-sig": b"",
        "utf-16-le": codecs.BOM_UTF16_LE,
        "utf-16-be": codecs.BOM_UTF16_BE,
        "utf-32-le": codecs.BOM_UTF32_LE,
        "utf-32-be": codecs.BOM_UTF32_BE,
    }
    for encoding, mark in marked.items():
        assert decode(mark + text.encode(encoding), "稿.txt") == text, encoding


@given(sentences(SIMPLIFIED))
def test_simplified_text_without_a_mark_round_trips(text: str) -> None:
    for encoding in ("gb18030", "gbk", "utf-16-le", "utf-16-be"):
        assert decode(text.encode(encoding), "稿.txt") == text, encoding


@given(sentences(TRADITIONAL))
def test_traditional_text_round_trips(text: str) -> None:
    for encoding in ("big5", "cp950", "big5hkscs", "gb18030", "utf-16-le", "utf-16-be"):
        assert decode(text.encode(encoding), "稿.txt") == text, encoding


def test_western_punctuation_in_an_english_draft() -> None:
    text = "“We must never forget”, he said – it’s the people’s café. The report of 2021 was clear on that. " * 3
    assert decode(text.encode("cp1252"), "speech.txt") == text
    assert decode(text.encode("utf-16-le"), "speech.txt") == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("これは漢字を含む文字列であり、政府は経済の発展のために努力している。" * 3, "shift_jis"),
        ("한국어 문장입니다. 정부는 경제 발전을 위해 노력하고 있습니다. " * 3, "euc_kr"),
        ("Это проверка текста на русском языке, который читать не надо. " * 3, "cp1251"),
    ],
)
def test_other_scripts_are_refused_rather_than_guessed(text: str, encoding: str) -> None:
    with pytest.raises(DraftError, match=r"稿\.txt: in none of the encodings .* save it again as UTF-8"):
        decode(text.encode(encoding), "稿.txt")


@pytest.mark.parametrize(("encoding", "label"), [("utf-8", "UTF-8"), ("gb18030", "GB 18030"), ("big5", "Big5")])
def test_a_damaged_file_is_refused_and_the_place_named(encoding: str, label: str) -> None:
    data = (TRADITIONAL * 3).encode(encoding)
    with pytest.raises(DraftError, match=rf"稿\.txt: {label} but damaged at byte {len(data)}; .* UTF-8"):
        decode(data + b"\xff", "稿.txt")
    with pytest.raises(DraftError, match="marked as UTF-16-LE but damaged"):
        decode(codecs.BOM_UTF16_LE + data + b"\x00\xd8\x00", "稿.txt")


@given(st.binary(min_size=400, max_size=2000))
def test_random_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(DraftError, match=r"^x: "):
        decode(b"\x00\xff" + data + b"\xff\x00\xfe\x01", "x")


@pytest.mark.parametrize(
    ("head", "what"),
    [
        (b"\x1f\x8b\x08", "a gzip file"),
        (b"Rar!\x1a\x07", "a RAR file"),
        (b"\x89PNG\r\n", "a picture"),
        (b"SQLite format 3\0", "a database"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:00\n", "a pointer of Git LFS"),
    ],
)
def test_formats_without_text_are_named_with_the_remedy(tmp_path: Path, head: bytes, what: str) -> None:
    file = tmp_path / "稿.txt"
    file.write_bytes(head + SIMPLIFIED.encode())
    with pytest.raises(DraftError, match=rf"稿\.txt: not a text but {what}; \w+"):
        read(file)


@pytest.mark.parametrize("encoding", ["utf-7", "hz"])
def test_seven_bit_encodings_are_refused_since_they_look_like_english(encoding: str) -> None:
    with pytest.raises(DraftError, match=r"稿\.txt: in the old encoding (UTF-7|HZ), not read; save it again as UTF-8"):
        decode(SIMPLIFIED.encode(encoding), "稿.txt")
    with pytest.raises(DraftError, match="in the old encoding ISO 2022"):
        decode("各位代表".encode("iso2022_jp_2"), "稿.txt")


@settings(deadline=None)
@given(st.text(st.sampled_from("abc XYZ 019 +-/~{}[]()*.,\n"), min_size=1))
def test_english_with_odd_marks_is_no_seven_bit_encoding(text: str) -> None:
    assert decode(text.encode(), "稿.txt") == text


def test_the_id_is_the_path_as_given_and_line_ends_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("讲话").mkdir()
    text = "第一行。\r\n第二行。\n第三行。\r"
    Path("讲话/稿.txt").write_bytes(codecs.BOM_UTF8 + text.encode())
    document = read("讲话/稿.txt")
    assert (document.id, document.text) == ("讲话/稿.txt", text)
    assert read(Path("讲话/稿.txt")) == document


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(SIMPLIFIED.encode("gb18030"))))
    document = read("-")
    assert (document.id, document.text) == ("<stdin>", SIMPLIFIED)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(DraftError, match=r"没有\.txt: no such file; check the path"):
        read(tmp_path / "没有.txt")
    with pytest.raises(DraftError, match="this is a folder; name the text files in it"):
        read(tmp_path)
    with pytest.raises(DraftError, match="cannot be read"):
        read(tmp_path / ("长" * 200))
    file = tmp_path / "稿.txt"
    for data, problem in (
        (b"", "the file is empty"),
        (codecs.BOM_UTF8 + b" \r\n", "not a single letter"),
        ("！？……——１２３".encode(), "not a single letter"),
        ("各位\0代表，现在报告工作。".encode(), "character 3 is NUL"),
        (b"\x01\x02\x03" * 100 + b"abc", "binary"),
        (bytes(range(256)) * 10, "binary"),
    ):
        file.write_bytes(data)
        with pytest.raises(DraftError, match=rf"稿\.txt: .*{problem}.*;"):
            read(file)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission(tmp_path: Path) -> None:
    file = tmp_path / "稿.txt"
    file.write_text(SIMPLIFIED)
    file.chmod(0)
    with pytest.raises(DraftError, match="no permission to read it"):
        read(file)


def test_a_huge_file_is_refused_and_a_huge_line_read(tmp_path: Path) -> None:
    file = tmp_path / "稿.txt"
    with file.open("wb") as huge:
        huge.truncate(200_000_000)
    with pytest.raises(DraftError, match=r"稿\.txt: larger than 50 MB, .*; split it"):
        read(file)
    line = (SIMPLIFIED * (5_000_000 // len(SIMPLIFIED) + 1))[:5_000_000]
    for encoding in ("utf-8", "gb18030"):
        data = line.encode(encoding)
        assert len(data) < MAX_BYTES
        file.write_bytes(data)
        assert read(file).text == line


def test_plausibility_tells_right_from_wrong() -> None:
    assert plausibility(SIMPLIFIED) > 0.6
    assert plausibility(TRADITIONAL) > 0.6
    assert plausibility(TRADITIONAL.encode("big5").decode("gb18030", "replace")) < 0.2
    assert plausibility(SIMPLIFIED.encode("gb18030").decode("cp950", "replace")) < 0.2
    assert controls("各位\x01代\n表") == pytest.approx(1 / 6)


@given(st.text())
def test_shown_names_are_one_printable_line(name: str) -> None:
    path = name.replace("\0", "").replace("/", "")
    line = shown(os.fsdecode(path.encode("utf-8", "surrogatepass")))
    assert line.isprintable()
    line.encode("utf-8")
