"""The server: what an editor asks and tells over the Language Server Protocol. Holds what is open, and checks it."""

from __future__ import annotations

import asyncio
import itertools
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

from simcheck.lsp.checker import Checker, Draft, Outcome
from simcheck.lsp.origins import Origins
from simcheck.lsp.positions import Positions
from simcheck.lsp.settings import settings_of
from simcheck.messages import language_of, words
from simcheck.resources import version

#: Seconds of a check after which the editor shows its progress.
PATIENCE = 0.5
#: Seconds until a draft that could not be checked is tried again, at first and at last.
PAUSE, LONGEST_PAUSE = 2.0, 60.0


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
        pause = PAUSE
        while True:
            outcome = await self._outcome(draft)
            if outcome.text != draft.text or draft.uri not in self.drafts:
                return
            known = draft.settled
            if known is None or known.problem is None or known.problem != outcome.problem:
                self._publish(draft, outcome)
            if not outcome.again:
                return
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    async def _outcome(self, draft: Draft) -> Outcome:
        """What a check by the worker gives; meanwhile the editor shows its progress."""
        stages: asyncio.Queue[str] = asyncio.Queue()
        loop = asyncio.get_running_loop()
        progress = loop.create_task(self._show_progress(draft, stages))
        try:
            return await loop.run_in_executor(
                self.worker,
                self.checker.check,
                draft,
                lambda stage: loop.call_soon_threadsafe(stages.put_nowait, stage),
            )
        finally:
            progress.cancel()

    def _publish(self, draft: Draft, outcome: Outcome) -> None:
        draft.outcome = outcome
        self.text_document_publish_diagnostics(
            lsp.PublishDiagnosticsParams(draft.uri, list(outcome.diagnostics), draft.version)
        )
        if outcome.problem is not None:
            if outcome.again:  # what the user gave up is no news to the user
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
