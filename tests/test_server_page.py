"""The office's page in a browser: the day of a writer, a reviewer and an administrator, and what a page must not do."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fastapi")

from web import PASSWORD, Served, Visitor, chromium, served

from simcheck.readers import read

ROOT = Path(__file__).parent.parent
SPEECHES = sorted((ROOT / "examples" / "speeches").iterdir())
DRAFT = ROOT / "examples" / "drafts" / "edited.txt"
HOSTILE = "<img src=x onerror=alert(1)>\"'`${alert(1)}{{7*7}}<script>alert(1)</script>"


class Office:
    """A server with a corpus and three people, each at a browser window of their own."""

    def __init__(self, server: Served, browser: Any) -> None:
        self.server, self.browser = server, browser
        self.people: dict[str, Visitor] = {}

    def visitor(self, **more: Any) -> Visitor:
        return Visitor(self.browser, self.server.address, **more)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with chromium() as browser, served(tmp_path_factory.mktemp("office"), workers=1) as server:
        yield Office(server, browser)


@pytest.fixture(scope="module")
def people(office: Office) -> dict[str, Visitor]:
    """The administrator's morning: the first-time link, speeches for the corpus, two users."""
    boss = office.visitor()
    page = boss.first(office.server.link)
    assert page.url == office.server.address + "/"
    assert office.server.opened() == office.server.link
    shows(page, "#status", "还没有可以比对的文稿。请先到语料库添加历年讲话。")

    boss.open("/corpora/default")
    archive = office.server.folder / "历年讲话.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for path in SPEECHES[:8]:
            packed.write(path, f"2024/{path.name}")
        packed.writestr("2024/图片.exe", b"MZ")
        packed.writestr("2024/空.txt", b"")
    page.set_input_files("#files", [archive, *SPEECHES[8:], SPEECHES[0]])
    shows(page, "#chosen", "9 个文件")
    page.select_option("#upload [name=class]", "peer")
    page.fill("#upload [name=department]", "市政府研究室")
    page.fill("#upload [name=date]", "2024-05")
    page.click("#upload button.main")
    page.wait_for_selector("#uploaded details")
    told = page.inner_text("#uploaded")
    assert "新增 15 篇" in told
    assert "重复未收 1 篇" in told
    assert "图片.exe：文件损坏，或者格式不能读取" in told
    assert "空.txt：里面没有一个字" in told
    page.wait_for_selector("#figures div:first-child dd:has-text('15')")
    page.click("#show-phrases")
    page.wait_for_selector("#phrases table")

    page = boss.open("/admin")
    links = {}
    for name, role in (("李文", "writer"), ("王审", "reviewer")):
        page.fill("#new-user [name=name]", name)
        page.select_option("#new-user [name=role]", role)
        page.click("#new-user button")
        page.wait_for_selector(f"#link p:has-text('{name}')")
        links[role] = page.input_value("#link input")
    found = {"administrator": boss}
    for role, link in links.items():
        found[role] = office.visitor()
        found[role].first(link)
    return found


def shows(page: Any, selector: str, text: str) -> None:
    """What a page has asked for may come after all else of it is there."""
    page.locator(selector).filter(has_text=text).first.wait_for(state="attached", timeout=60_000)


def checked(who: Visitor, *files: Path) -> Any:
    """Hand in drafts on the first page; the page of the check, or of the batch."""
    page = who.open("/")
    page.set_input_files("#files", files)
    page.click("#check button.main")
    page.wait_for_url("**/checks/*" if len(files) == 1 else "**/batches/*")
    return who.ready()


@pytest.fixture(scope="module")
def handed_in(people: dict[str, Visitor]) -> str:
    """Two drafts of the writer, checked together; the address of the batch."""
    page = checked(people["writer"], DRAFT, ROOT / "examples" / "drafts" / "clean.txt")
    page.wait_for_selector("#told:has-text('已完成 2 份')")
    return str(page.url)


def no_faults(*people: Visitor) -> None:
    for one in people:
        faults, one.faults = one.faults, []
        assert faults == []


