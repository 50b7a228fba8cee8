"""Sentences in their own script: what look-alikes were folded to among Chinese is no word of Russian or of Japanese.

Words are compared without look-alikes, so that a Cyrillic а hides no copy. An encoder needs the words as they are
written: of a sentence that is truly in a script the letters stay.
"""

from __future__ import annotations

import re
from unicodedata import normalize

from simcheck.text.characters import fold, look_alikes

#: Scripts that share shapes with Latin letters or with Chinese characters: Greek, Cyrillic, Armenian, kana.
_SCRIPTS = ("\u0370-\u03ff\u1f00-\u1fff", "\u0400-\u052f\u1c80-\u1c8f", "\u0531-\u0588", "\u3041-\u3096\u30a1-\u30ff")
_ANY = re.compile(f"[{''.join(_SCRIPTS)}]")
_EACH = tuple(re.compile(f"[{script}]") for script in _SCRIPTS)
_LATIN = re.compile(r"[A-Za-z]")
_WORD = re.compile(r"[^\W\d_]+")


def has_other_script(text: str) -> bool:
    """Whether a text has a letter of these scripts at all; most have none."""
    return _ANY.search(text) is not None


def in_own_script(text: str) -> str | None:
    """A sentence, as it was written, folded but for the letters of the scripts that it is truly in; None if in none.

    It is in a script if it has one of its letters that looks like no other, and a word is if it has no Latin letter.

    >>> in_own_script("Осадков  ВЫПАЛО меньше")
    'осадков выпало меньше'
    >>> in_own_script("аll of it"), in_own_script("人ロ普查")
    (None, None)
    """
    if not text:
        return None
    plain = normalize("NFKC", text).casefold()
    true = [each for each in _EACH if any(letter not in look_alikes() for letter in each.findall(plain))]
    if not true:
        return None

    def folded(char: str) -> str:
        return normalize("NFKC", char).casefold() if any(each.match(char) for each in true) else fold(char)

    def word(found: re.Match[str]) -> str:
        letters = normalize("NFC", found.group())
        return "".join(map(fold if _LATIN.search(letters) else folded, letters))

    parts, at = [], 0
    for found in _WORD.finditer(text):
        parts += [*map(fold, text[at : found.start()]), word(found)]
        at = found.end()
    return " ".join("".join([*parts, *map(fold, text[at:])]).split())
