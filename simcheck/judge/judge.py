"""The last stage: figures and verdict of the matches that a check found, and what a reader must know of the draft."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from simcheck.cancelling import look
from simcheck.encode import Encoder
from simcheck.judge.exempt import Exempt, exempt_quotations
from simcheck.judge.figures import figures
from simcheck.judge.findings import findings
from simcheck.judge.frames import frame_of
from simcheck.judge.mosaic import mosaic
from simcheck.judge.reuse import highest
from simcheck.judge.verdict import verdict
from simcheck.judge.warnings import warnings
from simcheck.limits import Limits
from simcheck.messages import Message
from simcheck.report import Report
from simcheck.resources import version
from simcheck.scoring import Judgement
from simcheck.text.analyze import Analyzed
from simcheck.types import CorpusInfo, Document, Figures, Match, Reuse, SharedRun


def judge(
    draft: Document,
    analyzed: Analyzed,
    matches: tuple[Match, ...],
    encoder: Encoder,
    limits: Limits,
    *,
    corpus: CorpusInfo,
    sources: tuple[Document, ...],
    notes: Sequence[Message],
    scoring: Judgement,
    runs: tuple[SharedRun, ...] = (),
    reuse: tuple[Reuse, ...] = (),
) -> Report:
    """The report of a draft that was compared as ``analyzed``, without its marks; ``notes`` follow its warnings, and
    ``runs`` are what it shares with few documents."""
    exempt = exempt_quotations(analyzed.document.text, matches, {source.id: source for source in sources}, scoring)
    look()
    totals = _figures(analyzed.document.text, matches, sources, scoring, runs, exempt)
    look()
    found = tuple(replace(one, text=draft.text[one.start : one.end]) for one in findings(analyzed))
    return Report(
        draft=draft,
        matches=matches,
        findings=found,
        figures=totals,
        verdict=verdict(totals, matches, found, limits, _highest(reuse, matches, sources)),
        corpus=corpus,
        warnings=(*warnings(encoder, analyzed, totals, exempt.quoted, scoring, matches), *notes),
        version=version(),
        limits=limits,
        sources=sources,
        runs=runs,
        reuse=reuse,
    )


def rejudge(
    report: Report, compared: str, matches: tuple[Match, ...], notes: Sequence[Message], scoring: Judgement
) -> Report:
    """A report with other matches, its figures and its verdict made again; ``compared`` is the draft without marks."""
    totals = _figures(compared, matches, report.sources, scoring, report.runs)
    return replace(
        report,
        matches=matches,
        figures=totals,
        verdict=verdict(
            totals, matches, report.findings, report.limits, _highest(report.reuse, matches, report.sources)
        ),
        warnings=(*report.warnings, *(note for note in notes if note not in report.warnings)),
    )


def _highest(reuse: Sequence[Reuse], matches: Sequence[Match], sources: Sequence[Document]) -> float:
    return highest(reuse, matches, {source.id: source for source in sources})


def _figures(
    text: str,
    matches: tuple[Match, ...],
    sources: Sequence[Document],
    scoring: Judgement,
    runs: tuple[SharedRun, ...],
    exempt: Exempt | None = None,
) -> Figures:
    named = {source.id: source for source in sources}
    exempt = exempt or exempt_quotations(text, matches, named, scoring)
    framed = frame_of(text, matches, named, scoring)
    look()
    totals = figures(text, matches, exempt.spans, exempt.unverified, framed, scoring)
    look()
    share, documents = mosaic(text, matches, exempt.spans, framed, runs, scoring)
    return replace(totals, mosaic=share, mosaic_sources=documents)
