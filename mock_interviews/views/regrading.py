"""For staff: which shown grades are older than today's rubric or judge, and a preview of grading them anew."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from grading.models import RegradeBatch
from grading.services.regrading import MAX_ITEMS, preview_regrade
from guests.access import person_of, staff_required
from mock_interviews.access import get_interview
from mock_interviews.queries.outdated import list_outdated, runs_of
from problems import NotThere


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff_required
def regrade_list(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return redirect("grading:batch-show", start_preview(request).pk)
    batches = RegradeBatch.objects.select_related("rubric", "created_by")[:20]
    context = {"groups": list_outdated(), "batches": batches, "most": MAX_ITEMS}
    return render(request, "mock_interviews/regrade_list.html", context)


def start_preview(request: HttpRequest) -> RegradeBatch:
    interview = get_interview(request.POST.get("interview", ""))
    version = interview.current
    judge = request.POST.get("judge", "")
    if version is None or judge not in {"offline", "model"}:
        raise NotThere
    words = {"rubric": request.POST.get("rubric", ""), "version": request.POST.get("version", "")}
    runs = runs_of(interview=interview, judge=judge, **words)
    now = timezone.now()
    return preview_regrade(runs=runs, rubric=version.rubric, judge=judge, by=person_of(request), now=now)
