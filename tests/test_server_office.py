"""What an office does day by day at the API: links, dates, acceptances, names of files, words of the trail."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

import pytest

pytest.importorskip("fastapi")

from servers import DRAFT, PASSWORD, Server, listening
from starlette.testclient import TestClient

from simcheck.server.hosts import Hosts
from simcheck.server.routes.reports import attachment
from simcheck.server.settings import Settings

FRESH = "另一句够长又好记的口令啊"
SHOWN = {"accept": "text/html,application/xhtml+xml"}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = Server(tmp_path_factory.mktemp("office"))
    running.fill()
    yield running
    running.office.close()


@pytest.fixture(scope="module")
def found(office: Server) -> dict[str, Any]:
    """A check of the writer's."""
    return office.checked()


def token_of(office: Server, name: str, role: str = "writer", **more: str) -> tuple[str, TestClient]:
    """A new user with a token: the id, and a client with the token."""
    user = office.office.accounts.create(name, role, **more)["id"]
    secret = office.office.accounts.make_token(user, "OA", ["checks:read"])[1]
    return user, TestClient(office.app, headers={"authorization": f"Bearer {secret}"})


def test_tokens_end_with_the_password_and_the_user(office: Server) -> None:
    accounts = office.office.accounts
    user, first = token_of(office, "t-first")
    accounts.set_password(accounts.link(user), PASSWORD)  # the first one: nobody had got hold of another
    assert first.get("/api/v1/me").status_code == 200
    accounts.set_password(accounts.link(user), FRESH)
    assert first.get("/api/v1/me").status_code == 401

    user, reset = token_of(office, "t-reset", password=PASSWORD)
    assert office.client().patch(f"/api/v1/users/{user}", json={"display": "某人"}).status_code == 200
    assert reset.get("/api/v1/me").status_code == 200
    assert office.client().patch(f"/api/v1/users/{user}", json={"password": FRESH}).status_code == 200
    assert reset.get("/api/v1/me").status_code == 401

    user, own = token_of(office, "t-own", password=PASSWORD)
    browser = TestClient(office.app)
    csrf = browser.post("/api/v1/session", json={"name": "t-own", "password": PASSWORD}).json()["csrf"]
    change = {"old": PASSWORD, "new": FRESH}
    assert browser.post("/api/v1/me/password", json=change, headers={"x-csrf-token": csrf}).status_code == 204
    assert (own.get("/api/v1/me").status_code, browser.get("/api/v1/me").status_code) == (401, 401)

    user, away = token_of(office, "t-away", password=PASSWORD)
    for disabled in (True, False):  # who comes back finds no key that another may have kept
        office.client().patch(f"/api/v1/users/{user}", json={"disabled": disabled})
    assert away.get("/api/v1/me").status_code == 401


def test_a_reviewer_deletes_no_check_of_another(office: Server) -> None:
    theirs = office.checked(text="各位代表：请予审议。")["id"]
    path = f"/api/v1/checks/{theirs}"
    assert office.client("reviewer").get(path).status_code == 200
    refused = office.client("reviewer").delete(path)
    assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
    own = office.checked("reviewer", text="各位代表：请予审议。")["id"]
    assert office.client("reviewer").delete(f"/api/v1/checks/{own}").status_code == 204
    assert office.client().delete(path).status_code == 204
    assert office.client("writer").get(path).status_code == 404


def test_a_name_that_is_not_the_servers_is_refused(office: Server) -> None:
    client = office.client()
    for path in ("/", "/metrics", "/api/v1/me", "/static/app.css"):
        refused = client.get(path, headers={"host": "evil.example"})
        assert (refused.status_code, refused.json()["code"]) == (421, "wrong_host")
        assert "evil.example" in refused.json()["detail"]
    page = client.get("/", headers={"host": "<b>.example", **SHOWN})
    assert page.headers["content-type"].startswith("text/html")
    assert "&lt;b&gt;.example" in page.text
    for host in ("testserver", "localhost:8765", "127.0.0.1:1", "[::1]:8765", "192.168.0.7", "simcheck.example.cn."):
        assert client.get("/api/v1/me", headers={"host": host}).status_code == 200
    with listening(office.app) as address:
        assert TestClient(office.app, base_url=address).get("/healthz").status_code == 200


