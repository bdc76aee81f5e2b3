"""Grading runs as rows: where one stands, and why it waits."""

from django.contrib import admin

from grading.models import GradingRun, StepVerdict
from problems.read_only import ReadOnlyAdmin


@admin.register(GradingRun)
class GradingRunAdmin(ReadOnlyAdmin):
    list_display = ("id", "rubric", "judge", "model", "state", "note", "created_at", "finished_at")
    list_filter = ("state", "judge", "model")
    list_select_related = ("rubric",)


@admin.register(StepVerdict)
class StepVerdictAdmin(ReadOnlyAdmin):
    list_display = ("run", "step", "state", "score", "band", "tries", "error", "due_at")
    list_filter = ("state", "step")
    list_select_related = ("run",)
