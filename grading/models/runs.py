"""Rubrics, submissions, grading runs and verdicts. Nothing here has heard of a lesson or an attempt."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class RubricVersion(models.Model):
    """One immutable rubric, keyed by its digest."""

    digest = models.CharField(max_length=64, unique=True)
    slug = models.SlugField(max_length=120)
    """What it grades: an interview's slug, or `lesson/exercise` of a scenario."""
    data = models.JSONField()
    """A `grading.schemas.Rubric`."""
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.slug} {self.digest[:8]}"


class Submission(models.Model):
    """What a person handed in, frozen."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="submissions"
    )
    """None for answers that ship with the course."""
    digest = models.CharField(max_length=64, db_index=True)
    sections = models.JSONField()
    """Step key → text."""
    diagram = models.JSONField(default=dict)
    """`nodes` [{id, label, kind}], `edges` [{from, to, label}]."""
    transcript = models.JSONField(default=list)
    """Turns [{who, step, at, text}]; empty without an interviewer."""
    submitted_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.digest[:8]


class GradingRun(models.Model):
    class Purpose(models.TextChoices):
        GRADE = "grade", "A grade"
        DISPUTE = "dispute", "A second look at a disputed step"
        TRIAL = "trial", "A preview that nobody is shown as a grade"

    class State(models.TextChoices):
        QUEUED = "queued", "Waiting"
        RUNNING = "running", "Being graded"
        GRADED = "graded", "Graded"
        NEEDS_REVIEW = "needs_review", "Waiting for a person"
        STOPPED = "stopped", "Stopped"

    LEGAL_MOVES: ClassVar[dict[str, set[str]]] = {
        State.QUEUED: {State.RUNNING, State.STOPPED},
        State.RUNNING: {State.GRADED, State.NEEDS_REVIEW, State.STOPPED, State.QUEUED},
        State.NEEDS_REVIEW: {State.QUEUED, State.GRADED},
        State.STOPPED: {State.QUEUED},
        State.GRADED: set(),
    }

    key = models.CharField(max_length=64, unique=True)
    """Digest of all that the judge is sent, the owner and the replicate: the same work is never paid for twice."""
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="runs")
    rubric = models.ForeignKey(RubricVersion, on_delete=models.PROTECT, related_name="runs")
    steps = models.JSONField()
    """Keys of the steps to grade, in order."""
    judge = models.CharField(max_length=12)
    """`offline` or `model`."""
    judge_version = models.CharField(max_length=40)
    """Version of the offline judge's parameters, or of the prompt."""
    model = models.CharField(max_length=120, blank=True)
    parameters = models.JSONField(default=dict)
    replicate = models.PositiveSmallIntegerField(default=0)
    purpose = models.CharField(max_length=8, choices=Purpose, default=Purpose.GRADE)
    level = models.CharField(max_length=8, default="senior")
    state = models.CharField(max_length=14, choices=State, default=State.QUEUED, db_index=True)
    note = models.CharField(max_length=300, blank=True)
    """A sentence for the owner: why it waits, or what a person has to look at."""
    result = models.JSONField(default=dict)
    """Set once graded: total, points per step, level bars, flags, what was not assessed. People's bands are in it."""
    judge_result = models.JSONField(default=dict)
    """The same by the judge's bands alone; empty while no person has set one."""
    confidence = models.FloatField(null=True, blank=True)
    """0-1, the weighted mean over its criteria; set at its end."""
    spread = models.FloatField(null=True, blank=True)
    """Bands between the readings that lie furthest apart; null where each step was read once."""
    has_injection = models.BooleanField(default=False)
    """The answer holds text that speaks to the grader."""
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    """Who of the staff took it off the list of doubtful gradings."""
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"run {self.pk} {self.state}"


class StepVerdict(models.Model):
    """The job of grading one step, and its outcome. Claimed by lease, finished by compare-and-set."""

    class State(models.TextChoices):
        QUEUED = "queued", "Waiting"
        RUNNING = "running", "Being graded"
        DONE = "done", "Done"
        FAILED = "failed", "Waiting for a person"
        STOPPED = "stopped", "Stopped"

    run = models.ForeignKey(GradingRun, on_delete=models.CASCADE, related_name="step_verdicts")
    step = models.CharField(max_length=24)
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=State, default=State.QUEUED)
    lease_token = models.CharField(max_length=32, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    crashes = models.PositiveSmallIntegerField(default=0)
    """Errors of ours and lost workers, apart from tries at a server that is down."""
    due_at = models.DateTimeField(db_index=True)
    """Not before: backoff after a transport failure, or the end of the lease."""
    is_assessed = models.BooleanField(default=True)
    score = models.FloatField(null=True, blank=True)
    """0-4, the weighted mean of its criteria."""
    band = models.PositiveSmallIntegerField(null=True, blank=True)
    readings = models.JSONField(default=list)
    """[{reading, score, band, confidence}], one for each time that a model read it."""
    red_flags = models.JSONField(default=list)
    """[{id, evidence}] that this step's judge saw proposed or kept."""
    notes = models.JSONField(default=list)
    """Sentences for the receipt and for reviewers: what was left out, dropped or tried by the text."""
    error = models.CharField(max_length=300, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["run", "step"], name="grading_one_verdict_a_step")]
        indexes: ClassVar = [models.Index(fields=["state", "due_at"], name="grading_step_due")]

    def __str__(self) -> str:
        return f"{self.step} {self.state}"


class CriterionVerdict(models.Model):
    step_verdict = models.ForeignKey(StepVerdict, on_delete=models.CASCADE, related_name="criteria")
    criterion = models.CharField(max_length=80)
    number = models.PositiveSmallIntegerField()
    band = models.PositiveSmallIntegerField()
    score = models.FloatField()
    """0-4; the offline judge gives halves, the model whole bands."""
    evidence = models.JSONField(default=list)
    """Spans [{section, start, end, text}] in the answer's own words, or [{node}] / [{edge}] of the diagram."""
    why = models.TextField(blank=True)
    finding = models.CharField(max_length=24, blank=True)
    """Offline judge: `found`, `partly found`, `no evidence recognised`."""
    confidence = models.FloatField(default=1.0)
    readings = models.JSONField(default=list)
    """Bands of all readings in order; empty where there was one."""
    flags = models.JSONField(default=list)
    raised_by = models.CharField(max_length=12, blank=True)
    """Who raised it first: `candidate` or `interviewer`; empty without a transcript."""

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["step_verdict", "criterion"], name="grading_one_verdict_a_criterion"),
            models.CheckConstraint(condition=models.Q(band__lte=4), name="grading_band"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion} {self.band}"
