"""The catalogue's pages. Most are stored bytes; servers answer those before Django (see config/pages.py)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from courses.store import page_store
from problems import NotThere


@require_safe
def stored_page(request: HttpRequest, **captured: str) -> HttpResponse:
    """A page of the current release, for servers that have no front of their own (tests, `runserver`)."""
    answer = page_store().respond(
        request.method or "GET",
        request.path,
        request.headers.get("accept-encoding", ""),
        request.headers.get("if-none-match", ""),
    )
    if answer is None:
        raise NotThere
    response = HttpResponse(answer.body, status=answer.status)
    for name, value in answer.headers:
        response[name] = value
    return response
