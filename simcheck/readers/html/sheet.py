"""Stylesheets of a page: which declarations hold for which element, in the order in which the cascade weighs them.

What is in the page itself is read; a sheet in another file is not, and then the colours behind a text are not certain.
"""

from __future__ import annotations

import base64
import functools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import unquote_to_bytes

from simcheck.patterns import regex
from simcheck.readers.html.media import applies, conditional

#: Properties by which a text can be hidden, and those that such declarations need.
TELLING = frozenset(
    "display visibility opacity font-size font color background background-color -webkit-text-fill-color position left "
    "inset zoom right top bottom margin-left margin-top text-indent transform scale clip clip-path width height "
    "max-width max-height overflow overflow-x overflow-y letter-spacing filter content-visibility float content "
    "direction unicode-bidi mso-hide fill translate background-image background-clip -webkit-background-clip filter "
    "text-shadow -webkit-text-stroke -webkit-text-stroke-width mix-blend-mode backdrop-filter flex-direction flex-flow "
    "order list-style list-style-type".split()
)
#: Rules that hold others, which hold.
_ALWAYS = frozenset(("layer",))
_PSEUDO = regex(r"::?(before|after|marker)\s*$", re.IGNORECASE)
_STRING = regex(r"\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)'|attr\(\s*([\w-]+)\s*\)", re.DOTALL)
#: Selectors and elements that are looked at: what is beyond is made to take for ever.
_MOST_RULES = 20_000

Declarations = Mapping[str, str]
_NOTHING: Declarations = {}
#: How strong a declaration is: important, by an attribute ``style``, its selector's weight, its place.
_Weight = tuple[bool, bool, tuple[int, int, int], int]


class Sheet:
    """The declarations of a page by element, and the texts that it puts before and behind elements.

    ``outside`` tells that there are sheets in other files, ``word`` that Word shows the page, which knows more of them.
    ``positioned`` are elements whose place a rule tells, ``overlaid`` says that a rule makes a ground of its own.
    """

    def __init__(self, *, word: bool = False) -> None:
        self.outside = self.overlaid = False
        self.positioned: list[Any] = []
        self._word = word
        self._rules: list[tuple[_Weight, str, str]] = []
        self._found: dict[int, list[int]] = {}
        self._before: dict[int, tuple[_Weight, str]] = {}
        self._after: dict[int, tuple[_Weight, str]] = {}
        #: The declarations of elements of which the same is said.
        self._settled: dict[tuple[tuple[int, ...], str | None, tuple[tuple[str, str], ...]], Declarations] = {}

    def declarations(self, node: Any, style: str | None, hints: Declarations) -> Declarations:
        """What holds for an element with this ``style``, over what its attributes say: the strongest declaration of
        each property. The same object for elements of which the same is said."""
        found = self._found.get(node.mem_id) if self._found else None
        if not found and not style and not hints:
            return _NOTHING
        key = tuple(found) if found else (), style, tuple(hints.items()) if hints else ()
        settled = self._settled.get(key)
        if settled is None:
            own = enumerate(inline(style) if style else ())
            said = [self._rules[number] for number in found or ()]
            said += [((loud, True, (0, 0, 0), at), name, value) for at, (name, value, loud) in own]
            said.sort(key=lambda one: one[0])
            settled = {**hints, **{name: value for _, name, value in said}}
            if not self._word:
                settled.pop("mso-hide", None)
            self._settled[key] = settled
        return settled

    def around(self, node: Any, put_in: Callable[[str], str] = str) -> tuple[str, str]:
        """The texts that stand before and behind the content of an element; ``put_in`` puts the page's own properties
        into a declaration."""
        if not self._before and not self._after:
            return "", ""
        texts = (self._before.get(node.mem_id), self._after.get(node.mem_id))
        first, last = ("" if one is None else generated(put_in(one[1]), node) for one in texts)
        return first, last

    def put(self, nodes: Iterable[Any], pseudo: str | None, weight: _Weight, name: str, value: str) -> None:
        """Note that a declaration holds for elements, or for what stands before or behind them."""
        self._rules.append((weight, name, value))
        for node in nodes:
            if name == "position" and pseudo is None:
                self.positioned.append(node)
            self._put(node, pseudo, weight, name, value)

    def _put(self, node: Any, pseudo: str | None, weight: _Weight, name: str, value: str) -> None:
        if pseudo is None:
            self._found.setdefault(node.mem_id, []).append(len(self._rules) - 1)
        elif name == "content":
            held = self._after if pseudo == "after" else self._before
            if node.mem_id not in held or held[node.mem_id][0] <= weight:
                held[node.mem_id] = weight, value


def sheet(tree: Any, *, word: bool = False) -> Sheet:
    """The stylesheets in a page, applied to its elements."""
    from selectolax.lexbor import SelectolaxError

    page = Sheet(word=word)
    linked = []
    for link in tree.css("link"):
        if "stylesheet" in (link.attributes.get("rel") or "").lower():
            inside = in_address(link.attributes.get("href") or "")
            page.outside = page.outside or inside is None
            linked.append(inside or "")
    styles = linked + [
        node.text() or "" for node in tree.css("style") if applies(node.attributes.get("media") or "all")
    ]
    rules = [rule for text in styles for rule in _rules(text, page)][:_MOST_RULES]
    made: dict[str, set[str]] = {}
    for at, (selector, name, value, loud) in enumerate(rules):
        pseudo = _PSEUDO.search(selector)
        plain = _PSEUDO.sub("", selector).strip() or "*"
        try:
            nodes = tree.css(plain)
        except SelectolaxError:
            continue
        weight = loud, False, _weight(plain), at
        page.put(nodes, pseudo[1].lower() if pseudo else None, weight, name, value)
        if pseudo:
            made.setdefault(selector, set()).add(name.partition("-")[0])
    page.overlaid = any({"position", "background"} <= names for names in made.values())
    return page


