"""What the encoder does not know is said: a warning in every report on a draft in another language, no false one."""

from __future__ import annotations

from typing import Any

import pytest
from made import EXAMPLES, shipped

from simcheck import Report, compare
from simcheck.messages import Message
from simcheck.reporters.formats import render

SOURCE = "加快农村公路建设，改善群众出行条件，把好事办到群众心坎上。"
CHINESE = "我们要把就业摆在突出位置，帮助高校毕业生、退役军人和农民工多渠道就业。对困难家庭要一户一策，送岗位上门。"
FOREIGN = {
    "japanese": "私たちは経済の発展を推進し、国民の生活を向上させなければならない。"
    "政府は地方への支援を強化すると説明した。",
    "korean": "우리는 경제 발전을 추진하고 국민의 생활을 향상시켜야 합니다. 정부는 지방 지원을 강화하겠다고 밝혔다.",
    "russian": "Мы должны продолжать экономические реформы и повышать уровень жизни населения страны.",
    "tibetan": "རྒྱལ་ཁབ་ཀྱི་དཔལ་འབྱོར་གོང་འཕེལ་གཏོང་དགོས། མི་དམངས་ཀྱི་འཚོ་བ་ཡར་རྒྱས་གཏོང་དགོས།",
    "uyghur": "بىز ئىقتىسادىي تەرەققىياتنى ئالغا سۈرۈشىمىز، خەلقنىڭ تۇرمۇش سەۋىيىسىنى يۇقىرى كۆتۈرۈشىمىز كېرەك.",
    "german": "Wir müssen die wirtschaftliche Entwicklung vorantreiben und das Leben der Menschen verbessern.",
}
KNOWN = {
    "simplified": CHINESE,
    "traditional": "我們必須推動經濟發展，改善人民生活；政府將加強對偏遠鄉鎮的支援，興建學校、醫院和道路。",
    "english": "We must promote economic development, improve people's lives, and build schools and hospitals "
    "in remote townships. The police said yesterday that two suspects had been arrested near the border.",
    "mixed": "推进5G网络和AI应用，引进GDP增长点。" + CHINESE,
}


def unknown(report: Report) -> list[Message]:
    return [warning for warning in report.warnings if warning.code.startswith("unknown")]


@pytest.mark.parametrize("text", FOREIGN.values(), ids=FOREIGN)
def test_a_draft_in_another_language_is_warned_about(text: str) -> None:
    (warning,) = unknown(compare(text, {"讲话.txt": SOURCE}))
    assert warning.code == "unknown_words"
    for told in (warning.text("zh"), warning.text("en")):
        assert shipped().name in told
        assert "--model" in told


@pytest.mark.parametrize("text", FOREIGN.values(), ids=FOREIGN)
def test_so_is_a_long_passage_in_a_chinese_draft(text: str) -> None:
    draft = f"{CHINESE * 40}\n{(text + chr(10)) * 6}\n{CHINESE * 40}"
    (warning,) = unknown(compare(draft, {"讲话.txt": SOURCE}))
    assert warning.code == "unknown_passage"
    letters = warning.values["letters"]
    assert isinstance(letters, int)
    assert 200 <= letters <= len(text) * 6
    assert str(letters) in warning.text("zh")


@pytest.mark.parametrize("text", KNOWN.values(), ids=KNOWN)
def test_a_language_it_knows_gives_no_warning(text: str) -> None:
    assert unknown(compare(text, {"讲话.txt": SOURCE})) == []


def test_the_examples_give_no_warning() -> None:
    for draft in sorted((EXAMPLES / "drafts").glob("*.txt")):
        assert unknown(compare(draft.read_text(encoding="utf-8"), {"讲话.txt": SOURCE})) == []


@pytest.mark.parametrize("form", ["text", "json", "html", "markdown", "sarif", "gitlab"])
def test_the_warning_stands_in_every_format_that_holds_more_than_matches(form: Any) -> None:
    report = compare(FOREIGN["russian"], {"讲话.txt": SOURCE})
    assert "unknown to the encoder" in " ".join(render(report, form, language="en").split())


COPIED = {
    "hebrew": "התושבים ביקשו להאריך את שעות הפתיחה. המנהל הציג את התקציב לשנה הבאה. הגג דולף בכל חורף כבר שנתיים. "
    "הילדים יושבים על הרצפה ליד החלון. אנחנו צריכים תאורה טובה יותר ברחוב.",
    "arabic": "طلب السكان تمديد ساعات العمل. عرض المدير ميزانية العام المقبل. السقف يتسرب كل شتاء منذ عامين. "
    "يجلس الأطفال على الأرض قرب النافذة. نحتاج إلى إنارة أفضل في الشارع.",
    "russian": "Жители просили продлить часы работы. Директор представил бюджет на следующий год. "
    "Крыша течёт каждую зиму уже два года. Дети сидят на полу возле окна. Нам нужно лучшее освещение на улице.",
}


@pytest.mark.parametrize("text", COPIED.values(), ids=COPIED)
def test_short_sentences_copied_in_a_language_that_the_encoder_does_not_know_are_found(text: str) -> None:
    (match,) = compare(text, {"источник.txt": text}).matches
    assert match.kind == "verbatim"
