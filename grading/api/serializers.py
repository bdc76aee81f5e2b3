"""What the API says about submissions and gradings."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from grading.models import GradingRun, StepVerdict
from grading.reporting import build_report
from grading.waiting import read_place


class GradingSummary(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="pk")
    judge = serializers.ChoiceField(choices=["offline", "model"], help_text="`offline` is a checklist estimate.")
    model = serializers.CharField(allow_blank=True)
    state = serializers.ChoiceField(choices=GradingRun.State.choices)
    note = serializers.CharField(allow_blank=True, help_text="Why it waits, or what a person has to look at.")
    total = serializers.SerializerMethodField()
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)

    def get_total(self, run: GradingRun) -> float | None:
        """Of 100; null until it is graded."""
        total = run.result.get("total")
        return None if total is None else float(total)


class SubmissionSummary(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="pk")
    digest = serializers.CharField()
    submitted_at = serializers.DateTimeField()
    gradings = GradingSummary(source="runs", many=True)


class SubmissionDetail(SubmissionSummary):
    sections = serializers.DictField(child=serializers.CharField(allow_blank=True))
    diagram = serializers.JSONField()
    transcript = serializers.JSONField()


class CriterionDetail(serializers.Serializer[Any]):
    criterion = serializers.CharField()
    band = serializers.IntegerField(min_value=0, max_value=4)
    score = serializers.FloatField()
    evidence = serializers.JSONField(help_text="[{section, start, end, text}] in the answer, or [{node}] or [{edge}].")
    why = serializers.CharField(allow_blank=True)
    finding = serializers.CharField(allow_blank=True)
    confidence = serializers.FloatField()
    readings = serializers.JSONField(help_text="Bands of all readings in order; empty where there was one.")
    flags = serializers.JSONField()
    raised_by = serializers.CharField(
        allow_blank=True, help_text="`candidate` or `interviewer`; empty without a dialogue."
    )


class StepDetail(serializers.Serializer[Any]):
    step = serializers.CharField()
    state = serializers.ChoiceField(choices=StepVerdict.State.choices)
    is_assessed = serializers.BooleanField()
    score = serializers.FloatField(allow_null=True)
    band = serializers.IntegerField(allow_null=True)
    error = serializers.CharField(allow_blank=True)
    notes = serializers.JSONField()
    criteria = CriterionDetail(many=True)


class QueueDetail(serializers.Serializer[Any]):
    waiting = serializers.IntegerField(help_text="Steps of this grading that nobody has begun.")
    running = serializers.IntegerField()
    ahead = serializers.IntegerField(help_text="Steps of other gradings that go first.")
    retries = serializers.IntegerField()
    next_try_at = serializers.DateTimeField(allow_null=True)
    seconds = serializers.IntegerField(allow_null=True, help_text="About how long it will take; null: no idea yet.")


class GradingDetail(GradingSummary):
    submission = serializers.IntegerField(source="submission_id")
    rubric = serializers.CharField(source="rubric.digest")
    judge_version = serializers.CharField()
    level = serializers.CharField()
    purpose = serializers.ChoiceField(choices=GradingRun.Purpose.choices)
    result = serializers.JSONField(
        help_text="Total, points per step, levels, flags, with people's bands in them; empty until it is graded."
    )
    judge_result = serializers.JSONField(help_text="By the judge alone; empty while no person has set a band.")
    confidence = serializers.FloatField(allow_null=True)
    queue = serializers.SerializerMethodField()
    steps = StepDetail(source="step_verdicts", many=True)
    debrief = serializers.SerializerMethodField(
        help_text="Strengths, gaps, lessons and a drill; null until it is graded."
    )

    def get_debrief(self, run: GradingRun) -> dict[str, Any] | None:
        debrief = build_report(run).debrief
        return None if debrief is None else asdict(debrief)

    @extend_schema_field(QueueDetail(allow_null=True))
    def get_queue(self, run: GradingRun) -> Any:
        """Null once it has ended."""
        place = read_place(run, self.context["now"])
        return None if place is None else QueueDetail(place).data


class GradingRefusal(serializers.Serializer[Any]):
    code = serializers.CharField()
    detail = serializers.CharField()
