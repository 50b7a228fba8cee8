"""What a user would write today with other libraries, on the same sentences: time and memory beside simcheck's.

Called by scale.py. The transformer is as large as paraphrase-multilingual-MiniLM-L12 but has random weights, since only
its speed is measured, on a sample of the sentences; its time for all of them is the sample's, scaled.
"""

from __future__ import annotations

import resource
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from simcheck import Corpus, Document
from simcheck.text.analyze import analyze

#: Sentences of the texts that all are given, and of the sample that the transformer encodes.
SENTENCES, SAMPLE = 10_000, 500
#: Characters of a shingle, permutations of a MinHash, and the similarity from which a document is a candidate.
SHINGLE, PERMUTATIONS, SIMILAR = 5, 128, 0.2

Figures = dict[str, float]


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds of the processor, which other work on the machine hardly changes, and the result."""
    used = time.process_time()
    result = work()
    return time.process_time() - used, result


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def with_simcheck(texts: Sequence[str], draft: str) -> Figures:
    with tempfile.TemporaryDirectory() as folder, Corpus.create(f"{folder}/corpus") as corpus:
        build, _ = timed(lambda: corpus.add([Document(str(i), text) for i, text in enumerate(texts)]))
        corpus.check(draft)
        check, _ = timed(lambda: corpus.check(draft))
    return {"build": build, "check": check, "peak_mb": peak()}


def with_transformer(texts: Sequence[str], draft: str) -> Figures:
    """sentence-transformers and FAISS Flat."""
    import faiss
    from encoder import _minilm

    sentences = [s.text for i, text in enumerate(texts) for s in analyze(Document(str(i), text)).sentences]
    wanted = [s.text for s in analyze(Document("稿", draft)).sentences]
    with tempfile.TemporaryDirectory() as folder:
        model = _minilm(Path(folder), sorted(set("".join(sentences))))
        model.encode(sentences[:8])
        sample = sentences[:: max(1, len(sentences) // SAMPLE)]
        build, vectors = timed(lambda: model.encode(sample))
        index = faiss.IndexFlatIP(vectors.shape[1])
        while index.ntotal < len(sentences):
            index.add(vectors[: len(sentences) - index.ntotal])
        check, _ = timed(lambda: index.search(model.encode(wanted), 10))
    return {"build": build * len(sentences) / len(sample), "check": check, "peak_mb": peak()}


def with_copydetect(texts: Sequence[str], draft: str) -> Figures:
    """Its fingerprints of every text, then the draft against each."""
    from copydetect import CodeFingerprint, compare_files

    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / f"{i}.txt" for i in range(len(texts))]
        for file, text in zip(files, texts, strict=True):
            file.write_text(text, encoding="utf-8")
        wanted = Path(folder) / "draft.txt"
        wanted.write_text(draft, encoding="utf-8")

        def read(file: Path) -> Any:
            return CodeFingerprint(str(file), 25, 1, filter=False, encoding="utf-8")

        build, held = timed(lambda: [read(file) for file in files])

        def check() -> None:
            mine = read(wanted)
            for one in held:
                compare_files(mine, one)

        seconds, _ = timed(check)
    return {"build": build, "check": seconds, "peak_mb": peak()}


def shingles(text: str) -> list[str]:
    return [text[i : i + SHINGLE] for i in range(len(text) - SHINGLE + 1)]


def with_datasketch(texts: Sequence[str], draft: str) -> Figures:
    """A MinHash of each document's shingles, in its LSH index."""
    from datasketch import MinHash, MinHashLSH

    def sketch(text: str) -> MinHash:
        made = MinHash(num_perm=PERMUTATIONS)
        made.update_batch([shingle.encode() for shingle in shingles(text)])
        return made

    index = MinHashLSH(threshold=SIMILAR, num_perm=PERMUTATIONS)

    def build() -> None:
        for i, text in enumerate(texts):
            index.insert(i, sketch(text))

    seconds, _ = timed(build)
    check, _ = timed(lambda: index.query(sketch(draft)))
    return {"build": seconds, "check": check, "peak_mb": peak()}


def with_rensa(texts: Sequence[str], draft: str) -> Figures:
    """The same in rensa."""
    from rensa import RMinHash, RMinHashLSH

    def sketch(text: str) -> RMinHash:
        made = RMinHash(num_perm=PERMUTATIONS, seed=1)
        made.update(shingles(text))
        return made

    index = RMinHashLSH(threshold=SIMILAR, num_perm=PERMUTATIONS, num_bands=32)

    def build() -> None:
        for i, text in enumerate(texts):
            index.insert(i, sketch(text))

    seconds, _ = timed(build)
    check, _ = timed(lambda: index.query(sketch(draft)))
    return {"build": seconds, "check": check, "peak_mb": peak()}


def compare(texts: Sequence[str], draft: str, alone: Callable[..., Any]) -> dict[str, Figures]:
    """Seconds of the processor to build and to check, and memory, of each; each in a process of its own."""
    found = {
        "simcheck": alone(with_simcheck, texts, draft),
        "sentence-transformers, FAISS Flat": alone(with_transformer, texts, draft),
        "copydetect": alone(with_copydetect, texts, draft),
        "datasketch": alone(with_datasketch, texts, draft),
        "rensa": alone(with_rensa, texts, draft),
    }
    own = found["simcheck"]
    ratios = {name: {f"{key}_ratio": one[key] / own[key] for key in own} for name, one in found.items()}
    return {name: one | ratios[name] for name, one in found.items()}
