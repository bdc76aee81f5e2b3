"""The diagram of an attempt: in the room, as it is read now, and after its end, as it was handed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse

from mock_interviews.models import Attempt, Draft
from mock_interviews.services.diagrams import read_diagram
from mock_interviews.services.drafts import digest_of
from mock_interviews.sketch import read_scene
from mock_interviews.sketch.drawing import DiagramView, view_graph, view_sketch
from mock_interviews.sketch.kinds import KINDS, STENCILS, name_of
from mock_interviews.steps import DIAGRAM, DIAGRAM_STEPS, SCENE, home_of_diagram

EMPTY_DIGEST = digest_of("")


@dataclass(frozen=True)
class DiagramReading:
    """How the diagram is read, and which of its two ways counts."""

    view: DiagramView
    rev: int
    """Grows with each save of either way."""
    counts: str
    """One sentence, where both ways hold something."""


@dataclass(frozen=True)
class DiagramPanel:
    """The diagram in the room: written or drawn, below the answers of the steps that it belongs to."""

    draft: Draft
    scene: Draft | None
    """Nothing in an attempt that began before there was a whiteboard."""
    reading: DiagramReading
    is_drawn: bool
    """Whether the drawing is what counts."""
    is_in_front: bool
    form: str
    """The step whose form carries the text where nothing runs but HTML."""
    api_url: str
    scene_api_url: str
    reading_url: str
    kinds: str

    @property
    def key(self) -> str:
        return DIAGRAM

    @property
    def steps(self) -> str:
        return " ".join(DIAGRAM_STEPS)

    @property
    def digest(self) -> str:
        return self.draft.digest or EMPTY_DIGEST

    @property
    def scene_digest(self) -> str:
        return (self.scene.digest if self.scene else "") or EMPTY_DIGEST

    @property
    def stencils(self) -> list[tuple[str, str]]:
        return list_stencils()

    @property
    def drawn_parts(self) -> int:
        return len(read_scene(self.scene.text).nodes) if self.scene else 0

    @property
    def view(self) -> DiagramView:
        return self.reading.view

    @property
    def words(self) -> int:
        return len(self.draft.text.split())


@dataclass(frozen=True)
class HandedDiagram:
    """A diagram beside the answer of one step in a report."""

    step: str
    view: DiagramView


def list_stencils() -> list[tuple[str, str]]:
    """The palette of the whiteboard: kind and name."""
    return [(kind, name_of(kind)) for kind in STENCILS]


def read_panel(attempt: Attempt, drafts: Mapping[str, Draft], *, step: str) -> DiagramPanel | None:
    """Nothing for an attempt without a diagram: a drill of another step, or one begun before there were any."""
    draft = drafts.get(DIAGRAM)
    if draft is None:
        return None
    return DiagramPanel(
        draft=draft,
        scene=drafts.get(SCENE),
        reading=read_reading(drafts),
        is_drawn=read_diagram(drafts).key == SCENE,
        is_in_front=step in DIAGRAM_STEPS,
        form=step,
        api_url=reverse("api-draft", args=[attempt.public_id, DIAGRAM]),
        scene_api_url=reverse("api-draft", args=[attempt.public_id, SCENE]),
        reading_url=reverse("mock:diagram-reading", args=[attempt.public_id]),
        kinds=", ".join(KINDS.values()),
    )


def read_reading(drafts: Mapping[str, Draft]) -> DiagramReading:
    """The reading of the diagram that counts, of an attempt's drafts by their keys."""
    counting = read_diagram(drafts)
    counts = ""
    if counting.has_other:
        is_drawn = counting.key == SCENE
        this, other = ("drawing", "text") if is_drawn else ("text", "drawing")
        counts = f"The {this} counts: it was edited last. The {other} is kept, and counts again once you change it."
    rev = sum(drafts[key].rev for key in (DIAGRAM, SCENE) if key in drafts)
    return DiagramReading(view_sketch(counting.sketch, key=DIAGRAM), rev, counts)


def read_handed(attempt: Attempt) -> HandedDiagram | None:
    """The diagram of the submission, where one was drawn."""
    graph = attempt.submission.diagram if attempt.submission else {}
    step = home_of_diagram(attempt.step_keys)
    return HandedDiagram(step, view_graph(graph, key=DIAGRAM)) if step and graph.get("nodes") else None
