"""A draft's file is added to the corpus from the editor."""

from __future__ import annotations

from pathlib import Path

from editing import editor, library, run
from lsprotocol import types as lsp

from simcheck import Corpus

TEXT = "各位代表：今年的重点是三座小水库，值班的人夜里每两小时到坝上走一遍，有渗水马上报告。"


def test_a_saved_draft_is_added_and_then_found(tmp_path: Path) -> None:
    corpus = library(tmp_path / "库")
    (tmp_path / "新稿.txt").write_text(TEXT, encoding="utf-8")

    async def scenario() -> None:
        async with editor(tmp_path, {"corpus": str(corpus)}) as ed:
            uri = ed.open("新稿.txt", TEXT)
            await ed.until(lambda: uri in ed.client.diagnostics)
            await ed.run(lsp.Command("", "simcheck.addToCorpus", arguments=[uri]))
            await ed.until(lambda: [one for one in ed.client.messages if "新稿.txt" in one.message])
            await ed.until(lambda: ed.client.diagnostics[uri])

    run(scenario())
    with Corpus.open(corpus) as opened:
        assert opened.document("新稿.txt").text == TEXT
