"""How well and how fast pages are read that are pictures: our own text in the Chinese fonts of this machine.

    python benchmarks/recognition.py [--json benchmarks/results/recognition.json]

Needs the extra ``simcheck[ocr]`` and a Chinese font. Each page is drawn with Pillow as a scanner gives it, and read by
``simcheck.readers.images``. The character error rate is the edit distance to the text, white space apart, over its
length. Seconds are those of the processor, the models loaded.
"""

from __future__ import annotations

import argparse
import io
import json
import shutil
import statistics
import subprocess
import time
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from rapidfuzz.distance import Levenshtein

from simcheck.readers.images import read_image

ROOT = Path(__file__).parent.parent
#: Pixels to an inch, degrees askew, grain (standard deviation of grey), points of a letter.
PAGES = {
    "clean": (200, 0.0, 0.0, 16.0),
    "low resolution": (100, 0.0, 0.0, 12.0),
    "small letters": (200, 0.0, 0.0, 10.5),
    "askew and grainy": (200, 1.5, 20.0, 14.0),
}


def fonts() -> list[Path]:
    """Chinese fonts of this machine, one a family."""
    listed = subprocess.run(["fc-list", ":lang=zh-cn", "family", "file"], capture_output=True, text=True, check=True)
    families: dict[str, Path] = {}
    for line in sorted(listed.stdout.splitlines()):
        file, _, family = line.partition(": ")
        families.setdefault(family.split(",")[0], Path(file))
    return list(dict.fromkeys(families.values()))[:3]


def page(text: str, font: Path, dpi: int, askew: float, grain: float, points: float) -> tuple[bytes, str]:
    """An A4 page of text as a picture, and what of the text is on it."""
    scale = dpi / 72
    sheet = Image.new("L", (round(595 * scale), round(842 * scale)), 255)
    pen, face = ImageDraw.Draw(sheet), ImageFont.truetype(str(font), round(points * scale))
    shown, y = "", 80 * scale
    for paragraph in text.split("\n"):
        rest = "　　" + paragraph
        while rest and y < 760 * scale:
            count = next((n for n in range(len(rest), 0, -1) if face.getlength(rest[:n]) <= 415 * scale), 1)
            pen.text((90 * scale, y), rest[:count], font=face, fill=0)
            shown, rest, y = shown + rest[:count], rest[count:], y + 1.6 * points * scale
    sheet = sheet.rotate(askew, fillcolor=255, resample=Image.Resampling.BICUBIC)
    if grain:
        noise = np.random.default_rng(0).normal(0, grain, (sheet.height, sheet.width))
        sheet = Image.fromarray((np.asarray(sheet) * 0.85 + 20 + noise).clip(0, 255).astype(np.uint8))
        sheet = sheet.filter(ImageFilter.GaussianBlur(0.8))
    data = io.BytesIO()
    sheet.save(data, "PNG")
    return data.getvalue(), shown


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=Path, help="where to write the figures")
    arguments = parser.parse_args()
    if shutil.which("fc-list") is None or not fonts():
        raise SystemExit("no Chinese font on this machine")
    lines = (ROOT / "examples" / "speeches" / "教育大会讲话.txt").read_text(encoding="utf-8").splitlines()
    text = "\n".join(line for line in lines if line.strip())
    rows = []
    for font in fonts():
        for name, how in PAGES.items():
            data, shown = page(text, font, *how)
            start = time.process_time()
            found = read_image(data)
            seconds = time.process_time() - start
            read, wanted = "".join(found.text.split()), "".join(shown.split())
            errors = Levenshtein.distance(read, wanted) / len(wanted)
            row = {"font": font.stem, "page": name, "letters": len(wanted), "errors": round(errors, 4),
                   "confidence": round(found.confidence, 3), "seconds": round(seconds, 1)}  # fmt: skip
            rows.append(row)
            print(row, flush=True)
    print(f"median error {statistics.median(row['errors'] for row in rows):.2%}")
    if arguments.json:
        arguments.json.write_text(json.dumps({"pages": rows}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
