"""The report of an attempt: the grade as grading tells it, and what only the room knows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse

from grading.access import grades_of
from grading.models import GradingRun, RubricVersion
from grading.privacy import next_reader
from grading.reporting import LessonLink, Report, build_report
from grading.reshaded import BY_KEY, title_of
from grading.waiting import read_place
from lessons.models import Lesson
from mock_interviews.errors import NotEnded
from mock_interviews.models import Attempt, InterviewVersion

LIVE = {GradingRun.State.QUEUED, GradingRun.State.RUNNING}


@dataclass(frozen=True)
class Part:
    """The model answer of one step."""

    key: str
    letter: str
    title: str
    html: str


@dataclass(frozen=True)
class WrittenStep:
    """One step as it was handed in, for a report that has no grade yet."""

    key: str
    letter: str
    title: str
    text: str

    @property
    def words(self) -> int:
        return len(self.text.split())


@dataclass(frozen=True)
class Facts:
    """How the attempt went, apart from its grade."""

    seconds: int
    pauses: int
    paused_seconds: int
    extended_seconds: int

    @property
    def took(self) -> str:
        return f"{self.seconds // 60} min {self.seconds % 60} s"


def read_report(attempt: Attempt, *, now: datetime, run_id: str = "") -> dict[str, Any]:
    """What the part of the page that fills in needs: the shown run, its report, and which other runs there are."""
    runs = list(grades_of(attempt.submission)) if attempt.submission else []
    run = next((one for one in runs if str(one.pk) == run_id), None) or attempt.run
    return {
        "run": run,
        "runs": runs,
        "report": show_run(run, version=attempt.version, level=attempt.level) if run else None,
        "may_ask_model": run is not None and may_ask_model(run, runs),
        "queue": read_place(run, now) if run else None,
        "is_live": run is not None and run.state in LIVE,
        "is_asked": attempt.state in {Attempt.State.SUBMITTED, Attempt.State.EXPIRED} and not attempt.is_closed_copy,
    }


def may_ask_model(run: GradingRun, runs: list[GradingRun]) -> bool:
    """A checklist's grade may be joined by a model's once one is configured, unless there is one already."""
    is_estimate = run.judge == "offline" and run.state == GradingRun.State.GRADED
    return is_estimate and next_reader() is not None and all(one.judge == "offline" for one in runs)


def show_run(run: GradingRun, *, version: InterviewVersion, level: str = "") -> Report:
    """The report of a run, its criteria linked to the lessons that are published."""
    return build_report(run, level=level, lessons=find_lessons(version, run.rubric))


def find_lessons(version: InterviewVersion, rubric: RubricVersion | None = None) -> dict[str, LessonLink]:
    """By slug, those that the version's rubric names, or another rubric of the same interview."""
    steps = (rubric or version.rubric).data.get("steps", {}).values()
    slugs = {one["lesson"] for step in steps for one in step["criteria"] if one.get("lesson")}
    lessons = Lesson.objects.filter(
        slug__in=slugs, state=Lesson.State.PUBLISHED, course_id=version.interview.course_id
    ).only("slug", "title", "minutes")
    return {
        lesson.slug: LessonLink(lesson.title, reverse("lessons:lesson-show", args=[lesson.slug]), lesson.minutes)
        for lesson in lessons
    }


def read_facts(attempt: Attempt) -> Facts:
    changes = list(attempt.changes.all())
    paused_seconds = sum(change.detail.get("stood_seconds", 0) for change in changes if change.what == "resumed")
    extended = sum(change.detail.get("seconds", 0) for change in changes if change.what == "extended")
    whole = (attempt.ended_at or attempt.deadline_at) - attempt.started_at
    return Facts(
        seconds=max(0, whole // timedelta(seconds=1) - paused_seconds),
        pauses=sum(1 for change in changes if change.what == "paused"),
        paused_seconds=paused_seconds,
        extended_seconds=extended,
    )


def read_model_answer(attempt: Attempt) -> list[Part]:
    """The model answer of the steps that this attempt had. Shown only after its end."""
    answer = attempt.version.data.get("model_answer", {})
    return [Part(key, BY_KEY[key].letter, title_of(key), answer[key]) for key in attempt.step_keys if answer.get(key)]


def read_texts(attempt: Attempt) -> list[WrittenStep]:
    sections = attempt.submission.sections if attempt.submission else {}
    return [WrittenStep(key, BY_KEY[key].letter, title_of(key), sections.get(key, "")) for key in attempt.step_keys]


def report_as_json(attempt: Attempt) -> dict[str, Any]:
    """For the API. Raises NotEnded while the attempt runs."""
    if attempt.state == Attempt.State.ACTIVE:
        raise NotEnded
    report = show_run(attempt.run, version=attempt.version, level=attempt.level) if attempt.run else None
    return {"id": attempt.public_id, "state": attempt.state, "report": report.as_json() if report else None}
