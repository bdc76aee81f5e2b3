"""What alice owns while others knock: one row of everything, each text carrying a word that nobody else may read."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import brotli
from allauth.account.models import EmailAddress
from django.core import serializers
from django.db.models import QuerySet

from accounts.models import ApiToken, User
from courses.models import PageBody, Rating, Release, ReleasePage
from courses.store import write_release
from grading.models import (
    CriterionVerdict,
    Dispute,
    GradingRun,
    Override,
    RegradeBatch,
    RegradeItem,
    StepVerdict,
    Submission,
)
from learning.models import LessonProgress
from lessons.models import ExerciseAnswer
from mock_interviews.models import Attempt, AttemptChange, Draft, DraftChange, KeptText
from tests import factories

SECRET = "zyxwvut"


@dataclass
class World:
    alice: User
    values: dict[str, str] = field(default_factory=dict)
    """Parameter of an address → its value; `prefix:parameter` where one name means different things."""
    written_at: str = ""

    def address(self, pattern: str) -> str:
        """A URL pattern with alice's own rows in the place of its parameters."""
        prefix = pattern.removeprefix("api/v1/").split("/")[0]

        def value(match: re.Match[str]) -> str:
            name = match[1]
            return self.values.get(f"{prefix}:{name}") or self.values[name]

        return "/" + re.sub(r"<(?:\w+:)?(\w+)>", value, pattern)


def make_world(alice: User, pages_dir: Path) -> World:
    User.objects.filter(pk=alice.pk).update(name=f"Alice {SECRET}")
    alice.refresh_from_db()
    lesson = factories.make_lesson(factories.make_module(slug="databases"), slug="one")
    exercise = factories.make_exercise(lesson, key="signals")
    factories.make_answer(alice, exercise)
    factories.make_progress(alice, lesson, anchor=SECRET)
    interview = factories.make_interview(slug="chatgpt")
    running = factories.make_attempt(alice, interview)
    factories.make_draft(running, text=SECRET)
    factories.make_draft(running, "diagram", text=f"{SECRET} -> Gateway")
    KeptText.objects.create(
        attempt=running, step="estimation", text=SECRET, digest="d", reason="late", received_at=factories.THEN
    )
    graded = factories.make_graded_attempt(alice, factories.make_interview(slug="uber"))
    factories.make_draft(graded, text=SECRET)
    assert graded.submission is not None
    Submission.objects.filter(pk=graded.submission.pk).update(sections={"requirements": SECRET})
    assert graded.run is not None
    factories.make_verdict(graded.run, quote=SECRET)
    dispute = Dispute.objects.create(
        run=graded.run,
        step="requirements",
        criterion="requirements-2",
        argument=SECRET,
        state=Dispute.State.WAITING,
        opened_at=factories.THEN,
    )
    batch = RegradeBatch.objects.create(
        rubric=graded.run.rubric, judge="offline", judge_version="1", created_at=factories.THEN
    )
    RegradeItem.objects.create(batch=batch, before=graded.run, after=factories.make_run(graded.submission))
    token, _ = ApiToken.issue(user=alice, name=SECRET)
    rating = Rating.objects.create(course=lesson.course, user=alice, stars=5, text=SECRET, created_at=factories.THEN)
    world = World(alice, written_at=rating.created_at.isoformat())
    world.values = {
        "lessons:slug": lesson.slug,
        "key": exercise.key,
        "modules:slug": "databases",
        "courses:slug": lesson.course.slug,
        "interviews:slug": interview.slug,
        "public_id": running.public_id,
        "step": "requirements",
        "graded": graded.public_id,
        "submission": str(graded.submission_id),
        "run": str(graded.run_id),
        "dispute": str(dispute.pk),
        "batch": str(batch.pk),
        "tokens:pk": str(token.pk),
        "accounts:pk": str(token.pk),
        "reviews:pk": str(rating.pk),
        "submissions:pk": str(graded.submission_id),
        "gradings:pk": str(graded.run_id),
    }
    publish_shells(world, pages_dir)
    return world


def publish_shells(world: World, pages_dir: Path) -> None:
    """A release in which every public address has a page."""
    release = Release.objects.create(digest="access", created_at=factories.THEN, is_current=True)
    patterns = [
        "",
        "content/",
        "faq/",
        "glossary/",
        "glossary/terms.json",
        "modules/<slug>/",
        "lessons/<slug>/",
        "interviews/",
    ]
    for pattern in (*patterns, "interviews/<slug>/", "interviews/<slug>/example/"):
        body = PageBody.objects.create(
            key=f"access {pattern}",
            etag=f"access{len(pattern)}",
            content_type="text/html; charset=utf-8",
            brotli=brotli.compress(b"<p>The same for everybody.</p>"),
        )
        ReleasePage.objects.create(release=release, path=world.address(pattern), body=body)
    write_release(release, pages_dir)


def rows_of(alice_id: int) -> list[QuerySet]:  # type: ignore[type-arg]
    """Everything that is alice's, table by table."""
    return [
        User.objects.filter(pk=alice_id),
        EmailAddress.objects.filter(user=alice_id),
        ApiToken.objects.filter(user=alice_id),
        Rating.objects.filter(user=alice_id),
        LessonProgress.objects.filter(user=alice_id),
        ExerciseAnswer.objects.filter(user=alice_id),
        Attempt.objects.filter(user=alice_id),
        Draft.objects.filter(attempt__user=alice_id),
        DraftChange.objects.filter(draft__attempt__user=alice_id),
        KeptText.objects.filter(attempt__user=alice_id),
        AttemptChange.objects.filter(attempt__user=alice_id),
        Submission.objects.filter(owner=alice_id),
        GradingRun.objects.filter(submission__owner=alice_id),
        StepVerdict.objects.filter(run__submission__owner=alice_id),
        CriterionVerdict.objects.filter(step_verdict__run__submission__owner=alice_id),
        Dispute.objects.filter(run__submission__owner=alice_id),
        Override.objects.filter(submission__owner=alice_id),
    ]


def fingerprint(alice_id: int) -> str:
    """All of alice's rows as text: equal before and after whatever somebody else tries."""
    return "\n".join(serializers.serialize("json", rows.order_by("pk")) for rows in rows_of(alice_id))
