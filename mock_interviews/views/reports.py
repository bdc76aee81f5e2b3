"""After: the report around a grade, and asking for another one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from grading.access import viewer_of
from grading.models import GradingRun
from mock_interviews.access import get_attempt_for
from mock_interviews.models import Attempt
from mock_interviews.queries import read_handed, read_kept, read_minutes
from mock_interviews.reporting import read_facts, read_model_answer, read_report, read_texts
from mock_interviews.services import regrade_attempt, settle_attempt


@never_cache
@require_safe
def attempt_report(request: HttpRequest, public_id: str) -> HttpResponse:
    """The report; while verdicts land it fills in, with script or by loading again."""
    attempt = settle_attempt(attempt=get_attempt_for(request.user, public_id), now=timezone.now())
    if attempt.state == Attempt.State.ACTIVE:
        return redirect("mock:attempt-room", public_id)
    context = {
        **_body(request, attempt),
        "facts": read_facts(attempt),
        "minutes": read_minutes(attempt),
        "kept": read_kept(attempt),
        "model_answer": read_model_answer(attempt),
    }
    return render(request, "mock_interviews/report.html", context)


@never_cache
@require_safe
def report_body(request: HttpRequest, public_id: str) -> HttpResponse:
    """The part of the report that fills in, for the script that waits for it."""
    attempt = get_attempt_for(request.user, public_id)
    return render(request, "mock_interviews/_report_body.html", _body(request, attempt))


def _body(request: HttpRequest, attempt: Attempt) -> dict[str, Any]:
    body = read_report(attempt, now=timezone.now(), run_id=request.GET.get("run", ""))
    run: GradingRun | None = body["run"]
    back = reverse("mock:attempt-report", args=[attempt.public_id])
    chosen = f"?run={run.pk}" if run and "run" in request.GET else ""
    viewer = viewer_of(request.user, run, next_url=back + chosen) if run else None
    return {"attempt": attempt, "texts": read_texts(attempt), "diagram": read_handed(attempt), "viewer": viewer, **body}


@require_POST
def attempt_regrade(request: HttpRequest, public_id: str) -> HttpResponse:
    """Another try, or another judge, as a labelled run of its own."""
    attempt = get_attempt_for(request.user, public_id)
    judge = "offline" if request.POST.get("judge") == "offline" else "default"
    regrade_attempt(attempt=attempt, now=timezone.now(), judge=judge, by=attempt.user)
    return redirect("mock:attempt-report", public_id)
