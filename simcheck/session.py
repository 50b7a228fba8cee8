"""A session: a draft that is being written, and its report kept up to date from edit to edit."""

from __future__ import annotations

import threading
import weakref
from typing import NamedTuple

from simcheck.accept import Acceptance
from simcheck.arguments import refuse_path
from simcheck.cancelling import Cancel, asked
from simcheck.check import Watch, unwatched
from simcheck.corpus.filters import Filter
from simcheck.errors import SimcheckError, UsageError
from simcheck.forks import begins_anew
from simcheck.library import Corpus
from simcheck.limits import Limits
from simcheck.report import Report
from simcheck.signatures import as_annotated
from simcheck.types import Document


class _Draft(NamedTuple):
    """A state of the draft: each edit makes another one."""

    document: Document
    limits: Limits
    acceptance: Acceptance
    where: Filter | None
    edits: int


class Session:
    """A draft that is being written, and its report.

    ``edit`` and ``replace`` change the draft at once and never wait; ``report`` gives what ``Corpus.check`` gives for
    the draft as it then is, but looks up only what the edits changed. All methods may be called by any thread. A check
    under way is given up soon when an edit comes, or ``cancel``.

    >>> with Corpus.open("讲话库") as corpus:                                         # doctest: +SKIP
    ...     session = Session(corpus, "各位代表：现在报告工作。")
    ...     session.edit(5, 7, "我代表市人民政府，向大会")
    ...     report = session.report()
    """

    @as_annotated("where")
    def __init__(
        self,
        corpus: Corpus,
        text: str = "",
        *,
        id: str = "draft",  # noqa: A002
        limits: Limits | None = None,
        acceptance: Acceptance | None = None,
        where: Filter | None = None,
    ) -> None:
        refuse_path(text)
        #: What the draft is checked against.
        self.corpus = corpus
        self._draft = _Draft(Document(id, text), limits or Limits(), acceptance or Acceptance(), where, 0)
        self._stop = False
        self._make_locks()
        _alive.add(self)
        self._latest: tuple[_Draft, tuple[object, ...], Report] | None = None

    def _make_locks(self) -> None:
        self._changing, self._checking = threading.Lock(), threading.Lock()

    @property
    def text(self) -> str:
        """The draft as it is now."""
        return self._draft.document.text

    @property
    def latest(self) -> Report | None:
        """The report that was finished last, perhaps of an earlier state of the draft; None before the first one.

        Never waits.
        """
        latest = self._latest
        return latest[2] if latest else None

    @property
    def current(self) -> bool:
        """Whether ``latest`` is the report of the draft as it is now; what others do to the corpus is not looked at."""
        latest = self._latest
        return latest is not None and latest[0] is self._draft

    @as_annotated()
    def edit(self, start: int, end: int, replacement: str) -> None:
        """Replace the code points ``[start, end)`` of the draft. Raises UsageError for a span outside of it."""
        with self._changing:
            text = self.text
            if not 0 <= start <= end <= len(text):
                raise UsageError(
                    f"the draft has {len(text)} characters and no span from {start} to {end}", code="draft.no_such_span"
                )
            self._change(text[:start] + replacement + text[end:])

    @as_annotated()
    def replace(self, text: str) -> None:
        """Put another text in place of the whole draft."""
        with self._changing:
            if text != self.text:
                self._change(text)

    @as_annotated()
    def judge(self, *, limits: Limits | None = None, acceptance: Acceptance | None = None) -> None:
        """Judge by these limits, and accept this, from now on."""
        with self._changing:
            draft = self._draft
            new = draft._replace(limits=limits or Limits(), acceptance=acceptance or Acceptance())
            if new != draft:
                self._draft = new._replace(edits=draft.edits + 1)

    def cancel(self) -> None:
        """Make a ``report`` that is under way raise Cancelled soon; without one nothing happens."""
        self._stop = True

    @as_annotated("cancel")
    def report(self, watch: Watch = unwatched, *, cancel: Cancel | None = None) -> Report:
        """The report of the draft: the same as a whole check of its text gives.

        Begins anew when an edit comes meanwhile, so that it is up to date when it returns. A corpus that was changed,
        by whatever process, is seen. ``watch`` is told each stage before it begins, and may raise to end the check;
        ``cancel`` is as for ``Corpus.check``. Raises what that raises.
        """
        with self._checking:
            self._stop = False
            while True:
                draft = self._draft
                try:
                    state = self.corpus.state()
                    latest = self._latest
                    if latest is None or latest[0] is not draft or latest[1] != state:
                        latest = self._latest = draft, state, self._check(draft, watch, cancel)
                    return latest[2]
                except SimcheckError:
                    if draft is self._draft:
                        raise

    def _check(self, draft: _Draft, watch: Watch, cancel: Cancel | None) -> Report:
        given = None if cancel is None else asked(cancel)

        def given_up() -> bool:
            return self._stop or draft is not self._draft or (given is not None and given())

        return self.corpus.check(
            draft.document,
            limits=draft.limits,
            acceptance=draft.acceptance,
            where=draft.where,
            incremental=True,
            watch=watch,
            cancel=given_up,
        )

    def _change(self, text: str) -> None:
        self._draft = self._draft._replace(
            document=Document(self._draft.document.id, text), edits=self._draft.edits + 1
        )


#: Sessions, whose locks a forked child makes anew: a thread that it has not may hold one.
_alive: weakref.WeakSet[Session] = weakref.WeakSet()


@begins_anew
def _unlock() -> None:
    for session in list(_alive):
        session._make_locks()  # noqa: SLF001 - of this file
