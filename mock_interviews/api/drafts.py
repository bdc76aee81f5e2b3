"""The hot path: one save every few seconds from everybody who sits in the room. No serializer, five statements."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view, throttle_classes
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import UserRateThrottle

from mock_interviews.access import get_draft_for
from mock_interviews.api.serializers import DraftRefusal, DraftRequest, DraftSaved, DraftShown, Refusal
from mock_interviews.errors import BadDraft, SceneTooLong, TooLong
from mock_interviews.queries import show_draft
from mock_interviews.services.drafts import MOST_BYTES, MOST_SCENE_BYTES, Save, note_time, save_draft
from mock_interviews.steps import SCENE

MOST_BODY_BYTES = 6 * MOST_BYTES + 4096
MOST_SCENE_BODY_BYTES = 6 * MOST_SCENE_BYTES + 4096
"""JSON may spend six bytes on one (`\\u0000`); a longer body can't hold a text that would be taken."""
MOST_SWALLOWED_BYTES = 64 * 1024 * 1024
CHUNK_BYTES = 256 * 1024
MOST_NUMBER = 2**53


class DraftThrottle(UserRateThrottle):
    """Far above two tabs that save every two seconds; apart from other limits, so that nothing starves saving."""

    scope = "drafts"
    rate = "600/min"


def stamp_arrival(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Note the time before sessions, accounts and limits are looked at: a slow server never costs a candidate."""

    @wraps(view)
    def stamped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.received_at = timezone.now()  # type: ignore[attr-defined]
        return view(request, *args, **kwargs)

    return stamped


@stamp_arrival
@extend_schema(methods=["GET"], responses=DraftShown)
@extend_schema(
    methods=["PUT"],
    request=DraftRequest,
    responses={200: DraftSaved, 400: Refusal, 404: Refusal, 409: DraftRefusal, 413: Refusal},
)
@api_view(["GET", "PUT"])
@throttle_classes([DraftThrottle])
def draft_detail(request: Request, public_id: str, step: str) -> Response:
    """The stored text of one step; PUT saves a newer one, or without `text` tells time spent. Repeats do no harm."""
    if request.method == "GET":
        return Response(show_draft(get_draft_for(request.user, public_id, step)))
    data = read_body(request, step)
    received_at = request._request.received_at  # type: ignore[attr-defined]
    whose: dict[str, Any] = {"user_id": request.user.pk, "public_id": public_id, "received_at": received_at}
    if data.get("text") is None:
        saved = note_time(step=step, active_ms=_number(data, "active_ms", least=0), **whose)
    else:
        saved = save_draft(save=read_save(data, step), **whose)
    return Response(saved.as_json())


def read_body(request: Request, step: str) -> dict[str, Any]:
    size = int(request.META.get("CONTENT_LENGTH") or 0)
    if size > (MOST_SCENE_BODY_BYTES if step == SCENE else MOST_BODY_BYTES):
        swallow(request._request)
        raise SceneTooLong if step == SCENE else TooLong
    try:
        data = json.loads(request._request.body)
    except ValueError:
        raise BadDraft from None
    if not isinstance(data, dict):
        raise BadDraft
    return data


def swallow(request: HttpRequest) -> None:
    """Read a body that is refused, without keeping it: who is still sending hears no answer."""
    left = MOST_SWALLOWED_BYTES
    while left > 0 and (chunk := request.read(CHUNK_BYTES)):
        left -= len(chunk)


def read_save(data: dict[str, Any], step: str) -> Save:
    text = data["text"]
    if not isinstance(text, str) or "\x00" in text or not _is_whole(text):
        raise BadDraft("A text is a string of whole characters without NUL.")
    save = Save(
        step=step,
        text=text,
        base_rev=_number(data, "base_rev", least=0),
        client_id=str(data.get("client_id", "")),
        client_seq=_number(data, "client_seq", least=1),
        active_ms=_number(data, "active_ms", least=0) if "active_ms" in data else 0,
    )
    if not 0 < len(save.client_id) <= 40 or not save.client_id.isprintable():
        raise BadDraft("client_id has to be 1 to 40 characters.")
    return save


def _is_whole(text: str) -> bool:
    """JSON can carry half of a surrogate pair, which no database stores."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _number(data: dict[str, Any], name: str, *, least: int) -> int:
    value = data.get(name)
    if type(value) is not int or not least <= value < MOST_NUMBER:
        raise BadDraft(f"{name} has to be a whole number from {least}.")
    return value
