"""The only way in which a view gets a person's submission or grading: what is not yours is not there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db.models import Prefetch, QuerySet

from grading.models import Dispute, GradingRun, Submission
from problems import NotThere

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True)
class Viewer:
    """What the person who reads a report may do with it."""

    may_dispute: bool
    may_override: bool
    next: str
    """Where they come back to."""


def viewer_of(user: User | AnonymousUser, run: GradingRun, *, next_url: str) -> Viewer:
    is_grade = run.purpose == GradingRun.Purpose.GRADE
    is_owner = user.is_authenticated and run.submission.owner_id == user.pk
    is_ended = run.state in {GradingRun.State.GRADED, GradingRun.State.NEEDS_REVIEW}
    return Viewer(
        may_dispute=is_grade and is_owner and run.state == GradingRun.State.GRADED,
        may_override=is_grade and is_ended and user.is_authenticated and user.is_staff,
        next=next_url,
    )


def grades_of(submission: Submission) -> QuerySet[GradingRun]:
    """The grades of an answer, oldest first, without second looks and previews."""
    return submission.runs.filter(purpose=GradingRun.Purpose.GRADE).order_by("created_at", "pk")


def submissions_of(user: User | AnonymousUser) -> QuerySet[Submission]:
    """Newest first; nothing for a stranger."""
    if not user.is_authenticated:
        return Submission.objects.none()
    grades = Prefetch("runs", GradingRun.objects.filter(purpose=GradingRun.Purpose.GRADE))
    return Submission.objects.filter(owner_id=user.pk).prefetch_related(grades).order_by("-submitted_at", "-pk")


def get_submission_for(user: User | AnonymousUser, pk: int) -> Submission:
    found = submissions_of(user).filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def get_run_for(user: User | AnonymousUser, pk: int) -> GradingRun:
    if not user.is_authenticated:
        raise NotThere
    found = (
        GradingRun.objects.select_related("submission__owner", "rubric")
        .filter(pk=pk, submission__owner_id=user.pk)
        .exclude(purpose=GradingRun.Purpose.TRIAL)
        .first()
    )
    if found is None:
        raise NotThere
    return found


def get_run_for_staff(pk: int) -> GradingRun:
    """Anybody's grading, for a view that lets only staff in."""
    found = GradingRun.objects.select_related("submission__owner", "rubric", "reviewed_by").filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def get_dispute_for(user: User | AnonymousUser, pk: int) -> Dispute:
    """A dispute of this person's own."""
    found = _disputes().filter(pk=pk, run__submission__owner_id=user.pk).first() if user.is_authenticated else None
    if found is None:
        raise NotThere
    return found


def get_dispute_for_staff(pk: int) -> Dispute:
    found = _disputes().filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def _disputes() -> QuerySet[Dispute]:
    return Dispute.objects.select_related("run__submission", "run__rubric", "regrade")
