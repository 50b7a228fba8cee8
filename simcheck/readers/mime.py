"""Mail (.eml) and web archives (.mht): the parts of a message that a reader sees, whatever its headers are like."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.errors import MessageDefect
from email.message import Message

from simcheck.errors import DraftError
from simcheck.patterns import regex
from simcheck.readers import html
from simcheck.readers.content import Content
from simcheck.readers.decode import decode
from simcheck.readers.scans import LITTLE, read_pictures, refuse_scan
from simcheck.readers.written import Written

#: A header with the lines that it goes on in, and the headers by one of which a message is known.
_HEADER = regex(rb"[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*")
_KNOWN = frozenset(
    "mime-version content-type content-transfer-encoding message-id received return-path dkim-signature".split()
)
#: What may stand before the headers: a byte order mark, empty lines, the line of a mailbox file.
_BEFORE = regex(rb"(?:\xef\xbb\xbf)?[\r\n]*(?:From [^\n]*\n)?")
#: Messages inside of messages that are read, and parts of one.
_DEEPEST, _MOST = 5, 500
#: What a mail program shows right below a message although it is called an attachment.
_PICTURES, _SHOWN = "image/", ("text/plain", "text/html")


def is_message(data: bytes) -> bool:
    """Whether a file is a message: it begins with headers, and one of them is one that no text has.

    >>> is_message(b"Subject: x\\nMIME-Version: 1.0\\n\\n..."), is_message("要求：一是抓紧。\\n\\n".encode())
    (True, False)
    """
    start = _BEFORE.match(data)
    at, names = start.end() if start else 0, set[str]()
    while header := _HEADER.match(data, at):
        names.add(header[0].partition(b":")[0].decode("ascii").lower())
        at = header.end()
    return bool(names & _KNOWN)


def content(data: bytes, name: str) -> Content:
    """What a reader sees of a message: its text, of alternatives the richest one, and the documents that come with it.

    Raises DraftError for a message that holds no text, or whose text is encrypted or damaged.
    """
    start = _BEFORE.match(data)
    message = message_from_bytes(data[start.end() if start else 0 :], policy=policy.default)
    reader = _Reader(name)
    reader.message(message, 0)
    read_pictures(reader.written, reader.pictures, name)
    refuse_scan(reader.written, name, LITTLE * bool(reader.written.missed("writing")))
    if not any(map(str.isalpha, reader.written.text)):
        raise DraftError(f"{name}: a message without a text; open it in its program and save the text as .docx")
    return reader.written.content(reader.title or _line(message, "Subject"), reader.author)


class _Reader:
    """Writes down one part after another."""

    def __init__(self, name: str) -> None:
        self.written = Written()
        self.title: str | None = None
        self.author: str | None = None
        self.pictures: list[bytes] = []
        self._name, self._parts = name, 0

    def message(self, message: Message, depth: int) -> None:
        """A whole message: its subject, unless it is a page that was saved, and its parts."""
        saved = any("content-location" in part for part in message.walk())
        if not saved and _line(message, "Subject"):
            self._write(Content(_line(message, "Subject") or ""))
        self._part(message, depth)

    def _part(self, part: Message, depth: int) -> None:
        self._parts += 1
        if depth > _DEEPEST or self._parts > _MOST:
            raise DraftError(f"{self._name}: holds too many messages inside of messages; save its text as a new file")
        kind = part.get_content_type()
        if kind == "multipart/encrypted":
            raise DraftError(
                f"{self._name}: an encrypted message; open it in its program and save the text as .docx",
                code="draft.encrypted",
            )
        if kind == "multipart/alternative":
            self._alternatives([one for one in part.get_payload() if isinstance(one, Message)], depth)
        elif kind == "multipart/related":
            self._related(part, depth)
        elif part.is_multipart():
            read = self.message if kind == "message/rfc822" else self._part
            for inner in part.get_payload():
                if isinstance(inner, Message):
                    read(inner, depth + 1)
        elif kind.startswith(_PICTURES):
            self.pictures.append(self._bytes(part))
        else:
            self._leaf(part, kind)

    def _alternatives(self, parts: list[Message], depth: int) -> None:
        """The richest of several ways to say the same; another one that says more is told as hidden."""
        if not parts:
            return
        chosen = max(parts, key=lambda one: (_rank(one), parts.index(one)))
        before = len(self.written)
        self._part(chosen, depth + 1)
        shown = "".join(self.written.text[before:].split())
        for part in parts:
            if part is not chosen and part.get_content_type() == "text/plain":
                lines = self._plain(part).splitlines()
                more = [line for line in lines if "".join(line.split()) not in shown]
                self.written.hide("\n".join(more), "hidden")

    def _related(self, part: Message, depth: int) -> None:
        """The part that the others belong to, and pages among those, such as the frames of a page."""
        parts = [one for one in part.get_payload() if isinstance(one, Message)]
        root = part.get_param("start")
        first = next((one for one in parts if root and one.get("Content-ID") == root), parts[0] if parts else None)
        for one in parts:
            if one is first or one.get_content_type() == "text/html" or one.is_multipart():
                self._part(one, depth + 1)
            elif one.get_content_type().startswith(_PICTURES):
                self.pictures.append(self._bytes(one))

    def _leaf(self, part: Message, kind: str) -> None:
        data = self._bytes(part)
        charset = part.get_content_charset()
        if kind == "text/html":
            self._write(html.content(data, self._name, charset, whole=False))
        elif kind == "text/plain" and part.get_content_disposition() != "attachment":
            self._write(Content(self._plain(part)))
        elif kind in ("text/css", "application/javascript", "text/javascript", "text/calendar"):
            return
        else:
            self._document(data, part.get_filename() or self._name)

    def _document(self, data: bytes, file: str) -> None:
        """A file that comes with the message, if it is one that is read."""
        from simcheck.readers.formats import READERS
        from simcheck.readers.kinds import kind

        try:
            form = kind(data, file)
            if form == "text":
                self._write(Content(decode(data, file)))
            elif form in READERS and form != "mime":
                self._write(READERS[form](data, file))
            else:
                self.written.miss("attachment")
        except DraftError:
            self.written.miss("attachment")

    def _plain(self, part: Message) -> str:
        data, charset = self._bytes(part), part.get_content_charset()
        encoding = None if charset is None else html.codec(charset)
        if encoding is not None:
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                pass
        return decode(data, self._name) if data.strip() else ""

    def _bytes(self, part: Message) -> bytes:
        """The bytes of a part. Raises DraftError where they are not what they were encoded from."""
        data = part.get_payload(decode=True)
        defects = [defect for defect in part.defects if "Base64" in type(defect).__name__]
        if not isinstance(data, bytes) or (defects and part.get_content_maintype() == "text"):
            raise DraftError(f"{self._name}: damaged or cut short; open it in its program and save it again")
        return data

    def _write(self, found: Content) -> None:
        if found.text.strip():
            self.written.add("\n" if len(self.written) else "")
            self.written.take(found)
            self.title, self.author = self.title or found.title, self.author or found.author


def _rank(part: Message) -> int:
    """How rich an alternative is."""
    kinds = ("text/plain", "text/html", "multipart/related", "multipart/mixed")
    kind = part.get_content_type()
    return kinds.index(kind) if kind in kinds else -1


def _line(message: Message, name: str) -> str | None:
    try:
        return " ".join(str(message.get(name, "")).split()) or None
    except (ValueError, IndexError, MessageDefect):  # a header that is damaged
        return None
