"""Content controls of a .docx that show what is stored elsewhere in the file: Word fills them in when it opens it."""

from __future__ import annotations

from simcheck.patterns import regex
from simcheck.readers.docx.parts import Parts
from simcheck.readers.docx.tree import found
from simcheck.readers.safe_xml import Element, attribute, local

#: The stores that every file has, by their ids: its properties.
_PROPERTIES = {
    "{6C3C8BC8-F283-45AE-878A-BAB7291924A1}": "docProps/core.xml",
    "{6668398D-A668-4E3E-A5EB-62B293D839F1}": "docProps/app.xml",
}
#: The paths that Word writes; others could be made to take for ever.
_PATH = regex(r"(?:/{1,2}(?:[\w.-]+:)?[\w.-]+(?:\[\d{1,4}\])?){1,30}(?:/@[\w:.-]+)?(?:/text\(\))?")
_MAPPING = regex(r"xmlns:([\w.-]+)\s*=\s*(?:'([^']*)'|\"([^\"]*)\")")


class Bindings:
    """What the controls of a document are bound to."""

    def __init__(self, read: Parts) -> None:
        self._read = read
        self._stores: dict[str, Element] | None = None

    def text(self, content: Element) -> str | None:
        """What a control shows in the place of its content (``w:sdtContent``); None where that is what it shows."""
        for mark in found(content.getparent(), "sdtPr"):
            if local(mark) == "dataBinding":
                store = self._store(attribute(mark, "storeItemID") or "")
                path = attribute(mark, "xpath") or ""
                if store is None or not _PATH.fullmatch(path):
                    return None
                spaces = {
                    prefix: one or other
                    for prefix, one, other in _MAPPING.findall(attribute(mark, "prefixMappings") or "")
                }
                text = _at(store, path, spaces)
                shown = "".join(one.text or "" for one in content.iter("{*}t"))
                return None if text is None or text.split() == shown.split() else text
        return None

    def _store(self, name: str) -> Element | None:
        if self._stores is None:
            self._stores = {}
            for identity, path in _PROPERTIES.items():
                part = self._read.part(path)
                if part is not None:
                    self._stores[identity] = part.root
            for relation in self._read.relations(self._read.main.path):
                part = self._read.part(relation.target) if relation.kind == "customXml" else None
                for other in () if part is None else self._read.relations(part.path):
                    told = self._read.part(other.target) if other.kind == "customXmlProps" else None
                    if part is not None and told is not None:
                        self._stores[(attribute(told.root, "itemID") or "").upper()] = part.root
        return self._stores.get(name.upper())


def _at(store: Element, path: str, spaces: dict[str, str]) -> str | None:
    from lxml import etree

    try:
        nodes = store.getroottree().xpath(path, namespaces=spaces or None)
    except etree.XPathError:
        return None
    if not nodes:
        return None
    node = nodes[0]
    return str(node) if isinstance(node, str) else "".join(node.itertext())
