"""What the API takes and says about people's bands and disputes."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from grading.models import Dispute
from grading.models.people import MAX_ARGUMENT, MAX_REASON
from grading.services.disputes import MIN_ARGUMENT


class BandRequest(serializers.Serializer[Any]):
    criterion = serializers.CharField(max_length=80)
    band = serializers.IntegerField(min_value=0, max_value=4, allow_null=True, help_text="Null: the judge's again.")
    reason = serializers.CharField(max_length=MAX_REASON)


class OverrideDetail(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="pk")
    grading = serializers.IntegerField(source="run_id")
    step = serializers.CharField()
    criterion = serializers.CharField()
    old_band = serializers.IntegerField(allow_null=True)
    new_band = serializers.IntegerField(allow_null=True)
    reason = serializers.CharField()
    dispute = serializers.IntegerField(source="dispute_id", allow_null=True)
    at = serializers.DateTimeField()


class DisputeRequest(serializers.Serializer[Any]):
    criterion = serializers.CharField(max_length=80)
    argument = serializers.CharField(min_length=MIN_ARGUMENT, max_length=MAX_ARGUMENT)


class DisputeAnswer(serializers.Serializer[Any]):
    band = serializers.IntegerField(min_value=0, max_value=4, allow_null=True, help_text="Null: the band stands.")
    reason = serializers.CharField(max_length=MAX_REASON)


class DisputeDetail(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="pk")
    grading = serializers.IntegerField(source="run_id")
    step = serializers.CharField()
    criterion = serializers.CharField()
    argument = serializers.CharField()
    state = serializers.ChoiceField(choices=Dispute.State.choices)
    second_look = serializers.IntegerField(
        source="regrade_id", allow_null=True, help_text="The grading by the model that had the argument before it."
    )
    answer = serializers.CharField(allow_blank=True)
    opened_at = serializers.DateTimeField()
    decided_at = serializers.DateTimeField(allow_null=True)


class DoubtfulGrading(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="run.pk")
    rubric = serializers.CharField(source="run.rubric.slug")
    judge = serializers.ChoiceField(source="run.judge", choices=["offline", "model"])
    state = serializers.CharField(source="run.state")
    confidence = serializers.FloatField(source="run.confidence", allow_null=True)
    spread = serializers.FloatField(source="run.spread", allow_null=True)
    reasons = serializers.ListField(child=serializers.CharField())
    disputes = DisputeDetail(many=True)
