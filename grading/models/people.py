"""What people say above a judge: bands set by staff, disputes of candidates, re-grades that wait for a decision."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from grading.models.runs import GradingRun, RubricVersion, Submission

MAX_REASON = 1_000
MAX_ARGUMENT = 1_500


class Dispute(models.Model):
    """One criterion of one grade that its owner holds to be wrong, and what became of it."""

    class State(models.TextChoices):
        REGRADING = "regrading", "The judge reads it again"
        WAITING = "waiting", "Waiting for a person"
        CHANGED = "changed", "A person set another band"
        STANDS = "stands", "A person read it; the band stands"
        WITHDRAWN = "withdrawn", "Withdrawn"

    OPEN: ClassVar = (State.REGRADING, State.WAITING)
    LEGAL_MOVES: ClassVar[dict[str, set[str]]] = {
        State.REGRADING: {State.WAITING, State.CHANGED, State.STANDS, State.WITHDRAWN},
        State.WAITING: {State.CHANGED, State.STANDS, State.WITHDRAWN},
        State.CHANGED: set(),
        State.STANDS: set(),
        State.WITHDRAWN: set(),
    }

    run = models.ForeignKey(GradingRun, on_delete=models.CASCADE, related_name="disputes")
    step = models.CharField(max_length=24)
    criterion = models.CharField(max_length=80)
    argument = models.TextField(max_length=MAX_ARGUMENT)
    state = models.CharField(max_length=10, choices=State)
    regrade = models.OneToOneField(
        GradingRun, null=True, blank=True, on_delete=models.SET_NULL, related_name="disputed_by"
    )
    """The model's second look with the argument before it; none where the checklist graded."""
    answer = models.TextField(max_length=MAX_REASON, blank=True)
    """What the person who decided it says."""
    opened_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["opened_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["run", "criterion"],
                condition=Q(state__in=["regrading", "waiting"]),
                name="grading_one_open_dispute",
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["opened_at"], condition=Q(state__in=["regrading", "waiting"]), name="grading_dispute_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.criterion} {self.state}"


class Override(models.Model):
    """A band that a person gave, beside the judge's. Rows are never changed: the newest of a criterion counts.

    It belongs to the answer, so that no later run of any judge undoes it, as long as the criterion reads the same.
    """

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="overrides")
    run = models.ForeignKey(GradingRun, on_delete=models.CASCADE, related_name="overrides")
    """The grade that the person had before them."""
    step = models.CharField(max_length=24)
    criterion = models.CharField(max_length=80)
    criterion_digest = models.CharField(max_length=64)
    """Of its id, bands and evidence: a criterion that now asks for something else was not judged by this person."""
    old_band = models.PositiveSmallIntegerField(null=True, blank=True)
    """What counted before; null where the judge gave none."""
    new_band = models.PositiveSmallIntegerField(null=True, blank=True)
    """Null takes earlier ones back: the judge's band counts again."""
    reason = models.TextField(max_length=MAX_REASON)
    dispute = models.ForeignKey(Dispute, null=True, blank=True, on_delete=models.SET_NULL, related_name="overrides")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(new_band__isnull=True) | Q(new_band__lte=4), name="grading_new_band")
        ]

    def __str__(self) -> str:
        return f"{self.criterion} {self.old_band} → {self.new_band}"


class RegradeBatch(models.Model):
    """Grades by an older rubric, prompt or judge, graded anew and shown beside each other before anything changes."""

    class State(models.TextChoices):
        OPEN = "open", "Not decided"
        APPLIED = "applied", "Applied"
        DROPPED = "dropped", "Dropped"

    rubric = models.ForeignKey(RubricVersion, on_delete=models.PROTECT, related_name="+")
    """The one that grades anew."""
    judge = models.CharField(max_length=12)
    judge_version = models.CharField(max_length=40)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.rubric} {self.state}"


class RegradeItem(models.Model):
    """One grade of a batch: as it is, and as it would be."""

    batch = models.ForeignKey(RegradeBatch, on_delete=models.CASCADE, related_name="items")
    before = models.ForeignKey(GradingRun, on_delete=models.CASCADE, related_name="+")
    after = models.ForeignKey(GradingRun, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["batch", "before"], name="grading_one_item_a_run")]

    def __str__(self) -> str:
        return f"{self.before_id} → {self.after_id}"
