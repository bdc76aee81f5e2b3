"""Grading runs as rows: where one stands, and why it waits."""

from django.contrib import admin

from grading.models import AgreementFigure, Dispute, GradingRun, Override, StepVerdict
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


@admin.register(Override)
class OverrideAdmin(ReadOnlyAdmin):
    """The audit of people's bands; they are set in the report."""

    list_display = ("at", "by", "run", "criterion", "old_band", "new_band", "reason")
    list_select_related = ("run", "by")


@admin.register(Dispute)
class DisputeAdmin(ReadOnlyAdmin):
    list_display = ("opened_at", "run", "criterion", "state", "decided_by", "decided_at")
    list_filter = ("state",)
    list_select_related = ("run", "decided_by")


@admin.register(AgreementFigure)
class AgreementFigureAdmin(ReadOnlyAdmin):
    list_display = ("measured_at", "slug", "kind", "rater", "version", "model")
    list_filter = ("kind", "rater")
