"""PDF: pages that are pictures of text, judged page by page; without the extra ``ocr`` nothing passes for read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from pages import HEIGHT, WIDTH, Leaf, Put, leaves, lines, stream, wrapped
from scans import HIGH, WIDE, Grey, photograph, picture, scribble

from simcheck.cli.app import run
from simcheck.errors import DraftError
from simcheck.readers import ocr
from simcheck.readers.content import Content
from simcheck.readers.pdf import content
from simcheck.readers.pdf.writing import written
from simcheck.readers.worker import WORKER

COVER = lines([Put("在全县教育大会上的讲话", 200, 600, 18), Put("青禾县人民政府办公室", 220, 300)])
STAMP = lines([Put("扫描全能王 创建", 480, 20)])
BODY = lines(wrapped(["今年以来全县上下一心，办成了几件群众看得见的实事。" * 12]))
PAGE = f"q {WIDTH} 0 0 {HEIGHT} 0 0 cm /I Do Q\n"
INSTALL = r"pip install 'simcheck\[ocr\]'"


@pytest.fixture(autouse=True)
def without_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: False)


def read(*pages: str, shown: Grey | None = None, objects: tuple[str, ...] = ()) -> Content:
    """Pages with the picture /I among their resources."""
    shown = scribble() if shown is None else shown
    of = "/XObject<</I 4 0 R/X 5 0 R>>/Pattern<</P 6 0 R>>/Font<</F 3 0 R/T 7 0 R>>"
    return content(leaves(*(Leaf(page, of) for page in pages), objects=[picture(shown), *objects]), "稿.pdf")


def told(found: Content) -> dict[str, int]:
    return {part.kind: part.count for part in found.reading.unread}


def askew() -> Grey:
    """A page that was laid down a little askew, grey and grainy."""
    page = scribble().astype(float)
    moved = np.stack([np.roll(page[:, x], int(x * 0.02)) for x in range(page.shape[1])], axis=1)
    return np.asarray(
        (moved * 0.8 + 30 + np.random.default_rng(0).normal(0, 8, page.shape)).clip(0, 255), dtype=np.uint8
    )


#: By what it is: what stands on a page that is a scan.
SCANS: dict[str, Callable[[], tuple[str, Grey]]] = {
    "a page": lambda: (PAGE, scribble()),
    "a page with an app's stamp": lambda: (PAGE + STAMP, scribble()),
    "a page with a registry's number": lambda: (PAGE + lines([Put("收文 第0317号", 400, 800)]), scribble()),
    "a page with head and foot": lambda: (
        PAGE + lines([Put("青禾县人民政府文件", 200, 810), Put("— 1 —", 280, 30)]), scribble(),
    ),
    "askew and grey": lambda: (PAGE, askew()),
    "white on black": lambda: (PAGE, 255 - scribble()),
    "on its side": lambda: (PAGE, np.ascontiguousarray(np.rot90(scribble(WIDE, HIGH, 20)))),
    "few lines": lambda: (PAGE, scribble(lines=4)),
    "in strips": lambda: (
        "".join(
            f"q 0 {HEIGHT / 8 * at:.3f} {WIDTH} {HEIGHT / 8:.3f} re W n {PAGE}Q\n" for at in range(8)
        ), scribble(),
    ),
    "in a form": lambda: ("/X Do ", scribble()),
    "as a pattern": lambda: (f"/Pattern cs /P scn 0 0 {WIDTH} {HEIGHT} re f ", scribble()),
    "as a letter": lambda: ("BT /T 1000 Tf 1 0 0 1 0 0 Tm (a) Tj ET ", scribble()),
    "smaller than the page": lambda: (f"q {WIDTH * 0.6} 0 0 {HEIGHT * 0.6} 100 100 cm /I Do Q\n" + STAMP, scribble()),
}  # fmt: skip
_INSIDE = "/Resources<</XObject<</I 4 0 R>>>>"
PATTERN = stream(
    PAGE,
    f"/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 {WIDTH} {HEIGHT}]/XStep {WIDTH}/YStep {HEIGHT}"
    + _INSIDE,
)
LETTER = (
    f"<</Type/Font/Subtype/Type3/FontBBox[0 0 {WIDTH} {HEIGHT}]/FontMatrix[0.001 0 0 0.001 0 0]/CharProcs<</a 8 0 R>>"
    f"/Encoding<</Type/Encoding/Differences[97/a]>>/FirstChar 97/LastChar 97/Widths[{WIDTH}]{_INSIDE}>>"
)
FORM = stream(PAGE, f"/Type/XObject/Subtype/Form/BBox[0 0 {WIDTH} {HEIGHT}]/Resources<</XObject<</I 4 0 R>>>>")


@pytest.mark.parametrize("case", SCANS)
@pytest.mark.parametrize("before", ["", COVER, BODY], ids=["alone", "behind a cover", "behind a page of text"])
def test_a_scanned_page_is_refused_whatever_stands_before_it(case: str, before: str) -> None:
    page, shown = SCANS[case]()
    number = 2 if before else 1
    with pytest.raises(DraftError, match=rf"稿\.pdf: page {number} is (scanned|in fonts).*{INSTALL}"):
        read(
            *([before] if before else []),
            page,
            shown=shown,
            objects=(FORM, PATTERN, LETTER, stream(f"{WIDTH} 0 d0 {PAGE}")),
        )


def test_a_picture_without_text() -> None:
    """A photograph, a seal, a table: told if it is a page of its own, and refused inside a text as a page not read."""
    found = read(PAGE, BODY, shown=photograph())
    assert told(found) == {"picture": 1}
    with pytest.raises(DraftError, match="page 2 is scanned, a picture without text"):
        read(BODY, PAGE, BODY, shown=photograph())
    beside = f"q 300 0 0 200 150 100 cm /I Do Q\n{BODY}"
    assert told(read(beside, shown=photograph())) == {}
    grid = "".join(f"90 {y} 400 0.5 re f\n{90 + (y % 400)} 100 0.5 400 re f\n" for y in range(100, 500, 10))
    assert told(read(grid + BODY)) == {}


def test_a_picture_of_text_beside_text() -> None:
    found = read(f"q 400 0 0 180 90 60 cm /I Do Q\n{BODY}", shown=scribble(500, WIDE, 6))
    assert found.text.startswith("今年以来")
    assert told(found) == {"writing": 1}


def test_text_drawn_as_lines_is_a_picture_of_text() -> None:
    chance = np.random.default_rng(0)
    strokes = "".join(
        f"{90 + 11 * column + x:.1f} {750 - 20 * row + y:.1f} {w:.1f} {h:.1f} re f\n"
        for row in range(20)
        for column in range(36)
        for x, y, w, h in [(0, chance.integers(0, 9), 9, 1), (chance.integers(0, 9), 0, 1, 9), (4, 0, 1, 9)]
    )
    with pytest.raises(DraftError, match="page 2 is scanned, a picture of text"):
        read(COVER, strokes)


def layer(shown: Grey, shift: float = 0.0) -> str:
    """Invisible letters over all rows of ``shown``, as programs put them there that recognise text."""
    said = "今年以来全县上下一心办成了几件群众看得见的实事"
    rows = [row for row in range(30) if (shown[100 + 48 * row : 124 + 48 * row] < 128).any()]
    puts = [
        Put(said[(row * 39 + at) % len(said)], 60 + 12 * at, (HIGH - 122 - 48 * row) / 2 + 1 + shift, 12)
        for row in rows
        for at in range(39)
    ]
    return lines(puts, "3 Tr {}")


def test_the_text_behind_a_scan_is_taken_and_told_as_not_read() -> None:
    """Whether it says what the picture shows nobody can tell without reading it."""
    found = read(PAGE + layer(scribble()))
    assert "全县上下一心办成了几件群众看得见的实事" in found.text
    assert told(found) == {"writing": 1}
    assert not found.reading.hidden


@pytest.mark.parametrize("shift", [-12.0, 200.0])
def test_invisible_text_elsewhere_is_not_that_of_the_picture(shift: float) -> None:
    with pytest.raises(DraftError, match="page 1 is scanned, a picture of text"):
        read(PAGE + layer(scribble(lines=12), shift), shown=scribble(lines=12))


def test_invisible_text_over_a_blank_picture_is_hidden() -> None:
    found = read(PAGE + BODY + layer(scribble()), shown=np.full((20, 20), 255, dtype=np.uint8))
    assert {one.reason for one in found.reading.hidden} == {"hidden"}
    assert set(found.text) == set("今年以来全县上下一心，办成了几件群众看得见的实事。\n") - {"\n"}


def test_what_is_writing() -> None:
    assert written(scribble()[::4, ::4].repeat(3, 0).repeat(3, 1)) > 0
    for shown in (photograph(), np.full((500, 500), 255, np.uint8), np.zeros((3, 3), np.uint8)):
        assert written(shown) < 10
    grid = np.full((800, 800), 255, np.uint8)
    grid[::30] = grid[:, ::60] = 0
    assert written(grid) == 0


@pytest.fixture
def worker_without_ocr(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("SIMCHECK_OCR", "off")
    WORKER.close()
    yield
    WORKER.close()


@pytest.mark.usefixtures("worker_without_ocr")
def test_the_command_line_does_not_pass_what_was_not_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A scan is not checked (3), with one line that says what to install; a picture of text beside text fails (1)."""
    source = tmp_path / "某年.txt"
    source.write_text("夜里起了雾，路灯像浮在半空的橘子。" * 20, encoding="utf-8")
    of = "/XObject<</I 4 0 R>>"
    draft = tmp_path / "稿.pdf"
    draft.write_bytes(leaves(Leaf(COVER), Leaf(PAGE + STAMP, of), objects=[picture(scribble())]))
    assert run(["compare", str(draft), str(source)]) == 3
    (line,) = capsys.readouterr().err.strip().split("\n")
    assert "page 2 is scanned" in line
    assert ocr.INSTALL in line
    beside = f"q 400 0 0 180 90 60 cm /I Do Q\n{BODY}"
    draft.write_bytes(leaves(Leaf(beside, of), objects=[picture(scribble(500, WIDE, 6))]))
    assert run(["compare", str(draft), str(source)]) == 1
    assert run(["compare", str(draft), str(source), "--fail-on", "off"]) == 0