def test_a_server_knows_its_names(tmp_path: Any) -> None:
    def names(**more: str) -> frozenset[str] | None:
        return Hosts.of(Settings(tmp_path, **more)).names  # type: ignore[arg-type]

    assert names() == {"localhost", "127.0.0.1"}
    assert names(address="https://simcheck.example.cn:8443/") == {"localhost", "127.0.0.1", "simcheck.example.cn"}
    assert names(host="oa.example.cn", hosts="a.cn, B.cn:80") == {"localhost", "oa.example.cn", "a.cn", "b.cn"}
    assert names(hosts="*") is None
    assert names(host="0.0.0.0") == {"localhost", socket.gethostname().lower()}


def test_a_link_says_whose_it_is_and_when_it_was_used(office: Server) -> None:
    made = office.client().post("/api/v1/users", json={"name": "linked", "display": "小李", "role": "writer"}).json()
    code = made["link"].rpartition("#")[2]
    nobody = office.client(None)
    asked = nobody.post("/api/v1/session/link", json={"code": code})
    assert (asked.status_code, asked.json()) == (200, {"name": "linked", "display": "小李"})
    assert nobody.post("/api/v1/session/link", json={"code": code}).status_code == 200  # asking uses nothing up
    assert nobody.post("/api/v1/session/first", json={"code": code, "password": PASSWORD}).status_code == 200
    for wrong in (code, "x"):
        assert nobody.post("/api/v1/session/link", json={"code": wrong}).json()["code"] == "gone"
    code = office.office.accounts.link(made["id"])
    office.office.accounts.change(made["id"], disabled=True)
    assert nobody.post("/api/v1/session/link", json={"code": code}).status_code == 410


def test_who_is_locked_out_is_told_for_how_long(office: Server) -> None:
    nobody = office.client(None)
    said = [nobody.post("/api/v1/session", json={"name": "nobody-at-all", "password": "x"}) for _ in range(4)][-1]
    assert (said.status_code, said.json()["code"]) == (429, "locked_out")
    assert 840 < said.json()["retry_after"] <= 900
    assert int(said.headers["retry-after"]) == said.json()["retry_after"]


@pytest.mark.parametrize("path", ["/nothing", "/checks/nobody", "/corpora/nowhere", "/language/fr",
                                  "/api/v1/session/openid", "/static/nothing.js"])  # fmt: skip
def test_a_browser_is_shown_a_page_and_a_program_a_problem(office: Server, path: str) -> None:
    browser = TestClient(office.app, headers=SHOWN)
    browser.post("/api/v1/session", json={"name": "a-writer", "password": PASSWORD})
    page = browser.get(path)
    assert page.status_code in (404, 422)
    assert page.headers["content-type"].startswith("text/html")
    assert "返回首页" in page.text
    assert "{" not in page.text.partition("<main")[2]
    told = office.client().get(path, follow_redirects=False)
    assert path.startswith(("/checks", "/corpora")) or told.headers["content-type"] == "application/problem+json"


def test_a_file_that_is_asked_for_and_is_not_there_is_a_problem_at_the_api(office: Server) -> None:
    told = office.client().get("/api/v1/checks/nobody", headers=SHOWN)
    assert (told.status_code, told.headers["content-type"]) == (404, "application/problem+json")


DATES = [("2025年", "2025"), ("2025年3月", "2025-03"), ("2025.3.5", "2025-03-05"), ("2025-03", "2025-03")]


@pytest.mark.parametrize(("written", "kept"), [*DATES, ("２０２５年１２月３１日", "2025-12-31")])
def test_a_date_is_taken_as_people_write_it(office: Server, written: str, kept: str) -> None:
    client, name = office.client(), f"日期{kept}{len(written)}.txt"
    body = {"name": name, "text": f"各位同志：{written}{kept}，请抓好落实。", "date": written}
    assert client.post("/api/v1/corpora/default/documents", json=body).status_code == 201
    assert client.get(f"/api/v1/corpora/default/documents/{name}").json()["date"] == kept
    there = client.get("/api/v1/corpora/default/documents", params={"year": "2025年"}).json()["documents"]
    assert name in [one["id"] for one in there]


@pytest.mark.parametrize("written", ["去年", "2025年13月", "2025-02-30", "25", "2025年3月5日前"])
def test_what_is_no_date_is_said_in_words(office: Server, written: str) -> None:
    body = {"name": "日期.txt", "text": "各位同志：请抓好落实。", "date": written}
    said = office.client().post("/api/v1/corpora/default/documents", json=body)
    assert (said.status_code, said.json()["code"]) == (422, "bad_date")
    assert "2026年3月5日" in said.json()["title"]


