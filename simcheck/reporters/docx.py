"""The report as a Word file: the chief's sheet, then the draft with its passages shaded, on each a comment about it."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Mapping
from typing import Any

from simcheck.errors import DraftError
from simcheck.grounds import grounds
from simcheck.messages import Language, Words, language_of, words
from simcheck.places import written_text
from simcheck.readers.docx import Part, parts, walk
from simcheck.readers.package import MAX_EXPANDED, Package
from simcheck.readers.safe_xml import local, parse
from simcheck.report import Report
from simcheck.reporters import docx_new, reuse, scattered
from simcheck.reporters.docx_marks import GREY, Anchor, comment_on, shade
from simcheck.reporters.docx_sheet import sheet_page
from simcheck.reporters.figures import told as told_figures
from simcheck.reporters.layout import visible
from simcheck.reporters.leftovers import lines as leftover_lines
from simcheck.reporters.pairs import listed
from simcheck.reporters.passages import MARKS, MOVED, sides
from simcheck.reporters.phrases import (
    also_in,
    compared_with,
    hint,
    kind_name,
    note,
    passed_limits,
    shown_kind,
    source_files,
    source_name,
    summary,
)
from simcheck.reporters.segments import segments
from simcheck.reporters.standing import span, where
from simcheck.reporters.terms import terms
from simcheck.types import Kind, Match

#: An element of lxml, which has no types.
Element = Any

#: For each kind the colours of what differs and of what is equal; what does not count is grey.
_FILLS: Mapping[Kind, tuple[str, str]] = {
    "verbatim": ("FBECEB", "F5CFCB"), "edited": ("FCF3E1", "F6DEB0"),
    "paraphrase": ("EAF2FB", "C6DCF3"), "translation": ("E6F4F1", "BFE2DA"),
}  # fmt: skip
#: Characters of a source passage that a comment repeats.
_SHOWN = 400
#: Groups of sentences that a comment repeats, and characters of each side.
_PAIRS, _LETTERS = 20, 120
_COMMENTS = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_TRANSITIONAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def render(report: Report, *, original: bytes | None = None, language: Language | None = None) -> bytes:
    """A .docx whose first page is the chief's sheet, and then the draft, marked. Its first comment holds all figures.

    ``original`` is the file that the draft was read from, if that is a .docx: then everything but the marks stays as it
    is in there. Raises DraftError when it is not the file that was checked.
    """
    say = words(language or language_of(report.draft.text))
    if original is None:
        root, pieces = docx_new.document(report.draft.text)
        return _written(report, docx_new.package(), Part("word/document.xml", root), {}, pieces, say)
    found = parts(original, report.draft.id)
    walked = walk(found)
    if walked.text != written_text(report.draft):
        raise DraftError(
            f"{report.draft.id}: the file changed after it was checked; check it again", code="draft.changed"
        )
    others = {part.path: part.root for part in (*found.notes, *found.headers)}
    return _written(report, original, found.main, others, walked.pieces, say, written=True)


def _written(
    report: Report,
    package: bytes,
    main: Part,
    notes: Mapping[str, Element],
    pieces: Any,
    say: Words,
    *,
    written: bool = False,
) -> bytes:
    """The package with marked main part and notes, and with comments; its text is the file's if ``written``."""
    fills = [_FILLS[shown_kind(match)] if match.ignored is None else GREY for match in report.matches]
    anchors = shade(pieces, segments(report, written=written), fills)
    archive = zipfile.ZipFile(io.BytesIO(package))
    if sum(entry.file_size for entry in archive.infolist()) > 10 * MAX_EXPANDED:
        raise DraftError(
            f"{report.draft.id}: unpacks to more than 1 GB; take the pictures out and check it again",
            code="draft.too_long",
        )
    comments = _Comments(archive, package, main, report.draft.id)
    start = _start(main.root)
    if start is not None:
        comments.add(Anchor(start, start), _overview(report, say))
    for at, match in enumerate(report.matches):
        anchor = _in_main(anchors.get(at), main.root)
        if anchor is None and start is not None:  # in a chart or a header: with what is said of the whole
            anchor = Anchor(start, start)
        if anchor is not None:
            comments.add(anchor, _comment(report, at + 1, match, say))
    body = next((child for child in main.root if local(child) == "body"), None)
    if body is not None:
        for at, element in enumerate(sheet_page(report, say, main.root)):
            body.insert(at, element)
    changed = {main.path: main.root, **notes, **comments.parts()}
    return _repacked(archive, {path: _bytes(root) for path, root in changed.items()})


