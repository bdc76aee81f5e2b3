"""The room: one step a page without JavaScript, all of them at once with it."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mock_interviews.access import get_attempt_for
from mock_interviews.errors import AttemptOver, BadDraft, Conflict
from mock_interviews.forms import StepForm
from mock_interviews.models import Attempt
from mock_interviews.queries import read_room
from mock_interviews.services import Save, pause_attempt, resume_attempt, save_draft, settle_attempt, submit_attempt
from mock_interviews.steps import name_of_text
from mock_interviews.views.diagrams import allow_whiteboard


@never_cache
@require_safe
def attempt_room(request: HttpRequest, public_id: str) -> HttpResponse:
    now = timezone.now()
    attempt = settle_attempt(attempt=get_attempt_for(request.user, public_id), now=now)
    if attempt.state != Attempt.State.ACTIVE:
        return redirect("mock:attempt-report", public_id)
    room = read_room(attempt, step=request.GET.get("step", ""), now=now)
    context = {"room": room, "attempt": attempt, "client_id": f"form-{secrets.token_hex(8)}"}
    response = render(request, "mock_interviews/room.html", context)
    return allow_whiteboard(response) if room.diagram else response


@require_POST
def step_save(request: HttpRequest, public_id: str, step: str) -> HttpResponse:
    """Saves one step without JavaScript and goes where the pressed button says."""
    received_at = timezone.now()
    attempt = get_attempt_for(request.user, public_id)
    form = StepForm(request.POST)
    if not form.is_valid():
        raise BadDraft
    over: AttemptOver | None = None
    conflicts: list[tuple[Save, Conflict]] = []
    for save in form.as_saves(step):
        try:
            save_draft(user_id=attempt.user_id, public_id=public_id, save=save, received_at=received_at)
        except AttemptOver as refusal:
            over = refusal
        except Conflict as refusal:
            conflicts.append((save, refusal))
    if over is not None:
        messages.warning(request, over.text)
        return redirect("mock:attempt-report", public_id)
    if conflicts:
        return _show_conflict(request, attempt, step, conflicts)
    messages.success(request, f"{name_of_text(step)} is saved.")
    return redirect(_where_to(request, attempt, step))


def _show_conflict(
    request: HttpRequest, attempt: Attempt, step: str, conflicts: list[tuple[Save, Conflict]]
) -> HttpResponse:
    """One choice at a time: a diagram in conflict beside its step goes along and is asked about next."""
    (save, conflict), *others = conflicts
    context = {
        "attempt": attempt,
        "step": save.step,
        "title": name_of_text(save.step),
        "mine": save.text,
        "diagram": others[0][0] if others else None,
        "go": request.POST.get("go") or step,
        "client_id": f"form-{secrets.token_hex(8)}",
        **conflict.extra,
    }
    return render(request, "mock_interviews/conflict.html", context, status=409)


def _where_to(request: HttpRequest, attempt: Attempt, step: str) -> str:
    go = request.POST.get("go", "")
    if go == "hand-in":
        return reverse("mock:attempt-hand-in", args=[attempt.public_id])
    target = go if go in attempt.step_keys else step
    return f"{reverse('mock:attempt-room', args=[attempt.public_id])}?step={target}"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def attempt_hand_in(request: HttpRequest, public_id: str) -> HttpResponse:
    """Asked once more, then handed in; what is over already is only shown."""
    now = timezone.now()
    attempt = settle_attempt(attempt=get_attempt_for(request.user, public_id), now=now)
    if request.method == "POST":
        submit_attempt(attempt=attempt, now=now, by=attempt.user)
    if attempt.state != Attempt.State.ACTIVE:
        return redirect("mock:attempt-report", public_id)
    context = {"attempt": attempt, "room": read_room(attempt, step="", now=now)}
    return render(request, "mock_interviews/hand_in.html", context)


@require_POST
def attempt_pause(request: HttpRequest, public_id: str) -> HttpResponse:
    return _move_clock(request, public_id, now=timezone.now(), pause=True)


@require_POST
def attempt_resume(request: HttpRequest, public_id: str) -> HttpResponse:
    return _move_clock(request, public_id, now=timezone.now(), pause=False)


def _move_clock(request: HttpRequest, public_id: str, *, now: datetime, pause: bool) -> HttpResponse:
    attempt = get_attempt_for(request.user, public_id)
    change = pause_attempt if pause else resume_attempt
    change(attempt=attempt, now=now, by=attempt.user)
    return redirect(_where_to(request, attempt, request.POST.get("step", "")))
