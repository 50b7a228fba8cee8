"""Word's XML of 2003 ("WordprocessingML", schema 2003/2/wordml), turned into the parts of a .docx.

Both say nearly the same of a text. What the older one says otherwise is renamed: numbers of lists, attributes with a
hyphen, changes and comments, which are annotations; what stands in the text (notes, headers, pictures) gets a part of
its own.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Mapping
from itertools import count

from simcheck.readers.safe_xml import Element, attribute, local

_AML = "http://schemas.microsoft.com/aml/2001/core"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
#: What else than Word's own namespace stands in a text and is seen.
_DRAWN = ("urn:schemas-microsoft-com:vml", "urn:schemas-microsoft-com:office:office")
#: What everything else is called before it is taken off.
_FOREIGN = "foreign"
#: Elements and attributes that are called otherwise today.
_ELEMENTS = {
    "listPr": "numPr", "ilfo": "numId", "listDef": "abstractNum", "ilst": "abstractNumId", "list": "num",
    "nfc": "numFmt", "listStyleLink": "numStyleLink", "vmerge": "vMerge",
}  # fmt: skip
_ATTRIBUTES = {"h-rule": "hRule", "line-rule": "lineRule", "ilfo": "numId", "listDefId": "abstractNumId"}
_ANNOTATIONS = {"Word.Insertion": "ins", "Word.Deletion": "del", "Word.Comment": "commentReference"}
#: How numbers are written, by their codes ([MS-OSHARED] 2.2.1.3).
_NUMBERS = {
    0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 10: "ideographDigital",
    11: "japaneseCounting", 14: "decimalFullWidth", 16: "japaneseLegal", 17: "japaneseDigitalTenThousand",
    18: "decimalEnclosedCircle", 22: "decimalZero", 23: "bullet", 26: "decimalEnclosedFullstop",
    27: "decimalEnclosedParen", 28: "decimalEnclosedCircleChinese", 29: "ideographEnclosedCircle",
    30: "ideographTraditional", 31: "ideographZodiac", 32: "ideographZodiacTraditional", 33: "taiwaneseCounting",
    34: "ideographLegalTraditional", 35: "taiwaneseCountingThousand", 36: "taiwaneseDigital", 37: "chineseCounting",
    38: "chineseLegalSimplified", 39: "chineseCountingThousand", 57: "numberInDash", 255: "none",
}  # fmt: skip
#: The properties of the document that are read, by the names that they have in a .docx.
_PROPERTIES = {"Title": "title", "Author": "creator"}

_Part = tuple[str, bytes]


def parts(root: Element) -> Iterator[_Part]:
    """The parts of the document whose root is ``w:wordDocument``, by their paths; the tree is changed.

    Raises ValueError for a picture that is no base64, and for a document without a body or with two.
    """
    word = root.tag.rpartition("}")[0] + "}"
    [body] = [one for one in root if local(one) == "body"]
    for one in [*root.iter(f"{{{_AML}}}annotation")]:
        _annotated(one, word)
    _unwrapped(root, word)
    for one in root.iter(f"{word}*"):
        _renamed(one, word)
    files = _Files(word, body)
    files.pictures()
    files.notes()
    files.headers()
    document = root.makeelement(f"{word}document")
    document.extend([*_background(root, word), body])
    files.add("document", document)
    for name, old in (("styles", "styles"), ("numbering", "lists"), ("settings", "docPr")):
        for one in [one for one in root if local(one) == old]:
            files.add(name, one, name)
    files.add("core", _properties(root))
    return files.parts()


class _Files:
    """The parts as they come, each with the same relationships, so that ids hold in all of them."""

    def __init__(self, word: str, body: Element) -> None:
        self._word, self._body, self._parts = word, body, dict[str, bytes]()
        self._related: list[tuple[str, str]] = []

    def add(self, name: str, root: Element, kind: str = "") -> str:
        """Add a part, with a relationship of a ``kind`` if that is not empty. Gives the id of that."""
        from lxml import etree

        self._parts[f"word/{name}.xml"] = etree.tostring(root, encoding="utf-8")
        return self._relate(kind, f"{name}.xml") if kind else ""

    def _relate(self, kind: str, target: str) -> str:
        self._related.append((kind, target))
        return f"r{len(self._related)}"

    def pictures(self) -> None:
        """Pictures, which are named by the addresses that they have in the file; an object inside is told as one."""
        ids: dict[str, str] = {}
        for held in self._body.iter(f"{self._word}binData"):
            path = f"media/{len(ids)}"
            self._parts[f"word/{path}"] = base64.b64decode(held.text or "")
            ids[attribute(held, "name") or ""] = self._relate("image", path)
        for mark in self._body.iter("{*}imagedata"):
            mark.set(f"{{{_RELATED}}}id", ids.get(attribute(mark, "src") or "", ""))
        for held in self._body.iter("{*}OLEObject"):
            if local(held.getparent()) == "pict":
                held.getparent().tag = f"{self._word}object"

    def notes(self) -> None:
        """Footnotes and endnotes, each of which stands where its number is seen."""
        for kind in ("footnote", "endnote"):
            notes = self._body.makeelement(f"{self._word}{kind}s")
            for number, note in enumerate([*self._body.iter(f"{self._word}{kind}")]):
                reference = note.makeelement(f"{self._word}{kind}Reference", {f"{self._word}id": str(number)})
                note.getparent().replace(note, reference)
                note.set(f"{self._word}id", str(number))
                notes.append(note)
            self.add(f"{kind}s", notes, f"{kind}s")

    def headers(self) -> None:
        """Headers and footers, which stand in the properties of their section."""
        number = count()
        for section in self._body.iter(f"{self._word}sectPr"):
            for held in [one for one in section if local(one) in ("hdr", "ftr")]:
                kind = "header" if local(held) == "hdr" else "footer"
                shown = attribute(held, "type") or "odd"
                section.remove(held)
                said = {
                    f"{self._word}type": "default" if shown == "odd" else shown,
                    f"{{{_RELATED}}}id": self.add(f"{kind}{next(number)}", held, kind),
                }
                section.append(section.makeelement(f"{self._word}{kind}Reference", said))

    def parts(self) -> Iterator[_Part]:
        """All parts with their relationships."""
        yield "_rels/.rels", _relations([("officeDocument", "word/document.xml")])
        yield "[Content_Types].xml", b"<Types/>"
        inside = _relations(self._related)
        for path, data in self._parts.items():
            place = "docProps/core.xml" if path == "word/core.xml" else path
            yield place, data
            if place.startswith("word/") and "media/" not in place:
                yield path.replace("word/", "word/_rels/") + ".rels", inside


def _relations(related: list[tuple[str, str]]) -> bytes:
    inside = "".join(
        f'<Relationship Id="r{number}" Type="{_RELATED}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(related, 1)
    )
    return f'<Relationships xmlns="{_RELATIONS}">{inside}</Relationships>'.encode()


def _annotated(one: Element, word: str) -> None:
    """A change or a comment as an element of Word's; bookmarks and former looks are no text."""
    kind = _ANNOTATIONS.get(attribute(one, "type") or "")
    if kind == "commentReference":
        for child in [*one]:
            one.remove(child)
    if kind is None and one.getparent() is not None:  # it is None inside of a comment
        one.getparent().remove(one)
    elif kind is not None:
        one.tag = f"{word}{kind}"


