"""Before: choosing level and minutes, and the list of one's attempts."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from guests import ensure_person
from mock_interviews.access import get_interview
from mock_interviews.forms import DrillForm, StartForm
from mock_interviews.models import Interview
from mock_interviews.queries import list_attempts, list_running
from mock_interviews.services import start_attempt


@require_http_methods(["GET", "HEAD", "POST"])
def attempt_start(request: HttpRequest, slug: str) -> HttpResponse:
    """The form, and the start."""
    now = timezone.now()
    interview = get_interview(slug)
    is_drill = "drill" in request.POST
    sent = request.POST if request.method == "POST" else None
    whole = StartForm(None if is_drill else sent, initial=_initial(request, interview))
    drill = DrillForm(sent if is_drill else None, initial=_initial(request, interview, is_drill=True))
    chosen = drill if is_drill else whole
    if request.method == "POST" and chosen.is_valid():
        user = ensure_person(request)
        started = start_attempt(user=user, interview=interview, now=now, **chosen.options())
        if started.sentence:
            messages.info(request, started.sentence)
        return redirect("mock:attempt-room", started.attempt.public_id)
    running = list_running(request.user, now=now) if request.user.is_authenticated else []
    context = {
        "interview": interview,
        "whole": whole,
        "drill": drill,
        "is_drill": is_drill or "drill" in request.GET,
        "running": next((row for row in running if row["interview"] == slug), None),
    }
    return render(request, "mock_interviews/start.html", context, status=422 if chosen.errors else 200)


def _initial(request: HttpRequest, interview: Interview, *, is_drill: bool = False) -> dict[str, object]:
    """What is chosen already: by the address, by the profile, else by the interview."""
    level = request.GET.get("level") or getattr(request.user, "level", "") or "senior"
    initial: dict[str, object] = {"level": level, "mode": "timed", "minutes": 8 if is_drill else interview.minutes}
    for name in ("minutes", "drill"):
        if request.GET.get(name):
            initial[name] = request.GET[name]
    return initial


@require_safe
def attempt_list(request: HttpRequest) -> HttpResponse:
    rows = list_attempts(request.user, now=timezone.now()) if request.user.is_authenticated else []
    return render(request, "mock_interviews/attempts.html", {"rows": rows})
