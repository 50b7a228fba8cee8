"""The server: what an editor asks and tells over the Language Server Protocol. Holds what is open, and checks it."""

from __future__ import annotations

import asyncio
import itertools
import os
from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from lsprotocol import types as lsp
from pygls.capabilities import get_capability
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from simcheck.lsp.checker import Checker, Draft, Outcome
from simcheck.lsp.origins import Origins
from simcheck.lsp.positions import Positions
from simcheck.lsp.protocol import Protocol
from simcheck.lsp.settings import laid_over, settings_of
from simcheck.lsp.worker import Worker
from simcheck.messages import language_of, language_of_locale, words
from simcheck.resources import version
from simcheck.said import in_chinese

#: Seconds of a check after which the editor shows its progress.
PATIENCE = 0.5
#: Seconds until a draft that could not be checked is tried again, at first and at last.
PAUSE, LONGEST_PAUSE = 2.0, 60.0
#: Seconds until somebody looks whether a corpus, a baseline or settings were changed, of which not every editor tells.
LOOK = 15.0


class Server(LanguageServer):
    """Holds the open drafts. Everything runs on the event loop but the checks, which one worker thread does in turn."""

    def __init__(self) -> None:
        super().__init__("simcheck", version(), protocol_cls=Protocol)
        self.encoding = lsp.PositionEncodingKind.Utf16
        self.drafts: dict[str, Draft] = {}
        self.worker = Worker()
        self.touches = itertools.count(1)
        self.looking: asyncio.Task[None] | None = None
        self.checker = Checker(self.encoding, Origins(self.encoding, virtual=False), settings_of(None, Path())[0])
        self.tasks: dict[str, asyncio.Task[None]] = {}
        #: What the editor said at first of the settings; what it says later goes before.
        self.options: Mapping[str, object] = {}
        #: The problems that the user was told of, by the URI of the draft that has them, or "settings".
        self.told: dict[str, frozenset[str]] = {}
        self.numbers = itertools.count(1)
        #: Whether the user reads Chinese, by the environment or by what the editor says of itself.
        self.chinese = language_of_locale(os.environ) == "zh"
        #: Set once the editor's settings are known; no check begins before.
        self.ready = asyncio.Event()

    def prepare(self, params: lsp.InitializeParams) -> None:
        """Take over what the editor said of itself."""
        options = params.initialization_options
        options = dict(options) if isinstance(options, Mapping) else {}
        virtual = bool(options.pop("virtual_documents", False) or self.can("workspace.text_document_content"))
        self.encoding = lsp.PositionEncodingKind(self.workspace.position_encoding)
        self.options = options
        self.chinese = self.chinese or (params.locale or "").lower().startswith("zh")
        Origins.sweep()
        self.checker = Checker(self.encoding, Origins(self.encoding, virtual=virtual), settings_of(None, self.root)[0])
        self._settle(options, {})

    @property
    def dismissed(self) -> bool:
        """Whether the editor has said goodbye."""
        return isinstance(self.protocol, Protocol) and self.protocol.ended

    @property
    def root(self) -> Path:
        """The folder that relative paths of the editor's settings are of: the root of the workspace, or its first
        folder where the editor names only folders."""
        folders = (to_fs_path(folder.uri) for folder in self.workspace.folders.values())
        return Path(self.workspace.root_path or next(filter(None, folders), None) or ".").absolute()

    def positions(self, text: str) -> Positions:
        """The positions of a text as this editor counts them."""
        return Positions(text, self.encoding)

    def check_soon(self, draft: Draft, delay: float | None = None) -> None:
        """Check a draft once it was left alone for a moment; forget about earlier plans to."""
        self.stop(draft)
        delay = self.checker.settings_for(draft.path).editor.delay / 1000 if delay is None else delay
        self.tasks[draft.uri] = asyncio.get_running_loop().create_task(self._check(draft, delay))

    def check_all(self) -> None:
        """Check all open drafts again."""
        for draft in self.drafts.values():
            draft.outcome = None
            self.check_soon(draft, 0.0)

    def touch(self, draft: Draft) -> None:
        """Check a draft before others: somebody works on it, or sees it."""
        draft.touched = next(self.touches)

    def stop(self, draft: Draft) -> None:
        """Give up a check that is planned or under way."""
        draft.stop()
        task = self.tasks.pop(draft.uri, None)
        if task is not None:
            task.cancel()

    def tell(self, about: str, problems: Collection[str]) -> None:
        """Tell the user of the problems that a draft or the settings have now, of each once until it is gone."""
        known = frozenset[str]().union(*self.told.values())
        self.told[about] = frozenset(problems)
        for problem in problems:
            if problem not in known:
                self.say(problem)

    def say(self, line: str, kind: lsp.MessageType = lsp.MessageType.Warning) -> None:
        """Show the user a line."""
        told = f"simcheck: {line}"
        self.window_show_message(lsp.ShowMessageParams(kind, in_chinese(told) if self.chinese else told))

    async def configure(self, told: object = None) -> None:
        """Take over the settings, asking the editor for them if it can be asked, for each folder by itself, and check
        everything again."""
        each: dict[Path, object] = {}
        if self.can("workspace.configuration"):
            items = [lsp.ConfigurationItem(section="simcheck")]
            items += [lsp.ConfigurationItem(scope_uri=uri, section="simcheck") for uri in self.folders.values()]
            with suppress(JsonRpcException):  # an editor that cannot after all; its first settings hold
                told, *others = await self.workspace_configuration_async(lsp.ConfigurationParams(items)) or [None]
                each = dict(zip(self.folders, others, strict=False))
        if not isinstance(told, Mapping):
            return
        self._settle(told, each)
        self.check_all()

    @property
    def folders(self) -> dict[Path, str]:
        """The folders of the workspace, and their URIs."""
        named = ((to_fs_path(folder.uri), folder.uri) for folder in self.workspace.folders.values())
        return {Path(path).absolute(): uri for path, uri in named if path}

    def _settle(self, told: Mapping[str, object], each: Mapping[Path, object]) -> None:
        """Settings for the workspace, and for each folder those that the editor has for it, or else the same ones;
        relative paths are of the folder."""
        whole = laid_over(self.options, told)
        self.checker.settings, problems = settings_of(whole, self.root)
        self.checker.by_folder = {}
        for folder in self.folders:
            own = each.get(folder)
            given = laid_over(self.options, own) if isinstance(own, Mapping) else whole
            self.checker.by_folder[folder], more = settings_of(given, folder)
            problems = (*problems, *more)
        self.tell("settings", problems)

    async def look(self) -> None:
        """Look now and then whether a corpus, a baseline or settings were changed."""
        await self.ready.wait()
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(LOOK)
            drafts = [one for one in self.drafts.values() if one.settled is not None and one.settled.report is not None]
            for draft in await loop.run_in_executor(None, self.checker.stale, drafts):
                if draft.uri in self.drafts:
                    self.check_soon(draft, 0.0)

    async def register(self) -> None:
        """Ask to be told of changed settings and of changed files of settings and baselines, where the editor can."""
        wanted = []
        if self.can("workspace.did_change_configuration.dynamic_registration"):
            options: Any = lsp.DidChangeConfigurationRegistrationOptions(section="simcheck")
            wanted.append(lsp.Registration("settings", lsp.WORKSPACE_DID_CHANGE_CONFIGURATION, options))
        if self.can("workspace.did_change_watched_files.dynamic_registration"):
            watched = [lsp.FileSystemWatcher(f"**/{name}") for name in ("simcheck*.toml", "pyproject.toml")]
            options = lsp.DidChangeWatchedFilesRegistrationOptions(watched)
            wanted.append(lsp.Registration("files", lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES, options))
        if wanted:
            with suppress(JsonRpcException):  # an editor that cannot after all
                await self.client_register_capability_async(lsp.RegistrationParams(wanted))

    async def show(self, uri: str, selection: lsp.Range | None = None) -> None:
        """Show a document in the editor."""
        if self.can("window.show_document.support"):
            await self.window_show_document_async(lsp.ShowDocumentParams(uri, take_focus=True, selection=selection))
        else:
            self.window_show_message(lsp.ShowMessageParams(lsp.MessageType.Info, uri))

    def leave(self) -> None:
        """Stop working."""
        for draft in self.drafts.values():
            self.stop(draft)
        if self.looking is not None:
            self.looking.cancel()
        self.worker.shutdown()
        self.checker.close()

    async def _check(self, draft: Draft, delay: float) -> None:
        await self.ready.wait()
        await asyncio.sleep(delay)
        pause = PAUSE
        while True:
            outcome = await self._outcome(draft)
            if outcome.text != draft.text or draft.uri not in self.drafts:
                return
            if outcome != draft.settled or draft.version != draft.published:
                self._publish(draft, outcome)
            if outcome.again:
                await asyncio.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE)
            else:
                return

    async def _outcome(self, draft: Draft) -> Outcome:
        """What a check by the worker gives; meanwhile the editor shows its progress."""
        stages: asyncio.Queue[str] = asyncio.Queue()
        loop = asyncio.get_running_loop()
        progress = loop.create_task(self._show_progress(draft, stages))

        def check() -> Outcome | None:
            def tell(stage: str) -> None:
                loop.call_soon_threadsafe(stages.put_nowait, stage)

            return self.checker.check(draft, tell, lambda: self.worker.overtaken(draft))

        try:
            while (outcome := await asyncio.wrap_future(self.worker.submit(draft, check))) is None:
                pass  # it gave way to another one
            return outcome
        finally:
            progress.cancel()

    def _publish(self, draft: Draft, outcome: Outcome) -> None:
        draft.outcome, draft.published = outcome, draft.version
        self.text_document_publish_diagnostics(
            lsp.PublishDiagnosticsParams(draft.uri, list(outcome.diagnostics), draft.version)
        )
        # What the user gave up is no news to the user.
        self.tell(draft.uri, [outcome.problem] if outcome.problem is not None and outcome.again else [])
        if self.can("workspace.code_lens.refresh_support"):
            self.workspace_code_lens_refresh(None)

    async def _show_progress(self, draft: Draft, stages: asyncio.Queue[str]) -> None:
        if not self.can("window.work_done_progress"):
            return
        await asyncio.sleep(PATIENCE)
        say = words(language_of(draft.text))
        token = f"simcheck-{next(self.numbers)}"
        try:  # the answer must find somebody waiting, also when the check ends before it comes
            await asyncio.shield(self.work_done_progress.create_async(token))
        except JsonRpcException:  # an editor that cannot after all
            return
        title = say("editor.checking", draft=draft.path.name)
        self.work_done_progress.begin(token, lsp.WorkDoneProgressBegin(title, cancellable=True))
        self.work_done_progress.tokens[token].add_done_callback(lambda _: draft.stop())
        try:
            while True:
                message = say(f"stage.{await stages.get()}")
                self.work_done_progress.report(token, lsp.WorkDoneProgressReport(message=message))
        finally:
            self.work_done_progress.end(token, lsp.WorkDoneProgressEnd())
            self.work_done_progress.tokens.pop(token, None)  # it would hold the draft, long closed perhaps

    def can(self, capability: str) -> bool:
        """Whether the editor has a capability."""
        return bool(get_capability(self.client_capabilities, capability, None))
