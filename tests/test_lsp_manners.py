"""The server keeps to the protocol whatever an editor can and does: order, late choices, settings, noise."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from editing import CLEAN, COPIED, RARE, SERVER, SOURCE, Editor, capable, editor, library, run, server_that
from forked import python
from lsprotocol import types as lsp
from made import speeches
from pygls.uris import to_fs_path
from pytest_lsp import client_capabilities

from simcheck import Baseline, Corpus, Document, load_config
from simcheck.caching import sizeof
from simcheck.lsp import accepting
from simcheck.lsp import origins as origins_of
from simcheck.lsp.accepting import Acceptances
from simcheck.lsp.checker import Checker, Draft
from simcheck.lsp.origins import Origins
from simcheck.lsp.positions import Positions
from simcheck.lsp.settings import settings_of

#: Another passage of the corpus, that is found by itself.
OTHER = "教育大会讲话.txt"
OTHERS = max(speeches()[f"speeches/{OTHER}"].split("\n"), key=len).strip()
#: The first check ends only when it is given up, on whatever machine.
ENDLESS = """
import time
from simcheck import Corpus
from simcheck.cancelling import cancellable, look
from simcheck.lsp import server
server.LOOK = server.PAUSE = server.PATIENCE = 0.05
check = Corpus.check
def endless(self, draft, *, cancel, **more):
    Corpus.check = check
    with cancellable(cancel, draft.id):
        while True:
            time.sleep(0.01)
            look()
