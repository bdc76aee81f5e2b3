"""A `Problem` raised below a page view becomes a page with its status and its sentence."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.deprecation import MiddlewareMixin

from problems import Problem


class ProblemMiddleware(MiddlewareMixin):
    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Problem):
            return None
        if wants_json(request):
            return JsonResponse(exception.as_json(), status=exception.status)
        return render(request, "problem.html", {"problem": exception}, status=exception.status)


def wants_json(request: HttpRequest) -> bool:
    """Whether a script asked, so that it gets JSON rather than a page."""
    return "application/json" in request.headers.get("accept", "")
