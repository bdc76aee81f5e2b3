"""What people say about the course: public, the same for everybody, and computed from approved reviews alone."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from courses.models import Course
from courses.ratings import approved_summary
from courses.views_search import cacheable

NAMELESS = "A learner"
"""For people who gave no name: what stands before the @ of their address is nobody's business."""


@require_safe
def show_reviews(request: HttpRequest) -> HttpResponse:
    """Rendered without the request, so that nothing personal can get in and any cache may hold it."""
    course = get_object_or_404(Course, slug=settings.DEFAULT_COURSE, retired_at=None)
    summary = approved_summary(course)
    ratings = [
        {"stars": row.stars, "text": row.text, "name": row.user.name or NAMELESS, "at": row.created_at}
        for row in summary.newest
    ]
    context = {"course": course, "summary": summary, "ratings": ratings, "is_demo": settings.DEMO}
    body = render_to_string("courses/reviews.html", context).encode()
    return cacheable(request, body, "text/html; charset=utf-8")
