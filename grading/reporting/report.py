"""What a report consists of. Plain values; templates escape every text of a person or a model."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from grading.reporting.debrief import Debrief
from grading.reporting.people import BandGiven, DisputeReport
from grading.reporting.profile import Profile
from grading.reshaded import BAND_WORDS


@dataclass(frozen=True)
class LessonLink:
    title: str
    url: str
    minutes: int = 0


@dataclass(frozen=True)
class Piece:
    """A stretch of the answer: plain, or marked as evidence for some criteria."""

    text: str
    is_marked: bool = False
    numbers: tuple[int, ...] = ()
    """Criteria whose quote ends here."""
    anchors: tuple[str, ...] = ()
    """Ids of criteria whose first quote begins here."""


@dataclass(frozen=True)
class Quote:
    """Evidence that stands elsewhere than in the step's own text."""

    number: int
    text: str
    where: str
    """The title of the section, or `diagram`."""


@dataclass(frozen=True)
class CriterionReport:
    number: int
    id: str
    title: str
    weight: int
    band: int
    score: float
    points: float
    of: float
    is_counted: bool
    """False for one of the lowest, which are left out once three remain."""
    why: str
    finding: str
    confidence: float
    flags: list[str]
    anchor: str
    """Id of its first mark in the answer; empty where it has none."""
    quotes: list[Quote]
    lift: str
    """The text of the next band; empty at the top."""
    evidence_rule: str
    lesson: LessonLink | None
    readings: list[int] = field(default_factory=list)
    """Bands of all readings; empty where there was one."""
    judged: int | None = None
    """The judge's own band; None where it gave none."""
    has_band: bool = True
    """False where neither a judge nor a person has given one."""
    is_given: bool = False
    """The band is a person's."""
    given: list[BandGiven] = field(default_factory=list)
    disputes: list[DisputeReport] = field(default_factory=list)
    evidence: list[str] = field(default_factory=list)
    """All that it rests on, in the answer's own words, the best first."""
    raised_by: str = ""
    """`candidate` or `interviewer`, who said it first; empty without a dialogue."""

    @property
    def open_dispute(self) -> DisputeReport | None:
        return next((one for one in self.disputes if one.is_open), None)

    @property
    def may_be_disputed(self) -> bool:
        """A person's answer is final, and one dispute is open at a time."""
        return all(one.state == "withdrawn" for one in self.disputes)

    @property
    def readings_text(self) -> str:
        """`Three readings: 2, 3, 3.`"""
        if not self.readings:
            return ""
        count = {2: "Two", 3: "Three"}.get(len(self.readings), str(len(self.readings)))
        return f"{count} readings: {', '.join(map(str, self.readings))}."

    @property
    def is_wide(self) -> bool:
        return "wide_spread" in self.flags

    @property
    def word(self) -> str:
        if not self.has_band:
            return "no band yet"
        return BAND_WORDS[self.band] if self.is_given else self.finding or BAND_WORDS[self.band]

    @property
    def is_capped(self) -> bool:
        return any(flag.startswith("capped_from_") for flag in self.flags)


@dataclass(frozen=True)
class Remark:
    """A check without a judge: a sum that doesn't recompute, a node nobody connects."""

    text: str
    is_fine: bool = False


@dataclass(frozen=True)
class StepReport:
    key: str
    letter: str
    title: str
    short: str
    state: str
    """`queued`, `running`, `done`, `failed`, `stopped`."""
    state_text: str
    is_assessed: bool
    score: float | None
    band: int
    weight: float
    points: float | None
    line: str
    blocks: list[list[Piece]]
    """The step's own text as paragraphs; empty where it has none."""
    criteria: list[CriterionReport]
    remarks: list[Remark]
    notes: list[str]

    @property
    def is_done(self) -> bool:
        return self.state == "done" and self.is_assessed

    @property
    def elsewhere(self) -> list[Quote]:
        return [quote for criterion in self.criteria for quote in criterion.quotes]


@dataclass(frozen=True)
class LevelReport:
    key: str
    title: str
    is_reached: bool
    text: str


@dataclass(frozen=True)
class FlagReport:
    id: str
    text: str
    severity: int
    quotes: list[str]


@dataclass(frozen=True)
class NextStep:
    """Where the next points are cheapest."""

    step: str
    criterion: str
    text: str
    gain: float
    lesson: LessonLink | None


@dataclass(frozen=True)
class Receipt:
    rubric: str
    judge: str
    took: str
    cost: str
    answer: str
    what: str
    details: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Report:
    run_id: int
    state: str
    state_text: str
    note: str
    judge: str
    is_complete: bool
    done_count: int
    step_count: int
    total: float | None
    rubric_total: float | None
    deductions: list[dict[str, Any]]
    flags: list[FlagReport]
    flag_points: int
    levels: list[LevelReport]
    level: str
    remarks: list[str]
    """Sentences about the whole: what was not assessed, a twist not tried."""
    steps: list[StepReport]
    profile: Profile | None
    next_steps: list[NextStep]
    receipt: Receipt
    debrief: Debrief | None = None
    """None until the grading is complete."""
    judge_total: float | None = None
    """What the judge's bands alone come to; None while no person has set one."""

    @property
    def open_disputes(self) -> int:
        return sum(1 for step in self.steps for one in step.criteria if one.open_dispute)

    @property
    def is_estimate(self) -> bool:
        return self.judge == "offline"

    @property
    def is_whole(self) -> bool:
        """All eight steps, not a drill or a scenario."""
        return self.profile is not None

    def as_json(self) -> dict[str, Any]:
        data = asdict(self)
        del data["profile"]
        return data
