"""Submissions and gradings, for those whose they are."""

from __future__ import annotations

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view
from rest_framework.pagination import LimitOffsetPagination
from rest_framework.request import Request
from rest_framework.response import Response

from grading import services
from grading.access import get_run_for, get_submission_for, submissions_of
from grading.api.serializers import GradingDetail, GradingRefusal, SubmissionDetail, SubmissionSummary
from grading.models import GradingRun

SHOWN = {200: GradingDetail, 404: GradingRefusal, 409: GradingRefusal}


@extend_schema(responses=SubmissionSummary(many=True), filters=True)
@api_view(["GET"])
def submission_list(request: Request) -> Response:
    """What you handed in, newest first, each with its gradings."""
    pages = LimitOffsetPagination()
    rows = pages.paginate_queryset(submissions_of(request.user), request)
    return Response(SubmissionSummary(rows, many=True).data)


@extend_schema(responses={200: SubmissionDetail, 404: GradingRefusal})
@api_view(["GET"])
def submission_detail(request: Request, submission: int) -> Response:
    """One submission as it was frozen."""
    return Response(SubmissionDetail(get_submission_for(request.user, submission)).data)


@extend_schema(responses={200: GradingDetail, 404: GradingRefusal})
@api_view(["GET"])
def grading_detail(request: Request, run: int) -> Response:
    """One grading with every step, criterion and quote. Steps fill in while it runs."""
    return _show(get_run_for(request.user, run))


@extend_schema(request=None, responses=SHOWN)
@api_view(["POST"])
def grading_retry(request: Request, run: int) -> Response:
    """Take up the steps that failed or were stopped; what is done stays and is not paid again."""
    return _show(services.retry_run(run=get_run_for(request.user, run), now=timezone.now()))


@extend_schema(request=None, responses=SHOWN)
@api_view(["POST"])
def grading_stop(request: Request, run: int) -> Response:
    """Stop a grading that waits or runs. A call in flight is still paid."""
    return _show(services.stop_run(run=get_run_for(request.user, run), now=timezone.now()))


@extend_schema(request=None, responses=SHOWN)
@api_view(["POST"])
def grading_estimate(request: Request, run: int) -> Response:
    """The checklist estimate of the same answer, as a grading of its own."""
    return _show(services.request_estimate(run=get_run_for(request.user, run), now=timezone.now()))


def _show(run: GradingRun) -> Response:
    whole = GradingRun.objects.select_related("rubric").prefetch_related("step_verdicts__criteria").get(pk=run.pk)
    return Response(GradingDetail(whole, context={"now": timezone.now()}).data)