def test_a_day_of_writer_and_reviewer(office: Office, people: dict[str, Visitor], tmp_path: Path) -> None:
    writer, reviewer = people["writer"], people["reviewer"]
    page = checked(writer, DRAFT)
    report = writer.report()
    first = page.url
    shows(page, "h1", "edited.txt")
    shows(page, "#verdict .badge", "不通过")
    before = report.locator(".card").count()
    assert before > 0
    assert report.locator(".office button", has_text="认可此处").count() == 0  # that is the reviewer's

    report.locator("#s1 .office button", has_text="批注").click()
    report.locator("#s1 textarea").fill("这一段是市里的统一要求，请予认可。")
    report.locator("#s1 .office .go").click()
    report.locator("#s1 .said").wait_for()
    page.wait_for_selector("#comments:has-text('请予认可')")
    with page.expect_download() as saved:
        page.click("#as-docx")
    saved.value.save_as(tmp_path / "报告.docx")
    assert "危险性较大的工程" in read(tmp_path / "报告.docx").text
    page.click("#send")
    page.wait_for_selector("#status:has-text('已送审。')")
    page.wait_for_selector("#verdict .sent")

    page = reviewer.open("/reviews")
    row = page.locator("#to-review tbody tr")
    assert row.count() == 1
    assert "李文" in row.inner_text()
    row.locator("a").first.click()
    report = reviewer.report()
    assert "请予认可" in report.locator("#s1 .said").inner_text()
    counted = page.inner_text("#verdict")
    report.locator("#s1 .office button", has_text="认可此处").click()
    report.locator("#s1 .counts", has_text="字不再计入，重合由").wait_for()  # before anything is done
    report.locator("#s1 [name=reason]").fill("全市统一表述")
    expires = report.locator("#s1 [name=expires]").input_value()
    report.locator("#s1 .office .go").click()
    page.wait_for_selector("#status:has-text('第 1 处已认可')")
    reviewer.report()
    report.locator("#s1.ignored").wait_for()
    assert page.inner_text("#verdict") != counted
    report.locator("#s1 .office button", has_text="批注").click()
    report.locator("#s1 textarea").fill("这一处可以留")  # typed, and not added
    page.fill("#comment textarea", "第二、三处请改写")
    page.click("#return")
    shows(page, "dialog", "第 1 处写好还没有添加的批注会一并添加")
    assert page.input_value("dialog textarea") == "第二、三处请改写"
    reviewer.yes()
    page.wait_for_selector("#verdict .returned:has-text('已退回，有意见 3 条')")
    assert page.input_value("#comment textarea") == ""

    page = reviewer.open("/accepted")
    shows(page, "#entries", "全市统一表述")
    shows(page, "#entries", expires)

    page = writer.open(first)
    shows(page, "#comments", "第二、三处请改写")
    shows(page, "#comments", "这一处可以留")
    page.click("#again")
    writer.ready()
    shows(page, "#earlier", "正在提交修改稿，将与上一版比较：edited.txt")
    lines = DRAFT.read_text(encoding="utf-8").splitlines()
    match = [one for one in lines if "地质灾害隐患点" in one]
    assert match
    page.fill("#check textarea", "\n".join(one for one in lines if one not in match))
    page.fill("#check [name=name]", "修改稿")
    page.click("#check button.main")
    page.wait_for_url("**/checks/*")
    writer.ready()
    writer.report()
    shows(page, "h1", "修改稿")
    shows(page, "#changed", "已改好 1 处")
    no_faults(writer, reviewer)


def test_a_first_link_names_its_user_and_says_when_it_was_used(office: Office, people: dict[str, Visitor]) -> None:
    page = people["administrator"].open("/admin")
    page.fill("#new-user [name=name]", "link-user")
    page.fill("#new-user [name=display]", "小周")
    page.click("#new-user button")
    page.wait_for_selector("#link p:has-text('link-user')")
    link = page.input_value("#link input")
    guest = office.visitor()
    page = guest.open(link)
    assert page.input_value("#first [name=name]") == "link-user"
    shows(page, "#first", "小周")
    guest.first(link)
    page = guest.open(link)
    page.wait_for_selector("#alert:has-text('链接已经失效')")
    assert page.is_hidden("#first")
    page = guest.open("/nothing-of-this-name")
    shows(page, "h1", "没有找到")
    guest.context.close()
    page = people["administrator"].open("/admin")
    page.wait_for_selector("#audit tr:has-text('新建用户'):has-text('link-user 小周')")
    no_faults(people["administrator"])


def test_several_drafts_have_an_overview(people: dict[str, Visitor]) -> None:
    writer = people["writer"]
    page = checked(
        writer, DRAFT, ROOT / "examples" / "drafts" / "clean.txt", ROOT / "examples" / "drafts" / "tricked.txt"
    )
    page.wait_for_selector("#told:has-text('共 3 份，已完成 3 份')")
    assert [one.inner_text() for one in page.query_selector_all("#figures dd")] == ["1", "2", "0"]
    assert page.locator("#checks tbody tr").last.locator("a").first.inner_text() == "clean.txt"  # the worst come first
    page.locator("#checks tbody tr", has_text="clean.txt").locator("button").click()
    writer.yes()
    page.wait_for_selector("#told:has-text('共 2 份')")
    no_faults(writer)


