"""The graph that a text grows into, line by line, within bounds."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any, Final

from mock_interviews.sketch.kinds import DEFAULT, guess_kind

MOST_NODES: Final = 80
MOST_EDGES: Final = 200
LONGEST_NAME: Final = 60
LONGEST_LABEL: Final = 120


class NotRead(Exception):
    """Why a line, or a part of it, can't be read, as a sentence for its writer."""


@dataclass(frozen=True)
class Unread:
    line: int
    """From 1; 0 for what stands in a drawing, which `text` then names."""
    text: str
    why: str


@dataclass
class Node:
    id: str
    label: str
    kind: str = ""
    """As it was written; empty where only its name speaks."""

    @property
    def is_guessed(self) -> bool:
        return not self.kind

    @property
    def read_kind(self) -> str:
        return self.kind or guess_kind(self.label) or DEFAULT


@dataclass(frozen=True)
class Edge:
    source: Node = field(hash=False)
    target: Node = field(hash=False)
    label: str = ""


@dataclass
class Sketch:
    nodes: list[Node] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    """In order of their lines; everything else was read."""
    _named: dict[str, Node] = field(default_factory=dict, repr=False)
    _drawn: set[tuple[str, str, str]] = field(default_factory=set, repr=False)

    def as_graph(self) -> dict[str, Any]:
        """`{"nodes": [{id, label, kind}], "edges": [{from, to, label}]}`, as grading takes it; empty without a node."""
        if not self.nodes:
            return {}
        return {
            "nodes": [{"id": one.id, "label": one.label, "kind": one.read_kind} for one in self.nodes],
            "edges": [{"from": one.source.id, "to": one.target.id, "label": one.label} for one in self.edges],
        }

    def find(self, name: str) -> Node | None:
        return self._named.get(key_of(name))

    def add_node(self, name: str, *, kind: str = "", label: str = "") -> Node:
        """The part of that name, made if there is none; a kind or a label that comes later is taken over."""
        shown = label or name
        if not key_of(name) or not key_of(shown):
            raise NotRead("A component has no name.")
        if max(len(name), len(shown)) > LONGEST_NAME:
            raise NotRead(f"A name takes at most {LONGEST_NAME} characters.")
        node = self.find(name) or (self.find(label) if label else None) or self._new(shown)
        self._named.setdefault(key_of(name), node)
        if label:
            node.label = label
            self._named.setdefault(key_of(label), node)
        node.kind = kind or node.kind
        return node

    def draw_node(self, label: str, kind: str = "") -> Node:
        """A part of a drawing: one of its own, even where another has the same name."""
        if not key_of(label):
            raise NotRead("A component has no name.")
        node = self._new(label)
        node.kind = kind
        return node

    def _new(self, label: str) -> Node:
        if len(self.nodes) >= MOST_NODES:
            raise NotRead(f"A diagram takes at most {MOST_NODES} components.")
        node = Node(f"new-{len(self.nodes)}", label)
        self.nodes.append(node)
        return node

    def add_edge(self, source: Node, target: Node, label: str = "") -> None:
        """An arrow; the same one twice is one."""
        what = (source.id, target.id, label)
        if what in self._drawn:
            return
        if len(self.edges) >= MOST_EDGES:
            raise NotRead(f"A diagram takes at most {MOST_EDGES} arrows.")
        self._drawn.add(what)
        self.edges.append(Edge(source, target, label))

    def name_ids(self) -> None:
        """Ids that people and judges can read, from the labels as they stand at the end; no two alike."""
        taken: set[str] = set()
        for number, node in enumerate(self.nodes, 1):
            plain = unicodedata.normalize("NFKD", node.label).encode("ascii", "ignore").decode().lower()
            name = re.sub(r"[^a-z0-9]+", "-", plain)[:50].strip("-")
            name = name if name[:1].isalpha() else f"part-{name}".strip("-")
            node.id = name if name not in taken else f"{name}-{number}"
            while node.id in taken:
                node.id += "-x"
            taken.add(node.id)


def key_of(name: str) -> str:
    """Names that differ only in case and spaces are one."""
    return "".join(name.casefold().split())
