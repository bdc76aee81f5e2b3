"""For staff: the gradings that a person should look at, and anybody's report with the forms above the judge."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from grading.access import get_run_for_staff, grades_of, viewer_of
from grading.queries import read_review_list, reasons_of
from grading.reporting import build_report
from grading.services.reviewing import mark_reviewed
from guests.access import person_of, staff_required


@require_safe
@never_cache
@staff_required
def review_list(request: HttpRequest) -> HttpResponse:
    chosen = {name: request.GET.get(name, "") for name in ("reason", "slug", "judge")}
    return render(request, "grading/review.html", {"list": read_review_list(**chosen), "chosen": chosen})


@require_safe
@never_cache
@staff_required
def run_show(request: HttpRequest, run: int) -> HttpResponse:
    """The report as its owner reads it, without saying who that is: what is judged is the answer."""
    found = get_run_for_staff(run)
    report = build_report(found, level=found.level)
    is_disputed = any(one.open_dispute for step in report.steps for one in step.criteria)
    context = {
        "run": found,
        "runs": grades_of(found.submission),
        "report": report,
        "reasons": reasons_of(found, is_disputed=is_disputed),
        "viewer": viewer_of(request.user, found, next_url=request.path),
    }
    return render(request, "grading/run.html", context)


@require_POST
@staff_required
def run_reviewed(request: HttpRequest, run: int) -> HttpResponse:
    if mark_reviewed(run=get_run_for_staff(run), by=person_of(request), now=timezone.now()):
        messages.success(request, "Looked at: it is off the list.")
    return redirect("grading:review-list")
