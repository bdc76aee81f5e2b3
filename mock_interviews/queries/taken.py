"""How somebody did in each interview so far, for the one personal request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from mock_interviews.models import Attempt
from mock_interviews.reporting import show_run

if TYPE_CHECKING:
    from accounts.models import User

REREAD = 3


def read_taken(user: User) -> dict[str, dict[str, Any]]:
    """Interview slug → `count`, `latest` and `best` {total, url, at} of whole sittings; one query, drills left out."""
    ended = _whole(user).values("interview__slug", "public_id", "state", "ended_at", "run__result__total")
    taken: dict[str, dict[str, Any]] = {}
    for row in ended.order_by("started_at"):
        one = {
            "total": row["run__result__total"] if row["state"] == Attempt.State.GRADED else None,
            "url": reverse("mock:attempt-report", args=[row["public_id"]]),
            "at": row["ended_at"],
        }
        told = taken.setdefault(row["interview__slug"], {"count": 0, "best": None})
        told |= {"count": told["count"] + 1, "latest": one}
        if one["total"] is not None and (told["best"] is None or one["total"] >= told["best"]["total"]):
            told["best"] = one
    return taken


def read_last_report(user: User, slug: str) -> dict[str, Any] | None:
    """The newest graded sitting of one interview: its bands by step, and the lessons that bring most; None without."""
    graded = _whole(user).filter(interview__slug=slug, state=Attempt.State.GRADED, run__isnull=False)
    attempt = (
        graded.select_related("interview", "version", "run__submission", "run__rubric").order_by("ended_at").last()
    )
    if attempt is None or attempt.run is None:
        return None
    report = show_run(attempt.run, version=attempt.version, level=attempt.level)
    return {
        "total": report.total,
        "level": attempt.level,
        "at": attempt.ended_at,
        "url": reverse("mock:attempt-report", args=[attempt.public_id]),
        "steps": [
            {"letter": step.letter, "title": step.title, "band": step.band} for step in report.steps if step.letter
        ],
        "reread": [
            {"title": one.lesson.title, "url": one.lesson.url, "minutes": one.lesson.minutes, "why": one.criterion}
            for one in report.next_steps
            if one.lesson
        ][:REREAD],
    }


def _whole(user: User) -> Any:
    left = [Attempt.State.VOID, Attempt.State.ACTIVE]
    return Attempt.objects.filter(user=user, is_drill=False).exclude(state__in=left)
