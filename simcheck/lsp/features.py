"""Features: what the server does when an editor opens, changes, asks or tells something, each a few lines."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lsprotocol import types as lsp
from pygls.capabilities import get_capability
from pygls.uris import to_fs_path

from simcheck.accept import fingerprint
from simcheck.errors import SimcheckError
from simcheck.lsp import actions, hover, lenses
from simcheck.lsp.accepting import accept
from simcheck.lsp.checker import Draft, Outcome
from simcheck.lsp.edits import edited
from simcheck.lsp.origins import SCHEME
from simcheck.lsp.server import Server
from simcheck.messages import language_of, words
from simcheck.reporters.text import render
from simcheck.types import Match

#: Characters of the name of a draft that is no file, as many as any disk takes.
NAME = 60


def make_server() -> Server:
    """The server with everything it answers to."""
    server = Server()
    _documents(server)
    _questions(server)
    _actions(server)
    _commands(server)
    _commands_of_drafts(server)
    _workspace(server)
    return server


def serve() -> int:
    """Serve one editor over standard input and output until it says goodbye, or is gone.

    Gives the exit code that the protocol asks for: 1 when the editor left without a shutdown.
    """
    sys.stdout.flush()
    with os.fdopen(os.dup(0), "rb") as incoming, os.fdopen(os.dup(1), "wb") as outgoing:
        # What a library or a program that it starts prints must not stand among the messages, nor read them.
        with Path(os.devnull).open("rb") as nothing:
            os.dup2(nothing.fileno(), 0)
        os.dup2(2, 1)
        server = make_server()

        def killed(number: int, _: object) -> None:  # as editors do that end in a hurry; the copies go all the same
            server.checker.origins.close()
            os._exit(128 + number)

        signal.signal(signal.SIGTERM, killed)
        try:
            server.start_io(incoming, outgoing)
        finally:
            server.leave()
    return 0 if server.dismissed else 1


def _documents(server: Server) -> None:
    @server.feature(lsp.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: lsp.DidOpenTextDocumentParams) -> None:
        item = params.text_document
        draft = Draft(item.uri, _path(item.uri, server.root), item.language_id, item.text, item.version)
        server.drafts[item.uri] = draft
        server.touch(draft)
        server.check_soon(draft, 0.0)

    @server.feature(lsp.TEXT_DOCUMENT_DID_CHANGE)
    def changed(params: lsp.DidChangeTextDocumentParams) -> None:
        draft = server.drafts.get(params.text_document.uri)
        if draft is not None:
            text = edited(draft.text, params.content_changes, server.checker.encoding)
            draft.changed(text, params.text_document.version)
            server.touch(draft)
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
            server.tell(draft.uri, [])
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

    @server.feature(lsp.TEXT_DOCUMENT_CODE_LENS)
    def lensed(params: lsp.CodeLensParams) -> list[lsp.CodeLens]:
        uri = params.text_document.uri
        draft = server.drafts.get(uri)
        if draft is not None:
            server.touch(draft)  # an editor asks for those that it shows
        if draft is None or draft.outcome is None:
            return []
        return lenses.lenses(uri, draft.outcome.report, draft.outcome.reason, draft.outcome.language)


def _actions(server: Server) -> None:
    @server.feature(
        lsp.TEXT_DOCUMENT_CODE_ACTION, lsp.CodeActionOptions(code_action_kinds=[lsp.CodeActionKind.QuickFix])
    )
    def acted(params: lsp.CodeActionParams) -> list[lsp.CodeAction | lsp.Command]:
        uri = params.text_document.uri
        outcome, only = _settled(server, uri), params.context.only
        if (
            outcome is None
            or outcome.report is None
            or not (only is None or {"", lsp.CodeActionKind.QuickFix} & {*only})
        ):
            return []
        draft = server.drafts[uri]
        versioned = server.can("workspace.workspace_edit.document_changes")
        asked = actions.Asked(uri, draft.version, versioned, plain=draft.language_id != "markdown")
        positions = server.positions(outcome.text)
        found = actions.actions(asked, outcome.report, outcome.diagnostics, params.range, positions, outcome.language)
        if server.can("text_document.code_action.code_action_literal_support"):
            return [*found]
        return [action.command for action in found if action.command is not None]  # an editor that knows no others


def _commands(server: Server) -> None:
    @server.command(actions.ACCEPT)
    async def accepted(uri: str, name: str, *reason: str) -> None:
        outcome, match, _ = _chosen(server, uri, name)
        if outcome is None or match is None or outcome.config is None:
            return
        say = words(outcome.language)
        try:
            why = "".join(reason) or say("editor.accepted_here")
            file = accept(match, why, outcome.config, server.drafts[uri].path)
        except SimcheckError as error:
            server.say(str(error))
            return
        server.say(say("editor.accepted", file=file.name), lsp.MessageType.Info)
        server.check_all()

    @server.command(actions.OPEN_SOURCE)
    async def opened(uri: str, name: str) -> None:
        outcome, match, place = _chosen(server, uri, name)
        if place is not None:
            await server.show(place.uri, place.range)
        elif outcome is not None and match is not None:
            server.say(words(outcome.language)("editor.no_source", source=match.source.document_id))


def _commands_of_drafts(server: Server) -> None:
    @server.command(lenses.SHOW_REPORT)
    async def reported(uri: str) -> None:
        outcome = _settled(server, uri)
        if outcome is not None and outcome.report is not None:
            text = render(outcome.report, language=outcome.language)
            shown = server.checker.origins.show(f"{server.drafts[uri].path.stem}.report.txt", text)
            if shown is not None:
                await server.show(shown)

    @server.command(lenses.ADD)
    async def added(uri: str) -> None:
        draft = server.drafts.get(uri)
        if draft is None:
            return
        say = words(language_of(draft.text))
        try:
            added, corpus = await asyncio.get_running_loop().run_in_executor(None, server.checker.add, draft)
        except SimcheckError as error:
            server.say(str(error))
            return
        server.say(say("editor.added", name=added, corpus=str(corpus)), lsp.MessageType.Info)
        server.check_all()

    @server.command(lenses.CHECK)
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
        server.looking = asyncio.get_running_loop().create_task(server.look())
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


def _path(uri: str, root: Path) -> Path:
    """The file of a draft; for one that is not saved yet, or kept elsewhere, a file of its name in the root."""
    if path := to_fs_path(uri):
        return Path(path)
    return root / (unquote(urlsplit(uri).path).rpartition("/")[2].replace("\0", "")[:NAME] or "draft")


def _settled(server: Server, uri: str) -> Outcome | None:
    draft = server.drafts.get(uri)
    return draft.settled if draft is not None else None


def _chosen(server: Server, uri: str, name: str) -> tuple[Outcome | None, Match | None, lsp.Location | None]:
    """A match that the user chose, by its fingerprint, and where its source can be opened. The user is told when it is
    no longer there."""
    draft = server.drafts.get(uri)
    outcome = draft.outcome if draft is not None else None
    if outcome is not None and outcome.report is not None:
        for match, place in zip(outcome.report.matches, outcome.places, strict=True):
            if fingerprint(match) == name:
                return outcome, match, place
    if draft is not None:
        server.say(words(language_of(draft.text))("editor.gone"))
    return outcome, None, None
