"""The server's words, Chinese and English, from ``simcheck/data/messages``: ``server.toml`` and ``pages.toml``."""

from __future__ import annotations

import functools
import tomllib

from simcheck.messages import Language, Words
from simcheck.resources import data_text


@functools.cache
def words(language: Language) -> Words:
    """All words of the server in a language."""
    table = tomllib.loads(data_text("messages/server.toml")) | tomllib.loads(data_text("messages/pages.toml"))
    return Words(language, {f"{part}.{key}": said[language] for part in table for key, said in table[part].items()})


def language_of_request(accepted: str, cookie: str = "") -> Language:
    """The language that a client asks for, by its cookie or its Accept-Language; Chinese where it asks for neither.

    >>> language_of_request("en-US,en;q=0.9"), language_of_request("fr, *"), language_of_request("en", cookie="zh")
    ('en', 'zh', 'zh')
    """
    for wanted in (cookie, *accepted.split(",")):
        for language in ("zh", "en"):
            if wanted.strip().lower().startswith(language):
                return "zh" if language == "zh" else "en"
    return "zh"
