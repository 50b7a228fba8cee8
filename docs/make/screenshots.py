"""Takes the pictures of the documents: the web page of an example draft, the heat map of several, the office's page.

    python docs/make/screenshots.py [report|office]      needs Playwright, Chromium (CHROMIUM names it), Chinese fonts

Each picture stays under 300 kB, those of the office's page under 150 kB; the texts are those of ``examples/``.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from simcheck import Corpus, matrix  # noqa: E402
from simcheck.readers import read  # noqa: E402
from simcheck.reporters import html  # noqa: E402
from simcheck.reporters import matrix as heat_map  # noqa: E402

LARGEST, LARGEST_OF_OFFICE = 300_000, 150_000
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


def take(page: Any, name: str, largest: int = LARGEST) -> None:
    """One picture in 128 colours, refused when it is too large for a repository."""
    path = ROOT / "docs" / "assets" / f"{name}.png"
    page.screenshot(path=path)
    with Image.open(path) as picture:
        picture.convert("RGB").quantize(128, dither=Image.Dither.NONE).save(path, optimize=True)
    size = path.stat().st_size
    if size > largest:
        raise SystemExit(f"{path.name}: {size:,} bytes; make the window smaller")
    print(f"docs/assets/{path.name}: {size:,} bytes")


def office(browser: Any, folder: Path) -> None:
    """The page of `simcheck serve`: a writer's first page, a reviewer at a report, a corpus."""
    from web import Visitor, served

    years = ("2022", "2023", "2024", "2025")
    speeches = sorted((EXAMPLES / "speeches").iterdir())
    with served(folder, workers=1) as server:
        boss = Visitor(browser, server.address)
        page = boss.first(server.link)
        page.set_viewport_size({"width": 1180, "height": 760})
        boss.open("/corpora/default")
        for at, year in enumerate(years):
            page.set_input_files("#files", speeches[at :: len(years)])
            page.select_option("#upload [name=class]", "authority" if at == 0 else "peer")
            page.fill("#upload [name=department]", ("市政府研究室", "市政府办公室")[at % 2])
            page.fill("#upload [name=date]", year)
            page.click("#upload button.main")
            page.wait_for_selector("#chosen:empty", state="attached")
            page.wait_for_selector("#upload button.main:enabled")
        boss.open("/corpora/default")
        take(page, "page-corpus", LARGEST_OF_OFFICE)
        for name, label in (
            ("clean", "老干部座谈会讲话"),
            ("paraphrased", "招商引资工作会讲话"),
            ("edited", "应急管理工作会议讲话"),
        ):
            boss.open("/")
            page.fill("#check textarea", (EXAMPLES / "drafts" / f"{name}.txt").read_text(encoding="utf-8"))
            page.fill("#check [name=name]", label)
            page.click("#check button.main")
            page.wait_for_url("**/checks/*")
            boss.ready()
            report = boss.report()
        report.locator("#s1 .office button").first.click()
        report.locator("#s1 [name=reason]").fill("全市统一表述")
        report.locator("#s1 .go").scroll_into_view_if_needed()
        page.evaluate("document.getElementById('report').scrollIntoView()")
        take(page, "page-report", LARGEST_OF_OFFICE)
        boss.open("/")
        page.set_input_files("#files", EXAMPLES / "drafts" / "translated.txt")
        page.evaluate("document.activeElement.blur()")
        take(page, "page-check", LARGEST_OF_OFFICE)


def main() -> None:
    from playwright.sync_api import sync_playwright

    wanted = sys.argv[1:] or ["report", "office"]
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        if "office" in wanted:
            office(browser, Path(folder) / "office")
        if "report" not in wanted:
            return
        pages(Path(folder))
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
