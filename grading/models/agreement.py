"""Answers that experts have scored, and how far each judge agrees with them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from grading.models.runs import RubricVersion


class ExpertSet(models.Model):
    """The expert-scored answers to one rubric, as they were published last."""

    class Kind(models.TextChoices):
        SHIPPED = "shipped", "Shipped samples"
        HELD_OUT = "held_out", "Held-out answers"

    slug = models.SlugField(max_length=120)
    kind = models.CharField(max_length=8, choices=Kind)
    title = models.CharField(max_length=160)
    number = models.PositiveSmallIntegerField(default=0)
    rubric = models.ForeignKey(RubricVersion, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    """Of the answers and of all that was given to them."""
    answers = models.JSONField()
    """[{id, sections, diagram, bands {step: 0-4}, overall, second: {bands, overall} or null}]; never shown."""
    published_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    """When the sweeper may send it to be measured again; null for never tried."""

    class Meta:
        ordering: ClassVar = ["number", "slug", "kind"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["slug", "kind"], name="grading_one_set_a_kind")]

    def __str__(self) -> str:
        return f"{self.slug} {self.kind}"


class AgreementFigure(models.Model):
    """One measurement. Rows are added, never changed: a changed rubric, answer or judge is measured anew."""

    slug = models.SlugField(max_length=120, blank=True)
    """Empty: over all interviews together."""
    kind = models.CharField(max_length=8, choices=ExpertSet.Kind)
    rubric_digest = models.CharField(max_length=64)
    answers_digest = models.CharField(max_length=64)
    rater = models.CharField(max_length=12)
    """`offline`, `model`, or `reader`: a second person who didn't see the expert's bands."""
    version = models.CharField(max_length=80)
    """Of the checklist's parameters and code, or of the prompt."""
    model = models.CharField(max_length=120, blank=True)
    figures = models.JSONField()
    """`steps` {key: {n, qwk, qwk_interval, exact, within_one, mean_error, bias}}, `all_steps`, `totals`."""
    marks = models.JSONField()
    """[{bands: {step: [rater, expert]}, total: [rater, expert] or null}], one an answer, without the answer."""
    measured_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-measured_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["slug", "kind", "rubric_digest", "answers_digest", "rater", "version", "model"],
                name="grading_one_figure",
            )
        ]

    def __str__(self) -> str:
        return f"{self.slug or 'all'} {self.kind} {self.rater}"
