"""An editor for tests: starts the language server as a real process and speaks with it as an editor does."""

from __future__ import annotations

import ast
import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from typing import Any

from forked import python
from lsprotocol import types as lsp
from made import EXAMPLES, speeches
from pytest_lsp import LanguageClient, client_capabilities, make_test_lsp_client

from simcheck import Corpus, Document

DRAFT = (EXAMPLES / "drafts" / "edited.txt").read_text("utf-8")
SOURCE = "安全生产工作会议讲话.txt"
SOURCES = [SOURCE, *(f"{name}讲话.txt" for name in ("教育大会", "防汛抗旱工作会议", "乡村振兴现场会", "人才工作会议"))]
COPIED = speeches()[f"speeches/{SOURCE}"][531:743]
#: A draft whose copied passage stands behind characters of two UTF-16 units, and one that copies nothing.
RARE = f"𠮷先生🙂说，今年的事今年办。{COPIED}"
CLEAN = "同志们：图书馆的猫昨天学会了骑自行车，馆长为它写了一首很短的诗，挂在二楼靠窗的位置。"
WAIT = 300.0
#: What Python runs as the server; most tests have the one that is forked.
SERVER = ("-m", "simcheck", "lsp", "--stdio")

Settings = dict[str, Any]


class Editor:
    """One editor with its server: opens documents and waits for what the server says about them."""

    def __init__(self, client: LanguageClient, root: Path) -> None:
        self.client, self.root = client, root
        self.refreshed = 0
        self.registered: list[str] = []
        self.versions: dict[str, int | None] = {}

    def uri(self, name: str) -> str:
        return (self.root / name).as_uri()

    def open(self, name: str, text: str, language: str = "plaintext") -> str:
        item = lsp.TextDocumentItem(self.uri(name), language, 1, text)
        self.client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))
        return item.uri

    def change(self, uri: str, version: int, *changes: lsp.TextDocumentContentChangeEvent) -> None:
        document = lsp.VersionedTextDocumentIdentifier(version, uri)
        self.client.text_document_did_change(lsp.DidChangeTextDocumentParams(document, list(changes)))

    async def until(self, true: Callable[[], object]) -> None:
        async with asyncio.timeout(WAIT):
            while not true():
                assert self.client.error is None
                await asyncio.sleep(0.02)

    async def diagnostics(self, uri: str, version: int = 1) -> list[lsp.Diagnostic]:
        """What the server says of this version of a document."""
        await self.until(lambda: self.versions.get(uri) == version)
        return list(self.client.diagnostics[uri])

    async def actions(self, uri: str, at: lsp.Range) -> dict[str, lsp.CodeAction]:
        params = lsp.CodeActionParams(lsp.TextDocumentIdentifier(uri), at, lsp.CodeActionContext([]))
        found = await self.client.text_document_code_action_async(params) or []
        return {one.title: _action(one) for one in found}

    async def lenses(self, uri: str) -> list[str]:
        params = lsp.CodeLensParams(lsp.TextDocumentIdentifier(uri))
        found = await self.client.text_document_code_lens_async(params) or []
        return [one.command.title for one in found if one.command is not None]

    async def run(self, command: lsp.Command) -> None:
        await self.client.workspace_execute_command_async(lsp.ExecuteCommandParams(command.command, command.arguments))


def _action(found: lsp.CodeAction | lsp.Command) -> lsp.CodeAction:
    """lsprotocol takes an action that holds a command for a command, and makes a text of what it holds."""
    if isinstance(found, lsp.CodeAction):
        return found
    inner = ast.literal_eval(found.command)
    return lsp.CodeAction(found.title, command=lsp.Command(**inner))


@contextlib.asynccontextmanager
async def editor(
    root: Path,
    settings: Settings,
    capabilities: lsp.ClientCapabilities | None = None,
    options: Settings | None = None,
    command: Sequence[str] | None = None,
    **said: Any,
) -> AsyncIterator[Editor]:
    client = make_test_lsp_client()
    opened = Editor(client, root)

    @client.feature(lsp.WORKSPACE_CODE_LENS_REFRESH)
    def refresh(_: None) -> None:
        opened.refreshed += 1

    @client.feature(lsp.CLIENT_REGISTER_CAPABILITY)
    def register(params: lsp.RegistrationParams) -> None:
        opened.registered += [one.method for one in params.registrations]

    published = client.protocol.fm.features.pop(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)

    @client.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    def publish(params: lsp.PublishDiagnosticsParams) -> None:
        published(params)
        opened.versions[params.uri] = params.version

    client.set_configuration({"simcheck": settings})
    await client.start_io(sys.executable, *(command or python(*SERVER)))
    params = lsp.InitializeParams(
        capabilities=capabilities or client_capabilities("visual-studio-code"),
        initialization_options=options,
        **{"root_uri": root.as_uri(), **said},
    )
    await client.initialize_session(params)
    try:
        yield opened
    finally:
        await client.shutdown_session()
        await client.stop()


def run(scenario: Any) -> None:
    asyncio.run(scenario)


def server_that(does: str) -> tuple[str, str]:
    """What Python runs as the server, after a line of Python that changes it; ``python`` has it forked."""
    return "-c", f"import sys\n{does}\nfrom simcheck.lsp.features import serve\nsys.exit(serve())"


def capable(**general: Any) -> lsp.ClientCapabilities:
    """An editor that can do what VS Code can, with other general capabilities."""
    capabilities = client_capabilities("visual-studio-code")
    capabilities.general = lsp.GeneralClientCapabilities(**general)
    return capabilities


def library(folder: Path) -> Path:
    """A corpus of some example speeches, made in a folder: those of the example draft, and few, as each process that
    checks against it has to take them apart."""
    with Corpus.create(folder) as made:
        made.add([Document(name, speeches()[f"speeches/{name}"]) for name in SOURCES])
    return folder
