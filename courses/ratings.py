"""Reviews of a course: written by a person, approved by staff, and counted only once approved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Count

from courses.errors import AlreadyDecided
from courses.models import Course, Rating

if TYPE_CHECKING:
    from accounts.models import User

NEWEST = 50


@dataclass(frozen=True)
class StarRow:
    stars: int
    count: int
    percent: int
    """Of all approved ones, rounded."""


@dataclass(frozen=True)
class RatingSummary:
    """What may be said in public; `average` is None while nothing is approved, and then no number is shown."""

    count: int
    average: float | None
    distribution: list[StarRow]
    """Five stars first."""
    newest: list[Rating]
    """Those with words, the newest fifty."""


def save_rating(*, user: User, course: Course, stars: int, text: str, now: datetime) -> Rating:
    """Write a review, or write it anew; either way it waits for approval."""
    rating, _ = Rating.objects.update_or_create(
        course=course,
        user=user,
        defaults={
            "stars": stars,
            "text": text,
            "state": Rating.State.PENDING,
            "created_at": now,
            "decided_by": None,
            "decided_at": None,
        },
    )
    return rating


def withdraw_rating(*, user: User, course: Course) -> bool:
    """Delete the person's own review; whether there was one."""
    return Rating.objects.filter(user=user, course=course).delete()[0] > 0


def decide_rating(*, rating_id: int, written_at: datetime, approve: bool, by: User, now: datetime) -> None:
    """Approve or reject exactly the text that staff read: one that was written anew since stays waiting.

    Raises AlreadyDecided.
    """
    state = Rating.State.APPROVED if approve else Rating.State.REJECTED
    waiting = Rating.objects.filter(pk=rating_id, state=Rating.State.PENDING, created_at=written_at)
    if not waiting.update(state=state, decided_by=by, decided_at=now):
        raise AlreadyDecided


def waiting_ratings() -> list[Rating]:
    """What staff has to read, the oldest first. One query."""
    return list(
        Rating.objects.filter(state=Rating.State.PENDING).select_related("user", "course").order_by("created_at")
    )


def approved_summary(course: Course) -> RatingSummary:
    """Average and distribution of approved reviews. Two queries."""
    approved = Rating.objects.filter(course=course, state=Rating.State.APPROVED)
    counts = dict(approved.values_list("stars").annotate(Count("pk")))
    total = sum(counts.values())
    average = sum(stars * count for stars, count in counts.items()) / total if total else None
    distribution = [
        StarRow(stars, counts.get(stars, 0), round(100 * counts.get(stars, 0) / total) if total else 0)
        for stars in range(5, 0, -1)
    ]
    newest = approved.exclude(text="").select_related("user").order_by("-created_at")[:NEWEST]
    return RatingSummary(total, average, distribution, list(newest))


def export_rows(user: User) -> list[dict[str, Any]]:
    """The person's reviews, for their export."""
    rows = Rating.objects.filter(user=user).select_related("course")
    return [
        {
            "course": row.course.slug,
            "stars": row.stars,
            "text": row.text,
            "state": row.state,
            "written_at": row.created_at.isoformat(),
        }
        for row in rows
    ]
