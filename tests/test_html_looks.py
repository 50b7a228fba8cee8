"""Web pages: what a browser shows is read, what it hides is taken out and told, whichever rule hides it."""

from __future__ import annotations

import pytest

from simcheck.readers.content import Content
from simcheck.readers.html import content as html

LONG = "这一句话写得很长足足有十五个字"

#: What hides the text "暗" beside "明", and the reason that is told; None where it is seen.
HIDING = {
    "a class": ("<style>.x{display:none}</style>明<i class=x>暗</i>", "hidden"),
    "an id below a class": (
        "<style>.a #b > i{visibility:hidden}</style>明<b class=a><b id=b><i>暗</i></b></b>", "hidden",
    ),
    "a stronger rule shows it": ("<style>i{display:none} #x{display:inline}</style>明<i id=x>暗</i>", None),
    "a later rule shows it": ("<style>i{display:none} i{display:inline}</style>明<i>暗</i>", None),
    "an important rule": ("<style>i{display:none!important}</style>明<i style='display:inline'>暗</i>", "hidden"),
    "only on paper": ("<style>@media print{i{display:none}}</style>明<i>暗</i>", None),
    "on screens": ("<style>@media screen and (min-width:300px){i{display:none}}</style>明<i>暗</i>", "hidden"),
    "on telephones": ("<style>@media (max-width:600px){i{display:none}}</style>明<i>暗</i>", None),
    "a rule in a rule": ("<style>b{ & i{display:none} }</style>明<b><i>暗</i></b>", "hidden"),
    "a rule that is commented out": ("<style>/* i{display:none} */</style>明<i>暗</i>", None),
    "a rule behind a broken one": ("<style>}} @@ ;; b:::{x} i{display:none}</style>明<i>暗</i>", "hidden"),
    "the attribute": ("明<i hidden>暗</i>", "hidden"),
    "the attribute is overruled": ("<style>[hidden]{display:inline}</style>明<i hidden>暗</i>", None),
    "a closed dialogue": ("明<dialog>暗</dialog>", "hidden"),
    "shown inside of invisible": (
        "<span style='visibility:hidden'><i style='visibility:visible'>明</i>暗</span>", "hidden",
    ),
    "size nothing": ("明<i style='font-size:0'>暗</i>", "size"),
    "three points": ("明<i style='font-size:3pt'>暗</i>", "size"),
    "a share of a share": ("明<b style='font-size:30%'><i style='font-size:.9em'>暗</i></b>", "size"),
    "the size in font": ("明<i style='font:1px/2 serif'>暗</i>", "size"),
    "letters upon each other": ("明<i style='letter-spacing:-1em'>暗</i>", "size"),
    "no room": ("明<b style='height:0;overflow:hidden;display:block'>暗</b>", "size"),
    "no room, but it flows over": ("明<b style='height:0'>暗</b>", None),
    "scaled": ("明<b style='transform: scale(0)'>暗</b>", "size"),
    "turned away": ("明<b style='transform:rotateY(90deg)'>暗</b>", "size"),
    "no opacity": ("明<i style='opacity:0.01'>暗</i>", "transparent"),
    "a little opacity": ("明<i style='opacity:.6'>暗</i>", None),
    "a filter": ("明<i style='filter:opacity(0%)'>暗</i>", "transparent"),
    "transparent letters": ("明<i style='color:transparent'>暗</i>", "transparent"),
    "letters filled with nothing": ("明<i style='-webkit-text-fill-color:rgba(0,0,0,0)'>暗</i>", "transparent"),
    "left of the page": ("明<i style='position:absolute;left:-9999px'>暗</i>", "outside"),
    "left, but not moved": ("明<i style='left:-9999px'>暗</i>", None),
    "moved by all sides": ("明<i style='position:absolute;inset:auto auto auto -9999px'>暗</i>", "outside"),
    "moved up by all sides": ("明<i style='position:fixed;inset:-900px'>暗</i>", "outside"),
    "stretched to all sides": ("明<i style='position:fixed;inset:0 -900px'>暗</i>", "outside"),
    "at all sides": ("明<i style='position:fixed;inset:0'>暗</i>", None),
    "zoomed": ("明<i style='zoom:2%'>暗</i>", "size"),
    "zoomed back": ("明<b style='zoom:.1'><i style='zoom:10'>暗</i></b>", None),
    "a far indent": ("明<p style='text-indent:-99em'>暗</p>", "outside"),
    "moved away": ("明<i style='transform:translateX(-5000px)'>暗</i>", "outside"),
    "clipped": ("明<i style='position:absolute;clip:rect(0 0 0 0)'>暗</i>", "outside"),
    "clipped by a path": ("明<i style='clip-path:inset(50%)'>暗</i>", "outside"),
    "white": ("明<i style='color:#fff'>暗</i>", "colour"),
    "nearly white": ("明<i style='color:hsl(0,0%,98%)'>暗</i>", "colour"),
    "white by attribute": ("明<font color=white>暗</font>", "colour"),
    "white by a variable": ("<style>html{--p:white}</style>明<i style='color:var(--p)'>暗</i>", "colour"),
    "white on blue": ("<b style='background:#00f'>明<i style='color:#fff'>暗</i></b>", None),
    "white in a blue cell": ("明<table><td bgcolor=blue><font color=white>暗</font></table>", None),
    "blue on blue": ("明<b style='background-color:blue'><i style='color:#00f'>暗</i></b>", "colour"),
    "white on a picture": ("明<b style='background:url(x.png)'><i style='color:#fff'>暗</i></b>", "pale"),
    "white with a sheet elsewhere": ("<link rel=stylesheet href=x.css>明<i style='color:#fff'>暗</i>", "pale"),
    "white on a picture of the page": (
        "<style>body{background-image:url(x)}</style>明<i style='color:#fff'>暗</i>", "pale",
    ),
    "white over something dark": (
        "<b style='position:absolute;background:#900'></b>明<i style='color:#fff'>暗</i>", "pale",
    ),
    "white over something white": (
        "<b style='position:absolute;background:#fff'></b>明<i style='color:#fff'>暗</i>", "colour",
    ),
    "white over what a stylesheet makes": (
        "<style>p::before{content:'';position:absolute;background:red}</style>明<i style='color:#fff'>暗</i>", "pale",
    ),
    "white turned to black": ("明<i style='color:#fff;filter:invert(1)'>暗</i>", "pale"),
    "white mixed with the ground": ("明<i style='color:#fff;mix-blend-mode:difference'>暗</i>", "pale"),
    "white with a shadow": ("明<i style='color:#fff;text-shadow:1px 1px #000'>暗</i>", "pale"),
    "white without a shadow": ("明<i style='color:#fff;text-shadow:none'>暗</i>", "colour"),
    "transparent with a line": ("明<i style='color:transparent;-webkit-text-stroke:1px #000'>暗</i>", "pale"),
    "transparent over a gradient": (
        "明<i style='color:transparent;background:linear-gradient(red,blue);background-clip:text'>暗</i>", "pale",
    ),
    "white for a light page": ("明<i style='color:light-dark(white, black)'>暗</i>", "colour"),
    "white by lightness": ("明<i style='color:oklch(100% 0 0)'>暗</i>", "colour"),
    "dark by lightness": ("明<i style='color:oklch(40% .1 30)'>暗</i>", None),
    "reckoned to nothing": ("明<i style='font-size:calc(1px - 1px)'>暗</i>", "size"),
    "clamped to nothing": ("明<i style='font-size:clamp(0px, 1px, 2px)'>暗</i>", "size"),
    "reckoned to enough": ("明<i style='font-size:max(1px, 12px)'>暗</i>", None),
    "translated": ("明<i style='translate:-9999px'>暗</i>", "outside"),
    "an indent taken back": ("<div style='text-indent:-9999px'>暗<p style='text-indent:0'>明</p></div>", "outside"),
    "moved back": (
        "<b style='position:absolute;left:-9999px'>暗<i style='position:absolute;left:9999px'>明</i></b>", "outside",
    ),
    "where browsers do not know it": ("<style>@supports not (display:flex){i{display:none}}</style>明<i>暗</i>", None),
    "where browsers know it": ("<style>@supports (display:flex){i{display:none}}</style>明<i>暗</i>", "hidden"),
    "in a narrow box": ("<style>@container (max-width:9px){i{display:none}}</style>明<i>暗</i>", None),
    "in another part": ("<style>@scope (.no){i{display:none}}</style>明<i>暗</i>", None),
    "a sheet in an address": (
        "<link rel=stylesheet href='data:text/css,i%7Bdisplay:none%7D'>明<i>暗</i>", "hidden",
    ),
    "a sheet in a sheet": ("<style>@import url('data:text/css,i%7Bdisplay:none%7D');</style>明<i>暗</i>", "hidden"),
    "what only Word hides": ("明<i style='mso-hide:all'>暗</i>", None),
    "what readers for the blind pass over": ("明<i aria-hidden=true>暗</i>", None),
}  # fmt: skip


