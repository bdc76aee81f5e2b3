"""Page-shaped reads of lessons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef, Subquery

from grading.models import GradingRun
from lessons.grades import read_outcome
from lessons.models import Exercise, ExerciseAnswer, Lesson

if TYPE_CHECKING:
    from accounts.models import User

LIVE = {GradingRun.State.QUEUED, GradingRun.State.RUNNING}


def newest_answers(user: User, lesson: Lesson) -> dict[str, dict[str, Any]]:
    """Exercise key → newest answer and outcome, for the exercises as they stand now. One query."""
    newest = (
        ExerciseAnswer.objects.filter(user=user, exercise=OuterRef("pk"), exercise_digest=OuterRef("digest"))
        .order_by("-created_at", "-pk")
        .values("pk")[:1]
    )
    ids = Exercise.objects.filter(lesson=lesson, retired_at=None).annotate(newest=Subquery(newest)).values("newest")
    answers = ExerciseAnswer.objects.filter(pk__in=ids).values_list("exercise__key", "answer", "outcome")
    return {key: {"answer": answer, "outcome": outcome} for key, answer, outcome in answers}


def live_outcome(answer: ExerciseAnswer) -> dict[str, Any]:
    """The outcome of an answer; of a scenario that is still being graded, what its run says by now."""
    outcome: dict[str, Any] = answer.outcome
    if answer.submission_id is None or outcome.get("state") not in LIVE:
        return outcome
    run = GradingRun.objects.filter(submission=answer.submission_id).order_by("-pk").first()
    return read_outcome(answer.exercise.spec, run).as_json() if run else outcome
