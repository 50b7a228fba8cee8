"""Stand-ins that make tests quick: an encoder without a model, and speeches made from a few words."""

from __future__ import annotations

import random
import zlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from simcheck.types import Document

_WHO = ("全市上下", "各级干部", "我们", "广大群众", "有关部门", "各县区", "民营企业", "基层党组织")
_HOW = ("坚持不懈", "扎扎实实", "因地制宜", "一以贯之", "稳妥有序", "千方百计", "毫不松懈", "分类施策")
_DO = ("推进", "完善", "加强", "落实", "优化", "保障", "拓展", "夯实")
_WHAT = (
    "水利建设",
    "营商环境",
    "义务教育",
    "社区养老",
    "防汛抗旱",
    "科技创新",
    "乡村道路",
    "文物保护",
    "粮食生产",
    "旧城改造",
)


class HashingEncoder:
    """An ``Encoder`` without a model: sentences as hashed character pairs, so that equal words give close vectors."""

    def __init__(self, dimension: int = 48, name: str = "hashing:1") -> None:
        self.dimension = dimension
        self.name = name
        self.encoded = 0

    def encode(self, sentences: Sequence[str]) -> npt.NDArray[np.float32]:
        """Unit rows, the same in every process."""
        vectors = np.full((len(sentences), self.dimension), 1e-3, dtype=np.float32)
        for row, sentence in zip(vectors, sentences, strict=True):
            for i in range(len(sentence)):
                digest = zlib.crc32((self.name + sentence[i : i + 2]).encode())
                row[digest % self.dimension] += 1 if digest & 0x10000 else -1
        self.encoded += len(sentences)
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)

    def unknown(self, sentences: Sequence[str]) -> npt.NDArray[np.int64]:
        """Every character is known."""
        return np.array([(len(sentence), 0) for sentence in sentences], dtype=np.int64).reshape(-1, 2)


def speech(seed: int, sentences: int = 6) -> str:
    """A text of this many sentences; equal seeds give equal texts, different ones share phrases."""
    chance = random.Random(seed)
    parts = [
        "".join(map(chance.choice, (_WHO, _HOW, _DO, _WHAT))) + f"，完成第{chance.randrange(1000)}项任务。"
        for _ in range(sentences)
    ]
    return "".join(parts)


def speeches(count: int, first: int = 0, sentences: int = 6) -> list[Document]:
    """Documents 讲话0.txt, 讲话1.txt … with different texts."""
    return [Document(f"讲话{i}.txt", speech(i, sentences)) for i in range(first, first + count)]
