"""The language server as a real process, spoken to as an editor does."""

from __future__ import annotations

import asyncio
import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from editing import (
    CLEAN,
    COPIED,
    DRAFT,
    RARE,
    SERVER,
    SOURCE,
    WAIT,
    Editor,
    Settings,
    capable,
    editor,
    library,
    run,
    server_that,
)
from forked import python
from lsprotocol import types as lsp
from made import speeches
from pytest_lsp import client_capabilities

from simcheck import Baseline, Corpus, Document
from simcheck.lsp.positions import Positions
from simcheck.resources import model_folder


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return library(tmp_path_factory.mktemp("corpus") / "讲话库")


def test_a_copied_passage_is_underlined_and_leads_to_its_source(corpus: Path, tmp_path: Path) -> None:
    async def scenario() -> None:
        settings = {"corpus": str(corpus)}
        async with editor(tmp_path, settings, options={"virtual_documents": True}, command=SERVER) as ed:
            uri = ed.open("稿.txt", DRAFT)
            found = await ed.diagnostics(uri)
            positions = Positions(DRAFT, lsp.PositionEncodingKind.Utf16)
            with Corpus.open(corpus) as opened:
                report = opened.check(DRAFT)
            assert [one.range for one in found] == [
                positions.range(match.draft.start, match.draft.end) for match in report.matches
            ]
            severities = {one.code: one.severity for one in found}
            assert severities["edited"] == lsp.DiagnosticSeverity.Error
            assert severities["set_phrase"] == lsp.DiagnosticSeverity.Hint
            first = next(one for one in found if one.code == "edited")
            assert SOURCE in first.message
            assert first.related_information
            source = first.related_information[0].location
            request = lsp.TextDocumentContentParams(source.uri)
            assert source.uri.startswith("simcheck:/")
            assert SOURCE in unquote(source.uri)
            text = (await ed.client.workspace_text_document_content_async(request)).text
            assert text == speeches()[f"speeches/{SOURCE}"]
            there = Positions(text, lsp.PositionEncodingKind.Utf16)
            start, end = there.offset(source.range.start), there.offset(source.range.end)
            assert (start, end) == (report.matches[0].source.start, report.matches[0].source.end)
            ed.client.text_document_did_close(lsp.DidCloseTextDocumentParams(lsp.TextDocumentIdentifier(uri)))
            await ed.until(lambda: not ed.client.diagnostics[uri])

    run(scenario())


@pytest.mark.parametrize(
    "encoding",
    [
        None,
        lsp.PositionEncodingKind.Utf8,
        pytest.param(lsp.PositionEncodingKind.Utf16, marks=pytest.mark.long),  # as where none is named
        pytest.param(lsp.PositionEncodingKind.Utf32, marks=pytest.mark.long),  # test_lsp_positions.py has all of them
    ],
    ids=str,
)
def test_ranges_are_right_in_every_encoding(
    corpus: Path, tmp_path: Path, encoding: lsp.PositionEncodingKind | None
) -> None:
    async def scenario() -> None:
        wanted = [encoding] if encoding else None
        async with editor(tmp_path, {"corpus": str(corpus)}, capable(position_encodings=wanted)) as ed:
            uri = ed.open("稿.txt", RARE)
            found = [one for one in await ed.diagnostics(uri) if one.code in ("verbatim", "edited")]
            positions = Positions(RARE, encoding or lsp.PositionEncodingKind.Utf16)
            start, end = positions.offset(found[0].range.start), positions.offset(found[0].range.end)
            assert RARE[start:end] == COPIED
            # Typed before the passage, in units of the encoding: everything moves by two characters.
            at = positions.position(1)
            ed.change(uri, 2, lsp.TextDocumentContentChangePartial(lsp.Range(at, at), "𠮷🙂"))
            moved = [one for one in await ed.diagnostics(uri, 2) if one.code in ("verbatim", "edited")]
            text = RARE[:1] + "𠮷🙂" + RARE[1:]
            positions = Positions(text, encoding or lsp.PositionEncodingKind.Utf16)
            assert text[positions.offset(moved[0].range.start) : positions.offset(moved[0].range.end)] == COPIED

    run(scenario())


