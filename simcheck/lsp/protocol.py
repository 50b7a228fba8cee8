"""The protocol: pygls's, with the order of a server's life as the specification has it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException, JsonRpcInvalidRequest, JsonRpcServerNotInitialized
from pygls.protocol import LanguageServerProtocol, lsp_method


class Protocol(LanguageServerProtocol):
    """What pygls passes on, unless it comes before the server was greeted or after it was sent away.

    Keeps no copy of a changed document: pygls's own would cut lines at U+2028 too.
    """

    #: Whether the editor has said hello, and whether it has said goodbye.
    begun = ended = False

    def handle_message(self, message: Any) -> None:
        """Hands a message on; a request out of order is answered with an error, a notification passed over."""
        method, asked = getattr(message, "method", None), hasattr(message, "id")
        refusal = self._refusal(method) if method is not None else None
        if refusal is None:
            self.begun |= method == lsp.INITIALIZE
            self.ended |= method == lsp.SHUTDOWN
            super().handle_message(message)
        elif asked:
            self._send_response(message.id, error=refusal.to_response_error())

    @lsp_method(lsp.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: lsp.DidChangeTextDocumentParams) -> Iterator[Any]:
        """Hands the change on."""
        yield self.fm.features[lsp.TEXT_DOCUMENT_DID_CHANGE], (params,), None

    def _refusal(self, method: str) -> JsonRpcException | None:
        if method == lsp.EXIT:
            return None
        if self.ended:
            return JsonRpcInvalidRequest("the server was shut down")
        if not self.begun:
            return None if method == lsp.INITIALIZE else JsonRpcServerNotInitialized("initialize comes first")
        return JsonRpcInvalidRequest("initialize comes once") if method == lsp.INITIALIZE else None