@functools.lru_cache(maxsize=2_000)
def inline(style: str) -> tuple[tuple[str, str, bool], ...]:
    """The declarations of a ``style`` attribute that matter: name, value, whether it is important.

    >>> inline("text-align:center; Display : none !important")
    (('display', 'none', True),)
    """
    if not any(name in style.lower() for name in TELLING) and "--" not in style:
        return ()
    import tinycss2

    return tuple(_declared(tinycss2.parse_blocks_contents(style, skip_comments=True, skip_whitespace=True)))


def _declared(blocks: Iterable[Any]) -> Iterator[tuple[str, str, bool]]:
    import tinycss2

    for one in blocks:
        if one.type == "declaration" and (one.lower_name in TELLING or one.name.startswith("--")):
            name = one.name if one.name.startswith("--") else one.lower_name
            yield name, tinycss2.serialize(one.value).strip(), one.important


def _rules(text: str, page: Sheet) -> Iterator[tuple[str, str, str, bool]]:
    """Selector, property, value and importance of the declarations in a stylesheet that matter, in order."""
    import tinycss2

    yield from _of_blocks(tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True), "", page)


def _of_blocks(blocks: Iterable[Any], around: str, page: Sheet) -> Iterator[tuple[str, str, str, bool]]:
    import tinycss2

    for one in blocks:
        if one.type == "qualified-rule":
            inside = tinycss2.parse_blocks_contents(one.content, skip_comments=True, skip_whitespace=True)
            declared = list(_declared(inside))
            nested = [block for block in inside if block.type in ("qualified-rule", "at-rule")]
            if declared or nested:
                for selector in _selectors(one.prelude):
                    whole = _nested(selector, around)
                    yield from ((whole, *said) for said in declared)
                    yield from _of_blocks(nested, whole, page)
        elif one.type == "at-rule":
            keyword, said = one.lower_at_keyword, tinycss2.serialize(one.prelude)
            if keyword == "import":
                address = next((token.value for token in one.prelude if token.type in ("string", "url")), "")
                address = address or next((token.arguments[0].value for token in one.prelude if _is_url(token)), "")
                inside = in_address(address)
                page.outside = page.outside or inside is None
                yield from _rules(inside, page) if inside else ()
            elif one.content is not None and (keyword in _ALWAYS or conditional(keyword, said, TELLING)):
                inside = tinycss2.parse_blocks_contents(one.content, skip_comments=True, skip_whitespace=True)
                scope = re.match(r"\s*\(([^()]*)\)", said) if keyword == "scope" else None
                if scope:
                    yield from _of_blocks(inside, _nested(scope[1], around), page)
                    continue
                if around:
                    yield from ((around, *told) for told in _declared(inside))
                yield from _of_blocks(inside, around, page)


def _is_url(token: Any) -> bool:
    return token.type == "function" and token.lower_name == "url" and bool(token.arguments)


def in_address(address: str) -> str | None:
    """The text that an address of the kind ``data:`` holds, None for any other address.

    >>> in_address("data:text/css,.a%7Bcolor:red%7D"), in_address("style.css")
    ('.a{color:red}', None)
    """
    head, comma, body = address.strip().partition(",")
    if not comma or not head.lower().startswith("data:"):
        return None
    data = unquote_to_bytes(body)
    try:
        return (base64.b64decode(data) if head.lower().endswith(";base64") else data).decode("utf-8", "replace")
    except ValueError:
        return None


def _selectors(prelude: Iterable[Any]) -> Iterator[str]:
    """The selectors of a list, cut at its commas."""
    import tinycss2

    part: list[Any] = []
    for token in prelude:
        if token.type == "literal" and token.value == ",":
            yield tinycss2.serialize(part).strip()
            part = []
        else:
            part.append(token)
    yield tinycss2.serialize(part).strip()


def _nested(selector: str, around: str) -> str:
    if not around:
        return selector
    return selector.replace("&", f":is({around})") if "&" in selector else f":is({around}) {selector}"


def _weight(selector: str) -> tuple[int, int, int]:
    """The specificity of a selector: ids, classes and the like, elements.

    >>> _weight("#a .b > p:first-child")
    (1, 2, 1)
    """
    plain = re.sub(r"\[[^\]]*\]", " [] ", re.sub(r":(?:is|not|where)\(|\)", " ", selector))
    elements = len(re.findall(r"(?:^|[\s>+~])[a-zA-Z]", plain))
    return plain.count("#"), plain.count(".") + plain.count("[]") + len(re.findall(r"(?<!:):[a-z]", plain)), elements


def generated(value: str, node: Any) -> str:
    """The text that ``content``, or the mark of a list, makes."""
    parts = []
    for one, other, attribute in _STRING.findall(value):
        parts.append((node.attributes.get(attribute) or "") if attribute else _unescaped(one or other))
    return "".join(parts)


def _unescaped(text: str) -> str:
    r"""A string of CSS without its escapes.

    >>> _unescaped(r"\4e8c 是")
    '二是'
    """
    text = re.sub(r"\\([0-9a-fA-F]{1,6})\s?", lambda code: chr(min(int(code[1], 16), 0x10FFFF)), text)
    return re.sub(r"\\(\n|.)", lambda one: "" if one[1] == "\n" else one[1], text)
