"""What is published about the judges: their agreement with experts, each measurement with its date."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from grading.models import AgreementFigure, ExpertSet
from grading.reshaded import JUDGED_KEYS, title_of
from grading.services.measuring import READER, checklist_stamp, current_figures, pool_key

RATERS: Final = {"offline": "Checklist", "model": "Model", READER: "Second reader"}
ORDER: Final = [
    ("offline", ExpertSet.Kind.HELD_OUT),
    ("model", ExpertSet.Kind.HELD_OUT),
    ("offline", ExpertSet.Kind.SHIPPED),
    ("model", ExpertSet.Kind.SHIPPED),
    (READER, ExpertSet.Kind.HELD_OUT),
    (READER, ExpertSet.Kind.SHIPPED),
]


@dataclass(frozen=True)
class Line:
    """Agreement on one step, or on all of them."""

    key: str
    title: str
    n: int
    answers: int
    qwk: float | None
    """Quadratic weighted kappa: 1 is the same band always, 0 what chance alone would give."""
    low: float | None
    high: float | None
    """The 95 % interval."""
    exact: float | None
    within_one: float | None
    mean_error: float | None
    bias: float | None
    """Bands above the expert's; negative is stricter."""

    @property
    def x(self) -> float | None:
        return _x(self.qwk)

    @property
    def x_low(self) -> float | None:
        return _x(self.low)

    @property
    def x_high(self) -> float | None:
        return _x(self.high)


def _x(value: float | None) -> float | None:
    """Where a kappa stands in the drawing: 0 at 4, 1 at 116."""
    return None if value is None else round(4 + 112 * max(0.0, min(1.0, value)), 1)


@dataclass(frozen=True)
class Agreement:
    """One rater on one kind of answers."""

    rater: str
    rater_title: str
    kind: str
    kind_title: str
    version: str
    model: str
    measured_at: datetime
    steps: list[Line]
    all_steps: Line
    totals: dict[str, Any]

    @property
    def name(self) -> str:
        return f"{self.model or self.rater_title}, {self.kind_title.lower()}"


@dataclass(frozen=True)
class InterviewQuality:
    slug: str
    title: str
    agreements: list[Agreement]
    waiting: list[str]
    """Kinds of answers that the checklist as it is now was not measured on yet."""


@dataclass(frozen=True)
class Quality:
    together: list[Agreement]
    interviews: list[InterviewQuality]

    @property
    def has_figures(self) -> bool:
        return any(one.agreements for one in self.interviews)


def read_quality() -> Quality:
    """Three queries. Only figures of the rubrics, answers and checklist as they are now."""
    sets = list(ExpertSet.objects.select_related("rubric").defer("answers", "rubric__data"))
    current = [one for one in current_figures(sets) if is_of_today(one)]
    interviews = []
    for slug in dict.fromkeys(one.slug for one in sets):
        own = [one for one in sets if one.slug == slug]
        figures = [one for one in current if one.slug == slug]
        measured = {one.kind for one in figures if one.rater == "offline"}
        waiting = [ExpertSet.Kind(one.kind).label for one in own if one.kind not in measured]
        interviews.append(InterviewQuality(slug, own[0].title, show(figures), waiting))
    return Quality(show(pooled(current)), interviews)


def is_of_today(figure: AgreementFigure) -> bool:
    return figure.rater != "offline" or figure.version == checklist_stamp()


def pooled(current: Sequence[AgreementFigure]) -> list[AgreementFigure]:
    """The sums over all interviews that are made of exactly these figures."""
    found = []
    for one in AgreementFigure.objects.filter(slug=""):
        rater = (one.kind, one.rater, one.version, one.model)
        parts = [part for part in current if (part.kind, part.rater, part.version, part.model) == rater]
        if parts and pool_key(parts) == {"rubric_digest": one.rubric_digest, "answers_digest": one.answers_digest}:
            found.append(one)
    return found


def show(figures: Iterable[AgreementFigure]) -> list[Agreement]:
    """One for each rater, model and kind, the newest; held-out answers first, the second reader last."""
    newest: dict[tuple[str, str, str], AgreementFigure] = {}
    for one in figures:
        key = (one.rater, one.kind, one.model)
        if key not in newest or one.measured_at > newest[key].measured_at:
            newest[key] = one
    ordered = sorted(newest.values(), key=lambda one: (ORDER.index((one.rater, ExpertSet.Kind(one.kind))), one.model))
    return [_agreement(one) for one in ordered]


def _agreement(figure: AgreementFigure) -> Agreement:
    steps = figure.figures["steps"]
    return Agreement(
        rater=figure.rater,
        rater_title=RATERS[figure.rater],
        kind=figure.kind,
        kind_title=ExpertSet.Kind(figure.kind).label,
        version=figure.version,
        model=figure.model,
        measured_at=figure.measured_at,
        steps=[_line(key, title_of(key), steps[key]) for key in JUDGED_KEYS if key in steps],
        all_steps=_line("all", "All steps", figure.figures["all_steps"]),
        totals=figure.figures["totals"],
    )


def _line(key: str, title: str, figures: dict[str, Any]) -> Line:
    low, high = figures["qwk_interval"] or (None, None)
    names = ("n", "answers", "qwk", "exact", "within_one", "mean_error", "bias")
    return Line(key=key, title=title, low=low, high=high, **{name: figures[name] for name in names})