def _unwrapped(root: Element, word: str) -> None:
    """Take off what is put around a text by others: smart tags, elements of a form's own schema, hints."""
    from lxml import etree

    known = {word[:-1], *(f"{{{space}" for space in _DRAWN)}
    for body in [one for one in root if local(one) == "body"]:
        for one in body.iter("*"):
            if one.tag.rpartition("}")[0] not in known:
                one.tag = _FOREIGN
        etree.strip_tags(body, _FOREIGN)


def _renamed(one: Element, word: str) -> None:
    name = local(one)
    for old, new in _ATTRIBUTES.items():
        if (said := one.attrib.pop(f"{word}{old}", None)) is not None:
            one.set(f"{word}{new}", said)
    change = _VALUES.get(name)
    if change is not None and (said := one.get(f"{word}val")) is not None:
        one.set(f"{word}val", change(said))
    if name in _ELEMENTS:
        one.tag = f"{word}{_ELEMENTS[name]}"


def _camel(said: str) -> str:
    """``dark-blue`` as ``darkBlue``, ``pct-15`` as ``pct15``.

    >>> _camel("dark-blue"), _camel("pct-15"), _camel("clear")
    ('darkBlue', 'pct15', 'clear')
    """
    first, *more = said.split("-")
    return first + "".join(word[:1].upper() + word[1:] for word in more)


#: Values that are written otherwise today, by element.
_VALUES: Mapping[str, Callable[[str], str]] = {
    "highlight": _camel,
    "shd": _camel,
    "suff": str.lower,
    "nfc": lambda said: _NUMBERS.get(int(said) if said.isdecimal() else 0, "decimal"),
}


def _background(root: Element, word: str) -> list[Element]:
    """The colour of the page, which stands in ``w:bgPict``."""
    found = []
    for mark in [*root.iter(f"{word}background")]:
        colour = attribute(mark, "bgcolor") or attribute(mark, "color") or ""
        found.append(root.makeelement(f"{word}background", {f"{word}color": colour.lstrip("#")}))
    return found[:1]


def _properties(root: Element) -> Element:
    core = root.makeelement("coreProperties")
    for held in root:
        for one in held if local(held) == "DocumentProperties" else ():
            if local(one) in _PROPERTIES:
                told = core.makeelement(_PROPERTIES[local(one)])
                told.text = one.text
                core.append(told)
    return core
