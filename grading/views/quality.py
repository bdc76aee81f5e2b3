"""How far the judges agree with experts: public, the same for everybody, computed from stored figures."""

from __future__ import annotations

from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_safe

from grading.quality import read_quality

MAX_AGE_SECONDS = 300


@require_safe
def quality_show(request: HttpRequest) -> HttpResponseBase:
    """Rendered without the request, so that nothing personal can get in and any cache may hold it."""
    body = render_to_string("grading/quality.html", {"quality": read_quality(), "is_demo": settings.DEMO}).encode()
    response = HttpResponse(body)
    response["ETag"] = etag = f'"{sha256(body).hexdigest()[:32]}"'
    patch_cache_control(response, public=True, max_age=MAX_AGE_SECONDS)
    return get_conditional_response(request, etag=etag, response=response) or response
