"""The vectors of the shelf: sentences of typical official texts, the rivals of a source where its corpus has none.

    python models/train/shelf.py [--out models/background/shelf.npz]

Encodes the sentences of ``models/background/shelf.txt``, texts of our own with a form feed between two of them, so that
no check has to. After a change of the texts, of the encoder or of how sentences are cut it must be run again;
``tests/test_shelf.py`` tells.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from simcheck.align.shelf import encoded_shelf
from simcheck.encode import load_encoder
from simcheck.encode.cached import uncached
from simcheck.encode.static import StaticEncoder

OUT = Path(__file__).resolve().parents[1] / "background" / "shelf.npz"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=OUT, help="the file to write")
    arguments = parser.parse_args()
    encoder = uncached(load_encoder())
    assert isinstance(encoder, StaticEncoder)
    found = encoded_shelf(encoder)
    vectors, sizes = found.vectors.astype(np.float16), found.sizes.astype(np.int32)
    np.savez(arguments.out, encoder=np.array(encoder.name), vectors=vectors, sizes=sizes)
    print(f"{arguments.out}: {len(sizes)} texts, {len(vectors)} sentences")


if __name__ == "__main__":
    main()
