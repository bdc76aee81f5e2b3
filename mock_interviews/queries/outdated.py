"""Grades that attempts show and that an older rubric, prompt or checklist gave."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from grading.models import GradingRun
from grading.services.runs import current_version
from mock_interviews.models import Attempt, Interview

GRADED = GradingRun.State.GRADED


@dataclass(frozen=True)
class OutdatedGrades:
    """Grades of one interview by one rubric and judge, of which at least one isn't today's."""

    interview: str
    title: str
    judge: str
    model: str
    rubric: str
    """Digest."""
    version: str
    count: int
    has_new_rubric: bool
    has_new_judge: bool


def list_outdated() -> list[OutdatedGrades]:
    """Two queries. Grades by a model that isn't configured any more are told, and can't be given anew."""
    current = {one.slug: one for one in Interview.objects.select_related("current__rubric").filter(retired_at=None)}
    keys = ("interview__slug", "run__judge", "run__model", "run__rubric__digest", "run__judge_version")
    groups = (
        Attempt.objects.filter(state=Attempt.State.GRADED, run__state=GRADED, interview__in=current.values())
        .values(*keys)
        .annotate(count=Count("pk"))
        .order_by(*keys)
    )
    found = []
    for group in groups:
        slug, judge, model, rubric, version = (group[key] for key in keys)
        interview = current[slug]
        newest = interview.current.rubric.digest if interview.current else rubric
        row = OutdatedGrades(
            interview=slug,
            title=interview.title,
            judge=judge,
            model=model,
            rubric=rubric,
            version=version,
            count=group["count"],
            has_new_rubric=rubric != newest,
            has_new_judge=version != current_version(judge),
        )
        if row.has_new_rubric or row.has_new_judge:
            found.append(row)
    return found


def runs_of(*, interview: Interview, judge: str, rubric: str, version: str) -> list[GradingRun]:
    """The shown grades of one line of that list, newest first."""
    runs = GradingRun.objects.filter(
        attempts__interview=interview,
        attempts__state=Attempt.State.GRADED,
        judge=judge,
        rubric__digest=rubric,
        judge_version=version,
        state=GRADED,
    )
    return list(runs.select_related("submission", "rubric").order_by("-created_at", "-pk").distinct())
