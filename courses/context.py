"""What every template may say about the site itself; nothing about a person."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    return {"is_demo": settings.DEMO, "has_model": bool(settings.LLM_BASE_URL and settings.LLM_MODEL)}