def _start(root: Element) -> Element | None:
    """The run that the first comment hangs on: the first with text, one outside of tables if there is one."""
    runs = [run for run in root.iter("{*}r") if any(local(child) in ("t", "sym") for child in run)]
    outside = (run for run in runs if not any(local(above) == "tbl" for above in run.iterancestors()))
    return next(outside, runs[0] if runs else None)


def _in_main(anchor: Anchor | None, root: Element) -> Anchor | None:
    """Where in the main part a comment belongs: for text in a footnote at the footnote's mark."""
    if anchor is None:
        return None
    first, last = (_run_in_main(run, root) for run in (anchor.first, anchor.last))
    one = first if first is not None else last
    if one is None:
        return None
    return Anchor(one, last if last is not None and first is not None else one)


def _run_in_main(run: Element, root: Element) -> Element | None:
    above = [run, *run.iterancestors()]
    if above[-1] is root:
        return run
    note = next((one for one in above if local(one) in ("footnote", "endnote")), None)
    if note is None:
        return None
    marks = root.iter(f"{{*}}{local(note)}Reference")
    number = _value(note, "id")
    return next((mark.getparent() for mark in marks if _value(mark, "id") == number), None)


def _overview(report: Report, say: Words) -> list[str]:
    """The first comment: verdict, warnings, figures."""
    lines = [say("report.headline", draft=report.draft.id, decision=say(f"decision.{report.verdict.decision}"))]
    lines.append(summary(report, say))
    lines += passed_limits(report, say)
    lines += [say("report.warning", text=warning.text(say.language)) for warning in report.warnings]
    lines += [row.name + say("mark.colon") + row.value + row.note for row in told_figures(report, say)]
    lines += leftover_lines(report.draft, report.leftovers, say, paragraphs=True) if report.leftovers else []
    if report.reuse:
        lines += [say("reuse.head") + say("mark.colon"), *reuse.lines(report, say)]
    if any(match.kind in ("verbatim", "edited") and not match.pairs for match in report.counted):
        lines.append(
            say("match.legend_changed", marks=" ".join(MARKS)) + say("match.legend_moved", marks=" ".join(MOVED))
        )
    if told := scattered.lines(report, say, paragraphs=True):
        lines += [say("scattered.head") + say("mark.colon"), *told]
    if files := source_files(report, say):
        lines += [say("report.files") + say("mark.colon"), *(name + say("mark.colon") + file for name, file in files)]
    lines += [word + say("mark.colon") + meaning for word, meaning in terms(report, say)]
    return [*lines, compared_with(report, say)]


def _comment(report: Report, number: int, match: Match, say: Words) -> list[str]:
    """What a reader must know of a match: kind, why it does not count, source, the source's words."""
    comma, source = say("mark.comma"), match.source
    facts = [f"[{number}] {kind_name(match, say)}"]
    facts += [say("match.score", score=match.score)] if match.ignored is None else []
    facts += [
        where(report.draft, match.draft.start, match.draft.end, say, paragraphs=True),
        say("match.verbatim", share=match.verbatim),
    ]
    lines = [comma.join(facts)]
    if match.ignored is not None:
        reason = say(f"reason.{match.ignored}") + say("mark.colon") + say(f"why.{match.ignored}")
        lines.append(say("figure.ignored_matches") + comma + reason)
    name = source_name(report, source.document_id, say)
    lines.append(say("match.source", source=name) + comma + span(source.start, source.end, say))
    lines += [say("pairs.why", why=grounds(match, say))] if match.ignored is None else []
    both = sides(match, colour=False)
    text = "".join(piece.text for piece in both.source) if both.marked else source.text
    text = text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
    lines += listed(match, say, _PAIRS, _LETTERS) if match.pairs else [text]
    if note(report, match, say):
        lines.append(note(report, match, say))
    if todo := hint(report, match, say):
        lines.append(say("match.hint", hint=todo))
    return [*lines, *also_in(report, match, say)]


