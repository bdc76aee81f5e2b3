"""How far the judges agree with experts, for programs."""

from __future__ import annotations

from dataclasses import asdict
from hashlib import sha256
from typing import Any

from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import api_view, authentication_classes, permission_classes
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from grading.models import ExpertSet
from grading.quality import RATERS, Agreement, Line, read_quality
from grading.schemas import canonical_json
from grading.views.quality import MAX_AGE_SECONDS


class AgreementLine(serializers.Serializer[Any]):
    step = serializers.CharField(help_text="Key of a step, or `all`.")
    n = serializers.IntegerField(help_text="Bands that were compared.")
    answers = serializers.IntegerField()
    qwk = serializers.FloatField(allow_null=True, help_text="Quadratic weighted kappa; null where nothing varies.")
    qwk_interval = serializers.ListField(
        child=serializers.FloatField(), allow_null=True, help_text="95 %, from a bootstrap over answers; null below 3."
    )
    exact = serializers.FloatField(allow_null=True)
    within_one = serializers.FloatField(allow_null=True)
    mean_error = serializers.FloatField(allow_null=True)
    bias = serializers.FloatField(allow_null=True, help_text="Bands above the expert's; negative is stricter.")


class AgreementTotals(serializers.Serializer[Any]):
    n = serializers.IntegerField()
    mean_error = serializers.FloatField(allow_null=True, help_text="Points of 100.")
    mean_error_interval = serializers.ListField(child=serializers.FloatField(), allow_null=True)
    bias = serializers.FloatField(allow_null=True)
    ordered = serializers.FloatField(allow_null=True, help_text="Pairs of answers ranked as the expert ranks them.")


class AgreementDetail(serializers.Serializer[Any]):
    rater = serializers.ChoiceField(choices=list(RATERS))
    answers = serializers.ChoiceField(choices=ExpertSet.Kind.choices)
    version = serializers.CharField(allow_blank=True)
    model = serializers.CharField(allow_blank=True)
    measured_at = serializers.DateTimeField()
    steps = AgreementLine(many=True)
    all_steps = AgreementLine()
    totals = AgreementTotals()


class InterviewAgreement(serializers.Serializer[Any]):
    slug = serializers.CharField()
    title = serializers.CharField()
    agreements = AgreementDetail(many=True)


class QualityDetail(serializers.Serializer[Any]):
    together = AgreementDetail(many=True)
    interviews = InterviewAgreement(many=True)


@extend_schema(responses=QualityDetail)
@api_view(["GET"])
@authentication_classes([])
@permission_classes([AllowAny])
def grading_quality(request: Request) -> HttpResponseBase:
    """Agreement of each judge with experts: per interview and step, with n and intervals."""
    quality = read_quality()
    data = {
        "together": [show(one) for one in quality.together],
        "interviews": [
            {"slug": one.slug, "title": one.title, "agreements": [show(inner) for inner in one.agreements]}
            for one in quality.interviews
        ],
    }
    response = Response(data)
    response["ETag"] = etag = f'"{sha256(canonical_json(data).encode()).hexdigest()[:32]}"'
    patch_cache_control(response, public=True, max_age=MAX_AGE_SECONDS)
    return get_conditional_response(request._request, etag=etag, response=response) or response


def show(one: Agreement) -> dict[str, Any]:
    return {
        "rater": one.rater,
        "answers": one.kind,
        "version": one.version,
        "model": one.model,
        "measured_at": one.measured_at.isoformat(),
        "steps": [show_line(line) for line in one.steps],
        "all_steps": show_line(one.all_steps),
        "totals": one.totals,
    }


def show_line(line: Line) -> dict[str, Any]:
    data = asdict(line)
    for name in ("key", "title", "low", "high"):
        del data[name]
    return {"step": line.key, **data, "qwk_interval": None if line.low is None else [line.low, line.high]}
