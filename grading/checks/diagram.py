"""What a diagram says by itself: parts that nobody connects, arrows that lead nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def unconnected_nodes(diagram: Mapping[str, Any]) -> list[str]:
    """Labels of nodes without an arrow, where the diagram has arrows at all."""
    edges = diagram.get("edges", [])
    touched = {str(edge.get(end)) for edge in edges for end in ("from", "to")}
    if not edges:
        return []
    return [
        str(node.get("label") or node.get("id"))
        for node in diagram.get("nodes", [])
        if str(node.get("id")) not in touched
    ]


def dangling_edges(diagram: Mapping[str, Any]) -> list[str]:
    """Arrows with an end at nothing, as "from->to"."""
    known = {str(node.get("id")) for node in diagram.get("nodes", [])}
    return [
        f"{edge.get('from') or '?'}->{edge.get('to') or '?'}"
        for edge in diagram.get("edges", [])
        if not {str(edge.get("from")), str(edge.get("to"))} <= known
    ]
