"""Stop: nothing more is sent to the judge. What is graded and paid by then stays where it was."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from grading.access import get_run_for
from grading.errors import RunIsOver
from grading.services import stop_run
from guests.access import person_required


@require_POST
@person_required
def run_stop(request: HttpRequest, run: int) -> HttpResponse:
    try:
        stop_run(run=get_run_for(request.user, run), now=timezone.now())
    except RunIsOver:  # it ended while the page was on its way
        messages.info(request, "The grading had ended already.")
    target = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return redirect(target if is_ours else "/")
