"""Builds the site: the pages in English and in Chinese, beside each other, broken links being errors.

    python docs/make/site.py [FOLDER]      by default into build/docs

First the pages of each language are put together in a folder, as MkDocs wants them. A page that stands in English only
(the architecture, the reference of the library) is part of the Chinese site too. What the pages link to elsewhere in
the repository comes along, under ``repository/``, so that a link leads somewhere on a code host and in the site alike.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from posixpath import dirname, join, normpath, relpath
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
LANGUAGES = {"en": "English", "zh": "中文"}
#: The navigation: pages by name, sections by their name in each language.
NAVIGATION: dict[str | tuple[str, str], tuple[str, ...]] = {
    "top": ("index", "install"),
    ("Use", "使用"): ("corpus", "formats", "check", "reports", "accept", "page"),
    ("Integrate", "把关与集成"): (
        "gate",
        "trust",
        "ci",
        "server-hook",
        "editors",
        "library",
        "service",
        "server",
        "server-security",
    ),
    ("Reference", "参考"): ("commands", "settings", "json", "api"),
    ("Operate", "运维"): ("operations", "office", "cluster"),
    ("Inside", "原理与效果"): ("how-it-works", "accuracy", "scoring", "ARCHITECTURE"),
}
#: What pages are called in the navigation that are not called by their title: in Chinese, those in English only.
TITLES = {
    "en": {"index": "Home"},
    "zh": {"index": "首页", "api": "程序库接口（英文）", "scoring": "常数（英文）"},
}
#: A relative link of Markdown or HTML: what stands before its target, the target, what stands behind.
_LINK = re.compile(r"""(\]\(|(?:src|href)=")(?!\w+:|#|/)([^)#\s"]+)((?:#[^)\s"]*)?[)"])""")


def place(path: str) -> str:
    """Where a file of the repository stands among the pages.

    >>> place("docs/en/gate.md"), place("docs/assets/report.png"), place("ci/check.sh")
    ('gate.md', 'assets/report.png', 'repository/ci/check.sh')
    """
    return re.sub(r"^docs/(?:en/|zh/)?", "", path) if path.startswith("docs/") else f"repository/{path}"


def linked(path: str, text: str) -> Iterator[str]:
    """The files that a text links to, as paths from the root of the repository."""
    return (normpath(join(dirname(path), target)) for _, target, _ in _LINK.findall(text))


def moved(path: str, text: str, language: str) -> str:
    """The text with its links leading to the places of what they name, on the site of a language.

    A link to a section of an English page leads to the whole page where that stands in another language.
    """

    def link(found: re.Match[str]) -> str:
        start, target, end = found.groups()
        target = normpath(join(dirname(path), target))
        translated = DOCS / language / Path(target).name
        if target.startswith("docs/en/") and language != "en" and translated.exists():
            end = end[-1]
        return f"{start}{relpath(place(target), dirname(place(path)))}{end}"

    return _LINK.sub(link, text)


def gather(language: str, folder: Path) -> None:
    """Put the pages of a language into a folder, with all that they link to."""
    pages = {page.name: page for tree in ("en", language) for page in sorted((DOCS / tree).glob("*.md"))}
    waiting = [*pages.values(), *(DOCS / "assets").iterdir()]
    while waiting:
        source = waiting.pop()
        path = source.relative_to(ROOT).as_posix()
        target = folder / place(path)
        if target.exists():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.suffix != ".md":
            shutil.copyfile(source, target)
            continue
        text = source.read_text(encoding="utf-8")
        target.write_text(moved(path, text, language), encoding="utf-8")
        others = (ROOT / other for other in linked(path, text) if not other.startswith(("..", "docs/")))
        waiting += [other for other in others if other.is_file()]


def configuration(language: str, pages: Path, site: Path) -> str:
    """What MkDocs must know of one language, as YAML (of which JSON is a part)."""
    nav: list[object] = []
    titles = TITLES[language]
    for section, names in NAVIGATION.items():
        files = [{titles[name]: f"{name}.md"} if name in titles else f"{name}.md" for name in names]
        nav += files if section == "top" else [{section[language == "zh"]: files}]
    return json.dumps(
        {
            "INHERIT": str(DOCS / "make" / "mkdocs.yml"),
            "docs_dir": str(pages),
            "site_dir": str(site),
            "theme": {"language": language, "custom_dir": str(DOCS / "make" / "theme")},
            "extra": {
                "alternate": [{"name": name, "lang": code, "link": f"../{code}/"} for code, name in LANGUAGES.items()],
            },
            "nav": nav,
        }
    )


def run_mkdocs(language: str, pages: Path, site: Path, **options: Any) -> subprocess.CompletedProcess[str]:
    """Build one language from its folder of pages. MkDocs's exit code is not 0 when a link is broken."""
    settings = pages.with_suffix(".yml")
    settings.write_text(configuration(language, pages, site), encoding="utf-8")
    # --quiet would hide from --strict what it fails for.
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", settings]
    paths = {"PYTHONPATH": str(ROOT), "SIMCHECK_DOCTESTS": str(DOCS / "make" / "doctests.py")}
    environment = {**os.environ, **paths, "NO_MKDOCS_2_WARNING": "1"}
    return subprocess.run(command, env=environment, text=True, check=False, **options)


def build(folder: Path) -> int:
    """Both sites, and above them a page that leads to the one in the reader's language; the exit code."""
    work = folder.parent / "pages"
    shutil.rmtree(work, ignore_errors=True)
    for language in LANGUAGES:
        gather(language, work / language)
        if code := run_mkdocs(language, work / language, folder / language).returncode:
            return code
    shutil.copyfile(DOCS / "make" / "choose.html", folder / "index.html")
    print(folder / "index.html")
    return 0


if __name__ == "__main__":
    sys.exit(build(Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "build" / "docs").resolve()))
