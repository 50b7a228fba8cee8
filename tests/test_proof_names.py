"""Leftovers: names by the tagger's evidence, counts and norms, texts in traditional characters."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import opencc
import pytest

from simcheck import Document, compare
from simcheck.errors import ModelError
from simcheck.proof import figures, tagger
from simcheck.proof.blanks import blanks
from simcheck.proof.entities import entities, nats, read_lines
from simcheck.proof.figures import local
from simcheck.proof.identity import identity_of
from simcheck.proof.recognised import is_name, recognised
from simcheck.text.characters import simplified

COMMON = (
    "护堤的人手要提前排好，白天两人一班，夜里三人一班，谁脱岗谁写检查，物资要点清数目，沙袋码齐，船要试水，灯要试亮。"
)


def pair(said: str, theirs: str | None = None) -> tuple[str, str]:
    """A draft of one place and a speech of another that say the same paragraph."""
    draft = f"在杏坪县护堤工作会议上的讲话\n（2026年5月6日）\n同志们：\n杏坪县今年雨早。\n{COMMON}{said}"
    source = f"在柳沟县护堤工作会议上的讲话\n（2025年5月8日）\n同志们：\n{COMMON}{theirs or said}"
    return draft, source


def found(said: str, theirs: str | None = None) -> set[str]:
    draft, source = pair(said, theirs)
    return {one.text for one in compare(draft, [Document("源", source)]).leftovers}


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("螳螂川沿岸企业雨污混排，堆体已经覆绿。", "螳螂川"),
        ("由执法大队耿合社盯办到底，不许过夜。", "耿合社"),
        ("县里在长征源广场办招聘会，请把身份证带上。", "长征源广场"),
        ("结对大田刘村的党员要把渠修通，年底验收。", "大田刘村"),
        ("请经G209国道绕行，慢一点不要紧。", "G209国道"),
    ],
)
def test_names_that_what_stands_around_them_tells(said: str, name: str) -> None:
    assert any(name in one or one in name for one in found(said))


@pytest.mark.parametrize(
    "said",
    [
        "合作社还缺棚长，会开车、懂手机的优先。",
        "近期秋梢抽发整齐，病株率高于上年同期，抓住新梢露芽期统防。",
        "停气期间不要开阀试火，遇有泄漏先关阀、再开窗。",
        "局党组把它摆在心上，请老人和病患家属提前告知。",
        "渡工每季度参加一次落水救援演练，镇里的电工、水工也要来。",
        "在外务工乡亲一个一个打电话，带着乡情请他们回来。",
    ],
)
def test_pieces_of_words_are_no_names(said: str) -> None:
    assert found(said) == set()


def test_a_title_names_no_place_that_is_a_piece_of_words() -> None:
    said = "致在外务工乡亲的一封信\n各位父老乡亲：\n镇远县的路修好了，镇远县盼你们回来。"
    assert identity_of(Document("稿", said)).place == "镇远县"


def test_lines_are_tagged_alike_alone_and_together() -> None:
    lines = ["螳螂川沿岸企业雨污混排。", "停气期间不要开阀试火。", "由执法大队耿合社盯办到底。"]
    together = tagger.tagger().tags(lines)
    for line, tags in zip(lines, together, strict=True):
        np.testing.assert_allclose(tags, tagger.tagger().tags([line])[0], atol=1e-4)


def test_lines_that_were_read_before_tell_the_same() -> None:
    text = "停气期间不要开阀试火。\n由执法大队金穗禾盯办到底。\n"
    read_lines(text, [(0, len(text))])
    line = text.split("\n")[1]
    at = text.index("金穗禾")
    assert nats(text, at, at + 3) == max(one.nats for one in entities(line))
    assert [text[one.start : one.end] for one in recognised(text, (at - 6, len(text)))] == ["金穗禾"]


def test_evidence_of_where_a_name_stands_adds_to_the_taggers() -> None:
    assert not is_name("缺棚长", 0, 3)
    assert is_name("缺棚长", 0, 3, told=50.0)


def test_a_damaged_file_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module, read in ((tagger, tagger.tagger), (figures, figures._weights)):
        monkeypatch.setattr(module, "models_folder", lambda: tmp_path)
        read.cache_clear()
        with pytest.raises(ModelError, match="reinstall"):
            read()
        monkeypatch.undo()
        read.cache_clear()


@pytest.mark.parametrize("said", ["新建公厕36座，", "全年查处案件417件，", "培训渔民850人次，"])
def test_counts_of_one_place(said: str) -> None:
    start = next(at for at, char in enumerate(said) if char.isdigit())
    assert local(said, start, len(said) - 1) > 0


@pytest.mark.parametrize("said", ["按规定处200元以下罚款", "应当自受理之日起15日内", "每人每年补助400元"])
def test_norms_of_all_places(said: str) -> None:
    start = next(at for at, char in enumerate(said) if char.isdigit())
    end = next(at for at in range(start, len(said)) if not said[at].isdigit()) + 1
    assert local(said, start, end) < local("全县新建公厕36座，", 6, 9)


def test_terms_and_sums_that_a_rule_sets_are_nobodys() -> None:
    said = "断保后设置等待期3个月，本专科学生每人每年最高可申请20000元，首次工本费40元，不足五百元的按五百元计算。"
    assert found(said) == set()


def test_the_telephone_of_a_ministry_is_everybodys() -> None:
    assert found("助学热线：教育部010-66097980，县里的电话是0563-4512208。") == {"0563-4512208"}


def test_firms_that_are_everywhere_are_nobodys() -> None:
    assert found("登录“云闪付”领取资格，海尔、格力、长虹均可，不限品牌。") == set()


def test_days_by_the_moon_are_those_of_the_sources_year() -> None:
    told = found("春节放假时间：2月9日至2月15日调休，2月19日上班。")
    assert "2月19日" in told


def test_the_day_from_which_a_notice_is_in_force_is_its_own() -> None:
    assert "2025年6月1日" in found("堤上禁止放牧。本通告自2025年6月1日起施行。堤长要挨户告知，不要漏下一家。")
    assert found("《防洪法》自2025年6月1日起施行，要逐条对照。") == set()


def test_a_form_of_several_fields_a_line_is_filled_in_by_hand() -> None:
    form = (
        "低保申请书\n申请人姓名：________    性别：____\n月收入：____元    用途：____\n家庭成员：1.____  2.____\n"
        "申请人（签名）：________    ____年__月__日\n村委会意见：________    ____年__月__日"
    )
    assert list(blanks(form)) == []
    assert [one.text for one in blanks(f"{form}\n缺口资金____亿元，请财政局想办法。")] == ["____"]


def test_leftovers_of_traditional_texts_are_told_as_of_simplified_ones() -> None:
    said = "螳螂川沿岸企業雨污混排，縣裏在長征源廣場辦招聘會。"
    plain, theirs = pair(simplified(said))
    converter = opencc.OpenCC("s2t")
    draft = converter.convert(plain)
    assert len(draft) == len(plain)
    told = compare(Document("稿", draft), [Document("源", converter.convert(theirs))])
    same = compare(Document("稿", plain), [Document("源", theirs)])
    assert told.identity.place == converter.convert(str(same.identity.place))
    assert {(one.start, one.end) for one in told.leftovers} == {(one.start, one.end) for one in same.leftovers}
    assert all(one.text == draft[one.start : one.end] for one in told.leftovers)
    assert any("長征源廣場" in one.text for one in told.leftovers)


def test_one_house_a_year_later_is_of_its_own_place() -> None:
    body = "恢复水生植被3.2万亩，茶坛岛、蓝田一带荷花连片，巡护员趴在船里不敢咳嗽，拆除围网后鱼回来了，鸟也回来了。"
    source = f"洪湖自然保护区管理局2024年工作总结\n一年来，管理局坚持生态优先。\n一、生境修复。{body}"
    own = "六月里青头潜鸭在金湾的蒲草丛里孵出了九只小鸭。"
    draft = f"洪湖自然保护区管理局2025年工作总结\n一年来，管理局坚持生态优先。\n一、生境修复。{body}{own}"
    kinds = {one.kind for one in compare(Document("稿", draft), [Document("源", source)]).leftovers}
    assert "place" not in kinds


def test_two_characters_behind_a_surname_need_more_than_the_taggers_word() -> None:
    assert found("凡是深基坑、高支模、起重吊装等危险性较大的工程，一律做到方案不论证不开工。") == set()
