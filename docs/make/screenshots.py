"""Takes the pictures of the documents: the web page of an example draft, and the heat map of several.

    python docs/make/screenshots.py      needs Playwright, Chromium (CHROMIUM names it) and Chinese fonts

Each picture stays under 300 kB, the texts are those of ``examples/``.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from simcheck import Corpus, matrix  # noqa: E402
from simcheck.readers import read  # noqa: E402
from simcheck.reporters import html  # noqa: E402
from simcheck.reporters import matrix as heat_map  # noqa: E402

LARGEST = 300_000
EXAMPLES = ROOT / "examples"
DRAFTS = ("edited", "paraphrased", "set_phrases", "clean")
SPEECHES = ("安全生产工作会议讲话", "防汛抗旱工作会议讲话", "文旅融合发展大会讲话")


def pages(folder: Path) -> None:
    """The two pages, written as the command line writes them."""
    with Corpus.create(folder / "corpus") as corpus:
        speeches = [replace(read(file), id=file.name) for file in sorted((EXAMPLES / "speeches").iterdir())]
        corpus.add(speeches)
        draft = replace(read(EXAMPLES / "drafts" / "edited.txt"), id="应急管理工作会议讲话（草稿）.txt")
        report = corpus.check(draft)
    report = replace(report, corpus=replace(report.corpus, path="讲话库"))
    (folder / "report.html").write_text(html.render(report, language="zh"), encoding="utf-8")
    named = [replace(read(EXAMPLES / "drafts" / f"{name}.txt"), id=f"{name}.txt") for name in DRAFTS]
    compared = matrix([*named, *(one for one in speeches if one.id.removesuffix(".txt") in SPEECHES)])
    (folder / "matrix.html").write_text(heat_map.render(compared, "html", language="zh"), encoding="utf-8")


def take(page: Any, name: str) -> None:
    """One picture, refused when it is too large for a repository."""
    path = ROOT / "docs" / "assets" / f"{name}.png"
    page.screenshot(path=path)
    size = path.stat().st_size
    if size > LARGEST:
        raise SystemExit(f"{path.name}: {size:,} bytes; make the window smaller")
    print(f"docs/assets/{path.name}: {size:,} bytes")


def main() -> None:
    from playwright.sync_api import sync_playwright

    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        pages(Path(folder))
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1080, "height": 640}, reduced_motion="reduce")
        page.goto((Path(folder) / "report.html").as_uri())
        page.click("#d2")
        take(page, "report")
        page.set_viewport_size({"width": 1000, "height": 560})
        page.goto((Path(folder) / "matrix.html").as_uri())
        take(page, "matrix")
        browser.close()


if __name__ == "__main__":
    main()
