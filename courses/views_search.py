"""Search as a plain page and as JSON: public, the same for everybody, kept by caches for a minute."""

from __future__ import annotations

from hashlib import sha256

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from courses.search import MAX_QUERY, search

MAX_AGE_SECONDS = 60


@require_safe
def show_search(request: HttpRequest) -> HttpResponse:
    """`?q=` typed words. Rendered without the request, so that nothing personal can get in."""
    found = search(request.GET.get("q", ""))
    body = render_to_string("courses/search.html", {"found": found, "max_query": MAX_QUERY}).encode()
    return cacheable(request, body, "text/html; charset=utf-8")


def cacheable(request: HttpRequest, body: bytes, content_type: str) -> HttpResponse:
    """A public answer with an ETag, or 304 for whoever has it already."""
    etag = f'"{sha256(body).hexdigest()[:32]}"'
    is_known = etag in {tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")}
    response = HttpResponseNotModified() if is_known else HttpResponse(body, content_type=content_type)
    response["ETag"] = etag
    response["Cache-Control"] = f"public, max-age={MAX_AGE_SECONDS}"
    return response
