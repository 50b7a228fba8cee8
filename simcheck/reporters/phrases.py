"""Phrases that several formats share: the report in one sentence, what was compared, what is to be done."""

from __future__ import annotations

import re
from collections.abc import Iterable

from simcheck.judge.attributed import attributed
from simcheck.judge.cited_sentences import is_of_named
from simcheck.messages import Message, Words
from simcheck.patterns import regex
from simcheck.report import Report
from simcheck.reporters.apart import is_unverified, letters_apart
from simcheck.reporters.layout import visible
from simcheck.text.classes import proposed
from simcheck.text.manner import manner
from simcheck.types import Document, Finding, Kind, Leftover, Match

#: Leftovers that a hint names.
_NAMED = 3
_FIGURE = regex(r"[0-9０-９]+(?:[.．][0-9０-９]+)?")


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
    """The limits that were passed: those that fail the gate, then those that only warn or note, and say so. The limit
    of the overlap, which ``summary`` tells, is not said again."""
    told_above = "max_overlap" if report.limits.max_overlap is not None else ""
    milder = [passed for passed in report.verdict.exceeded if passed.limit.severity != "error"]
    told = [say(f"level.{passed.limit.severity}") + say("mark.colon") for passed in milder]
    return [reason.text(say.language) for reason in grave(report) if reason.code != told_above] + [
        level + passed.message.text(say.language) for level, passed in zip(told, milder, strict=True)
    ]


def grave(report: Report) -> list[Message]:
    """Why the gate fails, each figure once: the share of the one source that all was found in is the overlap itself."""
    reasons = report.verdict.reasons
    overlap = next((one.values["value"] for one in reasons if one.code == "max_overlap"), None)
    return [one for one in reasons if one.code != "max_source" or one.values["value"] != overlap]


def shown_kind(match: Match) -> Kind:
    """The kind that people are told: what is all but copied and has other figures was copied and edited."""
    return "edited" if match.kind == "verbatim" and _other_figures(match) else match.kind


def _other_figures(match: Match) -> bool:
    return _FIGURE.findall(match.draft.text) != _FIGURE.findall(match.source.text)


def kind_name(match: Match, say: Words) -> str:
    """The word for the kind that people are told."""
    return say(f"kind.{shown_kind(match)}")


def note(report: Report, match: Match, say: Words) -> str:
    """What was said when a match, or a part of it, was accepted; nothing where nothing was. How much
    of it is quoted or form and does not count. Of own work that stands beside another's text, which own text has the
    same words."""
    accepted = sum(end - start for start, end in match.accepted)
    parts = [say("match.accepted", count=accepted)] if accepted and match.ignored is None else []
    if apart := letters_apart(report, match):
        parts.append(say("match.apart", count=apart))
    if match.note:
        told = "match.own_text" if match.ignored == "own_work" and not _is_of(report, match) else "match.note"
        parts.append(say(told, note=match.note))
    return say("mark.comma").join(parts)


def _is_of(report: Report, match: Match) -> bool:
    """Whether the source of a match is what its note names: the own text, or one by its author."""
    source, said = _named(report, match.source.document_id), match.note or ""
    return source is None or source.author == said or _file(source.id) == _file(said)


def compared_with(report: Report, say: Words, *, whole: bool = False) -> str:
    """What the draft was compared with, in one sentence; the ``whole`` path for whoever checks, its last folder for
    those whom a report is passed on to. The model stands in the data of a report."""
    corpus = report.corpus
    counts = {"documents": corpus.documents, "sentences": corpus.sentences}
    if corpus.path is None:
        return say("report.texts", **counts)
    path = corpus.path if whole else re.split(r"[/\\]", corpus.path.rstrip("/\\"))[-1] or corpus.path
    return say("report.corpus", path=path, **counts)


