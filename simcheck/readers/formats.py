"""The table of formats that are read in the worker: by kind, the function from bytes and name to Content."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from simcheck.readers import docx, html, markdown, mime, odt, ofd, pdf, rtf
from simcheck.readers.content import Content

READERS: Mapping[str, Callable[[bytes, str], Content]] = {
    "docx": docx.content,
    "html": html.content,
    "markdown": markdown.content,
    "mime": mime.content,
    "odt": odt.content,
    "ofd": ofd.content,
    "pdf": pdf.content,
    "rtf": rtf.content,
}
