"""The public example of an interview: a shipped sample, graded by the code that grades everybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from grading.models import GradingRun, Submission
from grading.reshaded import JUDGED_KEYS
from grading.schemas import digest_of
from grading.services import freeze_submission, grade_step, request_grading
from mock_interviews.models import InterviewVersion
from mock_interviews.schemas import Sample


@dataclass(frozen=True)
class Example:
    sample: Sample
    run: GradingRun


def choose_sample(version: InterviewVersion) -> Sample:
    """The senior one: good enough to show what a quote is, with enough missing to show what lifts a band."""
    samples = [Sample.model_validate(data) for data in version.data["samples"]]
    return next((sample for sample in samples if sample.level == "senior"), samples[0])


def grade_example(*, version: InterviewVersion, now: datetime) -> Example:
    """The graded example of this version; graded here and now the first time, found again ever after."""
    sample = choose_sample(version)
    run = request_grading(
        submission=_submission(sample, now),
        rubric=version.rubric,
        steps=list(JUDGED_KEYS),
        judge="offline",
        level=sample.level,
        now=now,
    )
    for step in run.step_verdicts.exclude(state="done"):
        grade_step(step_verdict_id=step.pk, now=now)
    run.refresh_from_db()
    return Example(sample, run)


def _submission(sample: Sample, now: datetime) -> Submission:
    """Answers that ship with the course belong to nobody; the same answer is the same row."""
    content: dict[str, Any] = {"sections": sample.texts(), "diagram": sample.graph(), "transcript": []}
    found = Submission.objects.filter(owner=None, digest=digest_of(content)).first()
    return found or freeze_submission(owner=None, sections=sample.texts(), diagram=sample.graph(), now=now)
