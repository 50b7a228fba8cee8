"""What is no text although it looks like one: letters in a wrong encoding, Chinese in codes. It is refused."""

from __future__ import annotations

import base64
import binascii
import json
import quopri
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from made import texts

from simcheck.errors import DraftError
from simcheck.readers import read
from simcheck.readers.misread import refuse_misread

EXAMPLES = Path(__file__).parent.parent / "examples"
TEXT = (EXAMPLES / "speeches" / "安全生产工作会议讲话.txt").read_text("utf-8")

WRONG = {
    "GBK as Western": TEXT.encode("gbk").decode("latin-1"),
    "GBK as Windows's Western": TEXT.encode("gbk").decode("cp1252", "ignore"),
    "UTF-8 as Western": TEXT.encode().decode("latin-1"),
    "GBK as Cyrillic": TEXT.encode("gbk").decode("cp1251", "ignore"),
    "GBK as Korean": TEXT.encode("gbk").decode("cp949", "ignore"),
    "UTF-8 as GBK": TEXT.encode().decode("gb18030", "ignore"),
    "GBK as of a Macintosh": TEXT.encode("gbk").decode("mac_roman"),
    "a part of it": TEXT[:800] + TEXT[800:1200].encode("gbk").decode("latin-1") + TEXT[:800],
}
CODES = {
    "quoted-printable": quopri.encodestring(TEXT.encode()).decode(),
    "quoted-printable in GBK": quopri.encodestring(TEXT.encode("gbk")).decode(),
    "addresses": quote(TEXT),
    "programs": json.dumps({"text": TEXT}),
    "web pages": "".join(f"&#{ord(char)};" for char in TEXT),
    "web pages in hexadecimals": "".join(f"&#x{ord(char):x};" for char in TEXT),
    "programs with braces": "".join(f"\\u{{{ord(char):x}}}" for char in TEXT),
    "old scripts": "".join(f"%u{ord(char):04X}" for char in TEXT),
    "numbers of Unicode": " ".join(f"U+{ord(char):04X}" for char in TEXT),
    "stylesheets": "".join(f"\\{ord(char):x} " for char in TEXT),
    "bytes of programs": "".join(f"\\x{byte:02x}" for byte in TEXT.encode()),
    "octal bytes": "".join(f"\\{byte:03o}" for byte in TEXT.encode("gbk")),
    "hexadecimal digits": TEXT.encode().hex(),
    "a dump": TEXT.encode("gbk").hex(" ", 1),
    "uuencode": "begin 644 a.txt\n"
    + "".join(binascii.b2a_uu(TEXT.encode()[at : at + 45]).decode() for at in range(0, len(TEXT.encode()), 45))
    + "`\nend\n",
    "base64": base64.encodebytes(TEXT.encode()).decode(),
    "base64 of a document": base64.encodebytes(b"PK\x03\x04" + bytes(range(256)) * 9).decode(),
    "a letter with the codes of a mail": "Dear all,\n\n" + quopri.encodestring(TEXT.encode()).decode(),
}


@pytest.mark.parametrize("case", WRONG)
def test_so_are_those_saved_as_plain_text(case: str, tmp_path: Path) -> None:
    file = tmp_path / "稿.txt"
    file.write_text(WRONG[case], encoding="utf-8")
    with pytest.raises(DraftError, match=r"in an encoding that it does not name|: binary"):
        read(file)


@pytest.mark.parametrize("case", WRONG)
def test_letters_in_a_wrong_encoding_are_refused(case: str) -> None:
    with pytest.raises(DraftError, match=r"^稿\.rtf: its letters are in an encoding that it does not name"):
        refuse_misread(WRONG[case], "稿.rtf")


@pytest.mark.parametrize("case", CODES)
def test_chinese_in_codes_is_refused(case: str, tmp_path: Path) -> None:
    with pytest.raises(DraftError, match=r"^稿\.txt: written in .*, not in letters"):
        refuse_misread(CODES[case], "稿.txt")
    file = tmp_path / "稿.txt"
    file.write_text(CODES[case], encoding="utf-8")
    with pytest.raises(DraftError, match=r": written in "):
        read(file)


