"""How a diagram is read, for the page that is being written on."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from mock_interviews.access import get_draft_for
from mock_interviews.queries.diagrams import read_view
from mock_interviews.steps import DIAGRAM


@never_cache
@require_safe
def diagram_reading(request: HttpRequest, public_id: str) -> HttpResponse:
    """The reading of the text that is saved: its list and its picture."""
    draft = get_draft_for(request.user, public_id, DIAGRAM)
    return render(request, "mock_interviews/_diagram_reading.html", {"view": read_view(draft), "rev": draft.rev})
