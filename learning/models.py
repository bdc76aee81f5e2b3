"""A person's way through the course."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class LessonProgress(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="lesson_progress")
    lesson = models.ForeignKey("lessons.Lesson", on_delete=models.CASCADE, related_name="progress")
    percent = models.PositiveSmallIntegerField(default=0)
    """How far the reader got, 0-100; it only grows."""
    anchor = models.CharField(max_length=120, blank=True)
    """The heading where the reader last was."""
    completed_at = models.DateTimeField(null=True, blank=True)
    was_undone = models.BooleanField(default=False)
    """The reader took "complete" back: reaching the end doesn't set it again by itself."""
    updated_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "lesson"], name="learning_one_progress_a_lesson"),
            models.CheckConstraint(condition=models.Q(percent__lte=100), name="learning_percent"),
        ]
        indexes: ClassVar = [models.Index(fields=["user", "-updated_at"], name="learning_latest")]

    def __str__(self) -> str:
        return f"{self.percent} %"
