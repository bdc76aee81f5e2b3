"""What changes when somebody answers."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from grading.models import GradingRun
from grading.reshaded import ANSWER_KEY
from grading.services.rubrics import publish_rubric
from grading.services.runs import request_grading
from grading.services.submissions import freeze_submission
from lessons.access import newest_answer_of
from lessons.exercises import KINDS, quiz
from lessons.grades import read_outcome
from lessons.models import Exercise, ExerciseAnswer

if TYPE_CHECKING:
    from accounts.models import User


def answer_exercise(*, user: User, exercise: Exercise, answer: Any, now: datetime) -> ExerciseAnswer:
    """Check an answer and keep it; a scenario goes to grading. Raises BadAnswer, and then nothing is kept."""
    kind = KINDS[exercise.kind]
    cleaned = kind.clean(exercise.spec, answer)
    with transaction.atomic():
        if exercise.kind == "quiz":
            before = newest_answer_of(user, exercise)
            cleaned = quiz.merge(before.answer if before else {}, cleaned, exercise.spec)
        outcome = kind.check(exercise.spec, cleaned)
        row = ExerciseAnswer(
            user=user,
            exercise=exercise,
            exercise_digest=exercise.digest,
            answer=cleaned,
            outcome=outcome.as_json(),
            is_right=outcome.is_right,
            created_at=now,
        )
        if exercise.kind == "scenario":
            _request_grading(row, now)
        row.save()
    return row


def _request_grading(row: ExerciseAnswer, now: datetime) -> None:
    """The same text again meets the run that graded it."""
    exercise = row.exercise
    slug = f"{exercise.lesson.slug}/{exercise.key}"[:120]
    rubric = publish_rubric(slug=slug, data={"criteria": exercise.spec["criteria"]}, now=now)
    row.submission = freeze_submission(owner=row.user, sections={ANSWER_KEY: row.answer["text"]}, now=now)
    run = request_grading(submission=row.submission, rubric=rubric, steps=[ANSWER_KEY], now=now)
    if run.submission_id != row.submission.pk:
        row.submission.delete()
        row.submission = run.submission
    row.outcome = read_outcome(exercise.spec, run).as_json()


def keep_grades(*, run_id: int) -> int:
    """Copy what a run found into the answers that it graded; how many. Runs twice without harm."""
    # Most runs are an interview's: one statement tells.
    answers = list(ExerciseAnswer.objects.filter(submission__runs=run_id).select_related("exercise"))
    if not answers:
        return 0
    run = GradingRun.objects.select_related("rubric").get(pk=run_id)
    if run.purpose != GradingRun.Purpose.GRADE:
        return 0
    for answer in answers:
        answer.outcome = read_outcome(answer.exercise.spec, run).as_json()
        answer.save(update_fields=["outcome"])
    return len(answers)
