"""Writing a review, and the staff page that reads them before anybody else does."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.errors import AlreadyDecided
from courses.ratings import decide_rating, save_rating, waiting_ratings, withdraw_rating
from guests.access import member_required, person_of, staff_required
from learning.forms import DecisionForm, ReviewForm
from learning.reviews import get_rating_of, read_eligibility, require_reviewer, reviewed_course


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@member_required
def write(request: HttpRequest) -> HttpResponse:
    course, user = reviewed_course(), person_of(request)
    rating = get_rating_of(user, course)
    if "withdraw" in request.POST:
        withdraw_rating(user=user, course=course)
        messages.success(request, "Your review is deleted.")
        return redirect("learning:review-write")
    form = ReviewForm(request.POST or None, instance=rating)
    if request.method == "POST":
        require_reviewer(user, course)
        if form.is_valid():
            save_rating(user=user, course=course, now=timezone.now(), **form.cleaned_data)
            messages.success(request, "Your review is kept. It appears once a person has read it.")
            return redirect("learning:review-write")
    context = {"course": course, "form": form, "rating": rating, "eligibility": read_eligibility(user, course)}
    return render(request, "learning/review_write.html", context, status=400 if form.errors else 200)


@require_safe
@never_cache
@staff_required
def inbox(request: HttpRequest) -> HttpResponse:
    return render(request, "learning/review_inbox.html", {"ratings": waiting_ratings()})


@require_POST
@staff_required
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    form = DecisionForm(request.POST)
    if not form.is_valid():
        raise AlreadyDecided
    approve = form.cleaned_data["decision"] == "approve"
    decide_rating(
        rating_id=pk,
        written_at=form.cleaned_data["written_at"],
        approve=approve,
        by=person_of(request),
        now=timezone.now(),
    )
    messages.success(request, "Approved: it is public now." if approve else "Rejected: it stays private.")
    return redirect("learning:review-inbox")
