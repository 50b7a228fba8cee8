"""Classes that a corpus keeps: those that an earlier simcheck told are told anew, those that somebody gave stay."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from simcheck import Corpus, Document
from simcheck.cli.app import run
from simcheck.corpus.folder import DATABASE
from simcheck.corpus.records import Reclassified
from simcheck.types.kinds import ungiven

OWN = "我们自己的事情自己先办好，山路要修，河要清，老人要有人看，孩子要有人接，别的都可以往后放一放。"
ARTICLES = "".join(
    f"第{at}条 采砂的人应当先取得许可，按照划定的河段、时间和数量开采，每天的数量写在船头的牌子上，天黑以后不得开机。\n"
    for at in "一二三四五六"
)
STATUTE = f"河道采砂管理条例\n2021年3月2日国务院令第712号公布\n{ARTICLES}"
OF_A_COUNTY = f"清溪县河道采砂管理办法\n{ARTICLES}清溪县人民政府制定，结合我县实际。"


def _stored(folder: Path, version: int) -> None:
    """Make a corpus one of an older format: 5 does not say who gave a class, 4 has no classes."""
    with sqlite3.connect(folder / DATABASE) as connection:
        for table in ("told", "classes", "more")[: 1 if version == 5 else 3]:
            connection.execute(f"DROP TABLE {table}")
        connection.execute(f"PRAGMA user_version = {version}")
    connection.close()


def _classes(folder: Path) -> dict[str, str]:
    with Corpus.open(folder) as corpus:
        assert corpus.verify() == []
        return {one.id: one.source_class for one in corpus.documents()}


def test_classes_that_older_rules_told_are_told_anew_and_given_ones_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Corpus.create(tmp_path / "库") as corpus, monkeypatch.context() as older:
        older.setattr("simcheck.corpus.writer.classified", lambda one: replace(one, source_class=ungiven("authority")))
        older.setattr("simcheck.corpus.changes.RULES", 0)
        corpus.add([Document("办法", OF_A_COUNTY), Document("法", STATUTE)])
    with Corpus.open(tmp_path / "库") as corpus:
        corpus.add([Document("市办法", OF_A_COUNTY + "附则略。", source_class="authority")])
        assert corpus.reclassifiable() == 2
        assert corpus.reclassify() == Reclassified(changed=(("办法", "peer"),))
        assert corpus.reclassifiable() == 0
        assert corpus.reclassify() == Reclassified()
    assert _classes(tmp_path / "库") == {"办法": "peer", "法": "authority", "市办法": "authority"}


def test_who_gives_the_class_that_the_program_told_has_given_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Corpus.create(tmp_path / "库") as corpus:
        corpus.add([Document("法", STATUTE), Document("另一法", STATUTE + "附则。")])
        corpus.add([Document("法", STATUTE, source_class="authority")])
        assert corpus.classify(["另一法"], "authority") == 0
        monkeypatch.setattr("simcheck.corpus.classes.RULES", 2)
        monkeypatch.setattr("simcheck.library.documents.RULES", 2)
        assert corpus.reclassifiable() == 0


def test_a_text_that_replaces_another_is_told_anew_where_nobody_gave_a_class(tmp_path: Path) -> None:
    with Corpus.create(tmp_path / "库") as corpus:
        corpus.add([Document("法", STATUTE), Document("稿", OWN, source_class="own")])
        corpus.add([Document("法", OWN + "改了。"), Document("稿", STATUTE + "改了。")])
        assert {one.id: one.source_class for one in corpus.documents()} == {"法": "peer", "稿": "own"}


def test_a_corpus_of_before_there_were_classes_gets_those_of_its_laws(tmp_path: Path) -> None:
    with Corpus.create(tmp_path / "库") as corpus:
        corpus.add([Document("法", STATUTE), Document("办法", OF_A_COUNTY), Document("稿", OWN)])
    with sqlite3.connect(tmp_path / "库" / DATABASE) as connection:  # sealed as without a class
        assert connection.execute("SELECT count(*) FROM classes").fetchone() == (1,)
    connection.close()
    with Corpus.open(tmp_path / "库") as corpus:
        corpus.classify(["法"], "peer")
    _stored(tmp_path / "库", 4)
    with Corpus.open(tmp_path / "库") as corpus:
        assert corpus.reclassifiable() == 3
        assert corpus.reclassify() == Reclassified(changed=(("法", "authority"),))
    assert _classes(tmp_path / "库") == {"法": "authority", "办法": "peer", "稿": "peer"}


def test_where_nobody_knows_who_gave_a_class_it_stays_and_is_told_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "库"
    with Corpus.create(folder) as corpus:
        given = [Document("办法", OF_A_COUNTY, source_class="authority"), Document("法", STATUTE, source_class="peer")]
        corpus.add([*given, Document("稿", STATUTE + "附则。", source_class="own")])
    _stored(folder, 5)
    draft = tmp_path / "稿.txt"
    draft.write_text(OWN, "utf-8")
    for asked in (["corpus", "info"], ["check", str(draft)]):
        assert run([*asked, "-c", str(folder)]) == 0
        assert "classes of 2 texts are those of an earlier simcheck" in capsys.readouterr().err
    for first in (True, False):
        assert run(["corpus", "rebuild", "-c", str(folder)]) == 0
        said = capsys.readouterr().err
        assert ("办法: is kept as authority" in said, "法: is kept as a peer" in said) == (first, first)
    for asked in (["corpus", "info"], ["check", str(draft)]):
        assert run([*asked, "-c", str(folder)]) == 0
        assert "earlier" not in capsys.readouterr().err
    assert _classes(folder) == {"办法": "authority", "法": "peer", "稿": "own"}
