"""Body: which tokens of a draft's passage are evidence, where it goes beyond the document's title.

A title says what a document is about, and so does that of any other on the same: beside it the body must speak for
itself.
"""

from __future__ import annotations

import numpy as np

from simcheck.align.side import Bools, Side, Stretch
from simcheck.caching import memoize_per_object
from simcheck.scoring import Rivalry
from simcheck.text.analyze import Analyzed
from simcheck.text.structure import structure

#: The parts that say what a document is, whom it is for and whose it is. What opens and closes a body is said in it.
_ABOUT = ("title", "occasion", "speaker", "salutation", "issuer", "number", "signature", "date", "copies")


def evident(draft: Side, tokens: Stretch, parameters: Rivalry) -> Bools:
    """Which tokens of a stretch of a draft are evidence: those of its body, or all where hardly any are.

    >>> from simcheck import Document
    >>> from simcheck.align.side import side
    >>> from simcheck.scoring import SCORING
    >>> from simcheck.text.analyze import analyze
    >>> notice = side(analyze(Document("稿", "关于安装路灯的通知\\n老街的路灯月底装好，请各户早作准备。")))
    >>> [int(evident(notice, stretch, SCORING.rivalry).sum()) for stretch in ((0, 5), (0, len(notice)))]
    [5, 15]
    """
    body = _body(draft.analyzed)[slice(*tokens)]
    return body if np.count_nonzero(body) > parameters.body * len(body) else np.ones(len(body), dtype=bool)


@memoize_per_object
def _body(text: Analyzed) -> Bools:
    """Which tokens of a text begin neither in a first line that is set as a title nor in what else is said of the
    document around its body, shape (tokens,)."""
    places = text.normalized.starts[text.tokens.starts]
    body = np.ones(len(places), dtype=bool)
    title = [(one.start, one.end) for one in text.sentences[:1] if one.heading]
    about = [(part.start, part.end) for part in structure(text.document.text) if part.kind in _ABOUT]
    for start, end in (*title, *about):
        body[np.searchsorted(places, start) : np.searchsorted(places, end)] = False
    return body
