"""Interviews for everybody, attempts for their owners."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view, authentication_classes, permission_classes
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from mock_interviews import queries, services
from mock_interviews.access import get_attempt_for, get_interview, get_person
from mock_interviews.api.serializers import (
    AttemptDetail,
    AttemptSummary,
    ClockReading,
    InterviewDetail,
    InterviewSummary,
    Refusal,
    StartedAttempt,
    StartRequest,
)
from mock_interviews.reporting import report_as_json


@extend_schema(responses=InterviewSummary(many=True))
@api_view(["GET"])
@authentication_classes([])
@permission_classes([AllowAny])
def interview_list(request: Request) -> Response:
    """The published interviews."""
    return Response(InterviewSummary(queries.list_interviews(), many=True).data)


@extend_schema(responses={200: InterviewDetail, 404: Refusal})
@api_view(["GET"])
@authentication_classes([])
@permission_classes([AllowAny])
def interview_detail(request: Request, slug: str) -> Response:
    """One interview: its brief and the public side of its rubric."""
    interview = get_interview(slug)
    version = interview.current
    assert version is not None  # noqa: S101 - get_interview asks for it
    extra = {"brief": version.data["brief_text"], "version": version.digest, "rubric": queries.read_rubric(version)}
    return Response(InterviewDetail({**InterviewSummary(interview).data, **extra}).data)


@extend_schema(methods=["GET"], responses=AttemptSummary(many=True))
@extend_schema(
    methods=["POST"],
    request=StartRequest,
    responses={200: StartedAttempt, 201: StartedAttempt, 400: Refusal, 404: Refusal},
)
@api_view(["GET", "POST"])
def attempt_list(request: Request) -> Response:
    """Your attempts, newest first. POST starts one; the one that runs already at this interview is given instead."""
    now = timezone.now()
    if request.method == "GET":
        rows = queries.list_attempts(get_person(request.user), now=now)
        return Response(AttemptSummary([row.attempt for row in rows], many=True).data)
    form = StartRequest(data=request.data)
    form.is_valid(raise_exception=True)
    options: dict[str, Any] = dict(form.validated_data)
    interview = get_interview(options.pop("interview"))
    started = services.start_attempt(user=get_person(request.user), interview=interview, now=now, **options)
    body = queries.show_attempt(started.attempt, now=now)
    body |= {"is_new": started.is_new, "sentence": started.sentence}
    return Response(body, status=201 if started.is_new else 200)


@extend_schema(responses={200: AttemptDetail, 404: Refusal})
@api_view(["GET"])
def attempt_detail(request: Request, public_id: str) -> Response:
    """One attempt with the stored text of every step."""
    now = timezone.now()
    attempt = services.settle_attempt(attempt=get_attempt_for(request.user, public_id), now=now)
    return Response(queries.show_attempt(attempt, now=now))


@extend_schema(responses={200: ClockReading, 404: Refusal})
@api_view(["GET"])
def attempt_clock(request: Request, public_id: str) -> Response:
    """State, time left and revs: what an open page asks for every half minute and after zero."""
    now = timezone.now()
    attempt = services.settle_attempt(attempt=get_attempt_for(request.user, public_id), now=now)
    return Response(queries.read_clock(attempt, now=now))


@extend_schema(request=None, responses={200: AttemptDetail, 404: Refusal})
@api_view(["POST"])
def attempt_submit(request: Request, public_id: str) -> Response:
    """Hand in what is saved. Twice is the same as once."""
    now = timezone.now()
    attempt = get_attempt_for(request.user, public_id)
    services.submit_attempt(attempt=attempt, now=now, by=attempt.user)
    return Response(queries.show_attempt(attempt, now=now))


@extend_schema(request=None, responses={200: ClockReading, 404: Refusal, 409: Refusal})
@api_view(["POST"])
def attempt_pause(request: Request, public_id: str) -> Response:
    """Stop the clock of a practice attempt."""
    now = timezone.now()
    attempt = get_attempt_for(request.user, public_id)
    services.pause_attempt(attempt=attempt, now=now, by=attempt.user)
    return Response(queries.read_clock(attempt, now=now))


@extend_schema(request=None, responses={200: ClockReading, 404: Refusal})
@api_view(["POST"])
def attempt_resume(request: Request, public_id: str) -> Response:
    """Let the clock go on."""
    now = timezone.now()
    attempt = get_attempt_for(request.user, public_id)
    services.resume_attempt(attempt=attempt, now=now, by=attempt.user)
    return Response(queries.read_clock(attempt, now=now))


@extend_schema(responses={200: dict, 404: Refusal, 409: Refusal})
@api_view(["GET"])
def attempt_report(request: Request, public_id: str) -> Response:
    """The grade of an ended attempt as far as it is there: total, steps, criteria with their evidence, receipt."""
    attempt = services.settle_attempt(attempt=get_attempt_for(request.user, public_id), now=timezone.now())
    return Response(report_as_json(attempt))
