"""The diagram of an attempt: in the room, as it is read now, and after its end, as it was handed in."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from mock_interviews.models import Attempt, Draft
from mock_interviews.services.drafts import digest_of
from mock_interviews.sketch import read_sketch
from mock_interviews.sketch.drawing import DiagramView, view_graph, view_sketch
from mock_interviews.sketch.kinds import KINDS
from mock_interviews.steps import DIAGRAM, DIAGRAM_STEPS, home_of_diagram

EMPTY_DIGEST = digest_of("")


@dataclass(frozen=True)
class DiagramPanel:
    """The diagram in the room: one text, below the answers of the steps that it belongs to."""

    draft: Draft
    view: DiagramView
    is_in_front: bool
    form: str
    """The step whose form carries the text where nothing runs but HTML."""
    api_url: str
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
    def words(self) -> int:
        return len(self.draft.text.split())


@dataclass(frozen=True)
class HandedDiagram:
    """A diagram beside the answer of one step in a report."""

    step: str
    view: DiagramView


def read_panel(attempt: Attempt, draft: Draft | None, *, step: str) -> DiagramPanel | None:
    """Nothing for an attempt without a diagram: a drill of another step, or one begun before there were any."""
    if draft is None:
        return None
    return DiagramPanel(
        draft=draft,
        view=read_view(draft),
        is_in_front=step in DIAGRAM_STEPS,
        form=step,
        api_url=reverse("api-draft", args=[attempt.public_id, DIAGRAM]),
        reading_url=reverse("mock:diagram-reading", args=[attempt.public_id]),
        kinds=", ".join(KINDS.values()),
    )


def read_view(draft: Draft) -> DiagramView:
    return view_sketch(read_sketch(draft.text), key=DIAGRAM)


def read_handed(attempt: Attempt) -> HandedDiagram | None:
    """The diagram of the submission, where one was drawn."""
    graph = attempt.submission.diagram if attempt.submission else {}
    step = home_of_diagram(attempt.step_keys)
    return HandedDiagram(step, view_graph(graph, key=DIAGRAM)) if step and graph.get("nodes") else None