def test_has_anyone_said_this_before(people: dict[str, Visitor]) -> None:
    writer = people["writer"]
    page = writer.open("/search")
    page.fill("[name=q]", "不打招呼、不听汇报")
    page.keyboard.press("Enter")
    page.wait_for_selector("#results article")
    assert page.locator("#results mark").first.inner_text() == "不打招呼、不听汇报"
    assert page.locator("#results .badge").first.inner_text() == "原话"
    page.locator("#results a").first.click()
    writer.ready()
    assert "不打招呼、不听汇报" in page.locator("#text mark").inner_text()
    page.click("#back")
    writer.ready()
    assert page.locator("#upload").count() == 0  # a writer reads and does not add
    no_faults(writer)


def test_a_day_of_the_administrator(office: Office, people: dict[str, Visitor]) -> None:
    boss = people["administrator"]
    page = boss.open("/corpora")
    page.fill("#new-corpus [name=name]", "2023年")
    page.fill("#new-corpus [name=title]", "往年讲话")
    page.uncheck("#new-corpus [name=open]")
    page.click("#new-corpus button")
    page.click("#corpora-list a:has-text('往年讲话')")
    boss.ready()
    page.set_input_files("#files", SPEECHES[:3])
    page.click("#upload button.main")
    page.wait_for_selector("#uploaded details")
    page.wait_for_selector("#documents:has-text('共 3 篇')")
    page.check("thead input")
    page.wait_for_selector("#with-chosen:has-text('对所选 3 篇')")
    page.select_option("#with-chosen [name=class]", "authority")
    page.click("#with-chosen form button")
    page.wait_for_selector("#documents td:has-text('上级文稿')")
    page.select_option("#filter [name=class]", "peer")
    page.click("#filter button")
    page.wait_for_selector("#documents:has-text('共 0 篇')")
    page.select_option("#filter [name=class]", "authority")
    page.click("#filter button")
    page.wait_for_selector("#documents:has-text('共 3 篇')")
    page.locator("#documents tbody button").first.click()
    boss.yes()
    page.wait_for_selector("#documents:has-text('共 2 篇')")
    assert people["writer"].open("/corpora").locator("tbody tr").count() == 1
    page.select_option("#grants tr:has-text('李文') select", "read")
    page.wait_for_selector("#status:has-text('已保存')")
    assert people["writer"].open("/corpora").locator("tbody tr").count() == 2
    page.click("#delete-corpus")
    boss.yes()
    page.wait_for_url("**/corpora")

    page = boss.open("/account")
    page.fill("#new-token [name=name]", "OA 系统")
    page.click("#new-token button:not([type])")
    page.wait_for_selector("#token input")
    assert page.input_value("#token input").startswith("simcheck_")
    page.locator("#tokens tr", has_text="OA 系统").locator("button").click()
    boss.yes()
    page.wait_for_selector("#tokens tr:has-text('OA 系统')", state="detached")

    page = boss.open("/admin")
    for role in ("reviewer", "writer"):
        with page.expect_response(lambda answer: answer.request.method == "GET" and answer.url.endswith("/users")):
            page.select_option("#users tr:has-text('李文') select", role)
    page.select_option("#audit-action", "corpus.delete")
    page.wait_for_selector("#audit tbody tr:only-child:has-text('删除语料库')")
    no_faults(boss)

    writer = people["writer"]
    page = writer.page
    page.goto(office.server.address + "/search")  # the change of role ended the session; the way back is kept
    page.wait_for_url("**/login?to=/search")
    writer.ready()
    page.fill("[name=name]", "李文")
    page.fill("[name=password]", "错误的密码错误的密码")
    page.click("main button.main")
    page.wait_for_selector("#alert:has-text('用户名或密码不对')")
    page.check(".reveal")
    page.fill("[name=password]", PASSWORD)
    page.click("main button.main")
    page.wait_for_url(office.server.address + "/search")
    writer.ready()
    assert [fault for fault in writer.faults if "401" not in fault] == []
    writer.faults.clear()


#: Every page, once there is something on it.
PAGES = ("/login", "/first#code", "/", "/reviews", "/search?q=防汛", "/corpora", "/corpora/default", "/accepted",
         "/admin", "/account", "check", "batch", "document")  # fmt: skip


def addresses(boss: Visitor, batch: str) -> list[str]:
    """The addresses of all pages, as an administrator sees them."""
    batch = batch.removeprefix(boss.address)
    check = boss.open(batch).locator("#checks tbody a").first.get_attribute("href")
    document = boss.open("/corpora/default").locator("#documents tbody a").first.get_attribute("href")
    found = {"check": check, "batch": batch, "document": document}
    return [found.get(one, one) for one in PAGES]


