"""What the server must not do for whoever asks: each line of the table in the documents names a test here."""

from __future__ import annotations

import io
import json
import logging
import os
import re
import socket
import threading
import time
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fastapi")

import contextlib

import argon2
from argon2 import PasswordHasher
from servers import DRAFT, HASHER, PASSWORD, ROOT, SPEECHES, Server, listening, state, until
from starlette.testclient import TestClient
from web import served

from simcheck.server import access
from simcheck.server.attempts import Attempts
from simcheck.server.middleware import HEADERS, JsonLines
from simcheck.server.settings import Settings

EVIL = "<img src=x onerror=alert(1)>\"'`{{7*7}}"
ROWS = re.compile(r"^\| ([VＶ]?\d+\.\d+(?:\.\d+)?.*?) \|.*\| (.*?) \|$", re.MULTILINE)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = Server(tmp_path_factory.mktemp("security"), login_rate=1000)
    running.fill(SPEECHES[:2])
    yield running
    running.office.close()


def logged_in(
    office: Server, role: str = "writer", base: str = "http://testserver"
) -> tuple[TestClient, dict[str, Any]]:
    """A browser with a session, and what its log-in answered."""
    browser = TestClient(office.app, base_url=base, raise_server_exceptions=False)
    answer = browser.post("/api/v1/session", json={"name": f"a-{role}", "password": PASSWORD})
    assert answer.status_code == 200
    browser.headers["x-csrf-token"] = answer.json()["csrf"]
    return browser, {**answer.json(), "cookie": answer.headers["set-cookie"]}


def test_the_table_names_tests_that_exist() -> None:
    known = set(re.findall(r"^def (test_\w+)", "\n".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "tests").glob("test_*.py")), re.MULTILINE))  # fmt: skip
    rows = {
        language: (ROOT / "docs" / language / "server-security.md").read_text(encoding="utf-8")
        for language in ("en", "zh")
    }
    named = {language: [re.findall(r"`(test_\w+)`", row) for row in re.findall(r"^\| [\d.]+.*$", text, re.MULTILINE)]
             for language, text in rows.items()}  # fmt: skip
    assert len(named["en"]) > 30
    assert named["en"] == named["zh"]
    assert all(named["en"])
    assert {name for row in named["en"] for name in row} <= known


def test_every_answer_has_the_headers_that_protect_it(office: Server) -> None:
    for path in ("/", "/login", "/api/v1/me", "/api/v1/nothing", "/nothing", "/static/app.css", "/healthz"):
        answer = office.client(None).get(path, follow_redirects=False)
        assert {name: answer.headers[name] for name in HEADERS if name != "cache-control"}.items() <= HEADERS.items()
        assert "default-src 'self'" in answer.headers["content-security-policy"]
        assert "unsafe" not in answer.headers["content-security-policy"]
        kept = {"x-content-type-options": "nosniff", "x-frame-options": "DENY", "referrer-policy": "no-referrer",
                "cross-origin-opener-policy": "same-origin", "cross-origin-resource-policy": "same-origin"}  # fmt: skip
        assert kept.items() <= answer.headers.items()
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["x-request-id"]
        assert "server" not in answer.headers
    assert office.client().get("/api/v1/me").headers["cache-control"] == "no-store"


def test_cookies_are_guarded_and_secure_under_tls(office: Server) -> None:
    _, plain = logged_in(office)
    _, secure = logged_in(office, base="https://testserver")
    assert plain["cookie"].startswith("simcheck_session=")
    assert secure["cookie"].startswith("__Host-simcheck_session=")  # no neighbour in the domain can set it
    for told in (plain, secure):
        assert {"httponly", "samesite=strict", "path=/"} <= {part.strip().lower() for part in told["cookie"].split(";")}
    assert "secure" in secure["cookie"].lower()
    browser, _ = logged_in(office, base="https://testserver")
    assert browser.get("/api/v1/me").status_code == 200
    answer = browser.delete("/api/v1/session")
    assert answer.status_code == 204
    gone = answer.headers["set-cookie"].lower()
    assert gone.startswith('__host-simcheck_session="";')
    assert "max-age=0" in gone
    assert "secure" in gone
    assert browser.get("/api/v1/me").status_code == 401
    answer = TestClient(office.app, base_url="https://testserver").get("/login")
    assert "max-age=31536000" in answer.headers["strict-transport-security"]


