"""The site: built from the pages in both languages, whole, without a network, and never with a broken link."""

from __future__ import annotations

import ast
import importlib.util
import re
import shutil
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parent.parent
needs_mkdocs = pytest.mark.skipif(
    not all(map(importlib.util.find_spec, ("mkdocs", "material", "mkdocstrings"))), reason="mkdocs is not installed"
)


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("simcheck_site", ROOT / "docs" / "make" / "site.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def built(maker: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both sites. The reference of the library, which takes most of the time and is the same page in both, is made for
    one of them."""
    folder = tmp_path_factory.mktemp("site") / "docs"
    gather = maker.gather

    def gathered(language: str, pages: Path) -> None:
        gather(language, pages)
        if language == "zh":
            assert not (ROOT / "docs" / "zh" / "api.md").exists()
            (pages / "api.md").write_text("# API\n", "utf-8")

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(maker, "gather", gathered)
        assert maker.build(folder) == 0
    return folder


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("docs/zh/gate.md", "gate.md"),
        ("docs/en/ARCHITECTURE.md", "ARCHITECTURE.md"),
        ("docs/assets/report.png", "assets/report.png"),
        ("ci/check.sh", "repository/ci/check.sh"),
    ],
)
def test_a_file_has_its_place(maker: ModuleType, path: str, place: str) -> None:
    assert maker.place(path) == place


def test_links_are_moved_with_what_they_name(maker: ModuleType) -> None:
    page = "[a](accept.md#x) [b](../../ci/check.sh) ![c](../assets/report.png) [d](https://example.org/x) [e](#y)"
    assert maker.moved("docs/zh/gate.md", page, "zh") == (
        "[a](accept.md#x) [b](repository/ci/check.sh) ![c](assets/report.png) [d](https://example.org/x) [e](#y)"
    )
    benchmarks = "[a](../docs/en/accuracy.md#speed) [b](../docs/en/scoring.md#order)"
    assert maker.moved("benchmarks/README.md", benchmarks, "zh") == (
        "[a](../../accuracy.md) [b](../../scoring.md#order)"
    )


def test_every_page_stands_in_the_navigation_once(maker: ModuleType) -> None:
    named = [name for names in maker.NAVIGATION.values() for name in names]
    assert sorted(named) == sorted(path.stem for path in (ROOT / "docs" / "en").glob("*.md"))


@needs_mkdocs
def test_both_languages_have_every_page_and_lead_to_each_other(built: Path) -> None:
    pages = {path.relative_to(built / "en") for path in (built / "en").rglob("*.html")}
    assert {path.relative_to(built / "zh") for path in (built / "zh").rglob("*.html")} == pages
    assert {Path("ARCHITECTURE.html"), Path("repository/benchmarks/index.html")} <= pages
    for page in pages - {Path("404.html")}:
        text = (built / "zh" / page).read_text("utf-8")
        (other,) = re.findall(r'<a href="([^"]+)" hreflang="en"', text)
        assert (built / "zh" / page.parent / other).resolve() == (built / "en" / page).resolve()


@needs_mkdocs
def test_the_site_loads_nothing_from_elsewhere(built: Path) -> None:
    for page in built.rglob("*.html"):
        loaded = re.findall(r'<(?:script|link|img)[^>]*(?:src|href)="?(https?:[^"\s>]+)', page.read_text("utf-8"))
        assert loaded == [], page


@needs_mkdocs
def test_the_reference_has_every_public_name(built: Path) -> None:
    page = (built / "en" / "api.html").read_text("utf-8")
    tree = ast.parse((ROOT / "simcheck" / "__init__.py").read_text("utf-8"))
    (names,) = (
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "__all__"
    )
    shown = set(re.findall(r'id="simcheck\.[\w.]*?(\w+)"', page))
    assert [name for name in names if name not in shown and name != "__version__"] == []


@needs_mkdocs
def test_a_broken_link_fails_the_build(maker: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = tmp_path / "zh"
    pages.mkdir()
    (pages / "index.md").write_text("# 首页\n", "utf-8")
    (pages / "gate.md").write_text("# 把关\n", "utf-8")
    links = "[a](nowhere.md) [b](gate.md#astray) ![c](../assets/lost.png) [d](gate.md#把关) [e](index.md)"
    (pages / "accept.md").write_text(f"# 认可\n\n{links}\n", "utf-8")
    shutil.copytree(ROOT / "docs" / "assets", pages / "assets")
    monkeypatch.setattr(maker, "NAVIGATION", {"top": ("index", "gate", "accept")})
    made = maker.run_mkdocs("zh", pages, tmp_path / "site", capture_output=True)
    assert made.returncode != 0
    warned = [line for line in made.stderr.splitlines() if line.startswith("WARNING")]
    assert [sum(word in line for line in warned) for word in ("nowhere", "astray", "lost")] == [1, 1, 1]
    assert len(warned) == 3
