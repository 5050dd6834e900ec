"""What is painted on a page, in drawing order: paths with their single rectangles, pictures, shadings."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from ctypes import c_float, c_int, c_uint
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

from indexer.extract import pdfium
from indexer.model.geometry import BBox

Kind = Literal["path", "line", "image", "shading", "annotation"]
"""A "line" is straight, thin and slanted: one stroke of a cross-hatched box."""

Colour = tuple[int, int, int, int]
"""Red, green, blue and alpha, 0 to 255."""

OBJECTS_LIMIT = 200_000
SEGMENTS_LIMIT = 100_000
"""Maps and drawings hold more; their paths are then taken by their bounds."""

SMALLEST_PT = 3.0
"""Thinner things are rules and underlines: they neither hide nor redact words."""

FORM_DEPTH_LIMIT = 12
RING_SHARE = 0.98
RULE_PT = 1.0
"""Corners of tables are often small squares of their own."""

RULES_LIMIT = 5000
SINGLE_BOX_SEGMENTS = (4, 5)
"""A rectangle, closed by a flag or by a line back to its start."""


class Matrix(NamedTuple):
    """`x' = a x + c y + e`, `y' = b x + d y + f`."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def after(self, first: Matrix) -> Matrix:
        """`first`, then this one."""
        return Matrix(
            self.a * first.a + self.c * first.b,
            self.b * first.a + self.d * first.b,
            self.a * first.c + self.c * first.d,
            self.b * first.c + self.d * first.d,
            self.a * first.e + self.c * first.f + self.e,
            self.b * first.e + self.d * first.f + self.f,
        )

    def box(self, x0: float, y0: float, x1: float, y1: float) -> BBox:
        """The box around the four corners after the transformation."""
        a, b, c, d, e, f = self
        if b == 0.0 and c == 0.0:  # nearly every page; half the time of the general case
            left, right, top, bottom = a * x0 + e, a * x1 + e, d * y0 + f, d * y1 + f
            if left > right:
                left, right = right, left
            return BBox(left, top, right, bottom) if top < bottom else BBox(left, bottom, right, top)
        xs = (a * x0 + c * y0, a * x1 + c * y1, a * x0 + c * y1, a * x1 + c * y0)
        ys = (b * x0 + d * y0, b * x1 + d * y1, b * x0 + d * y1, b * x1 + d * y0)
        return BBox(min(xs) + e, min(ys) + f, max(xs) + e, max(ys) + f)


@dataclass(frozen=True, slots=True)
class Painted:
    """One painted thing; of a path, one of its rectangles or outlines.

    `filled` also for a line so thick that it is a bar. `rectangle`: the outline is an upright rectangle.
    `handle` is the page object's; 0 for an annotation.
    """

    kind: Kind
    bbox: BBox
    order: int
    filled: bool = True
    stroked: bool = False
    colour: Colour = (0, 0, 0, 255)
    rectangle: bool = True
    handle: int = 0


HATCH_LINES = 6
HATCH_TOLERANCE_PT = 2.0


@dataclass(slots=True)
class Scene:
    """`painted` in drawing order; `orders` of text objects by handle. Not `complete`: over a limit.

    `text_in_forms`: some text is drawn by form objects, which may clip or fade it.
    """

    painted: list[Painted] = field(default_factory=list)
    orders: dict[int, int] = field(default_factory=dict)
    complete: bool = True
    text_in_forms: bool = False
    rules: list[BBox] = field(default_factory=list)
    """Thin lines along an axis: of tables, frames, underlines."""

    def images(self) -> list[Painted]:
        """The pictures among what is painted."""
        return [item for item in self.painted if item.kind == "image"]

    def hatched(self) -> list[Painted]:
        """Outlined boxes filled with slanted lines from top to bottom, each with the order of the last line."""
        lines = [item for item in self.painted if item.kind == "line"]
        if len(lines) < HATCH_LINES:
            return []
        found = []
        for item in self.painted:
            if item.kind == "path" and item.stroked and not item.filled and item.rectangle:
                inside = [line.order for line in lines if _fills_height(line.bbox, item.bbox)]
                if len(inside) >= HATCH_LINES:
                    found.append(replace(item, order=max(inside)))
        return found


def scene_of(page: int, display: Matrix) -> Scene:
    """What is painted on the page with this address, inside form objects too."""
    scene = Scene()
    _Walk(scene).page(page, display)
    return scene


