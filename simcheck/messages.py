"""Messages: what people read, by key and in their language, from ``simcheck/data/messages``."""

from __future__ import annotations

import functools
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from simcheck.errors import UsageError
from simcheck.resources import data_text

Language = Literal["zh", "en"]
Value = str | int | float

LANGUAGES: tuple[Language, ...] = get_args(Language)


class Words:
    """The words of one language. Called with a key and what fills its braces it gives the text.

    >>> words("zh")("unit.characters", count=1293)
    '1293 字'
    """

    def __init__(self, language: Language, texts: Mapping[str, str]) -> None:
        self.language = language
        self.texts = texts

    def __call__(self, key: str, /, **values: Value) -> str:
        """The text with its braces filled. Raises KeyError for an unknown key or a value that is missing."""
        return self.texts[key].format(**values)

    def known(self, key: str, otherwise: str) -> str:
        """The text of a key without braces, or ``otherwise`` where there is none, such as for a newer finding."""
        return self.texts.get(key, otherwise)


def words(language: Language) -> Words:
    """All words of a language. Raises UsageError for a language that has none."""
    if language not in LANGUAGES:
        raise UsageError(
            f"{language!r} is no language of simcheck; choose one of {', '.join(LANGUAGES)}", code="usage.language"
        )
    return _words(language)


@functools.cache
def _words(language: Language) -> Words:
    """All words of a language, its tables flattened: ``[kind] edited`` is ``kind.edited``."""
    import tomllib

    return Words(language, dict(_flat(tomllib.loads(data_text(f"messages/{language}.toml")))))


@dataclass(frozen=True, slots=True)
class Message:
    """Something to tell people in their language: the sentence ``message.CODE`` of ``simcheck/data/messages``, and what
    fills its braces. ``str(message)`` is English.

    >>> Message("max_overlap", {"value": 0.344, "limit": 0.1}).text("zh")
    '重合比例 34.4%，超过上限 10.0%'
    """

    code: str
    values: dict[str, Value] = field(default_factory=dict)

    def text(self, language: Language) -> str:
        """The sentence in a language; a kind of match, or of finding, stands there by its word."""
        said = words(language)
        named = {name: said(f"{name}.{self.values[name]}") for name in ("kind", "finding") if name in self.values}
        return said(f"message.{self.code}", **self.values | named)

    def to_dict(self, language: Language) -> dict[str, Any]:
        """The message as plain data, with its sentence."""
        return {"code": self.code, "values": dict(self.values), "text": self.text(language)}

    def __str__(self) -> str:
        return self.text("en")


def language_of(text: str) -> Language:
    """Chinese if a fifth of the first letters are Chinese characters.

    >>> language_of("各位代表"), language_of("Ladies and gentlemen")
    ('zh', 'en')
    """
    letters = [char for char in text[:5000] if char.isalpha()]
    return "zh" if sum(char >= "\u2e80" for char in letters) * 5 >= len(letters) else "en"


def language_of_locale(environment: Mapping[str, str]) -> Language | None:
    """The language that the user's environment asks for: by ``SIMCHECK_LANG``, else by the locale as gettext reads it;
    None when it asks for none of ours.

    ``LC_ALL`` overrules the rest, and a locale without a language (C.UTF-8) names none; ``LANGUAGE`` goes before both
    but under the locales C and POSIX, which want what no language changes.

    >>> language_of_locale({"LANG": "zh_CN.UTF-8"}), language_of_locale({"LC_ALL": "C", "LANG": "en_US"})
    ('zh', None)
    >>> language_of_locale({"LC_ALL": "C.UTF-8", "LANGUAGE": "zh_CN:en"}), language_of_locale({"SIMCHECK_LANG": "zh"})
    ('zh', 'zh')
    """
    named = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := environment.get(name))), "")
    if not named and sys.platform == "win32":
        import locale

        named = (locale.getlocale()[0] or "").replace("Chinese", "zh").replace("English", "en")
    plain = named in ("", "C", "POSIX")
    listed = [] if plain else environment.get("LANGUAGE", "").split(":")
    asked = (environment.get("SIMCHECK_LANG", ""), *listed, named)
    return next((language for one in asked for language in LANGUAGES if one.lower().startswith(language)), None)


def _flat(table: Mapping[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for key, value in table.items():
        pairs += _flat(value, f"{prefix}{key}.") if isinstance(value, dict) else [(prefix + key, value)]
    return pairs