@pytest.mark.parametrize(
    ("scheme", "width", "language"),
    [
        ("light", 390, "zh-CN"),
        pytest.param("dark", 390, "en", marks=pytest.mark.long),
        pytest.param("light", 1400, "zh-CN", marks=pytest.mark.long),
        pytest.param("dark", 1400, "en", marks=pytest.mark.long),
        pytest.param("dark", 800, "zh-CN", marks=pytest.mark.long),
        pytest.param("light", 800, "en", marks=pytest.mark.long),
    ],
)
def test_no_page_shuts_anybody_out(
    people: dict[str, Visitor], handed_in: str, scheme: str, width: int, language: str
) -> None:
    """axe finds nothing to object to, and nothing stands outside of a narrow window."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    boss = people["administrator"]
    page = boss.page
    found: list[Any] = []
    boss.open(f"/language/{language[:2]}?to=/account")
    for path in addresses(boss, handed_in):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        boss.open(path)
        if path.startswith("/checks/"):
            boss.report()
        for frame in page.frames:
            violations = axe.run(frame).response["violations"]
            found += [(path, one["id"], [node["html"][:200] for node in one["nodes"]]) for one in violations]
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        found += [(path, "too wide", wide)] if wide > 0 else []
    page.set_viewport_size({"width": 1400, "height": 900})
    page.emulate_media(color_scheme="light")
    boss.open("/language/zh?to=/account")
    assert found == []
    boss.faults = [one for one in boss.faults if " 410 " not in one]  # the link of the first page is none
    no_faults(boss)


def test_a_check_by_keyboard_alone(office: Office, people: dict[str, Visitor]) -> None:
    """From the top of the page: past the navigation, a text, the button; then to the report and into its passages."""
    writer = people["writer"]
    page = writer.open("/")

    def on(selector: str, most: int = 40) -> None:
        for _ in range(most):
            page.keyboard.press("Tab")
            if page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
                return
        raise AssertionError(f"{selector} is not reached by Tab")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # skips to the content
    on("#files")
    on("#check textarea")
    page.keyboard.insert_text(DRAFT.read_text(encoding="utf-8"))
    on("#check button.main")
    page.keyboard.press("Enter")
    page.wait_for_url("**/checks/*")
    writer.ready()
    writer.report()
    page.focus("#as-docx")
    on("#forms summary")
    page.keyboard.press("Enter")
    on("#as-html")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.matches('#forms summary') && !document.activeElement.parentNode.open")
    on("#report")
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.frames[1].evaluate("document.activeElement.matches('#s1 .office button')"):
            break
    page.keyboard.press("Enter")
    page.keyboard.type("按键也能批注")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("#comments:has-text('按键也能批注')")
    no_faults(writer)


def test_nothing_that_is_sent_in_is_run(office: Office, people: dict[str, Visitor], tmp_path: Path) -> None:
    """Hostile names, titles, texts, comments, reasons and searches are shown as the texts they are."""
    boss, writer = people["administrator"], people["writer"]
    text = "\n".join((HOSTILE, DRAFT.read_text(encoding="utf-8"), HOSTILE))
    name = HOSTILE.replace("/", "").replace('"', "")
    page = boss.open("/corpora/default")
    page.set_input_files("#files", {"name": f"{name}.txt", "mimeType": "text/plain", "buffer": text.encode()})
    page.fill("#upload [name=department]", HOSTILE)
    page.click("#upload button.main")
    page.wait_for_selector("#uploaded details")
    page.locator("#documents a", has_text="onerror").first.click()
    boss.ready()
    shows(page, "#text", "alert(1)")

    page = writer.open("/")
    page.set_input_files("#files", {"name": f"{name}.txt", "mimeType": "text/plain", "buffer": text.encode()})
    shows(page, "#chosen", "onerror")
    page.click("#check button.main")
    page.wait_for_url("**/checks/*")
    writer.ready()
    report = writer.report()
    shows(page, "h1", "onerror")
    page.fill("#comment textarea", HOSTILE)
    page.click("#comment button")
    page.wait_for_selector("#comments:has-text('onerror')")
    report.locator("#s1 .office button", has_text="批注").click()
    report.locator("#s1 textarea").fill(HOSTILE)
    report.locator("#s1 .office .go").click()
    report.locator("#s1 .said").wait_for()
    page.goto(page.url + "#<script>alert(1)</script>")

    page = boss.open(page.url)
    report = boss.report()
    report.locator("#s1 .office button", has_text="认可此处").click()
    report.locator("#s1 [name=reason]").fill(HOSTILE)
    report.locator("#s1 .office .go").click()
    page.wait_for_selector("#status:has-text('已认可')")
    boss.report()
    page = boss.open("/account")
    page.fill("#new-token [name=name]", HOSTILE)
    page.click("#new-token button:not([type])")
    page.wait_for_selector("#token input")
    for path in ("/accepted", "/reviews", "/admin", "/corpora/default"):
        assert "alert(1)" in boss.open(path).inner_text("main")
    page = boss.open("/search")
    page.fill("[name=q]", HOSTILE)
    page.keyboard.press("Enter")
    page.wait_for_selector("#results article")
    for path in (f"/corpora/{name}", f"/batches/{name}", "/login?to=javascript:alert(1)", "/login?to=//example.org"):
        page.goto(office.server.address + path)
        boss.ready()
    assert page.evaluate("document.querySelectorAll('img[src=x], main script').length") == 0
    boss.faults = [one for one in boss.faults if " 404 " not in one and " 422 " not in one]
    no_faults(boss, writer)


def test_nothing_is_inline_and_nothing_comes_from_elsewhere(
    office: Office, people: dict[str, Visitor], handed_in: str
) -> None:
    boss = people["administrator"]
    for path in addresses(boss, handed_in):
        answer = boss.context.request.get(office.server.address + path)
        assert "default-src 'self'" in answer.headers["content-security-policy"]
        assert "unsafe" not in answer.headers["content-security-policy"]
        source = answer.text()
        assert "<style" not in source
        assert " style=" not in source
        assert " on" not in "".join(part.split(">")[0] for part in source.split("<")[1:] if "data-told" not in part)
        assert source.count("<script") == source.count("<script src=") + source.count('<script type="module" src=')
        assert all(link.startswith("/") for link in re.findall(r"""(?:src|href)="([^"#]+)""", source))


