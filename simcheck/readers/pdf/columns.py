"""Vertical writing: upright letters that follow each other downwards, in columns from right to left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from simcheck.readers.pdf.letter import Letter
from simcheck.readers.words import frequent_pairs
from simcheck.readers.wraps import wide

#: In heights of a letter: how far the middles of two letters of a column are apart at most, and how wide what takes
#: one place of it is (20 may stand side by side in one).
_PITCH, _PLACE = 1.5, 1.3
#: And how far apart letters are at most that stand in one place: less than two columns are.
_TOUCHING = 0.3
#: Places that follow each other downwards before they count as a column, and letters that are no column but written
#: in no order before the distances between them are looked at.
_COLUMN, _LOOSE = 3, 20


@dataclass(frozen=True, slots=True)
class _Place:
    """Letters side by side without a gap, where they stand in the content of the page, and their box."""

    letters: tuple[Letter, ...]
    left: float
    bottom: float
    right: float
    top: float

    @property
    def size(self) -> float:
        return self.top - self.bottom

    @property
    def narrow(self) -> bool:
        """Whether it may stand in a column."""
        return self.right - self.left <= _PLACE * self.size

    @property
    def one(self) -> Letter:
        """All of it as one letter."""
        sure = self.letters[0].sure
        return Letter("".join(one.text for one in self.letters), self.left, self.bottom, self.right, self.top, sure)


def upright_columns(letters: Sequence[Letter]) -> tuple[list[Letter], list[Letter]]:
    """The letters of lines and those of columns, each in the order of the content."""
    if not _perhaps(letters):
        return list(letters), []
    places = list(_places(letters))
    columns = _chains(places)
    loose = [number for number, place in enumerate(places) if number not in columns and _single(place)]
    if len(loose) >= _LOOSE and 2 * len(loose) > len(places):
        closer = _closer_below(places, loose)
        if not _rows([places[number] for number in closer]):
            columns |= closer
    columns |= _between(places, columns)
    across, down = list[Letter](), list[Letter]()
    for number, place in enumerate(places):
        if number in columns:
            down.append(place.one)
        else:
            across.extend(place.letters)
    return across, down


def _perhaps(letters: Sequence[Letter]) -> bool:
    """Whether letters follow each other downwards, or many stand by themselves, as in no text of lines."""
    alone = below = 0
    before, x, right, bottom, top = True, 0.0, 0.0, 0.0, 0.0
    for text, left, low, end, high, _ in letters:
        if text.isspace():
            continue
        height = high - low
        follows = -height < left - right < height and low < top and high > bottom
        if not follows and not before:
            alone += 1
            below = below + 1 if left < right and end > x and low < bottom else 0
            if below >= _COLUMN - 2 or alone >= _LOOSE:
                return True
        before, x, right, bottom, top = follows, left, end, low, high
    return False


def _beside(one: Letter, other: Letter) -> bool:
    height = max(one.top - one.bottom, other.top - other.bottom)
    return (
        -0.6 * height < other.left - one.right < _TOUCHING * height
        and min(one.top, other.top) - max(one.bottom, other.bottom) > 0.4 * height
    )


def _places(letters: Iterable[Letter]) -> Iterable[_Place]:
    """Letters that follow each other in a line, spaces in between included."""
    open_: list[Letter] = []
    last: Letter | None = None
    for letter in letters:
        if last is not None and not _beside(last, letter):
            yield _place(open_)
            open_ = []
        open_.append(letter)
        last = letter
    if open_:
        yield _place(open_)


def _place(letters: Sequence[Letter]) -> _Place:
    shown = [letter for letter in letters if not letter.text.isspace()] or letters
    return _Place(
        tuple(letters),
        min(letter.left for letter in shown),
        min(letter.bottom for letter in shown),
        max(letter.right for letter in shown),
        max(letter.top for letter in shown),
    )


def _single(place: _Place) -> bool:
    return len(place.letters) == 1 and wide(place.letters[0].text[0])


def _chains(places: Sequence[_Place]) -> set[int]:
    """The numbers of the places that follow each other downwards in the content."""
    found: set[int] = set()
    chain: list[int] = []
    for number, place in enumerate(places):
        if all(letter.text.isspace() for letter in place.letters):
            if chain:
                chain.append(number)
            continue
        if not (place.narrow and chain and _below(places[_last_shown(places, chain)], place)):
            found.update(chain if len(chain) >= _COLUMN else ())
            chain = []
        if place.narrow:
            chain.append(number)
    found.update(chain if len(chain) >= _COLUMN else ())
    return found


def _between(places: Sequence[_Place], columns: set[int]) -> set[int]:
    """The numbers of places that follow those of columns in the content and may stand in one: a last letter at the
    head of a column, or behind a gap."""
    found = set()
    for number, place in enumerate(places):
        near = number - 1 in columns or number - 1 in found or number + 1 in columns
        if near and number not in columns and place.narrow and len(place.letters) <= 2:
            found.add(number)
    return found


def _last_shown(places: Sequence[_Place], chain: Sequence[int]) -> int:
    return next(number for number in reversed(chain) if not all(one.text.isspace() for one in places[number].letters))


def _below(one: _Place, other: _Place) -> bool:
    overlap = min(one.right, other.right) - max(one.left, other.left)
    down = (one.bottom + one.top - other.bottom - other.top) / 2
    return overlap > 0.5 * min(one.right - one.left, other.right - other.left) and 0.4 * max(
        one.size, other.size
    ) < down < _PITCH * max(one.size, other.size)


def _rows(places: Sequence[_Place]) -> bool:
    """Whether letters far from each other, as in a sheet of squares for writing, have words in rows rather than in
    columns."""
    heights = sorted(place.size for place in places)
    unit = heights[len(heights) // 2] if heights else 1.0
    rows = sorted(places, key=lambda one: (-round((one.bottom + one.top) / unit), one.left))
    columns = sorted(places, key=lambda one: (-round((one.left + one.right) / unit), -one.top))
    across, down = ("".join(one.letters[0].text for one in order) for order in (rows, columns))
    return frequent_pairs(across) > frequent_pairs(down)


def _closer_below(places: Sequence[_Place], loose: Iterable[int]) -> set[int]:
    """The single letters that have a letter closer above or below than beside them, where the content has no order."""
    rows: dict[int, list[_Place]] = {}
    for place in places:
        rows.setdefault(int((place.bottom + place.top) // 16), []).append(place)
    found = set()
    for number in loose:
        place = places[number]
        row, reach = int((place.bottom + place.top) // 16), int(4 * place.size // 16) + 1
        near = [one for at in range(row - reach, row + reach + 1) for one in rows.get(at, ()) if one is not place]
        middle, height = (place.left + place.right) / 2, (place.bottom + place.top) / 2
        beside, above = float("inf"), float("inf")
        for one in near:
            x, y = abs((one.left + one.right) / 2 - middle), abs((one.bottom + one.top) / 2 - height)
            if y < 0.5 * place.size:
                beside = min(beside, x)
            elif x < 0.5 * place.size:
                above = min(above, y)
        if above < beside:
            found.add(number)
    return found
