"""Bands set by staff, disputes opened and withdrawn by candidates. All of it goes back to the report it came from."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from grading.access import get_dispute_for, get_run_for, get_run_for_staff
from grading.errors import BadArgument, BadReason, DisputeIsOver
from grading.forms import STANDS, BandForm, DisputeForm
from grading.models import Dispute
from grading.services import answer_dispute, open_dispute, override_band, withdraw_dispute
from guests.access import person_of, person_required, staff_required


@require_POST
@staff_required
def band_set(request: HttpRequest, run: int) -> HttpResponse:
    """A band from a person, or the answer that a disputed one stands."""
    found = get_run_for_staff(run)
    form = BandForm(request.POST)
    if not form.is_valid():
        raise BadReason
    words = {"reason": form.cleaned_data["reason"], "by": person_of(request), "now": timezone.now()}
    criterion = form.cleaned_data["criterion"]
    if form.cleaned_data["band"] == STANDS:
        dispute = found.disputes.filter(criterion=criterion, state__in=Dispute.OPEN).first()
        if dispute is None:
            raise DisputeIsOver
        answer_dispute(dispute=dispute, band=None, **words)
        messages.success(request, "The band stands; the candidate reads why.")
    else:
        override_band(run=found, criterion=criterion, band=form.band_number, **words)
        messages.success(request, "The band is set, and the sum computed again.")
    return go_back(request, criterion, reverse("grading:run-show", args=[run]))


@require_POST
@person_required
def dispute_open(request: HttpRequest, run: int) -> HttpResponse:
    found = get_run_for(request.user, run)
    form = DisputeForm(request.POST)
    if not form.is_valid():
        raise BadArgument
    dispute = open_dispute(run=found, now=timezone.now(), **form.words())
    is_read = dispute.state == Dispute.State.REGRADING
    messages.success(
        request, "The model reads it again, then a person decides." if is_read else "A person will read your dispute."
    )
    return go_back(request, dispute.criterion, "/")


@require_POST
@person_required
def dispute_withdraw(request: HttpRequest, dispute: int) -> HttpResponse:
    found = get_dispute_for(request.user, dispute)
    withdraw_dispute(dispute=found, now=timezone.now())
    messages.success(request, "Your dispute is withdrawn.")
    return go_back(request, found.criterion, "/")


def go_back(request: HttpRequest, criterion: str, otherwise: str) -> HttpResponse:
    """To the criterion in the report that the form stood in; never off this site."""
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = otherwise
    return redirect(f"{target.partition('#')[0]}#criterion-{criterion}")