def test_a_session_is_new_at_each_log_in_and_ends_with_log_out_and_password(office: Server) -> None:
    browser, first = logged_in(office, "reviewer")
    _, second = logged_in(office, "reviewer")
    assert first["cookie"].split(";")[0] != second["cookie"].split(";")[0]
    assert browser.delete("/api/v1/session").status_code == 204
    browser.cookies.set("simcheck_session", first["cookie"].split(";")[0].partition("=")[2])
    assert browser.get("/api/v1/me").status_code == 401
    browser, _ = logged_in(office, "reviewer")
    other, _ = logged_in(office, "reviewer")
    fresh = "另一句够长又好记的口令啊"
    assert browser.post("/api/v1/me/password", json={"old": PASSWORD, "new": fresh}).status_code == 204
    assert other.get("/api/v1/me").status_code == 401
    office.office.accounts.change(office.users["reviewer"], password=PASSWORD)


def test_a_session_ends_by_its_time(office: Server) -> None:
    from sqlalchemy import update

    from simcheck.server.tables import sessions

    browser, _ = logged_in(office)
    assert browser.get("/api/v1/me").status_code == 200
    office.office.database.run(update(sessions).values(expires=1.0))
    assert browser.get("/api/v1/me").status_code == 401


def test_passwords_are_long_uncommon_and_kept_by_argon2(office: Server) -> None:
    from sqlalchemy import select

    from simcheck.server.tables import links, tokens, users

    client = office.client()
    weak = ("short", "eleven-long", "password1234", "口" * 12, "weak12345678", "admin1234567", "a" * 300)
    for password in weak:
        answer = client.post("/api/v1/users", json={"name": "weak", "role": "writer", "password": password})
        assert answer.status_code == 422
        assert password not in answer.text
    rows = office.office.database.all(select(users.c.password).where(users.c.password.is_not(None)))
    assert rows
    assert all(row["password"].startswith("$argon2id$") for row in rows)
    secrets = {*office.tokens.values(), PASSWORD}
    held = json.dumps([office.office.database.all(select(table)) for table in (users, tokens, links)])
    assert not any(secret in held for secret in secrets)


def test_passwords_are_hashed_at_the_cost_that_is_recommended() -> None:
    """The servers of the tests hash cheaply; what ships does not: RFC 9106, its second choice of parameters."""
    assert (HASHER.time_cost, HASHER.memory_cost, HASHER.type) == (3, 64 * 1024, argon2.Type.ID)


