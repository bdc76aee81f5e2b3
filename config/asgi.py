"""ASGI: the one process of the embedded default. Sync views never run under Django's ASGI handler."""

import os

from a2wsgi import WSGIMiddleware
from django.core.asgi import get_asgi_application

from config.settings import env

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

streams = get_asgi_application()

from config.pages import PagesAsgi  # noqa: E402 - needs the apps to be ready
from config.wsgi import with_static  # noqa: E402
from courses.store import page_store  # noqa: E402

application = PagesAsgi(
    store=page_store(),
    streams=streams,
    application=WSGIMiddleware(with_static, workers=env.number("WEB_THREADS", 8)),
)
