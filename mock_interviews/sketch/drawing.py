"""A graph as a picture, through the diagrams of the lessons and within their bounds, and as the list beside it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from django.utils.safestring import SafeString, mark_safe

from lessons.compiler.diagrams import WIDE, DiagramError, Drawing, draw_once, place
from lessons.compiler.sanitising import sanitise
from mock_interviews.sketch.graph import Sketch, Unread
from mock_interviews.sketch.kinds import KINDS

MOST_DRAWN: Final = 120
"""Arrows that the drawing takes."""
SHAPES: Final[dict[str, tuple[str, str]]] = {
    **dict.fromkeys(
        ("database", "sql", "key-value", "store", "blob", "search-index", "vector-index", "cache"), ("[(", ")]")
    ),
    **dict.fromkeys(("queue", "topic"), ("[[", "]]")),
    **dict.fromkeys(("client", "external"), ("([", "])")),
}
MODELS: Final = frozenset({"gpu", "model"})
ENTITIES: Final = str.maketrans({'"': "#quot;", "<": "#lt;", ">": "#gt;", "&": "#amp;", "#": "#35;", "`": "'"})
MOST_LISTED: Final = 12
"""Lines that can't be read, named one by one."""


@dataclass(frozen=True)
class Part:
    """One component as the list shows it."""

    id: str
    label: str
    kind: str
    is_guessed: bool
    is_alone: bool
    arrows: list[tuple[str, str]]
    """Where its arrows lead, and what flows on them."""


@dataclass(frozen=True)
class DiagramView:
    """How a diagram is read: the list, and the picture that the list describes."""

    parts: list[Part]
    arrow_count: int
    unread: list[Unread] = field(default_factory=list)
    more_unread: int = 0
    svg: SafeString = field(default=mark_safe(""))
    no_picture: str = ""
    """Why there is no picture, as a sentence."""

    @property
    def alone(self) -> list[Part]:
        return [part for part in self.parts if part.is_alone]

    @property
    def sum(self) -> str:
        """The reading in one sentence."""
        lines = len(self.unread) + self.more_unread
        what = "line" if all(one.line for one in self.unread) else "thing"
        unread = f" {_count(lines, what)} not read." if lines else ""
        return f"{_count(len(self.parts), 'component')}, {_count(self.arrow_count, 'arrow')}.{unread}"


def view_sketch(sketch: Sketch, *, key: str) -> DiagramView:
    """What the room shows below the text. `key` begins the ids of the picture."""
    guessed = frozenset(node.id for node in sketch.nodes if node.is_guessed)
    return _view(sketch.as_graph(), key=key, guessed=guessed, unread=sketch.unread)


def view_graph(graph: Mapping[str, Any], *, key: str) -> DiagramView:
    """A diagram that was handed in."""
    return _view(graph, key=key)


def _view(
    graph: Mapping[str, Any], *, key: str, guessed: frozenset[str] = frozenset(), unread: list[Unread] | None = None
) -> DiagramView:
    nodes, edges = graph.get("nodes", []), graph.get("edges", [])
    labels = {node["id"]: node["label"] for node in nodes}
    touched = Counter(edge[end] for edge in edges for end in ("from", "to"))
    parts = [
        Part(
            id=node["id"],
            label=node["label"],
            kind=KINDS.get(node.get("kind", ""), node.get("kind", "")),
            is_guessed=node["id"] in guessed,
            is_alone=bool(edges) and not touched[node["id"]],
            arrows=[
                (labels.get(edge["to"], edge["to"]), edge.get("label", ""))
                for edge in edges
                if edge["from"] == node["id"]
            ],
        )
        for node in nodes
    ]
    unread = unread or []
    svg, no_picture = _picture(graph, key)
    listed = unread[:MOST_LISTED]
    return DiagramView(parts, len(edges), listed, len(unread) - len(listed), svg, no_picture)


def _picture(graph: Mapping[str, Any], key: str) -> tuple[SafeString, str]:
    if not graph.get("nodes"):
        return mark_safe(""), ""
    if len(graph["edges"]) > MOST_DRAWN:
        return mark_safe(""), f"The drawing takes {MOST_DRAWN} arrows; the list holds them all."
    drawing = _draw(json.dumps(graph, sort_keys=True))
    if drawing is None:
        return mark_safe(""), "This one can't be drawn; the list holds all of it."
    words = "The same as the list of components and arrows below it."
    return place(drawing, key=f"{key}-drawing", title="Your diagram", description=words), ""


@lru_cache(maxsize=64)
def _draw(graph: str) -> Drawing | None:
    """Sideways, or from top to bottom where that is narrower than a pane. What exceeds its bounds isn't tried again."""
    source = mermaid_of(json.loads(graph))
    try:
        drawing = draw_once(f"flowchart LR\n{source}")
        if drawing.width > WIDE:
            turned = draw_once(f"flowchart TD\n{source}")
            drawing = turned if turned.width < drawing.width else drawing
    except DiagramError:
        return None
    return Drawing(sanitise(f"<svg>{drawing.svg}</svg>")[5:-6], drawing.width, drawing.height, drawing.kind)


def mermaid_of(graph: Mapping[str, Any]) -> str:
    """The body of a Mermaid flowchart: our own names, and labels in which nothing means anything."""
    names = {node["id"]: f"n{number}" for number, node in enumerate(graph["nodes"])}
    edges = [edge for edge in graph["edges"] if edge["from"] in names and edge["to"] in names]
    touched = {edge[end] for edge in edges for end in ("from", "to")}
    lines = []
    for node in graph["nodes"]:
        opening, closing = SHAPES.get(node.get("kind", ""), ("[", "]"))
        lines.append(f'{names[node["id"]]}{opening}"{_plain(node["label"])}"{closing}')
        look = "alone" if edges and node["id"] not in touched else "model" if node.get("kind") in MODELS else ""
        if look:
            lines.append(f"class {names[node['id']]} {look}")
    for edge in edges:
        words = f'|"{_plain(edge["label"])}"|' if edge.get("label") else ""
        lines.append(f"{names[edge['from']]} -->{words} {names[edge['to']]}")
    return "\n".join(lines)


def _plain(text: str) -> str:
    return "".join(char if char.isprintable() else " " for char in text).translate(ENTITIES)


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