def test_a_log_in_takes_the_same_steps_for_a_user_who_is_not_there(
    office: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    verify = PasswordHasher.verify
    monkeypatch.setattr(
        PasswordHasher, "verify", lambda self, hashed, given: asked.append(hashed) or verify(self, hashed, given)
    )
    client = office.client(None)
    answers = [
        client.post("/api/v1/session", json={"name": name, "password": "wrong"})
        for name in ("a-writer", "nobody", EVIL)
    ]  # fmt: skip
    told = [{key: one for key, one in answer.json().items() if key != "request_id"} for answer in answers]
    assert told[0] == told[1] == told[2]
    costs = {re.match(r"\$argon2id\$v=\d+\$[^$]+", hashed)[0] for hashed in asked}  # type: ignore[index]
    assert (len(asked), len(costs)) == (3, 1)  # one hash of the same cost each time


def test_a_name_is_locked_whether_it_is_a_users_or_not(office: Server) -> None:
    """Neither the answers nor how much is written down say which names there are; the right password is no way in."""
    accounts = office.office.accounts
    client = office.client(None)
    told = {}
    for name in ("a-reviewer", "nobody-here"):
        answers = [client.post("/api/v1/session", json={"name": name, "password": "wrong"}) for _ in range(4)]
        told[name] = [(answer.status_code, answer.json()["code"], answer.json()["title"]) for answer in answers]
        assert int(answers[-1].headers["retry-after"]) > 800
    assert told["a-reviewer"] == told["nobody-here"]
    assert [code for _, code, _ in told["a-reviewer"]] == ["wrong_password"] * 3 + ["locked_out"]
    body = {"name": "a-reviewer", "password": PASSWORD}
    assert client.post("/api/v1/session", json=body).json()["code"] == "locked_out"
    accounts.change(office.users["reviewer"], password=PASSWORD)  # an administrator frees the account
    assert client.post("/api/v1/session", json=body).status_code == 200


def test_many_who_log_in_at_once_keep_nobody_waiting(office: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simcheck.server.passwords._TURN_SECONDS", 0.01)
    monkeypatch.setattr(office.office.accounts._passwords, "_hashing", threading.Semaphore(0))
    answer = office.client(None).post("/api/v1/session", json={"name": "a-writer", "password": PASSWORD})
    assert (answer.status_code, answer.json()["code"]) == (503, "busy")


def test_many_log_ins_from_one_address_are_refused(office: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    bounded = Attempts(office.office.database, Settings(Path(), login_rate=2))
    monkeypatch.setattr(office.office.accounts, "_attempts", bounded)
    client = office.client(None)
    said = [client.post("/api/v1/session", json={"name": f"n{n}", "password": "wrong"}) for n in range(3)]
    assert [answer.status_code for answer in said] == [401, 401, 429]
    assert said[-1].headers["retry-after"] == "60"


def test_many_requests_of_one_user_are_refused(office: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "RATES", access._Rates())
    for _ in range(5):
        access.RATES.count("u", 5)
    with pytest.raises(access.Problem) as raised:
        access.RATES.count("u", 5)
    assert raised.value.retry_after
    access.RATES.count("other", 5)


def test_names_and_texts_are_escaped_wherever_they_are_shown(office: Server) -> None:
    text = f"{EVIL}\n{SPEECHES[0].read_text(encoding='utf-8')[:2000]}"
    client = office.client("writer")
    found = client.post("/api/v1/checks", json={"text": text, "name": EVIL, "wait": True}).json()
    assert until(lambda: state(office, found["id"])["state"] == "done")
    page = client.get(f"/api/v1/checks/{found['id']}/report.html").text
    assert "<img" not in page
    browser, _ = logged_in(office, "administrator")
    for path in (f"/checks/{EVIL}", f"/corpora/{EVIL}", f"/batches/{EVIL}"):
        shown = browser.get(path).text
        assert "<img" not in shown
        assert "49" not in re.findall(r"<h1>.*?</h1>", shown)
    csv = client.get(f"/api/v1/checks/{found['id']}/report.csv").text
    assert "<img" not in csv or csv.startswith("\ufeff")  # a table is no page; its cells are quoted


def test_a_report_runs_no_script_of_others_and_is_framed_by_this_site_only(office: Server) -> None:
    found = office.checked()
    answer = office.client("writer").get(f"/api/v1/checks/{found['id']}/report.html")
    assert "frame-ancestors 'self'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert not re.findall(r"(?:src|href)=[\"']?(?:https?:)?//", answer.text)


INJECTIONS = ["' OR 1=1 --", "'; DROP TABLE users; --", "%", "_", "\\", "\u0000", "1) UNION SELECT password FROM users"]


@pytest.mark.parametrize("value", INJECTIONS)
def test_nothing_that_is_sent_becomes_a_query(office: Server, value: str) -> None:
    client = office.client()
    before = client.get("/api/v1/users").json()
    for answer in (
        client.get("/api/v1/checks", params={"state": value[:16], "batch": value}),
        client.get("/api/v1/audit", params={"action": value}),
        client.get("/api/v1/corpora/default/documents", params={"q": value, "author": value}),
        client.get("/api/v1/search", params={"q": value}),
        client.post("/api/v1/session", json={"name": value, "password": value}),
    ):
        assert answer.status_code < 500, answer.text
        for key in ("checks", "lines"):
            assert not answer.json().get(key)
    assert client.get("/api/v1/users").json() == before


@pytest.mark.parametrize(
    "name", ["..", "../..", "..%2f..", "/etc/passwd", "a/../../b", "C:\\x", ".deleted", "con", "a\x00b"]
)
def test_no_name_leads_out_of_its_folder(office: Server, name: str) -> None:
    client = office.client()
    assert client.post("/api/v1/corpora", json={"name": name}).status_code == 422
    before = {path for path in office.office.settings.data.parent.rglob("*") if "spool" not in path.parts}
    sent = client.post(
        "/api/v1/corpora/default/documents", json={"name": name, "text": f"各位同志：{name!r}要抓好落实。"}
    )
    assert sent.status_code in (201, 400, 422)
    answer = client.post("/api/v1/checks", files={"file": (name.replace("\x00", ""), DRAFT.read_bytes())})
    assert answer.status_code in (200, 202)
    assert client.get(f"/api/v1/corpora/default/documents/{name.encode().hex()}").status_code == 404
    fresh = {path for path in office.office.settings.data.parent.rglob("*") if "spool" not in path.parts} - before
    assert all(office.office.settings.data in path.parents for path in fresh)
    for id_ in sent.json().get("added", []):
        assert not id_.startswith("/")
        assert ".." not in id_.split("/")


def test_an_archive_in_an_archive_and_a_bomb_are_refused(office: Server) -> None:
    def packed(**members: bytes) -> bytes:
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in members.items():
                archive.writestr(name.replace("__", "."), data)
        return made.getvalue()

    client = office.client()
    for data, told in ((packed(a__txt=b"\0" * 40_000_000), "tightly"), (packed(a__zip=packed(b__txt=b"x")), "refused")):
        answer = client.post("/api/v1/corpora/default/documents", files={"file": ("a.zip", data)})
        assert answer.status_code == 422
        assert told in answer.text or "not a document" in answer.text
    assert client.get("/readyz").status_code == 200


def test_archives_of_one_upload_are_bounded_together(office: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    def packed(number: int) -> bytes:
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            for at in range(2):
                archive.writestr(f"{number}-{at}.txt", f"第{number}号文件第{at}篇：请各单位抓好落实。")
        return file.getvalue()

    settings = office.office.settings
    monkeypatch.setattr(office.office.corpora, "_settings", replace(settings, archive_files=3))
    sent = [("file", (f"{number}.zip", packed(number))) for number in range(2)]
    answer = office.client().post("/api/v1/corpora/default/documents", files=sent)
    assert (answer.status_code, answer.json()["code"]) == (422, "unreadable")
    assert "1.zip: unpacks to more than" in answer.json()["detail"]
    added = office.client().post("/api/v1/corpora/default/documents", files=sent[:1])
    assert added.status_code == 201
    for name in added.json()["added"]:
        assert office.client().delete(f"/api/v1/corpora/default/documents/{name}").status_code == 204


def test_deep_json_and_strange_bodies_are_refused(office: Server) -> None:
    client = office.client("writer")
    for body, kind in (
        (b"[" * 200_000, "application/json"), (b'{"text": "\\ud800"}', "application/json"),
        (b"\xff\xfe", "application/json"), (b"--x", "multipart/form-data; boundary=y"),
        (b"a=" + b"b" * 1_000_000, "application/x-www-form-urlencoded"), (b"{}", "text/xml"),
    ):  # fmt: skip
        for path in ("/api/v1/checks", "/api/v1/compare", "/api/v1/tokens"):
            answer = client.post(path, content=body, headers={"content-type": kind})
            assert 400 <= answer.status_code < 500, (path, body[:20], answer.text)
            assert answer.headers["content-type"] == "application/problem+json"


def test_what_is_parsed_at_once_is_small(office: Server) -> None:
    """In memory JSON is many times as large as on the line, and nobody need log in to have some parsed."""
    large = b"[" + b"[]," * 100_000 + b"[]]"
    asked = (
        (office.client(None), "/session", 413), (office.client(None), "/session/first", 413),
        (office.client(None), "/session/link", 413),
        (office.client("writer"), "/tokens", 413), (office.client(), "/users", 413),
        (office.client("writer"), "/checks", 400), (office.client(None), "/checks", 401),
    )  # fmt: skip
    for client, path, status in asked:
        answer = client.post(f"/api/v1{path}", content=large, headers={"content-type": "application/json"})
        assert answer.status_code == status, path
    held = office.office.settings.text_bytes
    for kind in ("application/json", "application/x-www-form-urlencoded", "text/plain"):
        answer = office.client("writer").post(
            "/api/v1/checks", content=b"a" * (held + 1), headers={"content-type": kind}
        )
        assert answer.status_code == 413, kind
    many = {"drafts": ["各位代表"] * 201}
    assert office.client("writer").post("/api/v1/checks", json=many).status_code == 422
    plain = {"content-type": "application/x-www-form-urlencoded"}
    assert office.client("writer").post("/api/v1/checks", content=b"a=b&" * 500, headers=plain).status_code == 400


def test_who_says_nothing_is_not_waited_for(office: Server) -> None:
    """Connections that send no request, half a head, or a byte now and then end; a slow answer is none of these."""
    with listening(office.app, head_seconds=0.4) as url:
        port = int(url.rpartition(":")[2])
        for first, again in (
            (b"", b""),
            (b"GET /healthz HT", b""),
            (b"GET /healthz HTTP/1.1\r\nx: y\r\n", b"z: y\r\n"),
        ):
            with socket.create_connection(("127.0.0.1", port), timeout=300) as client:
                client.sendall(first)
                began, told = time.monotonic(), None
                while told is None and time.monotonic() < began + 300:
                    client.settimeout(0.1)
                    with contextlib.suppress(TimeoutError):
                        try:
                            told = client.recv(100)
                        except ConnectionError:
                            told = b""
                    if told is None and again:
                        with contextlib.suppress(ConnectionError):
                            client.sendall(again)
                assert told == b"", first
    with listening(office.app) as url:  # these may take their time, on a busy machine
        port = int(url.rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port), timeout=300) as client:
            for _ in range(2):  # one connection, one request after the other
                client.sendall(b"GET /healthz HTTP/1.1\r\nHost: testserver\r\n\r\n")
                answer = client.recv(2000)
                assert answer.startswith(b"HTTP/1.1 200")
                while not answer.endswith(b"}"):  # head and body may come apart
                    answer += client.recv(2000)
        with socket.create_connection(("127.0.0.1", port), timeout=300) as client:
            client.sendall(b"GET /healthz HTTP/1.1\r\nHost: testserver\r\nX: " + b"a" * 200_000 + b"\r\n\r\n")
            with contextlib.suppress(ConnectionError):
                assert client.recv(2000).startswith(b"HTTP/1.1 400")
        assert office.client().get("/healthz").status_code == 200


def test_one_connection_too_many_is_closed(office: Server) -> None:
    with listening(office.app, most=3) as url, contextlib.ExitStack() as held:
        port = int(url.rpartition(":")[2])
        clients = [held.enter_context(socket.create_connection(("127.0.0.1", port), timeout=300)) for _ in range(4)]
        with contextlib.suppress(ConnectionError):
            assert clients[-1].recv(10) == b""
        clients[0].sendall(b"GET /healthz HTTP/1.1\r\nHost: testserver\r\n\r\n")
        assert clients[0].recv(2000).startswith(b"HTTP/1.1 200")


def test_streams_of_events_are_bounded(office: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    found = office.checked()
    path = f"/api/v1/checks/{found['id']}/events"
    with access.LISTENING.one(office.users["writer"]):
        monkeypatch.setattr(access, "STREAMS", 1)
        refused = office.client("writer").get(path)
        assert (refused.status_code, refused.json()["code"]) == (429, "too_many")
        assert refused.headers["retry-after"] == "5"
        assert office.client("reviewer").get(path).status_code == 200
    assert "event: done" in office.client("writer").get(path).text
    assert not access.LISTENING._open


def test_what_is_accepted_tells_its_source_to_readers_alone(office: Server) -> None:
    """An entry names the document that it was found in: only to who may read the corpus."""
    boss, reviewer, writer = office.client(), office.client("reviewer"), office.client("writer")
    boss.post("/api/v1/corpora", json={"name": "secret", "open": False})
    sentence = "关于严禁在江堤保护范围内取土采石的通知已经印发各乡镇，请认真组织学习并抓好贯彻执行，不得有误。"
    boss.post("/api/v1/corpora/secret/documents", json={"name": "内部.txt", "text": sentence})
    for role in ("reviewer", "writer"):
        boss.put(f"/api/v1/corpora/secret/grants/{office.users[role]}", json={"right": "check"})
    check = reviewer.post("/api/v1/checks", json={"text": sentence, "corpora": ["secret"], "wait": True})
    assert check.json()["report"]["matches"]
    told = [check.text, reviewer.get(f"/api/v1/checks/{check.json()['id']}").text]
    body = {"check": check.json()["id"], "match": 0, "reason": "上级要求"}
    told += [reviewer.post("/api/v1/baseline", json=body).text]
    told += [client.get("/api/v1/baseline").text for client in (reviewer, writer)]
    told += [writer.post("/api/v1/checks", json={"text": sentence, "corpora": ["secret"], "wait": True}).text]
    told += [writer.get("/api/v1/search", params={"q": sentence[:20]}).text, writer.get("/api/v1/phrases").text]
    told += [reviewer.get(f"/api/v1/checks/{check.json()['id']}/report.{form}").text
             for form in ("html", "json", "sarif", "csv", "md", "txt")]  # fmt: skip
    assert not [text for text in told if "内部" in text]
    (entry,) = boss.get("/api/v1/baseline").json()["entries"]
    assert entry["source"] == "内部.txt"
    boss.delete(f"/api/v1/baseline/{entry['id']}")


def test_what_is_sent_makes_the_server_ask_nobody(office: Server) -> None:
    """A document that names pictures, templates and feeds elsewhere is read without any connection."""
    asked = []
    with socket.create_server(("127.0.0.1", 0)) as trap:
        trap.settimeout(0.2)
        url = f"http://127.0.0.1:{trap.getsockname()[1]}/x"
        page = f'<!DOCTYPE html [<!ENTITY e SYSTEM "{url}">]><link rel=stylesheet href="{url}"><img src="{url}">'
        page += f'<iframe src="{url}"></iframe><p>各位代表：现在我向大会报告工作，请予审议。&e;</p>'
        answer = office.client("writer").post("/api/v1/checks", files={"file": ("a.html", page.encode())})
        assert answer.status_code == 200
        office.client("writer").post("/api/v1/checks", json={"text": url, "name": url, "wait": True})
        with contextlib.suppress(TimeoutError):
            asked.append(trap.accept())
    assert asked == []


def test_nothing_secret_stands_in_the_log(office: Server) -> None:
    handler = logging.StreamHandler(held := io.StringIO())
    handler.setFormatter(JsonLines())
    logger = logging.getLogger("simcheck.server")
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    try:
        logged_in(office)
        office.checked()
        office.client("writer").get("/api/v1/search", params={"q": "守住安全生产底线"})
        office.client("writer").post("/api/v1/session", json={"name": "a-writer", "password": "一句错的口令"})
        office.client("writer").get("/api/v1/checks/none?token=geheim", headers={"x-request-id": "known-request-1"})
    finally:
        logger.removeHandler(handler)
    lines = [json.loads(line) for line in held.getvalue().splitlines()]
    assert {"time", "level", "event", "request", "method", "route", "status", "ms"} <= lines[0].keys()
    assert "known-request-1" in {line["request"] for line in lines}
    told = held.getvalue()
    for secret in (
        *office.tokens.values(),
        PASSWORD,
        "一句错的口令",
        "geheim",
        "底线",
        DRAFT.read_text("utf-8")[20:30],
    ):
        assert secret not in told


def test_a_fault_of_the_server_tells_no_text_and_no_place(office: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Any, **__: Any) -> None:
        raise RuntimeError("一段不该出现的文字")

    monkeypatch.setattr(office.office.checks, "listed", fails)
    answer = office.client("writer").get("/api/v1/checks")
    assert (answer.status_code, answer.json()["code"]) == (500, "internal")
    assert "不该出现" not in answer.text
    assert "Traceback" not in answer.text
    assert answer.json()["request_id"] == answer.headers["x-request-id"]


def test_nobody_changes_what_is_anothers(office: Server) -> None:
    writer, reviewer = office.client("writer"), office.client("reviewer")
    token = reviewer.post("/api/v1/tokens", json={"name": "x", "scopes": ["search"]}).json()["id"]
    assert writer.delete(f"/api/v1/tokens/{token}").status_code == 404
    check = reviewer.post("/api/v1/checks", json={"text": DRAFT.read_text("utf-8"), "wait": True}).json()["id"]
    for method, path, body in (
        ("get", "", None), ("delete", "", None), ("get", "/report.json", None), ("get", "/events", None),
        ("post", "/comments", {"text": "x"}), ("post", "/review", {"state": "sent"}),
    ):  # fmt: skip
        assert writer.request(method, f"/api/v1/checks/{check}{path}", json=body).status_code == 404, path
    second = {"text": "各位代表", "previous": check, "wait": False}
    assert writer.post("/api/v1/checks", json=second).status_code == 404
    assert check not in json.dumps(writer.get("/api/v1/checks", params={"mine": "false"}).json())
    assert reviewer.get("/api/v1/tokens", params={"mine": "false"}).json()["tokens"][0]["user"] == "a-reviewer"


def test_a_corpus_without_a_right_is_as_one_that_is_not_there(office: Server) -> None:
    office.client().post("/api/v1/corpora", json={"name": "closed", "open": False})
    writer = office.client("writer")
    for name in ("closed", "nowhere"):
        told = [
            writer.get(f"/api/v1/corpora/{name}").status_code,
            writer.get(f"/api/v1/corpora/{name}/documents").status_code,
            writer.post("/api/v1/checks", json={"text": "各位代表", "corpora": [name]}).status_code,
            writer.get("/api/v1/search", params={"q": "代表", "corpus": name}).status_code,
        ]
        assert told == [404] * 4, name
    assert "closed" not in json.dumps(writer.get("/api/v1/corpora").json())


def test_no_field_gives_more_than_it_should(office: Server) -> None:
    client = office.client("writer")
    assert client.post("/api/v1/tokens", json={"name": "x", "scopes": ["search"], "user_id": "y"}).status_code == 422
    assert client.post("/api/v1/checks", json={"text": "各位代表", "user": "y"}).status_code == 422
    users = office.client()
    made = users.post("/api/v1/users", json={"name": "mass", "role": "writer", "id": "0", "password_hash": "x"})
    assert made.status_code == 422
    assert users.post("/api/v1/users", json={"name": "mass", "role": "root"}).status_code == 422


def test_other_methods_are_refused(office: Server) -> None:
    for method in ("TRACE", "PUT", "PATCH", "CONNECT"):
        assert office.client().request(method, "/api/v1/checks").status_code in (405, 404)
    assert office.client().options("/api/v1/checks", headers={"origin": "https://x.example"}).headers.get(
        "access-control-allow-origin"
    ) is None  # fmt: skip


def test_links_bear_the_address_that_the_settings_say(office: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    held = Settings(office.office.settings.data, address="https://simcheck.example.cn/")
    monkeypatch.setattr(office.office, "settings", held)
    user = office.users["writer"]
    told = office.client().post(f"/api/v1/users/{user}/link", headers={"host": "192.0.2.1"}).json()["link"]
    assert told.startswith("https://simcheck.example.cn/first#")


def test_the_first_link_is_void_once_a_password_is_set(office: Server) -> None:
    link = office.client().post(f"/api/v1/users/{office.users['writer']}/link").json()["link"].partition("#")[2]
    older = link
    link = office.client().post(f"/api/v1/users/{office.users['writer']}/link").json()["link"].partition("#")[2]
    client = office.client(None)
    assert client.post("/api/v1/session/first", json={"code": older, "password": PASSWORD}).status_code == 410
    assert client.post("/api/v1/session/first", json={"code": link, "password": PASSWORD}).status_code == 200
    assert client.post("/api/v1/session/first", json={"code": link, "password": PASSWORD}).status_code == 410


def test_a_link_is_good_for_one_of_two_at_once_and_for_nobody_who_is_disabled(office: Server) -> None:
    client = office.client()

    def first(code: str, password: str = PASSWORD) -> int:
        body = {"code": code, "password": password}
        return int(office.client(None).post("/api/v1/session/first", json=body).status_code)

    made = client.post("/api/v1/users", json={"name": "linked", "role": "writer"}).json()
    code = made["link"].partition("#")[2]
    assert first(code, "password1234") == 422  # a bad password leaves the link as it is
    answers: list[int] = []
    threads = [threading.Thread(target=lambda: answers.append(first(code))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [200, 410, 410, 410]
    address = f"/api/v1/users/{made['id']}"
    code = client.post(f"{address}/link").json()["link"].partition("#")[2]
    assert client.patch(address, json={"disabled": True}).status_code == 200
    assert first(code) == 410
    assert client.patch(address, json={"disabled": False, "password": PASSWORD}).status_code == 200
    assert first(code) == 410  # a password that was set in another way voids it too


def test_a_token_makes_none_that_outlives_it(office: Server) -> None:
    made = office.client().post("/api/v1/tokens", json={"name": "short", "scopes": ["tokens", "search"], "days": 1})
    client = TestClient(office.app, headers={"authorization": f"Bearer {made.json()['token']}"})
    for days in (None, 90, 0.5):
        child = client.post("/api/v1/tokens", json={"name": "child", "scopes": ["search"], "days": days}).json()
        assert child["expires"] <= made.json()["expires"]


def test_a_name_that_is_no_users_is_not_kept(office: Server) -> None:
    """Who types the password where the name belongs must not find it in the trail."""
    guest = office.client(None)
    for name in ("my-Secret-passphrase", "a-writer"):
        assert guest.post("/api/v1/session", json={"name": name, "password": "wrong"}).status_code == 401
    lines = office.client().get("/api/v1/audit", params={"action": "log_in"}).json()["lines"]
    assert [line["user"] for line in lines[:2]] == ["a-writer", ""]


def test_files_of_the_server_are_its_users_alone(office: Server) -> None:
    data = office.office.settings.data
    assert {oct(path.stat().st_mode & 0o077) for path in (data, data / "corpora", data / "spool")} == {"0o0"}


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="Windows has no modes")
def test_what_is_written_is_the_servers_users_alone_in_a_folder_that_was_there_too(tmp_path: Path) -> None:
    with served(tmp_path, address='"https://simcheck.example.cn"') as server:
        assert server.link.startswith("https://simcheck.example.cn/first#")
        written = [path for path in (server.folder / "data").rglob("*") if path.name != "server.toml"]
        assert any(path.name == "server.sqlite" for path in written)
        assert [path for path in written if path.exists() and path.stat().st_mode & 0o077] == []


def test_metrics_are_for_this_machine_or_for_who_may(office: Server) -> None:
    elsewhere = TestClient(office.app, client=("10.1.2.3", 1))
    assert elsewhere.get("/metrics").status_code == 401
    assert TestClient(office.app, client=("127.0.0.1", 1)).get("/metrics").status_code == 200
    for role, status in (("writer", 403), ("administrator", 200)):
        token = office.client(role).headers["authorization"]
        assert elsewhere.get("/metrics", headers={"authorization": token}).status_code == status


def test_the_examples_of_installing_keep_the_server_to_this_machine() -> None:
    unit = (ROOT / "deploy" / "simcheck.service").read_text(encoding="utf-8")
    assert "--host 127.0.0.1" in unit
    for line in ("NoNewPrivileges=yes", "ProtectSystem=strict", "UMask=0077", "CapabilityBoundingSet=\n"):
        assert line in unit
    started = re.findall(r"ExecStart=\S+ serve (.*)", unit)[0].split()
    import typer

    from simcheck.cli.app import app

    serve = typer.main.get_command(app).commands["serve"]  # type: ignore[attr-defined]
    known = {name for one in serve.params for name in one.opts}
    assert {word for word in started if word.startswith("--")} <= known
    proxy = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    most = int(re.findall(r"client_max_body_size (\d+)m", proxy)[0]) * 1_000_000
    assert most > Settings(Path()).upload_bytes
    for line in (
        "TLSv1.2 TLSv1.3",
        "X-Forwarded-Proto $scheme",
        "proxy_buffering off",
        "proxy_ignore_client_abort off",
    ):
        assert line in proxy
    assert "USER simcheck" in (ROOT / "deploy" / "Containerfile").read_text(encoding="utf-8")


def test_two_who_set_one_name_at_once_get_one_user(office: Server) -> None:
    answers: list[int] = []

    def make() -> None:
        body = {"name": "twice", "role": "writer"}
        answers.append(office.client().post("/api/v1/users", json=body).status_code)

    threads = [threading.Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [201, 409, 409, 409]
