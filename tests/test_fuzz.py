"""Damaged files of every format: read, or refused in one line; the main process never fails, nothing cut off passes.

Files as the other tests make them are changed here and there: bytes in any place, stretches left out, doubled or taken
from another file, and for packages the same inside of their parts, so that what is behind the ZIP is reached too.
Bounded in number and size; a failing change is made smaller by hypothesis and shown.
"""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from packages import zipped
from test_format_table import MADE

from simcheck.errors import DraftError
from simcheck.readers import read
from simcheck.readers.worker import WORKER

pytestmark = pytest.mark.long

DOCUMENTS = Path(__file__).parent / "documents"
FILES: dict[str, bytes] = {form: make() for form, make in MADE.items()} | {
    path.name: path.read_bytes() for path in sorted(DOCUMENTS.iterdir()) if path.suffix in (".pdf", ".doc")
}
#: What a file is spoilt with: marks of the formats, numbers that are too large, bytes of other encodings.
SPOILS = [
    b"\0", b"\xff" * 4, b"<", b">", b"&", b"]]>", b"{", b"}", b"\\", b"\\'8", b"\\u-1 ", b"\\bin99999999 ", b"--b",
    b"=E4", b"\n", b"\r", b"99999999999999999999", b"-1", b"w:val=''", b"<w:p>" * 50, b"<!DOCTYPE x [", b"%PDF-",
    b"PK\x03\x04", b"Content-Type: multipart/mixed; boundary=b\n\n", "正文".encode("gb18030"),
    "正文".encode("utf-16"), b"display:none;",
]  # fmt: skip

quick = settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
#: For files that start LibreOffice each time.
slow = settings(quick, max_examples=8)


def bounded(form: str) -> settings:
    return slow if form.endswith(".doc") else quick


@st.composite
def changes(draw: st.DrawFn) -> list[tuple[float, float, bytes, str]]:
    """Places and lengths as shares of a file, what is put there, and how."""
    one = st.tuples(
        st.floats(0, 1),
        st.floats(0, 0.2),
        st.sampled_from(SPOILS),
        st.sampled_from(["put", "over", "cut", "twice", "flip"]),
    )
    return draw(st.lists(one, min_size=1, max_size=6))


def changed(data: bytes, wanted: list[tuple[float, float, bytes, str]]) -> bytes:
    for place, share, spoil, how in wanted:
        at = int(place * len(data))
        to = min(len(data), at + max(1, int(share * min(len(data), 2000))))
        if how == "put":
            data = data[:at] + spoil + data[at:]
        elif how == "over":
            data = data[:at] + spoil + data[at + len(spoil) :]
        elif how == "cut":
            data = data[:at] + data[to:]
        elif how == "twice":
            data = data[:to] + data[at:to] + data[to:]
        else:
            data = data[:at] + bytes(byte ^ 0x20 for byte in data[at:to]) + data[to:]
    return data


def inside(data: bytes, part: float, wanted: list[tuple[float, float, bytes, str]]) -> bytes:
    """A package with one part changed."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    name = sorted(parts)[int(part * (len(parts) - 1))]
    held = parts[name]
    assert isinstance(held, bytes)
    return zipped({**parts, name: changed(held, wanted)})


def outcome(data: bytes, file: Path) -> str | None:
    """The text that is read, None for a refusal, which is one line; anything else that is raised is a failure."""
    file.write_bytes(data)
    before = os.getpid()
    refusal = None
    try:
        found = read(file)
    except DraftError as error:
        refusal = str(error)
    if refusal is not None:
        assert refusal.startswith(str(file))
        assert "\n" not in refusal
        return None
    assert os.getpid() == before
    assert any(map(str.isalpha, found.text))
    found.text.encode("utf-8")
    end = len(found.text)
    assert all(0 <= one.start <= one.end <= end and one.characters > 0 for one in found.reading.hidden)
    assert all(0 <= one.start <= end and one.count > 0 for one in found.reading.unread)
    assert list(found.reading.pages) == sorted(found.reading.pages)
    return found.text


@pytest.fixture(scope="module", autouse=True)
def without_ocr() -> Iterator[None]:
    """The pictures in the files are not read, which would take a second for each."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("SIMCHECK_OCR", "off")
        WORKER.close()
        yield
    WORKER.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("spoilt")


@pytest.mark.parametrize("form", FILES)
def test_a_damaged_file_is_read_or_refused(form: str, folder: Path) -> None:
    file = folder / f"稿{Path(form).suffix or form}"

    @bounded(form)
    @given(changes())
    def spoil(wanted: list[tuple[float, float, bytes, str]]) -> None:
        outcome(changed(FILES[form], wanted), file)

    spoil()


@pytest.mark.parametrize("form", [form for form, data in FILES.items() if data.startswith(b"PK")])
def test_a_package_with_a_damaged_part_is_read_or_refused(form: str, folder: Path) -> None:
    file = folder / f"稿{form}"

    @bounded(form)
    @given(st.floats(0, 1), changes())
    def spoil(part: float, wanted: list[tuple[float, float, bytes, str]]) -> None:
        outcome(inside(FILES[form], part, wanted), file)

    spoil()


@pytest.mark.parametrize("form", [form for form in FILES if form not in (".txt", ".md", ".html", ".eml")])
def test_a_file_that_is_cut_off_never_passes(form: str, folder: Path) -> None:
    file = folder / f"稿{Path(form).suffix or form}"
    data = FILES[form]
    for share in range(1, 100, 3):
        cut = data[: len(data) * share // 100]
        text = outcome(cut, file)
        # A PDF can be mended, and an old Word file ends in what is no text.
        assert text is None or form.endswith((".pdf", ".doc")), share


@pytest.mark.parametrize("form", FILES)
def test_a_file_under_any_other_name_is_read_alike_or_refused(form: str, folder: Path) -> None:
    expected = outcome(FILES[form], folder / f"稿{Path(form).suffix or form}")
    for suffix in (".txt", ".doc", ".docx", ".pdf", ".wps", ".ofd", ""):
        text = outcome(FILES[form], folder / f"别名{suffix}")
        # Markdown is known by its name alone.
        assert text in (None, expected) or form in (".md", ".html"), suffix


def swap(one: bytes, other: bytes, place: float) -> bytes:
    at = int(place * min(len(one), len(other)))
    return one[:at] + other[at:]


@pytest.mark.parametrize("form", FILES)
def test_a_file_that_goes_on_as_another_one_is_read_or_refused(form: str, folder: Path) -> None:
    @settings(quick, max_examples=60)
    @given(st.sampled_from(sorted(FILES)), st.floats(0, 1))
    def spoil(other: str, place: float) -> None:
        outcome(swap(FILES[form], FILES[other], place), folder / f"稿{Path(form).suffix or form}")

    spoil()


def test_the_worker_is_still_there(folder: Path) -> None:
    make: Callable[[], bytes] = MADE[".docx"]
    assert outcome(make(), folder / "稿.docx") is not None
    WORKER.close()
    assert outcome(make(), folder / "稿.docx") is not None
