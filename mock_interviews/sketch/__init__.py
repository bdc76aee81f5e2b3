"""A diagram as text (one line per arrow or component, or a Mermaid flowchart) or as a drawing, read into one graph."""

from mock_interviews.sketch.graph import MOST_EDGES, MOST_NODES, Edge, Node, Sketch, Unread
from mock_interviews.sketch.reading import read_sketch
from mock_interviews.sketch.scenes import read_scene

__all__ = ["MOST_EDGES", "MOST_NODES", "Edge", "Node", "Sketch", "Unread", "read_scene", "read_sketch"]
