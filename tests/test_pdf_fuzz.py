"""PDF: whatever is done to the bytes of a file, it is read or refused in one line; nothing crashes or passes unread."""

from __future__ import annotations

import random
import zlib
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pages import Leaf, Put, leaves, lines, pdf, wrapped
from scans import picture, scribble
from test_pdf_forms import TEXT, appearance

from simcheck.errors import DraftError
from simcheck.readers.worker import Worker

pytestmark = pytest.mark.long

SAID = "今年以来全县上下一心，办成了几件群众看得见的实事。河道清了淤，学校添了操场，村里的路灯也亮起来了。"


def _packed() -> bytes:
    """A page whose content is compressed, as in most files."""
    body = zlib.compress(lines(wrapped([SAID] * 3)).encode())
    plain = leaves(Leaf("x" * len(body)))
    return plain.replace(b"x" * len(body), body).replace(b"<</Length", b"<</Filter/FlateDecode/Length")


FILES: dict[str, Callable[[], bytes]] = {
    "text": lambda: pdf(wrapped([SAID] * 4), wrapped([SAID] * 4)),
    "packed": _packed,
    "form": lambda: leaves(
        Leaf(lines(wrapped([SAID])), more="/Annots[4 0 R]"),
        objects=[f"<</Type/Annot/Rect[90 600 500 700]{TEXT}/AP<</N 5 0 R>>>>", appearance(SAID)],
        catalog="/AcroForm<</Fields[4 0 R]/DR<</Font<</F 3 0 R>>>>/DA(/F 10 Tf)>>",
    ),
    "scan": lambda: leaves(
        Leaf(lines([Put(SAID[:20], 90, 700)])),
        Leaf("q 595 0 0 842 0 0 cm /I Do Q", "/XObject<</I 4 0 R>>"),
        objects=[picture(scribble(300, 200, 3))],
    ),
    "turned": lambda: leaves(Leaf(lines(wrapped([SAID] * 3)), more="/Rotate 90")),
}


def mutated(data: bytes, seed: int, times: int) -> bytes:
    """The bytes with changes: single ones, digits, cuts, repeats, and a piece of another place."""
    chance = random.Random(seed)
    changed = bytearray(data)
    for _ in range(times):
        at = chance.randrange(len(changed))
        how = chance.randrange(6)
        if how == 0:
            changed[at] = chance.randrange(256)
        elif how == 1:
            digits = [place for place in range(len(changed)) if 0x30 <= changed[place] <= 0x39]
            changed[chance.choice(digits or [at])] = chance.choice(b"0123456789")
        elif how == 2:
            del changed[at : at + chance.randrange(1, 40)]
        elif how == 3:
            changed[at:at] = changed[at : at + chance.randrange(1, 200)]
        elif how == 4:
            other = chance.randrange(len(changed))
            changed[at : at + 20] = changed[other : other + 20]
        else:
            del changed[max(30, len(changed) - chance.randrange(1, 400)) :]
    return bytes(changed)


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    """One that reads no pictures, which takes seconds for each."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SIMCHECK_OCR", "off")
        started = Worker()
        started.prepare("pdf")
    yield started
    started.close()


@pytest.mark.parametrize("name", FILES)
@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10**9), st.integers(1, 12))
def test_mutated_files(worker: Worker, name: str, seed: int, times: int) -> None:
    try:
        found = worker.read("pdf", mutated(FILES[name](), seed, times), "稿.pdf")
    except DraftError as error:
        message = str(error)
        assert message.startswith("稿.pdf: ")
        assert "\n" not in message
        assert "broke down" not in message
        assert "cannot be read (" not in message, "an error that nobody foresaw"
        return
    reading = found.reading
    assert found.text.strip() or reading.hidden or reading.unread, "a file that gives nothing is refused"
    assert list(reading.pages) == sorted(reading.pages)
    for one in (*reading.hidden, *reading.recognized):
        assert 0 <= one.start <= one.end <= len(found.text)
    for part in reading.unread:
        assert 0 <= part.start <= len(found.text)
