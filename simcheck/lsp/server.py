"""The server: what an editor asks and tells over the Language Server Protocol. The only file that knows pygls."""

from __future__ import annotations

import asyncio
import itertools
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

from lsprotocol import types as lsp
from pygls.capabilities import get_capability
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, lsp_method
from pygls.uris import to_fs_path

from simcheck.errors import Cancelled, SimcheckError
from simcheck.lsp import actions, hover, lenses
from simcheck.lsp.accepting import accept
from simcheck.lsp.checker import Checker, Draft, Outcome
from simcheck.lsp.origins import SCHEME, Origins
from simcheck.lsp.positions import Positions
from simcheck.lsp.settings import settings_of
from simcheck.messages import language_of, words
from simcheck.reporters.text import render
from simcheck.resources import version

#: Seconds of a check after which the editor shows its progress.
PATIENCE = 0.5
#: Checks a draft again, whatever is known of it; its argument is the draft's URI.
CHECK = "simcheck.check"


class Protocol(LanguageServerProtocol):
    """pygls's protocol without its own copy of each changed document, which would cut lines at U+2028 too."""

    @lsp_method(lsp.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: lsp.DidChangeTextDocumentParams) -> Iterator[Any]:
        """Hands the change on."""
        yield self.fm.features[lsp.TEXT_DOCUMENT_DID_CHANGE], (params,), None


