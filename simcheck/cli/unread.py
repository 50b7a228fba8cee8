"""What must not go by unread when a report goes into a file: it is told on stderr, each thing once."""

from __future__ import annotations

import os
from collections.abc import Iterable

from simcheck.cli.streams import say
from simcheck.messages import language_of_locale
from simcheck.report import Report
from simcheck.types import Document

#: Warnings of a report after which what was asked for was not done.
_NOT_DONE = ("author_unknown", "author_untold")


def tell_not_done(report: Report, told: set[str]) -> None:
    """Say which names of authors had no effect; what is in ``told`` was said."""
    language = language_of_locale(os.environ) or "en"
    for warning in report.warnings:
        line = warning.text(language)
        if warning.code in _NOT_DONE and line not in told:
            told.add(line)
            say(f"simcheck{'：' if language == 'zh' else ': '}{line}")


def tell_secret(drafts: Iterable[Document]) -> None:
    """Say which drafts are marked as secret, now that their reports are written down."""
    from simcheck.text.classes import secrecy

    for draft in drafts:
        if mark := secrecy(draft):
            say(f"simcheck: {draft.id}: is marked {mark}; the report holds its text, keep it as the draft is kept")
