"""What a second review of the server's security found: each test failed before the fault was mended."""

from __future__ import annotations

import io
import json
import os
import random
import stat
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fastapi")

from servers import DRAFT, PASSWORD, SPEECHES, Server, begun, until
from sqlalchemy import select
from starlette.testclient import TestClient

from simcheck.errors import ConfigError
from simcheck.server.database import Database
from simcheck.server.middleware import SMALL, _size
from simcheck.server.process import Process
from simcheck.server.run import introduce
from simcheck.server.settings import Settings
from simcheck.server.tables import users
from simcheck.server.unpacking import unpacked

WRONG = "一句不对的口令啊不对的"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = Server(tmp_path_factory.mktemp("attacked"), login_rate=1000)
    running.fill(SPEECHES[:1])
    yield running
    running.office.close()


@pytest.mark.parametrize("origin", ["http://[", "http://[::1", "http://a]b", "null", "http://testserver:x"])
def test_an_origin_that_is_no_address_is_another_site(office: Server, origin: str) -> None:
    body = {"name": "a-writer", "password": PASSWORD}
    answer = office.client(None).post("/api/v1/session", json=body, headers={"origin": origin})
    assert (answer.status_code, answer.json()["code"]) == (403, "csrf")


@pytest.mark.parametrize(
    "limits",
    ['"' + "[" * 100_000 + '"', "[" * 100 + "]" * 100, '{"max_overlap": NaN}', '{"max_run": Infinity}', '"1"',
     '{"by_kind": {"copied": NaN}}', '{"fail_on": [[]]}', '{"max_run": 1e400}', '{"by_kind": "x"}'],
    ids=["deep text", "deep", "nan", "infinite", "number", "nan of a kind", "list", "too large", "kinds"],
)  # fmt: skip
def test_limits_of_any_shape_are_taken_or_refused(office: Server, limits: str) -> None:
    body = f'{{"text": "各位代表", "wait": false, "limits": {limits}}}'.encode()
    answer = office.client("writer").post("/api/v1/checks", content=body, headers={"content-type": "application/json"})
    assert answer.status_code in (400, 422), answer.text


def test_an_archive_that_is_damaged_anywhere_is_told_as_such(tmp_path: Path) -> None:
    """Nothing but DraftError, which names the archive, whatever byte of it is another one."""
    from simcheck.errors import DraftError

    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for kind, at in ((zipfile.ZIP_DEFLATED, 1), (zipfile.ZIP_BZIP2, 2), (zipfile.ZIP_LZMA, 3)):
            archive.writestr(f"{at}.txt", "各单位要抓好落实。" * 50, compress_type=kind)
    whole, chance = made.getvalue(), random.Random(19)
    job = {"folder": str(tmp_path), "files": [("a.zip", "甲.zip")], "archive_files": 10, "archive_bytes": 10**6}
    told = set()
    for _ in range(1500):
        data = bytearray(whole)
        for _ in range(chance.choice((1, 1, 2, 8))):
            data[chance.randrange(len(data))] = chance.randrange(256)
        (tmp_path / "a.zip").write_bytes(data)
        try:
            list(unpacked(job, []))
        except DraftError as error:
            told.add(str(error).partition(":")[0])
    assert told == {"甲.zip"}


def test_a_body_in_chunks_counts_as_the_largest_whatever_its_length_says() -> None:
    assert _size({"transfer-encoding": "chunked", "content-length": "1"}, 100) == 100
    assert _size({"content-length": "7"}, 100) == 7
    assert _size({"content-length": "²"}, 100) == 0


@pytest.mark.parametrize("method", ["PATCH", "DELETE", "GET"])
def test_only_what_takes_files_may_have_a_large_body(office: Server, method: str) -> None:
    """A label is JSON, and is parsed before anybody is asked who it is."""
    body = b'{"department": "' + b"a" * SMALL + b'"}'
    headers = {"content-type": "application/json"}
    answer = office.client(None).request(method, "/api/v1/corpora/default/documents/x", content=body, headers=headers)
    assert answer.status_code == 413


def test_what_a_check_compared_with_is_named_to_nobody_else(office: Server) -> None:
    """The sources of /compare are texts of who asked: an entry of the baseline names them to reviewers alone."""
    reviewer = office.client("reviewer")
    text = DRAFT.read_text(encoding="utf-8")
    body = {"text": text, "sources": [{"name": "关于王某的处分决定.txt", "text": text}], "wait": True}
    found = reviewer.post("/api/v1/compare", json=body).json()
    made = reviewer.post("/api/v1/baseline", json={"check": found["id"], "match": 0, "reason": "同一份稿"})
    assert made.status_code == 201
    assert "处分决定" in reviewer.get("/api/v1/baseline").text
    assert "处分决定" not in office.client("writer").get("/api/v1/baseline").text
    assert reviewer.delete(f"/api/v1/baseline/{made.json()['id']}").status_code == 204


