"""Trying the judge on one step without an account: computed, answered and forgotten. It makes no row and no session."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from rest_framework.throttling import SimpleRateThrottle
from rest_framework.views import APIView

from courses.views_search import cacheable
from grading.reshaded import STEP_KEYS, STEPS
from mock_interviews.access import get_interview
from mock_interviews.errors import TooManyTries, TooMuchToTry
from mock_interviews.models import InterviewVersion
from mock_interviews.trying import MAX_TEXT, choose_step, read_samples, try_step
from problems import NotThere

MAX_BODY_BYTES = 64 * 1024
HTML = "text/html; charset=utf-8"


class TryThrottle(SimpleRateThrottle):
    """For each address, with or without an account: a person who edits and looks stays far below."""

    scope = "try"
    rate = "40/min"

    def get_cache_key(self, request: Any, view: APIView) -> str:  # noqa: ARG002 - DRF hands it over
        return str(self.cache_format % {"scope": self.scope, "ident": self.get_ident(request)})


@csrf_exempt  # It changes nothing, and the landing page, which is the same bytes for everybody, can't hold a token.
@require_http_methods(["GET", "HEAD", "POST"])
def interview_try(request: HttpRequest, slug: str) -> HttpResponse:
    """GET `?step=&sample=`: a sample's text and its estimate. POST `step`, `text`: the estimate of that text."""
    if request.method == "POST":
        return _post(request, slug)
    version = _version(slug)
    step = _step(request.GET.get("step", ""), version)
    sample = read_samples(version).get(request.GET.get("sample", "senior"))
    return cacheable(request, _render(version, step, sample.sections[step] if sample else ""), HTML)


def _post(request: HttpRequest, slug: str) -> HttpResponse:
    throttle = TryThrottle()
    if not throttle.allow_request(request, APIView()):  # type: ignore[arg-type] # of a request it reads META alone
        raise TooManyTries(seconds=round(throttle.wait() or 1))
    if int(request.headers.get("content-length") or 0) > MAX_BODY_BYTES:
        raise TooMuchToTry
    text = request.POST.get("text", "").replace("\r\n", "\n").replace("\x00", "")
    if len(text) > MAX_TEXT:
        raise TooMuchToTry
    version = _version(slug)
    response = HttpResponse(_render(version, _step(request.POST.get("step", ""), version), text), content_type=HTML)
    response["Cache-Control"] = "no-store"
    return response


def _version(slug: str) -> InterviewVersion:
    version = get_interview(slug).current
    if version is None:
        raise NotThere
    return version


def _step(wanted: str, version: InterviewVersion) -> str:
    return wanted if wanted in STEP_KEYS else choose_step(version)


def _render(version: InterviewVersion, step: str, text: str) -> bytes:
    """Rendered without the request, so that nothing personal can get in."""
    context = {"example": try_step(version, step, text), "interview": version.interview, "steps": STEPS}
    return render_to_string("mock_interviews/try.html", context).encode()
