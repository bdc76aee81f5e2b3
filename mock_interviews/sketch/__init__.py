"""A diagram as text: one line per arrow or component, or a Mermaid flowchart, read into one graph."""

from mock_interviews.sketch.graph import MOST_EDGES, MOST_NODES, Edge, Node, Sketch, Unread
from mock_interviews.sketch.reading import read_sketch

__all__ = ["MOST_EDGES", "MOST_NODES", "Edge", "Node", "Sketch", "Unread", "read_sketch"]
