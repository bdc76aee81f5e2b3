"""What a judge sees of a submission, and what it says about one step."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from grading.reshaded import COMMUNICATION, WRAP_UP
from grading.schemas import AnyRubric, Criterion

TALK: Final = "talk"
"""The section under which a candidate's spoken turns are quoted."""
FOUND: Final = "found"
PARTLY: Final = "partly found"
NOTHING: Final = "no evidence recognised"


@dataclass(frozen=True)
class Answer:
    sections: dict[str, str]
    """Step key → text, as handed in; `wrap_up` among them."""
    diagram: dict[str, Any] = field(default_factory=dict)
    transcript: list[dict[str, Any]] = field(default_factory=list)
    given: tuple[str, ...] = ()
    """What the candidate was given beside the interviewer's turns: the brief, the facts."""

    @property
    def told(self) -> tuple[str, ...]:
        """Whatever the candidate may have copied rather than thought of."""
        turns = (str(turn.get("text", "")) for turn in self.transcript if turn.get("who") == "interviewer")
        return (*self.given, *turns)

    @property
    def has_dialogue(self) -> bool:
        return bool(self.transcript)

    @property
    def texts(self) -> dict[str, str]:
        """Every text that may be quoted, the candidate's own turns included."""
        said = "\n".join(str(turn.get("text", "")) for turn in self.transcript if turn.get("who") == "candidate")
        return self.sections | ({TALK: said} if said else {})


@dataclass(frozen=True)
class CriterionOutcome:
    criterion: str
    band: int
    score: float
    """0-4, in halves at the finest."""
    evidence: list[dict[str, Any]] = field(default_factory=list)
    """Spans {section, start, end, text}, or {node} / {edge} of the diagram."""
    why: str = ""
    finding: str = ""
    confidence: float = 1.0
    flags: list[str] = field(default_factory=list)
    readings: list[int] = field(default_factory=list)
    """Bands of all readings in order; empty where there was one."""
    raised_by: str = ""
    """`candidate` or `interviewer`, who said it first; empty without a dialogue."""


@dataclass(frozen=True)
class StepOutcome:
    criteria: list[CriterionOutcome]
    red_flags: list[dict[str, Any]] = field(default_factory=list)
    """[{id, evidence}]."""
    notes: list[str] = field(default_factory=list)
    readings: list[dict[str, Any]] = field(default_factory=list)
    """[{reading, score, band, confidence}], one for each time that a model read it."""


def criteria_of(rubric: AnyRubric, step: str, answer: Answer) -> list[Criterion]:
    """The criteria that count for this step. Without a dialogue, communication has only those judged from text."""
    criteria = rubric.steps[step].criteria
    if step == COMMUNICATION.key and not answer.has_dialogue:
        return [one for one in criteria if one.from_text]
    return list(criteria)


def own_sections(step: str, answer: Answer) -> list[str]:
    """The sections that a step is judged on in full: its own, or everything for communication."""
    if step == COMMUNICATION.key:
        return list(answer.texts)
    return [step] if step in answer.texts else []


def other_sections(step: str, answer: Answer) -> list[str]:
    """Where a point may also stand and count less; the wrap-up feeds communication only."""
    own = set(own_sections(step, answer))
    return [key for key in answer.texts if key not in own and key != WRAP_UP.key]
