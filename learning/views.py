"""The dashboard, and what a lesson page reports about its reader."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from guests import ensure_person
from learning.access import get_lesson, get_progress_of
from learning.dashboard import read_dashboard
from learning.forms import Report, read_report
from learning.models import LessonProgress
from learning.queries import shown_percent
from learning.services import complete_lesson, save_progress, undo_completion
from lessons.models import Lesson
from problems.middleware import wants_json


@require_safe
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    """A stranger sees where to begin, and gets no session by looking."""
    user = request.user if request.user.is_authenticated else None
    return render(request, "learning/home.html", {"dashboard": read_dashboard(user, now=timezone.now())})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def progress(request: HttpRequest, slug: str) -> HttpResponse:
    """POST keeps how far the reader got; GET is the page that does the same without JavaScript."""
    lesson = get_lesson(slug)
    if request.method == "POST":
        return _save(request, lesson, read_report(request))
    row = get_progress_of(request.user, lesson) if request.user.is_authenticated else None
    return render(request, "learning/progress.html", {"lesson": lesson, "progress": row})


def _save(request: HttpRequest, lesson: Lesson, report: Report) -> HttpResponse:
    row = _apply(request, lesson, report)
    if wants_json(request):
        return JsonResponse(_told(row, report))
    return redirect("lessons:lesson-show", slug=lesson.slug)


def _apply(request: HttpRequest, lesson: Lesson, report: Report) -> LessonProgress | None:
    """None where nothing was kept: reading alone makes no guest, the page keeps a stranger's place itself."""
    if report.completed is None and not request.user.is_authenticated:
        return None
    user, now = ensure_person(request), timezone.now()
    row = None
    if report.percent is not None:
        row = save_progress(user=user, lesson=lesson, percent=report.percent, anchor=report.anchor, now=now)
    if report.completed is not None:
        mark = complete_lesson if report.completed else undo_completion
        row = mark(user=user, lesson=lesson, now=now)
    return row


def _told(row: LessonProgress | None, report: Report) -> dict[str, Any]:
    if row is None:
        return {"kept": False, "percent": report.percent, "anchor": report.anchor, "completed": False}
    return {
        "kept": True,
        "percent": shown_percent(row.percent, row.completed_at is not None),
        "anchor": row.anchor,
        "completed": row.completed_at is not None,
    }