class _Walk:
    """Goes through the objects in drawing order. A few arrays take all the answers."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._order = 0
        self._segments = 0
        self._floats = (c_float * 6)()
        self._uints = (c_uint * 4)()
        self._ints = (c_int * 2)()
        self._at_floats = ctypes.addressof(self._floats)
        self._at_uints = ctypes.addressof(self._uints)
        self._at_ints = ctypes.addressof(self._ints)

    def page(self, page: int, display: Matrix) -> None:
        object_at, type_of, orders = pdfium.object_at, pdfium.type_of, self._scene.orders
        for index in range(pdfium.count_objects(page)):
            handle = object_at(page, index)
            kind = type_of(handle)
            if kind == pdfium.TEXT:
                self._order += 1
                orders[handle] = self._order
            else:
                self._object(handle, kind, display, 0)

    def _object(self, handle: int, kind: int, matrix: Matrix, depth: int) -> None:
        self._order += 1
        if self._order > OBJECTS_LIMIT:
            self._scene.complete = False
        elif kind == pdfium.TEXT:
            self._scene.orders[handle] = self._order
            self._scene.text_in_forms = True
        elif kind == pdfium.PATH:
            self._path(handle, matrix)
        elif kind in (pdfium.IMAGE, pdfium.SHADING):
            name: Kind = "image" if kind == pdfium.IMAGE else "shading"
            self._scene.painted.append(Painted(name, self._bounds(handle, matrix), self._order, handle=handle))
        elif kind == pdfium.FORM and depth < FORM_DEPTH_LIMIT:
            inner = matrix.after(self._matrix_of(handle))
            for index in range(pdfium.count_in_form(handle)):
                part = pdfium.object_in_form(handle, index)
                self._object(part, pdfium.type_of(part), inner, depth + 1)

    def _path(self, handle: int, matrix: Matrix) -> None:
        box = self._bounds(handle, matrix)
        if not _large(box):
            self._rule(box)
            return
        pdfium.draw_mode(handle, self._at_ints, self._at_ints + 4)
        fill_mode, stroked = self._ints
        if fill_mode:
            self._filled(handle, matrix, box, bool(stroked))
        elif stroked:
            self._stroked(handle, matrix, box)

    def _rule(self, box: BBox) -> None:
        if max(box.x1 - box.x0, box.bottom - box.top) >= RULE_PT and len(self._scene.rules) < RULES_LIMIT:
            self._scene.rules.append(box)

    def _filled(self, handle: int, matrix: Matrix, bounds: BBox, stroked: bool) -> None:
        colour = self._colour(pdfium.fill_of, handle)
        if pdfium.count_segments(handle) in SINGLE_BOX_SEGMENTS and not stroked:
            item = Painted("path", bounds, self._order, True, False, colour, self._upright(handle), handle)
            self._scene.painted.append(item)
            return
        parts = list(self._parts(handle, matrix, bounds))
        ring = _is_ring([part for part, _ in parts])
        for part, upright in parts:
            if _large(part):
                item = Painted("path", part, self._order, not ring, stroked or ring, colour, upright, handle)
                self._scene.painted.append(item)
            else:
                self._rule(part)

    def _stroked(self, handle: int, matrix: Matrix, bounds: BBox) -> None:
        pdfium.stroke_width(handle, self._at_floats)
        width = self._floats[0] * abs(matrix.a * matrix.d - matrix.b * matrix.c) ** 0.5
        colour = self._colour(pdfium.stroke_of, handle)
        if width >= SMALLEST_PT:  # a thick line is a box, and may be drawn as one: over words, or as a redaction
            line = pdfium.count_segments(handle) == 2
            if line:
                bounds = _bar(next(self._parts(handle, matrix, bounds))[0], width, bounds)
            self._scene.painted.append(Painted("path", bounds, self._order, True, True, colour, line, handle))
            return
        if pdfium.count_segments(handle) == 2:
            exact, _ = next(self._parts(handle, matrix, bounds))
            if not _large(exact):  # PDFium's bounds leave room for mitres: 2 pt and more around a hair line
                self._rule(exact)
                return
            item = Painted("line", bounds, self._order, False, True, colour, False, handle)
            self._scene.painted.append(item)
            return
        for part, upright in self._parts(handle, matrix, bounds):
            if _large(part):
                item = Painted("path", part, self._order, False, True, colour, upright, handle)
                self._scene.painted.append(item)
            else:
                self._rule(part)

    def _parts(self, handle: int, matrix: Matrix, bounds: BBox) -> Iterator[tuple[BBox, bool]]:
        """The sub-paths with their boxes: one path may hold hundreds of rectangles."""
        count = pdfium.count_segments(handle)
        self._segments += count
        if self._segments > SEGMENTS_LIMIT:
            self._scene.complete = False
            yield bounds, False
            return
        full = matrix.after(self._matrix_of(handle))
        points: list[tuple[float, float]] = []
        curved = False
        for index in range(count):
            segment = pdfium.segment_at(handle, index)
            kind = pdfium.segment_type(segment)
            if kind == pdfium.MOVE and points:
                yield _outline(points, curved, full)
                points, curved = [], False
            curved = curved or kind == pdfium.BEZIER
            pdfium.segment_point(segment, self._at_floats, self._at_floats + 4)
            points.append((self._floats[0], self._floats[1]))
        if points:
            yield _outline(points, curved, full)

    def _upright(self, handle: int) -> bool:
        """The first two sides of a four-sided path are straight and run along the axes of its space."""
        at, floats = self._at_floats, self._floats
        points = []
        for index in range(3):
            segment = pdfium.segment_at(handle, index)
            if pdfium.segment_type(segment) == pdfium.BEZIER:
                return False
            pdfium.segment_point(segment, at, at + 4)
            points.append((floats[0], floats[1]))
        (x0, y0), (x1, y1), (x2, y2) = points
        return (x0 == x1 and y1 == y2) or (y0 == y1 and x1 == x2)

    def _colour(self, call: object, handle: int) -> Colour:
        at = self._at_uints
        call(handle, at, at + 4, at + 8, at + 12)  # type: ignore[operator]
        red, green, blue, alpha = self._uints
        return red, green, blue, alpha

    def _bounds(self, handle: int, matrix: Matrix) -> BBox:
        at = self._at_floats
        if not pdfium.bounds_of(handle, at, at + 4, at + 8, at + 12):
            return BBox(0.0, 0.0, 0.0, 0.0)
        left, bottom, right, top = self._floats[:4]
        return matrix.box(left, bottom, right, top)

    def _matrix_of(self, handle: int) -> Matrix:
        if not pdfium.matrix_of(handle, self._at_floats):
            return Matrix()
        a, b, c, d, e, f = self._floats
        return Matrix(a, b, c, d, e, f)


def _fills_height(line: BBox, box: BBox) -> bool:
    across = line.x0 < box.x1 and box.x0 < line.x1
    return across and max(abs(line.top - box.top), abs(line.bottom - box.bottom)) <= HATCH_TOLERANCE_PT


def _large(box: BBox) -> bool:
    return box.x1 - box.x0 >= SMALLEST_PT and box.bottom - box.top >= SMALLEST_PT


def _bar(line: BBox, width: float, bounds: BBox) -> BBox:
    """A thick line along an axis as the box that shows: PDFium's bounds leave room for mitres on all sides."""
    half = width / 2
    if line.bottom - line.top < SMALLEST_PT <= line.x1 - line.x0:
        return BBox(line.x0, line.top - half, line.x1, line.bottom + half)
    if line.x1 - line.x0 < SMALLEST_PT <= line.bottom - line.top:
        return BBox(line.x0 - half, line.top, line.x1 + half, line.bottom)
    return bounds


def _outline(points: list[tuple[float, float]], curved: bool, matrix: Matrix) -> tuple[BBox, bool]:
    xs = [x for x, _ in points]
    ys = [y for _, y in points]
    upright = not curved and len(set(points)) == 4 and len(set(xs)) == 2 and len(set(ys)) == 2
    return matrix.box(min(xs), min(ys), max(xs), max(ys)), upright


def _is_ring(boxes: list[BBox]) -> bool:
    """Two boxes of one path, one inside the other: a frame, drawn as a box with a smaller one cut out of it."""
    if len(boxes) != 2 or boxes[0] == boxes[1]:
        return False
    smaller = min(boxes[0].area, boxes[1].area)
    return boxes[0].intersection(boxes[1]) >= RING_SHARE * smaller > 0