class Server(LanguageServer):
    """Holds the open drafts. Everything runs on the event loop but the checks, which one worker thread does in turn."""

    def __init__(self) -> None:
        super().__init__("simcheck", version(), protocol_cls=Protocol)
        self.drafts: dict[str, Draft] = {}
        self.worker = ThreadPoolExecutor(1, thread_name_prefix="check")
        self.checker: Checker
        self.tasks: dict[str, asyncio.Task[None]] = {}
        self.told: set[str] = set()
        self.numbers = itertools.count(1)
        #: Set once the editor's settings are known; no check begins before.
        self.ready = asyncio.Event()

    def prepare(self, params: lsp.InitializeParams) -> None:
        """Take over what the editor said of itself."""
        options = params.initialization_options
        options = dict(options) if isinstance(options, Mapping) else {}
        virtual = bool(options.pop("virtual_documents", False) or self._can("workspace.text_document_content"))
        encoding = lsp.PositionEncodingKind(self.workspace.position_encoding)
        settings, problems = settings_of(options, self.root)
        self.checker = Checker(encoding, Origins(encoding, virtual=virtual), settings)
        for problem in problems:
            self.tell(problem)

    @property
    def root(self) -> Path:
        """The folder that relative paths of the editor's settings are of."""
        return Path(self.workspace.root_path or ".").absolute()

    def positions(self, text: str) -> Positions:
        """The positions of a text as this editor counts them."""
        return Positions(text, self.checker.encoding)

    def check_soon(self, draft: Draft, delay: float | None = None) -> None:
        """Check a draft once it was left alone for a moment; forget about earlier plans to."""
        self.stop(draft)
        delay = self.checker.settings.editor.delay / 1000 if delay is None else delay
        self.tasks[draft.uri] = asyncio.get_running_loop().create_task(self._check(draft, delay))

    def check_all(self) -> None:
        """Check all open drafts again."""
        for draft in self.drafts.values():
            draft.outcome = None
            self.check_soon(draft, 0.0)

    def stop(self, draft: Draft) -> None:
        """Give up a check that is planned or under way."""
        draft.stop()
        task = self.tasks.pop(draft.uri, None)
        if task is not None:
            task.cancel()

    def tell(self, problem: str) -> None:
        """Tell the user of a problem, once until it is gone."""
        if problem not in self.told:
            self.told.add(problem)
            self.window_show_message(lsp.ShowMessageParams(lsp.MessageType.Warning, f"simcheck: {problem}"))

    async def configure(self, told: object = None) -> None:
        """Take over the settings, asking the editor for them if it can be asked, and check everything again."""
        if self._can("workspace.configuration"):
            wanted = lsp.ConfigurationParams([lsp.ConfigurationItem(section="simcheck")])
            with suppress(JsonRpcException):  # an editor that cannot after all; its first settings hold
                answer = await self.workspace_configuration_async(wanted)
                told = answer[0] if answer else None
        if not isinstance(told, Mapping):
            return
        self.checker.settings, problems = settings_of(told, self.root)
        for problem in problems:
            self.tell(problem)
        self.check_all()

    async def register(self) -> None:
        """Ask to be told of changed settings and of changed files of settings and baselines, where the editor can."""
        wanted = []
        if self._can("workspace.did_change_configuration.dynamic_registration"):
            options: Any = lsp.DidChangeConfigurationRegistrationOptions(section="simcheck")
            wanted.append(lsp.Registration("settings", lsp.WORKSPACE_DID_CHANGE_CONFIGURATION, options))
        if self._can("workspace.did_change_watched_files.dynamic_registration"):
            watched = [lsp.FileSystemWatcher(f"**/{name}") for name in ("simcheck*.toml", "pyproject.toml")]
            options = lsp.DidChangeWatchedFilesRegistrationOptions(watched)
            wanted.append(lsp.Registration("files", lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES, options))
        if wanted:
            with suppress(JsonRpcException):  # an editor that cannot after all
                await self.client_register_capability_async(lsp.RegistrationParams(wanted))

    async def show(self, uri: str, selection: lsp.Range | None = None) -> None:
        """Show a document in the editor."""
        if self._can("window.show_document.support"):
            await self.window_show_document_async(lsp.ShowDocumentParams(uri, take_focus=True, selection=selection))
        else:
            self.window_show_message(lsp.ShowMessageParams(lsp.MessageType.Info, uri))

    def leave(self) -> None:
        """Stop working."""
        for draft in self.drafts.values():
            self.stop(draft)
        self.worker.shutdown(wait=True, cancel_futures=True)
        self.checker.close()

    async def _check(self, draft: Draft, delay: float) -> None:
        await self.ready.wait()
        await asyncio.sleep(delay)
        stages: asyncio.Queue[str] = asyncio.Queue()
        loop = asyncio.get_running_loop()
        progress = loop.create_task(self._show_progress(draft, stages))
        try:
            outcome = await loop.run_in_executor(
                self.worker,
                self.checker.check,
                draft,
                lambda stage: loop.call_soon_threadsafe(stages.put_nowait, stage),
            )
        except Cancelled:
            return
        finally:
            progress.cancel()
        if outcome.text == draft.text and draft.uri in self.drafts:
            self._publish(draft, outcome)

    def _publish(self, draft: Draft, outcome: Outcome) -> None:
        draft.outcome = outcome
        self.text_document_publish_diagnostics(
            lsp.PublishDiagnosticsParams(draft.uri, list(outcome.diagnostics), draft.version)
        )
        if outcome.problem is not None:
            self.tell(outcome.problem)
        elif outcome.report is not None:
            self.told.clear()
        if self._can("workspace.code_lens.refresh_support"):
            self.workspace_code_lens_refresh(None)

    async def _show_progress(self, draft: Draft, stages: asyncio.Queue[str]) -> None:
        if not self._can("window.work_done_progress"):
            return
        await asyncio.sleep(PATIENCE)
        say = words(language_of(draft.text))
        token = f"simcheck-{next(self.numbers)}"
        # The answer must find somebody waiting, also when the check ends before it comes.
        await asyncio.shield(self.work_done_progress.create_async(token))
        title = say("editor.checking", draft=draft.path.name)
        self.work_done_progress.begin(token, lsp.WorkDoneProgressBegin(title, cancellable=True))
        self.work_done_progress.tokens[token].add_done_callback(lambda _: draft.stop())
        try:
            while True:
                message = say(f"stage.{await stages.get()}")
                self.work_done_progress.report(token, lsp.WorkDoneProgressReport(message=message))
        finally:
            self.work_done_progress.end(token, lsp.WorkDoneProgressEnd())

    def _can(self, capability: str) -> bool:
        return bool(get_capability(self.client_capabilities, capability, None))


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
        if draft is None:
            return
        text = draft.text
        for change in params.content_changes:
            if isinstance(change, lsp.TextDocumentContentChangePartial):
                positions = server.positions(text)
                start, end = positions.offset(change.range.start), positions.offset(change.range.end)
                text = text[:start] + change.text + text[end:]
            else:
                text = change.text
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
