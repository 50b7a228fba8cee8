"""Exempt quotations: honest ones do not count, a copy in quotation marks does."""

from __future__ import annotations

import pytest
from made import speeches

from simcheck import Document, Report, compare

SPEECHES = speeches()
NAME = "speeches/教育大会讲话.txt"
SOURCE = SPEECHES[NAME]
#: A sentence of the source, and a whole paragraph.
PARAGRAPH = next(line.strip() for line in SOURCE.splitlines() if len(line) > 170)
SENTENCE = PARAGRAPH.split("。")[0] + "。"
OWN = "".join(
    f"第{number}件事，由{place}牵头，把{what}的底数摸清，把责任人的名字贴到墙上，谁家的事谁来办，办完了请乡亲们打分。"
    for number, (place, what) in enumerate(
        [("水利所", "机井"), ("粮站", "晒场"), ("农机站", "收割机"), ("供销社", "化肥"), ("卫生院", "药柜"),
         ("邮政所", "包裹"), ("林场", "苗圃"), ("电管站", "台区"), ("派出所", "出租屋"), ("文化站", "戏台")]
    )
)  # fmt: skip


def checked(draft: str, source: str = SOURCE, **about: str) -> Report:
    return compare(Document("稿.txt", draft), [Document("源.txt", source, **about)])


@pytest.mark.parametrize(
    "before", ["会议指出：", "县委主要领导强调：", "他在全县教育大会上讲：", "《在教育大会上的讲话》指出："]
)
def test_an_honest_quotation_of_a_superior_does_not_count(before: str) -> None:
    found = checked(f"{OWN}{before}“{SENTENCE}”{OWN}", title="在教育大会上的讲话")
    assert found.figures.overlap == found.figures.unverified_quotations == 0
    assert found.figures.total > 0
    assert [match.ignored for match in found.matches] == ["quotation"] * len(found.matches)


@pytest.mark.parametrize("before", ["古人云：", "俗话说：", "《森林防火条例》规定："])
def test_a_speaker_who_cannot_be_the_source_exempts_nothing(before: str) -> None:
    found = checked(f"{OWN}{before}“{SENTENCE}”{OWN}", title="在教育大会上的讲话")
    assert found.figures.overlap == pytest.approx(found.figures.unverified_quotations, rel=0.2)
    assert found.figures.overlap > 0


def test_words_that_the_source_quotes_itself_are_not_its_own() -> None:
    quoted = f"古语说得好：“{SENTENCE}”"
    found = checked(f"{OWN}{quoted}{OWN}", f"今年开学第一课讲的是节约用水。{quoted}我们都记住了这句话的分量。")
    assert found.figures.unverified_quotations == 0


def test_a_whole_draft_in_quotation_marks_counts_as_without() -> None:
    plain, quoted = checked(PARAGRAPH), checked(f"会议指出：“{PARAGRAPH}”")
    assert plain.verdict.decision == "fail"
    assert len(PARAGRAPH) < 200 or quoted.figures.overlap >= 0.9 * plain.figures.overlap
    long = "".join(SOURCE.splitlines()[2:])[:900]
    pieces = "。".join(f"会议指出：“{long[at : at + 60]}”" for at in range(0, len(long), 60))
    assert checked(pieces).figures.overlap >= 0.8 * checked(long).figures.overlap
    assert checked(pieces).verdict.decision == "fail"


def test_a_quotation_exempts_nothing_around_it() -> None:
    half = len(PARAGRAPH) // 3
    found = checked(f"{OWN}会议指出：“{PARAGRAPH[: 2 * half]}”{PARAGRAPH[2 * half :]}{OWN}")
    assert found.figures.reused_characters >= 0.8 * sum(map(str.isalpha, PARAGRAPH[2 * half :]))


SPOKEN = "县委书记 林海峰"


