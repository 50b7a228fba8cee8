"""The web page: it needs nothing from elsewhere, runs nothing of a document, and works by mouse, keys and printer."""

from __future__ import annotations

import base64
import hashlib
import html.parser
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made import EXAMPLES, example_sources, shipped, texts
from test_report_formats import EVIL, KNOWN, evil
from test_reporters import DRAFT, FULL, REPORTS
from web import chromium

from simcheck.check import check
from simcheck.messages import LANGUAGES, Language, words
from simcheck.report import Report
from simcheck.reporters import html as page
from simcheck.reporters.phrases import shown_kind, source_name
from simcheck.reporters.segments import segments
from simcheck.types import Document


class Seen(html.parser.HTMLParser):
    """What a parser makes of a page: its tags with attributes, and the text of the draft."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.raw: dict[str, list[str]] = {"script": [], "style": []}
        self.draft: list[str] = []
        self._open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "br", "input", "link", "img"):
            self._open.append("text" if ("class", "text") in attrs else tag)

    def handle_endtag(self, tag: str) -> None:
        if self._open:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] in self.raw:
            self.raw[self._open[-1]].append(data)
        if "text" in self._open and "sup" not in self._open:
            self.draft.append(data)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("each", [*REPORTS, KNOWN, evil()])
def test_a_page_needs_nothing_from_elsewhere_and_runs_only_its_own(each: Report, language: Language) -> None:
    text = page.render(each, language=language)
    seen = Seen(text)
    for tag, attributes in seen.tags:
        assert tag not in ("img", "link", "iframe", "object", "base", "embed")
        assert not {
            name for name in attributes if name.startswith("on") or name in ("src", "srcset", "style", "action")
        }
        assert (attributes.get("href") or "#").startswith("#")
    policy = next(a["content"] for tag, a in seen.tags if a.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    assert policy.startswith("default-src 'none'; ")
    for kind in ("script", "style"):
        allowed = re.findall(r"'sha256-([^']+)'", re.search(rf"{kind}-src ([^;]*)", policy)[1])  # type: ignore[index]
        pins = [base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode() for inside in seen.raw[kind]]
        assert pins == allowed
    assert "url(" not in "".join(seen.raw["style"])
    assert "http" not in "".join(seen.raw["style"] + seen.raw["script"])


def test_what_looks_like_html_is_text() -> None:
    text = page.render(evil(), language="zh")
    assert len(Seen(text).raw["script"]) == 2
    assert EVIL not in text
    assert "&lt;/script&gt;&lt;script&gt;alert(1)" in text


@given(texts(largest=12), st.data())
def test_the_page_holds_the_whole_draft(text: str, data: st.DataObject) -> None:
    """Every character that can be seen stands in the page, in order; the others are told by their code."""
    words = "坚持" + text
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    match = replace(
        KNOWN.matches[0], draft=replace(KNOWN.matches[0].draft, start=start, end=end, text=words[start:end])
    )
    each = replace(KNOWN, draft=Document("稿", words), matches=(replace(match, equal=()),), findings=())
    found = "".join(Seen(page.render(each, language="zh")).draft)
    expected = "".join(c for c in words if c.isprintable() and not c.isspace())
    assert "".join(c for c in found if not c.isspace()) == expected


def test_segments_cut_the_draft_and_lose_nothing() -> None:
    for each in (*REPORTS, evil()):
        found = list(segments(each))
        assert "".join(each.draft.text[one.start : one.end] for one in found) == each.draft.text
        for number, match in enumerate(each.matches):
            inside = {at for one in found if one.match == number for at in range(one.start, one.end)}
            span = set(range(match.draft.start, match.draft.end))
            assert inside <= span
            if match.ignored is None:
                assert inside == span


def test_every_match_has_its_passage_its_card_and_its_place_on_the_bar() -> None:
    seen = Seen(page.render(KNOWN, language="zh"))
    ids = [a["id"] for _, a in seen.tags if "id" in a]
    assert len(set(ids)) == len(ids)
    targets = {a["href"] for tag, a in seen.tags if tag == "a" and "href" in a}
    assert {target[1:] for target in targets if target} <= set(ids)
    for number, match in enumerate(KNOWN.matches, 1):
        assert {f"d{number}", f"s{number}"} <= set(ids)
        bar = next(
            a for tag, a in seen.tags if tag == "rect" and a["x"] == f"{100 * match.draft.start / len(DRAFT):.3f}%"
        )
        assert bar["width"] == f"{100 * (match.draft.end - match.draft.start) / len(DRAFT):.3f}%"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def example() -> Report:
    draft = Document("edited.txt", (EXAMPLES / "drafts" / "edited.txt").read_text("utf-8"))
    return check(draft, example_sources(), shipped())


def open_page(browser: Any, folder: Path, report: Report, **context: Any) -> Any:
    file = folder / "报告.html"
    file.write_text(page.render(report, language="zh"), encoding="utf-8")
    opened = browser.new_page(**({"viewport": {"width": 1280, "height": 800}} | context))
    opened.problems = []
    opened.on("console", lambda message: opened.problems.append(message.text))
    opened.on("pageerror", lambda error: opened.problems.append(str(error)))
    opened.on("dialog", lambda dialog: (opened.problems.append(dialog.message), dialog.dismiss()))
    opened.on("request", lambda asked: opened.problems.append(asked.url) if asked.url != file.as_uri() else None)
    opened.goto(file.as_uri())
    return opened


def test_a_click_leads_from_the_draft_to_the_source_and_back(browser: Any, example: Report, tmp_path: Path) -> None:
    opened = open_page(browser, tmp_path, example, reduced_motion="reduce")
    number = len(example.counted)
    opened.click(f"#d{number}")
    assert opened.evaluate("document.activeElement.id") == f"s{number}"
    box, pane = (opened.locator(one).bounding_box() for one in (f"#s{number}", "#sources"))
    assert pane["y"] <= box["y"] < pane["y"] + pane["height"]
    opened.click("#s1 .back")
    assert opened.evaluate("document.activeElement.id") == "d1"
    assert 0 <= opened.locator("#d1").bounding_box()["y"] < 800
    assert opened.locator("#d1.on, #s1.on").count() == 2
    assert opened.problems == []


def test_the_keys_go_through_the_matches(browser: Any, example: Report, tmp_path: Path) -> None:
    opened = open_page(browser, tmp_path, example, reduced_motion="reduce")
    focused = []
    for key in ("n", "n", "p", "Enter", "Enter"):
        opened.keyboard.press(key)
        focused.append(opened.evaluate("document.activeElement.id"))
    assert focused == ["d1", "d2", "d1", "s1", "d1"]
    opened.keyboard.press("Escape")
    assert opened.locator(".on").count() == 0
    assert opened.problems == []


def test_filters_hide_kinds_sources_and_what_does_not_count(browser: Any, example: Report, tmp_path: Path) -> None:
    opened = open_page(browser, tmp_path, example)
    cards = opened.locator(".card:visible")
    assert cards.count() == len(example.matches)
    opened.uncheck("[name=ignored]")
    assert cards.count() == len(example.counted)
    opened.uncheck("[name=kind][value=edited]")
    left = [match for match in example.counted if shown_kind(match) != "edited"]
    assert cards.count() == len(left)
    assert opened.inner_text("output") == f"显示 {len(left)} / {len(example.matches)} 处"
    opened.check("[name=kind][value=edited]")
    source = example.counted[-1].source.document_id
    opened.select_option(
        "[name=source]", label=opened.locator("option", has_text=source_name(example, source, words("zh"))).inner_text()
    )
    assert cards.count() == sum(match.source.document_id == source for match in example.counted)
    assert opened.locator("#draft .hit:not(.off)").count() > 0
    assert opened.problems == []


def test_light_and_dark_follow_the_system_until_somebody_chooses(browser: Any, example: Report, tmp_path: Path) -> None:
    colour = "getComputedStyle(document.body).backgroundColor"
    light = open_page(browser, tmp_path, example, color_scheme="light")
    dark = open_page(browser, tmp_path, example, color_scheme="dark")
    shades = light.evaluate(colour), dark.evaluate(colour)
    assert shades[0] != shades[1]
    dark.click("#theme")
    assert dark.evaluate(colour) == shades[0]
    assert light.problems == dark.problems == []


@pytest.mark.parametrize("width", [360, 800, 1280])
def test_nothing_is_wider_than_the_window(browser: Any, example: Report, tmp_path: Path, width: int) -> None:
    opened = open_page(browser, tmp_path, example, viewport={"width": width, "height": 700})
    assert opened.evaluate("document.documentElement.scrollWidth") <= width
    if width < 500:
        opened.click("#d1")
        assert opened.evaluate("document.activeElement.id") == "s1"


def test_the_page_prints_all_passages_and_no_buttons(browser: Any, example: Report, tmp_path: Path) -> None:
    opened = open_page(browser, tmp_path, example, color_scheme="dark")
    assert opened.pdf(prefer_css_page_size=True).startswith(b"%PDF")
    opened.emulate_media(media="print")
    assert not opened.is_visible("#theme")
    assert not opened.is_visible(".filters")
    assert opened.locator(".card:visible").count() == len(example.matches)
    assert opened.evaluate("getComputedStyle(document.querySelector('.sources')).maxHeight") == "none"


@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize("media", ["screen", "print"])
def test_lines_lead_from_sentence_to_sentence(
    browser: Any, example: Report, tmp_path: Path, width: int, media: str
) -> None:
    """Each line begins and ends within the rows of its pair, also where nobody runs a script, and on paper."""
    opened = open_page(browser, tmp_path, example, viewport={"width": width, "height": 800}, java_script_enabled=False)
    opened.emulate_media(media=media)
    rewritten = [match for match in example.matches if match.pairs]
    assert rewritten
    assert opened.locator(".pairs line").count() == sum(len(match.pairs) for match in rewritten)
    for box in opened.locator(".pairs").all():
        lines = box.locator(".lines").bounding_box()
        for line in box.locator("line").all():
            name = line.get_attribute("class")
            for side, end in (("ours", "y1"), ("theirs", "y2")):
                row = box.locator(f".{side} .{name}").bounding_box()
                at = lines["y"] + lines["height"] * float(line.get_attribute(end)) / 100
                assert row["y"] <= at <= row["y"] + row["height"]


def test_a_sentence_shows_its_counterpart(browser: Any, example: Report, tmp_path: Path) -> None:
    opened = open_page(browser, tmp_path, example)
    colour = "element => getComputedStyle(element).backgroundColor"
    box = opened.locator(".pairs").first
    ours, theirs = box.locator(".ours .p2"), box.locator(".theirs .p2")
    plain = theirs.evaluate(colour)
    ours.hover()
    assert ours.evaluate(colour) == theirs.evaluate(colour) != plain
    opened.mouse.move(0, 0)
    theirs.focus()
    assert ours.evaluate(colour) == theirs.evaluate(colour) != plain
    assert box.locator(".theirs .p1").evaluate(colour) == plain
    assert opened.problems == []


def test_everything_can_be_reached_and_is_named(browser: Any, example: Report, tmp_path: Path) -> None:
    opened = open_page(browser, tmp_path, example)
    landmarks = opened.evaluate("[...document.querySelectorAll('header, nav, main, footer')].map(e => e.tagName)")
    assert landmarks == ["HEADER", "NAV", "MAIN", "FOOTER"]
    unnamed = "nav, form, section:not([aria-label]):not([aria-labelledby])".replace(",", ":not([aria-label]),")
    assert opened.locator(unnamed).count() == 0
    opened.keyboard.press("Tab")
    assert opened.evaluate("document.activeElement.className") == "skip"


def test_nothing_of_a_document_runs_in_a_browser(browser: Any, tmp_path: Path) -> None:
    opened = open_page(browser, tmp_path, evil())
    opened.click("#d1")
    assert opened.problems == []
    assert opened.inner_text("h1").startswith("script><img src=x onerror=alert(2)>")  # what follows the last slash


def test_a_page_reads_without_script(browser: Any, tmp_path: Path) -> None:
    opened = browser.new_context(java_script_enabled=False).new_page()
    (tmp_path / "报告.html").write_text(page.render(FULL, language="zh"), encoding="utf-8")
    opened.goto((tmp_path / "报告.html").as_uri())
    assert opened.locator(".card:visible").count() == len(FULL.matches)
    assert not opened.is_visible(".filters")
