"""Interviews that fit some filters, as a page without JavaScript, and one of them by lot."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from courses.models import Course
from courses.queries import interview_row, read_catalogue
from courses.views_search import cacheable
from mock_interviews.listing import fits, list_facts, read_wanted
from mock_interviews.queries import list_interviews


@require_safe
def interview_find(request: HttpRequest) -> HttpResponse:
    """`?kind=&difficulty=&minutes=&module=`. Public; rendered without the request, and kept by caches for a minute."""
    course = get_object_or_404(Course, slug=settings.DEFAULT_COURSE, retired_at=None)
    facts = list_facts(read_catalogue(course), read_wanted(request.GET.dict()))
    return cacheable(request, render_to_string("mock_interviews/list.html", facts).encode(), "text/html; charset=utf-8")


@require_safe
@never_cache
def interview_surprise(request: HttpRequest) -> HttpResponse:
    """Any interview that fits the filters; any at all where none does; the list where there is none."""
    interviews = list_interviews()
    fitting = [one for one in interviews if fits(interview_row(one), read_wanted(request.GET.dict()))]
    chosen = fitting or interviews
    return redirect("mock:interview-show", secrets.choice(chosen).slug) if chosen else redirect("mock:interview-list")