def test_nobody_locks_another_out_from_elsewhere(office: Server) -> None:
    """Wrong passwords lock a name for the address that they came from, and for all only when there are very many."""

    def tried(address: str, password: str) -> str:
        client = TestClient(office.app, client=(address, 1))
        answer = client.post("/api/v1/session", json={"name": "a-writer", "password": password})
        return str(answer.json().get("code", answer.status_code))

    assert [tried("10.0.0.66", WRONG) for _ in range(4)] == ["wrong_password"] * 3 + ["locked_out"]
    assert tried("10.0.0.66", PASSWORD) == "locked_out"
    assert tried("10.0.0.7", PASSWORD) == "200"
    told = [tried(f"10.0.1.{n // 2}", WRONG) for n in range(20)]
    assert told[0] == "wrong_password"
    assert told[-1] == "locked_out"  # many machines together: no address gets in any more
    assert tried("10.0.0.7", PASSWORD) == "locked_out"
    office.office.accounts.change(office.users["writer"], password=PASSWORD)  # an administrator frees it everywhere
    assert {tried(address, PASSWORD) for address in ("10.0.0.66", "10.0.0.7", "10.0.1.1")} == {"200"}


def test_what_is_deleted_stands_in_no_file_of_the_database(office: Server) -> None:
    """Nor in the journal beside it: nobody has to write anything else first."""
    words = ["这句要删掉的话谁也找不到它的影子", "这句批语也要一起不见踪影了"]
    client = office.client("writer")
    found = client.post("/api/v1/checks", json={"text": words[0] * 3, "wait": True}).json()
    client.post(f"/api/v1/checks/{found['id']}/comments", json={"text": words[1]})
    assert client.delete(f"/api/v1/checks/{found['id']}").status_code == 204
    for file in office.office.settings.data.glob("server.sqlite*"):
        held = file.read_bytes()
        for word in words:
            assert word.encode() not in held, file.name
            assert word.encode("unicode_escape") not in held, file.name


