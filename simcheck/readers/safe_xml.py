"""XML from untrusted hands: parsed without entities, without document types, without the network."""

from __future__ import annotations

import re
from typing import Any

from simcheck.errors import DraftError
from simcheck.patterns import regex

#: An element of lxml, which has no types.
Element = Any

_DOCTYPE = regex(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
#: The names of tags without their namespaces, as they come: a format has some hundreds.
_NAMES: dict[Any, str] = {}
_MANY = 5_000
#: What comes before the root element is short, so a document type stands here or nowhere.
_PROLOGUE = 20_000


def parse(data: bytes, name: str) -> Element:
    """The root element. Raises DraftError for XML that is damaged, nested absurdly deep, or declares entities.

    Office formats forbid document types, so one can only be there to do harm: entities that expand without end, or that
    name files of this machine.
    """
    from lxml import etree

    head = data[:_PROLOGUE]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head.replace(b"\0", b"")
    if _DOCTYPE.search(head):
        raise DraftError(f"{name}: declares XML entities, as no word processor does; do not trust it, ask its sender")
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise DraftError(f"{name}: its XML is damaged; open it in its program and save it again") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise DraftError(f"{name}: declares XML entities, as no word processor does; do not trust it, ask its sender")
    return root


def local(element: Element) -> str:
    """The name of an element without its namespace.

    >>> from lxml import etree
    >>> local(etree.fromstring('<w:p xmlns:w="urn:w"/>'))
    'p'
    """
    tag = element.tag
    name = _NAMES.get(tag)
    if name is None:
        name = str(tag).rpartition("}")[2]
        if len(_NAMES) < _MANY:
            _NAMES[tag] = name
    return name


def attribute(element: Element, name: str) -> str | None:
    """The value of an attribute by its name without namespace, None if there is none."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return None
