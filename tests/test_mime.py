"""Mail and web archives: told by any of their headers, decoded as they say, and read as a mail program shows them."""

from __future__ import annotations

import base64
import quopri
from email.message import EmailMessage
from pathlib import Path

import pytest
from packages import docx_of

from simcheck.errors import DraftError
from simcheck.readers import read
from simcheck.readers.kinds import kind
from simcheck.readers.mime import content, is_message
from simcheck.types import UnreadPart

TEXT = "同志们：今天的会议只有一个议题，就是把汛期的堤防再检查一遍。"
PAGE = f"<html><body><p>{TEXT}</p></body></html>"
HEADERS = {
    "From": "<Saved by a browser>",
    "Subject": "x",
    "Date": "Thu, 1 Jan 2026 00:00:00 +0800",
    "MIME-Version": "1.0",
    "Content-Type": 'multipart/related;\r\n\ttype="text/html"; boundary="b"',
    "X-Own": "y",
}


def archive(order: list[str], change: str = "", ending: str = "\r\n") -> bytes:
    """A web archive with its headers in an order, their letter case changed."""
    lines = [f"{getattr(name, change)() if change else name}: {HEADERS[name]}" for name in order]
    page = quopri.encodestring(PAGE.encode()).decode()
    part = f"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{page}"
    whole = "\r\n".join(lines) + f"\r\n\r\n--b\r\nContent-Location: file:///x.htm\r\n{part}\r\n--b--\r\n"
    return whole.replace("\r\n", ending).encode()


NAMES = list(HEADERS)
ORDERS = [NAMES, NAMES[::-1], NAMES[3:], ["Content-Type", "MIME-Version"], ["X-Own", "Content-Type"]]


@pytest.mark.parametrize("order", ORDERS, ids=map(str, range(len(ORDERS))))
@pytest.mark.parametrize("change", ["", "upper", "lower"])
@pytest.mark.parametrize("ending", ["\r\n", "\n"])
@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf", b"\r\n\r\n", b"From x Thu Jan  1\n"])
def test_a_web_archive_is_one_whatever_its_headers(
    tmp_path: Path, order: list[str], change: str, ending: str, before: bytes
) -> None:
    data = before + archive(order, change, ending)
    assert kind(data, "稿.mht") == "mime"
    assert content(data, "稿.mht").text == TEXT


def mail(**parts: str) -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = "关于会议的通知"
    message["From"] = "a@example.org"
    if "plain" in parts:
        message.set_content(parts["plain"], charset=parts.get("charset", "utf-8"), cte=parts.get("cte"))
    if "html" in parts:
        message.add_alternative(parts["html"], subtype="html")
    return message


@pytest.mark.parametrize("cte", ["quoted-printable", "base64", "8bit"])
@pytest.mark.parametrize("charset", ["utf-8", "gb2312", "gb18030", "big5"])
def test_the_text_of_a_mail(tmp_path: Path, cte: str, charset: str) -> None:
    text = "今天的會議只有一個議題" if charset == "big5" else TEXT
    file = tmp_path / "稿.eml"
    file.write_bytes(mail(plain=text, charset=charset, cte=cte).as_bytes())
    found = read(file)
    assert found.text == f"关于会议的通知\n{text}\n".rstrip("\n")
    assert found.reading.hidden == ()


def test_of_alternatives_the_richest_is_shown_and_what_another_says_besides_is_told() -> None:
    same = content(mail(plain=TEXT, html=PAGE).as_bytes(), "稿.eml")
    assert same.text == f"关于会议的通知\n{TEXT}"
    assert same.reading.hidden == ()
    other = content(mail(plain=f"{TEXT}\n另一句话", html=PAGE).as_bytes(), "稿.eml")
    assert [(one.reason, one.excerpt) for one in other.reading.hidden] == [("hidden", "另一句话")]


def test_documents_that_come_with_a_mail() -> None:
    message = mail(plain="见附件。")
    word = "vnd.openxmlformats-officedocument.wordprocessingml.document"
    message.add_attachment(docx_of(TEXT), maintype="application", subtype=word, filename="讲话.docx")
    message.add_attachment(b"GIF8", maintype="image", subtype="gif", filename="a.gif")
    message.add_attachment(b"\x1f\x8b\0", maintype="application", subtype="gzip", filename="a.gz")
    found = content(message.as_bytes(), "稿.eml")
    assert found.text == f"关于会议的通知\n见附件。\n\n{TEXT}"
    assert {(one.kind, one.count) for one in found.reading.unread} == {("picture", 1), ("attachment", 1)}
    outer = mail(plain="转发：")
    outer.add_attachment(message)
    assert TEXT in content(outer.as_bytes(), "稿.eml").text


def test_frames_of_an_archive_are_read() -> None:
    data = (
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n"
        b"--b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Location: a\r\n\r\n<p>\xe7\x94\xb2</p>\r\n"
        b"--b\r\nContent-Type: image/png\r\n\r\nx\r\n"
        b"--b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Location: b\r\n\r\n<p>\xe4\xb9\x99</p>\r\n--b--\r\n"
    )
    found = content(data, "稿.mht")
    assert found.text == "甲\n乙"
    assert found.reading.unread == (UnreadPart("picture", 3, 1),)


def test_text_that_is_damaged_or_not_there_or_locked_is_refused() -> None:
    broken = b"MIME-Version: 1.0\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\n"
    broken += base64.b64encode(TEXT.encode())[:-3] + b"*&=\n"
    empty = b"MIME-Version: 1.0\nContent-Type: image/png\n\nx\n"
    locked = b"MIME-Version: 1.0\nContent-Type: multipart/encrypted; boundary=b\n\n--b\n\nx\n--b--\n"
    for data, what in ((broken, "damaged"), (empty, "a message without a text"), (locked, "an encrypted message")):
        with pytest.raises(DraftError, match=rf"^稿\.eml: {what}"):
            content(data, "稿.eml")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "同志们：\n",
        "Subject: a note\nto all\n\ntext",
        "一、要求：\n二、措施：\n",
        "https://a.org/x: a\n",
        "a:\n\nb",
    ],
)
def test_what_is_no_message(text: str) -> None:
    assert not is_message(text.encode())


def test_messages_inside_of_messages_have_an_end() -> None:
    message = mail(plain=TEXT)
    for _ in range(9):
        outer = mail(plain="转")
        outer.add_attachment(message)
        message = outer
    with pytest.raises(DraftError, match="too many messages inside of messages"):
        content(message.as_bytes(), "稿.eml")
