"""What an author writes of an interview beside its rubric: brief, interviewer, model answer, samples."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Annotated, Any, Final, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from grading.reshaded import STEP_KEYS, STEPS
from lessons.compiler.validation import Strict

Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$", max_length=60)]
Line = Annotated[str, Field(min_length=1, max_length=300)]
Text = Annotated[str, Field(min_length=1, max_length=4_000)]
Answer = Annotated[str, StringConstraints(strip_whitespace=False, max_length=20_000)]
"""As typed under a clock: spaces and line ends stay."""

BRIEF_WORDS: Final = 120
HINT_PRICES: Final = (("nudge", 1), ("direction", 2), ("mechanism", 4))
TITLES: Final = {step.title: step.key for step in STEPS}
"""Headings of model-answer.md → keys of the steps."""


def doubled(values: Iterable[str]) -> list[str]:
    return [value for value, count in Counter(values).items() if count > 1]


class BriefMeta(Strict):
    slug: Slug
    title: Line
    line: Line
    difficulty: Literal["easy", "medium", "hard"]
    kind: Literal["infrastructure", "product", "ai-product"]
    minutes: Literal[35, 45, 60]
    modules: list[Slug] = Field(min_length=1)
    tests: list[Line] = Field(min_length=1, max_length=8)


class Fact(Strict):
    """Revealed only when asked; one number each, the same for everybody."""

    id: Slug
    topic: Line
    asks: list[Line] = Field(min_length=1, max_length=20)
    answer: Text
    value: Line


class HiddenResult(Strict):
    """What a candidate should reach; accepted within a factor of 2."""

    id: Key
    label: Line
    value: float = Field(gt=0, allow_inf_nan=False)
    unit: Line
    how: Text


class Probe(Strict):
    id: Slug
    topic: Line
    ask: Text


class Hint(Strict):
    strength: Literal["nudge", "direction", "mechanism"]
    price: int
    text: Text


class Curveball(Strict):
    id: Slug
    levels: list[Literal["mid", "senior", "staff"]] = Field(min_length=1)
    text: Text
    looks_for: Text


class Interviewer(Strict):
    interview: Slug
    facts: list[Fact] = Field(min_length=1)
    hidden: list[HiddenResult] = Field(default=[])
    probes: dict[str, list[Probe]] = Field(default={})
    hints: dict[str, list[Hint]] = Field(default={})
    curveballs: list[Curveball] = Field(default=[])

    @model_validator(mode="after")
    def is_whole(self) -> Self:
        for where, ids in self._ids().items():
            self.require(not doubled(ids), f"{doubled(ids)} twice", "ids that differ", where)
        for where, steps in (("probes", self.probes), ("hints", self.hints)):
            strangers = sorted(set(steps) - set(STEP_KEYS))
            self.require(not strangers, f"{', '.join(strangers)}", f"steps among {', '.join(STEP_KEYS)}", where)
        for step, ladder in self.hints.items():
            found = tuple((hint.strength, hint.price) for hint in ladder)
            self.require(
                found == HINT_PRICES, f"{found}", "nudge for 1, direction for 2, mechanism for 4", "hints", step
            )
        return self

    def _ids(self) -> dict[str, list[str]]:
        return {
            "facts": [fact.id for fact in self.facts],
            "hidden": [result.id for result in self.hidden],
            "probes": [probe.id for probes in self.probes.values() for probe in probes],
            "curveballs": [curveball.id for curveball in self.curveballs],
        }


class Node(Strict):
    id: Key
    label: Line
    kind: Key = "service"


class Edge(Strict):
    source: Key = Field(alias="from")
    target: Key = Field(alias="to")
    label: Annotated[str, Field(max_length=120)] = ""


class Diagram(Strict):
    nodes: list[Node] = Field(default=[])
    edges: list[Edge] = Field(default=[])

    @model_validator(mode="after")
    def has_ends(self) -> Self:
        known = {node.id for node in self.nodes}
        loose = [f"{edge.source} → {edge.target}" for edge in self.edges if not {edge.source, edge.target} <= known]
        return self.require(not loose, ", ".join(loose), "arrows between nodes of this diagram", "edges")


class ExpertBand(Strict):
    band: int = Field(ge=0, le=4)
    why: Text


class Expert(Strict):
    """What a person gave this answer before any judge saw it."""

    overall: int = Field(ge=0, le=100)
    sections: dict[str, ExpertBand]


class Sample(Strict):
    id: Slug
    title: Line
    level: Literal["mid", "senior", "staff"]
    sections: dict[str, Answer]
    wrap_up: Answer = ""
    diagram: Diagram = Diagram()
    expert: Expert

    @model_validator(mode="after")
    def has_all_steps(self) -> Self:
        for where, found in (("sections", set(self.sections)), ("expert", set(self.expert.sections))):
            strangers, missing = sorted(found - set(STEP_KEYS)), [key for key in STEP_KEYS if key not in found]
            words = f"unknown {', '.join(strangers)}" if strangers else f"without {', '.join(missing)}"
            self.require(not strangers and not missing, words, f"exactly {', '.join(STEP_KEYS)}", where)
        return self

    def texts(self) -> dict[str, str]:
        """Sections as a room hands them in, the wrap-up among them if there is one."""
        return {**self.sections, **({"wrap_up": self.wrap_up} if self.wrap_up else {})}

    def graph(self) -> dict[str, Any]:
        return self.diagram.model_dump(mode="json", by_alias=True)