@pytest.mark.parametrize("data", [{"标题": "讲话", "正文": TEXT}, [TEXT], [{"a": TEXT}] * 2])
def test_a_file_of_json_is_refused(data: object, tmp_path: Path) -> None:
    file = tmp_path / "稿.txt"
    lines = [json.dumps(one, ensure_ascii=False) for one in (data if isinstance(data, list) else [data])]
    for written in (json.dumps(data, ensure_ascii=False), json.dumps(data, ensure_ascii=False, indent=1)):
        file.write_text(written, encoding="utf-8")
        with pytest.raises(DraftError, match=r": a JSON file, no document"):
            read(file)
    if isinstance(data, list) and isinstance(data[0], dict):
        file.write_text("\n".join(lines), encoding="utf-8")
        with pytest.raises(DraftError, match=r": a JSON file, no document"):
            read(file)


def test_brackets_alone_are_no_json() -> None:
    for text in ("[1] 见下文。", "{一}总体要求", "[“提示”] 同志们：", "[2024]", "[提示]\n“同志们”"):
        refuse_misread(text + TEXT, "稿.txt", plain=True)
    refuse_misread("[2024]\n" + TEXT, "稿.txt", plain=True)


HONEST = {
    "English": "The county has built many new roads in this year, and more are to come. " * 30,
    "French": "L’été dernier, la municipalité a rénové l’école; les élèves ont été très contents. " * 30,
    "German": "Überall in der Stadt wurden größere Straßen gebaut, für die Bürger. " * 30,
    "Russian": "В прошлом году мы построили новые дороги и отремонтировали школы. " * 30,
    "Greek": "Πέρυσι χτίσαμε νέους δρόμους και επισκευάσαμε τα σχολεία του δήμου. " * 30,
    "Korean": "우리 마을 도서관의 지붕에서 비가 새고 있습니다. 관리인은 대야 세 개를 번갈아 놓습니다. " * 30,
    "Japanese": "昨年、私たちは新しい道路を建設し、学校を改修しました。ありがとうございます。 " * 30,
    "Thai": "ปีที่แล้วเราสร้างถนนใหม่และซ่อมแซมโรงเรียนของเทศบาล " * 30,
    "traditional Chinese": "去年我們修建了新的道路，並且整修了學校的屋頂，大家都很高興。" * 30,
    "rare characters": "犇骉麤羴鱻淼焱垚森犇骉麤羴鱻淼焱垚森" * 5 + TEXT,
    "an address": TEXT + "见 https://example.org/wiki/" + quote("安全生产责任制考核办法实施细则"),
    "a program": 'print("hello")\n' * 100 + "x = b'=E5=9C=A8'\n",
    "a table of numbers": " ".join(str(number) for number in range(1000, 1400)),
    "paths of Windows": "\\\\server\\face1234\\beef\n" * 30 + TEXT[:30],
    "a checksum": "9e107d9d372bb6826bd81d3542a419d6 a.txt\n" * 30,
    "a long number": "3.14159265358979323846" * 40,
    "a picture in base64": TEXT + base64.encodebytes(bytes(range(256)) * 20).decode(),
}


@pytest.mark.parametrize("case", HONEST)
def test_a_text_is_not_refused(case: str) -> None:
    refuse_misread(HONEST[case], "稿.txt")


@settings(max_examples=100, deadline=None)
@given(texts())
def test_no_text_in_letters_is_refused(text: str) -> None:
    refuse_misread(text, "稿.txt")


@pytest.mark.parametrize("file", sorted(EXAMPLES.rglob("*.txt")), ids=lambda file: file.name)
def test_the_examples_are_not_refused(file: Path) -> None:
    refuse_misread(file.read_text("utf-8"), file.name)
