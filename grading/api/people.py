"""Bands above the judge's, disputes, and the staff's list, for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import api_view, permission_classes
from rest_framework.permissions import IsAdminUser
from rest_framework.request import Request
from rest_framework.response import Response

from grading.access import get_dispute_for, get_dispute_for_staff, get_run_for, get_run_for_staff
from grading.api.people_serializers import (
    BandRequest,
    DisputeAnswer,
    DisputeDetail,
    DisputeRequest,
    DoubtfulGrading,
    OverrideDetail,
)
from grading.api.serializers import GradingRefusal
from grading.models import Dispute
from grading.queries import REASONS, read_review_list
from grading.services import answer_dispute, open_dispute, override_band, withdraw_dispute

if TYPE_CHECKING:
    from accounts.models import User

REFUSED = {404: GradingRefusal, 409: GradingRefusal}


def _staff(request: Request) -> User:
    """Whom IsAdminUser has let in."""
    assert request.user.is_authenticated  # noqa: S101 - for the type checker
    return request.user


@extend_schema(methods=["GET"], responses=OverrideDetail(many=True))
@extend_schema(methods=["POST"], request=BandRequest, responses={201: OverrideDetail, **REFUSED})
@api_view(["GET", "POST"])
@permission_classes([IsAdminUser])
def grading_overrides(request: Request, run: int) -> Response:
    """Staff: bands that people gave to this answer, oldest first. POST sets one; null gives the judge's band back."""
    found = get_run_for_staff(run)
    if request.method == "GET":
        return Response(OverrideDetail(found.submission.overrides.select_related("by"), many=True).data)
    form = BandRequest(data=request.data)
    form.is_valid(raise_exception=True)
    row = override_band(run=found, by=_staff(request), now=timezone.now(), **form.validated_data)
    return Response(OverrideDetail(row).data, status=201)


@extend_schema(methods=["GET"], responses=DisputeDetail(many=True))
@extend_schema(methods=["POST"], request=DisputeRequest, responses={201: DisputeDetail, **REFUSED})
@api_view(["GET", "POST"])
def grading_disputes(request: Request, run: int) -> Response:
    """Your disputes of this grading. POST disputes one criterion: a person answers, after a second look of a model."""
    found = get_run_for(request.user, run)
    if request.method == "GET":
        return Response(DisputeDetail(found.disputes.all(), many=True).data)
    form = DisputeRequest(data=request.data)
    form.is_valid(raise_exception=True)
    dispute = open_dispute(run=found, now=timezone.now(), **form.validated_data)
    return Response(DisputeDetail(dispute).data, status=201)


@extend_schema(request=None, responses={200: DisputeDetail, **REFUSED})
@api_view(["POST"])
def dispute_withdraw(request: Request, dispute: int) -> Response:
    """Take your dispute back; a second look that still runs is stopped."""
    found = withdraw_dispute(dispute=get_dispute_for(request.user, dispute), now=timezone.now())
    return Response(DisputeDetail(found).data)


@extend_schema(request=DisputeAnswer, responses={200: DisputeDetail, **REFUSED})
@api_view(["POST"])
@permission_classes([IsAdminUser])
def dispute_answer(request: Request, dispute: int) -> Response:
    """Staff: another band, or null where the band stands; with a reason that the candidate reads."""
    form = DisputeAnswer(data=request.data)
    form.is_valid(raise_exception=True)
    found: Dispute = get_dispute_for_staff(dispute)
    answer_dispute(dispute=found, by=_staff(request), now=timezone.now(), **form.validated_data)
    return Response(DisputeDetail(found).data)


@extend_schema(
    parameters=[
        OpenApiParameter("reason", enum=list(REASONS)),
        OpenApiParameter("slug"),
        OpenApiParameter("judge", enum=["offline", "model"]),
    ],
    responses=DoubtfulGrading(many=True),
)
@api_view(["GET"])
@permission_classes([IsAdminUser])
def grading_review(request: Request) -> Response:
    """Staff: the newest 50 gradings that a person should look at, and why."""
    chosen = {name: request.query_params.get(name, "") for name in ("reason", "slug", "judge")}
    return Response(DoubtfulGrading(read_review_list(**chosen).rows, many=True).data)