def test_a_log_in_leads_to_no_other_site(office: Office, people: dict[str, Visitor]) -> None:
    guest = office.visitor()
    for to in ("//example.org", "javascript:alert(1)", "/.//example.org", "/%2e//example.org/x"):
        guest.context.clear_cookies()
        page = guest.open(f"/login?to={to}")
        page.fill("[name=name]", "王审")
        page.fill("[name=password]", PASSWORD)
        page.click("main button.main")
        page.wait_for_url(lambda url: "/login" not in url)
        assert page.url.startswith(office.server.address + "/")  # of ours, be there a page of that name or not
    guest.context.close()


def test_a_check_is_printed_as_its_report(people: dict[str, Visitor], handed_in: str) -> None:
    writer = people["writer"]
    page = writer.open(handed_in)
    page.locator("#checks tbody a").first.click()
    page.wait_for_url("**/checks/*")
    writer.ready()
    writer.report()
    page.frames[1].evaluate("window.print = () => { document.body.dataset.printed = 'yes'; }")
    page.click("#print")
    assert page.frames[1].evaluate("document.body.dataset.printed") == "yes"
    page.emulate_media(media="print")
    assert page.is_hidden("header.site")
    assert page.is_hidden("#comment")
    for _ in range(3000):  # the whole report, not its window; the page's policy lets Playwright wait for no expression
        if page.evaluate("document.getElementById('report').offsetHeight") > 1000:
            break
        page.wait_for_timeout(100)
    else:
        pytest.fail("the report is printed as high as its window")
    page.emulate_media(media="screen")
    no_faults(writer)


#: Words whose keys the script puts together.
MADE = ("form_", "right_", "uploaded_", "_told", "scope.", "action.", "problem.", "audit.")


def test_every_word_of_the_pages_is_there_and_used() -> None:
    from simcheck.server.say import words

    folder = ROOT / "simcheck" / "server"
    files = [*(folder / "static").rglob("*.js"), *(folder / "templates").iterdir()]
    source = "\n".join(path.read_text(encoding="utf-8") for path in files)
    there = {key.removeprefix("page.") for key in words("zh").texts}
    asked = {key.rstrip(".") for key in re.findall(r"""\bsay\(['"]([a-z_.]+)['"]""", source)}
    assert asked - there == {"form_"}
    literals = set(re.findall(r"""['"`]([a-z_]+)['"`]""", source))
    assert {key for key in there - literals if not any(part in key for part in MADE)} == set()
    for key in there & set(words("en").texts):
        assert re.findall(r"\{\w+\}", words("zh").texts[key]) == re.findall(r"\{\w+\}", words("en").texts[key]), key
