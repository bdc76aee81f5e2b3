"""What an open browser hears while somebody writes. Async: it is served by the event loop, and asks no database."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.http import require_safe

from authoring.watching import read_state, stamps
from courses.store import page_store
from problems import NotThere

LOOK_SECONDS = 0.1
HEARTBEAT_SECONDS = 15.0
"""A line now and then, so that a closed browser is noticed."""


@require_safe
async def content_events(request: HttpRequest) -> HttpResponseBase:
    """`/events/content/`: `digest`, `count` and `errors`, now and at each change. 404 when nobody watches."""
    if not settings.WATCH:
        raise NotThere
    response = StreamingHttpResponse(_events(), content_type="text/event-stream")
    response["Cache-Control"] = "no-store"
    response["X-Accel-Buffering"] = "no"
    return response


async def _events() -> AsyncIterator[str]:
    heard, spoke_at = None, 0.0
    while True:
        current = stamps(Path(settings.PAGES_DIR))
        if current != heard:
            page_store().look_again()
            yield f"data: {json.dumps({'digest': current[0], **read_state()})}\n\n"
            heard, spoke_at = current, time.monotonic()
        elif time.monotonic() - spoke_at > HEARTBEAT_SECONDS:
            yield ": still here\n\n"
            spoke_at = time.monotonic()
        await asyncio.sleep(LOOK_SECONDS)