Corpus.check = endless
"""
COUNTED = ("verbatim", "edited")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return library(tmp_path_factory.mktemp("corpus") / "讲话库")


def message(method: str, params: Any = None, number: int | None = None) -> bytes:
    content = {"jsonrpc": "2.0", "method": method, "params": params} | ({} if number is None else {"id": number})
    body = json.dumps(content).encode()
    return b"Content-Length: %d\r\n\r\n" % len(body) + body


def spoken(*messages: bytes, command: Sequence[str] = SERVER) -> tuple[dict[int, Any], int]:
    """What the server answers to each request when all is said, its result or the code of the error, and its exit
    code."""
    done = subprocess.run([sys.executable, *command], input=b"".join(messages), capture_output=True, check=False)
    answers, rest = {}, done.stdout
    while rest:
        header, _, rest = rest.partition(b"\r\n\r\n")
        length = int(header.split(b"\r\n")[0].removeprefix(b"Content-Length: "))  # nothing else stands there
        content, rest = json.loads(rest[:length]), rest[length:]
        if "id" in content and "method" not in content:
            answers[content["id"]] = content["error"]["code"] if "error" in content else content["result"]
    return answers, done.returncode


HELLO = message("initialize", {"processId": None, "rootUri": None, "capabilities": {}}, 1)
OPEN = message(
    "textDocument/didOpen", {"textDocument": {"uri": "untitled:甲", "languageId": "", "version": 1, "text": ""}}
)
HOVER = {"textDocument": {"uri": "untitled:甲"}, "position": {"line": 0, "character": 0}}


def test_a_request_before_hello_and_one_after_goodbye_are_refused() -> None:
    early = (OPEN, message("textDocument/hover", HOVER, 7), message("shutdown", None, 8))
    late = (message("shutdown", None, 2), message("textDocument/hover", HOVER, 3), OPEN, message("exit"))
    answers, code = spoken(*early, HELLO, HELLO.replace(b'"id": 1', b'"id": 9'), *late)
    assert answers.pop(1)["serverInfo"]["name"] == "simcheck"
    assert answers == {7: -32002, 8: -32002, 9: -32600, 2: None, 3: -32600}
    assert code == 0


@pytest.mark.parametrize("ending", [(message("exit"),), ()], ids=["exit", "gone"])
def test_an_editor_that_leaves_without_a_shutdown_leaves_no_server_and_code_1(ending: tuple[bytes, ...]) -> None:
    told = spoken(HELLO, message("initialized", {}), OPEN, *ending, command=python(*SERVER))
    assert told[1] == 1


def test_what_is_printed_does_not_stand_among_the_messages_and_what_reads_gets_none_of_them() -> None:
    noisy = server_that(
        "import os, subprocess, simcheck.lsp.server as s\n"
        "find = s.settings_of\n"
        "def settings_of(*given):\n"
        "    print('noise'); os.write(1, b'noise'); subprocess.run(['sh', '-c', 'echo noise; cat'], check=True)\n"
        "    return find(*given)\n"
        "s.settings_of = settings_of"
    )
    answers, code = spoken(HELLO, message("shutdown", None, 2), message("exit"), command=python(*noisy))
    assert answers[1]["serverInfo"]["name"] == "simcheck"
    assert (answers[2], code) == (None, 0)


async def offered(ed: Editor, uri: str, at: lsp.Range, name: str) -> lsp.Command:
    """The command with a name among the actions, as the editor runs it: with the arguments of the action alone."""
    found = [one.command for one in (await ed.actions(uri, at)).values() if one.command and one.command.command == name]
    assert len(found) == 1
    return found[0]


def test_accepting_works_as_it_is_offered(corpus: Path, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with editor(tmp_path, {"corpus": str(corpus)}) as ed:
            uri = ed.open("稿.txt", RARE)
            (found,) = await ed.diagnostics(uri)
            await ed.run(await offered(ed, uri, found.range, "simcheck.accept"))
            await ed.until(lambda: [one.code for one in ed.client.diagnostics[uri]] == ["baseline"])
            (entry,) = Baseline.read(tmp_path / "simcheck-baseline.toml").entries
            assert (entry.source, entry.reason) == (SOURCE, "在编辑器中认可")

    run(scenario())


def test_what_was_chosen_is_accepted_though_the_report_has_become_another_one(corpus: Path, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with editor(tmp_path, {"corpus": str(corpus), "delay": 0}) as ed:
            uri = ed.open("稿.txt", RARE)
            (found,) = await ed.diagnostics(uri)
            chosen = await offered(ed, uri, found.range, "simcheck.accept")
            start = lsp.Position(0, 0)
            insertion = lsp.TextDocumentContentChangePartial(lsp.Range(start, start), f"{OTHERS}\n{CLEAN}\n")
            ed.change(uri, 2, insertion)
            assert len([one for one in await ed.diagnostics(uri, 2) if one.code in COUNTED]) == 2
            await ed.run(chosen)
            file = tmp_path / "simcheck-baseline.toml"
            await ed.until(file.exists)
            assert [entry.source for entry in Baseline.read(file).entries] == [SOURCE]

            ed.change(uri, 3, lsp.TextDocumentContentChangeWholeDocument(CLEAN))
            await ed.diagnostics(uri, 3)
            before = file.read_bytes()
            for name in ("simcheck.accept", "simcheck.openSource"):  # gone: nothing is done, and the user is told
                known = len(ed.client.messages)
                await ed.run(lsp.Command("", name, arguments=chosen.arguments))
                await ed.until(lambda known=known: len(ed.client.messages) > known)
                assert "重新选择" in ed.client.messages[-1].message
            assert file.read_bytes() == before
            assert ed.client.shown_documents == []

    run(scenario())


def test_actions_are_offered_where_they_are_asked_for(corpus: Path, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with editor(tmp_path, {"corpus": str(corpus)}) as ed:
            uri = ed.open("稿.txt", RARE)
            (found,) = await ed.diagnostics(uri)

            async def asked(at: lsp.Range, *only: str) -> int:
                context = lsp.CodeActionContext([], list(only) if only else None)
                params = lsp.CodeActionParams(lsp.TextDocumentIdentifier(uri), at, context)
                return len(await ed.client.text_document_code_action_async(params) or [])

            end = found.range.end
            assert await asked(found.range, "quickfix") == await asked(found.range, "") == await asked(found.range) == 3
            assert await asked(found.range, "source.fixAll") == await asked(found.range, "quickfix.other") == 0
            # A cursor right behind what was just typed, and one further on, and what is selected before the passage.
            assert await asked(lsp.Range(end, end)) == 3
            before = lsp.Position(0, found.range.start.character - 1)
            assert await asked(lsp.Range(before, before)) == 0
            assert await asked(lsp.Range(lsp.Position(0, 0), found.range.start)) == 0

    run(scenario())


def test_an_editor_that_knows_commands_alone_gets_commands(corpus: Path, tmp_path: Path) -> None:
    plain = client_capabilities("visual-studio-code")
    assert plain.text_document is not None
    plain.text_document.code_action = lsp.CodeActionClientCapabilities()

    async def scenario() -> None:
        async with editor(tmp_path, {"corpus": str(corpus)}, plain) as ed:
            uri = ed.open("稿.txt", RARE)
            (found,) = await ed.diagnostics(uri)
            params = lsp.CodeActionParams(lsp.TextDocumentIdentifier(uri), found.range, lsp.CodeActionContext([]))
            answer = await ed.client.text_document_code_action_async(params) or []
            assert [one.command for one in answer] == ["simcheck.accept", "simcheck.openSource"]

    run(scenario())


def test_the_source_of_a_match_that_is_not_shown_opens_too(corpus: Path, tmp_path: Path) -> None:
    text = f"<!-- simcheck: ignore 统一部署 -->\n{OTHERS}"

    async def scenario() -> None:
        async with editor(tmp_path, {"corpus": str(corpus), "show_ignored": False}) as ed:
            uri = ed.open("稿.md", text, "markdown")
            assert await ed.diagnostics(uri) == []
            at = Positions(text, "utf-16").position(text.index(OTHERS) + 5)
            await ed.run(await offered(ed, uri, lsp.Range(at, at), "simcheck.openSource"))
            assert len(ed.client.shown_documents) == 1

    run(scenario())


def test_sources_with_names_that_are_none_for_files_open_too(tmp_path: Path) -> None:
    text = speeches()[f"speeches/{SOURCE}"]
    for number, name in enumerate(("长" * 300, "..", "https://讲话.example/a?b=<c>|d:e", "讲话\\")):
        with Corpus.create(tmp_path / f"库{number}") as made:
            made.add([Document(name, text)])
        with Corpus.open(tmp_path / f"库{number}") as opened:
            (match,) = opened.check(COPIED).matches
            origins = Origins("utf-16", virtual=False)
            place = origins.locator(opened, ())(match)
            assert place is not None
            file = Path(to_fs_path(place.uri) or "")
            assert file.read_text("utf-8") == text
            origins.close()
            assert not file.exists()


def test_the_text_of_a_source_that_is_still_shown_is_not_forgotten(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = speeches()[f"speeches/{SOURCE}"]
    monkeypatch.setattr(origins_of, "MADE", 2 * sizeof(text) + 2000)
    with Corpus.open(corpus) as opened:
        (match,) = opened.check(COPIED).matches
        origins = Origins("utf-16", virtual=True)
        locate = origins.locator(opened, ())
        place = locate(match)
        for number in range(6):  # other documents come, and each check of the draft asks for the place of its source
            origins.show(f"{number}.txt", "别的" * (len(text) // 4))
            assert locate(match) == place
        assert place is not None
        assert origins.text(place.uri) == text


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signals")
def test_a_server_that_is_killed_leaves_no_copies(tmp_path: Path) -> None:
    (tmp_path / "临时").mkdir()
    copying = server_that(
        "import simcheck.lsp.server as s\n"
        "prepare = s.Server.prepare\n"
        "def prepared(self, params):\n"
        "    prepare(self, params)\n"
        "    self.checker.origins.show('来源.txt', '各位代表')\n"
        "s.Server.prepare = prepared"
    )
    with subprocess.Popen(
        [sys.executable, *copying],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "TMPDIR": str(tmp_path / "临时")},
    ) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        server.stdin.write(HELLO)
        server.stdin.flush()
        assert server.stdout.readline().startswith(b"Content-Length")
        assert len(list((tmp_path / "临时").rglob("来源.txt"))) == 1
        server.terminate()
        assert server.wait(300) == 143
    assert list((tmp_path / "临时").iterdir()) == []


def test_what_the_editor_said_at_first_holds_until_it_says_otherwise(corpus: Path, tmp_path: Path) -> None:
    first = {"corpus": str(corpus), "max_overlap": "off"}

    async def scenario() -> None:
        async with editor(tmp_path, {"within": "warning"}, options=first) as ed:
            uri = ed.open("稿.txt", RARE)
            assert [one.severity for one in await ed.diagnostics(uri)] == [lsp.DiagnosticSeverity.Warning]
            ed.client.set_configuration({"simcheck": {"max_overlap": "5%", "corpus": None}})
            ed.client.workspace_did_change_configuration(lsp.DidChangeConfigurationParams({}))
            await ed.until(lambda: ed.client.diagnostics[uri][0].severity == lsp.DiagnosticSeverity.Error)
            assert ed.client.messages == []

    run(scenario())


def test_relative_paths_are_of_the_first_folder_where_the_editor_names_only_folders(tmp_path: Path) -> None:
    library(tmp_path / "一" / "库")
    folders = [lsp.WorkspaceFolder((tmp_path / name).as_uri(), name) for name in ("一", "二")]

    async def scenario() -> None:
        async with editor(tmp_path, {"corpus": "库"}, root_uri=None, workspace_folders=folders) as ed:
            assert await ed.diagnostics(ed.open("稿.txt", RARE)) != []

    run(scenario())


def test_drafts_that_are_not_saved_yet_are_checked(corpus: Path, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with editor(tmp_path, {"corpus": str(corpus)}) as ed:
            for uri in ("untitled:Untitled-1", "untitled:" + "长" * 200, "buffer:/%E7%A8%BF", "file://"):
                item = lsp.TextDocumentItem(uri, "plaintext", 1, RARE)
                ed.client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))
                assert len(await ed.diagnostics(uri)) == 1
            assert ed.client.messages == []

    run(scenario())


def test_what_was_taken_out_and_put_back_is_told_again(corpus: Path, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with editor(tmp_path, {"corpus": str(corpus)}) as ed:
            uri = ed.open("稿.txt", RARE)
            (found,) = await ed.diagnostics(uri)
            ed.change(uri, 2, lsp.TextDocumentContentChangePartial(found.range, ""))
            at = found.range.start  # editors take the mark away with the words, and put only the words back
            ed.change(uri, 3, lsp.TextDocumentContentChangePartial(lsp.Range(at, at), COPIED))
            assert [one.range for one in await ed.diagnostics(uri, 3)] == [found.range]

    run(scenario())


def test_a_problem_is_told_once_though_other_drafts_are_checked_meanwhile(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "simcheck.toml").write_text(f"corpus = {json.dumps(str(corpus))}\n", "utf-8")
    (tmp_path / "坏").mkdir()
    (tmp_path / "坏" / "simcheck.toml").write_text("max_overlop = 1\n", "utf-8")
    start = lsp.Position(0, 0)

    async def scenario() -> None:
        async with editor(tmp_path, {"delay": 0}) as ed:
            wrong, right = ed.open("坏/稿.txt", RARE), ed.open("稿.txt", RARE)
            for version in range(2, 5):
                for uri in (wrong, right):
                    ed.change(uri, version, lsp.TextDocumentContentChangePartial(lsp.Range(start, start), "好"))
                    assert (await ed.diagnostics(uri, version) == []) == (uri == wrong)
            assert len(ed.client.messages) == 1
            ed.client.text_document_did_close(lsp.DidCloseTextDocumentParams(lsp.TextDocumentIdentifier(wrong)))
            ed.open("坏/稿.txt", RARE)  # whoever opens it anew is told anew
            await ed.until(lambda: len(ed.client.messages) == 2)

    run(scenario())


def test_what_others_change_is_seen_without_a_word_from_the_editor(tmp_path: Path) -> None:
    looks = python(*server_that("import simcheck.lsp.server as s; s.LOOK = 0.2"))

    async def scenario() -> None:
        with Corpus.create(tmp_path / "库") as made:
            made.add([Document(OTHER, speeches()[f"speeches/{OTHER}"])])
            async with editor(tmp_path, {"corpus": "库", "baseline": "认可.toml"}, command=looks) as ed:
                (tmp_path / "认可.toml").write_text("version = 1\n", "utf-8")
                uri = ed.open("稿.txt", RARE)
                assert await ed.diagnostics(uri) == []
                made.add([Document(SOURCE, speeches()[f"speeches/{SOURCE}"])])
                await ed.until(lambda: [one.code for one in ed.client.diagnostics[uri]] == ["verbatim"])
                made.remove([SOURCE])
                await ed.until(lambda: not ed.client.diagnostics[uri])

    run(scenario())


def test_a_check_that_the_user_gives_up_stays_given_up_until_asked_for(corpus: Path, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with editor(tmp_path, {"corpus": str(corpus)}, capable(), command=python(*server_that(ENDLESS))) as ed:
            uri = ed.open("长稿.txt", RARE)
            await ed.until(lambda: ed.client.progress_reports)
            (token,) = ed.client.progress_reports
            ed.client.window_work_done_progress_cancel(lsp.WorkDoneProgressCancelParams(token))
            assert await ed.diagnostics(uri) == []
            await asyncio.sleep(0.5)
            params = lsp.CodeLensParams(lsp.TextDocumentIdentifier(uri))
            (lens,) = await ed.client.text_document_code_lens_async(params) or []
            assert lens.command is not None
            assert "查重已取消" in lens.command.title
            (shown,) = ed.client.progress_reports.values()
            assert [isinstance(one, lsp.WorkDoneProgressEnd) for one in shown] == [False] * (len(shown) - 1) + [True]
            assert ed.client.messages == []
            await ed.run(lens.command)  # the line that says so leads to another check
            await ed.until(lambda: ed.client.diagnostics[uri])

    run(scenario())


def test_a_check_that_was_overtaken_before_it_had_a_session_is_given_up(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, _ = settings_of({"corpus": str(corpus)}, tmp_path)
    checker = Checker("utf-16", Origins("utf-16", virtual=False), settings)
    draft = Draft("file:///稿.txt", tmp_path / "稿.txt", "", RARE, 1)
    opened, stages = Checker._corpus, list[str]()

    def overtaken(self: Checker, config: Any) -> Corpus:
        draft.changed(CLEAN, 2)
        return opened(self, config)

    with monkeypatch.context() as patch:
        patch.setattr(Checker, "_corpus", overtaken)
        outcome = checker.check(draft, stages.append)
    assert (outcome.text, outcome.report, stages) == (RARE, None, [])
    assert checker.check(draft, stages.append).report is not None
    assert stages
    checker.close()


def test_own_work_is_read_and_folded_once_while_it_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "旧作").mkdir()
    for name in ("一.txt", "二.txt"):
        (tmp_path / "旧作" / name).write_text(f"{CLEAN}{name}", "utf-8")
    read, made = accepting.read, list[str]()
    monkeypatch.setattr(accepting, "read", lambda path: made.append(path.name) or read(path))
    settings, _ = settings_of({"own": ["旧作"]}, tmp_path)
    acceptances = Acceptances()
    draft = tmp_path / "旧作" / "稿.txt"

    def own() -> tuple[tuple[str, str], ...]:
        found = acceptances.of(load_config(draft, settings.given, environ={}), draft).own
        return found.texts if found else ()

    first = own()
    assert [Path(name).name for name, _ in first] == made == ["一.txt", "二.txt"]
    assert all(one is other for one, other in zip(own(), first, strict=True))
    (tmp_path / "旧作" / "二.txt").write_text(COPIED, "utf-8")
    assert len(own()) == 2
    assert made == ["一.txt", "二.txt", "二.txt"]
    assert own()[1] != first[1]