def test_what_is_typed_appears_and_what_is_deleted_goes(corpus: Path, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with editor(tmp_path, {"corpus": str(corpus), "delay": 20}) as ed:
            uri = ed.open("稿.md", CLEAN, "markdown")
            assert await ed.diagnostics(uri) == []
            assert await ed.lenses(uri) == [title for title in await ed.lenses(uri) if "0.0%" in title]
            end = Positions(CLEAN, "utf-16").position(len(CLEAN))
            for number, char in enumerate("\n" + COPIED):  # faster than checks can follow
                ed.change(uri, 2 + number, lsp.TextDocumentContentChangePartial(lsp.Range(end, end), char))
                end = Positions(CLEAN + "\n" + COPIED[:number], "utf-16").position(len(CLEAN) + 1 + number)
            (found,) = await ed.diagnostics(uri, 2 + len(COPIED))
            assert found.range.start == lsp.Position(1, 0)
            assert found.range.end == end
            start = lsp.Position(0, len(CLEAN))
            ed.change(uri, 900, lsp.TextDocumentContentChangePartial(lsp.Range(start, end), ""))
            assert await ed.diagnostics(uri, 900) == []
            ed.change(uri, 901, lsp.TextDocumentContentChangeWholeDocument(RARE))
            assert await ed.diagnostics(uri, 901) != []
            for _ in range(1000):  # the lenses are asked for again after the diagnostics
                if ed.refreshed < 4:
                    await asyncio.sleep(0.01)
            assert ed.refreshed >= 4

    run(scenario())


def test_hover_shows_both_passages(corpus: Path, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with editor(tmp_path, {"corpus": str(corpus)}) as ed:
            uri = ed.open("稿.txt", DRAFT)
            found = next(one for one in await ed.diagnostics(uri) if one.code == "edited")
            params = lsp.HoverParams(lsp.TextDocumentIdentifier(uri), found.range.start)
            hover = await ed.client.text_document_hover_async(params)
            assert hover is not None
            assert hover.range == found.range
            assert isinstance(hover.contents, lsp.MarkupContent)
            shown = hover.contents.value.replace("*", "").replace("\\", "")
            assert "**" in hover.contents.value
            # The draft's words and the source's, which differ in these.
            assert "住建局要组建由6名注册工程师" in shown
            assert "住建部门要组建由12名注册工程师" in shown
            nowhere = lsp.HoverParams(lsp.TextDocumentIdentifier(uri), lsp.Position(0, 0))
            assert await ed.client.text_document_hover_async(nowhere) is None

    run(scenario())


def test_lenses_tell_the_figures_of_the_report(corpus: Path, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with editor(tmp_path, {"corpus": str(corpus)}) as ed:
            uri = ed.open("稿.txt", DRAFT)
            await ed.diagnostics(uri)
            with Corpus.open(corpus) as opened:
                figures = opened.check(DRAFT).figures
            whole, largest, longest = await ed.lenses(uri)
            assert f"{figures.overlap:.1%}" in whole
            assert "不通过" in whole
            assert f"{figures.largest_source:.1%}" in largest
            assert SOURCE in largest
            assert str(figures.longest_run) in longest

    run(scenario())


@pytest.mark.parametrize(("name", "language"), [("稿.md", "markdown"), ("稿.txt", "plaintext")])
def test_an_inserted_mark_ends_the_complaint(corpus: Path, tmp_path: Path, name: str, language: str) -> None:
    async def scenario() -> None:
        text = f"{CLEAN}\n{COPIED}\n\n{CLEAN}\n"
        async with editor(tmp_path, {"corpus": str(corpus), "show_ignored": False}) as ed:
            uri = ed.open(name, text, language)
            (found,) = await ed.diagnostics(uri)
            offered = await ed.actions(uri, found.range)
            assert len(offered) == 3
            action = next(one for one in offered.values() if one.edit is not None)
            assert list(action.diagnostics or []) == [found]
            assert action.edit is not None
            (change,) = action.edit.document_changes or []
            assert isinstance(change, lsp.TextDocumentEdit)
            assert (change.text_document.uri, change.text_document.version) == (uri, 1)  # no other text is edited
            edits = [edit for edit in change.edits if isinstance(edit, lsp.TextEdit)]
            # One above each line of the passage that has text.
            lines = [number for number, line in enumerate(text.split("\n")) if line and line in COPIED]
            assert [edit.range.start for edit in edits] == [lsp.Position(line, 0) for line in lines]
            assert all(edit.new_text.startswith("<!--" if language == "markdown" else "【") for edit in edits)
            changes = [lsp.TextDocumentContentChangePartial(one.range, one.new_text) for one in reversed(edits)]
            ed.change(uri, 2, *changes)
            assert await ed.diagnostics(uri, 2) == []

    run(scenario())


def test_an_accepted_match_is_written_into_the_baseline_and_no_complaint_any_more(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "simcheck.toml").write_text(f"corpus = {json.dumps(str(corpus))}\n", "utf-8")

    async def scenario() -> None:
        async with editor(tmp_path, {}) as ed:
            uri = ed.open("部门/稿.txt", RARE)
            found = next(one for one in await ed.diagnostics(uri) if one.code in ("verbatim", "edited"))
            offered = await ed.actions(uri, found.range)
            action = next(one for one in offered.values() if one.command and one.command.command == "simcheck.accept")
            assert action.command is not None
            command = lsp.Command("", "simcheck.accept", arguments=[*(action.command.arguments or []), "上级统一部署"])
            await ed.run(command)
            await ed.until(lambda: [one.code for one in ed.client.diagnostics[uri]] == ["baseline"])
            (entry,) = Baseline.read(tmp_path / "simcheck-baseline.toml").entries
            assert (entry.draft, entry.reason, entry.source) == ("部门/稿.txt", "上级统一部署", SOURCE)
            assert "上级统一部署" in ed.client.diagnostics[uri][0].message
            assert ed.client.diagnostics[uri][0].severity == lsp.DiagnosticSeverity.Hint

    run(scenario())


def test_the_source_opens_as_its_file_where_there_is_one(corpus: Path, tmp_path: Path) -> None:
    folder = tmp_path / "旧稿"
    folder.mkdir()
    (folder / SOURCE).write_bytes(speeches()[f"speeches/{SOURCE}"].encode("gb18030"))

    async def scenario() -> None:
        async with editor(tmp_path, {"corpus": str(corpus), "sources": ["旧稿"]}) as ed:
            uri = ed.open("稿.txt", RARE)
            found = next(one for one in await ed.diagnostics(uri) if one.code in ("verbatim", "edited"))
            action = next(
                one
                for one in (await ed.actions(uri, found.range)).values()
                if one.command and one.command.command == "simcheck.openSource"
            )
            assert action.command is not None
            await ed.run(action.command)
            (shown,) = ed.client.shown_documents
            assert unquote(shown.uri) == unquote((folder / SOURCE).as_uri())
            assert found.related_information
            assert shown.selection == found.related_information[0].location.range

    run(scenario())


def test_an_editor_without_virtual_documents_gets_copies_which_go_with_the_server(corpus: Path, tmp_path: Path) -> None:
    copies: list[Path] = []

    async def scenario() -> None:
        settings = {"corpus": str(corpus)}
        async with editor(tmp_path, settings, client_capabilities("neovim"), options=settings) as ed:
            uri = ed.open("稿.txt", RARE)
            found = next(one for one in await ed.diagnostics(uri) if one.code in ("verbatim", "edited"))
            assert found.related_information
            location = found.related_information[0].location
            copies.append(Path(unquote(location.uri.removeprefix("file://"))))
            assert copies[0].read_text("utf-8") == speeches()[f"speeches/{SOURCE}"]

    run(scenario())
    assert not copies[0].exists()


def test_changed_settings_hold_at_once(corpus: Path, tmp_path: Path) -> None:
    async def scenario() -> None:
        settings: Settings = {"corpus": str(corpus), "max_overlap": "off", "within": "warning"}
        async with editor(tmp_path, settings) as ed:
            uri = ed.open("稿.txt", RARE)
            await ed.until(lambda: _severities(ed, uri) == {lsp.DiagnosticSeverity.Warning})
            ed.client.set_configuration({"simcheck": {**settings, "max_run": {"verbatim": 20}}})
            ed.client.workspace_did_change_configuration(lsp.DidChangeConfigurationParams(None))
            await ed.until(lambda: _severities(ed, uri) == {lsp.DiagnosticSeverity.Error})
            settings |= {"max_run": 20, "severity": {"max_run": "note"}}
            ed.client.set_configuration({"simcheck": settings})
            ed.client.workspace_did_change_configuration(lsp.DidChangeConfigurationParams(None))
            await ed.until(lambda: _severities(ed, uri) == {lsp.DiagnosticSeverity.Information})

    run(scenario())


def _severities(ed: Editor, uri: str) -> set[lsp.DiagnosticSeverity | None]:
    found = ed.client.diagnostics.get(uri, [])
    return {one.severity for one in found if one.code in ("verbatim", "edited")}


def test_the_settings_file_above_the_draft_holds_and_a_wrong_one_is_told_once(corpus: Path, tmp_path: Path) -> None:
    file = tmp_path / "simcheck.toml"
    file.write_text(f'corpus = {json.dumps(str(corpus))}\nmax_overlap = "90%"\n', "utf-8")

    async def scenario() -> None:
        async with editor(tmp_path, {"within": "note"}) as ed:
            uri = ed.open("部门/稿.txt", DRAFT)
            await ed.until(lambda: _severities(ed, uri) == {lsp.DiagnosticSeverity.Information})
            file.write_text("max_overlop = 1\n", "utf-8")
            change = lsp.FileEvent(file.as_uri(), lsp.FileChangeType.Changed)
            for _ in range(3):
                ed.client.workspace_did_change_watched_files(lsp.DidChangeWatchedFilesParams([change]))
            await ed.until(lambda: not ed.client.diagnostics[uri] and ed.client.messages)
            async with asyncio.timeout(WAIT):  # a check may be under way still, for the second and the third change
                while not [title for title in await ed.lenses(uri) if "max_overlop" in title]:
                    await asyncio.sleep(0.02)
            (message,) = ed.client.messages
            assert "max_overlap" in message.message
            file.write_text(f"corpus = {json.dumps(str(corpus))}\n", "utf-8")
            ed.client.workspace_did_change_watched_files(lsp.DidChangeWatchedFilesParams([change]))
            await ed.until(lambda: _severities(ed, uri) == {lsp.DiagnosticSeverity.Error})

    run(scenario())


def test_a_missing_corpus_is_told_once_and_found_when_it_is_there(corpus: Path, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with editor(tmp_path, {"corpus": "库", "delay": 0}) as ed:
            uri = ed.open("稿.txt", RARE)
            assert await ed.diagnostics(uri) == []
            start = lsp.Position(0, 0)
            for version in (2, 3):
                ed.change(uri, version, lsp.TextDocumentContentChangePartial(lsp.Range(start, start), "好"))
                assert await ed.diagnostics(uri, version) == []
            (message,) = ed.client.messages
            assert message.type == lsp.MessageType.Warning
            assert "no such corpus" in message.message
            assert [title for title in await ed.lenses(uri) if "未检查" in title]
            with Corpus.create(tmp_path / "库") as made:
                made.add([Document(SOURCE, speeches()[f"speeches/{SOURCE}"])])
            ed.client.text_document_did_save(lsp.DidSaveTextDocumentParams(lsp.TextDocumentIdentifier(uri)))
            await ed.until(lambda: ed.client.diagnostics[uri])
            assert len(ed.client.messages) == 1

    run(scenario())


def _truncate(folder: Path) -> None:
    for file in folder.rglob("*.npy"):
        file.write_bytes(b"")
    (folder / "corpus.sqlite").write_bytes(b"")


def _scribble(folder: Path) -> None:
    (folder / "corpus.sqlite").write_bytes(b"SQLite format 3\0" + bytes(range(256)) * 40)


@pytest.mark.parametrize(
    ("damage", "told"),
    [(shutil.rmtree, "no such corpus"), (_truncate, "is empty; restore it"), (_scribble, "corpus.sqlite")],
)
def test_a_corpus_lost_while_the_server_runs_is_told_once_and_found_when_it_is_back(
    corpus: Path, tmp_path: Path, damage: Callable[[Path], None], told: str
) -> None:
    folder = tmp_path / "库"
    shutil.copytree(corpus, folder)

    async def scenario() -> None:
        async with editor(tmp_path, {"corpus": "库", "delay": 0}) as ed:
            uri = ed.open("稿.txt", RARE)
            before = await ed.diagnostics(uri)
            assert before != []
            start, version = lsp.Position(0, 0), 1
            for times in (1, 2):  # what was mended and is lost again is news
                damage(folder)
                for _ in range(2):
                    version += 1
                    ed.change(uri, version, lsp.TextDocumentContentChangePartial(lsp.Range(start, start), "好"))
                    assert await ed.diagnostics(uri, version) == []
                await ed.until(lambda wanted=times: len(ed.client.messages) >= wanted)
                assert [title for title in await ed.lenses(uri) if "未检查" in title]
                shutil.rmtree(folder, ignore_errors=True)
                shutil.copytree(corpus, folder)
                await ed.until(lambda: ed.client.diagnostics[uri])  # without a word from the editor
                assert [one.message for one in ed.client.diagnostics[uri]] == [one.message for one in before]
                assert len(ed.client.messages) == times
            assert all(told in message.message for message in ed.client.messages)

    run(scenario())


def test_an_index_lost_while_the_server_runs_is_mended(corpus: Path, tmp_path: Path) -> None:
    folder = tmp_path / "库"
    shutil.copytree(corpus, folder)

    async def scenario() -> None:
        async with editor(tmp_path, {"corpus": "库", "delay": 0}) as ed:
            uri = ed.open("稿.txt", CLEAN)
            assert await ed.diagnostics(uri) == []
            for file in folder.rglob("*.npy"):  # mapped by the server just now
                file.write_bytes(file.read_bytes()[:100])
            ed.change(uri, 2, lsp.TextDocumentContentChangeWholeDocument(RARE))
            assert await ed.diagnostics(uri, 2) != []
            assert ed.client.messages == []

    run(scenario())


def test_a_draft_too_long_to_check_does_not_look_clean(corpus: Path, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with editor(tmp_path, {"corpus": str(corpus)}) as ed:
            uri = ed.open("稿.txt", "长" * 500_001)
            assert await ed.diagnostics(uri) == []
            assert [title for title in await ed.lenses(uri) if "未检查" in title and "太长" in title]

    run(scenario())


def test_a_corpus_rebuilt_with_another_model_is_followed(tmp_path: Path) -> None:
    other = tmp_path / "另一个模型"
    shutil.copytree(model_folder(), other)
    settings = json.loads((other / "modules.json").read_text("utf-8"))
    (other / "modules.json").write_text(json.dumps(settings[:1]), "utf-8")

    async def scenario() -> None:
        with Corpus.create(tmp_path / "库") as made:
            made.add([Document(SOURCE, speeches()[f"speeches/{SOURCE}"])])
            async with editor(tmp_path, {"corpus": "库", "delay": 0}) as ed:
                uri = ed.open("稿.txt", RARE)
                assert await ed.diagnostics(uri) != []
                made.rebuild(str(other))
                ed.change(uri, 2, lsp.TextDocumentContentChangeWholeDocument(f"{RARE}好"))
                assert await ed.diagnostics(uri, 2) != []
                assert ed.client.messages == []

    run(scenario())


def test_wrong_settings_of_the_editor_are_told_and_the_others_hold(corpus: Path, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with editor(tmp_path, {"corpus": str(corpus), "delya": 5, "within": "loud"}) as ed:
            uri = ed.open("稿.txt", RARE)
            assert await ed.diagnostics(uri) != []
            await ed.until(lambda: len(ed.client.messages) == 2)
            assert "'delay'" in ed.client.messages[0].message
            assert "note, warning, error" in ed.client.messages[1].message

    run(scenario())


def test_a_draft_without_letters_gets_nothing_said_about_it(corpus: Path, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with editor(tmp_path, {"corpus": str(corpus)}) as ed:
            for name, text in (("空.txt", ""), ("点.txt", "……\n——")):
                assert await ed.diagnostics(ed.open(name, text)) == []
            assert ed.client.messages == []

    run(scenario())


def test_without_pygls_one_line_says_what_to_install(tmp_path: Path) -> None:
    import subprocess

    (tmp_path / "pygls.py").write_text("raise ImportError('none')\n", "utf-8")
    environment = {"PYTHONPATH": f"{tmp_path}:{Path(__file__).parents[1]}", "PATH": ""}
    run = subprocess.run(
        [sys.executable, "-m", "simcheck", "lsp"], capture_output=True, text=True, check=False, env=environment
    )
    assert run.returncode == 2
    assert run.stderr == "simcheck: the language server needs pygls; pip install 'simcheck[lsp]'\n"


def test_a_long_check_shows_its_progress_and_ends_it(corpus: Path, tmp_path: Path) -> None:
    text = "\n".join(speeches().values()) * 2
    # How long a check takes is the machine's affair: what is long here is any.
    command = python(*server_that("from simcheck.lsp import server\nserver.PATIENCE = 0.0"))

    async def scenario() -> None:
        async with editor(tmp_path, {"corpus": str(corpus)}, command=command) as ed:
            await ed.diagnostics(ed.open("长稿.txt", text))
            await ed.until(lambda: any(_ended(found) for found in ed.client.progress_reports.values()))
            (found,) = ed.client.progress_reports.values()
            assert isinstance(found[0], lsp.WorkDoneProgressBegin)
            assert "长稿.txt" in found[0].title
            assert {one.message for one in found[1:-1] if isinstance(one, lsp.WorkDoneProgressReport)} & {
                "对齐",
                "判定",
            }

    run(scenario())


def _ended(found: list[Any]) -> bool:
    return bool(found) and isinstance(found[-1], lsp.WorkDoneProgressEnd)


def test_the_figures_lead_to_the_whole_report(corpus: Path, tmp_path: Path) -> None:
    async def scenario() -> None:
        settings = {"corpus": str(corpus), "lang": "en"}
        async with editor(tmp_path, settings, options={"virtual_documents": True}) as ed:
            uri = ed.open("稿.txt", DRAFT)
            await ed.diagnostics(uri)
            (first, *_) = await ed.lenses(uri)
            assert "34.3%" in first
            await ed.run(lsp.Command("", "simcheck.showReport", arguments=[uri]))
            request = lsp.TextDocumentContentParams(ed.client.shown_documents[-1].uri)
            text = (await ed.client.workspace_text_document_content_async(request)).text
            assert first.partition(": ")[2].partition(" ")[0] in text
            assert SOURCE in text
            gone = lsp.TextDocumentContentParams("simcheck:/0123456789ab/没有.txt")
            assert (await ed.client.workspace_text_document_content_async(gone)).text == ""

    run(scenario())


def test_a_changed_corpus_is_seen_when_asked_to_check_again(corpus: Path, tmp_path: Path) -> None:
    async def scenario() -> None:
        with Corpus.create(tmp_path / "库") as made:
            made.add([Document("别的.txt", speeches()["speeches/教育大会讲话.txt"])])
            async with editor(tmp_path, {"corpus": "库"}) as ed:
                uri = ed.open("稿.txt", RARE)
                assert await ed.diagnostics(uri) == []
                made.add([Document(SOURCE, speeches()[f"speeches/{SOURCE}"])])
                await ed.run(lsp.Command("", "simcheck.check", arguments=[uri]))
                await ed.until(lambda: ed.client.diagnostics[uri])
                assert SOURCE in ed.client.diagnostics[uri][0].message

    run(scenario())
