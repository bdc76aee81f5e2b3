"""For staff: what re-grading would change, before it changes anything."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from grading.models import RegradeBatch
from grading.reporting.difference import read_batch
from grading.services.regrading import apply_batch, drop_batch
from guests.access import person_of, staff_required


@require_safe
@never_cache
@staff_required
def batch_show(request: HttpRequest, batch: int) -> HttpResponse:
    found = get_object_or_404(RegradeBatch.objects.select_related("rubric", "created_by", "decided_by"), pk=batch)
    return render(request, "grading/regrade_batch.html", {"batch": found, "report": read_batch(found)})


@require_POST
@staff_required
def batch_apply(request: HttpRequest, batch: int) -> HttpResponse:
    found = get_object_or_404(RegradeBatch, pk=batch)
    count = apply_batch(batch=found, by=person_of(request), now=timezone.now())
    messages.success(request, f"{count} grades replaced; the old ones stay readable beside them.")
    return redirect("grading:batch-show", batch)


@require_POST
@staff_required
def batch_drop(request: HttpRequest, batch: int) -> HttpResponse:
    drop_batch(batch=get_object_or_404(RegradeBatch, pk=batch), by=person_of(request), now=timezone.now())
    messages.success(request, "Dropped: every grade stays as it is.")
    return redirect("grading:batch-show", batch)
