"""One lesson and what is inside: its exercises and what people answered."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class Lesson(models.Model):
    class State(models.TextChoices):
        PLANNED = "planned", "In preparation"
        PUBLISHED = "published", "Published"
        RETIRED = "retired", "Retired"

    course = models.ForeignKey("courses.Course", on_delete=models.CASCADE, related_name="lessons")
    module = models.ForeignKey("courses.Module", on_delete=models.CASCADE, related_name="lessons")
    number = models.PositiveSmallIntegerField()
    """Position in its module, from 1."""
    slug = models.SlugField(max_length=80)
    title = models.CharField(max_length=160)
    kind = models.CharField(max_length=20)
    line = models.CharField(max_length=300)
    interview = models.SlugField(blank=True)
    minutes = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    digest = models.CharField(max_length=64, blank=True)
    compiled = models.JSONField(default=dict)
    """`html`, `toc` [{id, title, level}], `objectives`, `references`, `words`, `sections` [{anchor, title, text}]."""

    class Meta:
        ordering: ClassVar = ["module__number", "number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["course", "slug"], name="lessons_lesson_slug")]

    def __str__(self) -> str:
        return self.title


class Exercise(models.Model):
    """A fence that can be answered. Its key stays on the server."""

    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="exercises")
    key = models.SlugField(max_length=80)
    kind = models.CharField(max_length=12)
    number = models.PositiveSmallIntegerField()
    spec = models.JSONField()
    """The validated fence, right answers included."""
    digest = models.CharField(max_length=64)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["lesson", "key"], name="lessons_exercise_key")]

    def __str__(self) -> str:
        return self.key


class ExerciseAnswer(models.Model):
    """One answer of one person; the newest is shown again on return, all are kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="exercise_answers")
    exercise = models.ForeignKey(Exercise, on_delete=models.CASCADE, related_name="answers")
    exercise_digest = models.CharField(max_length=64)
    answer = models.JSONField()
    outcome = models.JSONField()
    """What was shown after answering: per question right or wrong, and why."""
    is_right = models.BooleanField(null=True, blank=True)
    """None where there is no right or wrong (a calculator, a scenario still being graded)."""
    submission = models.ForeignKey(
        "grading.Submission", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["user", "exercise", "-created_at"], name="lessons_answer_newest")]

    def __str__(self) -> str:
        return f"answer {self.pk}"
