"""The staff's list of gradings that a person should look at, in a constant number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from grading.models import Dispute, GradingRun
from grading.trust import LOW_CONFIDENCE, WIDE_SPREAD

PAGE: Final = 50
UNSEEN: Final = Q(reviewed_at__isnull=True, state=GradingRun.State.GRADED)
DISPUTED: Final = Exists(Dispute.objects.filter(run=OuterRef("pk"), state__in=Dispute.OPEN))

REASONS: Final[dict[str, tuple[str, Q]]] = {
    "disputed": ("Disputed", Q(is_disputed=True)),
    "needs_review": ("Waits for a person", Q(state=GradingRun.State.NEEDS_REVIEW)),
    "injection": ("Speaks to the grader", UNSEEN & Q(has_injection=True)),
    "wide_spread": ("Readings far apart", UNSEEN & Q(spread__gte=WIDE_SPREAD)),
    "low_confidence": ("Low confidence", UNSEEN & Q(confidence__lt=LOW_CONFIDENCE)),
}
"""Key → its name on the page, and which runs it holds. Taking a run off the list closes the last three."""


@dataclass(frozen=True)
class Filter:
    key: str
    title: str
    count: int


@dataclass(frozen=True)
class DoubtfulRun:
    run: GradingRun
    reasons: list[str]
    disputes: list[Dispute]


@dataclass(frozen=True)
class ReviewList:
    filters: list[Filter]
    """Every reason with how many runs it holds, `all` first."""
    rows: list[DoubtfulRun]
    more: bool
    """Whether there are more than fit on a page."""
    interviews: list[str]


def doubtful_runs() -> QuerySet[GradingRun]:
    """Grades of people, not of shipped examples, that at least one reason holds for."""
    anyhow = Q()
    for _, rule in REASONS.values():
        anyhow |= rule
    grades = GradingRun.objects.filter(purpose=GradingRun.Purpose.GRADE, submission__owner__isnull=False)
    return grades.annotate(is_disputed=DISPUTED).filter(anyhow)


def read_review_list(*, reason: str = "", slug: str = "", judge: str = "") -> ReviewList:
    """Newest first. Four queries, whatever the number of rows; an unknown filter holds nothing back."""
    every = doubtful_runs()
    counts = every.aggregate(all=Count("pk"), **{key: Count("pk", filter=rule) for key, (_, rule) in REASONS.items()})
    runs = every
    if reason in REASONS:
        runs = runs.filter(REASONS[reason][1])
    if slug:
        runs = runs.filter(rubric__slug=slug)
    if judge in {"offline", "model"}:
        runs = runs.filter(judge=judge)
    found = runs.select_related("rubric", "submission").prefetch_related("disputes").order_by("-created_at", "-pk")
    page = list(found[: PAGE + 1])
    titles = [Filter("", "All", counts["all"])]
    return ReviewList(
        filters=[*titles, *(Filter(key, title, counts[key]) for key, (title, _) in REASONS.items())],
        rows=list(_rows(page[:PAGE])),
        more=len(page) > PAGE,
        interviews=list(every.order_by("rubric__slug").values_list("rubric__slug", flat=True).distinct()),
    )


def _rows(runs: Iterable[GradingRun]) -> Iterable[DoubtfulRun]:
    for run in runs:
        disputes = [one for one in run.disputes.all() if one.state in Dispute.OPEN]
        yield DoubtfulRun(run, [REASONS[key][0] for key in reasons_of(run, is_disputed=bool(disputes))], disputes)


def reasons_of(run: GradingRun, *, is_disputed: bool) -> list[str]:
    """The twin of the rules above for one run in memory; a test holds the two together."""
    is_unseen = run.reviewed_at is None and run.state == GradingRun.State.GRADED
    holds = {
        "disputed": is_disputed,
        "needs_review": run.state == GradingRun.State.NEEDS_REVIEW,
        "injection": is_unseen and run.has_injection,
        "wide_spread": is_unseen and run.spread is not None and run.spread >= WIDE_SPREAD,
        "low_confidence": is_unseen and run.confidence is not None and run.confidence < LOW_CONFIDENCE,
    }
    return [key for key in REASONS if holds[key]]
