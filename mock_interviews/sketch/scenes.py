"""A whiteboard's scene to a graph. Never raises, whatever somebody sends as a scene; what isn't understood is named.

A scene is the JSON of Excalidraw: `{"type": "excalidraw", "elements": [...]}`. Boxes are parts, their bound texts are
labels, stencils say their kind in `customData.kind`, and arrows say in `startBinding` and `endBinding` what they join.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import Any, Final

from mock_interviews.sketch.graph import LONGEST_LABEL, LONGEST_NAME, MOST_NODES, Node, NotRead, Sketch, Unread
from mock_interviews.sketch.kinds import KINDS, name_of

SNAP: Final = 28.0
"""Pixels of the board within which a loose end of an arrow is taken to mean the box beside it."""
MOST_ELEMENTS: Final = 2_000
FARTHEST: Final = 1e7
"""Pixels; a coordinate beyond is none."""
BOXES: Final = frozenset({"rectangle", "ellipse", "diamond"})
GROUP_OF: Final = 2
"""A box without arrows around at least so many others is a frame, not a part."""


@dataclass(frozen=True)
class Box:
    """Where something lies on the board."""

    id: str
    x: float
    y: float
    width: float
    height: float

    def distance(self, x: float, y: float) -> float:
        """Pixels from a point to the nearest edge, 0 inside."""
        across = max(self.x - x, 0.0, x - self.x - self.width)
        down = max(self.y - y, 0.0, y - self.y - self.height)
        return math.hypot(across, down)

    def holds(self, other: Box) -> bool:
        right, bottom = self.x + self.width, self.y + self.height
        is_across = self.x <= other.x and other.x + other.width <= right
        return self is not other and is_across and self.y <= other.y and other.y + other.height <= bottom

    @property
    def area(self) -> float:
        return self.width * self.height


def read_scene(text: str) -> Sketch:
    """The graph of a drawing. Two boxes of one name are two parts: somebody drew them apart."""
    sketch = Sketch()
    if not text.strip():
        return sketch
    elements = _elements(text)
    if elements is None:
        sketch.unread.append(Unread(0, "The drawing", "It is not a scene of the whiteboard."))
        return sketch
    if len(elements) > MOST_ELEMENTS:
        sketch.unread.append(Unread(0, "The drawing", f"Only its first {MOST_ELEMENTS:,} elements are read."))
    _Scene(sketch, elements[:MOST_ELEMENTS]).read()
    sketch.name_ids()
    return sketch


def _elements(text: str) -> list[dict[str, Any]] | None:
    try:
        scene = json.loads(text)
    except (ValueError, RecursionError):
        return None
    found = scene.get("elements") if isinstance(scene, dict) else None
    if not isinstance(found, list):
        return None
    return [one for one in found if isinstance(one, dict) and one.get("isDeleted") is not True]


class _Scene:
    def __init__(self, sketch: Sketch, elements: list[dict[str, Any]]) -> None:
        self.sketch = sketch
        self.elements = elements
        self.texts = [one for one in elements if one.get("type") == "text"]
        self.arrows = [one for one in elements if one.get("type") in ("arrow", "line")]
        self.bound: dict[str, str] = {}
        """What stands on a box or an arrow, by its id."""
        for one in self.texts:
            if (holder := _string(one.get("containerId"))) and holder not in self.bound:
                self.bound[holder] = _words(one)
        self.boxes: list[Box] = []
        self.nodes: dict[str, Node] = {}

    def read(self) -> None:
        pointed = {end for one in self.arrows for end in (_bound_end(one, "start"), _bound_end(one, "end")) if end}
        shapes = [one for one in self.elements if _string(one.get("type")) in BOXES]
        free = [(box, one) for one in self.texts if not _string(one.get("containerId")) and (box := _box(one))]
        placed = [(box, one) for one in shapes if (box := _box(one))]
        candidates = placed[: 2 * MOST_NODES]
        frames = {
            box.id
            for box, one in candidates
            if box.id not in pointed and not _kind(one) and sum(box.holds(other) for other, _ in candidates) >= GROUP_OF
        }
        for box, one in candidates:
            if box.id not in frames and box.id not in self.nodes:
                self._add(box, _kind(one), self.bound.get(box.id) or self._text_in(box, free))
        if len(placed) > len(candidates):
            self._say("The drawing", f"Only its first {len(candidates)} boxes are read.")
        for box, one in free:
            if box.id in pointed and box.id not in self.nodes:
                self._add(box, _kind(one), _words(one))
        for one in self.arrows:
            self._connect(one)
        self._name_left_out(len(frames))

    def _text_in(self, box: Box, free: list[tuple[Box, dict[str, Any]]]) -> str:
        """A label that somebody put on a box without binding it."""
        return next((_words(one) for place, one in free if box.holds(place)), "")

    def _add(self, box: Box, kind: str, label: str) -> None:
        shown = label or name_of(kind)
        try:
            node = self.sketch.draw_node(_cut(shown, LONGEST_NAME), kind)
        except NotRead as why:
            self._say(_cut(shown, LONGEST_NAME), str(why))
            return
        self.nodes[box.id] = node
        self.boxes.append(box)

    def _connect(self, arrow: dict[str, Any]) -> None:
        start, end = self._end(arrow, "start"), self._end(arrow, "end")
        words = _cut(self.bound.get(_string(arrow.get("id")), ""), LONGEST_LABEL)
        if arrow.get("type") == "line" and not (start and end):
            return
        if start is None or end is None or start is end:
            self._say(words or "An arrow", _loose(start, end))
            return
        is_back, is_forth = bool(arrow.get("startArrowhead")), bool(arrow.get("endArrowhead"))
        try:
            if is_forth or not is_back:
                self.sketch.add_edge(start, end, words)
            if is_back:
                self.sketch.add_edge(end, start, words)
        except NotRead as why:
            self._say(words or "An arrow", str(why))

    def _end(self, arrow: dict[str, Any], which: str) -> Node | None:
        node = self.nodes.get(_bound_end(arrow, which))
        if node is not None:
            return node
        points = arrow.get("points")
        at = _point(points[0 if which == "start" else -1]) if isinstance(points, list) and points else None
        x, y = _number(arrow.get("x")), _number(arrow.get("y"))
        if at is None or x is None or y is None:
            return None
        near = [(box.distance(x + at[0], y + at[1]), box.area, box.id) for box in self.boxes]
        distance, _, found = min(near, default=(math.inf, 0.0, ""))
        return self.nodes[found] if distance <= SNAP else None

    def _say(self, what: str, why: str) -> None:
        self.sketch.unread.append(Unread(0, what, why))

    def _name_left_out(self, frames: int) -> None:
        strokes = sum(one.get("type") == "freedraw" for one in self.elements)
        if strokes:
            self._say("Freehand", "Strokes are not read. Use boxes and arrows for what shall count.")
        if frames:
            self._say("A box around others", "Groups are not read; the parts in them are.")


def _loose(start: Node | None, end: Node | None) -> str:
    if start is not None and start is end:
        return f"It begins and ends at {start.label}."
    if start is not None:
        return f"It leads from {start.label} to nothing. Drag its end onto a part."
    if end is not None:
        return f"It leads to {end.label} from nothing. Drag its beginning onto a part."
    return "It touches no part."


def _box(element: dict[str, Any]) -> Box | None:
    name = _string(element.get("id"))
    x, y = _number(element.get("x")), _number(element.get("y"))
    width, height = _number(element.get("width")), _number(element.get("height"))
    if not name or x is None or y is None or width is None or height is None:
        return None
    return Box(name, min(x, x + width), min(y, y + height), abs(width), abs(height))


def _bound_end(arrow: dict[str, Any], which: str) -> str:
    binding = arrow.get(f"{which}Binding")
    return _string(binding.get("elementId")) if isinstance(binding, dict) else ""


def _kind(element: dict[str, Any]) -> str:
    custom = element.get("customData")
    kind = _string(custom.get("kind")) if isinstance(custom, dict) else ""
    return kind if kind in KINDS else ""


def _words(text: dict[str, Any]) -> str:
    """What a text says without the breaks that its box made; only so much of it as can be shown."""
    said = _string(text.get("originalText")) or _string(text.get("text"))
    return " ".join(said[: 4 * LONGEST_LABEL].split())


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _string(value: object) -> str:
    return value if isinstance(value, str) else ""


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not -FARTHEST < value < FARTHEST:
        return None
    return float(value)


def _point(value: object) -> tuple[float, float] | None:
    if not isinstance(value, list) or len(value) < 2:
        return None
    x, y = _number(value[0]), _number(value[1])
    return (x, y) if x is not None and y is not None else None
