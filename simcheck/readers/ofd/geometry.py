"""Places and transformations on a page of an OFD, in millimetres, downwards."""

from __future__ import annotations

from simcheck.readers.ofd.parts import numbers
from simcheck.readers.safe_xml import Element

#: A transformation: x becomes a·x + c·y + e, y becomes b·x + d·y + f. Millimetres, downwards.
Matrix = tuple[float, float, float, float, float, float]
#: Left, upper, right, lower, in millimetres from the upper left corner.
Box = tuple[float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def edges(element: Element, outer: Matrix) -> Box | None:
    """The box of an object on the page, None if it has none."""
    box = numbers(element.get("Boundary"))
    return bounds([(box[0], box[1]), (box[0] + box[2], box[1] + box[3])], outer) if len(box) == 4 else None


def within(element: Element, outer: Matrix) -> Matrix:
    """The transformation of what stands inside of an object."""
    box, own = numbers(element.get("Boundary")), numbers(element.get("CTM"))
    a, b, c, d, e, f = own if len(own) == 6 else IDENTITY
    x, y = box[:2] if len(box) == 4 else (0.0, 0.0)
    return _joined((a, b, c, d, e + x, f + y), outer)


def _joined(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (
        a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u,
    )  # fmt: skip


def bounds(corners: list[tuple[float, float]], matrix: Matrix) -> Box:
    """The box around what two corners span, after a transformation."""
    a, b, c, d, e, f = matrix
    (x0, y0), (x1, y1) = corners
    placed = [(a * x + c * y + e, b * x + d * y + f) for x in (x0, x1) for y in (y0, y1)]
    across, down = [x for x, _ in placed], [y for _, y in placed]
    return min(across), min(down), max(across), max(down)
