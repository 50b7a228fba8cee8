"""Write how the characters of GB 2312 are spelled, one syllable a line, to know names across languages.

    pip install pypinyin && python models/train/syllables.py > simcheck/data/syllables.txt

The readings are those of pypinyin (MIT), which come from Unicode's Unihan database.
"""

from __future__ import annotations

import unicodedata

from pypinyin.pinyin_dict import pinyin_dict


def characters() -> list[str]:
    """The Chinese characters of GB 2312."""
    rows = (bytes((row, cell)) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    return [char for char in (code.decode("gb2312", errors="ignore") for code in rows) if char]


def plain(reading: str) -> set[str]:
    """A syllable as it is spelled without its tone; ü is u, v or yu there."""
    decomposed = unicodedata.normalize("NFD", reading)
    forms = [decomposed.replace("u\u0308", spelled) for spelled in ("u", "v", "yu")]
    return {"".join(c for c in form if c.isascii() and c.isalpha()) for form in forms}


def main() -> None:
    spelled: dict[str, set[str]] = {}
    for char in characters():
        for reading in pinyin_dict[ord(char)].split(","):
            for syllable in plain(reading):
                spelled.setdefault(syllable, set()).add(char)
    print("# How characters are spelled in English texts: a syllable, and the characters of GB 2312 that are read so.")
    print("# Written by models/train/syllables.py from the readings of Unicode's Unihan database.")
    for syllable in sorted(spelled):
        if len(syllable) > 1 or syllable in "aeo":
            print(syllable, "".join(sorted(spelled[syllable])))


if __name__ == "__main__":
    main()
