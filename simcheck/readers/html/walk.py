"""The text that a browser shows of a page: a line for each block, without what nobody sees, which is told."""

from __future__ import annotations

import base64
import functools
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import unquote_to_bytes

from simcheck.patterns import regex
from simcheck.readers.html.elements import (
    BLOCKS,
    ENTERED,
    HINTED,
    HINTING,
    LABELLED,
    MARKED,
    PASSED,
    PRESERVED,
    SKIPPED,
    hints_of,
    label_of,
    repeated,
)
from simcheck.readers.html.line import Line, unwrapped
from simcheck.readers.html.look import Look, inside, resolved
from simcheck.readers.html.places import SCATTERING, overlaid, scatters
from simcheck.readers.html.sheet import Sheet, generated, in_address, sheet
from simcheck.readers.html.tree import nodes, parsed, source_inside
from simcheck.readers.written import Written

_NOTHING: Mapping[str, str] = {}
_INLINE = frozenset("inline inline-block inline-flex inline-grid inline-table contents ruby none".split())
#: The marks that browsers put around ``q``: those inside of others, and the outer ones.
_QUOTES = (("‘", "’"), ("“", "”"))
#: How many elements of a letter or two may stand somewhere else.
_SCATTERED = 30
#: Declarations in which pictures and marks of lists stand.
_PICTURED = frozenset(("background", "background-image", "list-style", "list-style-type"))
_DATA_IMAGE = regex(r"url\(\s*(\"data:image[^\"]*\"|'data:image[^']*'|data:image[^)]*)\s*\)", re.IGNORECASE)
_SVG = regex(r"\s*data:image/svg", re.IGNORECASE)
#: Pictures no wider or higher than this are icons.
_ICON = 32
#: The address of a picture that is the picture.
_IN_ADDRESS = regex(r"\s*data:image/(?!svg)[\w.+-]+(?:;[\w=-]+)*;base64,", re.IGNORECASE)
#: Letters of a line from which it is a text, wherever it stands.
FURNITURE = 13
#: Pages inside of pages inside of pages that are read.
_DEEPEST = 3
_TO_SIMCHECK = regex(r"<!--\s*simcheck\s*[:：].*?-->", re.IGNORECASE | re.DOTALL)
_FOR_WORD = regex(r"\[if\s+(?!!)[^\]]*(?:mso|vml)", re.IGNORECASE)
#: A text of a script that may be shown: so many Chinese characters and marks in a row, as they are or escaped.
_SCRIPTED = regex(r"[\u3001-\u3011\u4e00-\u9fff\uff01-\uff1f“”]{100,}|(?:\\u[0-9a-fA-F]{4}){100,}")


def to_simcheck(comment: str) -> str:
    """A comment that speaks to simcheck, on one line; nothing for any other one.

    >>> to_simcheck("<!-- simcheck: ignore\\n沿用去年 -->"), to_simcheck("<!-- 待核 -->")
    ('<!-- simcheck: ignore 沿用去年 -->', '')
    """
    return re.sub(r"\s+", " ", comment) if _TO_SIMCHECK.fullmatch(comment) else ""


def walk(tree: Any, written: Written, *, word: bool = False) -> list[bytes]:
    """Write down what is seen of a parsed page; with ``word`` as Word shows it, which also reads what only it knows.

    Gives the pictures that stand in the page itself; those elsewhere are told.
    """
    rules = sheet(tree, word=word)
    walker = _Walker(rules, written, Line(written, FURNITURE), word, 0)
    if tree.root is not None:
        walker.page(tree.root, Look(certain=not (rules.outside or rules.overlaid or overlaid(tree, rules))))
    written.miss("generated", walker.scripted(written.text) + (walker.scattered >= _SCATTERED))
    return walker.pictures


