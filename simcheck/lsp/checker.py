"""The checker: settings, corpus and session for each open draft, and the check itself. Runs in one worker thread."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from lsprotocol.types import Diagnostic, Location

from simcheck.accept.marks import blanked
from simcheck.check import Stage
from simcheck.config import Config, default_corpus, load_config
from simcheck.errors import Cancelled, DraftError, SimcheckError, internal
from simcheck.library import Corpus
from simcheck.lsp.accepting import Acceptances
from simcheck.lsp.diagnostics import diagnostics
from simcheck.lsp.origins import Origins
from simcheck.lsp.positions import Positions
from simcheck.lsp.settings import Editor, Settings
from simcheck.messages import LANGUAGES, Language, language_of, words
from simcheck.readers import read
from simcheck.report import Report
from simcheck.session import Session


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a check gave: a report, or the ``problem`` that there is none, or neither for a draft without text. The
    ``reason`` is the problem in the draft's language and in short.

    ``places`` are where the sources of the report's matches can be opened, None where that is nowhere. ``again``:
    whether the problem may pass by itself, as when a missing corpus comes back.
    """

    text: str
    language: Language
    report: Report | None = None
    diagnostics: tuple[Diagnostic, ...] = ()
    places: tuple[Location | None, ...] = ()
    problem: str | None = None
    reason: str | None = None
    config: Config | None = None
    again: bool = False


@dataclass(slots=True, eq=False)
class Draft:
    """A document that is open in the editor: its text as the editor has it, and what is known of it."""

    uri: str
    path: Path
    language_id: str
    text: str
    version: int | None
    session: Session | None = None
    outcome: Outcome | None = None
    #: The version that the editor was last told of.
    published: int | None = None
    #: How often a check was given up.
    stops: int = 0
    #: Larger for what was opened, changed or looked at later.
    touched: int = 0
    #: What settings, baseline, own work and corpus were at the last check.
    stamp: object = None

    def changed(self, text: str, version: int | None) -> None:
        """Take over another text; a check under way gives up."""
        self.text, self.version = text, version
        self.stop()

    def stop(self) -> None:
        """Make a check under way give up."""
        self.stops += 1

    @property
    def settled(self) -> Outcome | None:
        """What is known of the text as it is now; None while it is being checked."""
        outcome = self.outcome
        return outcome if outcome is not None and outcome.text == self.text else None


def _unchecked(text: str, language: Language, error: SimcheckError, *, again: bool = False) -> Outcome:
    return Outcome(text, language, problem=str(error), reason=told(error, language), again=again)


def told(error: SimcheckError, language: Language) -> str:
    """What went wrong, in a language: in English the message itself, else what its code says, and the thing that the
    message names."""
    if language == "en":
        return str(error)
    thing = str(error).partition("; ")[0].rpartition(": ")[0]
    return words(language)(f"error.{error.code}") + (f"（{thing}）" if thing else "")


@dataclass(slots=True)
class Checker:
    """Checks drafts, and keeps the corpora that they are checked against open."""

    encoding: str
    origins: Origins
    settings: Settings
    by_folder: dict[Path, Settings] = field(default_factory=dict)
    _acceptances: Acceptances = field(default_factory=Acceptances)
    _corpora: dict[tuple[Path, str | None], Corpus] = field(default_factory=dict)

    def check(
        self, draft: Draft, watch: Callable[[Stage], object], overtaken: Callable[[], bool] = lambda: False
    ) -> Outcome | None:
        """The report of a draft as it is now, with its diagnostics, or why there is none; None where another check,
        more urgent, has ``overtaken`` this one, which is to be made again."""
        stops, text, settings = draft.stops, draft.text, self.settings_for(draft.path)
        language = language_of(text)

        def given_up() -> bool:
            return draft.stops != stops or overtaken()

        try:
            config = load_config(draft.path, settings.given)
            language = next((one for one in LANGUAGES if one == config.lang), language)
            corpus = self._corpus(config)
            session = self._session(draft, corpus, config)
            session.replace(text)
            draft.stamp = self._stamp(config, corpus)
            report = session.report(watch, cancel=given_up).as_written()
            return self._outcome(report, corpus, config, language, settings.editor)
        except DraftError as error:
            empty = not any(map(str.isalpha, blanked(text)))
            return Outcome(text, language) if empty else _unchecked(text, language, error)
        except Cancelled as error:
            return None if draft.stops == stops else _unchecked(text, language, error)
        except SimcheckError as error:
            return _unchecked(text, language, error, again=True)
        except Exception as error:  # the last line of defence: a draft that was not checked never looks clean
            traceback.print_exception(error)
            line = internal(error, "the log of the server")
            return Outcome(text, language, problem=line, reason=line, again=True)

    def settings_for(self, path: Path) -> Settings:
        """The settings of the workspace folder that a draft lies in, the innermost one; else those of the first."""
        return next((self.by_folder[one] for one in (path, *path.parents) if one in self.by_folder), self.settings)

    def stale(self, drafts: Sequence[Draft]) -> list[Draft]:
        """Those of the drafts that were checked with other settings or against another state of the corpus than there
        is now; looked at once for each folder."""
        stamps = {path.parent: self._stamp_of(path) for path in {one.path.parent: one.path for one in drafts}.values()}
        return [draft for draft in drafts if draft.stamp != stamps[draft.path.parent]]

    def _stamp_of(self, path: Path) -> object:
        try:
            config = load_config(path, self.settings_for(path).given)
            return self._stamp(config, self._corpus(config))
        except SimcheckError as error:
            return str(error)

    def _stamp(self, config: Config, corpus: Corpus) -> object:
        return config, self._acceptances.stamp(config), corpus.state()

    def add(self, draft: Draft) -> tuple[str, Path]:
        """Add the file of a draft, as it is saved, to the corpus of its settings: its id there, and the corpus.

        Raises DraftError for a draft that is no file, CorpusError where it cannot be added.
        """
        config = load_config(draft.path, self.settings_for(draft.path).given)
        corpus = self._corpus(config)
        document = replace(read(draft.path), id=draft.path.name, origin=str(draft.path))
        result = corpus.add([document], replace=False)
        renamed = dict(result.renamed)
        return renamed.get(document.id, document.id), corpus.path

    def forget(self, draft: Draft) -> None:
        """Look up anew what of a draft's past is remembered."""
        self._acceptances.forget(draft.path)

    def close(self) -> None:
        """Let go of the corpora and of the copies of sources."""
        for corpus in self._corpora.values():
            corpus.close()
        self._corpora.clear()
        self.origins.close()

    def _corpus(self, config: Config) -> Corpus:
        key = (config.corpus or default_corpus()).absolute(), config.model
        if key not in self._corpora:
            self._corpora[key] = Corpus.open(*key)
        return self._corpora[key]

    def _session(self, draft: Draft, corpus: Corpus, config: Config) -> Session:
        acceptance = self._acceptances.of(config, draft.path)
        session = draft.session
        if session is None or session.corpus is not corpus:
            session = Session(corpus, id=str(draft.path), limits=config.limits, acceptance=acceptance)
            draft.session = session
        else:
            session.judge(limits=config.limits, acceptance=acceptance)
        return session

    def _outcome(self, report: Report, corpus: Corpus, config: Config, language: Language, editor: Editor) -> Outcome:
        folders = (*editor.sources, config.root)
        locate = self.origins.locator(corpus, folders)
        places = tuple(locate(match) for match in report.matches)
        found = diagnostics(report, Positions(report.draft.text, self.encoding), language, editor, places)
        return Outcome(report.draft.text, language, report, tuple(found), places, config=config)