@pytest.mark.parametrize("case", HIDING)
def test_what_is_hidden(case: str) -> None:
    body, reason = HIDING[case]
    found = html(f"<!doctype html><meta charset=utf-8>{body}".encode(), "稿.html")
    shown = "明暗" if reason in (None, "pale") else "明"
    assert "".join(found.text.split()) == shown
    assert [(one.reason, one.excerpt) for one in found.reading.hidden] == ([] if reason is None else [(reason, "暗")])


SHOWING = {
    "text of stylesheets": (
        "<style>p::before{content:'前'} p:after{content:\"后\" attr(x) '\\4e8c'}</style><p x=末>中</p>", "前中后末二",
    ),
    "a form around a page": (f"<form><p>{LONG}</p></form>", LONG),
    "a menu": ("<nav><ul><li>首页<li>新闻</ul></nav><p>文</p>", "文"),
    "a speech in a menu": (f"<nav><p>{LONG}</p></nav><aside>{LONG}</aside>", f"{LONG}\n{LONG}"),
    "a field that was filled in": (
        f"<input value={LONG}><input type=hidden value={LONG}><textarea>甲\n乙</textarea>", f"{LONG}\n甲\n乙",
    ),
    "a block that is quoted": (
        "<p>他说：</p><blockquote><p>甲</p><p>乙<br>丙</p></blockquote>丁", "他说：\n> 甲\n> 乙\n> 丙\n丁",
    ),
    "words that are quoted": ("他说<q>甲<q>乙</q></q>", "他说“甲‘乙’”"),
    "drawn text": ("<svg><title>名</title><text>甲<tspan>乙</tspan></text><text>丙</text></svg>", "甲乙\n丙"),
    "a page in a page": (
        "<p>外</p><iframe srcdoc='<style>i{display:none}</style><p>里<i>暗</i></p>'></iframe>", "外\n里",
    ),
    "blocks in one line": ("<div style='display:inline'>二</div><div style='display:inline'>是</div>", "二是"),
    "blocks beside each other": ("<div style='float:left'>二</div><div style='float:left'>是</div>", "二是"),
    "parts of a line that are blocks": (
        "<span style='display:block'>甲</span><span style='display:block'>乙</span>", "甲\n乙",
    ),
    "what a field asks for": (f"<input placeholder={LONG}><textarea placeholder={LONG}></textarea>", f"{LONG}\n{LONG}"),
    "names of choices": (
        f"<select><optgroup label={LONG}><option label={LONG}>x</select>", f"{LONG}\n{LONG}",
    ),
    "marks of lists": ("<ul><li style='list-style:\"甲、\"'>乙</ul>", "甲、乙"),
    "text by a variable": ("<style>:root{--t:'甲乙'} p::after{content:var(--t)}</style><p>丙</p>", "丙甲乙"),
    "letters in the opposite order": (
        "<p style='display:flex;flex-direction:row-reverse'><i>乙</i><i>甲</i></p>", "甲乙",
    ),
    "a drawing in an address": ("<p>甲</p><img src='data:image/svg+xml,<svg><text>乙</text></svg>'>", "甲\n乙"),
    "a drawing as a ground": (
        "<p style='background:url(\"data:image/svg+xml,%3Csvg%3E%3Ctext%3E乙%3C/text%3E\")'>甲</p>", "乙\n甲",
    ),
    "a page of its own": ("<div><template shadowrootmode=open><p>甲</p></template></div>", "甲"),
    "backwards": (
        "<bdo dir=rtl>二一</bdo><span style='unicode-bidi:bidi-override;direction:rtl'>四三</span>", "一二三四",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", SHOWING)
def test_what_is_shown(case: str) -> None:
    body, text = SHOWING[case]
    assert html(f"<!doctype html><meta charset=utf-8>{body}".encode(), "稿.html").text == text


WORD = "<html xmlns:w='urn:schemas-microsoft-com:office:word'><meta charset=utf-8>"


def test_a_page_of_word_is_shown_as_word_shows_it() -> None:
    body = (
        f"{WORD}<p>文<i style='mso-hide:all'>暗</i></p><!--[if gte vml 1]><v:shape><v:textbox><p>框里</p></v:textbox>"
        "</v:shape><![endif]--><!--[if !mso]><p>别处</p><![endif]-->"
    )
    found = html(body.encode(), "稿.doc")
    assert (found.text, found.reading.hidden[0].excerpt) == ("文\n框里", "暗")
    assert html(body.encode(), "稿.html").text == "文暗"


def test_letters_put_one_by_one_somewhere_else_are_told() -> None:
    letters = "".join(f"<i style='float:right'>{letter}</i>" for letter in LONG * 2)
    assert unread(f"<p>{letters}</p>") == {"generated": 1}
    assert unread("<p>甲<i style='float:right'>乙</i></p>") == {}


def test_a_long_text_that_only_shows_without_scripts_is_told() -> None:
    assert unread(f"<p>甲</p><noscript><p>{LONG * 8}</p></noscript>") == {"generated": 1}
    assert unread("<p>甲</p><noscript>请启用脚本</noscript><template><p>乙</p></template>") == {}


def unread(body: str) -> dict[str, int]:
    found: Content = html(f"<meta charset=utf-8><p>文</p>{body}".encode(), "稿.html")
    return {one.kind: one.count for one in found.reading.unread}


def test_what_was_not_read_is_told() -> None:
    assert unread("<img src=x><img src=y width=16 height=16><span hidden><img src=z></span>") == {"picture": 1}
    assert unread("<iframe src=x></iframe><object data=y></object><embed src=z>") == {"embedded": 3}
    speech = LONG * 8
    escaped = "".join(f"\\u{ord(char):04x}" for char in speech)
    assert unread(f"<script>show('{speech}')</script>") == {"generated": 1}
    assert unread(f"<script>show('{escaped}')</script>") == {"generated": 1}
    assert unread(f"<script>tell('{speech}')</script><p>{speech}</p><script>alert('出错了')</script>") == {}


def test_hidden_text_stands_where_it_stood() -> None:
    found = html("<meta charset=utf-8><p>甲 乙<i hidden>暗</i>丙</p><p hidden>夜</p><p>丁</p>".encode(), "稿.html")
    assert found.text == "甲 乙丙\n丁"
    assert [(one.start, one.excerpt) for one in found.reading.hidden] == [(3, "暗夜")]


def test_a_letter_between_all_letters() -> None:
    body = "".join(f"{char}<i style='font-size:1px;color:#fff'>x</i>" for char in LONG)
    found = html(f"<meta charset=utf-8><p>{body}</p>".encode(), "稿.html")
    assert found.text == LONG
    assert found.reading.hidden[0].characters == len(LONG)
