"""Sentences in their own script: what look-alikes were folded to among Chinese is no word of Russian or of Japanese.

Words are compared without look-alikes, so that a Cyrillic а hides no copy. An encoder needs the words as they are
written: of a sentence that is truly in a script the letters stay.
"""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import normalize

from simcheck.patterns import regex
from simcheck.text.characters import look_alikes

#: Scripts that share shapes with Latin letters or with Chinese characters: Greek, Cyrillic, Armenian, kana.
_SCRIPTS = ("\u0370-\u03ff\u1f00-\u1fff", "\u0400-\u052f\u1c80-\u1c8f", "\u0531-\u0588", "\u3041-\u3096\u30a1-\u30ff")
_ANY = regex(f"[{''.join(_SCRIPTS)}]")
_EACH = tuple(regex(f"[{script}]") for script in _SCRIPTS)
_LATIN = regex(r"[a-z]")
_WORD = regex(r"[^\W\d_]+")


def has_other_script(text: str) -> bool:
    """Whether a text has a letter of these scripts at all; most have none."""
    return _ANY.search(text) is not None


def in_own_script(folded: str, written: Sequence[str]) -> str:
    """A folded sentence with the letters of the scripts that it is truly in; ``written`` is what each character of it
    was folded from.

    It is in a script if it has one of its letters that looks like no other, and a word is if it has no Latin letter.

    >>> in_own_script("ocaдkob", list("ОСАДКОВ")), in_own_script("人口", list("人ロ"))
    ('осадков', '人口')
    """
    plain = [normalize("NFKC", one).casefold() for one in written]
    true = [each for each in _EACH if any(letter not in look_alikes() for letter in each.findall("".join(plain)))]
    if not true:
        return folded
    own = [one if len(one) == 1 and any(each.match(one) for each in true) else "" for one in plain]
    letters = [one or char for one, char in zip(own, folded, strict=True)]
    for word in _WORD.finditer("".join(letters)):
        if _LATIN.search(word.group()):
            letters[word.start() : word.end()] = folded[word.start() : word.end()]
    return "".join(letters)
