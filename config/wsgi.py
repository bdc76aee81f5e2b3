"""WSGI: stored pages, then static files, then Django."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from whitenoise import WhiteNoise

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

django = get_wsgi_application()

from config.pages import PagesWsgi  # noqa: E402 - needs the apps to be ready
from courses.store import page_store  # noqa: E402

with_static = WhiteNoise(
    django,
    root=settings.STATIC_ROOT,
    prefix=settings.STATIC_URL.strip("/"),
    # Names that the build hashed never change their bytes.
    immutable_file_test=r"^.+-[A-Z0-9]{8}\.[a-z0-9]+$",
    autorefresh=settings.DEBUG,
)
application = PagesWsgi(with_static, page_store())
