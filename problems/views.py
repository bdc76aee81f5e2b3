"""Addresses that lead nowhere: a page for people, JSON for programs."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.defaults import page_not_found

from problems import NotThere
from problems.middleware import wants_json


def show_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if request.path.startswith("/api/") or wants_json(request):
        return JsonResponse(NotThere().as_json(), status=404)
    return page_not_found(request, exception)