class _Comments:
    """The comments of a package: those that are there, and the new ones, with what makes the package know of them."""

    def __init__(self, archive: zipfile.ZipFile, package: bytes, main: Part, name: str) -> None:
        self._archive, self._name = archive, name
        self._package = Package(package, name)
        self._space = str(main.root.tag).rpartition("}")[0].lstrip("{")
        folder, file = posixpath.split(main.path.replace("\\", "/"))
        self._relations_path = self._named(posixpath.join(folder, "_rels", f"{file}.rels"))
        self._relations = self._part(self._relations_path, f'<Relationships xmlns="{_PACKAGE}/relationships"/>')
        self._types_path = self._named("[Content_Types].xml")
        self._types = self._part(self._types_path, f'<Types xmlns="{_PACKAGE}/content-types"/>')
        target = next(
            (one.get("Target") for one in self._relations if str(one.get("Type")).endswith("/comments")), None
        )
        path = posixpath.join("/", folder, (target or "comments.xml").replace("\\", "/"))
        self._path = self._named(posixpath.normpath(path).lstrip("/"))
        self._root = self._part(self._path, f'<w:comments xmlns:w="{self._space}"/>')
        self._new = target is None
        # Marks that lost their comment keep their number too.
        known = [*self._root, *main.root.iter("{*}commentRangeStart", "{*}commentReference")]
        numbers = [int(value) for one in known if (value := _value(one, "id")) and value.isdecimal()]
        self._next = max(numbers, default=-1) + 1

    def add(self, anchor: Anchor, lines: list[str]) -> None:
        """A comment of so many paragraphs on what lies between two runs."""
        comment_on(anchor, self._next)
        comment = self._element(self._root, "comment", id=str(self._next), author="simcheck", initials="SC")
        for line in lines:
            run = self._element(self._element(comment, "p"), "r")
            text = self._element(run, "t")
            text.text = visible(line)
            text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        self._next += 1

    def parts(self) -> dict[str, Element]:
        """The parts that have changed, by their paths."""
        if self._new:
            taken = {one.get("Id") for one in self._relations}
            free = next(f"rIdSimcheck{n}" for n in range(len(taken) + 1) if f"rIdSimcheck{n}" not in taken)
            kind = _STRICT if "purl.oclc.org" in self._space else _TRANSITIONAL
            relation = {"Id": free, "Type": f"{kind}/comments", "Target": f"/{self._path}"}
            _child(self._relations, "Relationship", relation)
            _child(self._types, "Override", {"PartName": f"/{self._path}", "ContentType": _COMMENTS})
        return {self._path: self._root, self._relations_path: self._relations, self._types_path: self._types}

    def _named(self, path: str) -> str:
        """The name of a part as the archive has it, where it does."""
        return self._package.path(path) if self._package.holds(path) else path

    def _part(self, path: str, otherwise: str) -> Element:
        data = self._archive.read(path) if path in self._archive.namelist() else otherwise.encode()
        return parse(data, self._name)

    def _element(self, parent: Element, name: str, **attributes: str) -> Element:
        found = parent.makeelement(
            f"{{{self._space}}}{name}", {f"{{{self._space}}}{key}": value for key, value in attributes.items()}
        )
        parent.append(found)
        return found


def _child(parent: Element, name: str, attributes: dict[str, str]) -> None:
    """A child in the parent's namespace; its attributes have none."""
    space = str(parent.tag).rpartition("}")[0]
    parent.append(parent.makeelement(f"{space}}}{name}", attributes))


def _value(element: Element, name: str) -> str | None:
    return next((str(value) for key, value in element.attrib.items() if key.rpartition("}")[2] == name), None)


def _bytes(root: Element) -> bytes:
    from lxml import etree

    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written


def _repacked(archive: zipfile.ZipFile, changed: Mapping[str, bytes]) -> bytes:
    """The archive again, some parts changed or added, the others byte for byte as they were."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in archive.infolist():
            if entry.filename not in changed:
                new.writestr(entry, archive.read(entry))
        for path, data in changed.items():
            new.writestr(zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return written.getvalue()
