"""How a diagram is read, for the page that is being written on."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from mock_interviews.access import get_attempt_for
from mock_interviews.queries.diagrams import list_stencils, read_reading
from mock_interviews.steps import DIAGRAM, SCENE
from problems import NotThere


@never_cache
@require_safe
def diagram_reading(request: HttpRequest, public_id: str) -> HttpResponse:
    """The reading of what is saved: its list and its picture."""
    attempt = get_attempt_for(request.user, public_id)
    drafts = {draft.step: draft for draft in attempt.drafts.filter(step__in=[DIAGRAM, SCENE])}
    if DIAGRAM not in drafts:
        raise NotThere
    reading = read_reading(drafts)
    context = {"view": reading.view, "rev": reading.rev, "counts": reading.counts}
    return render(request, "mock_interviews/_diagram_reading.html", context)


@require_safe
def whiteboard_try(request: HttpRequest) -> HttpResponse:
    """The board before the interview: nothing is kept."""
    response = render(request, "mock_interviews/whiteboard.html", {"stencils": list_stencils()})
    return allow_whiteboard(response)


def allow_whiteboard(response: HttpResponse) -> HttpResponse:
    """The one page that may set styles on elements and show pictures from inside its own code."""
    response.headers["Content-Security-Policy"] = settings.WHITEBOARD_SECURITY_POLICY
    return response
