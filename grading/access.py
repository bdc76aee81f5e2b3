"""The only way in which a view gets a person's submission or grading: what is not yours is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from grading.models import GradingRun, Submission
from problems import NotThere

if TYPE_CHECKING:
    from accounts.models import User


def submissions_of(user: User | AnonymousUser) -> QuerySet[Submission]:
    """Newest first; nothing for a stranger."""
    if not user.is_authenticated:
        return Submission.objects.none()
    return Submission.objects.filter(owner_id=user.pk).prefetch_related("runs").order_by("-submitted_at", "-pk")


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
        .first()
    )
    if found is None:
        raise NotThere
    return found