def test_what_accepting_would_do_is_told_before_it_is_done(office: Server, found: dict[str, Any]) -> None:
    reviewer = office.client("reviewer")
    counted = next(at for at, one in enumerate(found["report"]["matches"]) if not one["ignored"])
    body = {"check": found["id"], "match": counted, "reason": "统一表述"}
    told = reviewer.post("/api/v1/baseline/preview", json=body).json()
    same = reviewer.get(f"/api/v1/checks/{found['id']}").json()
    assert (same["overlap"], same["report"]) == (found["overlap"], found["report"])  # nothing is kept
    assert reviewer.get("/api/v1/baseline").json()["entries"] == []
    assert told["before"] == found["overlap"]
    assert told["letters"] > 0
    accepted = reviewer.post("/api/v1/baseline", json=body).json()
    assert (accepted["overlap"], accepted["decision"]) == (told["overlap"], told["decision"])
    now = reviewer.get(f"/api/v1/checks/{found['id']}").json()["report"]["figures"]
    assert found["report"]["figures"]["reused_characters"] - now["reused_characters"] == told["letters"]
    assert reviewer.post("/api/v1/baseline/preview", json=body).json()["letters"] == 0
    assert reviewer.delete(f"/api/v1/baseline/{accepted['id']}").status_code == 204
    assert office.client("writer").post("/api/v1/baseline/preview", json=body).status_code == 403


def test_what_is_sent_back_says_that_something_was_said(office: Server, found: dict[str, Any]) -> None:
    path = f"/api/v1/checks/{found['id']}"
    sent = {"state": "returned", "comment": "第二段请改写"}
    assert office.client("reviewer").post(f"{path}/review", json=sent).json()["comments"] == 1
    listed = office.client("writer").get("/api/v1/checks").json()["checks"]
    assert [(one["review"], one["comments"]) for one in listed if one["id"] == found["id"]] == [("returned", 1)]


CALLED = [
    ("市长讲话.docx", "市长讲话"),
    ("第2.0版", "第2.0版"),
    ("a/b.txt", "b"),
    ('"c\\d:e?.txt', "c d e"),
    ("..", "simcheck"),
]


@pytest.mark.parametrize(("name", "called"), CALLED)
def test_a_report_is_called_as_its_draft(name: str, called: str) -> None:
    said = attachment(name, "docx", "zh")
    assert unquote(said.rpartition("''")[2]) == f"{called}-查重报告.docx"
    assert said.isascii()


def test_a_report_that_is_kept_has_the_name_of_its_draft(office: Server, found: dict[str, Any]) -> None:
    said = office.client("writer").get(f"/api/v1/checks/{found['id']}/report.docx").headers["content-disposition"]
    assert unquote(said).endswith("稿-查重报告.docx")


def test_the_trail_names_what_it_is_about(office: Server, found: dict[str, Any]) -> None:
    boss = office.client()
    made = boss.post("/api/v1/users", json={"name": "named", "display": "小王", "role": "writer"}).json()
    boss.put(f"/api/v1/corpora/default/grants/{made['id']}", json={"right": "read"})
    token = boss.post("/api/v1/tokens", json={"name": "OA 系统", "scopes": ["search"]}).json()
    office.client("reviewer").post(f"/api/v1/checks/{found['id']}/comments", json={"text": "请改写"})

    def names(action: str) -> list[str | None]:
        return [one["name"] for one in boss.get("/api/v1/audit", params={"action": action}).json()["lines"]]

    assert names("user.create")[0] == names("corpus.grant")[0] == "named 小王"
    assert names("token.create")[0] == "OA 系统"
    assert names("check.comment")[0] == "稿.txt"
    assert names("document.add")[0] is None  # the corpus is named by itself
    boss.delete(f"/api/v1/users/{made['id']}")
    boss.delete(f"/api/v1/tokens/{token['id']}")
    assert names("user.create")[0] == names("user.delete")[0] == "named"  # who has gone is known by the name
    assert names("token.create")[0] is None
    lines = json.dumps(boss.get("/api/v1/audit").json(), ensure_ascii=False)
    assert DRAFT.read_text(encoding="utf-8")[10:20] not in lines
    assert "请改写" not in lines