@pytest.mark.parametrize(
    "before",
    [
        "习近平总书记强调，", "习近平总书记在青川考察时强调：", "总书记深刻指出，", "党中央要求，",
        "国务院总理李强指出：", "县委书记林海明在会上强调，", "李克强总理在会上指出，", "县长王志强强调，",
        "市委书记张明远同志在会上指出，", "王志强县长要求：", "有人说，", "有的人说：", "有同志提出，",
        "有不少干部认为，", "人们常说：", "大家都说，", "据说，",
    ],
)  # fmt: skip
def test_a_speaker_who_is_another_than_the_sources_exempts_nothing(before: str) -> None:
    found = checked(f"{OWN}{before}“{SENTENCE}”{OWN}", author=SPOKEN)
    assert found.figures.overlap == pytest.approx(found.figures.unverified_quotations, rel=0.2)
    assert found.figures.overlap > 0
    assert not any(warning.code == "much_quoted" for warning in found.warnings)


@pytest.mark.parametrize("behind", ["，习近平总书记强调。", "，县长王志强说。", "，有人这样说。", "，大家都这么说。"])
def test_a_speaker_behind_the_words_is_held_against_the_source_too(behind: str) -> None:
    found = checked(f"{OWN}“{SENTENCE.rstrip('。')}”{behind}{OWN}", author=SPOKEN)
    assert found.figures.overlap > 0


@pytest.mark.parametrize(
    "before",
    [
        "县委书记林海峰强调，", "林海峰同志在全县教育大会上指出：", "林海峰书记要求，", "县委书记反复强调，",
        "书记深刻指出，", "按照党中央部署，县委书记强调，", "听了县长王志强的汇报，会议指出，", "县委主要领导强调：",
        "会议指出：", "他说：", "没有人讲过，会议指出：", "浙江省委书记强调，", "石林县委书记指出，",
        "有同志提出要求，会议指出：", "大家都说，书记强调，",
    ],
)  # fmt: skip
def test_a_speaker_who_can_be_the_sources_exempts_the_words(before: str) -> None:
    found = checked(f"{OWN}{before}“{SENTENCE}”{OWN}", author=SPOKEN)
    assert found.figures.overlap == found.figures.unverified_quotations == 0


@pytest.mark.parametrize("given", ["习近平总书记指出，", "王志强县长说过，"])
def test_words_that_the_source_gives_as_that_speakers_are_his(given: str) -> None:
    held = f"今年开学第一课讲的是节约用水。{given}{SENTENCE}我们都记住了这句话的分量。"
    found = checked(f"{OWN}{given}“{SENTENCE}”{OWN}", held, author=SPOKEN)
    assert found.figures.overlap == 0


def test_a_leaders_own_text_and_one_of_an_unknown_author_can_be_his() -> None:
    draft = f"{OWN}习近平总书记强调，“{SENTENCE}”{OWN}"
    assert checked(draft).figures.overlap == 0
    assert checked(draft, author="习近平").figures.overlap == 0


def test_a_countys_text_and_its_copies_are_no_leaders() -> None:
    draft = Document("稿.txt", f"{OWN}习近平总书记强调，“{SENTENCE}”{OWN}")
    office = f"松溪县人民政府办公室文件\n松政办发〔2025〕3号\n{SOURCE}"
    assert compare(draft, [Document("源.txt", office)]).figures.overlap > 0
    copies = [Document(f"源{number}.txt", SOURCE, author=SPOKEN) for number in range(3)]
    assert compare(draft, copies).figures.overlap > 0


def test_an_offices_text_can_be_words_of_a_person_in_it() -> None:
    found = checked(f"{OWN}县长王志强强调，“{SENTENCE}”{OWN}", author="松溪县人民政府")
    assert found.figures.overlap == 0


def test_what_is_quoted_beyond_the_limit_is_not_told_as_exempt() -> None:
    long = "".join(SOURCE.splitlines()[2:])[:900]
    found = checked(f"会议指出：“{long}”{OWN}")
    assert found.figures.overlap > 0.5
    assert not any(warning.code == "much_quoted" for warning in found.warnings)