def test_who_is_deleted_leaves_no_draft_and_no_work_behind(slow_server: Server) -> None:
    client = slow_server.client()
    made = client.post("/api/v1/users", json={"name": "leaver", "role": "writer", "password": PASSWORD}).json()
    _, secret = slow_server.office.accounts.make_token(made["id"], "t", ["checks:read", "checks:write"])
    slow_server.tokens["leaver"] = secret  # type: ignore[index]
    checks = [begun(slow_server, "leaver") for _ in range(3)]
    assert client.delete(f"/api/v1/users/{made['id']}").status_code == 204
    assert not [one for one in checks if (slow_server.office.settings.spool / one).exists()]
    assert until(lambda: not [one for one in checks if slow_server.office.checks.task(one)])


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="Windows has no modes")
def test_a_backup_and_what_is_restored_of_it_are_their_users_alone(
    office: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At every moment, whatever the umask is, and in a folder that was there before too."""
    modes: set[int] = set()
    add = tarfile.TarFile.add

    def watched(archive: tarfile.TarFile, *given: Any, **more: Any) -> None:
        modes.update(stat.S_IMODE(one.stat().st_mode) for one in tmp_path.iterdir() if one.is_file())
        add(archive, *given, **more)

    monkeypatch.setattr(tarfile.TarFile, "add", watched)
    from simcheck.server.backup import backup, restore

    old = os.umask(0o022)
    try:
        backup(office.office.settings, tmp_path / "b.tar.gz")
        (tmp_path / "there").mkdir(mode=0o755)
        restore(Settings(tmp_path / "there", workers=1), tmp_path / "b.tar.gz")
        assert os.umask(0o022) == 0o022
    finally:
        os.umask(old)
    assert modes == {0o600}
    written = [one for one in (tmp_path / "there").rglob("*") if one.is_file()]
    assert any(one.name == "server.sqlite" for one in written)
    assert [one for one in written if one.stat().st_mode & 0o077] == []


def test_one_user_cannot_fill_the_queue_of_searches(office: Server) -> None:
    settings = office.office.settings
    for pool in (office.office.reading, office.office.writing):
        assert (pool._most, pool._most_each) == (settings.queue, settings.queue_each)


def test_a_worker_knows_no_secret_of_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIMCHECK_OPENID_SECRET", "geheim-1")
    monkeypatch.setenv("SIMCHECK_TOKEN", "geheim-2")
    monkeypatch.setenv("PGPASSWORD", "geheim-3")
    process = Process(0)
    try:
        assert process.messages.get(timeout=120) == {"ready": True}
        held = Path(f"/proc/{process.pid}/environ")
        if held.exists():
            assert b"geheim" not in held.read_bytes()
    finally:
        process.kill()


def test_the_trail_tells_who_went_who_was_refused_and_what_was_changed(office: Server) -> None:
    browser = TestClient(office.app)
    told = browser.post("/api/v1/session", json={"name": "a-reviewer", "password": PASSWORD}).json()
    browser.headers["x-csrf-token"] = told["csrf"]
    assert browser.post("/api/v1/me/password", json={"old": WRONG, "new": PASSWORD}).status_code == 401
    for _ in range(3):
        assert browser.get("/api/v1/users").status_code == 403
    assert browser.delete("/api/v1/session").status_code == 204
    assert (
        office.client(None).post("/api/v1/session/first", json={"code": "x", "password": PASSWORD}).status_code == 410
    )
    made = office.client().post("/api/v1/users", json={"name": "risen", "role": "writer"}).json()
    office.client().patch(f"/api/v1/users/{made['id']}", json={"role": "administrator", "password": PASSWORD})
    found = office.client("writer").post("/api/v1/checks", json={"text": "各位代表", "wait": True}).json()
    for _ in range(3):
        office.client("reviewer").get(f"/api/v1/checks/{found['id']}")
    office.client("writer").get(f"/api/v1/checks/{found['id']}")
    lines = office.client().get("/api/v1/audit", params={"most": 50}).json()["lines"]
    noted = [(one["user"], one["action"], one["object"], one["outcome"]) for one in reversed(lines)]
    for wanted in (
        ("a-reviewer", "password.change", "", "wrong_password"),
        ("a-reviewer", "refused", "GET /users", "forbidden"),
        ("a-reviewer", "log_out", "", "done"),
        ("", "password.first", "", "gone"),
        ("a-administrator", "user.change", f"{made['id']} password role=administrator", "done"),
        ("a-reviewer", "check.read", found["id"], "done"),
    ):
        assert noted.count(wanted) == 1, (wanted, noted)
    assert ("a-writer", "check.read", found["id"], "done") not in noted
    assert PASSWORD not in json.dumps(lines)


def test_a_password_that_was_good_once_still_logs_in_when_it_is_hashed_anew(
    office: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    from argon2 import PasswordHasher
    from sqlalchemy import update

    database = office.office.database
    old = PasswordHasher(time_cost=1, memory_cost=1024).hash("password1234")  # as an earlier policy let in
    who = office.users["reviewer"]
    database.run(update(users).where(users.c.id == who).values(password=old))
    try:
        body = {"name": "a-reviewer", "password": "password1234"}
        assert office.client(None).post("/api/v1/session", json=body).status_code == 200
        assert database.scalar(select(users.c.password).where(users.c.id == who)) != old
    finally:
        office.office.accounts.change(who, password=PASSWORD)


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="links of Windows need rights")
def test_the_token_is_written_to_no_place_that_another_chose(office: Server, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    (tmp_path / f".token.{os.getpid()}.part").symlink_to(elsewhere)
    introduce(office.office.accounts, "http://testserver", tmp_path / "token")
    assert not elsewhere.exists()
    assert stat.S_IMODE((tmp_path / "token").stat().st_mode) == 0o600
    (tmp_path / "folder").mkdir()
    (tmp_path / "bytes").write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigError, match="--admin-token-file"):
        introduce(office.office.accounts, "http://testserver", tmp_path / "folder")
    introduce(office.office.accounts, "http://testserver", tmp_path / "bytes")
    assert (tmp_path / "bytes").read_text(encoding="utf-8").startswith("simcheck_")


@pytest.mark.parametrize("url", ["not a url", "postgresql://u:geheim@h:port/x", "mysql://u:geheim@h/x"])
def test_a_database_that_is_none_is_told_without_its_password(url: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="--database") as raised:
        Database(Settings(tmp_path, database=url).url)
    assert "geheim" not in str(raised.value)


def test_a_report_without_sources_has_no_print_of_them(office: Server) -> None:
    """The print of a match follows from both passages: who knows one could guess the other by it."""
    client = office.client("writer")
    found = office.checked(text=SPEECHES[0].read_text(encoding="utf-8")[:1500])
    whole = client.get(f"/api/v1/checks/{found['id']}/report.json?texts=true").json()["matches"]
    veiled = client.get(f"/api/v1/checks/{found['id']}/report.json?texts=true&sources=none")
    assert whole
    for match in whole:
        assert not match["id"] or match["id"].partition(":")[0] not in veiled.text


def test_a_backup_takes_the_place_of_a_backup_and_of_no_other_file(office: Server, tmp_path: Path) -> None:
    from simcheck.server.backup import backup

    draft = tmp_path / "稿.txt"
    draft.write_text("同志们", "utf-8")
    with pytest.raises(ConfigError, match="no backup"):
        backup(office.office.settings, draft)
    assert draft.read_text("utf-8") == "同志们"
    assert backup(office.office.settings, tmp_path / "b.tar.gz") == backup(
        office.office.settings, tmp_path / "b.tar.gz"
    )
