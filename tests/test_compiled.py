"""The compiled loops do what the Python functions of the same names do, and nothing depends on their being there."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import random_chinese
from simcheck.align.grow import Fragment
from test_evidence import pair

from simcheck.align import compiled, grow, rivals, seeds, trim
from simcheck.align.evidence import Pair

ROOT = Path(__file__).parent.parent
LOOPS = compiled.loops()
LIMITS = compiled.limits(
    grow.DROP,
    grow.FAINT,
    (grow.LEAST_RETAINED, grow.MOST_RETAINED),
    grow.REACH,
    grow.ROUNDS,
    grow.EARLY,
    grow.LOOKAHEAD,
)
built = pytest.mark.skipif(LOOPS is None, reason="the compiled loops were not built; python hatch_build.py builds them")
quick = settings(max_examples=150, deadline=None)


@st.composite
def related(draw: st.DrawFn) -> Pair:
    """A draft that has pieces of a source, in any order, some twice, among words of its own; and some meaning."""
    pieces = [random_chinese(seed, 15) for seed in draw(st.lists(st.integers(0, 5), max_size=6))]
    fillers = [random_chinese(seed + 10, size) for seed, size in enumerate(draw(st.lists(st.integers(1, 60))))]
    parts = draw(st.permutations([*pieces, *fillers, "。", "今年GDP增长6%，"]))
    source = "".join(random_chinese(seed, 15) + random_chinese(seed + 50, seed) for seed in range(6)) + "GDP。增长"
    both = pair("".join(parts) or "我们", source * draw(st.integers(1, 3)))
    chance = np.random.default_rng(draw(st.integers(0, 99)))
    both.semantic[:] = chance.normal(-3, draw(st.sampled_from([0.0, 3.0, 12.0])), both.semantic.shape)
    return both


def stretch(data: st.DataObject, size: int) -> tuple[int, int]:
    first = data.draw(st.integers(0, size - 1))
    return first, data.draw(st.integers(first + 1, min(size, first + 60)))


@built
@quick
@given(related(), st.data())
def test_growing(both: Pair, data: st.DataObject) -> None:
    draft, source = stretch(data, len(both.draft)), stretch(data, len(both.source))
    retained = data.draw(st.sampled_from([0.1, 0.5, 0.95]))
    plain = grow.widened(both, Fragment(draft, source, 0.0, retained))
    assert LOOPS is not None
    quickly = LOOPS.widened(both, draft, source, retained, LIMITS)
    assert (plain is None) == (quickly is None)
    if plain and quickly:
        assert quickly[:2] == (plain.draft, plain.source)
        assert quickly[2:] == pytest.approx((plain.nats, plain.retained), rel=1e-9, abs=1e-9)


@built
@quick
@given(related(), st.data())
def test_trimming(both: Pair, data: st.DataObject) -> None:
    draft, source = stretch(data, len(both.draft)), stretch(data, len(both.source))
    retained = data.draw(st.sampled_from([0.03, 0.4, 0.7]))
    assert LOOPS is not None
    trimming = compiled.Trimming(trim.TRIMS, trim.PLACES, trim.RUNS)
    assert LOOPS.trimmed(both, draft, source, retained, trimming) == trim.trimmed(both, draft, source, retained)


@built
@quick
@given(related(), st.integers(0, 2))
def test_marks_in_the_plot(both: Pair, top: int) -> None:
    assert LOOPS is not None
    cells = [-(-len(side) // seeds.CELL) for side in (both.draft, both.source)]
    part = min(top * seeds.CELL, len(both.draft) - 1), len(both.draft)
    draft_at = part[0] + np.flatnonzero(both.draft_word[slice(*part)] != both.words)[::2]
    worth = np.arange(1.0, 1.0 + len(draft_at))
    plots = [np.ones((cells[0] + 1, cells[1])) for _ in range(2)]
    top = part[0] // seeds.CELL
    seeds.mark(both, draft_at, worth, seeds.CELL, plots[0], top)
    LOOPS.mark(both, draft_at, worth, seeds.CELL, plots[1], top)
    assert np.allclose(*plots)
    brute = np.ones_like(plots[0])
    for i, nats in zip(draft_at.tolist(), worth.tolist(), strict=True):
        for j in np.flatnonzero(both.source_word == both.draft_word[i]).tolist():
            brute[i // seeds.CELL - top, j // seeds.CELL] += nats
    assert np.allclose(plots[0], brute)


@quick
@given(st.integers(0, 999), st.integers(3, 9), st.integers(1, 60), st.sampled_from([-1.0, 4.0, 99.0]))
def test_sums_of_boxes(seed: int, rows: int, columns: int, floor: float) -> None:
    plot = np.random.default_rng(seed).uniform(0, 1, (rows, columns))
    wide = np.pad(plot, ((0, 0), (1, 1)))
    brute = np.array([[wide[r : r + 3, c : c + 3].sum() for c in range(columns)] for r in range(rows - 2)])
    for sums in [seeds.box_sums, *([LOOPS.box_sums] if LOOPS else [])]:
        peaks, at, there, values = sums(plot, floor)
        assert np.allclose(peaks, brute.max(axis=1))
        assert list(zip(at.tolist(), there.tolist(), strict=True)) == [tuple(k) for k in np.argwhere(brute >= floor)]
        assert np.allclose(values, brute[at, there])


@built
def test_more_boxes_than_were_expected_are_all_there() -> None:
    assert LOOPS is not None
    _, at, there, values = LOOPS.box_sums(np.ones((40, 100)), 1.0)
    assert len(at) == len(there) == len(values) == 38 * 100


@quick
@given(related(), st.data())
def test_what_a_source_offers(both: Pair, data: st.DataObject) -> None:
    draft, within = stretch(data, len(both.draft)), stretch(data, len(both.source))
    room = data.draw(st.integers(1, len(both.source)))
    words = both.draft_word[slice(*draft)].tolist()
    worth = np.random.default_rng(data.draw(st.integers(0, 99))).uniform(0, 4, len(words))
    mean = {word: worth[[w == word for w in words]].mean() for word in words if word < both.words}

    def brute(first: int, last: int) -> float:
        there = both.source_word[first:last].tolist()
        return sum(mean[word] * min(words.count(word), there.count(word)) for word in mean)

    for offered in [rivals.offered, *([LOOPS.offered] if LOOPS else [])]:
        assert offered(both, draft, worth, room, within) == pytest.approx(brute(*within))
        found = offered(both, draft, worth, room, None)
        anywhere = [brute(k, k + room) for k in range(len(both.source) - room + 1)]
        assert min(anywhere) - 1e-9 <= found <= max(anywhere) + 1e-9
    if LOOPS:
        assert LOOPS.offered(both, draft, worth, room, None) == pytest.approx(
            rivals.offered(both, draft, worth, room, None)
        )


def test_without_them_the_report_is_the_same(tmp_path: Path) -> None:
    draft, source = (tmp_path / name for name in ("稿.txt", "防汛.txt"))
    copied = "今年汛期来得早、雨量大，城北三条老河道连续两次漫堤，我们把排水管网普查提前到二月。"
    source.write_text("各位代表：" + copied + "镇村干部轮流值守，先转移独居老人，再处置积水点。", encoding="utf-8")
    draft.write_text("同志们：" + copied + "村里的路灯全部换新，夜里走路不再摸黑。", encoding="utf-8")
    hide = "import simcheck.align.compiled as c; c.loops = lambda: None; " if LOOPS else ""
    run = "from simcheck.cli import main; import sys; sys.argv = ['simcheck', 'compare', *sys.argv[1:]]; main()"
    command = [str(draft), str(source), "-f", "json"]
    told = [
        subprocess.run([sys.executable, "-c", code, *command], cwd=ROOT, capture_output=True, check=False)
        for code in (run, hide + run)
    ]
    assert [one.returncode for one in told] == [1, 1]
    assert told[0].stdout == told[1].stdout


@pytest.mark.skipif(not shutil.which("cc"), reason="no C compiler")
def test_they_compile_without_a_warning(tmp_path: Path) -> None:
    source = ROOT / "simcheck" / "align" / "kernel.c"
    command = ["cc", "-Wall", "-Wextra", "-O2", "-c", str(source), "-o", str(tmp_path / "kernel.o")]
    assert subprocess.run(command, capture_output=True, check=False).stderr == b""


@built
def test_loops_of_another_version_of_the_source_are_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    changed = tmp_path / "kernel.c"
    changed.write_bytes(compiled.SOURCE.read_bytes() + b"\n")
    monkeypatch.setattr(compiled, "SOURCE", changed)
    assert compiled.loops.__wrapped__() is None
    changed.write_bytes(compiled.LIBRARY.with_name("kernel.c").read_bytes())
    assert compiled.loops.__wrapped__() is not None


def test_without_a_compiler_the_build_goes_on(tmp_path: Path) -> None:
    for path in ("hatch_build.py", "simcheck/align/kernel.c"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / path, tmp_path / path)
    done = subprocess.run(
        [sys.executable, "hatch_build.py"],
        cwd=tmp_path,
        env={"CC": str(tmp_path / "none"), "PATH": ""},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1
    assert b"simcheck works without them" in done.stderr
    assert b"Traceback" not in done.stderr
    assert sorted(path.name for path in (tmp_path / "simcheck" / "align").iterdir()) == ["kernel.c"]
