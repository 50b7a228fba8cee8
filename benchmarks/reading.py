"""How long the readers take over ordinary files, of this checkout and of another one, side by side.

    python benchmarks/reading.py --against ../other-checkout [--json benchmarks/results/reading.json] [--runs 7]

The files are made here: a speech of 40,000 characters as word processors and websites write it, with fonts,
sizes and a table. Each run starts both checkouts anew, one after the other, and takes the processor time of reading
alone; the figures are medians, and the median of the ratios of the pairs.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
#: What a run does with each file: reads it once to warm up, then as often as said, and prints the seconds of each.
PROGRAM = """
import json, sys, time
from pathlib import Path
from simcheck.readers.decode import decode
from simcheck.readers.formats import READERS
from simcheck.readers.kinds import kind
found = {}
for file in sorted(Path(sys.argv[1]).iterdir()):
    data = file.read_bytes()
    form = kind(data, file.name)
    read = READERS.get(form, decode)
    read(data, file.name)
    start = time.process_time()
    for _ in range(int(sys.argv[2])):
        read(data, file.name)
    found[file.name] = (time.process_time() - start) / int(sys.argv[2])
print(json.dumps(found))
"""


def speech(characters: int = 40_000) -> list[str]:
    """Paragraphs of the example speeches, again and again, so many characters in all."""
    lines = [
        line
        for path in sorted((ROOT / "examples" / "speeches").glob("*.txt"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]
    chosen: list[str] = []
    while sum(map(len, chosen)) < characters:
        chosen.append(lines[len(chosen) % len(lines)])
    return chosen


def docx(lines: list[str]) -> bytes:
    """As Word writes it: several runs a paragraph, fonts and sizes in each, a table."""
    import docx
    from docx.oxml.ns import qn
    from docx.shared import Pt

    document = docx.Document()
    for line in lines:
        paragraph = document.add_paragraph()
        for at in range(0, len(line), 30):
            run = paragraph.add_run(line[at : at + 30])
            run.font.size = Pt(16)
            run.font.name = "仿宋_GB2312"
            run._element.rPr.rFonts.set(qn("w:eastAsia"), "仿宋_GB2312")
    table = document.add_table(rows=20, cols=5, style="Table Grid")
    for row in table.rows:
        for cell in row.cells:
            cell.text = "东门街道"
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def html(lines: list[str]) -> bytes:
    """As an office's website writes it: a stylesheet, a menu, a span a paragraph."""
    style = "<style>.nav li{display:inline} #article p{text-indent:2em;font-size:16px} .foot{color:#666}</style>"
    menu = "<div class='nav'><ul>" + "<li><a href='#'>栏目</a></li>" * 30 + "</ul></div>"
    body = "".join(
        f"<p style='text-indent:2em'><span style='font-family:仿宋_GB2312;font-size:16pt'>{line}</span></p>"
        for line in lines
    )
    page = f"<html><head><meta charset='utf-8'>{style}</head><body>{menu}<div id='article'>{body}</div></body></html>"
    return page.encode()


def rtf(lines: list[str]) -> bytes:
    """As Word writes it: bytes of GBK, a font and a size before each paragraph."""
    escaped = ("".join(f"\\'{byte:02x}" for byte in line.encode("gb18030")) for line in lines)
    body = "\n".join(f"\\pard\\plain \\f1\\fs32\\lang2052 {line}\\par" for line in escaped)
    return ("{\\rtf1\\ansi\\ansicpg936\\deff0{\\fonttbl{\\f1\\fnil\\fcharset134 SimSun;}}" + body + "}").encode()


def odt(lines: list[str]) -> bytes:
    """As LibreOffice writes it: an automatic style a paragraph, a span in each."""
    sys.path.insert(0, str(ROOT / "tests"))
    from packages import odt as package

    styles = "".join(
        f'<style:style style:name="P{n}" style:family="paragraph"><style:text-properties fo:font-size="16pt" '
        'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"/></style:style>'
        for n in range(40)
    )
    body = "".join(
        f'<text:p text:style-name="P{n % 40}"><text:span text:style-name="P{n % 7}">{line}</text:span></text:p>'
        for n, line in enumerate(lines)
    )
    return package(body, styles=styles)


def pdf(lines: list[str]) -> bytes:
    """Pages of 30 lines in a font that is not inside; a file with its fonts and columns is copied from the tests."""
    sys.path.insert(0, str(ROOT / "tests"))
    from pages import Put, wrapped
    from pages import pdf as document

    set_lines = wrapped(lines)
    pages = [set_lines[at : at + 30] for at in range(0, len(set_lines), 30)]
    return document(*([Put(one.text, one.left, 760 - 16 * at) for at, one in enumerate(page)] for page in pages))


def make(folder: Path) -> None:
    """The files, one a format."""
    lines = speech()
    files = {"docx": docx(lines), "html": html(lines), "rtf": rtf(lines), "odt": odt(lines)}
    files |= {"txt": "\n".join(lines).encode(), "gbk": "\n".join(lines).encode("gb18030")}
    files |= {"pdf": pdf(lines)}
    files |= {"md": "\n\n".join(f"**{line[:6]}**{line[6:]}" for line in lines).encode()}
    for suffix, data in files.items():
        (folder / f"speech.{suffix}").write_bytes(data)
    shutil.copy(ROOT / "tests" / "documents" / "两栏.pdf", folder / "two-columns.pdf")


def timed(checkout: Path, folder: Path, times: int) -> dict[str, float]:
    """The seconds that one reading takes in a checkout, by format."""
    environment = {**os.environ, "PYTHONPATH": str(checkout), "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-P", "-c", PROGRAM, str(folder), str(times)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment, cwd=folder)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--against", type=Path, required=True, help="the other checkout")
    parser.add_argument("--json", type=Path, help="where to write the figures")
    parser.add_argument("--runs", type=int, default=7, help="pairs of runs")
    parser.add_argument("--times", type=int, default=3, help="readings of each file in a run")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make(folder)
        pairs = [
            (timed(arguments.against.resolve(), folder, arguments.times), timed(ROOT, folder, arguments.times))
            for _ in range(arguments.runs)
        ]
    figures = {
        form: {
            "before_ms": 1000 * statistics.median(before[form] for before, _ in pairs),
            "after_ms": 1000 * statistics.median(after[form] for _, after in pairs),
            "ratio": statistics.median(after[form] / before[form] for before, after in pairs),
        }
        for form in pairs[0][0]
    }
    for form, row in figures.items():
        print(f"{form:5} before {row['before_ms']:7.1f} ms, after {row['after_ms']:7.1f} ms, ratio {row['ratio']:.2f}")
    if arguments.json:
        arguments.json.write_text(
            json.dumps({"runs": arguments.runs, "formats": figures}, indent=1) + "\n", encoding="utf-8"
        )


if __name__ == "__main__":
    main()
