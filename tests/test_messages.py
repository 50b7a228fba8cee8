"""The messages: both languages say the same things, and everything that the program says stands in them."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from simcheck.limits import LIMITS, OF_KINDS
from simcheck.messages import LANGUAGES, Language, Message, language_of_locale, words

PACKAGE = Path(__file__).parent.parent / "simcheck"


def braces(text: str) -> list[tuple[str, str]]:
    return sorted((name, form or "") for _, name, form, _ in string.Formatter().parse(text) if name is not None)


def test_both_languages_have_the_same_keys_and_braces() -> None:
    chinese, english = (words(language).texts for language in ("zh", "en"))
    assert list(chinese) == list(english)
    for key, text in chinese.items():
        assert braces(text) == braces(english[key]), key
        assert text
        assert english[key]


def test_chinese_is_chinese_and_english_is_english() -> None:
    for key, text in words("en").texts.items():
        assert not re.search(r"[\u2e80-\u9fff\uff00-\uffef]", text), key
    for key, text in words("zh").texts.items():
        plain = re.sub(r"\{[^}]*\}", "", text)
        assert re.search(r"[\u2e80-\u9fff\uff00-\uffef]", plain) or not re.search(r"[A-Za-z]", plain), key


def test_every_key_is_used_and_every_used_key_is_there() -> None:
    code = "\n".join(path.read_text("utf-8") for path in PACKAGE.rglob("*.py"))
    pages = "\n".join(path.read_text("utf-8") for path in (PACKAGE / "data" / "page").glob("*.html"))
    keys = set(words("zh").texts)
    sections = {key.partition(".")[0] for key in keys}
    used = set(re.findall(rf"""["']((?:{"|".join(sections)})\.[a-z_]+)["']""", code))
    assert used <= keys
    used |= {key for key in keys if f"${key.replace('.', '_')}" in pages}
    built = set(re.findall(rf'f"({"|".join(sections)})\.{{', code))  # f"kind.{match.kind}"
    said = {f"message.{name}" for name in re.findall(r'Message\(\s*"([a-z_]+)"', code)}
    assert said <= keys
    limits = {f"message.{name}{of}" for name in LIMITS for of in ("", "_of_kind")[: 1 + (name in OF_KINDS)]}
    assert {key for key in keys - used if key.partition(".")[0] not in built} == set()
    assert {key for key in keys if key.startswith("message.")} == said | limits


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_message_speaks_both_languages(language: Language) -> None:
    message = Message("max_overlap", {"value": 0.3444, "limit": 0.1})
    assert (
        message.text(language)
        == {"zh": "重合比例 34.4%，超过上限 10.0%", "en": "overlap 34.4%, above the limit 10.0%"}[language]
    )
    assert str(message) == message.text("en")
    assert message.to_dict(language) == {
        "code": "max_overlap",
        "values": {"value": 0.3444, "limit": 0.1},
        "text": message.text(language),
    }


def test_values_are_never_taken_for_templates() -> None:
    evil = "{share.__class__} {0} {"
    assert evil in Message("whole_source", {"source": evil}).text("zh")


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, None),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "en_GB"}, "en"),
        ({"LANG": "C.UTF-8"}, None),
        ({"LANG": "de_DE.UTF-8"}, None),
        ({"LC_ALL": "zh_TW", "LANG": "en_US"}, "zh"),
        ({"LC_ALL": "", "LC_MESSAGES": "en_US", "LANG": "zh_CN"}, "en"),
        ({"LC_ALL": "POSIX", "LANG": "zh_CN"}, None),
        ({"LC_ALL": "C.UTF-8", "LANG": "zh_CN.UTF-8"}, None),
        ({"LC_ALL": "C.UTF-8", "LANGUAGE": "zh_CN:en"}, "zh"),
        ({"LANG": "de_DE.UTF-8", "LANGUAGE": "de:zh"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LANGUAGE": "en_GB"}, "en"),
        ({"LC_ALL": "C", "LANGUAGE": "zh_CN"}, None),
        ({"LANGUAGE": "zh_CN"}, None),
        ({"LC_ALL": "C", "SIMCHECK_LANG": "zh"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "SIMCHECK_LANG": "en"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "SIMCHECK_LANG": "auto"}, "zh"),
    ],
)
def test_the_locale_asks_for_a_language(environment: dict[str, str], language: Language | None) -> None:
    assert language_of_locale(environment) == language
