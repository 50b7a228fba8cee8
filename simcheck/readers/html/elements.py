"""The elements of a page by what browsers do with them, and what their attributes say of how they look."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

#: What is no text of a page, whatever is in it.
SKIPPED = frozenset(
    "style head title datalist map audio video canvas rp param source track desc metadata defs "
    "symbol annotation annotation-xml xml".split()
)
#: What is no text that is walked, and yet may be seen.
PASSED = frozenset("script noscript template rt object embed".split())
#: Elements that look otherwise without saying so.
HINTED = frozenset("bdo dialog".split())
#: Attributes that say how an element looks.
HINTING = frozenset("hidden bgcolor fill opacity background color text".split())
BLOCKS = frozenset(
    "address article aside blockquote body button caption center dd details dialog div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hr html iframe legend li main menu nav ol optgroup option p pre "
    "section select summary table tbody td text textarea tfoot th thead tr ul".split()
)
#: What pages repeat: a line of fewer letters than ``FURNITURE`` in here is no text of a speech.
_QUIET = frozenset("nav aside footer button select".split())
MARKED = _QUIET | {"blockquote"}
_QUIET_ROLES = frozenset("navigation contentinfo menu menubar toolbar".split())
PRESERVED = frozenset("pre textarea xmp listing plaintext".split())
#: Elements at whose beginning or end something happens besides the end of a line.
ENTERED = frozenset(("br", "q", "input", "img", "iframe", *PRESERVED))
#: Fields and their groups, which show what their attributes say.
LABELLED = frozenset("input textarea option optgroup".split())
#: Inputs that show their value.
_SHOWN_INPUTS = frozenset("text search submit button reset email url tel number date".split())


def repeated(tag: str, attributes: Mapping[str, str | None]) -> bool:
    """Whether an element holds what pages repeat: by its role, or as LibreOffice writes headers and footers."""
    return attributes.get("role") in _QUIET_ROLES or (tag == "div" and attributes.get("title") in ("header", "footer"))


def hints_of(tag: str, attributes: Mapping[str, str | None]) -> dict[str, str]:
    """What attributes, and elements by themselves, say of a look; stylesheets say otherwise where they do."""
    hints: dict[str, str] = {}
    if "hidden" in attributes or (tag == "dialog" and "open" not in attributes):
        hints["display"] = "none"
    if tag == "bdo":
        hints |= {"unicode-bidi": "bidi-override", "direction": (attributes.get("dir") or "ltr").lower()}
    for attribute, name in (("bgcolor", "background-color"), ("fill", "fill"), ("opacity", "opacity")):
        if attributes.get(attribute):
            hints[name] = attributes[attribute] or ""
    if attributes.get("background"):
        hints["background"] = "url()"
    colour = attributes.get("color" if tag == "font" else "text" if tag == "body" else "")
    if colour:
        hints["color"] = colour
    return hints


def label_of(node: Any, tag: str) -> str | None:
    """What a field shows: its value, else what stands in it as long as nothing is written there, or a name."""
    attributes = node.attributes
    if tag == "input" and (attributes.get("type") or "text").lower() not in _SHOWN_INPUTS:
        return None
    value = attributes.get("value") if tag == "input" else node.text() if tag == "textarea" else None
    shown: str | None = attributes.get("label") or (value if tag == "input" else None)
    return shown or (None if value else attributes.get("placeholder"))
