"""The timed room: interviews and their versions, attempts, drafts and their history."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

GRACE = timedelta(seconds=15)
"""How long after the deadline a draft on its way may still arrive. The clock shows the deadline, not this."""


class Interview(models.Model):
    course = models.ForeignKey("courses.Course", on_delete=models.CASCADE, related_name="interviews")
    slug = models.SlugField(unique=True)
    number = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(max_length=160)
    line = models.CharField(max_length=300)
    difficulty = models.CharField(max_length=10)
    kind = models.CharField(max_length=20)
    minutes = models.PositiveSmallIntegerField()
    modules = models.JSONField(default=list)
    tests = models.JSONField(default=list)
    current = models.ForeignKey("InterviewVersion", null=True, on_delete=models.PROTECT, related_name="+")
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["number", "slug"]

    def __str__(self) -> str:
        return self.title


class InterviewVersion(models.Model):
    """Brief, interviewer and model answer as they stood when an attempt began; immutable, keyed by digest."""

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="versions")
    digest = models.CharField(max_length=64, unique=True)
    rubric = models.ForeignKey("grading.RubricVersion", on_delete=models.PROTECT, related_name="+")
    data = models.JSONField()
    """`brief_html`, `brief_text`, `interviewer`, `model_answer` {step: html}, `samples` [...]."""
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.digest[:8]


def new_public_id() -> str:
    return secrets.token_urlsafe(12).replace("-", "a").replace("_", "b")


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def over(self, now: datetime) -> AttemptQuerySet:
        """The twin of `Attempt.is_over`: still marked active, but no draft is taken any more."""
        return self.filter(state=Attempt.State.ACTIVE, closes_at__lt=now, paused_at__isnull=True)

    def taking_drafts(self, now: datetime) -> AttemptQuerySet:
        """The twin of `Attempt.takes_drafts`: what the conditional UPDATE of a draft asks for."""
        return self.filter(Q(closes_at__gte=now) | Q(paused_at__isnull=False), state=Attempt.State.ACTIVE)

    def forgotten(self, before: datetime) -> AttemptQuerySet:
        """Ended before then, and nobody asked for the grade, or nobody told the attempt that it has come."""
        unasked = Q(state__in=[Attempt.State.SUBMITTED, Attempt.State.EXPIRED], is_closed_copy=False)
        untold = Q(state=Attempt.State.GRADING, run__state__in=["graded", "needs_review", "stopped"])
        return self.filter(unasked | untold, ended_at__lt=before)


class Attempt(models.Model):
    class State(models.TextChoices):
        ACTIVE = "active", "Running"
        SUBMITTED = "submitted", "Handed in"
        EXPIRED = "expired", "Time ran out"
        GRADING = "grading", "Being graded"
        GRADED = "graded", "Graded"
        NEEDS_REVIEW = "needs_review", "Waiting for a person"
        VOID = "void", "Withdrawn"

    LEGAL_MOVES: ClassVar[dict[str, set[str]]] = {
        State.ACTIVE: {State.SUBMITTED, State.EXPIRED, State.VOID},
        State.SUBMITTED: {State.GRADING, State.VOID},
        State.EXPIRED: {State.GRADING, State.VOID},
        State.GRADING: {State.GRADED, State.NEEDS_REVIEW, State.VOID},
        State.NEEDS_REVIEW: {State.GRADING, State.GRADED, State.VOID},
        State.GRADED: {State.VOID},
        State.VOID: set(),
    }

    class Mode(models.TextChoices):
        TIMED = "timed", "Timed"
        PRACTICE = "practice", "Practice, can be paused"

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="attempts")
    interview = models.ForeignKey(Interview, on_delete=models.PROTECT, related_name="attempts")
    version = models.ForeignKey(InterviewVersion, on_delete=models.PROTECT, related_name="attempts")
    level = models.CharField(max_length=8)
    mode = models.CharField(max_length=10, choices=Mode, default=Mode.TIMED)
    minutes = models.PositiveSmallIntegerField()
    steps = models.JSONField()
    """[{key, minutes}] in order: all eight and the wrap-up, or the one of a drill."""
    is_drill = models.BooleanField(default=False)
    base_seconds = models.PositiveIntegerField()
    extra_seconds = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField()
    deadline_at = models.DateTimeField()
    closes_at = models.DateTimeField(db_index=True)
    """`deadline_at` + GRACE; the one thing that `is_over` and its QuerySet twin look at."""
    paused_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=14, choices=State, default=State.ACTIVE)
    ended_at = models.DateTimeField(null=True, blank=True)
    submission = models.OneToOneField(
        "grading.Submission", null=True, blank=True, on_delete=models.SET_NULL, related_name="attempt"
    )
    run = models.ForeignKey(
        "grading.GradingRun", null=True, blank=True, on_delete=models.SET_NULL, related_name="attempts"
    )
    """The run whose result the report shows."""
    is_closed_copy = models.BooleanField(default=False)
    """A guest's running attempt beside one of the account it joined: kept, readable, not running."""

    objects = AttemptQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-started_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "interview"], condition=Q(state="active"), name="mock_one_active_attempt"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["closes_at"], condition=Q(state="active"), name="mock_attempt_due"),
            models.Index(fields=["user", "-started_at"], name="mock_attempt_newest"),
            models.Index(
                fields=["ended_at"],
                condition=Q(state__in=["submitted", "expired", "grading"]),
                name="mock_attempt_ungraded",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    def is_over(self, now: datetime) -> bool:
        """Whether drafts are refused: the deadline and its grace have passed and the clock isn't paused."""
        return self.paused_at is None and self.closes_at < now

    def takes_drafts(self, now: datetime) -> bool:
        """Whether a draft that arrives now is stored: running, and not over."""
        return self.state == self.State.ACTIVE and not self.is_over(now)

    def remaining_ms(self, now: datetime) -> int:
        """Milliseconds until the deadline as the page shows it, never below 0; a paused clock stands."""
        left = self.deadline_at - (self.paused_at or now)
        return max(0, int(left / timedelta(milliseconds=1)))

    @property
    def step_keys(self) -> list[str]:
        return [step["key"] for step in self.steps]


class Draft(models.Model):
    """The newest accepted text of one step, or of the diagram."""

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="drafts")
    step = models.CharField(max_length=24)
    text = models.TextField(blank=True)
    rev = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    client_id = models.CharField(max_length=40, blank=True)
    client_seq = models.PositiveBigIntegerField(default=0)
    active_ms = models.PositiveIntegerField(default=0)
    """How long this step was in front of the candidate, as the page counted it."""
    received_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["attempt", "step"], name="mock_one_draft_a_step")]

    def __str__(self) -> str:
        return f"{self.step} rev {self.rev}"


class DraftChange(models.Model):
    """The append-only history of a draft: what was accepted, as a delta, for the replay and for disputes."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="changes")
    rev = models.PositiveIntegerField()
    delta = models.JSONField()
    """[kept characters at the start, kept characters at the end, text between]."""
    received_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["rev"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["draft", "rev"], name="mock_one_change_a_rev")]

    def __str__(self) -> str:
        return f"rev {self.rev}"


class KeptText(models.Model):
    """Text that was refused but not thrown away: it came too late, or another device was faster."""

    class Reason(models.TextChoices):
        LATE = "late", "Arrived after the time was up"
        CONFLICT = "conflict", "Another version was saved first"

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="kept_texts")
    step = models.CharField(max_length=24)
    text = models.TextField()
    digest = models.CharField(max_length=64)
    reason = models.CharField(max_length=10, choices=Reason)
    received_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["attempt", "step", "digest", "reason"], name="mock_kept_once")
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.reason}"


class AttemptChange(models.Model):
    """Who moved an attempt, when and why: extensions, pauses, states."""

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="changes")
    what = models.CharField(max_length=24)
    detail = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at"]

    def __str__(self) -> str:
        return self.what
