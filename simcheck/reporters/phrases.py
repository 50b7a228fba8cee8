"""Phrases that several formats share: the report in one sentence, what was compared, where something stands."""

from __future__ import annotations

from simcheck.messages import Words
from simcheck.places import written_span, written_text
from simcheck.report import Report
from simcheck.reporters.layout import visible
from simcheck.text.classes import proposed
from simcheck.types import Document, Finding, Match

#: Drafts that people count by paragraphs, by the ending of their names.
_WITH_PARAGRAPHS = (".docx", ".docm", ".doc", ".wps", ".wpt", ".dot", ".dotx", ".odt", ".rtf")
#: Leftovers that a hint names.
_NAMED = 3


def summary(report: Report, say: Words) -> str:
    """The report in one sentence: the overlap, its limit, how many matches."""
    figures, limit = report.figures, report.limits.max_overlap
    share = say(
        "report.summary",
        overlap=figures.overlap,
        characters=figures.characters,
        reused=figures.reused_characters,
        limit="" if limit is None else say("report.limit", limit=limit),
    )
    counts = say("report.counts", counted=figures.matches, ignored=figures.ignored_matches)
    return share + say("mark.comma") + (counts if report.matches else say("report.none_found"))


def passed_limits(report: Report, say: Words) -> list[str]:
    """The limits that were passed: those that fail the gate, then those that only warn or note, and say so."""
    verdict = report.verdict
    milder = [passed for passed in verdict.exceeded if passed.limit.severity != "error"]
    told = [say(f"level.{passed.limit.severity}") + say("mark.colon") for passed in milder]
    return [reason.text(say.language) for reason in verdict.reasons] + [
        level + passed.message.text(say.language) for level, passed in zip(told, milder, strict=True)
    ]


def note(match: Match, say: Words) -> str:
    """What was said when a match, or a part of it, was accepted; nothing where nothing was."""
    accepted = sum(end - start for start, end in match.accepted)
    parts = [say("match.accepted", count=accepted)] if accepted and match.ignored is None else []
    parts += [say("match.note", note=match.note)] if match.note else []
    return say("mark.comma").join(parts)


def compared_with(report: Report, say: Words) -> str:
    """What the draft was compared with, in one sentence."""
    corpus = report.corpus
    counts = {"documents": corpus.documents, "sentences": corpus.sentences}
    if corpus.path is None:
        return say("report.texts", model=corpus.model, **counts)
    return say("report.corpus", path=corpus.path, model=corpus.model, **counts)


def source_name(report: Report, source_id: str, say: Words) -> str:
    """A source by the name it has in the corpus, then by what is known about it."""
    return source_id + about_source(report, source_id, say)


def about_source(report: Report, source_id: str, say: Words) -> str:
    """Title and date of a source, such as 《教育大会上的讲话》（2024-09-10）; nothing where they are not known."""
    source = next((source for source in report.sources if source.id == source_id), None)
    if source is None:
        return ""
    title = "" if source.title is None or source.title in source.id else say("name.title", title=source.title)
    return title + ("" if source.date is None else say("name.date", date=source.date))


def finding_name(finding: Finding, say: Words) -> str:
    """What was found and how often, such as 零宽字符 2 个."""
    name = say.known(f"finding.{finding.kind}", finding.kind)
    if finding.detail:
        name += say("name.detail", detail=say.known(f"detail.{finding.detail}", finding.detail))
    return say("match.finding", name=name, count=finding.count)


def place(report: Report, start: int, end: int, say: Words) -> str:
    """Page (where the draft has pages), line and characters of the draft, from 1, both ends included; of what lies
    between two characters only the line."""
    page = report.draft.reading.page(start)
    parts = [] if page is None else [say("match.page", page=page)]
    parts.append(where(report.draft, start, say))
    parts += [span(*written_span(report.draft, start, end), say)] if start < end else []
    return say("mark.comma").join(parts)


def where(draft: Document, at: int, say: Words, *, paragraphs: bool = False) -> str:
    """The line of a place in a draft, or the paragraph, empty ones not counted, in a draft of a word
    processor and where ``paragraphs`` are asked for."""
    above = written_text(draft)[: written_span(draft, at, at)[0]].split("\n")
    if paragraphs or draft.id.lower().endswith(_WITH_PARAGRAPHS):
        return say("match.paragraph", paragraph=1 + sum(1 for line in above[:-1] if line.strip()))
    return say("match.line", line=len(above))


def hint(report: Report, match: Match, say: Words) -> str:
    """What to do about a passage, short and true for it; nothing where there is nothing to do."""
    left = [one for one in report.leftovers if match.draft.start <= one.start < match.draft.end and one.source]
    names = list(dict.fromkeys(visible(one.text) for one in left))
    if match.ignored == "authority":
        return say("hint.authority") if match.note else ""
    if match.ignored == "own_work":
        return say("hint.own", names=say("hint.and").join(names[:_NAMED])) if names else ""
    if match.ignored is not None:
        return ""
    source = next((one for one in report.sources if one.id == match.source.document_id), None)
    if source is not None and proposed(source) == "authority":
        return say("hint.superior")
    if not names:
        return say(f"hint.{match.kind}")
    more = say("hint.more") if len(names) > _NAMED else ""
    told = say("hint.local", names=say("hint.and").join(names[:_NAMED]) + more)
    return told + say(f"hint.else_{match.kind}")


def span(start: int, end: int, say: Words) -> str:
    """A half-open span as people count: from 1, both ends included."""
    return say("match.span", start=start + 1, end=end)
