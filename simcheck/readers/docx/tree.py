"""The XML of a .docx as Word takes it: which of several contents it shows, and which elements it does not know.

Word reads ``mc:AlternateContent`` by the first choice whose namespaces it knows, else the fallback, and passes over
what stands in a namespace that it does not know (ECMA-376 part 3).
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Literal

from simcheck.readers.safe_xml import Element, attribute, local

_OPEN, _STRICT, _OFFICE = (
    "http://schemas.openxmlformats.org/",
    "http://purl.oclc.org/ooxml/",
    "urn:schemas-microsoft-com:",
)
_WORD, _DRAWING = "http://schemas.microsoft.com/office/word/", "http://schemas.microsoft.com/office/drawing/"
_COMPATIBILITY = f"{_OPEN}markup-compatibility/2006"
_KNOWN = frozenset(
    [f"{_OPEN}{name}" for name in (
        "wordprocessingml/2006/main", "officeDocument/2006/math", "officeDocument/2006/relationships",
        "drawingml/2006/main", "drawingml/2006/wordprocessingDrawing", "drawingml/2006/picture", "drawingml/2006/chart",
        "drawingml/2006/diagram", "drawingml/2006/lockedCanvas", "drawingml/2006/compatibility",
        "drawingml/2006/chartDrawing", "officeDocument/2006/customXml", "schemaLibrary/2006/main",
        "officeDocument/2006/bibliography", "markup-compatibility/2006",
    )]
    + [f"{_STRICT}{name}" for name in (
        "wordprocessingml/main", "officeDocument/math", "officeDocument/relationships", "drawingml/main",
        "drawingml/wordprocessingDrawing", "drawingml/picture", "drawingml/chart", "drawingml/diagram",
        "drawingml/lockedCanvas", "drawingml/chartDrawing",
    )]
    + [f"{_OFFICE}{name}" for name in ("vml", "office:office", "office:word")]
    + [f"{_WORD}{name}" for name in (
        "2003/wordml", "2006/wordml", "2010/wordml", "2010/wordprocessingCanvas", "2010/wordprocessingDrawing",
        "2010/wordprocessingGroup", "2010/wordprocessingInk", "2010/wordprocessingShape", "2012/wordml",
        "2012/wordprocessingDrawing", "2015/wordml/symex", "2016/wordml/cid", "2018/wordml", "2018/wordml/cex",
        "2020/wordml/sdtdatahash", "2020/oembed", "2023/wordml/word16du", "2024/wordml/sdtformatlock",
    )]
    + [f"{_DRAWING}{name}" for name in (
        "2007/8/2/chart", "2008/diagram", "2010/main", "2012/chart", "2012/main", "2014/chartex", "2014/main",
        "2015/9/8/chartex", "2015/10/21/chartex", "2016/5/9/chartex", "2016/5/10/chartex", "2016/5/11/chartex",
        "2016/5/12/chartex", "2016/5/13/chartex", "2016/5/14/chartex", "2016/11/main", "2016/ink",
        "2016/SVG/main", "2017/model3d", "2017/decorative", "2018/hyperlinkcolor", "2014/chart",
    )]
)  # fmt: skip


@functools.lru_cache(maxsize=5_000)
def _kind(tag: str) -> Literal["AlternateContent", "sdt", "plain", "unknown"]:
    """How the children of an element are taken, by its tag. Names without a namespace are taken as they are."""
    space, brace, name = tag.rpartition("}")
    if name == "AlternateContent":
        return "AlternateContent"
    if name == "sdt":
        return "sdt"
    return "plain" if not brace or space[1:] in _KNOWN else "unknown"


def content(element: Element, passed: list[Element] | None = None) -> list[Element]:
    """The children as Word takes them: of alternatives the chosen one's, of a control its content, of what Word does
    not know nothing unless the file says that its content counts (``mc:ProcessContent``).

    What it does not take is added to ``passed``.
    """
    children = list(element)
    for child in children:
        if _kind(child.tag) != "plain":
            break
    else:
        return children
    taken: list[Element] = []
    for child in children:
        kind = _kind(child.tag)
        if kind == "plain":
            taken.append(child)
        elif kind == "AlternateContent":
            branch = chosen(child)
            taken += [] if branch is None else content(branch, passed)
            if passed is not None:
                passed += [other for other in child if other is not branch]
        elif kind == "sdt":
            taken += [inner for inner in child if local(inner) == "sdtContent"]
        elif _processed(child):
            taken += content(child, passed)
        elif passed is not None:
            passed.append(child)
    return taken


def chosen(alternatives: Element) -> Element | None:
    """The branch of ``mc:AlternateContent`` that Word takes, None where it takes none, and of any other element."""
    for branch in alternatives:
        name = local(branch)
        if name == "Fallback":
            return branch
        if name == "Choice":
            required = (branch.get("Requires") or "").split()
            if required and all(branch.nsmap.get(prefix) in _KNOWN for prefix in required):
                return branch
    return None


def _processed(element: Element) -> bool:
    """Whether the file says that what is inside an element that Word does not know counts all the same."""
    space, _, name = str(element.tag).lstrip("{").rpartition("}")
    for above in element.iterancestors():
        for said in (above.get(f"{{{_COMPATIBILITY}}}ProcessContent") or "").split():
            prefix, _, what = said.partition(":")
            if above.nsmap.get(prefix) == space and what in (name, "*"):
                return True
    return False


def found(element: Element, *path: str) -> Iterator[Element]:
    """The children of the descendants that ``path`` leads to, by names without namespace."""
    if not path:
        yield from element
        return
    for child in element:
        if local(child) == path[0]:
            yield from found(child, *path[1:])


def value(element: Element, *path: str) -> str | None:
    """The ``val`` of the first descendant that ``path`` leads to, None where there is none."""
    *above, name = path
    return next((attribute(one, "val") for one in found(element, *above) if local(one) == name), None)


def on(mark: Element) -> bool:
    """Whether a property that is there is switched on: it is unless it says otherwise."""
    return attribute(mark, "val") not in {"0", "false", "off"}


def whole(text: str | None, otherwise: int = 0) -> int:
    """A whole number as Word writes them, ``12`` or ``12pt`` or ``12.5``; ``otherwise`` where it is none."""
    digits = (text or "").strip().removesuffix("pt")
    try:
        return int(float(digits))
    except (ValueError, OverflowError):
        return otherwise


def all_text(element: Element) -> str:
    """All text inside an element, shown or not."""
    return "".join(text.text or "" for text in element.iter("{*}t"))
