"""Features: what the server does when an editor opens, changes, asks or tells something, each a few lines."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from lsprotocol import types as lsp
from pygls.capabilities import get_capability
from pygls.uris import to_fs_path

from simcheck.errors import SimcheckError
from simcheck.lsp import actions, hover, lenses
from simcheck.lsp.accepting import accept
from simcheck.lsp.checker import Draft, Outcome
from simcheck.lsp.edits import edited
from simcheck.lsp.origins import SCHEME
from simcheck.lsp.server import Server
from simcheck.messages import words
from simcheck.reporters.text import render

#: Checks a draft again, whatever is known of it; its argument is the draft's URI.
CHECK = "simcheck.check"


def make_server() -> Server:
    """The server with everything it answers to."""
    server = Server()
    _documents(server)
    _questions(server)
    _commands(server)
    _workspace(server)
    return server


def serve() -> None:
    """Serve one editor over standard input and output until it says goodbye."""
    server = make_server()
    output = sys.stdout.buffer
    sys.stdout = sys.stderr  # what a library prints must not stand among the messages
    server.start_io(sys.stdin.buffer, output)


def _documents(server: Server) -> None:
    @server.feature(lsp.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: lsp.DidOpenTextDocumentParams) -> None:
        item = params.text_document
        path = Path(to_fs_path(item.uri) or server.root / Path(item.uri).name)
        draft = Draft(item.uri, path, item.language_id, item.text, item.version)
        server.drafts[item.uri] = draft
        server.check_soon(draft, 0.0)

    @server.feature(lsp.TEXT_DOCUMENT_DID_CHANGE)
    def changed(params: lsp.DidChangeTextDocumentParams) -> None:
        draft = server.drafts.get(params.text_document.uri)
        if draft is not None:
            text = edited(draft.text, params.content_changes, server.checker.encoding)
            draft.changed(text, params.text_document.version)
            server.check_soon(draft)

    @server.feature(lsp.TEXT_DOCUMENT_DID_SAVE)
    def saved(params: lsp.DidSaveTextDocumentParams) -> None:
        if (draft := server.drafts.get(params.text_document.uri)) is not None:
            server.checker.forget(draft)
            server.check_soon(draft, 0.0)  # a changed corpus is noticed here at the latest

    @server.feature(lsp.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: lsp.DidCloseTextDocumentParams) -> None:
        draft = server.drafts.pop(params.text_document.uri, None)
        if draft is not None:
            server.stop(draft)
            server.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(draft.uri, []))


def _questions(server: Server) -> None:
    @server.feature(lsp.TEXT_DOCUMENT_HOVER)
    def hovered(params: lsp.HoverParams) -> lsp.Hover | None:
        outcome = _settled(server, params.text_document.uri)
        if outcome is None or outcome.report is None:
            return None
        positions = server.positions(outcome.text)
        formats = get_capability(server.client_capabilities, "text_document.hover.content_format", None)
        markdown = formats is None or lsp.MarkupKind.Markdown in formats
        offset = positions.offset(params.position)
        return hover.hover(outcome.report, offset, positions, outcome.language, markdown=markdown)

    @server.feature(
        lsp.TEXT_DOCUMENT_CODE_ACTION, lsp.CodeActionOptions(code_action_kinds=[lsp.CodeActionKind.QuickFix])
    )
    def acted(params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
        uri = params.text_document.uri
        outcome = _settled(server, uri)
        if outcome is None or outcome.report is None:
            return []
        return actions.actions(
            uri,
            outcome.report,
            outcome.diagnostics,
            params.range,
            server.positions(outcome.text),
            language=outcome.language,
            plain=server.drafts[uri].language_id != "markdown",
        )

    @server.feature(lsp.TEXT_DOCUMENT_CODE_LENS)
    def lensed(params: lsp.CodeLensParams) -> list[lsp.CodeLens]:
        uri = params.text_document.uri
        draft = server.drafts.get(uri)
        if draft is None or draft.outcome is None:
            return []
        return lenses.lenses(uri, draft.outcome.report, draft.outcome.problem, draft.outcome.language)


def _commands(server: Server) -> None:
    @server.command(actions.ACCEPT)
    async def accepted(uri: str, number: int, reason: str | None = None) -> None:
        outcome = _settled(server, uri)
        if outcome is None or outcome.report is None or outcome.config is None:
            return
        say, path = words(outcome.language), server.drafts[uri].path
        try:
            file = accept(outcome.report.matches[number], reason or say("editor.accepted_here"), outcome.config, path)
        except SimcheckError as error:
            server.window_show_message(lsp.ShowMessageParams(lsp.MessageType.Warning, f"simcheck: {error}"))
            return
        message = say("editor.accepted", file=file.name)
        server.window_show_message(lsp.ShowMessageParams(lsp.MessageType.Info, f"simcheck: {message}"))
        server.check_all()

    @server.command(actions.OPEN_SOURCE)
    async def opened(uri: str, number: int) -> None:
        outcome = _settled(server, uri)
        found = next((one for one in outcome.diagnostics if one.data == number), None) if outcome else None
        if found is not None and found.related_information:
            location = found.related_information[0].location
            await server.show(location.uri, location.range)

    @server.command(lenses.SHOW_REPORT)
    async def reported(uri: str) -> None:
        outcome = _settled(server, uri)
        if outcome is not None and outcome.report is not None:
            text = render(outcome.report, language=outcome.language)
            await server.show(server.checker.origins.show(f"{server.drafts[uri].path.stem}.report.txt", text))

    @server.command(CHECK)
    async def checked(uri: str) -> None:
        if (draft := server.drafts.get(uri)) is not None:
            draft.outcome = None
            server.check_soon(draft, 0.0)


def _workspace(server: Server) -> None:
    @server.feature(lsp.INITIALIZE)
    def begun(params: lsp.InitializeParams) -> None:
        server.prepare(params)

    @server.feature(lsp.INITIALIZED)
    async def ready(_: lsp.InitializedParams) -> None:
        await server.configure()
        server.ready.set()
        await server.register()

    @server.feature(lsp.WORKSPACE_DID_CHANGE_CONFIGURATION)
    async def configured(params: lsp.DidChangeConfigurationParams) -> None:
        told = params.settings
        await server.configure(told.get("simcheck", told) if isinstance(told, Mapping) else None)

    @server.feature(lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def noticed(_: lsp.DidChangeWatchedFilesParams) -> None:
        server.check_all()

    @server.feature(lsp.WORKSPACE_TEXT_DOCUMENT_CONTENT, lsp.TextDocumentContentOptions([SCHEME]))
    def asked(params: lsp.TextDocumentContentParams) -> lsp.TextDocumentContentResult:
        return lsp.TextDocumentContentResult(server.checker.origins.text(params.uri) or "")

    @server.feature(lsp.SHUTDOWN)
    def left(_: None) -> None:
        server.leave()


def _settled(server: Server, uri: str) -> Outcome | None:
    draft = server.drafts.get(uri)
    return draft.settled if draft is not None else None
