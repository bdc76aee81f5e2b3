"""API keys: `Authorization: Token to_…`."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts.models import ApiToken

if TYPE_CHECKING:
    from accounts.models import User

USED_EVERY = timedelta(minutes=1)
"""How exact `last_used_at` is: a write for each request would cost more than it tells."""


class TokenAuthentication(BaseAuthentication):
    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        words = get_authorization_header(request).split()
        if len(words) != 2 or words[0].lower() != b"token":
            return None
        digest = ApiToken.digest_of(words[1].decode("latin-1"))
        token = ApiToken.objects.select_related("user").filter(digest=digest, user__is_active=True).first()
        if token is None:
            raise AuthenticationFailed("This API key is not known. Make a new one on your profile page.")
        now = timezone.now()
        if token.last_used_at is None or token.last_used_at < now - USED_EVERY:
            token.was_used(now)
        return token.user, token

    def authenticate_header(self, request: Request) -> str:  # noqa: ARG002
        return "Token"