def source_name(report: Report, source_id: str, say: Words) -> str:
    """A source by its title, its author and its day, such as 《教育大会上的讲话》（教育局，2024-09-10）; by its file
    where it has no title, and with its file where another source bears the same."""
    source = _named(report, source_id)
    if source is None:
        return source_id
    told = [one for one in (source.author, source.date) if one]
    about = say("note.source", source=say("mark.comma").join(told)) if told else ""
    others = [other for other in report.sources if other.id != source_id]
    if not source.title:
        again = any(_file(other.id) == _file(source_id) for other in others)
        return (source_id if again else _file(source_id)) + about
    again = any(other.title == source.title for other in others)
    return (
        say("name.title", title=source.title).strip() + about + (say("note.source", source=source_id) if again else "")
    )


def source_files(report: Report, say: Words) -> list[tuple[str, str]]:
    """Each source that is told by another name than its file's, and that file, in the order of the passages."""
    named = dict.fromkeys(name for match in report.matches for name in (match.source.document_id, *match.also_in))
    told = ((source_name(report, name, say), name) for name in named)
    return [(shown, name) for shown, name in told if name not in shown]


def _named(report: Report, source_id: str) -> Document | None:
    return next((source for source in report.sources if source.id == source_id), None)


def _file(source_id: str) -> str:
    """The name of a file without the folders that it lies in, unless that is all there is."""
    return re.split(r"[/\\]", source_id)[-1] or source_id


def also_in(report: Report, match: Match, say: Words) -> list[str]:
    """What other sources hold a passage too, in one phrase; none where none does."""
    others = say("mark.comma").join(source_name(report, name, say) for name in match.also_in)
    return [say("match.also_in", sources=visible(others))] if others else []


def finding_name(finding: Finding, say: Words) -> str:
    """What was found and how often, such as 零宽字符 2 个."""
    name = say.known(f"finding.{finding.kind}", finding.kind)
    if finding.detail:
        name += say("name.detail", detail=say.known(f"detail.{finding.detail}", finding.detail))
    return say("match.finding", name=name, count=finding.count)


def hint(report: Report, match: Match, say: Words) -> str:
    """What to do about a passage, short and true for it; nothing where there is nothing to do."""
    left = [one for one in report.leftovers if match.draft.start <= one.start < match.draft.end and one.source]
    if match.ignored == "authority":
        return say("hint.authority") if match.note else ""
    if match.ignored == "own_work":
        return say("hint.own", names=_listed(left, say)) if left else ""
    if match.ignored is not None:
        return ""
    renewed, local = _parted(left)
    source = _named(report, match.source.document_id)
    superior = source is not None and proposed(source) == "authority"
    if superior or (cites := _cites(report, match)):
        return say("hint.superior" if superior else cites)
    changed = match.kind in ("verbatim", "edited") and _other_figures(match)
    todo = say(f"hint.{manner(report.draft)}_{'changed' if changed else match.kind}")
    if local:
        which = "hint.local_names" if all(one.kind in ("place", "unit") for one in local) else "hint.local"
        todo = say(which, names=_listed(local, say), rest=todo)
    return say("hint.renewed", names=_listed(renewed, say), rest=todo) if renewed else todo


def _parted(left: Iterable[Leftover]) -> tuple[list[Leftover], list[Leftover]]:
    """Leftovers of texts of the own place, which are to be brought up to date, and those of others' texts."""
    both: tuple[list[Leftover], list[Leftover]] = [], []
    for one in left:
        both["是否已更新" not in one.note].append(one)
    return both


def _cites(report: Report, match: Match) -> str:
    """What is said where most of a passage is sentences that say whose words they are: that it is the source, but too
    much is taken from it, or that the source does not bear it out, as of quotations that count; nothing of others."""
    text, start, end = report.draft.text, match.draft.start, match.draft.end
    if is_of_named(text, match, {one.id: one for one in report.sources}):
        return "hint.cited_long"
    spans = ((max(start, one.start), min(end, one.end)) for one in attributed(text))
    if sum(max(0, last - first) for first, last in spans) > (end - start) / 2:
        return "hint.cited"
    return "hint.unverified" if is_unverified(report, match) else ""


def _listed(left: Iterable[Leftover], say: Words) -> str:
    """Words of the draft, each in quotation marks, the first few of them."""
    names = list(dict.fromkeys(visible(one.text) for one in left))
    told = say("hint.and").join(say("hint.name", name=name) for name in names[:_NAMED])
    return told + (say("hint.more") if len(names) > _NAMED else "")