class _Walker:
    """Descends without recursion, since pages may be nested as deep as they like."""

    def __init__(self, rules: Sheet, written: Written, line: Line, word: bool, depth: int) -> None:
        self._rules, self._written, self._line, self._word, self._depth = rules, written, line, word, depth
        self._preserved = self._quotations = 0
        self._guides: list[tuple[str, Look]] = []
        #: What only Word shows: boxes that hang on the block that is being read.
        self._boxes: list[tuple[Any, Look]] = []
        self._scripts: list[str] = []
        #: Elements of a letter or two that are put somewhere else than they stand.
        self.scattered = 0
        #: Pictures as they stand in addresses.
        self.pictures: list[bytes] = []
        #: Nodes live as long as their trees.
        self._trees: list[Any] = []
        self._looks: dict[tuple[Look, int, bool], tuple[Look, bool, bool]] = {}
        #: The marks of the lists, before the element that they belong to.
        self._marks: list[str] = []

    def page(self, root: Any, look: Look) -> None:
        """The text of an element and all that is in it."""
        stack: list[tuple[Any, Look, Callable[[], None] | None]] = [(root, look, None)]
        while stack:
            node, outer, leave = stack.pop()
            tag = node.tag
            if leave is not None:
                leave()
            elif tag == "-text":
                self._add(node.text_content or "", outer)
            elif tag == "-comment":
                self._comment(node, outer)
            elif tag in PASSED:
                self._passed(node, tag, outer)
            elif tag not in SKIPPED and not tag.startswith(("-", "_", "!")):
                own, block, backwards = self._look(node, tag, outer)
                before, after = self._rules.around(node, functools.partial(resolved, variables=own.variables))
                if block or tag in ENTERED:
                    self._enter(node, tag, own, block)
                if before:
                    self._add(before, own)
                if block or after or tag in ENTERED:
                    stack.append((node, own, functools.partial(self._leave, tag, own, block, after)))
                child = node.first_child if backwards else node.last_child
                while child is not None:
                    stack.append((child, own, None))
                    child = child.next if backwards else child.prev
        self._end()

    def scripted(self, text: str) -> int:
        """How many scripts hold a long text that stands nowhere else on the page."""
        said = "".join(text.split())
        return sum("".join(one.split()) not in said for one in self._scripts)

    def _look(self, node: Any, tag: str, outer: Look) -> tuple[Look, bool, bool]:
        """How an element looks, whether it is a block, and whether its children stand in the opposite order."""
        attributes = node.attributes
        if tag in MARKED or (attributes and repeated(tag, attributes)):
            outer = self._marked(tag, outer)
        hinted = tag in HINTED or (attributes and not HINTING.isdisjoint(attributes))
        hints = hints_of(tag, attributes) if hinted else _NOTHING
        said = self._rules.declarations(node, attributes.get("style") if attributes else None, hints)
        if not said:
            return outer, tag in BLOCKS, False
        if not SCATTERING.isdisjoint(said) and scatters(said):
            self.scattered += 0 < len((node.text() or "").strip()) <= 2
        key = outer, id(said), tag in BLOCKS  # the sheet keeps what is said, so that nothing else has its identity
        found = self._looks.get(key)
        if found is None:
            display = said.get("display", "").strip().lower()
            block = display not in _INLINE if display and display != "none" else tag in BLOCKS
            block = block and said.get("float", "none").strip() == "none"
            backwards = any("reverse" in said.get(name, "").lower() for name in ("flex-direction", "flex-flow"))
            found = self._looks[key] = inside(outer, said), block, backwards
        if not _PICTURED.isdisjoint(said) and found[0].reason is None:
            self._declared(node, tag, said, found[0])
        return found

    def _declared(self, node: Any, tag: str, said: Mapping[str, str], look: Look) -> None:
        """Pictures and marks of lists that stand in a stylesheet."""
        for name in _PICTURED & said.keys():
            value = resolved(said[name], look.variables)
            for address in _DATA_IMAGE.findall(value):
                self._picture(address.strip("\"'"))
            if tag == "li" and name.startswith("list-style"):
                self._marks.append(generated(_DATA_IMAGE.sub("", value), node))

    def _marked(self, tag: str, outer: Look) -> Look:
        """The look of what pages repeat, or of a block quotation."""
        if tag == "blockquote":
            return outer if outer.quoted else replace(outer, quoted=True)
        return outer if outer.quiet else replace(outer, quiet=True)

    def _add(self, text: str, look: Look) -> None:
        if not text or (self._line.empty and not self._preserved and text.isspace()):
            return
        if look.turned:
            text = text[::-1]
        lines = text.split("\n") if self._preserved else [unwrapped(text)]
        for number, line in enumerate(lines):
            if number:
                self._line.end()
            self._line.add(line, look.reason, quiet=look.quiet, quoted=look.quoted)

    def _enter(self, node: Any, tag: str, look: Look, block: bool) -> None:
        if block or tag == "br":
            self._end()
        for mark in self._marks if tag == "li" else ():
            self._add(mark, look)
        self._marks.clear()
        if tag in LABELLED and (label := label_of(node, tag)):
            self._line.add(unwrapped(label), look.reason, quiet=True)
            self._line.end() if tag != "input" else None
        if tag in PRESERVED:
            self._preserved += 1
        elif tag == "q":
            self._quotations += 1
            self._add(_QUOTES[self._quotations % 2][0], look)
        elif tag == "img":
            sizes = (node.attributes.get("width"), node.attributes.get("height"))
            icon = any(size and size.isdecimal() and int(size) <= _ICON for size in sizes)
            if look.reason is None and not icon:
                self._picture(node.attributes.get("src") or "")
            self._instead(node, look)
        elif tag == "iframe":
            self._frame(node, look)

    def _instead(self, node: Any, look: Look) -> None:
        """What a browser shows in the place of a picture that it cannot load: a text, unless that is a name."""
        said = unwrapped(node.attributes.get("alt") or "")
        if not _IN_ADDRESS.match(node.attributes.get("src") or "") and sum(map(str.isalnum, said)) >= FURNITURE:
            self._line.add(said, look.reason)

    def _picture(self, address: str) -> None:
        drawing = in_address(address) if _SVG.match(address) else None
        if drawing is not None and self._depth < _DEEPEST:
            tree = parsed(drawing)
            self._trees.append(tree)
            self._boxes.append((tree.root, Look(certain=False)))
            return
        found = _IN_ADDRESS.match(address)
        try:
            self.pictures.append(base64.b64decode(unquote_to_bytes(address[found.end() :]))) if found else None
        except ValueError:
            found = None
        self._written.miss("picture", found is None)

    def _leave(self, tag: str, look: Look, block: bool, after: str) -> None:
        self._add(after, look)
        if tag in PRESERVED:
            self._preserved -= 1
        elif tag == "q":
            self._add(_QUOTES[self._quotations % 2][1], look)
            self._quotations -= 1
        if block:
            self._end()

    def _end(self) -> None:
        """The end of a line; the phonetic guides above its characters stand in one of their own."""
        if self._line.empty and not self._guides and not self._boxes:
            return
        self._line.end()
        guides, self._guides = self._guides, []
        for text, look in guides:
            self._line.add(text, look.reason, quiet=look.quiet)
        self._line.end()
        boxes, self._boxes = self._boxes, []
        for box, look in boxes:
            self._inner(self._rules).page(box, look)

    def _inner(self, rules: Sheet) -> _Walker:
        """A walker for what stands inside, which writes to the same place."""
        inner = _Walker(rules, self._written, self._line, self._word, self._depth + 1)
        inner.pictures = self.pictures
        return inner

    def _comment(self, node: Any, look: Look) -> None:
        text = node.html or ""
        if look.reason is None:
            self._line.add(to_simcheck(text), None)
        if self._word and _FOR_WORD.search(text[:200]) and self._depth < _DEEPEST:
            tree = parsed(text[text.find("]>") + 2 :])
            self._trees.append(tree)
            self._boxes += [(one, look) for one in nodes(tree.root) if one.tag == "v:textbox"]

    def _frame(self, node: Any, look: Look) -> None:
        page = node.attributes.get("srcdoc")
        if page and self._depth < _DEEPEST:
            tree = parsed(page)
            self._inner(sheet(tree, word=self._word)).page(tree.root, look)
        elif page or node.attributes.get("src"):
            self._written.miss("embedded", look.reason is None)

    def _passed(self, node: Any, tag: str, look: Look) -> None:
        """What is not walked and may be seen all the same."""
        if tag == "template" and node.attributes.get("shadowrootmode") and self._depth < _DEEPEST:
            tree = parsed(source_inside(node))
            self._trees.append(tree)
            self._boxes.append((tree.root, look))
        elif tag in ("noscript", "template"):
            self._scripts += _SCRIPTED.findall(parsed(source_inside(node)).text() or "")
        if tag == "rt":
            self._guides.append((unwrapped(node.text() or ""), look))
        elif tag == "script":
            self._scripts += map(_unescaped, _SCRIPTED.findall(node.text() or ""))
        elif tag in ("object", "embed"):
            self._written.miss("embedded", look.reason is None)


def _unescaped(text: str) -> str:
    return re.sub(r"\\u([0-9a-fA-F]{4})", lambda code: chr(int(code[1], 16)), text)
