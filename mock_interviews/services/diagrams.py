"""Which diagram of an attempt counts: the one that was edited last, written or drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mock_interviews.models import Draft
from mock_interviews.sketch import Sketch, read_scene, read_sketch
from mock_interviews.steps import DIAGRAM, SCENE


@dataclass(frozen=True)
class CountingDiagram:
    """The reading that is handed in, and which of the two it is (`diagram` or `scene`)."""

    key: str
    sketch: Sketch
    has_other: bool
    """Whether the other way holds something too, which is kept and not handed in."""


def read_diagram(drafts: Mapping[str, Draft], *, replaced: Mapping[str, str] | None = None) -> CountingDiagram:
    """The diagram that counts, of an attempt's drafts by their keys; `replaced` puts other texts in place and first.

    What was edited last counts, unless it is empty and the other isn't.
    """
    replaced = replaced or {}
    texts = {key: replaced.get(key, drafts[key].text if key in drafts else "") for key in (DIAGRAM, SCENE)}
    key = _last_edited(drafts, texts, replaced)
    sketch = read_scene(texts[key]) if key == SCENE else read_sketch(texts[key])
    other = texts[DIAGRAM if key == SCENE else SCENE]
    return CountingDiagram(key, sketch, has_other=bool(other.strip()))


def _last_edited(drafts: Mapping[str, Draft], texts: Mapping[str, str], replaced: Mapping[str, str]) -> str:
    if not texts[SCENE].strip():
        return DIAGRAM
    if not texts[DIAGRAM].strip():
        return SCENE
    if SCENE in replaced or DIAGRAM in replaced:
        return SCENE if SCENE in replaced else DIAGRAM
    drawn, written = drafts[SCENE].received_at, drafts[DIAGRAM].received_at
    return SCENE if written is None or (drawn is not None and drawn > written) else DIAGRAM
