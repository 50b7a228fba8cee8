"""Body: which tokens of a draft's passage are evidence, where it goes beyond the document's frame.

A title says what a document is about, and so does that of any other on the same: beside it the body must speak for
itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from simcheck.align.side import Bools, Side, Stretch
from simcheck.caching import memoize_per_object
from simcheck.text.analyze import Analyzed
from simcheck.text.frame import frame
from simcheck.text.lines import lines_of

#: What ends a sentence or a part of one.
ENDS = re.compile("[。；;，,！!？?：:]")


def evident(draft: Side, tokens: Stretch) -> Bools:
    """Which tokens of a stretch of a draft are evidence: those of its body, or all where hardly any are.

    >>> from simcheck import Document
    >>> from simcheck.align.side import side
    >>> from simcheck.text.analyze import analyze
    >>> notice = side(analyze(Document("稿", "关于安装路灯的通知\\n老街的路灯月底装好，请各户早作准备。")))
    >>> [int(evident(notice, stretch).sum()) for stretch in ((0, 5), (0, len(notice)))]  # of 5, and of all
    [5, 15]
    """
    body = _body(draft.analyzed)[slice(*tokens)]
    return body if 4 * np.count_nonzero(body) > len(body) else np.ones(len(body), dtype=bool)


@memoize_per_object
def _body(text: Analyzed) -> Bools:
    """Which tokens of a text begin in none of the parts of its frame, shape (tokens,)."""
    places = text.normalized.starts[text.tokens.starts]
    body = np.ones(len(places), dtype=bool)
    for start, end in (*_headline(text.document.text), *frame(text.document.text)):
        body[np.searchsorted(places, start) : np.searchsorted(places, end)] = False
    return body


def _headline(text: str) -> Iterator[tuple[int, int]]:
    """The first line of a text, where it is no sentence: a title of any form."""
    first = next(iter(lines_of(text)), None)
    if first and not ENDS.search(first.text):
        yield first.start, first.end
